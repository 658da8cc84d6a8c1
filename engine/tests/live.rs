//! Live runs over sources that the test controls: overload sheds in the stated order and is accounted, rules change
//! while it runs, several readers share the workers.
#![allow(missing_docs)]

use leaktap_engine::anomaly::Code;
use leaktap_engine::config::EngineConfig;
use leaktap_engine::coverage::State;
use leaktap_engine::detect::PlanSpec;
use leaktap_engine::error::Result;
use leaktap_engine::pipeline::{Batch, Engine, Feed};
use leaktap_engine::source::{self, Fill, PacketBlock, PacketSource, SourceStatus};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

const EXPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../pcaps/crm_export_http.pcap");
const LOGIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../pcaps/form_login.pcap");

/// A capture that comes once `go` is set, from a source whose buffer is as full as the test says.
struct Controlled {
    inner: Box<dyn PacketSource>,
    go: Arc<AtomicBool>,
    full: Arc<AtomicU8>,
    /// Blocks it was given that had no memory yet.
    fresh: Arc<AtomicUsize>,
}

impl PacketSource for Controlled {
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill> {
        if block.bytes.capacity() == 0 {
            self.fresh.fetch_add(1, Ordering::Relaxed);
            block.bytes.reserve(1);
        }
        if self.go.load(Ordering::Relaxed) {
            return self.inner.fill(block);
        }
        block.clear();
        std::thread::sleep(Duration::from_millis(5));
        Ok(Fill::More)
    }
    fn position(&self) -> u64 {
        self.inner.position()
    }
    fn size(&self) -> Option<u64> {
        None
    }
    fn status(&mut self) -> SourceStatus {
        SourceStatus { up: true, received: 7, ..SourceStatus::default() }
    }
    fn pressure(&self) -> u8 {
        self.full.load(Ordering::Relaxed)
    }
}

struct Switches {
    go: Arc<AtomicBool>,
    full: Arc<AtomicU8>,
    fresh: Arc<AtomicUsize>,
}

fn feed(capture: &str, full: u8) -> (Feed, Switches) {
    let switches = Switches { go: Arc::default(), full: Arc::new(AtomicU8::new(full)), fresh: Arc::default() };
    let inner = source::open(capture).unwrap();
    let source =
        Controlled { inner, go: switches.go.clone(), full: switches.full.clone(), fresh: switches.fresh.clone() };
    (Feed { name: capture.to_owned(), source: Box::new(source) }, switches)
}

fn config(workers: usize) -> EngineConfig {
    let mut config = EngineConfig { workers, ..EngineConfig::default() };
    let zone = r#"[{"name": "crm", "networks": ["10.0.0.0/8"]}]"#;
    config.zones = serde_json::from_str(zone).unwrap();
    config
}

fn plan(detectors: &[&str]) -> PlanSpec {
    let list: Vec<String> = detectors.iter().map(|id| format!(r#"{{"id": "{id}", "native": true}}"#)).collect();
    serde_json::from_str(&format!(r#"{{"detectors": [{}]}}"#, list.join(","))).unwrap()
}

/// Polls until `met`, collecting what comes.
fn until(engine: &mut Engine, met: impl Fn(&Batch) -> bool) -> Vec<Batch> {
    let mut seen = Vec::new();
    for _ in 0..400 {
        let batch = engine.poll(10_000, Duration::from_millis(50)).unwrap();
        let done = met(&batch);
        seen.push(batch);
        if done {
            return seen;
        }
    }
    panic!("it never came");
}

fn findings(batches: &[Batch]) -> Vec<String> {
    let mut found: Vec<String> =
        batches.iter().flat_map(|batch| &batch.findings).map(|f| f.detector.to_string()).collect();
    found.sort();
    found
}

fn covered(batch: &Batch, state: State) -> u64 {
    batch.coverage.iter().map(|row| row.tally.get(state)).sum()
}

#[test]
fn at_the_worst_level_new_flows_are_skipped_and_accounted() {
    let mut engine = Engine::new(config(1), &plan(&["cn.mobile", "cn.resident_id"])).unwrap();
    let (feed, switches) = feed(EXPORT, 95);
    engine.start_live(vec![feed]).unwrap();
    until(&mut engine, |batch| batch.level == 4);
    switches.go.store(true, Ordering::Relaxed);
    let batches = until(&mut engine, |batch| batch.done);
    let last = batches.last().unwrap();
    assert!(findings(&batches).is_empty());
    assert!(last.stats.overload_flows > 0);
    assert!(!last.stats.deterministic);
    assert_eq!(last.stats.overload_bytes, covered(last, State::Skipped));
    let total: u64 = last.coverage.iter().map(|row| row.tally.total()).sum();
    assert_eq!(covered(last, State::Skipped), total);
}

#[test]
fn a_calm_source_is_judged_whole_whatever_the_workers() {
    for workers in [1, 2, 3] {
        let mut engine = Engine::new(config(workers), &plan(&["cn.mobile", "cn.resident_id"])).unwrap();
        let (one, a) = feed(EXPORT, 10);
        let (two, b) = feed(LOGIN, 10);
        engine.start_live(vec![one, two]).unwrap();
        a.go.store(true, Ordering::Relaxed);
        b.go.store(true, Ordering::Relaxed);
        let batches = until(&mut engine, |batch| batch.done);
        let last = batches.last().unwrap();
        assert_eq!(findings(&batches).iter().filter(|id| *id == "cn.mobile").count() % 2, 0, "one per export");
        assert!(!findings(&batches).is_empty());
        assert_eq!((last.stats.overload_flows, last.stats.faults), (0, 0));
        assert_eq!(covered(last, State::Skipped), 0);
    }
}

#[test]
fn news_come_every_second_without_traffic() {
    let mut engine = Engine::new(config(1), &plan(&["email"])).unwrap();
    let (feed, switches) = feed(EXPORT, 0);
    engine.start_live(vec![feed]).unwrap();
    let batches = until(&mut engine, |batch| batch.sources.iter().any(|source| source.received == 7));
    assert_eq!(batches.last().unwrap().sources[0].name, EXPORT);
    switches.full.store(0, Ordering::Relaxed);
    engine.stop();
    until(&mut engine, |batch| batch.done);
}

#[test]
fn blocks_are_used_again_however_long_it_runs() {
    let mut engine = Engine::new(config(1), &plan(&["email"])).unwrap();
    let (feed, switches) = feed(EXPORT, 0);
    engine.start_live(vec![feed]).unwrap();
    let mut news = 0;
    for _ in 0..400 {
        let batch = engine.poll(10, Duration::from_millis(50)).unwrap();
        news += usize::from(batch.sources.iter().any(|source| source.received > 0));
        if news > 50 {
            break;
        }
    }
    assert!(switches.fresh.load(Ordering::Relaxed) <= 2, "{}", switches.fresh.load(Ordering::Relaxed));
    engine.stop();
    until(&mut engine, |batch| batch.done);
}

#[test]
fn rules_change_while_it_runs() {
    let mut engine = Engine::new(config(1), &plan(&["email"])).unwrap();
    let (one, a) = feed(EXPORT, 0);
    let (two, b) = feed(LOGIN, 0);
    engine.start_live(vec![one, two]).unwrap();
    a.go.store(true, Ordering::Relaxed);
    let first = until(&mut engine, |batch| batch.stats.packets >= 26);
    engine.swap_rules(&plan(&["cn.mobile", "credential.http"])).unwrap();
    b.go.store(true, Ordering::Relaxed);
    let second = until(&mut engine, |batch| batch.done);
    let mut found = findings(&first);
    found.extend(findings(&second));
    assert!(found.iter().any(|id| id == "email"), "{found:?}");
    assert!(!found.iter().any(|id| id == "cn.mobile"), "the export was judged before: {found:?}");
    assert!(found.iter().any(|id| id.starts_with("credential")), "{found:?}");
}

/// A capture whose end comes once `go` is set.
struct Held {
    inner: Box<dyn PacketSource>,
    go: Arc<AtomicBool>,
}

impl PacketSource for Held {
    fn fill(&mut self, block: &mut PacketBlock) -> Result<Fill> {
        let fill = self.inner.fill(block)?;
        if fill == Fill::End && !self.go.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(5));
            return Ok(Fill::More);
        }
        Ok(fill)
    }
    fn position(&self) -> u64 {
        self.inner.position()
    }
    fn size(&self) -> Option<u64> {
        None
    }
}

#[test]
fn secrets_that_come_after_the_packets_open_them() {
    const SEALED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/recorded/tls13_key_update.pcap");
    const KEYS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/recorded/tls13_key_update.keys");
    let keylog = std::env::temp_dir().join(format!("leaktap-live-{}.keys", std::process::id()));
    for workers in [1, 2] {
        let _ = std::fs::remove_file(&keylog);
        let mut config = config(workers);
        config.decrypt.keylogs = vec![keylog.display().to_string()];
        let mut engine = Engine::new(config, &plan(&["cn.mobile"])).unwrap();
        let go = Arc::new(AtomicBool::new(false));
        let held = Held { inner: source::open(SEALED).unwrap(), go: go.clone() };
        engine.start_live(vec![Feed { name: SEALED.to_owned(), source: Box::new(held) }]).unwrap();
        assert!(findings(&until(&mut engine, |batch| batch.stats.packets > 0)).is_empty());
        // The log begins to exist, and its last line comes in two pieces.
        let text = std::fs::read(KEYS).unwrap();
        let (first, second) = text.split_at(text.len() - 20);
        std::fs::write(&keylog, first).unwrap();
        let mut file = std::fs::OpenOptions::new().append(true).open(&keylog).unwrap();
        std::io::Write::write_all(&mut file, second).unwrap();
        let opened = until(&mut engine, |batch| !batch.findings.is_empty());
        go.store(true, Ordering::Relaxed);
        let rest = until(&mut engine, |batch| batch.done);
        let decrypted = |batches: &[Batch]| -> u64 {
            let all = batches.iter().flat_map(|batch| &batch.findings);
            all.filter(|finding| finding.visibility == "decrypted").map(|finding| finding.distinct).sum()
        };
        assert_eq!(decrypted(&opened) + decrypted(&rest), 12, "three requests of four customers");
        let last = rest.last().unwrap();
        assert!(covered(last, State::Decrypted) > covered(last, State::Encrypted));
    }
    let _ = std::fs::remove_file(&keylog);
}

/// A file of a directory: a datagram with an address to each of some receivers.
fn mails(hosts: std::ops::Range<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 65_535, 1] {
        bytes.extend(word.to_le_bytes());
    }
    for host in hosts {
        let text = format!("mail to ann{host}@example.com");
        let mut frame = vec![2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0, 0, 28 + text.len() as u8, 0, host + 1];
        frame.extend([0x40, 0, 64, 17, 0, 0, 10, 0, 0, 1, 203, 0, 113, host]);
        frame.extend([0x9c, 0x40, 0x23, 0x28, 0, 8 + text.len() as u8, 0, 0]);
        frame.extend(text.as_bytes());
        for word in [1_700_000_000 + u32::from(host), 0, frame.len() as u32, frame.len() as u32] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(frame);
    }
    bytes
}

#[test]
fn evidence_names_the_file_of_a_followed_directory() {
    let directory = std::env::temp_dir().join(format!("leaktap-follow-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let [first, broken, last] = ["a.pcap", "b.pcap", "c.pcap"].map(|name| directory.join(name));
    std::fs::write(&first, mails(1..3)).unwrap();
    std::fs::write(&broken, b"no capture at all").unwrap();
    std::fs::write(&last, mails(3..6)).unwrap();
    let name = directory.display().to_string();
    let mut engine = Engine::new(config(2), &plan(&["email"])).unwrap();
    let source = source::watch(&name, 0).unwrap();
    engine.start_live(vec![Feed { name, source }]).unwrap();
    let (mut found, mut damaged) = (Vec::new(), Vec::new());
    for _ in 0..400 {
        let mut batch = engine.poll(10_000, Duration::from_millis(50)).unwrap();
        found.extend(batch.findings.iter().map(|finding| (finding.capture.to_string(), finding.last_frame)));
        damaged.append(&mut batch.damaged);
        if found.len() == 5 && damaged.len() == 1 {
            break;
        }
    }
    found.sort();
    let [first, broken, last] = [first, broken, last].map(|path| path.display().to_string());
    let wanted = [(&first, 1), (&first, 2), (&last, 1), (&last, 2), (&last, 3)].map(|(file, n)| (file.clone(), n));
    assert_eq!(found, wanted);
    assert_eq!(damaged.iter().map(|(path, ..)| path).collect::<Vec<_>>(), [&broken]);
    std::fs::remove_dir_all(&directory).unwrap();
}

/// A capture of one frame, at so many milliseconds of the epoch.
fn capture(at_ms: u32) -> Vec<u8> {
    let mut bytes = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 1, 0, 0, 0];
    for word in [at_ms / 1000, at_ms % 1000 * 1000, 60, 60] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([0; 60]);
    bytes
}

#[test]
fn time_stands_still_while_a_directory_waits_for_its_next_capture() {
    let directory = std::env::temp_dir().join(format!("leaktap-late-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    std::fs::write(directory.join("a.pcap"), capture(5_000)).unwrap();
    let mut engine = Engine::new(config(1), &plan(&["email"])).unwrap();
    let name = directory.to_string_lossy().into_owned();
    let source = source::watch(&name, 0).unwrap();
    engine.start_live(vec![Feed { name, source }]).unwrap();
    let mut batches = until(&mut engine, |batch| batch.stats.packets == 1);
    // Rotated captures are delivered when they are complete: the next one goes on where this one ended.
    std::thread::sleep(Duration::from_millis(2_500));
    std::fs::write(directory.join("b.pcap"), capture(5_100)).unwrap();
    batches.extend(until(&mut engine, |batch| batch.stats.packets == 2));
    engine.stop();
    batches.extend(until(&mut engine, |batch| batch.done));
    let jumps = batches.iter().flat_map(|batch| &batch.anomalies).filter(|odd| odd.code == Code::ClockJump);
    assert_eq!(jumps.count(), 0);
    std::fs::remove_dir_all(&directory).unwrap();
}
