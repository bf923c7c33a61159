use std::str::SplitWhitespace;
use std::sync::LazyLock;

use cloudc_facts::{facts, rows};

/// How a service is called: a row of `data/services.txt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Service {
    /// What signatures call it.
    pub(super) name: &'static str,
    pub(super) form: Form,
    host: &'static str,
    /// The version of its API, or what stands before the name of a call.
    pub(super) mark: &'static str,
}

/// How a call of a service is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// JSON, of this version.
    Json(&'static str),
    /// By paths: there is no name to call it by.
    Paths,
    /// Pairs; lists as `Name.member.1`.
    Query,
    /// Pairs; lists as `Name.1`.
    Ec2,
}

static ROWS: LazyLock<Vec<Service>> =
    LazyLock::new(|| rows(include_str!("../../data/services.txt")).filter_map(row).collect());

fn row(mut words: SplitWhitespace<'static>) -> Option<Service> {
    let name = words.next()?;
    let form = match words.next()? {
        "paths" => Form::Paths,
        "query" => Form::Query,
        "ec2" => Form::Ec2,
        other => Form::Json(other.strip_prefix("json-")?),
    };
    Some(Service { name, form, host: words.next()?, mark: words.next()? })
}

impl Service {
    /// The service of a name.
    pub(super) fn of(name: &str) -> Option<Service> {
        ROWS.iter().find(|row| row.name == name).copied()
    }

    /// In which region a call is signed: services without regions have one for each partition.
    pub(super) fn signed_in<'r>(&self, region: &'r str) -> &'r str {
        if !self.is_global() {
            return region;
        }
        match facts().region(region).map(|known| &*known.partition) {
            Some("aws-cn") => "cn-north-1",
            Some("aws-us-gov") => "us-gov-west-1",
            _ => "us-east-1",
        }
    }

    /// Whether it has no regions: its host stands with `@` in the table.
    fn is_global(&self) -> bool {
        self.host.starts_with('@')
    }

    /// Where it listens in a region: at a host that keeps to FIPS 140, if that is asked for. Source: "FIPS endpoints by service"
    /// of the AWS compliance pages.
    pub(super) fn endpoint(&self, region: &str, fips: bool) -> String {
        let facts = facts();
        if let Some(host) = self.host.strip_prefix('@') {
            return match self.signed_in(region) {
                "us-east-1" => format!("https://{host}.amazonaws.com"),
                "cn-north-1" => format!("https://{host}.cn-north-1.amazonaws.com.cn"),
                other => format!("https://{host}.{}.amazonaws.com", other.trim_end_matches("-west-1")),
            };
        }
        let suffix = facts.region(region).and_then(|known| facts.regions().partitions.get(&known.partition));
        let kind = if fips { "-fips" } else { "" };
        format!("https://{}{kind}.{region}.{}", self.host, suffix.map_or("amazonaws.com", |suffix| &**suffix))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let lines = include_str!("../../data/services.txt").lines();
        let rows = lines.filter(|line| !line.starts_with('#'));
        assert_eq!(ROWS.len(), rows.count());
        assert!(ROWS.windows(2).all(|pair| matches!(pair, [a, b] if a.name < b.name)));
    }

    #[test]
    fn hosts_are_those_of_the_region() {
        let groups = Service::of("autoscaling").unwrap();
        assert_eq!(groups.endpoint("eu-west-1", false), "https://autoscaling.eu-west-1.amazonaws.com");
        assert_eq!(groups.endpoint("cn-north-1", false), "https://autoscaling.cn-north-1.amazonaws.com.cn");
        assert_eq!(groups.endpoint("us-east-1", true), "https://autoscaling-fips.us-east-1.amazonaws.com");
        assert_eq!(groups.form, Form::Query);
        let users = Service::of("iam").unwrap();
        assert_eq!(
            (users.endpoint("eu-west-1", false), users.signed_in("eu-west-1")),
            ("https://iam.amazonaws.com".into(), "us-east-1")
        );
        assert_eq!(users.endpoint("cn-northwest-1", false), "https://iam.cn-north-1.amazonaws.com.cn");
        assert_eq!(users.endpoint("us-gov-east-1", false), "https://iam.us-gov.amazonaws.com");
    }
}
