//! What stands in the file, whatever happens.

use crate::support::{Tape, bitget, cancel, recorded};
use exbind::bitget;
use exbind::meta::Method;
use exbind::runtime::RawRequest;
use exbind::runtime::cassette::{CassetteError, Recorder, Replay};
use exbind_testkit::Reply;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use tokio::task::JoinSet;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[tokio::test]
async fn a_cassette_is_a_line_for_the_format_and_a_line_for_each_call() {
    let (path, mock) = (path("lines.jsonl"), bitget().await);
    fs::write(&path, "something older").unwrap();
    let recorder = Recorder::create(&path).unwrap();
    let client = recorded(&mock, bitget::Client::builder(), &recorder);
    for calls in 1..=3 {
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        // The call is over, so the line is there.
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!((text.lines().count(), text.ends_with('\n')), (1 + calls, true), "{text}");
        assert!(text.starts_with("{\"exbind_cassette\":1}\n{\"request\":{\"endpoint\":\"bitget.mix.order."), "{text}");
    }
    assert_eq!(recorder.finish().unwrap(), 3);
    client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    assert_eq!((recorder.finish().unwrap(), fs::read_to_string(&path).unwrap().lines().count()), (3, 4));
    assert!(format!("{recorder:?}").contains("recorded: 3"));
    fs::remove_file(&path).unwrap();
}

#[tokio::test]
async fn calls_at_the_same_time_do_not_mix() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let recorder = tape.recorder();
    let clients = [(); 2].map(|()| recorded(&mock, bitget::Client::builder(), &recorder));
    mock.on_path(Method::Get, "/x", Reply::with(|request| Reply::data(format!("{:?}", request.query)))).unwrap();
    let mut calls = JoinSet::new();
    for number in 0..200 {
        let client = clients[number % 2].clone();
        let raw = RawRequest::new(Method::Get, "/x").pair("n", &number.to_string());
        calls.spawn(async move { client.raw_call(raw).await.unwrap() });
    }
    assert_eq!(calls.join_all().await.len(), 200);
    assert_eq!(recorder.finish().unwrap(), 200);
    let mut seen: Vec<_> = tape
        .calls()
        .iter()
        .map(|call| {
            let query = call["request"]["query"].as_str().unwrap().to_owned();
            assert!(call["answer"]["body"].as_str().unwrap().contains(&format!("\"{query}\"")), "{call}");
            query
        })
        .collect();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 200);
}

#[tokio::test]
async fn a_cassette_can_be_continued() {
    let (path, mock) = (path("continued.jsonl"), bitget().await);
    let _ = fs::remove_file(&path);
    let call = async |recorder: Recorder| {
        let client = recorded(&mock, bitget::Client::builder(), &recorder);
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
        recorder.finish().unwrap()
    };
    for calls in 1..=3 {
        assert_eq!(call(Recorder::append(&path).unwrap()).await, 1);
        assert_eq!(Replay::open(&path).unwrap().unused().len(), calls);
        // A crash in the middle of a line.
        let half = format!("{{\"request\":{}", "x".repeat(calls * 70_000));
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(half.as_bytes()).unwrap();
        assert!(Replay::open(&path).unwrap().is_torn());
    }
    fs::write(&path, "{\"exbind_cassette\":1}").unwrap();
    call(Recorder::append(&path).unwrap()).await;
    assert_eq!(Replay::open(&path).unwrap().unused().len(), 1);
    for other in ["my diary\n", "{\"exbind_cassette\":9}\n"] {
        fs::write(&path, other).unwrap();
        Recorder::append(&path).unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), other);
    }
    fs::remove_file(&path).unwrap();
}

/// A disk with room for so many bytes.
struct Disk {
    room: usize,
    tape: Tape,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(self.room);
        self.room -= fits;
        match self.tape.write(&bytes[..fits])? {
            0 => Err(io::Error::from(io::ErrorKind::StorageFull)),
            written => Ok(written),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_full_disk_disturbs_no_call_and_is_told() {
    let (tape, mock) = (Tape::default(), bitget().await);
    let recorder = Recorder::to_writer(Disk { room: 2_000, tape: tape.clone() }).unwrap();
    let client = recorded(&mock, bitget::Client::builder(), &recorder);
    for _ in 0..10 {
        client.mix().order().cancel_all_orders(cancel()).await.unwrap();
    }
    let whole = Replay::from_text(&tape.text()).unwrap();
    assert!(whole.is_torn() && !whole.unused().is_empty());
    let problem = recorder.finish().unwrap_err();
    let told =
        format!("the cassette cannot be written after {} recorded calls: no storage space", whole.unused().len());
    assert_eq!(problem.to_string(), told);
    assert_eq!(recorder.finish().unwrap(), whole.unused().len() as u64);
}

#[test]
fn a_file_that_cannot_be_made_is_told_at_once() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("no/such/folder.jsonl");
    for made in [Recorder::create(&path), Recorder::append(&path)] {
        assert!(matches!(made, Err(CassetteError::Unwritable { recorded: 0, .. })));
    }
    assert!(Recorder::to_writer(Disk { room: 3, tape: Tape::default() }).is_err());
}
