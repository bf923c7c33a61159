//! IAM actions in policies: `sqs:SendMessage`, `s3:Get*`, `*`.

use cloudc_base::nearest;
use cloudc_facts::facts;

/// Why a text is no IAM action.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NoAction {
    /// It is not `service:Action`.
    Form,
    /// There is no such service; perhaps the same action of another one is meant.
    Service(Option<String>),
    /// The service has no such action; perhaps another one is meant.
    Action(Option<String>),
    /// No action of the service looks like that.
    Nothing,
}

/// Why a text is no IAM action; none if it is one.
pub(crate) fn no_action(action: &str) -> Option<NoAction> {
    check(action).err()
}

/// Checks that an action is one that IAM knows, whatever its case; `*` and `?` stand for other text.
///
/// # Errors
/// See [`NoAction`].
pub(super) fn check(action: &str) -> Result<(), NoAction> {
    if action == "*" {
        return Ok(());
    }
    let (prefix, name) = action.split_once(':').ok_or(NoAction::Form)?;
    if prefix.contains(['*', '?']) {
        return Ok(());
    }
    let Some(service) = facts().iam_service(&prefix.to_ascii_lowercase()) else {
        return Err(NoAction::Service(service_of(prefix, name).map(|near| format!("{near}:{name}"))));
    };
    let mut names = service.actions.keys().map(|name| &**name);
    if name.contains(['*', '?']) {
        let pattern = name.to_ascii_lowercase();
        let any = names.any(|name| is_like(pattern.as_bytes(), name.to_ascii_lowercase().as_bytes()));
        return if any { Ok(()) } else { Err(NoAction::Nothing) };
    }
    if service.action(name).is_some() {
        return Ok(());
    }
    Err(NoAction::Action(nearest(name, names).map(|near| format!("{prefix}:{near}"))))
}

/// The service that a wrong prefix probably means: one that has this action, before one that has not.
fn service_of(prefix: &str, name: &str) -> Option<&'static str> {
    let has = |prefix: &&str| facts().iam_service(prefix).is_some_and(|service| service.action(name).is_some());
    let near = facts().iam_prefixes().filter(|known| nearest(prefix, [*known]).is_some());
    nearest(prefix, near.filter(has)).or_else(|| nearest(prefix, facts().iam_prefixes()))
}

/// Whether a text is like a pattern: `*` stands for any text, `?` for one letter.
fn is_like(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from, mut star) = (0, 0, None);
    while from < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(letter) if *letter == b'?' || text.get(from) == Some(letter) => {
                at += 1;
                from += 1;
            }
            _ => {
                // Not so: the last star stands for one letter more.
                let Some((place, start)) = star else { return false };
                star = Some((place, start + 1));
                at = place + 1;
                from = start + 1;
            }
        }
    }
    pattern.get(at..).unwrap_or_default().iter().all(|&letter| letter == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_known_or_one_is_suggested() {
        for right in
            ["*", "sqs:SendMessage", "SQS:sendmessage", "s3:*", "s3:Get*", "s3:*Object", "*:*", "ec2:Describe?pcs"]
        {
            assert_eq!(check(right), Ok(()), "{right}");
        }
        let action = |text: &str| Err(NoAction::Action(Some(text.to_owned())));
        assert_eq!(check("sqs:SendMesage"), action("sqs:SendMessage"));
        assert_eq!(check("dynamdb:GetItem"), Err(NoAction::Service(Some("dynamodb:GetItem".to_owned()))));
        assert_eq!(check("s3:Fly*"), Err(NoAction::Nothing));
        assert_eq!(check("SendMessage"), Err(NoAction::Form));
        assert!(is_like(b"a*b*c", b"axxbyyc") && !is_like(b"a*b", b"axxc"));
    }
}
