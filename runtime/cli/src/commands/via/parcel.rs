//! What is sent for a stack: its template, values of its parameters, and what goes into the bucket before.

use std::collections::BTreeMap;

use cloudc_aws::Ask;
use cloudc_provider::Fault;

use super::deploy::{Deploy, Wish};
use super::script::{Asset, Part, Source};
use crate::build;
use crate::failure::Failure;

/// The largest template that goes with the call itself, in bytes (CloudFormation quotas).
const DIRECT: usize = 51_200;

impl Deploy<'_> {
    pub(super) async fn ask(&mut self, part: &Part, region: &str, is_new: bool) -> Result<Ask, Failure> {
        let refused = |source: Fault| Failure::Refused { what: part.stack.clone(), source };
        let bucket = self.via.assets_bucket.clone().unwrap_or_else(|| self.stacks.bucket(region));
        let text = self.packed.emitted.text(&part.template).unwrap_or_default();
        self.upload(region, &bucket).await?;
        let template = if text.len() <= DIRECT {
            Ok(text.to_owned())
        } else {
            let key = format!("{}-{}", part.stack, blake3::hash(text.as_bytes()).to_hex());
            self.stacks.make_bucket(region, &bucket).await.map_err(refused)?;
            self.stacks.upload(region, (&bucket, &key), text.as_bytes()).await.map_err(refused)?;
            Err(format!("https://{bucket}.s3.{region}.amazonaws.com/{key}"))
        };
        let app = self.program.app()?;
        Ok(Ask {
            stack: part.stack.clone(),
            is_new,
            template,
            parameters: self.parameters(part, &bucket)?.into_iter().map(|(name, value)| (name, Some(value))).collect(),
            capabilities: part.capabilities.clone(),
            tags: [("cloudc:app".to_owned(), app.to_owned())].into(),
            nested: !self.packed.assets.templates.is_empty(),
        })
    }

    /// Uploads archives and the templates of stacks inside of stacks; CloudFormation works out a plan without the archives.
    async fn upload(&mut self, region: &str, bucket: &str) -> Result<(), Failure> {
        let done = self.uploaded.iter().any(|known| known == region);
        let archives = self.packed.assets.archives.iter().filter(|_| self.wish == Wish::Apply);
        let assets: Vec<&Asset> = archives.chain(&self.packed.assets.templates).collect();
        if done || assets.is_empty() {
            return Ok(());
        }
        let refused = |source: Fault| Failure::Refused { what: format!("s3://{bucket}"), source };
        self.stacks.make_bucket(region, bucket).await.map_err(refused)?;
        for asset in assets {
            let place = (bucket, asset.key.as_str());
            match asset.file.as_ref().and_then(|file| self.packed.emitted.files.get(file)) {
                Some(bytes) => self.stacks.upload(region, place, bytes).await.map_err(refused)?,
                None if self.stacks.has(region, place).await => {}
                None => {
                    for one in build::all(&self.program.graph).iter().filter(|one| one.key() == asset.key) {
                        let bytes = build::archive(self.program, one, self.how.json).await?;
                        self.stacks.upload(region, place, &bytes).await.map_err(refused)?;
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
