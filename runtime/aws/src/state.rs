//! A program's state in a bucket: for teams, and for machines that forget.
//!
//! | object below the prefix | what |
//! |---|---|
//! | `state.json` | the last snapshot |
//! | `history/SERIAL.json` | the snapshots before |
//! | `journal/FENCE-SERIAL/NUMBER.json` | what happened since: one batch an object, the first of them the header |
//! | `lock.json` | who has it, and until when unless more is heard of them |
//!
//! Every write says what it believes is there: an object that is new must not be there, one that is replaced must be the one
//! that was read. Each owner of the lock has a number, the fence, greater than those before; a journal that is begun is in a
//! folder with that number, so that what an owner writes who has lost the lock stands in nobody's way.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_s3::primitives::ByteStream;
use cloudc_provider::{Class, Fault, Timestamp};
use cloudc_state::{Kept, Owner, StateError, Store};
use tokio::task::JoinHandle;

use crate::clients::{OpenError, Regions};
use crate::fault::fault;

/// How long an owner that is not heard of is taken for alive.
const LEASE: Duration = Duration::from_secs(300);

/// How often an owner lets others hear of it.
const PULSE: Duration = Duration::from_secs(60);

/// A state in a bucket.
#[derive(Debug)]
pub struct S3Store {
    place: Place,
    held: Arc<Mutex<Option<Held>>>,
    pulse: Option<JoinHandle<()>>,
    /// The snapshot that was read or written last, as S3 calls that version of it.
    snapshot: Option<String>,
    /// The folder of the journal, and the number of the next object in it.
    journal: Option<(String, u64)>,
    /// The lock was taken from somebody who never gave it back: a new journal has to be begun.
    taken_over: bool,
}

/// The lock, as it is held.
#[derive(Debug, Clone)]
struct Held {
    owner: Owner,
    /// What S3 calls this version of it.
    tag: String,
    /// Somebody else has it now.
    lost: bool,
}

/// Where it is.
#[derive(Debug, Clone)]
struct Place {
    client: aws_sdk_s3::Client,
    bucket: String,
    prefix: String,
}

/// What an object must be so that it is written.
#[derive(Debug, Clone, Copy)]
enum If<'i> {
    /// There is none yet.
    New,
    /// It is this version.
    Is(&'i str),
}

impl S3Store {
    /// The state of a program at `s3://BUCKET/PREFIX`; none if that is written in another way.
    ///
    /// # Errors
    /// The environment's endpoint is none.
    pub async fn open(place: &str, app: &str, region: Option<&str>) -> Result<Option<S3Store>, OpenError> {
        let place = place.strip_prefix("s3://").map(|place| place.split_once('/').unwrap_or((place, "")));
        let Some((bucket, prefix)) = place.filter(|(bucket, _)| !bucket.is_empty()) else { return Ok(None) };
        let regions = Regions::open(region).await?;
        let region = regions.at("", regions.home().unwrap_or("us-east-1"));
        let prefix =
            [prefix.trim_matches('/'), app].iter().filter(|part| !part.is_empty()).fold(String::new(), |path, part| {
                if path.is_empty() { (*part).to_owned() } else { format!("{path}/{part}") }
            });
        let place = Place { client: region.again.s3.clone(), bucket: bucket.to_owned(), prefix };
        let held = Arc::default();
        Ok(Some(S3Store { place, held, pulse: None, snapshot: None, journal: None, taken_over: false }))
    }

    fn held(&self) -> MutexGuard<'_, Option<Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes sure that the lock is still held.
    async fn check(&self) -> Result<(), StateError> {
        let own = self.held().clone().ok_or(StateError::Unlocked)?;
        match self.place.owner().await? {
            Some((other, _)) if other.lease != own.owner.lease => Err(StateError::Stolen(Box::new(other))),
            Some(_) if !own.lost => Ok(()),
            _ => Err(StateError::Unlocked),
        }
    }

    /// The newest journal: its folder and its objects, in order.
    async fn newest_journal(&self) -> Result<Option<(String, Vec<String>)>, StateError> {
        let names = self.place.list("journal/").await?;
        let folder = |name: &String| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let Some(newest) = names.iter().filter_map(folder).max() else { return Ok(None) };
        let own = names.into_iter().filter(|name| folder(name).as_ref() == Some(&newest)).collect();
        Ok(Some((newest, own)))
    }

    /// The greatest number of an owner that journals know.
    async fn last_fence(&self) -> Result<u64, StateError> {
        let newest = self.newest_journal().await?;
        let fence = |(folder, _): (String, _)| folder.rsplit('/').next()?.split('-').next()?.parse().ok();
        Ok(newest.and_then(fence).unwrap_or(0))
    }
}

#[async_trait]
impl Store for S3Store {
    async fn lock(&mut self, owner: Owner) -> Result<Option<Owner>, StateError> {
        let now = Timestamp::of_machine();
        let before = self.place.owner().await?;
        if let Some((other, _)) = before.as_ref().filter(|(other, _)| now < other.expires) {
            return Err(StateError::Locked(Box::new(other.clone())));
        }
        let last = before.as_ref().map_or(0, |(other, _)| other.fence).max(self.last_fence().await?);
        let owner = Owner { fence: last + 1, expires: now.after(LEASE), ..owner };
        let condition = before.as_ref().map_or(If::New, |(_, tag)| If::Is(tag));
        let tag = match self.place.put("lock.json", &text(&owner)?, condition).await? {
            Some(tag) => tag,
            // Somebody was faster.
            None => {
                let other = self.place.owner().await?;
                return Err(other.map_or(StateError::LockedByUnknown, |(other, _)| StateError::Locked(other.into())));
            }
        };
        *self.held() = Some(Held { owner, tag, lost: false });
        self.pulse = Some(tokio::spawn(pulse(self.place.clone(), Arc::clone(&self.held))));
        self.taken_over = before.is_some();
        Ok(before.map(|(other, _)| other))
    }

    async fn unlock(&mut self) -> Result<(), StateError> {
        if let Some(pulse) = self.pulse.take() {
            pulse.abort();
            let _ended = pulse.await;
        }
        if self.held().is_some() && self.check().await.is_ok() {
            self.place.delete("lock.json").await?;
        }
        *self.held() = None;
        Ok(())
    }

    async fn break_lock(&mut self) -> Result<Option<Owner>, StateError> {
        let owner = self.place.owner().await?;
        self.place.delete("lock.json").await?;
        Ok(owner.map(|(owner, _)| owner))
    }

    async fn load(&mut self) -> Result<Kept, StateError> {
        let snapshot = self.place.get("state.json").await?;
        self.snapshot = snapshot.as_ref().map(|(_, tag)| tag.clone());
        let mut kept = Kept { snapshot: snapshot.map(|(text, _)| text), torn: self.taken_over, ..Kept::default() };
        let Some((folder, names)) = self.newest_journal().await? else { return Ok(kept) };
        let mut objects = Vec::with_capacity(names.len());
        for name in &names {
            objects.extend(self.place.get(name).await?.map(|(text, _)| text));
        }
        self.journal = Some((folder, names.len() as u64));
        let mut objects = objects.into_iter();
        kept.header = objects.next();
        kept.batches = objects.collect();
        Ok(kept)
    }

    async fn append(&mut self, batch: &str) -> Result<(), StateError> {
        let Some((folder, number)) = self.journal.clone() else { return Err(StateError::Unlocked) };
        let written = self.place.put(&format!("{folder}/{number:08}.json"), batch, If::New).await?;
        // After, so that whoever takes over later reads it; nobody else writes where this owner does.
        self.check().await?;
        if written.is_none() {
            return Err(StateError::LockedByUnknown);
        }
        self.journal = Some((folder, number + 1));
        Ok(())
    }

    async fn compact(&mut self, snapshot: &str, header: &str, serial: u64) -> Result<(), StateError> {
        self.check().await?;
        let fence = self.held().as_ref().map_or(0, |held| held.owner.fence);
        // What stands in the history under this serial is the same.
        let _old = self.place.put(&format!("history/{serial:010}.json"), snapshot, If::New).await?;
        let condition = self.snapshot.as_deref().map_or(If::New, If::Is);
        let tag = self.place.put("state.json", snapshot, condition).await?;
        self.snapshot = Some(tag.ok_or(StateError::LockedByUnknown)?);
        let old = self.place.list("journal/").await?;
        let folder = format!("journal/{fence:08}-{serial:010}");
        let _same = self.place.put(&format!("{folder}/00000000.json"), header, If::New).await?;
        for name in old.iter().filter(|name| !name.starts_with(&folder)) {
            self.place.delete(name).await?;
        }
        self.journal = Some((folder, 1));
        self.taken_over = false;
        Ok(())
    }

    async fn versions(&mut self) -> Result<Vec<u64>, StateError> {
        let names = self.place.list("history/").await?;
        let serial = |name: &String| name.strip_prefix("history/")?.strip_suffix(".json")?.parse().ok();
        Ok(names.iter().filter_map(serial).collect())
    }

    async fn version(&mut self, serial: u64) -> Result<Option<String>, StateError> {
        Ok(self.place.get(&format!("history/{serial:010}.json")).await?.map(|(text, _)| text))
    }
}

impl Drop for S3Store {
    fn drop(&mut self) {
        if let Some(pulse) = self.pulse.take() {
            pulse.abort();
        }
    }
}

/// Lets others hear of an owner, as long as it is one.
async fn pulse(place: Place, held: Arc<Mutex<Option<Held>>>) {
    let own = || held.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        tokio::time::sleep(PULSE).await;
        let Some(Held { owner, tag, lost: false }) = own().clone() else { return };
        let owner = Owner { expires: Timestamp::of_machine().after(LEASE), ..owner };
        let Ok(words) = text(&owner) else { return };
        let written = place.put("lock.json", &words, If::Is(&tag)).await;
        let mut guard = own();
        match (written, guard.as_mut()) {
            (Ok(Some(tag)), Some(held)) => (held.owner, held.tag) = (owner, tag),
            (Ok(None), Some(held)) => held.lost = true,
            // What fails in passing is tried again before the lease ends.
            _ => {}
        }
    }
}

impl Place {
    fn key(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) }
    }

    /// Who has the lock, and what S3 calls that version of it.
    async fn owner(&self) -> Result<Option<(Owner, String)>, StateError> {
        let Some((text, tag)) = self.get("lock.json").await? else { return Ok(None) };
        let owner = serde_json::from_str(&text);
        owner
            .map(|owner| Some((owner, tag)))
            .map_err(|source| StateError::Unreadable { what: "the lock".into(), source })
    }

    /// An object, and what S3 calls this version of it.
    async fn get(&self, name: &str) -> Result<Option<(String, String)>, StateError> {
        let answer = match self.client.get_object().bucket(&self.bucket).key(self.key(name)).send().await.map_err(fault)
        {
            Err(fault) if fault.code == "NoSuchKey" => return Ok(None),
            answer => answer.map_err(|fault| self.wrong(name, &fault))?,
        };
        let tag = answer.e_tag.clone().unwrap_or_default();
        let bytes = answer.body.collect().await;
        let bytes = bytes.map_err(|error| self.wrong(name, &Fault::new(Class::Lost, "", error.to_string())))?;
        let text = String::from_utf8(bytes.to_vec()).map_err(|_| StateError::Damaged { what: name.to_owned() })?;
        Ok(Some((text, tag)))
    }

    /// Writes an object on a condition; gives what S3 calls the version, or none if the condition does not hold.
    ///
    /// The call may be sent twice, when its answer was lost; then the object holds exactly what was to be written.
    async fn put(&self, name: &str, text: &str, condition: If<'_>) -> Result<Option<String>, StateError> {
        let call = self.client.put_object().bucket(&self.bucket).key(self.key(name));
        let call = call.content_type("application/json").body(ByteStream::from(text.as_bytes().to_vec()));
        let call = match condition {
            If::New => call.if_none_match("*"),
            If::Is(tag) => call.if_match(tag),
        };
        match call.send().await.map_err(fault) {
            Ok(answer) => Ok(Some(answer.e_tag.unwrap_or_default())),
            Err(fault) if ["PreconditionFailed", "ConditionalRequestConflict"].contains(&fault.code.as_str()) => {
                let there = self.get(name).await?;
                Ok(there.filter(|(own, _)| own == text).map(|(_, tag)| tag))
            }
            Err(fault) => Err(self.wrong(name, &fault)),
        }
    }

    async fn delete(&self, name: &str) -> Result<(), StateError> {
        let call = self.client.delete_object().bucket(&self.bucket).key(self.key(name));
        call.send().await.map(drop).map_err(|error| self.wrong(name, &fault(error)))
    }

    /// The names below a folder, sorted.
    async fn list(&self, folder: &str) -> Result<Vec<String>, StateError> {
        let start = self.key("");
        let (mut names, mut next) = (Vec::new(), None);
        loop {
            let call = self.client.list_objects_v2().bucket(&self.bucket).prefix(self.key(folder));
            let answer = call.set_continuation_token(next).send().await;
            let answer = answer.map_err(|error| self.wrong(folder, &fault(error)))?;
            let keys = answer.contents().iter().filter_map(|object| object.key());
            names.extend(keys.filter_map(|key| key.strip_prefix(&start)).map(str::to_owned));
            next = answer.next_continuation_token;
            if next.is_none() {
                names.sort();
                return Ok(names);
            }
        }
    }

    fn wrong(&self, name: &str, fault: &Fault) -> StateError {
        let what = format!("`s3://{}/{}`", self.bucket, self.key(name));
        StateError::Io { what, source: std::io::Error::other(format!("{} {}", fault.code, fault.message)) }
    }
}

fn text(owner: &Owner) -> Result<String, StateError> {
    serde_json::to_string(owner).map_err(|source| StateError::Unreadable { what: "the lock".into(), source })
}
