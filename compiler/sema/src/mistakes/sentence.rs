use cloudc_base::value::Value;
use cloudc_base::{Finding, Span};

super::code!("E0248" "sentence" "sentence.md");

/// A party that is no thing and no address.
pub(crate) fn no_party(span: Span, found: &Value) -> Finding {
    let finding = Finding::new(&CODE, span, format!("a sentence is about things and addresses, and this is {}", found.kind()));
    if let Value::Text(text) = found
        && text.contains('/')
        && let Ok(range) = text.parse::<ipnet::IpNet>()
    {
        let way = if range.addr().is_ipv6() { format!("cidr(\"{text}\")") } else { text.to_string() };
        return finding.fix(format!("write `{way}`"), span, way);
    }
    finding
        .help("name a noun, a resource, a Cidr, an Ip, `internet`, `anyone`, or a list of them")
}

/// What should be a verb is none.
pub(crate) fn no_verb(span: Span, found: &str, object: bool) -> Finding {
    let finding = Finding::new(&CODE, span, format!("this is {found}, no verb"));
    match object {
        true => finding.help("a verb is a name, or an action in quotes: `\"s3:GetObject\"`"),
        false => finding.help("without an object the verb is a value that knows it: `queue.send`"),
    }
}

/// An action that no service has.
pub(crate) fn unknown_action(span: Span, action: &str, near: Option<&str>) -> Finding {
    let finding = Finding::new(&CODE, span, format!("there is no action `{action}`"));
    match near {
        Some(near) => finding.fix(format!("write `{near}`"), span, format!("{near:?}")),
        None => finding,
    }
}

/// `on` without `reach`.
pub(crate) fn ports_without_reach(span: Span) -> Finding {
    Finding::new(&CODE, span, "`on` stands only with `reach`").help("leave out `on`: other verbs know their ports")
}

/// What stands behind `on` is no port.
pub(crate) fn no_ports(span: Span, found: &Value) -> Finding {
    let finding = Finding::new(&CODE, span, format!("`on` takes ports, and this is {}", found.kind()));
    match found {
        Value::List(values) => match values.iter().map(|value| if let Value::Int(port) = value { Some(format!("tcp({port})")) } else { None }).collect() {
            Some::<Vec<String>>(ports) => {
                let ports = format!("[{}]", ports.join(", "));
                finding.fix(format!("write `{ports}`"), span, ports)
            }
            None => finding.help("each is `tcp(443)`, `udp(53)`, `icmp()` or `all()`"),
        },
        Value::Int(number) => finding.fix(format!("write `tcp({number})`"), span, format!("tcp({number})")),
        _ => finding.help("write `tcp(443)`, `udp(53)`, `icmp()`, `all()`, or a list of them"),
    }
}

/// Nobody knows which ports are meant.
pub(crate) fn which_ports(span: Span, object: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{object}` names no ports of its own")).help("write `on tcp(443)`, or which ports they are")
}

/// The object has no verbs.
pub(crate) fn object_without_verbs(span: Span, object: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{object}` has no verbs")).help("addresses can be reached: `allow .. to reach .. on tcp(443)`")
}

/// A subject that cannot act.
pub(crate) fn no_identity(span: Span, subject: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{subject}` cannot be allowed this: it has no `identity`"))
        .help("what acts has a role or is called by a service: functions, servers, fleets, topics, raw roles and distributions")
}

/// A thing that no packets go to or come from.
pub(crate) fn no_endpoint(span: Span, thing: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{thing}` has no `endpoint`: no packets go there"))
        .help("use one of its verbs, or write `endpoint = { .. }` in its noun")
}

/// A subject outside of every network.
pub(crate) fn no_network(span: Span, subject: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{subject}` is in no network: its packets come from no address of yours"))
        .help("give it a `network`")
}

/// `allow anyone to reach ..`.
pub(crate) fn anyone_reaches(span: Span) -> Finding {
    Finding::new(&CODE, span, "`anyone` is about permissions").help("write `internet` for every address")
}

/// A raw resource would need a policy that names the subject.
pub(crate) fn object_cannot(span: Span, object: &str, subject: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{object}` is a raw resource: nobody writes the policy that lets `{subject}` in"))
        .help("use a noun, which writes it, or write the policy as a `resource`")
}

/// `for each` outside of rules.
pub(crate) fn rules_only(span: Span) -> Finding {
    Finding::new(&CODE, span, "`for each` stands in rules for an organisation").help("put it in a file that is given with `--rules`")
}

/// `for each` holds something else than assertions.
pub(crate) fn rule_asserts(span: Span) -> Finding {
    Finding::new(&CODE, span, "`for each` looks at things that are there: it only asserts")
        .help("a sentence about all things of a noun stands by itself: `never internet to reach any database`")
}

/// What should be a security group is none.
pub(crate) fn no_group(span: Span, thing: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{thing}` is no security group, and has none"))
        .help("the `group` of an `endpoint` is an `aws.ec2.SecurityGroup`")
}

/// A later text that is no address.
pub(crate) fn no_address(span: Span, text: &str, origin: Span) -> Finding {
    Finding::new(&CODE, span, format!("nobody can say that `{text}` is an address"))
        .label(origin, "this is known later")
        .help("write it as a range, `\"${..}/32\"`, or as a param of type Ip or Cidr")
}

/// An address where only somebody with a name can be allowed something.
pub(crate) fn only_reaches(span: Span, subject: &str) -> Finding {
    Finding::new(&CODE, span, format!("`{subject}` is an address: it can only be allowed to `reach`"))
        .help("whoever it is: `anyone` is about permissions")
}

/// The object of an action whose ARN nobody knows.
pub(crate) fn no_arn(span: Span, object: &str, ty: &str) -> Finding {
    Finding::new(&CODE, span, format!("nobody tells the ARN of `{object}`: `{ty}` has none"))
        .help("say yourself what it is about: `let use = [{ actions = [\"..\"], on = [\"arn:..\"] }]`, then `allow WHO to use`")
}
