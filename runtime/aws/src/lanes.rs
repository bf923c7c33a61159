use cloudc_facts::ResourceType;
use cloudc_provider::Lane;

/// How many requests of Cloud Control run at once for one service: it takes about as many as the service itself.
const CONTROL: usize = 16;

/// How many calls at once a service takes that is called directly, where it is not the usual. EC2 fills a bucket of 50 to 200
/// mutating calls by 5 a second; what goes beyond is throttled and slows the lane down.
const DIRECT: [(&str, usize); 3] = [("ec2", 24), ("lambda", 12), ("eks", 8)];

/// Through what a type's calls go: its service, and Cloud Control apart from it.
pub(crate) fn lane(ty: &ResourceType, direct: bool) -> Lane {
    let service = ty.name().split('.').nth(1).unwrap_or_default();
    let limit = DIRECT.iter().find(|(name, _)| *name == service).map_or(CONTROL, |(_, limit)| *limit);
    match direct {
        true => Lane { name: service.into(), limit },
        false => Lane { name: format!("control {service}").into(), limit: CONTROL },
    }
}
