use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use cloudc_base::assets_bucket;
use cloudc_facts::{Provider as Maker, ResourceType};
use cloudc_provider::{
    Actual, Call, Change, Class, Fault, Found, Home, Lane, Owned, Present, Progress, Provider, Question, Recovery,
    Site, Timestamp, Waiting,
};
use serde_json::Value as Json;

use crate::assets::is_there;
use crate::clients::{OpenError, Region, Regions};
use crate::control::{self, Control};
use crate::handler::{Handler, Work};
use crate::listing::There;
use crate::shared::Shared;
use crate::{SETTLING, ask, direct, existing, lanes, listing, look_up, operate, steps};

/// The real AWS, or whoever stands in for it at `AWS_ENDPOINT_URL`.
#[derive(Debug)]
pub struct Aws {
    home: Home,
    regions: Regions,
    shared: Arc<Shared>,
    settling: Duration,
}

/// What is to be known of a program before its cloud is opened.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The region that the program names; else the one of the environment or profile.
    pub region: Option<Arc<str>>,
    /// The archives that its resources are made of, by their key.
    pub archives: BTreeMap<String, Arc<[u8]>>,
    /// What has to be built before it can be uploaded: each folder by its key.
    pub unbuilt: BTreeMap<String, String>,
    /// The folder that the paths of secrets are relative to.
    pub root: PathBuf,
    /// The program's name.
    pub app: Arc<str>,
    /// The role that is taken on in each other account, by the account's number: a name, or an ARN.
    pub accounts: BTreeMap<Arc<str>, Arc<str>>,
}

impl Aws {
    /// Opens the account that the environment's credentials are of.
    ///
    /// # Errors
    /// There is no region, or there are no credentials that AWS knows.
    pub async fn open(settings: Settings) -> Result<Aws, OpenError> {
        let mut regions = Regions::open(settings.region.as_deref()).await?;
        let (region, account) = regions.here().await?;
        // The own account needs no role, even if the program lists it.
        let others = settings.accounts.iter().filter(|(number, _)| ***number != *account);
        let others = others.map(|(number, role)| (Arc::clone(number), Arc::clone(role))).collect();
        regions.take_on(&others, &settings.app).await;
        let home = Home { cloud: "aws".into(), account, region };
        Ok(Aws { home, regions, shared: Arc::new(Shared::new(settings)), settling: settling() })
    }

    /// Takes in an archive that was made.
    pub fn add(&self, key: &str, archive: Arc<[u8]>) {
        self.shared.add(key, archive);
    }

    /// Whether an archive is in the account's bucket for assets already: somebody has made it before.
    pub async fn has_asset(&self, key: &str) -> bool {
        let (home, region) = (&self.home, self.regions.at("", &self.home.region));
        is_there(&region.again.s3, &assets_bucket(&home.account, &home.region), key).await
    }

    fn region(&self, call: &Call) -> Result<Arc<Region>, Fault> {
        self.at(&call.site)
    }

    /// The services of a place.
    pub(crate) fn at(&self, site: &Site) -> Result<Arc<Region>, Fault> {
        let is_own = site.account.is_empty() || site.account == self.home.account;
        if !is_own && !self.regions.knows(&site.account) {
            let message = format!(
                "the credentials are of account {}, and the program's `accounts` name no role in {}",
                self.home.account, site.account
            );
            return Err(Fault::new(Class::Denied, "", message));
        }
        Ok(self.regions.at(&site.account, if site.region.is_empty() { &self.home.region } else { &site.region }))
    }

    pub(crate) fn work<'w>(&'w self, call: &'w Call, region: &'w Region, progress: &'w dyn Progress) -> Work<'w> {
        Work::new(call, region, &self.shared, progress)
    }
}

/// How long it may take until a change is seen by every call; whoever stands in for AWS may be faster: `CLOUDC_AWS_SETTLING`, in seconds.
fn settling() -> Duration {
    let said = std::env::var("CLOUDC_AWS_SETTLING").ok().and_then(|seconds| seconds.parse().ok());
    said.map_or(SETTLING, Duration::from_secs)
}

/// Who makes a resource with these properties, or changes one from some of them to others.
fn maker(ty: &ResourceType, properties: &[&Json]) -> Result<&'static dyn Handler, Fault> {
    let handler = handler(ty)?;
    Ok(if properties.iter().all(|properties| handler.takes(properties)) { handler } else { &Control })
}

/// Who handles a type.
pub(crate) fn handler(ty: &ResourceType) -> Result<&'static dyn Handler, Fault> {
    if ty.provider() != Maker::Aws {
        return Err(Fault::impossible(format!("`{}` is nothing that AWS makes", ty.name())));
    }
    Ok(direct::handler(ty.name()).unwrap_or(&Control))
}

#[async_trait]
impl Provider for Aws {
    fn home(&self) -> &Home {
        &self.home
    }

    fn now(&self) -> Timestamp {
        Timestamp::of_machine()
    }

    fn lane(&self, ty: &ResourceType) -> Lane {
        lanes::lane(ty, direct::handler(ty.name()).is_some())
    }

    fn recovery(&self, ty: &ResourceType) -> Recovery {
        handler(ty).map_or(Recovery::Search, |handler| handler.recovery(ty))
    }

    /// What is called directly tells what others may refer to, and of what was written the most.
    fn tells_all(&self, ty: &ResourceType) -> bool {
        direct::handler(ty.name()).is_none()
    }

    fn wait_for(&self, waiting: Waiting) {
        self.shared.wait_for(waiting);
    }

    fn settling(&self) -> Duration {
        self.settling
    }

    async fn create(&self, call: &Call, properties: &Json, progress: &dyn Progress) -> Result<Actual, Fault> {
        let (handler, region) = (maker(&call.ty, &[properties])?, self.region(call)?);
        steps::create(handler, &self.work(call, &region, progress), properties).await
    }

    async fn read(&self, call: &Call, identifier: &str) -> Result<Option<Actual>, Fault> {
        let (handler, region) = (handler(&call.ty)?, self.region(call)?);
        handler.read(&self.work(call, &region, &cloudc_provider::Silent), identifier).await
    }

    async fn update(
        &self,
        call: &Call,
        identifier: &str,
        change: Change<'_>,
        progress: &dyn Progress,
    ) -> Result<Actual, Fault> {
        let (handler, region) = (maker(&call.ty, &[change.before, change.after])?, self.region(call)?);
        steps::update(handler, &self.work(call, &region, progress), identifier, change).await
    }

    async fn delete(&self, call: &Call, identifier: &str, progress: &dyn Progress) -> Result<(), Fault> {
        let (handler, region) = (handler(&call.ty)?, self.region(call)?);
        steps::delete(handler, &self.work(call, &region, progress), identifier).await
    }

    async fn find(&self, call: &Call, properties: &Json) -> Result<Found, Fault> {
        let (handler, region) = (handler(&call.ty)?, self.region(call)?);
        let work = self.work(call, &region, &cloudc_provider::Silent);
        if handler.recovery(&call.ty) == Recovery::Token {
            return Ok(control::made(&work).await?.map_or(Found::Ask, Found::One));
        }
        Ok(steps::find(handler, &work, properties).await?.map_or(Found::None, Found::One))
    }

    async fn existing(&self, call: &Call, properties: &Json) -> Result<Option<Actual>, Fault> {
        let (handler, region) = (handler(&call.ty)?, self.region(call)?);
        existing::existing(handler, &self.work(call, &region, &cloudc_provider::Silent), properties).await
    }

    async fn ask(&self, call: &Call, properties: &Json) -> Result<Json, Fault> {
        ask::answer(&*self.region(call)?, call.ty.name(), properties).await
    }

    async fn look_up(&self, question: &Question) -> Result<Json, Fault> {
        look_up::answer(&*self.at(&question.site)?, question).await
    }

    async fn operate(&self, call: &Call, _identifier: &str, action: &str, input: &Json) -> Result<(), Fault> {
        operate::operate(&self.region(call)?.caller, action, input).await
    }

    async fn owned(&self, app: &str) -> Result<Vec<Owned>, Fault> {
        let all = listing::listed(&self.at(&Site::default())?, &self.shared, "aws.").await?;
        let mut owned: Vec<Owned> = all.into_iter().filter_map(|there| there.owned(app)).collect();
        owned.sort_by(|a, b| (&a.address, &a.ty, &a.identifier).cmp(&(&b.address, &b.ty, &b.identifier)));
        Ok(owned)
    }

    async fn everything(&self) -> Result<Vec<Present>, Fault> {
        self.everything_of("aws.").await
    }

    async fn everything_of(&self, prefix: &str) -> Result<Vec<Present>, Fault> {
        let all = listing::listed(&self.at(&Site::default())?, &self.shared, prefix).await?;
        Ok(all.into_iter().map(There::present).collect())
    }

    async fn adopt(&self, call: &Call, identifier: &str) -> Result<(), Fault> {
        let (handler, region) = (handler(&call.ty)?, self.region(call)?);
        steps::adopt(handler, &self.work(call, &region, &cloudc_provider::Silent), identifier).await
    }
}
