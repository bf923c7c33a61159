use cloudc_base::Finding;

use crate::properties::Place;

super::code!("E0232" "wrong-reference" "wrong_reference.md");

/// A property is meant for what names one kind of thing (`wanted`: `AWS::EC2::VPC.Id`), and gets the `attribute` of a
/// thing of another type, `ty`, or another attribute.
pub(crate) fn finding(place: &Place, wanted: &[String], attribute: &str, ty: &str) -> Finding {
    let wanted: Vec<String> = wanted.iter().map(|format| words(format)).collect();
    let message =
        format!("{} takes {}, and `{attribute}` of `{ty}` is another", place.what(), wanted.join(" or "));
    Finding::new(&CODE, place.value, message)
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
