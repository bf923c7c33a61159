use cloudc_base::value::{From, Value};

use super::Arns;
use super::document::each;
use crate::read::attribute_of;

/// Who a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Principal {
    /// Everybody.
    Anyone,
    /// A role, user or group of the program: a node.
    Node(usize),
    /// The program's own account: whoever its administrators let.
    Home,
    /// Another account, or somebody in it.
    Foreign(String),
    /// A service of AWS.
    Service(String),
    /// Whoever an identity provider says.
    Federated(String),
    /// It is known later.
    Unknown(String),
}

impl Principal {
    /// Those that the value of `Principal` names.
    pub(super) fn all(arns: &Arns<'_>, value: &Value) -> Vec<Principal> {
        match value {
            Value::Record(kinds) => kinds
                .iter()
                .flat_map(|(kind, names)| each(names).into_iter().map(move |name| (kind, name)))
                .map(|(kind, name)| Principal::one(arns, kind, name))
                .collect(),
            other => each(other).into_iter().map(|name| Principal::one(arns, "AWS", name)).collect(),
        }
    }

    /// One of a kind: `AWS`, `Service`, `Federated`, `CanonicalUser`.
    pub(super) fn one(arns: &Arns<'_>, kind: &str, name: &Value) -> Principal {
        let shown = || name.to_string();
        match (kind, name) {
            (_, Value::Text(text)) if &**text == "*" => Principal::Anyone,
            ("Service", Value::Text(text)) => Principal::Service(text.to_string()),
            ("Federated", Value::Text(text)) => Principal::Federated(text.to_string()),
            ("Federated", _) => Principal::Federated(shown()),
            (_, Value::Text(text)) => match account_in(text) {
                Some(account) if arns.is_home(account) => Principal::Home,
                _ => arns.identity(text).map_or_else(|| Principal::Foreign(text.to_string()), Principal::Node),
            },
            (_, Value::Later(later)) => match attribute_of(later).and_then(|(of, _)| arns.number(of)) {
                Some(number) => Principal::Node(number),
                None => match later.from() {
                    // `"arn:aws:iam::${app.account}:root"`
                    From::Joined(parts) if ends_with_root(parts) => Principal::Home,
                    From::App(name) if &**name == "account" => Principal::Home,
                    _ => Principal::Unknown(shown()),
                },
            },
            (_, Value::Handle(address)) => {
                arns.number(address).map_or_else(|| Principal::Unknown(shown()), Principal::Node)
            }
            _ => Principal::Unknown(shown()),
        }
    }

    /// As messages name it.
    pub(crate) fn shown(&self, index: &crate::read::Index<'_>) -> String {
        match self {
            Principal::Anyone => "anyone".to_owned(),
            Principal::Node(number) => {
                let name = index.node(*number).map(|node| node.address.to_string());
                format!("`{}`", name.unwrap_or_default())
            }
            Principal::Home => "the program's own account".to_owned(),
            Principal::Foreign(name) => match account_in(name) {
                Some(account) => format!("the account {account}"),
                None => format!("`{name}`"),
            },
            Principal::Service(name) => format!("the service `{name}`"),
            Principal::Federated(name) => format!("whoever `{name}` vouches for"),
            Principal::Unknown(name) => format!("`{name}`"),
        }
    }
}

/// The account that a text stands for as a whole: its number, or the ARN of its root.
fn account_in(text: &str) -> Option<&str> {
    let number = |text: &&str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    Some(text).filter(number).or_else(|| {
        let (arn, rest) = text.strip_suffix(":root")?.rsplit_once(':')?;
        (arn.starts_with("arn:") && arn.ends_with(":iam:")).then_some(rest).filter(number)
    })
}

/// Whether a text that is put together is the ARN of the root of the program's own account.
fn ends_with_root(parts: &[Value]) -> bool {
    let own = |part: &Value| matches!(part, Value::Later(later) if matches!(later.from(), From::App(name) if &**name == "account"));
    let root = matches!(parts.last(), Some(Value::Text(end)) if &**end == ":root");
    root && parts.iter().any(own)
}
