//! Calls of services that are known by name: what an operation of a noun asks for is any call of any service, and a library for
//! each of them would take hours to build. What they take is written by the noun.

mod answer;
mod form;
mod service;

pub(crate) use answer::{element, elements};

use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::Provider as Tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use cloudc_provider::{Class, Fault};
use serde_json::Value as Json;

use crate::fault::chain;
use service::{Form, Service};

/// How long a call may take.
const ANSWER: Duration = Duration::from_secs(60);

/// Calls services of one region by the names of their calls.
#[derive(Debug)]
pub(crate) struct Caller {
    config: SdkConfig,
    region: String,
    connector: SharedHttpConnector,
}

/// A call on its way: what signs it, where it goes, and what it says.
struct Message {
    service: Service,
    place: String,
    headers: Vec<(&'static str, String)>,
    body: String,
}

impl Caller {
    /// A caller with the credentials and the endpoint of this configuration.
    pub(crate) fn new(config: &SdkConfig) -> Caller {
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        let builder: ConnectorBuilder = Connector::builder();
        let builder = builder.proxy_config(ProxyConfig::from_env());
        let connector = builder.tls_provider(Tls::Rustls(CryptoMode::AwsLc)).build();
        Caller { config: config.clone(), region, connector: SharedHttpConnector::new(connector) }
    }

    /// Sends a call, such as `ecs:UpdateService`, once; gives what is answered.
    pub(crate) async fn call(&self, action: &str, input: &Json) -> Result<String, Fault> {
        let request = self.signed(self.message(action, input)?).await?;
        let sent = self.connector.call(request);
        let lost = |why: String| Fault::new(Class::Lost, "", why);
        let late = |_| lost(format!("`{action}` was not answered in time"));
        let answer = tokio::time::timeout(ANSWER, sent).await.map_err(late)?;
        let answer = answer.map_err(|error| match error.is_user() {
            true => Fault::impossible(chain(&error)),
            false => lost(chain(&error)),
        })?;
        let status = answer.status().as_u16();
        let bytes = ByteStream::new(answer.into_body()).collect().await.map_err(|error| lost(chain(&error)))?;
        let text = String::from_utf8_lossy(&bytes.into_bytes()).into_owned();
        if (200..300).contains(&status) { Ok(text) } else { Err(answer::refusal(status, &text)) }
    }

    /// What a call says.
    fn message(&self, action: &str, input: &Json) -> Result<Message, Fault> {
        let parts = action.split_once(':').and_then(|(name, call)| Some((Service::of(name)?, call)));
        let (service, call) = parts.ok_or_else(|| {
            let message = format!("`{action}` cannot be called: nothing is known of how its service is called");
            Fault::new(Class::Invalid, "UnknownOperation", message)
        })?;
        let (kind, body) = match service.form {
            Form::Json(version) => {
                let body = if input.is_null() { "{}".to_owned() } else { input.to_string() };
                (format!("application/x-amz-json-{version}"), body)
            }
            form => ("application/x-www-form-urlencoded".to_owned(), form::body(form, service.mark, call, input)),
        };
        let mut headers = vec![("content-type", kind)];
        if let Form::Json(_) = service.form {
            headers.push(("x-amz-target", format!("{}.{call}", service.mark)));
        }
        let place = self.config.endpoint_url().map_or_else(|| service.endpoint(&self.region), str::to_owned);
        Ok(Message { service, place: format!("{}/", place.trim_end_matches('/')), headers, body })
    }

    /// What proves who calls.
    pub(crate) async fn credentials(&self) -> Result<Credentials, Fault> {
        let provider = self.config.credentials_provider();
        let provider = provider.ok_or_else(|| Fault::new(Class::Denied, "", "there are no credentials"))?;
        provider.provide_credentials().await.map_err(|error| Fault::new(Class::Denied, "", chain(&error)))
    }

    /// In which region calls are made.
    pub(crate) fn region(&self) -> &str {
        &self.region
    }

    /// Where a service of AWS's own listens, whoever stands in for it; by a name of the table.
    pub(crate) fn host(&self, service: &str) -> String {
        Service::of(service).map(|service| service.endpoint(&self.region)).unwrap_or_default()
    }

    async fn signed(&self, message: Message) -> Result<HttpRequest, Fault> {
        use aws_smithy_runtime_api::client::identity::Identity;
        let wrong = |error: &dyn std::error::Error| Fault::impossible(chain(error));
        let identity: Identity = self.credentials().await?.into();
        let region = message.service.signed_in(&self.region);
        let params = SigningParams::builder().identity(&identity).region(region).name(message.service.name);
        let params = params.time(SystemTime::now()).settings(SigningSettings::default()).build();
        let params = params.map_err(|error| wrong(&error))?.into();
        let headers = message.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let body = SignableBody::Bytes(message.body.as_bytes());
        let signable = SignableRequest::new("POST", &message.place, headers, body).map_err(|error| wrong(&error))?;
        let (signature, _) = sign(signable, &params).map_err(|error| wrong(&error))?.into_parts();
        let mut request = HttpRequest::new(SdkBody::from(message.body.clone()));
        request.set_method("POST").map_err(|error| wrong(&error))?;
        request.set_uri(message.place.as_str()).map_err(|error| wrong(&error))?;
        for (name, value) in &message.headers {
            request.headers_mut().insert(*name, value.clone());
        }
        for (name, value) in signature.headers() {
            request.headers_mut().insert(name.to_owned(), value.to_owned());
        }
        Ok(request)
    }
}
