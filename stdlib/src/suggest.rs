use cloudc_base::nearest;

/// Which of `names` the wrong name `word` probably means.
pub(crate) fn suggest<'a, I: Iterator<Item = &'a str>>(word: &str, names: impl Fn() -> I) -> Option<&'a str> {
    let word = from_cloudformation(word).unwrap_or_else(|| word.to_owned());
    let alike = || names().find(|name| name.eq_ignore_ascii_case(&word));
    alike().or_else(|| in_service(&word, names())).or_else(|| elsewhere(&word, &names)).or_else(|| {
        let near = |name: &&str| name.len().abs_diff(word.len()) <= 3;
        nearest(&word, names().filter(near))
    })
}

/// Our name for CloudFormation's: `AWS::SQS::Queue` is `aws.sqs.Queue`.
pub(crate) fn from_cloudformation(name: &str) -> Option<String> {
    let (vendor, rest) = name.split_once("::")?;
    let (service, kind) = rest.split_once("::")?;
    Some(format!("{}.{}.{kind}", vendor.to_lowercase(), service.to_lowercase()))
}

/// The nearest name in the same service or API group: `aws.sqs.Quue`.
fn in_service<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let (service, kind) = word.rsplit_once('.')?;
    let same = names.filter(|name| split(name).0.eq_ignore_ascii_case(service));
    let kinds: Vec<(&str, &str)> = same.map(|name| (split(name).1, name)).collect();
    let found = nearest(kind, kinds.iter().map(|&(kind, _)| kind))?;
    kinds.iter().find(|&&(kind, _)| kind == found).map(|&(_, name)| name)
}

/// The same kind in another service: the only one that has it, or the one whose name is near.
///
/// Of several versions of an API the last stable one counts.
fn elsewhere<'a, I: Iterator<Item = &'a str>>(word: &str, names: &impl Fn() -> I) -> Option<&'a str> {
    let (service, kind) = split(word);
    let mut same: Vec<&str> = names().filter(|name| split(name).1.eq_ignore_ascii_case(kind)).collect();
    same.sort_by_key(|name| stability(name));
    let provider = |name: &str| name.split('.').next().unwrap_or("").to_owned();
    if same.iter().any(|name| provider(name) == provider(word)) && word.contains('.') {
        same.retain(|name| provider(name) == provider(word));
    }
    let group = |name: &str| name.split('.').take(2).map(str::to_lowercase).collect::<Vec<_>>().join(".");
    let first = same.first().copied()?;
    if same.iter().all(|name| group(name) == group(first)) {
        return Some(first);
    }
    let groups: Vec<String> = same.iter().map(|name| group(name)).collect();
    let wanted = if service.contains('.') { group(service) } else { format!("{}.{service}", provider(first)) };
    let found = nearest(&wanted, groups.iter().map(String::as_str))?;
    same.into_iter().find(|name| group(name) == found)
}

/// What stands before and after the last dot.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or(("", name))
}

/// Stable versions first, later ones before earlier ones.
fn stability(name: &str) -> (bool, std::cmp::Reverse<String>) {
    let version = split(split(name).0).1;
    (version.contains("alpha") || version.contains("beta"), std::cmp::Reverse(version.to_owned()))
}
