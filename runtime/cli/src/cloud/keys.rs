use std::sync::Arc;

use cloudc_aws::KmsKey;
use cloudc_durable::Disk;
use cloudc_state::{Keeper, KeyError, KeyFile, Passphrase};

use super::Kind;
use super::session::{field, folder, region};
use crate::program::Program;

/// The variable that holds the passphrase of a state's secrets.
pub(crate) const PASSPHRASE: &str = "CLOUDC_STATE_PASSPHRASE";

/// Who keeps the keys of a state's secrets, whoever wraps new ones first: the key of KMS that the program names, the passphrase of the
/// environment, and for a state on disk the file beside it. `fresh`: the file is to have a new key.
pub(crate) fn keepers(kind: Kind, program: &Program, app: &str, fresh: bool) -> Result<Vec<Arc<dyn Keeper>>, KeyError> {
    let mut keepers: Vec<Arc<dyn Keeper>> = Vec::new();
    if let Some(key) = field(&program.graph, "state_key").filter(|_| kind == Kind::Aws) {
        keepers.push(Arc::new(KmsKey::new(&key, region(&program.graph).as_deref())));
    }
    if let Ok(text) = std::env::var(PASSPHRASE) {
        keepers.push(Arc::new(Passphrase::new(text)?));
    }
    if kind != Kind::Aws || field(&program.graph, "state").is_none() {
        let folder = folder(kind, program, app);
        let file = KeyFile::new(Arc::new(Disk::new(&folder)), folder.join("key").display().to_string());
        keepers.push(Arc::new(if fresh { file.fresh() } else { file }));
    }
    Ok(keepers)
}
