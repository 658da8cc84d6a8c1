//! Files made byte by byte: formats whose programs cannot be had, and files that describe more work than they hold bytes.

use super::containers::{holds_at_any_cut, places};
use super::*;

/// A number as 7z archives write it, in two bytes behind the first.
fn number(value: usize) -> [u8; 3] {
    let [low, high, ..] = value.to_le_bytes();
    [0xc0, low, high]
}

/// A 7z archive: packed streams, then the header.
fn seven(packed: &[u8], header: &[u8]) -> Vec<u8> {
    let mut out = b"7z\xbc\xaf\x27\x1c\0\x04\0\0\0\0".to_vec();
    out.extend((packed.len() as u64).to_le_bytes());
    out.extend((header.len() as u64).to_le_bytes());
    out.extend(libdeflater::crc32(header).to_le_bytes());
    out.extend(packed);
    out.extend(header);
    out
}

/// An OLE2 file of streams and storages: each with its name and the number of the storage it is in (0 is the root).
fn ole(entries: &[(&str, usize, Option<&[u8]>)]) -> Vec<u8> {
    const NONE: u32 = u32::MAX;
    const END: u32 = 0xffff_fffe;
    let directory = (entries.len() + 1).div_ceil(4);
    let (mut data, mut fat) = (Vec::new(), Vec::new());
    let chain = |fat: &mut Vec<u32>, count: usize| {
        let first = fat.len() as u32;
        fat.extend((0..count as u32).map(|at| if at + 1 == count as u32 { END } else { first + at + 1 }));
        first
    };
    chain(&mut fat, directory);
    let starts: Vec<u32> = entries
        .iter()
        .map(|(.., stream)| {
            let stream = stream.unwrap_or(&[]);
            data.extend(stream);
            data.resize(data.len().next_multiple_of(512), 0);
            if stream.is_empty() { END } else { chain(&mut fat, stream.len().div_ceil(512)) }
        })
        .collect();
    let own = (fat.len() + 1).div_ceil(127);
    let tables = fat.len() as u32;
    fat.resize(fat.len() + own, 0xffff_fffd);
    fat.resize(fat.len().next_multiple_of(128), NONE);
    let mut head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    head.resize(24, 0);
    head.extend([0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
    // Streams of any length lie in sectors, none in small ones.
    head.extend([0, own as u32, 0, 0, 0, END, 0, END, 0].iter().flat_map(|word| word.to_le_bytes()));
    head.extend((0..109).flat_map(|at| if at < own as u32 { tables + at } else { NONE }.to_le_bytes()));
    assert!(own <= 109 && head.len() == 512);
    let next = |after: usize, parent: usize| {
        let found = (after..entries.len()).find(|at| entries[*at].1 == parent);
        found.map_or(NONE, |at| at as u32 + 1)
    };
    for number in 0..directory * 4 {
        let entry = number.checked_sub(1).and_then(|at| entries.get(at));
        let (name, kind) = match entry {
            Some((name, _, stream)) => (*name, if stream.is_some() { 2 } else { 1 }),
            None if number == 0 => ("Root Entry", 5),
            None => ("", 0),
        };
        let mut raw: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let len = raw.len();
        raw.resize(64, 0);
        raw.extend([len as u8, 0, kind, 1]);
        let sibling = entry.map_or(NONE, |(_, parent, _)| next(number, *parent));
        let child = if matches!(kind, 1 | 5) { next(0, number) } else { NONE };
        raw.extend([NONE, sibling, child].iter().flat_map(|word| word.to_le_bytes()));
        raw.resize(116, 0);
        let start = number.checked_sub(1).and_then(|at| starts.get(at).copied()).unwrap_or(END);
        raw.extend(start.to_le_bytes());
        let size = entry.map_or(0, |(.., stream)| stream.map_or(0, <[u8]>::len));
        raw.extend((size as u64).to_le_bytes());
        head.extend(raw);
    }
    head.extend(data);
    head.extend(fat.iter().flat_map(|word| word.to_le_bytes()));
    head
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn outlook_messages_are_read_as_mails() {
    let packed = b"\x2d\0\0\0\x2b\0\0\0LZFu\xf1\xc5\xc7\xa7\x03\0\x0a\0rcpg125B2\x0a\xf3 hel\x09\0 bw\x05\xb0ld}\x0a\x80\x0f\xa0";
    let (subject, body) = (wide("订单 Tk000000001"), wide("您的 phone: Tk000000002"));
    let (headers, file) = (wide("Received: x\r\nX-Ref: Tk000000003\r\n"), wide("客户.csv"));
    let data = b"name,mobile\r\na,Tk000000004\r\nb,Tk000000005\r\n";
    // The code page of strings that are no UTF-16.
    let mut properties = vec![0; 32];
    properties.extend([3, 0, 0xfd, 0x3f, 6, 0, 0, 0, 0xa8, 3, 0, 0, 0, 0, 0, 0]);
    let file = ole(&[
        ("__properties_version1.0", 0, Some(&properties)),
        ("__substg1.0_0037001F", 0, Some(&subject)),
        ("__substg1.0_1000001F", 0, Some(&body)),
        ("__substg1.0_007D001F", 0, Some(&headers)),
        ("__substg1.0_10090102", 0, Some(packed)),
        ("__recip_version1.0_#00000000", 0, None),
        ("__substg1.0_3001001E", 6, Some(b"\xcd\xf5 Tk000000006")),
        ("__attach_version1.0_#00000000", 0, None),
        ("__substg1.0_3707001F", 8, Some(&file)),
        ("__substg1.0_37010102", 8, Some(data)),
    ]);
    let sink = holds_at_any_cut(&file);
    let want = [
        "b:msg.header:name",
        "b:msg.header:subject",
        "b:msg.header:x-ref",
        "b:msg:body:phone",
        "b:msg:file[客户.csv]:mobile",
    ];
    assert_eq!(places(&sink), BTreeSet::from(want));
    assert_eq!(sink.tokens().len(), 6);
    let all: Vec<_> = sink.leaves.iter().map(|(place, _, text)| (&**place, String::from_utf8_lossy(text))).collect();
    assert!(all.iter().any(|(place, text)| *place == "b:msg:body[rtf]:rtf" && text.contains("hello world")), "{all:?}");
    assert!(all.iter().any(|(_, text)| text.contains("Name: 王 Tk000000006")), "{all:?}");
    let (_, tally) = unpack(&hints("", &[]), &file);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
}

#[test]
fn long_7z_archives_are_opened_as_far_as_they_are_collected() {
    let first = b"phone: Tk000000001\n";
    let mut packed = first.to_vec();
    packed.resize(33 << 20, b'x');
    let len = [&[0xf0], &(packed.len() as u32).to_le_bytes()[..]].concat();
    let mut header = vec![1, 4, 6, 0, 1, 9];
    header.extend(&len);
    header.extend([0, 7, 11, 1, 0, 1, 1, 0, 12]);
    header.extend(&len);
    header.extend([0, 8, 13, 2, 9, first.len() as u8, 0, 0, 5, 2, 17, 17, 0]);
    header.extend(wide("a.txt\0b\0"));
    header.extend([0, 0]);
    let file = seven(&packed, &header);
    let (sink, tally) = unpack(&hints("", &[]), &file);
    assert_eq!(places(&sink), BTreeSet::from(["b:7z[a.txt]:phone"]));
    assert_eq!(sink.anomalies, [Code::DecodeBudget]);
    assert_eq!((tally.get(State::Skipped), tally.total()), (1 << 20, file.len() as u64));
    assert_eq!(tally.get(State::Undecodable), 0);
}

#[test]
fn sections_of_7z_headers_come_once() {
    // 65,535 runs of members, told anew by every two bytes; as many members, made anew by every eight.
    let mut runs = vec![1, 4, 6, 0, 0, 0, 7, 11];
    runs.extend(number(0xffff));
    runs.push(0);
    runs.extend([1, 0].repeat(0xffff));
    runs.push(12);
    runs.extend(vec![0; 0xffff]);
    runs.push(0);
    runs.extend([8, 0].repeat(300_000));
    let mut members = vec![1];
    members.extend([&[5][..], &number(0xffff), &[0, 5, 0, 0]].concat().repeat(120_000));
    for header in [runs, members] {
        let file = seven(&[], &header);
        let (sink, tally) = unpack(&hints("", &[]), &file);
        assert_eq!(sink.anomalies, [Code::DecodeFailed]);
        assert_eq!(tally.get(State::Undecodable), file.len() as u64);
    }
}

#[test]
fn what_is_described_again_and_again_is_read_once() {
    // Pieces of a document that all are the same two megabytes.
    let mut main = vec![0u8; 3 << 20];
    main[0x1a6..0x1aa].copy_from_slice(&(8u32 << 20).to_le_bytes());
    let mut pieces: Vec<u8> = (0..120_001u32).flat_map(|at| ((at % 2) << 20).to_le_bytes()).collect();
    pieces.extend([0u8; 8].repeat(120_000));
    let table = [&[2][..], &(pieces.len() as u32).to_le_bytes(), &pieces].concat();
    let document = ole(&[("WordDocument", 0, Some(&main)), ("0Table", 0, Some(&table))]);
    // A table of a million strings, then one string again and again.
    let record = |kind: u16, body: &[u8]| [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat();
    let mut book = record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let strings = vec![0u8; 8223];
    book.extend(record(0xfc, &[&[0; 4][..], &u32::MAX.to_le_bytes(), &strings[..8214]].concat()));
    book.extend(record(0x3c, &strings).repeat(380));
    book.extend(record(0xfc, &[0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]).repeat(200_000));
    let book = ole(&[("Workbook", 0, Some(&book))]);
    // Blocks without data.
    let rar = [b"Rar!\x1a\x07\x01\0".to_vec(), b"\0\0\0\0\x03\x01\0\0".repeat(500_000)].concat();
    for file in [document, book, rar] {
        let (_, tally) = unpack(&hints("", &[]), &file);
        assert_eq!(tally.total(), file.len() as u64);
    }
}

#[test]
fn files_that_outlook_wraps_are_opened() {
    let attribute = |level: u8, id: u32, data: &[u8]| -> Vec<u8> {
        let sum = data.iter().fold(0u16, |sum, byte| sum.wrapping_add(u16::from(*byte)));
        let len = data.len() as u32;
        [&[level][..], &id.to_le_bytes(), &len.to_le_bytes(), data, &sum.to_le_bytes()].concat()
    };
    let inner = zip_of(&[("a.csv", b"name,mobile\r\na,Tk000000001\r\nb,Tk000000002\r\n")]);
    let file = [
        b"\x78\x9f\x3e\x22\x01\x00".to_vec(),
        attribute(1, 0x0008_9006, &[0, 0, 1, 0]),
        attribute(1, 0x0002_800c, b"body phone: Tk000000003 and more of it\0"),
        attribute(2, 0x0006_9002, &[1; 14]),
        attribute(2, 0x0006_800f, &inner),
        attribute(2, 0x0001_8010, b"x.zip\0"),
        attribute(2, 0x0006_9002, &[1; 14]),
        attribute(2, 0x0001_8010, b"y.txt\0"),
        attribute(2, 0x0006_800f, b"phone: Tk000000004"),
    ]
    .concat();
    let sink = holds_at_any_cut(&file);
    let want = ["b:tnef:file[x.zip]:zip[a.csv]:mobile", "b:tnef:file[y.txt]:phone", "b:tnef:phone"];
    assert_eq!((places(&sink), sink.tokens().len()), (BTreeSet::from(want), 4));
    let (_, tally) = unpack(&hints("", &[]), &file);
    assert!(inspected(&tally), "{tally:?}");
    // An attribute longer than the file, and none.
    for odd in [&b"\x01\x0c\x80\x02\0\xff\xff\xff\xff"[..], b"\x07 phone: Tk000000009"] {
        let file = [&file[..], odd].concat();
        assert_eq!(unpack(&hints("", &[]), &file).1.total(), file.len() as u64);
    }
}
