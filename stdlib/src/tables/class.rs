use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::{Bits, Facts, Path};

/// The allowed values of a property that differ between regions: classes of machines.
///
/// Either all are in [`Classes::values`], or, where they depend on the engine of a database, in [`Classes::engines`].
#[derive(Debug, Clone, Deserialize)]
pub struct Classes {
    /// The regions that the sets of regions are about, in their order.
    pub regions: Vec<Box<str>>,
    /// The values, each with the regions that have it.
    #[serde(default)]
    pub values: BTreeMap<Box<str>, Bits>,
    /// The same by engine, or by engine and licence model joined with a bar: `oracle-se2|license-included`.
    #[serde(default)]
    pub engines: BTreeMap<Box<str>, BTreeMap<Box<str>, Bits>>,
}

impl Facts {
    /// The properties of a type whose allowed values differ between regions.
    pub fn classes(&self, ty: &str) -> Vec<(Path, Arc<Classes>)> {
        let tables = self.tables();
        let names = tables.container.names_after("classes/");
        let own = names.filter_map(|name| name.strip_prefix(ty)?.strip_prefix('/'));
        own.filter_map(|path| {
            let name = format!("classes/{ty}/{path}");
            Some((Path::new(path), tables.classes.get(&name, || tables.parse(&name))?))
        })
        .collect()
    }
}
