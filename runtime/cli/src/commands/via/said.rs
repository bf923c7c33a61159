//! What CloudFormation says of a failure, and how a stack is left by one, in our words.

/// What stands before the words of whoever makes a type.
const HANDLER: &str = "Resource handler returned message: ";

/// What stands before the code of a handler's fault.
const CODE: &str = "HandlerErrorCode: ";

/// What can be done about a fault, by its code.
const HINTS: [(&str, &str); 4] = [
    (
        "AccessDenied",
        "the credentials may not do that: `cloudc check FILE --deployer-policy` says what deploying has to be allowed",
    ),
    ("AlreadyExists", "something of that name is there already: name this one otherwise, or delete the other"),
    ("NotStabilized", "it was made and did not become what was asked for: its own events and logs say why"),
    ("ServiceLimitExceeded", "a quota of the account is reached: ask for more under Service Quotas, or declare fewer"),
];

/// The code and the words of a reason: `Resource handler returned message: "too many" (RequestToken: .., HandlerErrorCode: Throttling)`.
pub(super) fn reason(text: &str) -> (String, String) {
    let code = text.split_once(CODE).map(|(_, rest)| rest.split([')', ',']).next().unwrap_or_default().trim());
    let words = text.split_once("(RequestToken: ").map_or(text, |(words, _)| words).trim();
    let words = words.strip_prefix(HANDLER).unwrap_or(words);
    let quoted = words.strip_prefix('"').and_then(|words| words.strip_suffix('"'));
    (code.unwrap_or_default().to_owned(), quoted.unwrap_or(words).to_owned())
}

/// What can be done about a fault of this code.
pub(super) fn hint(code: &str) -> Option<&'static str> {
    HINTS.iter().find(|(known, _)| *known == code).map(|(_, hint)| *hint)
}

/// How a stack is left by a run that failed.
pub(super) fn left(stack: &str, region: &str, status: &str) -> String {
    match status {
        "ROLLBACK_COMPLETE" => {
            format!("CloudFormation has taken back everything; the empty stack {stack} goes with the next run.")
        }
        "UPDATE_ROLLBACK_COMPLETE" => {
            format!("CloudFormation has taken back everything: the stack {stack} is as it was before.")
        }
        "UPDATE_ROLLBACK_FAILED" => format!(
            "CloudFormation could not take back everything. When what stops it is put right: \
             `aws cloudformation continue-update-rollback --stack-name {stack} --region {region}`."
        ),
        "" => format!("The stack {stack} is gone."),
        _ => format!("CloudFormation has not taken back everything: the stack {stack} is in {status}."),
    }
}

/// Why nothing else can be done with a stack that is in this, and what has to be done first; nothing if it can.
pub(super) fn stuck(stack: &str, region: &str, status: &str) -> Option<(String, String)> {
    match status {
        "UPDATE_ROLLBACK_FAILED" => Some((
            format!("the stack `{stack}`, of which a change could be neither made nor taken back,"),
            format!(
                "put right what its events name, then `aws cloudformation continue-update-rollback --stack-name {stack} --region {region}`"
            ),
        )),
        "DELETE_FAILED" => Some((
            format!("the stack `{stack}`, which is what is left of a removal that failed,"),
            "`cloudc destroy FILE --via cloudformation` goes on with that".to_owned(),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_told_plainly() {
        let told = "Resource handler returned message: \"Queue `a` exists (really)\" (RequestToken: 1-2, HandlerErrorCode: AlreadyExists)";
        assert_eq!(reason(told), ("AlreadyExists".to_owned(), "Queue `a` exists (really)".to_owned()));
        assert!(hint("AlreadyExists").is_some());
        assert_eq!(reason("no such bucket"), (String::new(), "no such bucket".to_owned()));
        assert_eq!(reason(""), (String::new(), String::new()));
    }
}
