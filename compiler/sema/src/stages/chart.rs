//! Charts that lie in the program's folder.

use cloudc_base::value::{Entries, Value};
use sha2::{Digest, Sha256};

use crate::functions::hex;
use crate::program::{Eval, Program, Resource};

/// The most that a chart may be: Helm keeps each, with what it makes, in a megabyte, compressed.
const MAX_BYTES: usize = 64 << 20;

impl Program<'_> {
    /// The properties of a chart, with what is in its files (`digest`) if they lie in the program's folder: a change of one of
    /// them is then a change of the release. What is no such chart keeps its properties.
    pub(super) fn digested(&mut self, resource: &Resource, properties: Value) -> Eval {
        let Value::Record(record) = &properties else { return Ok(properties) };
        let is_said = |name: &str| record.get(name).is_some_and(|value| *value != Value::Null);
        let Some(Value::Text(chart)) = record.get("chart") else { return Ok(properties) };
        if resource.ty.name() != "helm.Release" || is_said("repo") || is_said("digest") || chart.contains("://") {
            return Ok(properties);
        }
        let Some(digest) = self.digest(chart, resource)? else { return Ok(properties) };
        let mut entries = Entries::new();
        record.iter().for_each(|(name, value)| entries.set(name.clone(), value.clone()));
        entries.set("digest", Value::text(digest));
        Ok(entries.seal())
    }

    /// What is in the files of a chart, a folder or an archive; none where there is none, or Helm could not install it.
    fn digest(&mut self, chart: &str, resource: &Resource) -> Eval<Option<String>> {
        let folder = chart.trim_start_matches("./").trim_end_matches('/');
        let Ok(files) = self.world.list(folder) else { return Ok(None) };
        let (mut hash, mut size) = (Sha256::new(), 0);
        for file in files {
            let inside = file.strip_prefix(folder).unwrap_or(&file);
            // A hidden file is an editor's, or the state of a program.
            if inside.split('/').any(|part| part.starts_with('.')) {
                continue;
            }
            let Ok(bytes) = self.world.read_bytes(&file) else { return Ok(None) };
            self.pay(bytes.len() as u64 / 1024, resource.span)?;
            size += bytes.len();
            if size > MAX_BYTES {
                return Ok(None);
            }
            for part in [inside.as_bytes(), &bytes] {
                hash.update((part.len() as u64).to_be_bytes());
                hash.update(part);
            }
        }
        Ok(Some(hex(&hash.finalize())))
    }
}
