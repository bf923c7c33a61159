//! Where each type of resources stands: the table `placements.json`, and how it is read.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use cloudc_base::value::Value;
use serde::Deserialize;

use crate::read::{Index, Sure, Target, at, flat, number};

/// The table.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Placements {
    /// Types with interfaces in a network: how they say where, in the forms in which they may. The first that fits counts.
    pub(super) interfaces: BTreeMap<String, Vec<Form>>,
    /// Types that say it for others.
    lenders: BTreeMap<String, Vec<Form>>,
    /// Types that name subnets or groups and have no interface.
    pub(super) none: Vec<String>,
    /// Types that may bring packets into a network on ways that are not followed.
    pub(super) carriers: Vec<String>,
}

impl Placements {
    /// Whether a type only says for others where they stand.
    pub(super) fn lends(&self, ty: &str) -> bool {
        self.lenders.contains_key(ty)
    }
}

/// One form in which a type says where it stands. Paths are those of properties; one that begins with `^` starts at the
/// resource even where a form is about each record of a list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// A list with a record for each interface; the form fits where there are any.
    each: Option<String>,
    /// Names an interface that is a resource of its own.
    is: Option<String>,
    subnets: Option<String>,
    groups: Option<String>,
    /// What it means not to have a group; else it is that of the network.
    without_groups: Option<WithoutGroups>,
    /// An attribute that is the id of a group which the cloud makes for it.
    made_group: Option<String>,
    /// Private addresses that are fixed.
    addresses: Option<String>,
    #[serde(default)]
    public: Flag,
    #[serde(default)]
    v6: Flag,
    /// Whether it takes packets that it did not ask for.
    #[serde(default = "yes")]
    takes: bool,
    /// Whether it is one machine, not several that are alike.
    #[serde(default)]
    single: bool,
    /// Whether without a network it runs in the cloud's own, which leads to the internet.
    #[serde(default)]
    roams: bool,
    /// Resources that say what is not said here.
    #[serde(default)]
    lent: Vec<String>,
    /// A resource whose made group it carries if nothing gives it others.
    lent_groups: Option<String>,
    /// A door to the internet beside the network.
    door: Option<Door>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WithoutGroups {
    by: String,
    open: Vec<String>,
}

/// Whether an interface has something: by a flag, by words, by a count, else by default.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Flag {
    flag: Option<String>,
    #[serde(default)]
    yes: Vec<String>,
    #[serde(default)]
    no: Vec<String>,
    #[serde(default)]
    counts: Vec<String>,
    #[serde(default, rename = "else")]
    otherwise: Otherwise,
}

/// What holds where nothing is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Otherwise {
    /// It has none.
    #[default]
    No,
    /// It has one.
    Yes,
    /// What the subnet gives.
    Subnet,
    /// It has one if an internet gateway is attached to the network.
    Gateway,
    /// It depends on settings of the account.
    Possible,
}

/// A door that is no interface: an API of the service that stands before what is in the network.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Door {
    /// The flag that opens it; without the flag it is open.
    pub(crate) open: String,
    /// For whom; without it for everybody.
    pub(crate) from: String,
    pub(crate) port: u16,
}

fn yes() -> bool {
    true
}

/// The table that is built into the program.
pub(super) fn placements() -> &'static Placements {
    static TABLE: LazyLock<Placements> =
        LazyLock::new(|| serde_json::from_str(include_str!("placements.json")).unwrap_or_default());
    &TABLE
}

/// Types that may bring packets into a network on ways that are not followed.
pub(crate) fn carriers() -> &'static [String] {
    &placements().carriers
}

/// An interface as properties say it.
#[derive(Debug, Clone)]
pub(super) struct Interface<'g> {
    /// The resource that it is, if that is one of its own.
    pub(super) is: Option<&'g Value>,
    pub(super) subnets: Vec<&'g Value>,
    /// Its groups; none where nothing is said.
    pub(super) groups: Option<Vec<&'g Value>>,
    pub(super) open_without_groups: bool,
    pub(super) made_group: Option<(usize, &'static str)>,
    pub(super) addresses: Vec<&'g Value>,
    pub(super) public: Result<Sure, Otherwise>,
    pub(super) v6: Result<Sure, Otherwise>,
    pub(super) takes: bool,
    pub(super) single: bool,
    pub(super) roams: bool,
    pub(super) door: Option<&'static Door>,
}

/// The interfaces that a node says it has; empty if its type has none.
pub(super) fn interfaces<'g>(index: &Index<'g>, node: usize) -> Vec<Interface<'g>> {
    let Some(ty) = index.node(node).map(|node| &*node.ty) else { return Vec::new() };
    placements().interfaces.get(ty).map_or_else(Vec::new, |forms| read(index, node, forms, LENDING))
}

/// How many lend to one another in a row: a database to its replica, its cluster to it, a subnet group to that.
const LENDING: u8 = 4;

fn read<'g>(index: &Index<'g>, node: usize, forms: &'static [Form], depth: u8) -> Vec<Interface<'g>> {
    let Some(properties) = index.node(node).map(|node| &node.properties) else { return Vec::new() };
    for form in forms {
        let records: Vec<&Value> = match &form.each {
            Some(path) => at(properties, path),
            None => vec![properties],
        };
        if !records.is_empty() {
            let each = records.into_iter();
            return each.flat_map(|record| form.interfaces(index, node, properties, record, depth)).collect();
        }
    }
    Vec::new()
}

impl Form {
    fn interfaces<'g>(
        &'static self,
        index: &Index<'g>,
        node: usize,
        whole: &'g Value,
        record: &'g Value,
        depth: u8,
    ) -> Vec<Interface<'g>> {
        let own = self.own(node, whole, record);
        let lenders = self.lent.iter().flat_map(|path| find(whole, record, path));
        let mut lent: Vec<Interface<'g>> = Vec::new();
        for value in lenders.filter(|_| depth > 0) {
            lent.extend(lent_by(index, value, depth - 1));
        }
        let mut all: Vec<Interface<'g>> = match lent.is_empty() {
            true => vec![own],
            // Interfaces of several lenders are several; what one lender leaves open another may say.
            false => combined(own, lent),
        };
        if let Some(path) = &self.lent_groups {
            let cluster = find(whole, record, path).into_iter().next().map(|value| index.target(value, CLUSTERS));
            if let Some(Target::Node(cluster)) = cluster {
                all.iter_mut()
                    .filter(|one| one.groups.is_none())
                    .for_each(|one| one.made_group = Some((cluster, MADE)));
            }
        }
        all
    }

    fn own<'g>(&'static self, node: usize, whole: &'g Value, record: &'g Value) -> Interface<'g> {
        let values = |path: &Option<String>| path.as_ref().map_or_else(Vec::new, |path| find(whole, record, path));
        let groups = values(&self.groups);
        let open = self.without_groups.as_ref().is_some_and(|without| {
            let word = find(whole, record, &without.by).into_iter().next().and_then(crate::read::text);
            word.is_some_and(|word| without.open.iter().any(|open| open == word))
        });
        Interface {
            is: values(&self.is).into_iter().next(),
            subnets: values(&self.subnets),
            groups: (!groups.is_empty()).then_some(groups),
            open_without_groups: open,
            made_group: self.made_group.as_ref().map(|attribute| (node, &**attribute)),
            addresses: values(&self.addresses),
            public: self.public.says(whole, record),
            v6: self.v6.says(whole, record),
            takes: self.takes,
            single: self.single,
            roams: self.roams,
            door: self.door.as_ref(),
        }
    }
}

/// Types of clusters that make a group, and the attribute that is its id.
const CLUSTERS: &[&str] = &["aws.eks.Cluster"];
const MADE: &str = "ClusterSecurityGroupId";

fn lent_by<'g>(index: &Index<'g>, value: &'g Value, depth: u8) -> Vec<Interface<'g>> {
    let table = placements();
    let types: Vec<&str> = table.lenders.keys().chain(table.interfaces.keys()).map(String::as_str).collect();
    let Target::Node(lender) = index.target(value, &types) else { return Vec::new() };
    let Some(ty) = index.node(lender).map(|node| &*node.ty) else { return Vec::new() };
    let forms = table.lenders.get(ty).or_else(|| table.interfaces.get(ty));
    forms.map_or_else(Vec::new, |forms| read(index, lender, forms, depth))
}

/// What is said, and for the rest what lenders say.
fn combined<'g>(own: Interface<'g>, lent: Vec<Interface<'g>>) -> Vec<Interface<'g>> {
    let subnets: Vec<&'g Value> = lent.iter().flat_map(|one| one.subnets.clone()).collect();
    let groups = lent.iter().find_map(|one| one.groups.clone());
    let fill = |one: Option<Interface<'g>>| {
        let mut made = own.clone();
        if let Some(one) = one {
            made.groups = made.groups.or(one.groups);
            made.public = made.public.or_else(|unsaid| one.public.map_err(|_| unsaid));
            made.v6 = made.v6.or_else(|unsaid| one.v6.map_err(|_| unsaid));
            made.is = made.is.or(one.is);
        }
        if made.subnets.is_empty() {
            made.subnets.clone_from(&subnets);
        }
        made.groups = made.groups.or_else(|| groups.clone());
        made
    };
    // A lender of subnets alone says nothing of interfaces.
    let speaking: Vec<Interface<'g>> =
        lent.iter().filter(|one| one.groups.is_some() || one.is.is_some()).cloned().collect();
    if speaking.is_empty() {
        vec![fill(lent.first().cloned())]
    } else {
        speaking.into_iter().map(|one| fill(Some(one))).collect()
    }
}

impl Flag {
    /// What is said; else what holds then.
    fn says(&self, whole: &Value, record: &Value) -> Result<Sure, Otherwise> {
        let counted: Vec<&Value> = self.counts.iter().flat_map(|path| find(whole, record, path)).collect();
        if !counted.is_empty() {
            let some = counted.iter().any(|value| number(value).is_none_or(|count| count > 0));
            return Ok(Sure::of(some));
        }
        let Some(value) = self.flag.as_ref().and_then(|path| find(whole, record, path).into_iter().next()) else {
            return Err(self.otherwise);
        };
        if self.yes.is_empty() {
            return Ok(Sure::flag(value));
        }
        let among =
            |words: &[String]| crate::read::text(value).is_some_and(|text| words.iter().any(|word| word == text));
        Ok(if among(&self.yes) {
            Sure::Yes
        } else if among(&self.no) {
            Sure::No
        } else {
            Sure::Perhaps
        })
    }
}

/// The values at a path: of the record, or with `^` of the whole.
fn find<'g>(whole: &'g Value, record: &'g Value, path: &str) -> Vec<&'g Value> {
    match path.strip_prefix('^') {
        Some(path) => at(whole, path),
        None => at(record, path),
    }
    .into_iter()
    .flat_map(flat)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_can_be_read_and_speaks_of_types_and_properties_that_there_are() {
        let table: Placements = serde_json::from_str(include_str!("placements.json")).expect("it reads");
        let facts = cloudc_facts::facts();
        for ty in table.none.iter().chain(&table.carriers) {
            assert!(facts.resource_type(ty).is_some(), "there is no type {ty}");
        }
        for (ty, forms) in table.interfaces.iter().chain(&table.lenders) {
            let known = facts.resource_type(ty).unwrap_or_else(|| panic!("there is no type {ty}"));
            for form in forms {
                let inside = |path: &str| match (path.strip_prefix('^'), &form.each) {
                    (Some(path), _) => path.to_owned(),
                    (None, Some(each)) => format!("{each}.{path}"),
                    (None, None) => path.to_owned(),
                };
                let flags = [&form.public, &form.v6];
                let words = flags.iter().flat_map(|flag| flag.flag.iter().chain(&flag.counts));
                let paths = [&form.is, &form.subnets, &form.groups, &form.addresses].into_iter().flatten().chain(words);
                for path in paths.chain(&form.lent).chain(&form.lent_groups) {
                    let dotted = inside(path);
                    let step = |schema: cloudc_facts::Schema, name: &str| {
                        schema.property(name).or_else(|| schema.items()?.property(name))
                    };
                    assert!(dotted.split('.').try_fold(known.schema(), step).is_some(), "{ty} has no {dotted}");
                }
            }
        }
    }
}
