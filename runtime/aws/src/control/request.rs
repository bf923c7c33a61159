//! A request that Cloud Control has accepted: it is looked at until it has ended.

use cloudc_provider::{Class, Fault, path};
use serde_json::{Value as Json, json};

use super::type_name;
use crate::direct::props::text;
use crate::fault::{incomplete, of_code};
use crate::handler::Work;
use crate::patience::Looking;

/// What Cloud Control tells of a request: its `ProgressEvent`.
#[derive(Debug)]
pub(super) struct Event {
    /// What the request is called.
    handle: Option<String>,
    /// What it is about, as soon as that has a name.
    pub(super) identifier: Option<String>,
    status: String,
    code: String,
    message: Option<String>,
}

impl Event {
    fn read(answer: &Json) -> Result<Event, Fault> {
        let event = answer.get("ProgressEvent").ok_or_else(|| incomplete("what became of the request"))?;
        let word = |name| text(event, name);
        Ok(Event {
            handle: word("RequestToken"),
            identifier: word("Identifier"),
            status: word("OperationStatus").unwrap_or_default(),
            code: word("ErrorCode").unwrap_or_default(),
            message: word("StatusMessage"),
        })
    }

    fn is_done(&self) -> bool {
        self.status == "SUCCESS"
    }
}

/// Sends a request: `CreateResource`, `UpdateResource` or `DeleteResource`, with what it says beside the type.
/// It is known by its token, however often it is sent.
pub(super) async fn sent(work: &Work<'_>, call: &str, mut wish: Json, token: &str) -> Result<Event, Fault> {
    path::set(&mut wish, "TypeName", type_name(&work.call.ty)?.into());
    path::set(&mut wish, "ClientToken", token.into());
    Event::read(&work.caller.told(&format!("cloudcontrolapi:{call}"), &wish).await?)
}

/// What became of a request.
async fn status(work: &Work<'_>, handle: &str) -> Result<Event, Fault> {
    let wish = json!({ "RequestToken": handle });
    Event::read(&work.caller.ask("cloudcontrolapi:GetResourceRequestStatus", &wish).await?)
}

/// What a request made that an earlier run had sent: none if it has not, or if nobody knows it any more. What still runs, or has
/// failed, tells so when it is sent again.
pub(super) async fn made(work: &Work<'_>, handle: &str) -> Result<Option<String>, Fault> {
    match status(work, handle).await {
        Err(fault) if matches!(fault.class, Class::NotFound | Class::Invalid) => Ok(None),
        event => Ok(Some(event?).filter(Event::is_done).and_then(|event| event.identifier)),
    }
}

/// Waits for the end of a request; gives the identifier of what it was about.
pub(super) async fn ended(work: &Work<'_>, mut event: Event) -> Result<String, Fault> {
    let handle = event.handle.clone().ok_or_else(|| incomplete("how the request is called"))?;
    work.progress.0.accepted(&handle);
    let mut looking = Looking::new(work.call);
    let mut identified = false;
    loop {
        if let Some(identifier) = event.identifier.as_ref().filter(|_| !identified) {
            work.progress.0.identified(identifier);
            identified = true;
        }
        match event.status.as_str() {
            _ if event.is_done() => return event.identifier.ok_or_else(|| incomplete("what was made")),
            "FAILED" | "CANCEL_COMPLETE" => {
                work.shared.refuse(work.token());
                return Err(failed(&event));
            }
            _ => {}
        }
        looking.wait("the request had not ended").await?;
        if let Some(seen) = looking.seen(status(work, &handle).await)? {
            event = seen;
        }
    }
}

/// Why a request failed. The handlers of most types put the service's own code into the message.
fn failed(event: &Event) -> Fault {
    let message = event.message.as_deref().unwrap_or("the request failed");
    let code = event.code.as_str();
    let vague = matches!(code, "GeneralServiceException" | "InvalidRequest" | "ResourceConflict" | "");
    let inner = if vague { inner_code(message) } else { None };
    match inner {
        Some(inner) => of_code(inner, message, 400),
        None if code == "GeneralServiceException" || code.is_empty() => Fault::new(Class::Failed, code, message),
        None => of_code(code, message, 400),
    }
}

/// The code of the service in a message such as `.. (Service: Ec2, Status Code: 400, Error Code: DependencyViolation; ..)`.
fn inner_code(message: &str) -> Option<&str> {
    const CODES: [&str; 4] = ["DependencyViolation", "DeleteConflict", "BucketNotEmpty", "ResourceInUse"];
    match message.split_once("Error Code: ") {
        Some((_, rest)) => rest.split([';', ',', ')']).next(),
        None => CODES.into_iter().find(|code| message.contains(code)),
    }
}
