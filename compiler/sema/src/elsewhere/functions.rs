/// What functions are called elsewhere, and what is written here.
const FUNCTIONS: &[(&[&str], &str)] = &[
    (&["len", "size", "count"], "write `length(..)`"),
    (&["format", "Sub", "sprintf", "printf"], "texts are put together as `\"${a}-${b}\"`"),
    (&["str", "tostring", "String"], "write `\"${..}\"`"),
    (&["tonumber", "Number", "parseInt"], "write `int(..)`"),
    (&["toset", "distinct", "set"], "write `unique(..)`"),
    (&["tolist", "list", "tomap"], "it is one already: take the call out"),
    (&["lookup"], "write `map?[\"key\"] ?? other`"),
    (&["element", "Select"], "write `list[0]`"),
    (&["try", "coalesce", "can", "default"], "write `a ?? b`, which gives `b` where `a` is null"),
    (&["Ref", "GetAtt"], "what a resource has is read by its name: `vpc.VpcId`, `builds.Arn`"),
    (
        &["ImportValue"],
        "what another program shows: `use \"../platform/main.cld\" as platform`, then `existing shared: platform {}`",
    ),
    (&["Join"], "write `join(list, \",\")`"),
    (&["Split"], "write `split(text, \",\")`"),
    (&["jsonencode", "dumps", "stringify"], "write `json(..)`"),
    (&["yamlencode"], "write `yaml(..)`"),
    (&["base64encode", "Base64", "filebase64"], "write `base64(..)`"),
    (&["templatefile"], "write `template(\"file\", { .. })`"),
    (&["cidrsubnet", "cidrsubnets", "Cidr"], "write `subnet(..)`"),
    (&["flatten"], "write `flat(..)`"),
    (&["zipmap"], "write `{ for k, v in map => key = value }`"),
    (
        &["filebase64sha256", "filemd5", "archive_file"],
        "what stands in files is named by its content already: `dir(\"code\")`",
    ),
    (
        &["timestamp", "uuid", "random_id", "now"],
        "the same program gives the same cloud: nothing is random, and no clock is read",
    ),
    (&["map", "filter", "reduce"], "write `[for x in list if condition => value]`"),
    (&["sensitive"], "what is secret has the type: `param password: Secret<String>`"),
];

/// What is written instead of a function that another tool has and this language has not.
pub(crate) fn function(name: &str) -> Option<&'static str> {
    FUNCTIONS.iter().find(|(theirs, _)| theirs.contains(&name)).map(|(_, way)| *way)
}
