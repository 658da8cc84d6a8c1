//! Decryption with the owner's secrets, from capture to findings.

mod lab;

use lab::truth::{DETECTORS, strings, truth, values};
use lab::{config, plan, run};
use leaktap_engine::config::EngineConfig;
use leaktap_engine::coverage::State;
use leaktap_engine::pipeline::Batch;
use std::path::Path;

/// Runs a capture with secrets.
fn judged(capture: &Path, keylogs: &[&Path], keys: &[&Path], workers: usize) -> Batch {
    let mut config: EngineConfig = config(workers);
    let named = |paths: &[&Path]| paths.iter().map(|path| path.display().to_string()).collect();
    (config.decrypt.keylogs, config.decrypt.rsa_keys) = (named(keylogs), named(keys));
    let ids: Vec<&str> = DETECTORS.into_iter().chain(["credential.smtp"]).collect();
    let batch = run(config, &plan(&ids), &[capture]);
    assert_eq!(batch.stats.faults, 0);
    batch
}

/// Bytes in a state, all rows together.
fn bytes(batch: &Batch, state: State) -> u64 {
    batch.coverage.iter().map(|row| row.tally.get(state)).sum()
}

/// What a run says, in words: it has to be the same whatever the number of workers.
fn told(batch: &Batch) -> String {
    let (findings, flows) = (&batch.findings, &batch.flows);
    format!("{findings:?}{flows:?}{:?}{:?}", batch.coverage, batch.transports)
}

/// Every byte of the payload is in one state.
fn sums(batch: &Batch) {
    let payload: u64 = batch.flows.iter().flat_map(|flow| flow.payload.into_iter().chain(flow.gap_bytes)).sum();
    let total: u64 = batch.coverage.iter().map(|row| row.tally.total()).sum();
    assert_eq!(total, payload, "{:?}", batch.coverage);
}

/// A capture of the live collection with its key log: everything planted is found, decrypted.
fn planted(file: &str, app: &str) {
    let Some((capture, row)) = truth("live", file) else { return };
    let keylog = row["keylog"].as_str().map(|name| capture.with_file_name(name));
    let keylogs: Vec<&Path> = keylog.iter().map(|path| &**path).collect();
    let batch = judged(&capture, &keylogs, &[], 2);
    for detector in DETECTORS {
        let found = values(&batch, detector, 0);
        let planted = strings(&row["planted"][detector]);
        let missing: Vec<_> = planted.difference(&found).collect();
        assert!(missing.is_empty(), "{file}: {} of {} {detector} are missing", missing.len(), planted.len());
    }
    assert!(batch.findings.iter().any(|finding| finding.visibility == "decrypted"));
    for finding in batch.findings.iter().filter(|finding| finding.visibility == "decrypted") {
        assert_eq!(finding.app_proto, app, "{file}");
        assert_ne!(finding.protection, "none", "{file}");
    }
    let odd: Vec<_> = batch.anomalies.iter().map(|odd| odd.code.name()).collect();
    assert!(odd.is_empty(), "{file}: {odd:?}");
    sums(&batch);
    assert!(bytes(&batch, State::Decrypted) > 0);
    let carrier = if file.starts_with("quic") { "quic" } else { "tls" };
    assert!(batch.transports.iter().all(|told| told.info.protocol == carrier), "{file}");
    assert_eq!(told(&batch), told(&judged(&capture, &keylogs, &[], 1)), "{file}: workers");
}

#[test]
fn key_logs_open_https() {
    planted("tls12_keys.pcap", "http");
    planted("tls13_keys.pcap", "http");
}

#[test]
fn key_logs_open_http3() {
    planted("quic_h3_keys.pcap", "http3");
    let Some((capture, _)) = truth("live", "quic_h3_keys.pcap") else { return };
    let batch = judged(&capture, &[&capture.with_file_name("quic_h3_keys.keys")], &[], 1);
    for finding in &batch.findings {
        let http = finding.http.as_ref().expect("a request is known");
        assert_eq!((&*http.method(), &*http.path()), ("POST", "/api/v1/customer"));
        assert!(finding.place.starts_with("http.request.body"), "{}", finding.place);
    }
}

#[test]
fn secrets_within_a_capture_open_it() {
    planted("tls13_dsb.pcapng", "http");
}

#[test]
fn chained_blocks_are_opened() {
    planted("tls11_openssl_keys.pcap", "tls");
    planted("tls12_rsa_cbc_sha.pcap", "tls");
}

#[test]
fn a_dialogue_goes_on_behind_starttls() {
    planted("smtp_starttls_keys.pcap", "smtp");
    let Some((capture, row)) = truth("live", "smtp_starttls_keys.pcap") else { return };
    let batch = judged(&capture, &[&capture.with_file_name("smtp_starttls_keys.keys")], &[], 1);
    let login = &row["planted"]["credential"][0];
    let expected = format!("{}:{}", login["user"].as_str().unwrap(), login["secret"].as_str().unwrap());
    assert_eq!(values(&batch, "credential.smtp", 0).into_iter().collect::<Vec<_>>(), [expected.as_str()]);
}

#[test]
fn without_secrets_nothing_changes() {
    for file in ["tls13_nokeys.pcap", "tls10_openssl.pcap", "smtp_starttls_nokeys.pcap", "quic_h3_nokeys.pcap"] {
        let Some((capture, _)) = truth("live", file) else { return };
        let other = capture.with_file_name("tls13_keys.keys");
        let (bare, given) = (judged(&capture, &[], &[], 1), judged(&capture, &[&other], &[], 1));
        assert_eq!(told(&bare), told(&given), "{file}");
        assert_eq!(bytes(&bare, State::Decrypted), 0);
    }
}

#[test]
fn public_captures_with_keys_are_opened() {
    let Some((capture, _)) = truth("public", "tls-all-ciphers-keyfile--pcapfs.pcap") else { return };
    for (file, keys) in [
        ("tls-all-ciphers-keyfile--pcapfs.pcap", "tls-all-ciphers-keyfile--pcapfs.keylog.txt"),
        ("tls-keylog-1.2--zeek.pcap", "tls-keylog-1.2--zeek.keylog.txt"),
        ("tls-keylog-1.3--scapy.pcap", "tls-keylog-1.3--scapy.keylog.txt"),
        ("tls-sslv3--chopshop.pcap", "tls-sslv3--chopshop.rsa-key.pem"),
    ] {
        let (capture, keys) = (capture.with_file_name(file), capture.with_file_name(keys));
        let pem = keys.extension().is_some_and(|kind| kind == "pem");
        let (logs, pems): (Vec<&Path>, Vec<&Path>) = if pem { (vec![], vec![&keys]) } else { (vec![&keys], vec![]) };
        let batch = judged(&capture, &logs, &pems, 2);
        sums(&batch);
        let odd: Vec<_> = batch.anomalies.iter().map(|odd| (odd.code.name(), odd.count)).collect();
        let closed = batch.flows.iter().filter(|flow| {
            flow.app_proto == "tls" && flow.coverage.iter().all(|tally| tally.get(State::Decrypted) == 0)
        });
        assert_eq!(closed.count(), 0, "{file}");
        assert!(bytes(&batch, State::Decrypted) > 0, "{file}");
        assert!(!odd.iter().any(|(name, _)| *name == "decrypt_failed"), "{file}: {odd:?}");
    }
}

/// A recording of OpenSSL with what opens it: as many customers as were sent must come out, nothing may be odd.
fn recorded(name: &str, customers: usize) -> Batch {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded").join(format!("{name}.pcap"));
    let (log, key) = (capture.with_extension("keys"), capture.with_extension("pem"));
    let given = |path: &Path| path.is_file().then(|| path.to_path_buf());
    let (log, key) = (given(&log), given(&key));
    let (logs, keys) =
        (log.iter().map(|path| &**path).collect::<Vec<_>>(), key.iter().map(|path| &**path).collect::<Vec<_>>());
    let batch = judged(&capture, &logs, &keys, 2);
    let odd: Vec<_> = batch.anomalies.iter().map(|odd| (odd.code.name(), &odd.detail)).collect();
    assert!(odd.is_empty(), "{name}: {odd:?}");
    assert_eq!(values(&batch, "cn.mobile", 0).len(), customers, "{name}");
    assert!(batch.findings.iter().all(|found| found.visibility == "decrypted" && found.app_proto == "http"), "{name}");
    sums(&batch);
    assert_eq!(told(&batch), told(&judged(&capture, &logs, &keys, 1)), "{name}: workers");
    batch
}

#[test]
fn keys_are_updated() {
    recorded("tls13_key_update", 12);
}

#[test]
fn early_data_is_opened() {
    let batch = recorded("tls13_early", 12);
    assert_eq!(batch.flows.len(), 2);
}

#[test]
fn the_mac_may_stand_outside() {
    recorded("tls12_etm_cbc", 8);
}

#[test]
fn a_private_key_opens_a_session_and_its_resumption() {
    let batch = recorded("tls12_rsa_resumed", 12);
    assert_eq!(batch.flows.len(), 2);
}

#[test]
fn renegotiation_changes_keys() {
    recorded("tls12_ccm_renegotiated", 8);
}

#[test]
fn a_dialogue_that_goes_on_in_tls_needs_no_port_of_its_own() {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded/starttls.pcap");
    let mut config: EngineConfig = config(2);
    config.decrypt.keylogs = vec![capture.with_extension("keys").display().to_string()];
    let batch = run(config, &plan(&["credential.ftp", "credential.pop3", "cn.mobile"]), &[&capture]);
    let logins = |id| values(&batch, id, 0).into_iter().collect::<Vec<_>>();
    assert_eq!(logins("credential.ftp"), ["crm_export:Lanzhou#4471"]);
    assert_eq!(logins("credential.pop3"), ["crm_inbox:Yinchuan#9052"]);
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 3);
    assert!(batch.findings.iter().all(|found| found.visibility == "decrypted" && found.app_proto != "tls"));
    assert!(batch.anomalies.is_empty(), "{:?}", names(&batch));
    sums(&batch);
}

#[test]
fn tls_within_tls_is_opened() {
    let capture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded/tls_in_tls.pcap");
    let log = capture.with_extension("keys");
    let batch = judged(&capture, &[&log], &[], 2);
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 4);
    assert!(batch.findings.iter().all(|found| found.visibility == "decrypted" && found.app_proto == "http"));
    assert!(batch.anomalies.is_empty(), "{:?}", names(&batch));
    sums(&batch);
    assert_eq!(told(&batch), told(&judged(&capture, &[&log], &[], 1)));
    // With the secrets of one connection only: the outer one is opened to where the other begins.
    let text = std::fs::read_to_string(&log).unwrap();
    let inner = text.lines().rev().find_map(|line| line.split(' ').nth(1)).unwrap().to_owned();
    let halves: [String; 2] = [true, false]
        .map(|of_inner| text.split_inclusive('\n').filter(|line| line.contains(&inner) == of_inner).collect());
    for (half, opens) in halves.iter().zip([false, true]) {
        let log = Scratch::new(&format!("half-{opens}.keys"), half.as_bytes());
        let batch = judged(&capture, &[&log.0], &[], 1);
        assert!(batch.findings.is_empty());
        assert_eq!(bytes(&batch, State::Decrypted) > 0, opens);
        assert!(bytes(&batch, State::Encrypted) > 0);
        sums(&batch);
    }
}

/// The frames of a little-endian capture in microseconds, each with its record header.
fn frames(name: &str) -> (Vec<u8>, Vec<Vec<u8>>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded").join(format!("{name}.pcap"));
    let bytes = std::fs::read(path).unwrap();
    let (head, mut rest) = bytes.split_at(24);
    let mut frames = Vec::new();
    while rest.len() >= 16 {
        let len = u32::from_le_bytes(rest[8..12].try_into().unwrap()) as usize;
        let (frame, after) = rest.split_at(16 + len);
        frames.push(frame.to_vec());
        rest = after;
    }
    (head.to_vec(), frames)
}

/// A file of its own, gone with its value.
struct Scratch(std::path::PathBuf);

impl Scratch {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("leaktap-decrypt-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The recording with changed frames, opened with its key log.
fn changed(name: &str, as_name: &str, change: impl FnOnce(&mut Vec<Vec<u8>>)) -> Batch {
    let (head, mut frames) = frames(name);
    change(&mut frames);
    let capture = Scratch::new(as_name, &[head, frames.concat()].concat());
    let log = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded").join(format!("{name}.keys"));
    let batch = judged(&capture.0, &[&log], &[], 1);
    sums(&batch);
    batch
}

fn names(batch: &Batch) -> Vec<&str> {
    batch.anomalies.iter().map(|odd| odd.code.name()).collect()
}

/// A pcapng of the same frames; secrets before packet `at`.
fn pcapng(name: &str, at: usize) -> Vec<u8> {
    fn block(kind: u32, body: &[u8]) -> Vec<u8> {
        let padded = [body, &vec![0; body.len().next_multiple_of(4) - body.len()]].concat();
        let len = (padded.len() as u32 + 12).to_le_bytes();
        [&kind.to_le_bytes()[..], &len, &padded, &len].concat()
    }
    let (_, frames) = frames(name);
    let log = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recorded").join(format!("{name}.keys"));
    let log = std::fs::read(log).unwrap();
    let secrets = block(10, &[&0x544c_534b_u32.to_le_bytes()[..], &(log.len() as u32).to_le_bytes(), &log].concat());
    let head = [&0x1a2b_3c4d_u32.to_le_bytes()[..], &[1, 0, 0, 0], &[0xff; 8]].concat();
    let mut out = block(0x0a0d_0d0a, &head);
    out.extend(block(1, &[1, 0, 0, 0, 0, 0, 4, 0]));
    for (n, frame) in frames.iter().enumerate() {
        if n == at {
            out.extend(&secrets);
        }
        let word = |at: usize| u64::from(u32::from_le_bytes(frame[at..at + 4].try_into().unwrap()));
        let ticks = word(0) * 1_000_000 + word(4);
        let stamp = [(ticks >> 32) as u32, ticks as u32].map(u32::to_le_bytes).concat();
        out.extend(block(6, &[&[0; 4], &stamp[..], &frame[8..12], &frame[12..16], &frame[16..]].concat()));
        if n + 1 == frames.len().min(at) {
            // More than is read at once, of no interest: what stands behind it comes later than this.
            let noise = [&[0; 12][..], &[0x08, 0x06], &vec![0; 60_000]].concat();
            let len = (noise.len() as u32).to_le_bytes();
            out.extend(block(6, &[&[0; 4], &stamp[..], &len, &len, &noise].concat()).repeat(12));
        }
    }
    if at >= frames.len() {
        out.extend(secrets);
    }
    out
}

#[test]
fn secrets_may_stand_behind_the_packets() {
    let place = |batch: &Batch| -> Vec<_> {
        batch
            .findings
            .iter()
            .map(|found| (found.ts_ns, found.first_frame, found.last_frame, found.values().to_vec()))
            .collect()
    };
    for name in ["tls13_key_update", "tls13_early", "tls12_etm_cbc", "tls12_ccm_renegotiated"] {
        let early = Scratch::new(&format!("{name}-early.pcapng"), &pcapng(name, 0));
        let expected = judged(&early.0, &[], &[], 1);
        assert!(!expected.findings.is_empty(), "{name}");
        for at in [9, usize::MAX] {
            let late = Scratch::new(&format!("{name}-{at}.pcapng"), &pcapng(name, at));
            let batch = judged(&late.0, &[], &[], 1);
            // Behind the noise frames have other numbers.
            let shift = if at == 9 { 12 } else { 0 };
            let moved = |(ts_ns, first, last, values)| (ts_ns, first + shift, last + shift, values);
            assert_eq!(place(&batch), place(&expected).into_iter().map(moved).collect::<Vec<_>>(), "{name} {at}");
            assert_eq!(batch.coverage, expected.coverage, "{name} {at}");
            assert!(names(&batch).is_empty(), "{name} {at}: {:?}", names(&batch));
            assert_eq!(told(&batch), told(&judged(&late.0, &[], &[], 3)), "{name} {at}");
        }
    }
}

#[test]
fn what_waits_too_long_stays_encrypted() {
    let other =
        Scratch::new("other.keys", format!("CLIENT_RANDOM {} {}\n", "11".repeat(32), "22".repeat(48)).as_bytes());
    let late = Scratch::new("budget.pcapng", &pcapng("tls12_etm_cbc", usize::MAX));
    let mut config: EngineConfig = config(1);
    config.decrypt.keylogs = vec![other.0.display().to_string()];
    config.limits.sealed_flow_bytes = 900;
    let batch = run(config, &plan(&DETECTORS), &[&late.0]);
    assert_eq!(names(&batch), ["secrets_late"], "{:?}", batch.coverage);
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 4, "the second request is still there");
    assert!(bytes(&batch, State::Encrypted) > 400);
    sums(&batch);
}

#[test]
fn a_lost_record_is_stepped_over() {
    let batch = changed("tls13_key_update", "lost.pcap", |frames| drop(frames.remove(11)));
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 8);
    assert!(!names(&batch).contains(&"decrypt_failed"), "{:?}", names(&batch));
}

#[test]
fn a_lost_key_update_is_stepped_over() {
    let batch = changed("tls13_key_update", "update.pcap", |frames| drop(frames.remove(13)));
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 12);
    assert!(!names(&batch).contains(&"decrypt_failed"), "{:?}", names(&batch));
}

#[test]
fn a_lost_record_of_chained_blocks_is_stepped_over() {
    let batch = changed("tls12_etm_cbc", "chain.pcap", |frames| drop(frames.remove(10)));
    assert_eq!(values(&batch, "cn.mobile", 0).len(), 4);
}

#[test]
fn a_wrong_tag_gives_no_plaintext() {
    for (name, frame) in [("tls13_key_update", 11), ("tls12_etm_cbc", 10), ("tls12_ccm_renegotiated", 10)] {
        let batch = changed(name, &format!("wrong-{name}.pcap"), |frames| frames[frame][150] ^= 1);
        assert!(names(&batch).contains(&"decrypt_failed"), "{name}");
        let all = if name == "tls13_key_update" { 12 } else { 8 };
        assert_eq!(values(&batch, "cn.mobile", 0).len(), all - 4, "{name}");
    }
}

#[test]
fn a_key_log_that_is_none_is_refused_by_line() {
    let wrong = Scratch::new("wrong.keys", b"# comment\nCLIENT_RANDOM 00 0011secret\n");
    let mut config: EngineConfig = config(1);
    config.decrypt.keylogs = vec![wrong.0.display().to_string()];
    let mut engine = leaktap_engine::pipeline::Engine::new(config, &plan(&DETECTORS)).unwrap();
    let capture = Scratch::new("empty.pcap", &frames("tls12_etm_cbc").0);
    let error = engine.start(&[capture.0.display().to_string()]).unwrap_err().to_string();
    assert!(error.contains("wrong.keys:2:") && !error.contains("0011"), "{error}");
}
