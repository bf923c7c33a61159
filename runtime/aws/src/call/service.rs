use std::sync::LazyLock;

use cloudc_facts::facts;

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
    LazyLock::new(|| include_str!("../../data/services.txt").lines().filter_map(row).collect());

fn row(line: &'static str) -> Option<Service> {
    let mut words = line.split('#').next()?.split_whitespace();
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

    /// Where it listens in a region: at a host that keeps to FIPS 140, if that is asked for. Source: "FIPS endpoints by service"
    /// of the AWS compliance pages.
    pub(super) fn endpoint(&self, region: &str, fips: bool) -> String {
        let facts = facts();
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
    }
}
