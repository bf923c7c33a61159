use cloudc_base::Finding;

use crate::properties::{Place, either};

super::code!("E0232" "wrong-reference" "wrong_reference.md");

/// A property is meant for what names one kind of thing (`wanted`: `AWS::EC2::VPC.Id`), and gets the `attribute` of a
/// thing of another type, `ty`, or another attribute.
pub(crate) fn finding(place: &Place, wanted: &[String], attribute: &str, ty: &str) -> Finding {
    let wanted: Vec<String> = wanted.iter().map(|format| words(format)).collect();
    let message = format!("{} takes {}, and `{attribute}` is of an `{ty}`", place.what(), either(&wanted));
    Finding::new(&CODE, place.value, message)
}

/// A property is meant for an ARN and gets a name, `path` of a thing; whether that thing has an `Arn` too.
pub(crate) fn no_arn(place: &Place, path: &str, arn: bool) -> Finding {
    let message = format!("{} takes an ARN, and this is a name", place.what());
    let finding = Finding::new(&CODE, place.value, message);
    let thing = place.text.as_deref().and_then(|text| text.strip_suffix(path));
    match (thing, &place.expr) {
        (Some(thing), Some(expr)) if arn => finding.fix(format!("write `{thing}Arn`"), expr.span, format!("{thing}Arn")),
        _ => finding,
    }
}

/// `AWS::EC2::VPC.Id` in words.
fn words(format: &str) -> String {
    let (ty, attribute) = format.split_once('.').unwrap_or((format, "Id"));
    let parts: Vec<&str> = ty.split("::").collect();
    match parts[..] {
        [vendor, service, kind] => {
            format!("the {attribute} of an `{}.{}.{kind}`", vendor.to_lowercase(), service.to_lowercase())
        }
        _ => format!("the {attribute} of an `{ty}`"),
    }
}
