/// Names that other tools give to everything, and what is written here.
const NAMES: &[(&str, &str)] = &[
    ("True", "write `true`"),
    ("False", "write `false`"),
    ("None", "write `null`"),
    ("nil", "write `null`"),
    ("undefined", "write `null`"),
    ("var", "a param is called by its name alone: `zones`, not `var.zones`"),
    ("local", "a `let` is called by its name alone: `keep`, not `local.keep`"),
    ("module", "what a noun shows is called by its name alone: `net.id`, not `module.net.id`"),
    ("each", "a loop has names: `for key, value in map { .. }`"),
    ("count", "a loop has names: `for name in list { .. }`"),
    (
        "data",
        "what exists is declared, `existing NAME: TYPE { .. }`, and called by its name; account and region are `app.account`, `app.region`",
    ),
    ("aws", "account and region are `app.account` and `app.region`"),
    ("AWS", "account and region are `app.account` and `app.region`"),
    ("terraform", "environments are files of their own: `app shop_prod { of = \"main.cld\" }`"),
    ("path", "files are named from the file that says them: `dir(\"code\")`"),
    ("process", "what differs between environments is a `param`"),
    ("os", "what differs between environments is a `param`"),
];

/// What is written instead of a name that another tool has and this language has not.
pub(crate) fn name(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(theirs, _)| *theirs == name).map(|(_, way)| *way)
}
