//! Whether a replacement deletes first.

use cloudc_facts::ResourceType;
use cloudc_provider::{Exclusive, Site};
use cloudc_state::Record;
use serde_json::Value as Json;

use super::Cause;

/// Why the old one has to go before the new one can be made; none if the new one can be made first.
pub(super) fn deletes_first(
    ty: Option<&ResourceType>,
    record: &Record,
    (site, declared): (&Site, &Json),
    needs_deleted: Option<String>,
) -> Option<Cause> {
    if record.unfinished {
        // What is left of a failed creation is of no use while the new one is made, and may have its name.
        return Some(Cause::Unfinished);
    }
    if let Some(address) = needs_deleted {
        return Some(Cause::NeedsDeleted { address });
    }
    let ty = ty.filter(|ty| ty.name() == record.ty)?;
    // Where it is known what there can be only one of, this is better than what the facts say of the whole type.
    if ty.deletes_first() && !Exclusive::is_known(ty) {
        return Some(Cause::DeletesFirst);
    }
    let old = Exclusive::of(ty, &record.site, &record.properties);
    Exclusive::of(ty, site, declared).clash(&old).map(|key| Cause::Exclusive { key })
}
