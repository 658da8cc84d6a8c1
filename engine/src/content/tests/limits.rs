//! Budgets, gaps, noise.

use super::*;

#[test]
fn bombs_stop_within_the_budget() {
    let zeros = vec![0u8; 16 << 20];
    let giga = |encode: Encode| encode(&zeros).repeat(64);
    for (codings, body) in [
        (vec![Coding::Gzip], giga(gzip)),
        (vec![Coding::Zstd], giga(zstd)),
        (vec![Coding::Gzip, Coding::Gzip], gzip(&giga(gzip))),
        (vec![Coding::Gzip, Coding::Deflate], zlib(&giga(gzip))),
    ] {
        for cuts in [vec![], vec![100, 5_000, 70_000]] {
            let (sink, tally) = unpack_cut(&hints("", &codings), &body, &cuts, true);
            assert!(
                sink.anomalies.iter().any(|c| matches!(c, Code::DecodeBomb | Code::DecodeBudget)),
                "{codings:?} {:?}",
                sink.anomalies
            );
            assert!(sink.bytes <= (66 << 20) + 64 * body.len());
            assert!(tally.get(State::Skipped) > 0 && tally.total() == body.len() as u64, "{codings:?} {tally:?}");
        }
    }
}

#[test]
fn nesting_and_parts_are_bounded() {
    let mut body = b"Tk000000001".to_vec();
    for _ in 0..10 {
        body = gzip(&body);
    }
    let (sink, tally) = unpack(&hints("", &[]), &body);
    assert_eq!(sink.anomalies, [Code::NestingLimit]);
    assert_eq!(tally.get(State::Skipped), tally.total());
    let parts: Vec<(&str, &[u8])> = (0..20_000).map(|_| ("A: b", &b"x"[..])).collect();
    let mut many = multipart(&parts);
    many.extend_from_slice(b" Tk000000001");
    let (sink, tally) = unpack(&hints(MULTIPART, &[]), &many);
    assert_eq!(sink.anomalies, [Code::PartsLimit]);
    assert_eq!(sink.tokens().len(), 1);
    assert!(inspected(&tally));
}

#[test]
fn a_gap_flushes_and_text_goes_on_behind_it() {
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("application/json", &[]), "b", &Limits::default());
    let mut tally = unpacker.push(br#"{"a":"Tk000000001"#, false, false, &mut sink);
    unpacker.gap(100, &mut sink);
    assert_eq!(sink.tokens().len(), 1);
    tally.merge(&unpacker.push(br#"","phone":"Tk000000002"}"#, true, true, &mut sink));
    assert_eq!(sink.tokens().len(), 2);
    assert!(sink.names().contains(&"phone"));
    assert_eq!(tally.total(), 41);
}

#[test]
fn what_comes_first_behind_a_gap_is_told_to_be_a_rest() {
    let encoded = base64(b"the rest of a text that is long enough", 0);
    for (before, rest, places) in [
        (&b""[..], &b"rest of a text\n"[..], &["b"][..]),
        (b"begins\n", b"rest of a text\n", &["b"]),
        (b"begins\n", &encoded, &["b", "b[base64]"]),
    ] {
        let mut sink = Recorder::default();
        let mut unpacker = Unpacker::new(&hints("text/plain", &[]), "b", &Limits::default());
        unpacker.push(before, false, false, &mut sink);
        unpacker.gap(100, &mut sink);
        unpacker.push(rest, false, false, &mut sink);
        unpacker.push(b"\nand so on\n", true, true, &mut sink);
        assert_eq!(sink.rests, places, "{}", String::from_utf8_lossy(rest));
    }
}

#[test]
fn a_coding_without_its_start_is_undecodable() {
    let body = gzip(sample_json().as_bytes());
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[Coding::Gzip]), "b", &Limits::default());
    unpacker.gap(100, &mut sink);
    let tally = unpacker.push(&body[100..], true, true, &mut sink);
    assert_eq!(tally.get(State::Undecodable), body.len() as u64 - 100);
}

#[test]
fn noise_in_base64_is_no_text() {
    let mut body = String::new();
    for bytes in noise(3000 * 24).chunks(24) {
        let _ = writeln!(body, "token={}", String::from_utf8(base64(bytes, 0)).unwrap());
    }
    let (sink, _) = unpack(&hints("", &[]), body.as_bytes());
    let nested: Vec<_> = sink.leaves.iter().skip(1).collect();
    assert!(nested.is_empty(), "{nested:?}");
}

#[test]
fn a_gap_ends_a_coding_and_not_a_multipart() {
    let body = gzip(sample_json().as_bytes());
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[Coding::Gzip]), "b", &Limits::default());
    let mut tally = unpacker.push(&body[..body.len() / 2], false, false, &mut sink);
    unpacker.gap(10, &mut sink);
    tally.merge(&unpacker.push(&body[body.len() / 2..], true, false, &mut sink));
    assert!(tally.get(State::Inspected) > 0 && tally.get(State::Undecodable) > 0);
    assert_eq!(tally.total(), body.len() as u64);
    let body = multipart(&[("A: b", b"aaaaaaaaaaaa"), ("A: b", b"Tk000000001")]);
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints(MULTIPART, &[]), "b", &Limits::default());
    let mut tally = unpacker.push(&body[..30], false, false, &mut sink);
    unpacker.gap(4, &mut sink);
    tally.merge(&unpacker.push(&body[34..], true, true, &mut sink));
    assert_eq!(sink.tokens().len(), 1);
    assert_eq!(tally.total(), body.len() as u64 - 4);
}

#[test]
fn a_frame_yields_what_it_may_or_nothing() {
    let text = b"13800138000,".repeat(1000);
    for (coding, packed) in [(Coding::Deflate, zlib(&text)), (Coding::Zstd, zstd(&text))] {
        let limits = Limits::default();
        let mut into = b"before".to_vec();
        assert!(frame(coding, &packed, text.len(), &limits, &mut into));
        assert_eq!(into.len(), 6 + text.len());
        for (data, most) in [(&packed[..], text.len() - 1), (&packed[..packed.len() - 1], text.len()), (b"", 10)] {
            let mut into = b"before".to_vec();
            assert!(!frame(coding, data, most, &limits, &mut into));
            assert_eq!(into, b"before");
        }
        let tight = Limits { decode_bytes: 100, ..limits };
        assert!(!frame(coding, &packed, text.len(), &tight, &mut Vec::new()));
    }
}
