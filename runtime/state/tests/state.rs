//! What a state keeps through crashes, full disks, damage and rivals.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cloudc_durable::{Crash, Disk, Files, Memory};
use cloudc_provider::{Action, Class, Site, Timestamp, Token};
use cloudc_state::{Document, Entry, Intent, LocalStore, Record, State, StateError, Target};
use proptest::prelude::*;
use serde_json::json;

fn record(token: &Token) -> Record {
    Record {
        ty: "aws.sqs.Queue".into(),
        kind: Default::default(),
        site: Site::default(),
        identifier: format!("id-{token}"),
        properties: json!({ "A": 1 }),
        attributes: json!({}),
        sealed: BTreeMap::new(),
        needs: vec![],
        token: token.clone(),
        unfinished: false,
        unsure: vec![],
        protect: false,
        retain: false,
        snapshot: false,
        changed: Timestamp::default(),
    }
}

fn intent(op: &Token, action: Action, address: &str) -> Entry {
    Entry::Intent(Box::new(Intent {
        op: op.clone(),
        action,
        target: Target::at(address),
        ty: "aws.sqs.Queue".into(),
        site: Site::default(),
        connection: None,
        identifier: String::new(),
        properties: json!({ "A": 1 }),
        places: vec![],
        rollout: None,
        needs: vec![],
        marks: vec![],
        timeout: None,
        at: Timestamp::default(),
    }))
}

fn made(op: &Token) -> Entry {
    Entry::Made { op: op.clone(), record: Box::new(record(op)) }
}

fn store(files: &Memory) -> Box<LocalStore> {
    Box::new(LocalStore::new(Arc::new(files.clone())))
}

async fn open(files: &Memory) -> Result<State, StateError> {
    State::open(store(files), "shop", "apply").await
}

/// What the n-th batch holds: a resource is begun, made, then gone again.
fn batch(n: usize) -> Vec<Entry> {
    let op = |what: &str| Token::of(&[what, &(n / 4).to_string()]);
    let address = format!("r{}", n / 4);
    match n % 4 {
        0 => vec![intent(&op("create"), Action::Create, &address)],
        1 => vec![made(&op("create")), Entry::Outputs { values: [(address, json!(n))].into() }],
        2 if n % 8 == 2 => vec![intent(&op("delete"), Action::Delete, &address)],
        3 if n % 8 == 3 => vec![Entry::Gone { op: op("delete") }],
        _ => vec![Entry::Answered { question: address, answer: json!(n) }],
    }
}

fn expected(start: &Document, batches: usize) -> Document {
    let mut document = start.clone();
    (0..batches).flat_map(batch).for_each(|entry| document.apply(entry));
    document.serial = batches as u64;
    document
}

#[tokio::test]
async fn what_is_recorded_is_there_after_any_end() {
    let files = Memory::new();
    let mut state = open(&files).await.unwrap();
    let start = state.document().clone();
    for n in 0..5 {
        state.record(batch(n)).await.unwrap();
    }
    drop(state);
    let mut state = open(&files).await.unwrap();
    assert_eq!(state.document(), &expected(&start, 5));
    assert_eq!(state.interrupted().unwrap().command, "apply");
    for n in 5..9 {
        state.record(batch(n)).await.unwrap();
    }
    assert_eq!(state.close().await.unwrap(), expected(&start, 9));
    let state = open(&files).await.unwrap();
    assert_eq!((state.document(), state.interrupted()), (&expected(&start, 9), None));
    assert_eq!(State::peek(&mut *store(&files), "shop").await.unwrap(), expected(&start, 9));
}

#[tokio::test]
async fn a_replacement_keeps_the_old_one_until_it_is_gone() {
    let files = Memory::new();
    let mut state = open(&files).await.unwrap();
    let [old, new, gone] = ["old", "new", "gone"].map(|name| Token::of(&[name]));
    for op in [&old, &new] {
        state.record(vec![intent(op, Action::Create, "q")]).await.unwrap();
        state.record(vec![made(op)]).await.unwrap();
    }
    let document = state.document();
    assert_eq!(document.at("q").unwrap().token, new);
    let all: Vec<Target> = document.all().map(|(target, _)| target).collect();
    let target = Target { address: "q".into(), replaced: Some(old.clone()) };
    assert_eq!(all, [Target::at("q"), target.clone()]);
    let Entry::Intent(mut delete) = intent(&gone, Action::Delete, "q") else { panic!("it is an intent") };
    delete.target = target;
    state.record(vec![Entry::Intent(delete)]).await.unwrap();
    state.record(vec![Entry::Gone { op: gone }]).await.unwrap();
    assert_eq!(state.document().all().count(), 1);
}

#[tokio::test]
async fn what_a_failed_creation_leaves_takes_no_working_resources_place() {
    let files = Memory::new();
    let mut state = open(&files).await.unwrap();
    let [first, second] = ["first", "second"].map(|name| Token::of(&[name]));
    let failed = |op: &Token| Entry::Failed {
        op: op.clone(),
        class: Some(Class::Failed),
        code: "x".into(),
        message: "y".into(),
        left: Some(Box::new(Record { unfinished: true, ..record(op) })),
        partly: false,
    };
    state.record(vec![intent(&first, Action::Create, "a"), failed(&first)]).await.unwrap();
    assert!(state.document().at("a").unwrap().unfinished);
    state.record(vec![intent(&first, Action::Create, "b"), made(&first)]).await.unwrap();
    state.record(vec![intent(&second, Action::Create, "b"), failed(&second)]).await.unwrap();
    assert_eq!(state.document().at("b").unwrap().token, first);
    assert!(state.document().replaced.contains_key(&second));
}

#[tokio::test]
async fn what_moves_is_known_by_its_new_address_to_those_that_need_it() {
    let files = Memory::new();
    let mut state = open(&files).await.unwrap();
    let [cluster, object] = ["cluster", "object"].map(|name| Token::of(&[name]));
    let on = Site { cluster: Some("edge".into()), ..Site::default() };
    let lives_on = Record { site: on, needs: vec!["a".into(), "edge.cluster".into()], ..record(&object) };
    let noted = |address: &str, record: Record| Entry::Noted { address: address.into(), record: Box::new(record) };
    state.record(vec![noted("edge.cluster", record(&cluster)), noted("web", lives_on)]).await.unwrap();
    state.record(vec![Entry::Moved { from: "edge.cluster".into(), to: "Main.cluster".into() }]).await.unwrap();
    let web = state.document().at("web").unwrap();
    assert_eq!(web.needs, ["Main.cluster", "a"]);
    assert_eq!(web.site.cluster.as_deref(), Some("Main"));
    assert!(state.document().at("Main.cluster").is_some() && state.document().at("edge.cluster").is_none());
}

#[tokio::test]
async fn two_runs_at_once_are_told_apart() {
    let files = Memory::new();
    let first = open(&files).await.unwrap();
    let second = open(&files).await.unwrap_err();
    assert!(matches!(&second, StateError::Locked(owner) if owner.command == "apply"), "{second}");
    assert!(second.to_string().starts_with("another run has the state: `apply`"), "{second}");
    let broken = cloudc_state::Store::break_lock(&mut *store(&files)).await.unwrap_err();
    assert!(matches!(broken, StateError::Locked(_)), "its process lives");
    first.close().await.unwrap();
    open(&files).await.unwrap();
}

static NOW: AtomicU64 = AtomicU64::new(1_000_000);

#[tokio::test]
async fn a_stolen_lock_stops_the_one_who_had_it_and_loses_nothing() {
    let files = Memory::new();
    files.without_locks();
    let clock = || Timestamp::new(NOW.load(Ordering::SeqCst));
    let with_clock = || Box::new(LocalStore::new(Arc::new(files.clone())).with_clock(clock));
    let mut first = State::open(with_clock(), "shop", "apply").await.unwrap();
    first.record(batch(0)).await.unwrap();
    let early = State::open(with_clock(), "shop", "destroy").await.unwrap_err();
    assert!(matches!(early, StateError::Locked(_)), "{early}");
    NOW.fetch_add(601_000, Ordering::SeqCst);
    let mut second = State::open(with_clock(), "shop", "destroy").await.unwrap();
    assert_eq!(second.document(), first.document());
    let stolen = first.record(batch(1)).await.unwrap_err();
    assert!(stolen.to_string().starts_with("the state was taken over by another run: `destroy`"), "{stolen}");
    second.record(batch(1)).await.unwrap();
    let expected = second.document().clone();
    assert_eq!(second.close().await.unwrap(), expected);
    assert!(first.close().await.is_err(), "it has nothing to give back");
    assert_eq!(State::peek(&mut *store(&files), "shop").await.unwrap(), expected);
}

#[tokio::test]
async fn an_earlier_version_comes_back_as_the_newest() {
    let files = Memory::new();
    for n in 0..3 {
        let mut state = open(&files).await.unwrap();
        state.record(batch(n)).await.unwrap();
        if n != 0 {
            state.close().await.unwrap();
        }
    }
    let mut state = open(&files).await.unwrap();
    assert!(matches!(state.roll_back(2).await, Err(StateError::Pending(1))));
    state.record(batch(3)).await.unwrap();
    assert!(matches!(state.roll_back(99).await, Err(StateError::NoVersion(99))));
    let then = Document { serial: 5, ..expected(&Document::new(state.document().lineage.clone(), "shop"), 2) };
    state.roll_back(2).await.unwrap();
    assert_eq!(state.document(), &then);
    assert_eq!(state.close().await.unwrap(), then);
}

#[tokio::test]
async fn damage_is_named_and_nothing_is_guessed() {
    let files = Memory::new();
    let mut state = open(&files).await.unwrap();
    for n in 0..3 {
        state.record(batch(n)).await.unwrap();
    }
    drop(state);
    let journal = files.read("journal.jsonl").unwrap().unwrap();
    let text = String::from_utf8(journal).unwrap();
    files.replace("journal.jsonl", text.replacen("r0", "r9", 1).as_bytes()).unwrap();
    let error = open(&files).await.unwrap_err();
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "line 2 of `journal.jsonl` is damaged");
    let without: Vec<&str> = text.lines().enumerate().filter(|(n, _)| *n != 2).map(|(_, line)| line).collect();
    files.replace("journal.jsonl", format!("{}\n", without.join("\n")).as_bytes()).unwrap();
    assert_eq!(open(&files).await.unwrap_err().to_string(), "the journal goes on with 3 behind 1");
    files.remove("state.json").unwrap();
    assert_eq!(open(&files).await.unwrap_err().to_string(), "the snapshot of the state is missing, and there was one");
}

#[tokio::test]
async fn a_journal_torn_at_any_byte_is_read_up_to_there() {
    let files = Memory::new();
    let mut state = open(&files).await.unwrap();
    let mut documents = vec![state.document().clone()];
    for n in 0..6 {
        state.record(batch(n)).await.unwrap();
        documents.push(state.document().clone());
    }
    drop(state);
    let journal = files.read("journal.jsonl").unwrap().unwrap();
    let mut last = 0;
    for length in 0..=journal.len() {
        let torn = files.after_crash();
        torn.replace("journal.jsonl", &journal[..length]).unwrap();
        let found = open(&torn).await.unwrap();
        let known = documents.iter().position(|document| document == found.document());
        let known = known.unwrap_or_else(|| panic!("{length}: {:?}", found.document()));
        assert!(known >= last, "{length}");
        last = known;
    }
    assert_eq!(last, 6);
}

#[tokio::test]
async fn the_state_of_another_program_is_refused_and_a_lost_one_is_not_begun_anew() {
    let files = Memory::new();
    let mut state = open(&files).await.unwrap();
    state.record(batch(0)).await.unwrap();
    state.close().await.unwrap();
    let other = State::open(store(&files), "other", "apply").await.unwrap_err();
    assert_eq!(other.to_string(), "what is here is the state of the program `shop`");
    assert!(State::peek(&mut *store(&files), "other").await.is_err());
    // The snapshot goes, then the journal: the history still knows that there was one.
    for name in ["state.json", "journal.jsonl"] {
        files.remove(name).unwrap();
        assert!(matches!(open(&files).await, Err(StateError::Missing)), "{name}");
    }
    let newest = files.list("history").unwrap().pop().unwrap();
    files.replace("state.json", &files.read(&format!("history/{newest}")).unwrap().unwrap()).unwrap();
    assert_eq!(open(&files).await.unwrap().document().pending.len(), 1);
}

#[tokio::test]
async fn another_process_finds_what_this_one_wrote_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let disk = || Box::new(LocalStore::new(Arc::new(Disk::new(folder.path().join("a/b")))));
    let mut state = State::open(disk(), "shop", "apply").await.unwrap();
    state.record(batch(0)).await.unwrap();
    assert!(matches!(State::open(disk(), "shop", "plan").await, Err(StateError::Locked(_))));
    assert_eq!(&State::peek(&mut *disk(), "shop").await.unwrap(), state.document());
    let document = state.close().await.unwrap();
    assert_eq!(State::open(disk(), "shop", "apply").await.unwrap().document(), &document);
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// Records batches until something fails; how many were acknowledged.
async fn fill(files: &Memory, batches: usize, every: usize) -> (usize, Option<Document>) {
    let Ok(mut state) = open(files).await else { return (0, None) };
    let start = Document::new(state.document().lineage.clone(), "shop");
    for n in 0..batches {
        if state.record(batch(n)).await.is_err() {
            return (n, Some(start));
        }
        if n % every == every - 1 && state.compact().await.is_err() {
            return (n + 1, Some(start));
        }
    }
    let _closed = state.close().await;
    (batches, Some(start))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_crash_at_any_step_loses_nothing_acknowledged(
        batches in 1usize..14, every in 1usize..6, step in 0usize..90, seed: u64,
    ) {
        let files = Memory::new();
        files.crash_at(Crash { step, seed });
        let (acknowledged, start) = run(fill(&files, batches, every));
        let after = files.after_crash();
        let state = run(open(&after)).unwrap();
        let serial = state.document().serial as usize;
        prop_assert!(serial == acknowledged || serial == acknowledged + 1, "{serial} of {acknowledged}");
        if let Some(start) = start {
            // Nothing was recorded yet: the lineage may be drawn anew.
            let start = if serial == 0 { Document::new(state.document().lineage.clone(), "shop") } else { start };
            prop_assert_eq!(state.document(), &expected(&start, serial));
        }
    }

    #[test]
    fn a_full_disk_loses_nothing_acknowledged(batches in 1usize..14, every in 1usize..6, room in 0usize..20_000) {
        let files = Memory::new();
        files.fill_after(room);
        let (acknowledged, start) = run(fill(&files, batches, every));
        files.empty();
        let state = run(open(&files)).unwrap();
        let serial = state.document().serial as usize;
        prop_assert!(serial == acknowledged || serial == acknowledged + 1, "{serial} of {acknowledged}");
        if let Some(start) = start.filter(|_| serial > 0) {
            prop_assert_eq!(state.document(), &expected(&start, serial));
        }
    }
}
