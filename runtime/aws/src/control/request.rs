//! A request that Cloud Control has accepted: it is looked at until it has ended.

use aws_sdk_cloudcontrol::types::{OperationStatus, ProgressEvent};
use cloudc_provider::{Class, Fault};

use crate::fault::{fault, incomplete, of_code};
use crate::handler::Work;
use crate::patience::Looking;

/// What a request made that an earlier run had sent: none if it has not, or if nobody knows it any more. What still runs, or has
/// failed, tells so when it is sent again.
pub(super) async fn made(work: &Work<'_>, handle: &str) -> Result<Option<String>, Fault> {
    let answer = work.again.control.get_resource_request_status().request_token(handle).send().await;
    let event = match answer.map_err(fault) {
        Err(fault) if matches!(fault.class, Class::NotFound | Class::Invalid) => return Ok(None),
        answer => answer?.progress_event,
    };
    let done = event.filter(|event| event.operation_status() == Some(&OperationStatus::Success));
    Ok(done.and_then(|event| event.identifier))
}

/// Waits for the end of a request; gives the identifier of what it was about.
pub(super) async fn ended(work: &Work<'_>, event: Option<&ProgressEvent>) -> Result<String, Fault> {
    let mut event = event.cloned().ok_or_else(|| incomplete("what became of the request"))?;
    let handle = event.request_token().map(str::to_owned).ok_or_else(|| incomplete("how the request is called"))?;
    work.progress.0.accepted(&handle);
    let mut looking = Looking::new(work.call.timeout);
    let mut identified = false;
    loop {
        if let Some(identifier) = event.identifier().filter(|_| !identified) {
            work.progress.0.identified(identifier);
            identified = true;
        }
        match event.operation_status() {
            Some(OperationStatus::Success) => {
                return event.identifier().map(str::to_owned).ok_or_else(|| incomplete("what was made"));
            }
            Some(OperationStatus::Failed | OperationStatus::CancelComplete) => {
                work.shared.refuse(work.token());
                return Err(failed(&event));
            }
            _ => {}
        }
        looking.wait("the request had not ended").await?;
        let answer = work.again.control.get_resource_request_status().request_token(&handle).send().await;
        if let Some(answer) = looking.seen(answer.map_err(fault))? {
            event = answer.progress_event.ok_or_else(|| incomplete("what became of the request"))?;
        }
    }
}

/// Why a request failed. The handlers of most types put the service's own code into the message.
fn failed(event: &ProgressEvent) -> Fault {
    let message = event.status_message().unwrap_or("the request failed");
    let code = event.error_code().map(|code| code.as_str()).unwrap_or_default();
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
