//! What is sent for a stack: its template, values of its parameters, and what goes into the bucket before.

use std::collections::BTreeMap;

use cloudc_aws::{Ask, ChangeSetPurpose, Stacks};
use cloudc_provider::Fault;

use super::deploy::{Deploy, Wish};
use super::script::{Asset, Part, Source};
use crate::build;
use crate::failure::Failure;

/// The largest template that goes with the call itself, in bytes (CloudFormation quotas).
pub(super) const DIRECT: usize = 51_200;

/// Puts a template into a bucket; gives where it is.
pub(super) async fn placed(
    stacks: &Stacks,
    region: &str,
    (bucket, name): (&str, &str),
    text: &str,
) -> Result<String, Fault> {
    let key = format!("{name}-{}", blake3::hash(text.as_bytes()).to_hex());
    stacks.make_bucket(region, bucket).await?;
    stacks.upload(region, (bucket, &key), text.as_bytes()).await?;
    Ok(format!("https://{bucket}.s3.{region}.amazonaws.com/{key}"))
}

impl Deploy<'_> {
    /// What is sent for a stack that is made of a template.
    pub(super) async fn ask(
        &mut self,
        part: &Part,
        region: &str,
        purpose: ChangeSetPurpose,
        text: &str,
    ) -> Result<Ask, Failure> {
        let refused = part.refused();
        let bucket = self.via.assets_bucket.clone().unwrap_or_else(|| self.watcher.stacks.bucket(region));
        self.upload(region, &bucket).await?;
        let template = match text.len() <= DIRECT {
            true => Ok(text.to_owned()),
            false => Err(placed(self.watcher.stacks, region, (&bucket, &part.stack), text).await.map_err(refused)?),
        };
        let app = self.watcher.program.app()?;
        Ok(Ask {
            stack: part.stack.clone(),
            purpose,
            template,
            parameters: self.parameters(part, &bucket)?.into_iter().map(|(name, value)| (name, Some(value))).collect(),
            capabilities: part.capabilities.clone(),
            tags: [("cloudc:app".to_owned(), app.to_owned())].into(),
            nested: !self.watcher.packed.assets.templates.is_empty(),
        })
    }

    /// Uploads archives and the templates of stacks inside of stacks; CloudFormation works out a plan without the archives.
    async fn upload(&mut self, region: &str, bucket: &str) -> Result<(), Failure> {
        let done = self.uploaded.iter().any(|known| known == region);
        let archives = self.watcher.packed.assets.archives.iter().filter(|_| self.wish == Wish::Apply);
        let assets: Vec<&Asset> = archives.chain(&self.watcher.packed.assets.templates).collect();
        if done || assets.is_empty() {
            return Ok(());
        }
        let refused = |source: Fault| Failure::Refused { what: format!("s3://{bucket}"), source };
        self.watcher.stacks.make_bucket(region, bucket).await.map_err(refused)?;
        for asset in assets {
            let place = (bucket, asset.key.as_str());
            match asset.file.as_ref().and_then(|file| self.watcher.packed.emitted.files.get(file)) {
                Some(bytes) => self.watcher.stacks.upload(region, place, bytes).await.map_err(refused)?,
                None if self.watcher.stacks.has(region, place).await => {}
                None => {
                    for one in build::all(&self.watcher.program.graph).iter().filter(|one| one.key() == asset.key) {
                        let bytes = build::archive(self.watcher.program, one, self.how.json).await?;
                        self.watcher.stacks.upload(region, place, &bytes).await.map_err(refused)?;
                    }
                }
            }
        }
        self.uploaded.push(region.to_owned());
        Ok(())
    }

    fn parameters(&self, part: &Part, bucket: &str) -> Result<BTreeMap<String, String>, Failure> {
        let mut values = BTreeMap::new();
        let mut open = Vec::new();
        for (name, source) in &part.parameters {
            let given = self.via.parameter(name)?;
            let value = match source {
                _ if given.is_some() => given,
                Source::Output { stack, output } => {
                    self.outputs.get(stack).and_then(|outputs| outputs.get(output)).cloned()
                }
                source if source.is("bucket") => Some(bucket.to_owned()),
                source if source.is("default") => continue,
                Source::Word(_) => None,
            };
            match value {
                Some(value) => drop(values.insert(name.clone(), value)),
                None => open.push(format!("`{name}`")),
            }
        }
        if open.is_empty() {
            return Ok(values);
        }
        let help = "give them with `--parameter NAME=VALUE`, or `--parameter NAME=@FILE` for what is secret".to_owned();
        Err(Failure::Unset { names: open.join(", "), help })
    }
}
