//! Policies that somebody gives.

use serde_json::Value;

/// What is wrong with the text of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed(pub String);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Malformed {}

/// Policies that hold together: those of one role.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    pub(crate) statements: Vec<Given>,
}

/// A statement.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    /// The document that it stands in.
    pub(crate) document: String,
    /// Its number in there, from 1, and its name.
    pub(crate) number: usize,
    pub(crate) sid: Option<String>,
    pub(crate) deny: bool,
    pub(crate) actions: Names,
    pub(crate) resources: Names,
    /// Operator, key and values.
    pub(crate) conditions: Vec<(String, String, Vec<String>)>,
}

/// What is named, or everything but that: patterns.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    pub(crate) patterns: Vec<String>,
    pub(crate) but: bool,
}

impl Given {
    /// As messages name it.
    pub(crate) fn shown(&self) -> String {
        match &self.sid {
            Some(sid) => format!("the statement `{sid}` of {}", self.document),
            None => format!("statement {} of {}", self.number, self.document),
        }
    }
}

impl Policies {
    /// Adds a document; also one of several documents, as lists or as `PolicyDocument` and `Document` entries hold them.
    ///
    /// # Errors
    /// It is no policy.
    pub fn add(&mut self, name: &str, text: &str) -> Result<(), Malformed> {
        let json: Value = serde_json::from_str(text).map_err(|error| Malformed(error.to_string()))?;
        self.document(name, &json, 0)
    }

    fn document(&mut self, name: &str, json: &Value, depth: usize) -> Result<(), Malformed> {
        const DEEPEST: usize = 4;
        let inner = ["PolicyDocument", "Document", "PolicyVersion"].iter().find_map(|key| json.get(key));
        match (json, json.get("Statement"), inner) {
            _ if depth > DEEPEST => Err(Malformed("it is no policy".to_owned())),
            (Value::Array(all), ..) => all.iter().try_for_each(|one| self.document(name, one, depth + 1)),
            (_, Some(Value::Array(all)), _) => {
                all.iter().enumerate().try_for_each(|(at, one)| self.statement(name, at + 1, one))
            }
            (_, Some(one), _) => self.statement(name, 1, one),
            (_, None, Some(inner)) => self.document(name, inner, depth + 1),
            _ => Err(Malformed("it has no `Statement`".to_owned())),
        }
    }

    fn statement(&mut self, document: &str, number: usize, json: &Value) -> Result<(), Malformed> {
        let wrong = |what: &str| Malformed(format!("statement {number}: {what}"));
        let names = |name: &str| -> Result<Option<Names>, Malformed> {
            let but = format!("Not{name}");
            let found =
                json.get(name).map(|value| (value, false)).or_else(|| json.get(&but).map(|value| (value, true)));
            let Some((value, but)) = found else { return Ok(None) };
            let patterns =
                texts(value).ok_or_else(|| wrong(&format!("`{name}` is neither a text nor a list of texts")))?;
            Ok(Some(Names { patterns, but }))
        };
        let deny = match json.get("Effect").and_then(Value::as_str) {
            Some("Allow") => false,
            Some("Deny") => true,
            _ => return Err(wrong("`Effect` is neither `Allow` nor `Deny`")),
        };
        let actions = names("Action")?.ok_or_else(|| wrong("it has no `Action`"))?;
        let resources =
            names("Resource")?.ok_or_else(|| wrong("it has no `Resource`: this is no policy of an identity"))?;
        let conditions = conditions(json).ok_or_else(|| wrong("its `Condition` is none"))?;
        let sid = json.get("Sid").and_then(Value::as_str).filter(|sid| !sid.is_empty()).map(str::to_owned);
        self.statements.push(Given {
            document: document.to_owned(),
            number,
            sid,
            deny,
            actions,
            resources,
            conditions,
        });
        Ok(())
    }
}

/// Texts: one or a list.
fn texts(value: &Value) -> Option<Vec<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(is) => Some(is.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match value {
        Value::Array(all) => all.iter().map(text).collect(),
        one => text(one).map(|text| vec![text]),
    }
}

fn conditions(json: &Value) -> Option<Vec<(String, String, Vec<String>)>> {
    let Some(condition) = json.get("Condition") else { return Some(Vec::new()) };
    let mut all = Vec::new();
    for (operator, keys) in condition.as_object()? {
        for (key, values) in keys.as_object()? {
            all.push((operator.clone(), key.clone(), texts(values)?));
        }
    }
    Some(all)
}
