use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_config::sts::AssumeRoleProvider;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region as RegionName, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_types::retry::RetryConfig;
use cloudc_facts::facts;
use cloudc_provider::Fault;

use crate::call::Caller;
use crate::fault::{fault, incomplete};

/// How long one call may take until its answer is there; only what is uploaded takes longer than a few seconds.
const ANSWER: Duration = Duration::from_secs(60);

/// How long it takes at most until a call that failed in passing is sent again for the first time.
const FIRST_PAUSE: Duration = Duration::from_millis(300);

/// How long an upload may take.
const UPLOAD: Duration = Duration::from_secs(900);

/// The services of a region that have a library: those whose calls are many, or carry archives. All others are called by name.
#[derive(Debug)]
pub(crate) struct Clients {
    pub(crate) cloudformation: aws_sdk_cloudformation::Client,
    pub(crate) ec2: aws_sdk_ec2::Client,
    pub(crate) eks: aws_sdk_eks::Client,
    pub(crate) lambda: aws_sdk_lambda::Client,
    pub(crate) s3: aws_sdk_s3::Client,
    pub(crate) sts: aws_sdk_sts::Client,
}

impl Clients {
    fn new(config: &SdkConfig) -> Clients {
        let uploads = config.to_builder().timeout_config(timeouts(UPLOAD)).build();
        // Buckets are addressed by path where somebody stands in for AWS: it has no name of its own for each.
        let s3 = aws_sdk_s3::config::Builder::from(&uploads).force_path_style(config.endpoint_url().is_some());
        Clients {
            cloudformation: aws_sdk_cloudformation::Client::new(config),
            ec2: aws_sdk_ec2::Client::new(config),
            eks: aws_sdk_eks::Client::new(config),
            lambda: aws_sdk_lambda::Client::new(&uploads),
            s3: aws_sdk_s3::Client::from_conf(s3.build()),
            sts: aws_sdk_sts::Client::new(config),
        }
    }
}

/// The services of a region of an account, for the two kinds of calls.
#[derive(Debug)]
pub(crate) struct Region {
    /// Sends every call once: whoever calls knows what may be sent again, and when.
    pub(crate) once: Clients,
    /// Sends again what fails in passing: for calls that do no harm when they are sent twice.
    pub(crate) again: Clients,
    /// Every service, by the names of its calls.
    pub(crate) caller: Caller,
}

/// Why AWS cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither the program nor the environment says where.
    #[error("no region is known")]
    NoRegion,
    /// The environment says where AWS listens, and calls cannot be sent there.
    #[error(
        "the environment's `{name}` is no address to call: it has to be like `https://127.0.0.1:5000`, or not be there"
    )]
    NoAddress {
        /// The variable.
        name: String,
    },
    /// Who calls could not be found out.
    #[error("AWS does not know who calls: {0}")]
    NoAccount(Fault),
}

/// The services of all regions and accounts that were needed by now.
#[derive(Debug)]
pub(crate) struct Regions {
    config: SdkConfig,
    /// Who one is in other accounts, by their numbers. What a role gives ends within the hour; the library asks again in time.
    roles: BTreeMap<Arc<str>, SharedCredentialsProvider>,
    open: Mutex<BTreeMap<Place, Arc<Region>>>,
}

/// An account's number, empty for the one of the credentials, and a region.
type Place = (Arc<str>, Arc<str>);

impl Regions {
    /// Credentials and endpoint as the client library finds them; the region of the program, else the one that the
    /// library finds.
    ///
    /// # Errors
    /// The environment names an endpoint that is none.
    pub(crate) async fn open(region: Option<&str>) -> Result<Regions, OpenError> {
        addresses()?;
        let loader = aws_config::defaults(BehaviorVersion::v2026_01_12()).timeout_config(timeouts(ANSWER));
        let loader = match region {
            Some(region) => loader.region(RegionName::new(region.to_owned())),
            None => loader,
        };
        let config = loader.load().await;
        if config.endpoint_url().is_some_and(|place| !is_address(place)) {
            return Err(OpenError::NoAddress { name: "endpoint_url".to_owned() });
        }
        Ok(Regions { config, roles: BTreeMap::new(), open: Mutex::default() })
    }

    /// Takes on these roles where a call is about another account: names or ARNs, by the accounts' numbers.
    pub(crate) async fn take_on(&mut self, roles: &BTreeMap<Arc<str>, Arc<str>>, app: &str) {
        for (account, role) in roles {
            let role = self.role_arn(account, role);
            let role = AssumeRoleProvider::builder(role).configure(&self.config).session_name(session(app));
            self.roles.insert(Arc::clone(account), SharedCredentialsProvider::new(role.build().await));
        }
    }

    fn role_arn(&self, account: &str, role: &str) -> String {
        let region = self.home().and_then(|region| facts().region(region));
        let partition = region.map_or("aws", |region| &region.partition);
        match role.starts_with("arn:") {
            true => role.to_owned(),
            false => format!("arn:{partition}:iam::{account}:role/{role}"),
        }
    }

    /// The region that is meant where nothing else is said, and the account of the credentials.
    ///
    /// # Errors
    /// There is no region, or there are no credentials that AWS knows.
    pub(crate) async fn here(&self) -> Result<(Arc<str>, Arc<str>), OpenError> {
        let region: Arc<str> = self.home().ok_or(OpenError::NoRegion)?.into();
        let caller = self.at("", &region).again.sts.get_caller_identity().send().await;
        let caller = caller.map_err(|error| OpenError::NoAccount(fault(error)))?;
        let account = caller.account().ok_or_else(|| OpenError::NoAccount(incomplete("which account this is")))?;
        Ok((region, account.into()))
    }

    /// The region that is meant where nothing else is said.
    pub(crate) fn home(&self) -> Option<&str> {
        self.config.region().map(AsRef::as_ref)
    }

    /// Whether calls can be about another account.
    pub(crate) fn knows(&self, account: &str) -> bool {
        self.roles.contains_key(account)
    }

    /// The services of a region in the account of the credentials, or in another one whose number is known.
    pub(crate) fn at(&self, account: &str, region: &str) -> Arc<Region> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let account = if self.knows(account) { account } else { "" };
        Arc::clone(
            open.entry((account.into(), region.into())).or_insert_with(|| Arc::new(self.opened(account, region))),
        )
    }

    fn opened(&self, account: &str, region: &str) -> Region {
        let config = |retries| {
            let config = self.config.to_builder().region(RegionName::new(region.to_owned())).retry_config(retries);
            match self.roles.get(account) {
                Some(role) => config.credentials_provider(role.clone()).build(),
                None => config.build(),
            }
        };
        let again = RetryConfig::standard().with_max_attempts(6).with_initial_backoff(FIRST_PAUSE);
        let once = config(RetryConfig::disabled());
        Region { once: Clients::new(&once), again: Clients::new(&config(again)), caller: Caller::new(&once) }
    }
}

/// Whether calls can be sent wherever the environment says: the client library ends the process where it says nothing.
///
/// Source: "Service-specific endpoints" of the AWS SDKs and Tools reference.
fn addresses() -> Result<(), OpenError> {
    for (name, value) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("AWS_ENDPOINT_URL") && !value.to_str().is_some_and(is_address) {
            return Err(OpenError::NoAddress { name });
        }
    }
    Ok(())
}

fn is_address(place: &str) -> bool {
    let place: Option<http::Uri> = place.parse().ok();
    place.is_some_and(|place| matches!(place.scheme_str(), Some("http" | "https")) && place.host().is_some())
}

/// How a session is called, which the other account's logs show: `cloudc-shop`.
fn session(app: &str) -> String {
    format!("cloudc-{app}").chars().take(64).collect()
}

fn timeouts(answer: Duration) -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(Duration::from_secs(5)).operation_attempt_timeout(answer).build()
}
