//! What a service answers, as far as it is looked at: whether it did what it was asked for, and else why not.

use cloudc_provider::Fault;
use serde_json::Value as Json;

use crate::fault::of_code;

/// The fault of an answer that is none of success, with the code that it has beside its text.
pub(super) fn refusal(status: u16, beside: &str, text: &str) -> Fault {
    let (code, message) = match serde_json::from_str::<Json>(text) {
        Ok(json) => {
            let word = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
            let code = word("__type").or_else(|| word("code")).unwrap_or_else(|| beside.to_owned());
            // `com.amazon#NotFoundException:http://internal.amazon.com/..` in full.
            let code = code.split(':').next().unwrap_or_default();
            (
                code.rsplit('#').next().unwrap_or_default().to_owned(),
                word("message").or_else(|| word("Message")).unwrap_or_default(),
            )
        }
        Err(_) => (element(text, "Code").unwrap_or_default(), element(text, "Message").unwrap_or_default()),
    };
    let message = match message.is_empty() {
        true => format!("the service answered with {status}"),
        false => message,
    };
    of_code(&code, &message, status)
}

/// What stands in the first element of a name.
pub(crate) fn element(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    let (inside, _) = rest.split_once(&format!("</{name}>"))?;
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    Some(plain.into_iter().fold(inside.to_owned(), |text, (written, meant)| text.replace(written, meant)))
}

/// What stands in each element of a name, in order; as it is written, for who looks into it.
pub(crate) fn elements(text: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let pieces = text.split(open.as_str()).skip(1);
    pieces.filter_map(|piece| piece.split_once(close.as_str())).map(|(inside, _)| inside.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use cloudc_provider::Class;

    use super::*;

    #[test]
    fn both_kinds_of_answers_are_understood() {
        let old = "<ErrorResponse><Error><Code>Throttling</Code><Message>a &amp; b</Message></Error></ErrorResponse>";
        let fault = refusal(400, "", old);
        assert_eq!((fault.class, fault.message.as_str()), (Class::Throttled, "a & b"));
        let new = r#"{"__type":"com.amazon#ServiceNotFoundException","message":"none"}"#;
        assert_eq!(
            (refusal(400, "", new).class, refusal(400, "", new).code.as_str()),
            (Class::NotFound, "ServiceNotFoundException")
        );
        let beside = refusal(404, "NotFoundException:http://internal", r#"{"message":"none"}"#);
        assert_eq!((beside.class, beside.message.as_str()), (Class::NotFound, "none"));
        assert_eq!(refusal(500, "", "").class, Class::Lost);
    }

    #[test]
    fn each_element_is_found() {
        let text = "<l><m><a>1</a></m><m><a>2</a></m><m/></l>";
        assert_eq!(elements(text, "m"), ["<a>1</a>", "<a>2</a>"]);
        assert!(elements(text, "b").is_empty());
    }
}
