//! Calls of services that are known by name: what an operation of a noun asks for is any call of any service, and a library for
//! each of them would take hours to build. What they take is written by the noun.

mod answer;
mod form;
mod service;
mod tries;

pub(crate) use answer::{element, elements};
pub(crate) use form::plain;

use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningInstructions, SigningSettings, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::Provider as Tls;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::{Connector, ConnectorBuilder};
use aws_smithy_runtime_api::client::http::{HttpConnector, SharedHttpConnector};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use cloudc_provider::{Class, Fault};
use serde_json::Value as Json;

use crate::fault::{chain, incomplete};
use service::{Form, Service};
use tries::Tries;

/// How long a call may take.
const ANSWER: Duration = Duration::from_secs(60);

/// The header by which services say what kind of error they answer with, unless they say it in their answer.
const ERROR: &str = "x-amzn-errortype";

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
    method: &'static str,
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
        self.send(action, &self.message(action, input)?).await
    }

    /// Sends a call of a service that speaks JSON, once; gives what is answered.
    pub(crate) async fn told(&self, action: &str, input: &Json) -> Result<Json, Fault> {
        read(&self.call(action, input).await?)
    }

    /// The same for a call that does no harm when it is sent twice: what fails in passing is sent again.
    pub(crate) async fn ask(&self, action: &str, input: &Json) -> Result<Json, Fault> {
        self.patiently(action, &self.message(action, input)?).await
    }

    /// What is at a path of a service whose calls are paths: `/v1/clusters`. It is asked for again where that fails in passing.
    pub(crate) async fn get(&self, service: &str, path: &str) -> Result<Json, Fault> {
        let service = Service::of(service).ok_or_else(|| unknown(service))?;
        let place = format!("{}{path}", self.place(service));
        let message = Message { service, method: "GET", place, headers: Vec::new(), body: String::new() };
        self.patiently(path, &message).await
    }

    async fn patiently(&self, action: &str, message: &Message) -> Result<Json, Fault> {
        let mut tries = Tries::default();
        loop {
            match self.send(action, message).await.and_then(|text| read(&text)) {
                Err(fault) if tries.again(&fault).await => {}
                told => return told,
            }
        }
    }

    async fn send(&self, action: &str, message: &Message) -> Result<String, Fault> {
        let request = self.signed(message).await?;
        let sent = self.connector.call(request);
        let lost = |why: String| Fault::new(Class::Lost, "", why);
        let late = |_| lost(format!("`{action}` was not answered in time"));
        let answer = tokio::time::timeout(ANSWER, sent).await.map_err(late)?;
        let answer = answer.map_err(|error| match error.is_user() {
            true => Fault::impossible(chain(&error)),
            false => lost(chain(&error)),
        })?;
        let status = answer.status().as_u16();
        let code = answer.headers().get(ERROR).unwrap_or_default().to_owned();
        let bytes = ByteStream::new(answer.into_body()).collect().await.map_err(|error| lost(chain(&error)))?;
        let text = String::from_utf8_lossy(&bytes.into_bytes()).into_owned();
        if (200..300).contains(&status) { Ok(text) } else { Err(answer::refusal(status, &code, &text)) }
    }

    /// What a call says.
    fn message(&self, action: &str, input: &Json) -> Result<Message, Fault> {
        let parts = action.split_once(':').and_then(|(name, call)| Some((Service::of(name)?, call)));
        let (service, call) = parts.ok_or_else(|| unknown(action))?;
        let (kind, body) = match service.form {
            Form::Paths => return Err(unknown(action)),
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
        Ok(Message { service, method: "POST", place: format!("{}/", self.place(service)), headers, body })
    }

    /// Where a service listens, or who stands in for it: no slash at the end.
    fn place(&self, service: Service) -> String {
        let fips = self.config.use_fips().unwrap_or_default();
        let own = self.config.endpoint_url().map_or_else(|| service.endpoint(&self.region, fips), str::to_owned);
        own.trim_end_matches('/').to_owned()
    }

    /// The address of a call that only who is given it may make, and only for so long; a header says what it is for.
    pub(crate) async fn presigned(
        &self,
        (service, query): (&str, &str),
        header: (&str, &str),
        lasts: Duration,
    ) -> Result<String, Fault> {
        let service = Service::of(service).ok_or_else(|| unknown(service))?;
        // Whoever stands in for AWS is not who believes it.
        let place = format!("{}/?{query}", service.endpoint(&self.region, false));
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(lasts);
        let empty = SignableBody::Bytes(&[]);
        let request = SignableRequest::new("GET", &place, std::iter::once(header), empty).map_err(impossible)?;
        let signature = self.signature(service, request, settings).await?;
        let mut request = http::Request::get(&place).header(header.0, header.1).body(()).map_err(impossible)?;
        signature.apply_to_request_http1x(&mut request);
        Ok(request.uri().to_string())
    }

    async fn signed(&self, message: &Message) -> Result<HttpRequest, Fault> {
        let headers = message.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let body = SignableBody::Bytes(message.body.as_bytes());
        let signable = SignableRequest::new(message.method, &message.place, headers, body).map_err(impossible)?;
        let signature = self.signature(message.service, signable, SigningSettings::default()).await?;
        let mut request = HttpRequest::new(SdkBody::from(message.body.clone()));
        request.set_method(message.method).map_err(impossible)?;
        request.set_uri(message.place.as_str()).map_err(impossible)?;
        for (name, value) in &message.headers {
            request.headers_mut().insert(*name, value.clone());
        }
        for (name, value) in signature.headers() {
            request.headers_mut().insert(name.to_owned(), value.to_owned());
        }
        Ok(request)
    }

    /// What proves who calls.
    async fn signature(
        &self,
        service: Service,
        request: SignableRequest<'_>,
        settings: SigningSettings,
    ) -> Result<SigningInstructions, Fault> {
        let denied = |why: String| Fault::new(Class::Denied, "", why);
        let provider = self.config.credentials_provider();
        let provider = provider.ok_or_else(|| denied("there are no credentials".to_owned()))?;
        let credentials = provider.provide_credentials().await.map_err(|error| denied(chain(&error)))?;
        let identity: Identity = credentials.into();
        let region = service.signed_in(&self.region);
        let params = SigningParams::builder().identity(&identity).region(region).name(service.name);
        let params = params.time(SystemTime::now()).settings(settings).build().map_err(impossible)?.into();
        Ok(sign(request, &params).map_err(impossible)?.into_parts().0)
    }
}

fn impossible(error: impl std::error::Error + 'static) -> Fault {
    Fault::impossible(chain(&error))
}

fn read(text: &str) -> Result<Json, Fault> {
    serde_json::from_str(text).map_err(|_| incomplete("in JSON what was asked for"))
}

fn unknown(action: &str) -> Fault {
    let message = format!("`{action}` cannot be called: nothing is known of how its service is called");
    Fault::new(Class::Invalid, "UnknownOperation", message)
}
