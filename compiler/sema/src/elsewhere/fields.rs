use cloudc_facts::ResourceType;

use super::words::{within, words};

/// What params of nouns are called elsewhere, and what they may be called here: the first that the noun has.
const PARAMS: &[(&str, &[&str])] = &[
    ("ami image_id", &["image"]),
    ("assign_public_ip associate_public_ip_address publicly_accessible internal scheme", &["public"]),
    ("availability_zones azs max_azs", &["zones", "zone"]),
    ("az", &["zone"]),
    ("backup_retention_period", &["backup"]),
    ("cidr_block ip_range", &["cidr"]),
    ("cron rate schedule schedule_expression", &["every"]),
    ("desired_count desired_capacity replicas number_of_nodes instances min_size max_size", &["scale", "count"]),
    ("description", &["about"]),
    ("log_configuration logging access_logs", &["logs"]),
    ("engine_version version", &["engine"]),
    ("allocated_storage storage volume_size root_block_device ebs_block_device", &["disk"]),
    ("environment environment_variables env_vars", &["env"]),
    ("event event_source events event_source_mapping trigger triggers", &["from"]),
    (
        "expiration lifecycle_rule lifecycle_rules log_retention message_retention message_retention_seconds retention",
        &["keep", "keep_logs"],
    ),
    ("filename source source_code", &["code"]),
    ("hash_key partition_key primary_key", &["key"]),
    ("range_key sort_key", &["sort"]),
    ("global_secondary_index global_secondary_indexes gsi", &["index"]),
    ("local_secondary_index local_secondary_indexes lsi", &["local"]),
    ("instance_class instance_type node_type", &["type", "types"]),
    ("instance_types", &["types", "type"]),
    ("encrypted encryption kms_key kms_key_id kms_master_key_id server_side_encryption", &["kms"]),
    ("dead_letter_queue dlq redrive_policy", &["dead_letter", "failed"]),
    ("multi_az", &["standby", "replicas"]),
    ("reserved_concurrency reserved_concurrent_executions", &["scale"]),
    ("stream_enabled stream_specification", &["stream"]),
    ("subnet subnets subnet_id subnet_ids vpc vpc_config vpc_id vpc_security_group_ids", &["network"]),
    ("threshold", &["above"]),
    ("evaluation_periods datapoints_to_alarm", &["points"]),
    ("for", &["period"]),
    ("alarm_actions notify", &["tell"]),
    ("subscription subscriptions email", &["subscribe"]),
    ("time_to_live", &["ttl"]),
    ("user_data", &["init"]),
    ("versioning", &["versions"]),
];

/// What is no param of any noun here, and where it is said instead.
const WAYS: &[(&str, &str)] = &[
    ("depends_on", "write `@after(..)` before it"),
    ("deletion_policy removal_policy update_replace_policy", "write `@retain` or `@snapshot` before it"),
    ("lifecycle deletion_protection prevent_destroy", "write `@protect`, `@retain` or `@external(..)` before it"),
    ("condition", "write `if .. { }` around it"),
    ("count for_each", "write `for NAME in LIST { .. }` around it"),
    ("tags tag", "tags of all things stand in `app NAME { tags = { .. } }`"),
    ("provider region", "write `@region(\"..\")` before it"),
    (
        "security_group security_groups security_group_ids ingress egress",
        "who may reach what is said by sentences: `allow A to reach B on tcp(443)`",
    ),
    (
        "iam_role policy policies role statements permissions",
        "who may do what is said by sentences: `allow A to read B`",
    ),
    (
        "acl block_public_access public_access_block",
        "it is private: what may be done is said by sentences, `allow A to read B`",
    ),
];

/// What a field that a noun has no param for probably means.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Meant<'n> {
    Param(&'n str),
    Way(&'static str),
}

/// What somebody who knows another tool means by a field; `known` are the noun's params.
pub(crate) fn param<'n>(name: &str, known: &[&'n str]) -> Option<Meant<'n>> {
    let spelled = words(name).join("_");
    let listed = |list: &str| list.split(' ').any(|word| word == spelled);
    let ours = PARAMS.iter().find(|(theirs, _)| listed(theirs)).into_iter().flat_map(|(_, ours)| ours.iter());
    let ours = ours.filter_map(|ours| known.iter().find(|known| *known == ours)).next();
    let way = || WAYS.iter().find(|(theirs, _)| listed(theirs)).map(|(_, way)| Meant::Way(way));
    ours.map(|ours| Meant::Param(ours)).or_else(way).or_else(|| within(name, known.iter().copied()).map(Meant::Param))
}

/// What somebody means by an output: `queue_url`, `bucket_name`, `private_subnets`.
pub(crate) fn part<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    const OTHERS: &[(&str, &str)] =
        &[("hostname", "host"), ("endpoint", "host"), ("dns_name", "host"), ("address", "host"), ("ref", "id")];
    let spelled = words(name).join("_");
    let other = OTHERS.iter().find(|(theirs, _)| *theirs == spelled).map(|(_, ours)| *ours);
    let other = other.and_then(|ours| known.iter().copied().find(|known| *known == ours));
    other.or_else(|| within(name, known.iter().copied()))
}

/// The attribute of a resource that somebody means who asks for its `Id`, `Ref`, `arn` or `Name`.
pub(crate) fn identifier(ty: &ResourceType, name: &str) -> Option<String> {
    let asked = name.to_ascii_lowercase();
    let end = ["id", "arn", "name", "ref", "url"].into_iter().find(|end| *end == asked)?;
    let simple = |path: &&cloudc_facts::Path| !path.to_string().contains('.');
    let mut all =
        ty.reference().iter().chain(ty.identifier()).chain(ty.attributes()).filter(simple).map(ToString::to_string);
    if end == "ref" { all.next() } else { all.find(|path| path.to_ascii_lowercase().ends_with(end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_other_tools_are_known() {
        let queue = ["name", "visibility", "keep", "fifo", "dead_letter"];
        assert_eq!(param("message_retention_seconds", &queue), Some(Meant::Param("keep")));
        assert_eq!(param("visibilityTimeout", &queue), Some(Meant::Param("visibility")));
        assert_eq!(param("RedrivePolicy", &queue), Some(Meant::Param("dead_letter")));
        assert_eq!(param("DependsOn", &queue), Some(Meant::Way("write `@after(..)` before it")));
        assert_eq!(param("billing_mode", &queue), None);
    }

    #[test]
    fn outputs_of_other_tools_are_known() {
        assert_eq!(part("queue_url", &["name", "arn", "url"]), Some("url"));
        assert_eq!(part("private_subnets", &["id", "private", "public"]), Some("private"));
        assert_eq!(part("colour", &["name"]), None);
    }
}
