use async_trait::async_trait;
use cloudc_facts::ResourceType;
use cloudc_provider::{Actual, Change, Class, Fault, Readiness, Recovery};
use serde_json::{Value as Json, json};

use crate::call::{element, elements};
use crate::direct::props::{are_among, text};
use crate::fault::incomplete;
use crate::handler::{Handler, Work};

/// `aws.iam.AccessKey`. Its secret stands in the answer to its creation and nowhere else. Done: it is there, and active unless the
/// program says otherwise.
///
/// IAM knows no tokens here, and keys carry no marks: a creation without an answer made whichever key its user did not have
/// before, as the handle of the operation says.
#[derive(Debug)]
pub(crate) struct Key;

#[async_trait]
impl Handler for Key {
    fn takes(&self, properties: &Json) -> bool {
        are_among(properties, &["UserName", "Status"])
    }

    fn recovery(&self, _ty: &ResourceType) -> Recovery {
        Recovery::Search
    }

    async fn make(&self, work: &Work<'_>, properties: &Json) -> Result<String, Fault> {
        let user = user(properties)?;
        let before = keys(work, &user).await?.into_iter().map(|(id, _)| id).collect::<Vec<_>>().join(",");
        work.shared.remember(work.token(), &before);
        work.progress.0.accepted(&before);
        let answer = work.caller.call("iam:CreateAccessKey", &json!({ "UserName": user })).await?;
        let secret = element(&answer, "SecretAccessKey").ok_or_else(|| incomplete("the secret of the key"))?;
        work.progress.0.told("SecretAccessKey", &secret);
        element(&answer, "AccessKeyId").ok_or_else(|| incomplete("which key was made"))
    }

    async fn finish(&self, work: &Work<'_>, identifier: &str, properties: &Json) -> Result<(), Fault> {
        work.shared.remember(identifier, &user(properties)?);
        match text(properties, "Status").as_deref() {
            None | Some("Active") => Ok(()),
            Some(status) => set(work, &user(properties)?, identifier, status).await,
        }
    }

    async fn read(&self, work: &Work<'_>, identifier: &str) -> Result<Option<Actual>, Fault> {
        let Some(user) = user_of(work, identifier).await? else { return Ok(None) };
        let all = match keys(work, &user).await {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            all => all?,
        };
        let found = all.into_iter().find(|(id, _)| id == identifier);
        Ok(found.map(|(id, status)| Actual {
            model: json!({ "Id": id, "UserName": user, "Status": status }),
            identifier: id,
            readiness: Readiness::Ready,
        }))
    }

    async fn change(&self, work: &Work<'_>, identifier: &str, change: Change<'_>) -> Result<(), Fault> {
        let status = text(change.after, "Status").unwrap_or_else(|| "Active".to_owned());
        set(work, &user(change.after)?, identifier, &status).await
    }

    async fn remove(&self, work: &Work<'_>, identifier: &str) -> Result<(), Fault> {
        let none = || Fault::new(Class::NotFound, "NoSuchEntity", format!("there is no key `{identifier}`"));
        let actual = self.read(work, identifier).await?.ok_or_else(none)?;
        let user = user(&actual.model)?;
        work.shared.remember(identifier, &user);
        let input = json!({ "UserName": user, "AccessKeyId": identifier });
        work.caller.call("iam:DeleteAccessKey", &input).await.map(drop)
    }

    async fn all(&self, work: &Work<'_>) -> Result<Vec<(String, Json)>, Fault> {
        let mut all = Vec::new();
        for user in users(work).await? {
            let own = keys(work, &user).await?.into_iter();
            all.extend(own.map(|(id, status)| (id.clone(), json!({ "Id": id, "UserName": user, "Status": status }))));
        }
        Ok(all)
    }

    async fn find(&self, work: &Work<'_>, properties: &Json) -> Result<Option<String>, Fault> {
        let before = work.shared.remembered(work.token());
        let Some(before) = before.or_else(|| work.call.handle.as_deref().map(str::to_owned)) else { return Ok(None) };
        let known = |id: &str| before.split(',').any(|known| known == id);
        let now = match keys(work, &user(properties)?).await {
            Err(fault) if fault.class == Class::NotFound => return Ok(None),
            now => now?,
        };
        Ok(now.into_iter().map(|(id, _)| id).find(|id| !known(id)))
    }
}

fn user(properties: &Json) -> Result<String, Fault> {
    text(properties, "UserName").ok_or_else(|| Fault::impossible("a key has a user, `UserName`"))
}

/// Whose a key is; none if there is no such key.
async fn user_of(work: &Work<'_>, identifier: &str) -> Result<Option<String>, Fault> {
    if let Some(user) = work.shared.remembered(identifier) {
        return Ok(Some(user));
    }
    match work.caller.call("iam:GetAccessKeyLastUsed", &json!({ "AccessKeyId": identifier })).await {
        Ok(answer) => Ok(element(&answer, "UserName")),
        Err(fault) if fault.class == Class::NotFound => Ok(None),
        // Of a key that is gone IAM says that one may not ask for it: who may ask for others knows.
        Err(fault) if fault.class == Class::Denied => {
            for user in users(work).await.map_err(|_| fault)? {
                if keys(work, &user).await?.iter().any(|(id, _)| id == identifier) {
                    return Ok(Some(user));
                }
            }
            Ok(None)
        }
        Err(fault) => Err(fault),
    }
}

async fn users(work: &Work<'_>) -> Result<Vec<String>, Fault> {
    let pages = paged(work, "iam:ListUsers", &json!({})).await?;
    Ok(pages.iter().flat_map(|page| elements(page, "UserName")).collect())
}

async fn set(work: &Work<'_>, user: &str, id: &str, status: &str) -> Result<(), Fault> {
    let input = json!({ "UserName": user, "AccessKeyId": id, "Status": status });
    work.caller.call("iam:UpdateAccessKey", &input).await.map(drop)
}

/// The keys of a user, each with whether it is active.
async fn keys(work: &Work<'_>, user: &str) -> Result<Vec<(String, String)>, Fault> {
    let pages = paged(work, "iam:ListAccessKeys", &json!({ "UserName": user })).await?;
    let members = pages.iter().flat_map(|page| elements(page, "member"));
    Ok(members.filter_map(|key| Some((element(&key, "AccessKeyId")?, element(&key, "Status")?))).collect())
}

/// All pages of an answer.
async fn paged(work: &Work<'_>, action: &str, input: &Json) -> Result<Vec<String>, Fault> {
    let (mut pages, mut input) = (Vec::new(), input.clone());
    loop {
        let page = work.caller.call(action, &input).await?;
        let next = element(&page, "Marker").filter(|_| element(&page, "IsTruncated").as_deref() == Some("true"));
        pages.push(page);
        match next {
            Some(marker) => cloudc_provider::path::set(&mut input, "Marker", json!(marker)),
            None => return Ok(pages),
        }
    }
}
