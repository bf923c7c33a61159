use std::sync::LazyLock;

use super::Wish;
use crate::table::Table;
use crate::{Class, Fault};

static QUOTAS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../../data/quotas.txt")));

/// An account has so many things of a type in a region at most.
pub(super) fn check(wish: &Wish<'_>) -> Result<(), Fault> {
    if !wish.quotas || wish.own.is_some() {
        return Ok(());
    }
    let ty = wish.call.ty.name();
    let quota = QUOTAS.of(ty).first().and_then(|row| row.first()?.parse::<usize>().ok());
    match quota {
        Some(quota) if wish.world.count(ty, &wish.call.site) >= quota => {
            let kind = ty.rsplit('.').next().unwrap_or(ty);
            let message = format!("an account has at most {quota} of `{ty}` in a region by default");
            Err(Fault::new(Class::Quota, format!("{kind}LimitExceeded"), message))
        }
        _ => Ok(()),
    }
}
