//! Files made byte by byte: formats whose programs cannot be had, and files that describe more work than they hold bytes.

use super::containers::places;
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

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn long_7z_archives_are_opened_as_far_as_they_are_collected() {
    let first = b"phone: Tk000000001\n";
    let mut packed = first.to_vec();
    packed.resize(9 << 20, b'x');
    let mut header = vec![1, 4, 6, 0, 1, 9, 0xe0];
    header.extend(&(packed.len() as u32).to_le_bytes()[..3]);
    header.extend([0, 7, 11, 1, 0, 1, 1, 0, 12, 0xe0]);
    header.extend(&(packed.len() as u32).to_le_bytes()[..3]);
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
fn blocks_of_rar_archives_are_looked_at_where_they_lie() {
    let rar = [b"Rar!\x1a\x07\x01\0".to_vec(), b"\0\0\0\0\x03\x01\0\0".repeat(500_000)].concat();
    let (_, tally) = unpack(&hints("", &[]), &rar);
    assert_eq!(tally.total(), rar.len() as u64);
}
