//! Streams in no known protocol: contents that follow one another without a word about where each ends.

use super::*;

fn stream() -> ContentHints {
    ContentHints { stream: true, ..ContentHints::default() }
}

/// A stream whole, and in pieces of odd lengths: the same tokens, every byte told.
fn tokens(body: &[u8]) -> (usize, Tally, Vec<Code>) {
    let (sink, tally) = unpack(&stream(), body);
    for step in [7, 500] {
        let cuts: Vec<usize> = (1..body.len()).step_by(step).collect();
        let (again, told) = unpack_cut(&stream(), body, &cuts, true);
        assert_eq!(again.tokens(), sink.tokens(), "in pieces of {step}");
        assert_eq!(told.total(), body.len() as u64);
    }
    (sink.tokens().len(), tally, sink.anomalies)
}

fn prefixed(pieces: &[Vec<u8>]) -> Vec<u8> {
    pieces.iter().flat_map(|piece| [&(piece.len() as u32).to_be_bytes(), &piece[..]].concat()).collect()
}

fn record(i: u32) -> Vec<u8> {
    format!("{{\"phone\":\"Tk{i:09}\"}}\n").into_bytes()
}

fn records(count: u32) -> Vec<u8> {
    (0..count).flat_map(record).collect()
}

#[test]
fn what_follows_the_end_of_a_coding_is_content_of_its_own() {
    let all: [Encode; 6] = [gzip, zlib, zstd, lz4, bzip2, xz];
    for (i, encode) in all.into_iter().enumerate() {
        let body = [encode(&record(999)), records(50)].concat();
        let (count, tally, anomalies) = tokens(&body);
        assert_eq!((count, anomalies), (51, Vec::new()), "{i}");
        assert!(inspected(&tally), "{i} {tally:?}");
    }
}

#[test]
fn messages_that_are_compressed_one_by_one_are_all_read() {
    let all: [Encode; 4] = [gzip, zlib, zstd, lz4];
    for (i, encode) in all.into_iter().enumerate() {
        let pieces: Vec<Vec<u8>> = (0..60).map(|i| encode(&record(i))).collect();
        for body in [pieces.concat(), prefixed(&pieces)] {
            let (count, tally, anomalies) = tokens(&body);
            assert_eq!((count, anomalies), (60, Vec::new()), "{i}");
            assert!(inspected(&tally), "{i} {tally:?}");
        }
    }
}

#[test]
fn more_messages_than_a_body_may_have_parts_are_no_limit() {
    let body: Vec<u8> = (0..5000).flat_map(|i| zlib(&record(i))).collect();
    let (sink, tally) = unpack(&stream(), &body);
    assert_eq!(sink.tokens().len(), 5000);
    assert!(inspected(&tally));
}

#[test]
fn what_follows_a_file_is_read() {
    let pdf =
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Size 3 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n";
    let files: [&[u8]; 5] = [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x08\0\0\0\x08\x08\x02\0\0\0\0\0\0\0\0\0\0\0IEND\xaeB`\x82",
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9",
        b"GIF89a\x01\0\x01\0\0\0\0;",
        b"ID3\x03\0\0\0\0\0\x0a\0\0\0\0\0\0\0\0\0\0",
        pdf,
    ];
    for file in files {
        let (count, tally, _) = tokens(&[file, &records(50)].concat());
        assert_eq!(count, 50, "{:?}", String::from_utf8_lossy(&file[..4]));
        assert!(inspected(&tally));
    }
}

#[test]
fn compressed_messages_are_found_behind_text() {
    let all: [Encode; 3] = [gzip, zstd, lz4];
    for encode in all {
        for before in [30, 100, 1500, 70_000] {
            let text = "some text line here about orders\n".repeat(before / 33 + 1);
            let body = [text.as_bytes(), &encode(&records(20)), b"end\n", &record(77)].concat();
            let (count, tally, anomalies) = tokens(&body);
            assert_eq!((count, anomalies), (21, Vec::new()), "behind {before}");
            assert!(inspected(&tally), "{tally:?}");
        }
    }
}

#[test]
fn what_was_opened_in_noise_is_told_as_inspected() {
    let packed = gzip(&records(400));
    let body = [&noise(9000), &packed[..], &noise(9000)].concat();
    let (count, tally, _) = tokens(&body);
    assert_eq!(count, 400);
    assert_eq!((tally.get(State::Inspected), tally.get(State::Opaque)), (packed.len() as u64, 18_000));
}

#[test]
fn a_compressed_message_that_foreign_bytes_tear_tells_nothing() {
    let mut rows = String::new();
    for i in 0..4000u32 {
        let _ = writeln!(rows, "{} Tk{i:09}", i.wrapping_mul(2_654_435_761));
    }
    let packed = gzip(rows.as_bytes());
    let (front, back) = packed.split_at(packed.len() / 2);
    let body = [b"\0\x01\x02head", front, b"\xce\x03\0\x01\0\0\x40\0", back].concat();
    let (count, tally, anomalies) = tokens(&body);
    assert_eq!((count, anomalies), (0, vec![Code::DecodeFailed]));
    assert!(tally.get(State::Undecodable) > 0);
}

#[test]
fn heads_that_begin_nothing_are_passed_over_without_a_word() {
    let mut body = noise(200_000);
    for at in (0..body.len() - 20).step_by(1000) {
        body[at..at + 4].copy_from_slice(b"\x1f\x8b\x08\0");
    }
    let (sink, tally) = unpack(&stream(), &body);
    assert!(sink.anomalies.is_empty());
    assert_eq!(tally.get(State::Opaque), body.len() as u64);
}

#[test]
fn torn_messages_beyond_the_limit_are_no_longer_opened_and_that_is_told() {
    let packed = gzip(sample_lines(400).as_bytes());
    let torn = [b"\0\0\x01", &packed[..packed.len() - 9], b"\xff\xff\xff\xff\xff\xff\xff\xff\xff"].concat();
    let (sink, tally) = unpack(&stream(), &torn.repeat(30));
    assert!(sink.tokens().is_empty());
    assert!(sink.anomalies.contains(&Code::PartsLimit));
    assert!(tally.get(State::Undecodable) + tally.get(State::Opaque) > 0);
}

#[test]
fn a_file_alone_is_the_file() {
    let archive = zip_of(&[("a.csv", sample_csv().as_bytes())]);
    let (count, tally, _) = tokens(&archive);
    assert_eq!(count, 400);
    assert!(inspected(&tally));
    let (sink, _) = unpack(&stream(), &gzip(&tar_of(&[("a.csv", sample_csv().as_bytes())])));
    assert_eq!(sink.tokens().len(), 400);
}

#[test]
fn archives_are_followed_by_content_too() {
    for file in [tar_of(&[("a.csv", b"a,b\n")]), zip_of(&[("a.csv", b"a,b\n")])] {
        let (sink, _) = unpack(&stream(), &[&file[..], &records(50)].concat());
        assert_eq!(sink.tokens().len(), 50);
    }
}

#[test]
fn a_head_of_gzip_whose_name_never_ends_hides_nothing() {
    let (sink, tally) = unpack(&stream(), &[b"\0\x01\x02\x1f\x8b\x08\x08\0\0\0\0\0\x03", &records(500)[..]].concat());
    assert_eq!(sink.tokens().len(), 500);
    assert!(inspected(&tally));
}

#[test]
fn what_waits_for_a_proof_is_accounted() {
    let packed = gzip(&records(60_000));
    let mut body = b"\x00\x01 some head of its own ".to_vec();
    body.extend_from_slice(packed.get(..packed.len() - 20).unwrap());
    let mut unpacker = Unpacker::new(&stream(), "b", &Limits::default());
    let mut sink = Recorder::default();
    unpacker.push(&body, false, true, &mut sink);
    assert!(unpacker.held() > 1 << 20, "{}", unpacker.held());
    unpacker.push(&[], true, true, &mut sink);
    assert_eq!(unpacker.held(), 0);
    // Torn.
    let mut unpacker = Unpacker::new(&stream(), "b", &Limits::default());
    unpacker.push(&body, false, true, &mut sink);
    unpacker.gap(5, &mut sink);
    assert_eq!(unpacker.held(), 0);
}

#[test]
fn documents_and_windows_that_wait_are_accounted() {
    let text = records(100_000);
    let strings = format!("<sst>{}</sst>", "<si><t>some text that cells share</t></si>".repeat(100_000));
    let members: [(&str, &[u8]); 2] =
        [("[Content_Types].xml", b"<Types/>"), ("xl/sharedStrings.xml", strings.as_bytes())];
    let noise = |head: &[u8]| [head, text.as_slice()].concat();
    let map = [&b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><map>"[..], &[0; 72]].concat();
    for (what, body, least) in [
        ("pdf", noise(b"%PDF-1.7\n"), text.len()),
        ("ole", noise(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), text.len()),
        ("7z", noise(b"7z\xbc\xaf\x27\x1c\0\x04"), 0),
        ("xlsx", zip_of(&members), 2_500_000),
        ("xz", xz(&text), 1 << 20),
        ("bzip2", bzip2(&text), 1 << 20),
        ("lz4", lz4(&text), 1 << 16),
        ("zstd", zstd(&text), 1 << 20),
        ("git", [b"PACK\0\0\0\x02\0\0\0\x01\x30", zlib(&noise(b"%PDF-1.7\n")).as_slice()].concat(), 1 << 20),
        ("stata", [map.as_slice(), &3_000_000u64.to_le_bytes(), &text].concat(), 1 << 20),
    ] {
        let mut unpacker = Unpacker::new(&ContentHints::default(), "b", &Limits::default());
        let mut sink = Recorder::default();
        for part in body[..body.len() - 100].chunks(1 << 16) {
            unpacker.push(part, false, true, &mut sink);
        }
        assert!(unpacker.held() >= least, "{what}: {} of {}", unpacker.held(), body.len());
        assert!(unpacker.held() < 16 << 20, "{what}: {}", unpacker.held());
    }
}
