use async_trait::async_trait;
use aws_sdk_lambda::types::FunctionUrlAuthType;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery, path};
use serde_json::Value as Json;

use crate::direct::props::{flag, model, text};
use crate::fault::fault;
use crate::handler::{Handler, Work};

/// `aws.lambda.Permission`: a statement of a function's policy, named after the operation that writes it. Done: it is there.
#[derive(Debug)]
pub(crate) struct Permission;

#[async_trait]
impl Handler for Permission {
    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let (from, id) = (|name| text(properties, name), statement_id(work));
        let call = work.clients.lambda.add_permission().set_function_name(from("FunctionName")).statement_id(&id);
        let call = call.set_action(from("Action")).set_principal(from("Principal")).set_source_arn(from("SourceArn"));
        let call = call.set_source_account(from("SourceAccount")).set_event_source_token(from("EventSourceToken"));
        let call = call.set_principal_org_id(from("PrincipalOrgID"));
        let kind = from("FunctionUrlAuthType").map(|word| FunctionUrlAuthType::from(word.as_str()));
        let call = call.set_function_url_auth_type(kind);
        let call = call.set_invoked_via_function_url(flag(properties, "InvokedViaFunctionUrl"));
        call.send().await.map_err(fault)?;
        Ok(format!("{}|{id}", from("FunctionName").unwrap_or_default()))
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let (function, id) = parts(identifier)?;
        let Some(statement) = statement(work, function, id).await? else { return Ok(None) };
        let condition = |place: &str| path::get(&statement, "Condition").and_then(|all| deep(all, place)).cloned();
        let principal = path::get(&statement, "Principal").map(|principal| match principal {
            Json::Object(all) => all.values().next().cloned().unwrap_or(Json::Null),
            other => other.clone(),
        });
        let model = model([
            ("Id", Some(id.into())),
            ("FunctionName", Some(function.into())),
            ("Action", path::get(&statement, "Action").cloned()),
            ("Principal", principal),
            ("SourceArn", condition("AWS:SourceArn")),
            ("SourceAccount", condition("AWS:SourceAccount")),
        ]);
        Ok(Some(Actual { identifier: identifier.to_owned(), model, readiness: Readiness::Ready }))
    }

    async fn change(&self, _work: &Work<'_>, _identifier: &str, _change: Change<'_>) -> Result<(), Fault> {
        Err(Fault::new(Class::Immutable, "", "a permission cannot be changed in place"))
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let (function, id) = parts(identifier)?;
        let call = work.clients.lambda.remove_permission().function_name(function).statement_id(id);
        call.send().await.map_err(fault).map(drop)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let (function, id) = (text(properties, "FunctionName").unwrap_or_default(), statement_id(work));
        let found = statement(work, &function, &id).await?;
        Ok(found.map(|_| format!("{function}|{id}")))
    }
}

fn statement_id(work: &Work<'_>) -> String {
    format!("cloudc-{}", work.token())
}

/// A function's name or ARN, and the statement's name.
fn parts(identifier: &str) -> Result<(&str, &str), Fault> {
    identifier.rsplit_once('|').ok_or_else(|| Fault::impossible(format!("`{identifier}` is no permission")))
}

async fn statement(work: &Work<'_>, function: &str, id: &str) -> Result<Option<Json>, Fault> {
    let answer = match work.again.lambda.get_policy().function_name(function).send().await.map_err(fault) {
        Err(fault) if fault.class == Class::NotFound => return Ok(None),
        answer => answer?,
    };
    let policy: Json = serde_json::from_str(answer.policy().unwrap_or("{}")).unwrap_or(Json::Null);
    let statements = path::get(&policy, "Statement").and_then(Json::as_array);
    let found = statements.into_iter().flatten().find(|statement| path::text(statement, "Sid") == Some(id));
    Ok(found.cloned())
}

/// The value of a key below any operator of a condition; keys are written in different cases.
fn deep<'j>(condition: &'j Json, key: &str) -> Option<&'j Json> {
    let operators = condition.as_object()?.values().filter_map(Json::as_object);
    operators.flatten().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}
