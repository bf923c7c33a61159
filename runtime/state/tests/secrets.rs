//! Secrets that a state keeps: they open at their place with their key, and nobody finds them anywhere else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use cloudc_durable::{Files, Memory};
use cloudc_provider::{Action, Site, Timestamp, Token};
use cloudc_state::{
    Document, Entry, Intent, Keeper, KeyError, KeyFile, LocalStore, Passphrase, Record, State, StateError, Target,
};
use serde_json::json;

const CANARY: &str = "c4n4ry-in-the-mine";

fn file(files: &Memory) -> Vec<Arc<dyn Keeper>> {
    vec![Arc::new(KeyFile::new(Arc::new(files.clone()), "key"))]
}

fn passphrase(text: &str) -> Arc<dyn Keeper> {
    Arc::new(Passphrase::new(text).unwrap())
}

async fn open(files: &Memory, keepers: Vec<Arc<dyn Keeper>>) -> State {
    let store = Box::new(LocalStore::new(Arc::new(files.clone())));
    let mut state = State::open(store, "shop", "apply").await.unwrap();
    state.kept_by(keepers);
    state
}

/// Makes a thing that tells a secret, as an engine does.
async fn make(state: &mut State, address: &str, secret: &str) {
    state.ready_for_secrets().await.unwrap();
    let op = Token::of(&["create", address, &state.document().serial.to_string()]);
    let intent = Intent {
        op: op.clone(),
        action: Action::Create,
        target: Target::at(address),
        ty: "aws.iam.AccessKey".into(),
        site: Site::default(),
        connection: None,
        identifier: String::new(),
        properties: json!({}),
        places: vec![],
        needs: vec![],
        marks: vec![],
        timeout: None,
        rollout: None,
        at: Timestamp::default(),
    };
    state.record(vec![Entry::Intent(Box::new(intent))]).await.unwrap();
    let sealed = state.sealed(&op, address, "Secret", secret).unwrap();
    state.record(vec![sealed]).await.unwrap();
    let record = Record {
        ty: "aws.iam.AccessKey".into(),
        kind: Default::default(),
        site: Site::default(),
        identifier: format!("id-{op}"),
        properties: json!({}),
        attributes: json!({}),
        sealed: BTreeMap::new(),
        needs: vec![],
        token: op.clone(),
        unfinished: false,
        unsure: vec![],
        protect: false,
        retain: false,
        snapshot: false,
        changed: Timestamp::default(),
    };
    state.record(vec![Entry::Made { op, record: Box::new(record) }]).await.unwrap();
}

/// Everything that is on the disk.
fn everything(files: &Memory) -> String {
    let folders = ["", "history"];
    let names = folders.iter().flat_map(|folder| {
        let join = move |name: String| if folder.is_empty() { name } else { format!("{folder}/{name}") };
        files.list(folder).unwrap().into_iter().map(join)
    });
    names.map(|name| String::from_utf8_lossy(&files.read(&name).unwrap().unwrap()).into_owned()).collect()
}

/// Puts a changed document in the place of what is recorded, as somebody with an editor would.
async fn edit(state: &mut State, change: impl FnOnce(&mut Document)) {
    let mut document = state.document().clone();
    change(&mut document);
    state.replace(document).await.unwrap();
}

#[tokio::test]
async fn a_secret_survives_and_stands_in_no_file() {
    let files = Memory::new();
    let mut state = open(&files, file(&files)).await;
    make(&mut state, "a", CANARY).await;
    assert!(!everything(&files).contains(CANARY));
    // The process dies: snapshot and journal are read by the next one.
    drop(state);
    let mut state = open(&files.after_crash(), file(&files)).await;
    state.unlock().await;
    assert_eq!(state.opened("a", "Secret").unwrap().as_deref(), Some(CANARY));
    assert_eq!((state.opened("a", "Other").unwrap(), state.opened("b", "Secret").unwrap()), (None, None));
    assert!(!format!("{state:?}").contains(CANARY));
    let document = state.close().await.unwrap();
    assert!(!everything(&files).contains(CANARY) && document.keys.len() == 1);
}

#[tokio::test]
async fn a_state_without_secrets_needs_no_key() {
    let files = Memory::new();
    let mut state = open(&files, vec![]).await;
    state.unlock().await;
    state.record(vec![Entry::Outputs { values: [("a".into(), json!(1))].into() }]).await.unwrap();
    state.close().await.unwrap();
    assert_eq!(files.read("key").unwrap(), None);
    let mut state = open(&files, vec![]).await;
    assert!(matches!(state.ready_for_secrets().await, Err(StateError::Key(KeyError::NoKey))));
}

#[tokio::test]
async fn a_secret_in_another_place_does_not_open() {
    let files = Memory::new();
    let mut state = open(&files, file(&files)).await;
    make(&mut state, "a", "one").await;
    make(&mut state, "b", "two").await;
    let broken = |place: &str| Err(KeyError::Broken { place: place.into() });
    // One resource's in another's.
    edit(&mut state, |document| {
        let stolen = document.resources["a"].sealed["Secret"].clone();
        document.resources.get_mut("b").unwrap().sealed.insert("Secret".into(), stolen.clone());
        document.resources.get_mut("a").unwrap().sealed.insert("Public".into(), stolen);
    })
    .await;
    assert_eq!(state.opened("b", "Secret"), broken("b.Secret"));
    assert_eq!(state.opened("a", "Public"), broken("a.Public"));
    assert_eq!(state.opened("a", "Secret").unwrap().as_deref(), Some("one"));
    // Another state's, with its key.
    let others = Memory::new();
    let mut other = open(&others, file(&files)).await;
    make(&mut other, "a", "three").await;
    let taken = other.document().clone();
    edit(&mut state, |document| {
        document.keys.extend(taken.keys.clone());
        document.resources.insert("a".into(), taken.resources["a"].clone());
    })
    .await;
    state.unlock().await;
    assert!(state.opened("a", "Secret").is_err());
    // One that was written over.
    edit(&mut state, |document| {
        let sealed = document.resources.get_mut("b").unwrap().sealed.get_mut("Secret").unwrap();
        *sealed = "no:thing".into();
    })
    .await;
    assert_eq!(state.opened("b", "Secret"), broken("b.Secret"));
}

#[tokio::test]
async fn a_secret_goes_along_with_what_it_belongs_to() {
    let files = Memory::new();
    let mut state = open(&files, file(&files)).await;
    make(&mut state, "a", CANARY).await;
    state.close().await.unwrap();
    let mut state = open(&files, file(&files)).await;
    state.record(vec![Entry::Moved { from: "a".into(), to: "b".into() }]).await.unwrap();
    assert_eq!(state.opened("b", "Secret").unwrap().as_deref(), Some(CANARY));
    // Who has no key can move nothing that is sealed, and nothing is changed.
    state.close().await.unwrap();
    let mut state = open(&files, vec![]).await;
    let moved = state.record(vec![Entry::Moved { from: "b".into(), to: "c".into() }]).await;
    assert!(matches!(moved, Err(StateError::Key(KeyError::NoKeeper { .. }))), "{moved:?}");
    assert!(state.document().at("b").is_some());
}

#[tokio::test]
async fn wrong_and_lost_keys_are_told_and_nothing_is_lost() {
    let files = Memory::new();
    let mut state = open(&files, file(&files)).await;
    make(&mut state, "a", CANARY).await;
    state.close().await.unwrap();
    let key = files.read("key").unwrap().unwrap();
    for (content, error) in [
        (None, "which `key` does not hold"),
        (Some(&b"# nothing\n"[..]), "which `key` does not hold"),
        (Some(&b"no key\n"[..]), "the key file `key` cannot be used: a line of it is no key"),
    ] {
        match content {
            None => files.remove("key").unwrap(),
            Some(bytes) => files.replace("key", bytes).unwrap(),
        }
        let mut state = open(&files, file(&files)).await;
        state.unlock().await;
        let found = state.opened("a", "Secret").unwrap_err().to_string();
        assert!(found.contains(error), "{found}");
        assert!(matches!(state.rekey(&|_| false).await, Err(StateError::Key(_))));
        state.close().await.unwrap();
    }
    files.replace("key", &key).unwrap();
    let mut state = open(&files, file(&files)).await;
    state.unlock().await;
    assert_eq!(state.opened("a", "Secret").unwrap().as_deref(), Some(CANARY));
}

#[tokio::test]
async fn a_passphrase_opens_what_it_sealed() {
    let files = Memory::new();
    let mut state = open(&files, vec![passphrase("right")]).await;
    make(&mut state, "a", CANARY).await;
    state.close().await.unwrap();
    let mut wrong = open(&files, vec![passphrase("wrong")]).await;
    wrong.unlock().await;
    assert_eq!(wrong.opened("a", "Secret"), Err(KeyError::Passphrase));
    wrong.close().await.unwrap();
    let mut none = open(&files, file(&files)).await;
    none.unlock().await;
    assert_eq!(none.opened("a", "Secret"), Err(KeyError::NoKeeper { by: "passphrase".into() }));
    none.close().await.unwrap();
    let mut right = open(&files, vec![passphrase("right")]).await;
    right.unlock().await;
    assert_eq!(right.opened("a", "Secret").unwrap().as_deref(), Some(CANARY));
    assert_eq!(Passphrase::new(" ").unwrap_err(), KeyError::NoPassphrase);
}

#[tokio::test]
async fn another_key_seals_everything_anew() {
    let files = Memory::new();
    let mut state = open(&files, file(&files)).await;
    make(&mut state, "a", CANARY).await;
    state.checkpoint().await.unwrap();
    let before = state.document().clone();
    // From the file to a passphrase: both are needed once, then only the new one.
    state.kept_by([vec![passphrase("p")], file(&files)].concat());
    assert_eq!(state.rekey(&|_| false).await.unwrap(), []);
    state.close().await.unwrap();
    let mut state = open(&files, vec![passphrase("p")]).await;
    state.unlock().await;
    assert_eq!(state.opened("a", "Secret").unwrap().as_deref(), Some(CANARY));
    // Earlier versions are sealed as they were.
    state.kept_by(file(&files));
    state.roll_back(before.serial).await.unwrap();
    state.unlock().await;
    assert_eq!(state.opened("a", "Secret").unwrap().as_deref(), Some(CANARY));
    // What cannot be opened is given up where that is said, and nothing else.
    state.kept_by(file(&files));
    make(&mut state, "b", "two").await;
    edit(&mut state, |document| {
        *document.resources.get_mut("a").unwrap().sealed.get_mut("Secret").unwrap() = "no:thing".into();
    })
    .await;
    assert_eq!(state.rekey(&|_| true).await.unwrap(), [("a".to_owned(), "Secret".to_owned())]);
    assert_eq!(
        (state.opened("a", "Secret").unwrap(), state.opened("b", "Secret").unwrap().as_deref()),
        (None, Some("two"))
    );
}
