//! What must stay quiet: hard negatives by shape, base rates of random numbers, real captures when they are there.

use super::{groups, repository, sure};
use crate::message::Charset;
use std::fmt::Write;

#[test]
fn hard_negatives_are_never_sure() {
    for text in [
        "batch_no=6222271770381484",
        "material_no=150102199411259180",
        "ext_id=12418979620 ext_id=10055253783",
        "barcode=6924758307188 barcode=9782480673202 barcode=4006381333931",
        "id=1265365919735015004 id=1700000000000000000",
        "asset_code=260101197410078604 asset_code=990101196408161798 asset_code=000000197707151665",
        "asset_code=100110198806142015 asset_code=770203199808269854 asset_code=080808197502189685",
        "waybill=SF0870290316775 waybill=EMS658181437CN waybill=78717773561382",
        "ver=14.21.34.28-build.2022121705 ver=1.28.28.31-build.2020102006",
        "score=959.9314471554532 score=0.00016299009361786922",
        "mobile=13812345678.00 mobile=13812345678.05 mobile=1.13812345678 phone=13812345678.0.1 tel=13812345678.0e3",
        "geo=40.5627622878728,106.7418666642585",
        "ts=1718470838221 ts=1647590333875",
        "trace_no=919614472196229 trace_no=7015603583160606107803 trace_no=88138800138000",
        "request_id=ef3fd551-572d-4f68-ab16-b57601c76f10 x=12345678-1234-4111-8111-111111111111",
        "digest=dd8c9f080aac8d152152f9ef78ea9843af4ae088693d12453df79208d4d540e1",
        "mac=18:de:df:26:4a:e9 src_ip=135.121.238.142",
        "isbn=978-7-3406-0803-5 isbn=9787307676695",
        "card_masked=6222 **** **** 2249 phone_masked=147****4992 id_masked=520102********288X",
        "order_no=202204239739557724 serial=7447353568265506571",
        "2026-04-15 05:11:22.921 2026-04-15 2024-01-15 10:30:00",
        "@media print { } logo@2x.png jquery@3.6.0.min.js user@localhost git@github.com:a/b.git",
        "zlib@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com,curve25519-sha256@libssh.org",
        "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
        "1234 5678 9012 3456 7890 1234",
        "524C 525E 5261 525C 84AF 527D 5282 5281 5290 5293\n",
        "536-90-4399-1 1-536-90-4399",
    ] {
        let found = sure(text.as_bytes(), Charset::Utf8);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

/// `SplitMix64`: the same numbers in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn digits(&mut self, len: usize) -> String {
        (0..len).map(|_| char::from(b'0' + (self.next() % 10) as u8)).collect()
    }
}

#[test]
fn random_bare_numbers_are_almost_never_sure() {
    const SAMPLES: usize = 200_000;
    let mut random = Random(20_261_123);
    for (len, allowed) in
        [(9, 0), (10, 0), (11, 0), (12, 0), (13, 0), (14, 0), (15, 8), (16, 12), (17, 0), (18, 12), (19, 12)]
    {
        let mut text = String::new();
        for _ in 0..SAMPLES {
            text.push_str(&random.digits(len));
            text.push_str(" x\n");
        }
        // One leaf per thousand lines, so that columns of one place do not judge each other.
        let lines: Vec<&str> = text.lines().collect();
        let found: usize = lines.chunks(1000).map(|c| sure(c.join("\n").as_bytes(), Charset::Utf8).len()).sum();
        assert!(found <= allowed, "{found} of {SAMPLES} numbers of {len} digits are sure");
    }
}

#[test]
fn timestamps_and_snowflakes_are_not_even_weak() {
    let mut random = Random(3);
    let mut text = String::new();
    for _ in 0..100_000 {
        let ms = 1_420_070_400_000 + random.next() % 473_000_000_000;
        let _ = write!(text, "{ms}\n{}\n", (1_u64 << 60) + random.next() % (7 << 58));
    }
    let weak: Vec<_> = groups(&text).into_iter().filter(|g| g.confidence >= 50).collect();
    assert!(weak.is_empty(), "{:?}", weak.iter().map(|g| (&g.detector, g.count)).collect::<Vec<_>>());
}

#[test]
fn uuids_and_hashes_hold_no_numbers() {
    let mut random = Random(5);
    let mut text = String::new();
    for _ in 0..200_000 {
        let (a, b) = (random.next(), random.next());
        let _ = writeln!(
            text,
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x} {a:016x}{b:016x}",
            a >> 32,
            a >> 16 & 0xffff,
            a & 0xfff,
            b >> 48 & 0xfff,
            b & 0xffff_ffff_ffff
        );
    }
    assert_eq!(sure(text.as_bytes(), Charset::Utf8), Vec::<String>::new());
}

#[test]
fn captures_of_hard_negatives_stay_quiet() {
    let folder = repository("../shared/captures/live");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no captures beside the repository");
        return;
    };
    for path in entries.filter_map(Result::ok).map(|e| e.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with("neg_") {
            continue;
        }
        // Scanned raw, headers of packets and all: values cut by framing are only harder.
        let bytes = std::fs::read(&path).unwrap();
        let mut found = sure(&bytes, Charset::Utf8);
        found.retain(|f| !f.ends_with("@crm.example.cn") && !f.ends_with("@recv.example.com"));
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn every_decoy_of_the_captures_stays_quiet_bare_and_named() {
    let Ok(truth) = std::fs::read_to_string(repository("../shared/captures/live/truth.jsonl")) else {
        eprintln!("skipped: no captures beside the repository");
        return;
    };
    let mut text = String::new();
    for line in truth.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        for (kind, values) in value["decoys"].as_object().into_iter().flatten() {
            for decoy in values.as_array().into_iter().flatten().filter_map(|v| v.as_str()) {
                let _ = write!(text, "{decoy}\n{{\"{kind}\": \"{decoy}\"}}\nx={decoy}; <b>{decoy}</b>\n");
            }
        }
    }
    assert_eq!(sure(text.as_bytes(), Charset::Utf8), Vec::<String>::new());
}
