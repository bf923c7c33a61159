use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cloudc_facts::ResourceType;
use cloudc_provider::{Account, Class, Connection, Fault, Site, path};
use http::Request;
use kube::Client;
use kube::api::{ListParams, Patch, PatchParams};
use kube::config::{Config, KubeConfigOptions, Kubeconfig};
use kube::core::Request as Requests;
use serde_json::Value as Json;
use tokio::sync::Mutex as Turn;

use crate::config::{Login, with};
use crate::fault::{fault, line};
use crate::kind::{Kind, group};
use crate::object::MANAGER;
use crate::place::Place;

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(60);

/// How many objects are listed at once.
const PAGE: u32 = 500;

/// How much of the time that a pass is good for is left when a new one is fetched.
const SPARE: Duration = Duration::from_secs(120);

/// The API server of one cluster.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) connection: Connection,
    site: Site,
    account: Arc<dyn Account>,
    client: Turn<Option<Open>>,
    /// Whether it has answered a question by now.
    answers: AtomicBool,
    /// What it has been asked of kinds that nobody knows beforehand, by version of their group and name.
    kinds: Mutex<BTreeMap<(String, String), Kind>>,
}

/// A client, and until when it is let in.
#[derive(Clone)]
struct Open {
    client: Client,
    until: Option<Instant>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Open").field("until", &self.until).finish_non_exhaustive()
    }
}

impl Cluster {
    pub(crate) fn new(connection: Connection, site: Site, account: Arc<dyn Account>) -> Cluster {
        Cluster {
            connection,
            site,
            account,
            client: Turn::default(),
            answers: AtomicBool::new(false),
            kinds: Mutex::default(),
        }
    }

    /// Sends a request; if the server no longer knows who calls, once more with a new pass.
    pub(crate) async fn send(&self, request: Request<Vec<u8>>) -> Result<Json, Fault> {
        let first = self.client().await?.request::<Json>(request.clone()).await;
        let error = match first {
            Ok(answer) => {
                self.answers.store(true, Ordering::Relaxed);
                return Ok(answer);
            }
            Err(error) => error,
        };
        let expired = matches!(&error, kube::Error::Api(status) if status.code == 401) && self.connection.eks.is_some();
        if !expired {
            return Err(self.gone(fault(&error)).await);
        }
        self.client.lock().await.take();
        match self.client().await?.request::<Json>(request).await {
            Ok(answer) => {
                self.answers.store(true, Ordering::Relaxed);
                Ok(answer)
            }
            Err(error) => Err(self.gone(self.early(fault(&error))).await),
        }
    }

    /// A cluster that was just made does not know yet who has made it.
    fn early(&self, fault: Fault) -> Fault {
        let is_early =
            fault.class == Class::Denied && fault.code == "Unauthorized" && !self.answers.load(Ordering::Relaxed);
        if is_early { Fault { class: Class::Transient, ..fault } } else { fault }
    }

    /// Reads something; none if it is not there.
    pub(crate) async fn get(&self, path: &str) -> Result<Option<Json>, Fault> {
        let request = Request::get(path).body(Vec::new()).map_err(|error| Fault::impossible(line(&error)))?;
        match self.send(request).await {
            Ok(found) => Ok(Some(found)),
            Err(fault) if fault.class == Class::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The metadata of everything at an address that carries labels; what else is in it is not sent.
    pub(crate) async fn metadata(&self, path: &str, selector: &str) -> Result<Vec<Json>, Fault> {
        let mut parameters = ListParams::default().labels(selector).limit(PAGE);
        let mut found = Vec::new();
        loop {
            let request = Requests::new(path).list_metadata(&parameters);
            let page = self.send(request.map_err(|error| Fault::impossible(line(&error)))?).await?;
            let items = page.get("items").and_then(Json::as_array).into_iter().flatten();
            found.extend(items.filter_map(|item| item.get("metadata").cloned()));
            match path::text(&page, "metadata.continue").filter(|next| !next.is_empty()) {
                Some(next) => parameters = parameters.continue_token(next),
                None => return Ok(found),
            }
        }
    }

    /// Writes parts of an object over what is there.
    pub(crate) async fn merge(&self, path: &str, name: &str, change: &Json) -> Result<(), Fault> {
        let parameters = PatchParams { field_manager: Some(MANAGER.to_owned()), ..PatchParams::default() };
        let request = Requests::new(path).patch(name, &parameters, &Patch::Merge(change));
        self.send(request.map_err(|error| Fault::impossible(line(&error)))?).await.map(drop)
    }

    /// How the server calls a kind.
    pub(crate) async fn kind(&self, ty: &ResourceType, place: &Place) -> Result<Kind, Fault> {
        if let Some(known) = ty.kubernetes() {
            return Ok(Kind { plural: known.plural.to_string(), namespaced: ty.namespaced() });
        }
        let key = (place.api_version.clone(), place.kind.clone());
        if let Some(known) = self.kinds().get(&key) {
            return Ok(known.clone());
        }
        let unknown = || {
            let message = format!("the cluster has no kind `{}` of `{}`", place.kind, place.api_version);
            Fault::new(Class::NotFound, "NotFound", message)
        };
        let resources = self.get(&group(&place.api_version)).await?.ok_or_else(unknown)?;
        let kind = Kind::among(&resources, &place.kind).ok_or_else(unknown)?;
        self.kinds().insert(key, kind.clone());
        Ok(kind)
    }

    fn kinds(&self) -> std::sync::MutexGuard<'_, BTreeMap<(String, String), Kind>> {
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A client that is let in.
    async fn client(&self) -> Result<Client, Fault> {
        let mut turn = self.client.lock().await;
        if let Some(open) = turn.as_ref().filter(|open| open.until.is_none_or(|until| Instant::now() < until)) {
            return Ok(open.client.clone());
        }
        let open = self.open().await?;
        Ok(turn.insert(open).client.clone())
    }

    async fn open(&self) -> Result<Open, Fault> {
        let unusable = |error: &dyn std::error::Error| {
            Fault::new(Class::Invalid, "Connection", format!("the cluster cannot be connected to: {}", line(&error)))
        };
        let (mut config, until) = match (&self.connection.context, &self.connection.eks) {
            (Some(context), _) => {
                let options = KubeConfigOptions { context: Some(context.to_string()), ..KubeConfigOptions::default() };
                (Config::from_kubeconfig(&options).await.map_err(|error| unusable(&error))?, None)
            }
            (None, Some(name)) => {
                let pass = self.account.pass(&self.site, name).await?;
                let until = Instant::now() + pass.lasts.saturating_sub(SPARE).max(pass.lasts / 2);
                (self.config(Login::Token(&pass.token)).await?, Some(until))
            }
            (None, None) => (self.config(Login::Open).await?, None),
        };
        config.connect_timeout = Some(Duration::from_secs(10));
        config.read_timeout = Some(ANSWER);
        config.reset_reader_on_write = true;
        config.default_retry = false;
        let client = Client::try_from(config).map_err(|error| unusable(&error))?;
        Ok(Open { client, until })
    }

    async fn config(&self, login: Login<'_>) -> Result<Config, Fault> {
        let unusable = |why: String| Fault::new(Class::Invalid, "Connection", why);
        let config = with("cluster", &self.connection, login)
            .ok_or_else(|| unusable("the cluster has no address".to_owned()))?;
        let config: Kubeconfig = serde_json::from_value(config).map_err(|error| unusable(line(&error)))?;
        Config::from_custom_kubeconfig(config, &KubeConfigOptions::default())
            .await
            .map_err(|error| unusable(line(&error)))
    }

    /// What is on a cluster that is gone is gone too.
    async fn gone(&self, fault: Fault) -> Fault {
        let unreachable = matches!(fault.class, Class::Transient | Class::Lost) && fault.code == "Unreachable";
        let Some(name) = self.connection.eks.as_deref().filter(|_| unreachable) else { return fault };
        let Ok(now) = self.account.api(&self.site, name).await else { return fault };
        // One that was made anew has another address; a way that somebody made to it beside that says nothing.
        let own = self.connection.endpoint.as_deref().filter(|endpoint| self.site.api.as_deref() == Some(endpoint));
        let is_another = own.is_some() && now.as_deref() != own;
        match now.is_none() || is_another {
            true => Fault::new(Class::NotFound, "NoCluster", format!("the cluster `{name}` is not there any more")),
            false => fault,
        }
    }

    /// In which region it is.
    pub(crate) fn region(&self) -> &str {
        &self.site.region
    }
}
