use cloudc_base::Address;
use cloudc_base::value::{From, Later, Value};
use cloudc_facts::facts;
use cloudc_graph::Graph;

use super::Pattern;
use super::pattern::Token;
use crate::read::{Index, attribute_of, first, text};

/// Turns values into patterns of ARNs.
pub(crate) struct Arns<'g> {
    graph: &'g Graph,
    index: &'g Index<'g>,
    region: Option<String>,
    account: Option<String>,
}

impl<'g> Arns<'g> {
    pub(crate) fn new(graph: &'g Graph, index: &'g Index<'g>) -> Arns<'g> {
        let field = |name: &str| index.own(name).map(str::to_owned);
        Arns { graph, index, region: field("region"), account: field("account") }
    }

    /// The number of the node at an address.
    pub(super) fn number(&self, address: &Address) -> Option<usize> {
        self.graph.number(address)
    }

    /// Whether an account is the program's own.
    pub(super) fn is_home(&self, account: &str) -> bool {
        self.account.as_deref() == Some(account)
    }

    /// The role or user of the program with this ARN, as far as its name is written.
    pub(super) fn identity(&self, arn: &str) -> Option<usize> {
        let (kind, name) = arn.rsplit_once(':')?.1.split_once('/')?;
        let name = name.rsplit('/').next()?;
        let (ty, property) = if kind == "role" { ("aws.iam.Role", "RoleName") } else { ("aws.iam.User", "UserName") };
        let mut all = self.index.of_type(ty);
        all.find(|(_, node)| first(&node.properties, property).and_then(text) == Some(name)).map(|(number, _)| number)
    }

    /// The pattern that a value of a policy is, with wildcards.
    pub(crate) fn pattern(&self, value: &Value) -> Pattern {
        let mut tokens = Vec::new();
        self.value(value, &mut tokens);
        Pattern::new(tokens)
    }

    /// The pattern of a node's own ARN.
    pub(crate) fn of_node(&self, number: usize) -> Pattern {
        let mut tokens = Vec::new();
        self.node(number, "Arn", &mut tokens);
        Pattern::new(tokens)
    }

    fn value(&self, value: &Value, into: &mut Vec<Token>) {
        match value {
            Value::Text(text) => written(text, into),
            Value::Later(later) => self.later(later, into),
            Value::Handle(address) => self.handle(address, into),
            Value::Int(number) => into.extend(number.to_string().chars().map(Token::Char)),
            _ => into.push(Token::Later),
        }
    }

    fn handle(&self, address: &Address, into: &mut Vec<Token>) {
        match self.graph.number(address) {
            Some(number) => self.node(number, "Arn", into),
            None => into.push(Token::Later),
        }
    }

    fn later(&self, later: &Later, into: &mut Vec<Token>) {
        if let Some((of, path)) = attribute_of(later) {
            match self.graph.number(of) {
                Some(number) => self.node(number, path, into),
                None => into.push(Token::Later),
            }
            return;
        }
        match later.from() {
            From::Joined(parts) => parts.iter().for_each(|part| self.value(part, into)),
            From::App(name) if &**name == "region" => match &self.region {
                Some(region) => into.extend(region.chars().map(Token::Char)),
                None => into.push(Token::Segment),
            },
            From::App(_) => into.push(Token::Segment),
            _ => into.push(Token::Later),
        }
    }

    /// An attribute of a node: an ARN in its known shape, a name that is written, or one that is not.
    fn node(&self, number: usize, path: &str, into: &mut Vec<Token>) {
        let Some(node) = self.index.node(number) else { return into.push(Token::Later) };
        if let Some(written) = first(&node.properties, path).and_then(text) {
            return into.extend(written.chars().map(Token::Char));
        }
        if !path.ends_with("Arn") && !path.ends_with("ARN") {
            return into.push(Token::Name(number, path.into()));
        }
        if path == "StreamArn" {
            // What a stream is called begins with what its table is.
            self.node(number, "Arn", into);
            return into.extend("/stream/*".chars().map(Token::wild));
        }
        let known = facts().resource_type(&node.ty);
        // `MasterUserSecret.SecretArn` is the ARN of something else.
        match known.as_ref().and_then(|ty| ty.arn()).filter(|_| !path.contains('.')) {
            Some(shape) => self.shaped(number, shape, into),
            None => {
                into.extend("arn:".chars().map(Token::Char));
                into.extend([Token::Segment, Token::Char(':')]);
                into.push(Token::Name(number, path.into()));
            }
        }
    }

    /// An ARN by its shape: `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`.
    fn shaped(&self, number: usize, shape: &str, into: &mut Vec<Token>) {
        let mut rest = shape;
        while let Some((before, after)) = rest.split_once("${") {
            into.extend(before.chars().map(Token::Char));
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            match name {
                "Partition" => into.push(Token::Segment),
                "Account" => into.push(if self.is_in_own_account(number) { Token::Segment } else { Token::Later }),
                "Region" => match self.region_of(number) {
                    Some(region) => into.extend(region.chars().map(Token::Char)),
                    None => into.push(Token::Segment),
                },
                property => self.node(number, property, into),
            }
            rest = after;
        }
        into.extend(rest.chars().map(Token::Char));
    }

    /// The region that a node lives in, if it is known.
    fn region_of(&self, number: usize) -> Option<&str> {
        let own = self.index.node(number).and_then(|node| node.place.region.as_deref());
        own.or(self.region.as_deref())
    }

    /// Whether a node lives in the program's own account.
    fn is_in_own_account(&self, number: usize) -> bool {
        self.index.node(number).is_some_and(|node| node.place.account.is_none())
    }
}

/// A text of a policy: its wildcards, and its variables, which are decided by who asks.
///
/// Source: "IAM policy elements: Variables and tags" in the guide to IAM.
fn written(text: &str, into: &mut Vec<Token>) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        into.extend(before.chars().map(Token::wild));
        // `${*}`, `${?}` and `${$}` are these characters.
        match name.chars().next() {
            Some(character @ ('*' | '?' | '$')) if name.len() == 1 => into.push(Token::Char(character)),
            _ => into.push(Token::Later),
        }
        rest = after;
    }
    into.extend(rest.chars().map(Token::wild));
}
