//! Cloud Control: every type that it provisions, driven by facts alone.
//!
//! A request is known by the token it was sent with for 36 hours: sent again it is the same request. Done means here what
//! the type's handler means: it waits itself until the resource is stable.

mod indexes;
mod patch;
mod request;

use async_trait::async_trait;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery, identifier, named, path};
use serde_json::{Value as Json, json};

use crate::direct::props::{items, text};
use crate::fault::incomplete;
use crate::handler::{Handler, Work};
use crate::marks;

/// The generic path.
#[derive(Debug)]
pub(crate) struct Control;

#[async_trait]
impl Handler for Control {
    /// What is named by the program can be looked for; what the cloud names is asked for by its token.
    fn recovery(&self, ty: &ResourceType) -> Recovery {
        let named = !ty.identifier().is_empty() && ty.identifier().iter().all(|path| !ty.read_only().contains(path));
        if named { Recovery::Search } else { Recovery::Token }
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let wish = json!({ "DesiredState": properties.to_string() });
        let event = request::sent(work, "CreateResource", wish, &work.request()).await?;
        let left = event.identifier.clone();
        match request::ended(work, event).await {
            // What is left of a creation that failed half-way is ours to delete.
            Err(fault) if !matches!(fault.class, Class::Lost | Class::Conflict) => match left {
                Some(left) => Err(leaving(work, fault, &left).await),
                None => Err(fault),
            },
            other => other,
        }
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let found = whole(work, identifier).await?;
        Ok(found.map(|mut model| {
            marks::strip(&work.call.ty, &mut model);
            Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }
        }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        let none = || Fault::new(Class::NotFound, "ResourceNotFoundException", format!("there is no `{identifier}`"));
        let mut model = whole(work, identifier).await?.ok_or_else(none)?;
        let token = work.request();
        let first = indexes::first(&work.call.ty, &change, &model);
        for (left, patch) in first.iter().rev().enumerate().rev() {
            // Counted from the end: a run that is taken up asks for what is left by the same names.
            update(work, identifier, patch, &format!("{token}-before-{left}")).await?;
            model = whole(work, identifier).await?.ok_or_else(none)?;
        }
        let operations = patch::patch(&work.call.ty, &change, &model);
        match operations.is_empty() {
            true => Ok(()),
            false => update(work, identifier, &Json::Array(operations), &token).await,
        }
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let wish = json!({ "Identifier": identifier });
        request::ended(work, request::sent(work, "DeleteResource", wish, &work.request()).await?).await.map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let Some(name) = identifier(&work.call.ty, &named(work.call, properties)) else { return Ok(None) };
        let found = whole(work, &name).await?;
        let ours = |model: &Json| !marks::takes_marks(&work.call.ty) || marks::is_made_by(work.call, model);
        Ok(found.filter(ours).map(|_| name))
    }
}

/// Sends a change and waits until it is done; `token` is what the request is known by.
async fn update(work: &Work<'_>, identifier: &str, patch: &Json, token: &str) -> Result<(), Fault> {
    let wish = json!({ "Identifier": identifier, "PatchDocument": patch.to_string() });
    request::ended(work, request::sent(work, "UpdateResource", wish, token).await?).await.map(drop)
}

/// Everything that the cloud tells of a resource, marks too.
pub(crate) async fn whole(work: &Work<'_>, identifier: &str) -> Result<Option<Json>, Fault> {
    let wish = json!({ "TypeName": type_name(&work.call.ty)?, "Identifier": identifier });
    let answer = match work.caller.ask("cloudcontrolapi:GetResource", &wish).await {
        Ok(answer) => answer,
        Err(fault) if fault.class == Class::NotFound => return Ok(None),
        Err(fault) => return Err(fault),
    };
    let text =
        text(&answer, "ResourceDescription.Properties").ok_or_else(|| incomplete("what the resource is like"))?;
    serde_json::from_str(&text).map(Some).map_err(|_| incomplete("in JSON what the resource is like"))
}

/// The identifiers of everything of the call's type, each with what listing tells of it.
pub(crate) async fn all(work: &Work<'_>, properties: &Json) -> Result<Vec<(String, Json)>, Fault> {
    let mut all = Vec::new();
    let mut wish = json!({ "TypeName": type_name(&work.call.ty)? });
    // Some types are listed within another, which these properties name.
    if properties.as_object().is_some_and(|all| !all.is_empty()) {
        path::set(&mut wish, "ResourceModel", properties.to_string().into());
    }
    loop {
        let answer = work.caller.ask("cloudcontrolapi:ListResources", &wish).await?;
        for found in items(&answer, "ResourceDescriptions") {
            let model = text(found, "Properties").and_then(|text| serde_json::from_str(&text).ok());
            all.extend(text(found, "Identifier").map(|identifier| (identifier, model.unwrap_or(Json::Null))));
        }
        match text(&answer, "NextToken") {
            Some(next) => path::set(&mut wish, "NextToken", next.into()),
            None => return Ok(all),
        }
    }
}

/// What a creation made whose name only the cloud knows, as far as it can be seen. Its token is known for 36 hours only, the request
/// itself for a week, and a mark as long as the resource: a run that is taken up after days asks in this order, backwards.
///
/// # Errors
/// The cloud cannot be asked now.
pub(crate) async fn made(work: &Work<'_>) -> Result<Option<Actual>, Fault> {
    let requested = match &work.call.handle {
        Some(handle) => request::made(work, handle).await?,
        None => None,
    };
    let identifier = match requested {
        Some(identifier) => Some(identifier),
        None if marks::takes_marks(&work.call.ty) => marked(work).await?,
        None => None,
    };
    match identifier {
        Some(identifier) => Control.read(work, &identifier).await,
        None => Ok(None),
    }
}

/// What carries the mark of this operation. Who may not list sees nothing.
async fn marked(work: &Work<'_>) -> Result<Option<String>, Fault> {
    let all = match all(work, &Json::Null).await {
        Err(fault) if matches!(fault.class, Class::Throttled | Class::Transient | Class::Lost) => return Err(fault),
        all => all.unwrap_or_default(),
    };
    let property = marks::property(&work.call.ty).unwrap_or_default();
    for (identifier, told) in all {
        let is_told = path::get(&told, property).is_some();
        let model = if is_told { Some(told) } else { whole(work, &identifier).await? };
        if model.is_some_and(|model| marks::is_made_by(work.call, &model)) {
            return Ok(Some(identifier));
        }
    }
    Ok(None)
}

async fn leaving(work: &Work<'_>, fault: Fault, identifier: &str) -> Fault {
    match whole(work, identifier).await {
        Ok(Some(mut model)) => {
            marks::strip(&work.call.ty, &mut model);
            fault.leaving(Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Failed })
        }
        _ => fault,
    }
}

fn type_name(ty: &ResourceType) -> Result<&str, Fault> {
    let provisioned = ty.cloudformation().filter(|_| ty.cloud_control());
    provisioned.ok_or_else(|| Fault::impossible(format!("`{}` can be made through CloudFormation only", ty.name())))
}
