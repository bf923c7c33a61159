//! Whether the newest version of a launch template is the one that is wanted: a run that was killed may have made it.

use std::collections::BTreeSet;

use cloudc_provider::{Fault, path};
use serde_json::{Value as Json, json};

use crate::call::{element, elements};
use crate::handler::Work;

/// Whether it says what these properties say. What EC2 spells in another way than it is written is taken for another version.
pub(super) async fn is_newest(work: &Work<'_>, id: &str, properties: &Json) -> Result<bool, Fault> {
    let input = json!({ "LaunchTemplateId": id, "LaunchTemplateVersion": ["$Latest"] });
    let answer = work.caller.call("ec2:DescribeLaunchTemplateVersions", &input).await?;
    let said = element(&answer, "versionDescription").unwrap_or_default();
    let told = elements(&answer, "launchTemplateData").first().map(|data| of_answer(data)).unwrap_or_default();
    let wanted = properties.get("LaunchTemplateData").map(of_properties).unwrap_or_default();
    Ok(told == wanted && said == path::text(properties, "VersionDescription").unwrap_or_default())
}

/// What stands at each place of properties: `blockdevicemapping/0/devicename=/dev/xvda`.
fn of_properties(properties: &Json) -> BTreeSet<String> {
    fn walk(value: &Json, place: &str, found: &mut BTreeSet<String>) {
        match value {
            Json::Object(entries) => {
                entries.iter().for_each(|(name, entry)| walk(entry, &format!("{place}/{}", plain(name)), found));
            }
            Json::Array(items) => {
                items.iter().enumerate().for_each(|(at, item)| walk(item, &format!("{place}/{at}"), found));
            }
            Json::Null => {}
            Json::String(text) => drop(found.insert(format!("{place}={text}"))),
            other => drop(found.insert(format!("{place}={other}"))),
        }
    }
    let mut found = BTreeSet::new();
    walk(properties, "", &mut found);
    found
}

/// The same of an answer, whose lists hold an `item` each.
fn of_answer(xml: &str) -> BTreeSet<String> {
    let (mut found, mut way, mut counts) = (BTreeSet::new(), Vec::<String>::new(), vec![0_usize]);
    for piece in xml.split('<').skip(1) {
        let Some((tag, text)) = piece.split_once('>') else { continue };
        if tag.starts_with('/') {
            way.pop();
            counts.pop();
            continue;
        }
        let item = counts.last_mut().filter(|_| tag == "item");
        let name = item.map_or_else(|| plain(tag), |count| std::mem::replace(count, *count + 1).to_string());
        if tag.ends_with('/') {
            continue;
        }
        way.push(name);
        counts.push(0);
        let wrapped = format!("<x>{text}</x>");
        if let Some(value) = element(&wrapped, "x").filter(|value| !value.trim().is_empty()) {
            found.insert(format!("/{}={value}", way.join("/")));
        }
    }
    found
}

/// A name as both have it: `BlockDeviceMappings` and `blockDeviceMappingSet`.
fn plain(name: &str) -> String {
    let lower = name.to_ascii_lowercase();
    let one = lower.strip_suffix("set").unwrap_or(&lower);
    one.strip_suffix('s').unwrap_or(one).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_compared_with_what_was_written() {
        let written = json!({
            "InstanceType": "t3.nano", "SecurityGroupIds": ["sg-1", "sg-2"], "EbsOptimized": true,
            "BlockDeviceMappings": [{ "DeviceName": "/dev/xvda", "Ebs": { "VolumeSize": 8 } }],
        });
        let answer = "<instanceType>t3.nano</instanceType><ebsOptimized>true</ebsOptimized>\
            <securityGroupIdSet><item>sg-1</item><item>sg-2</item></securityGroupIdSet><tagSpecificationSet/>\
            <blockDeviceMappingSet><item><deviceName>/dev/xvda</deviceName><ebs><volumeSize>8</volumeSize></ebs></item>\
            </blockDeviceMappingSet>";
        assert_eq!(of_answer(answer), of_properties(&written));
        assert_ne!(of_answer(&answer.replace("sg-2", "sg-3")), of_properties(&written));
    }
}
