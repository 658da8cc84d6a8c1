//! Captures built byte by byte, read whole, in pieces, compressed and cut.

use super::expand::matches;
use super::input::Input;
use super::reader::Reader;
use super::{Fill, MAX_CAPTURED, PacketBlock, PacketMeta, PacketSource, expand, open};
use crate::error::Error;
use proptest::prelude::*;
use std::ffi::OsString;
use std::io::{Cursor, Read, Write};

/// A capture read to its end.
struct Outcome {
    packets: Vec<(PacketMeta, Vec<u8>)>,
    end: Fill,
    secrets: Vec<Vec<u8>>,
}

/// Yields at most `step` bytes per read, as a pipe may.
struct Trickle {
    bytes: Cursor<Vec<u8>>,
    step: usize,
}

impl Read for Trickle {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = out.len().min(self.step);
        self.bytes.read(&mut out[..n])
    }
}

fn read_in_steps(bytes: &[u8], step: usize) -> Outcome {
    let file = Trickle { bytes: Cursor::new(bytes.to_vec()), step };
    let mut reader = Reader::new("test", Input::new(Box::new(file), None));
    let mut block = PacketBlock::default();
    let mut packets = Vec::new();
    loop {
        let fill = reader.fill(&mut block).unwrap();
        packets.extend(block.packets.iter().map(|meta| (*meta, block.packet(meta).to_vec())));
        if fill != Fill::More {
            let secrets = reader.take_secrets();
            assert_eq!(reader.fill(&mut block).unwrap(), Fill::End, "nothing follows");
            assert!(block.packets.is_empty());
            return Outcome { packets, end: fill, secrets };
        }
        assert!(!block.packets.is_empty(), "a fill that promises more holds packets");
    }
}

fn read(bytes: &[u8]) -> Outcome {
    read_in_steps(bytes, usize::MAX)
}

#[derive(Clone, Copy, PartialEq)]
enum Order {
    Little,
    Big,
}

impl Order {
    fn u16(self, value: u16) -> [u8; 2] {
        if self == Self::Big { value.to_be_bytes() } else { value.to_le_bytes() }
    }
    fn u32(self, value: u32) -> [u8; 4] {
        if self == Self::Big { value.to_be_bytes() } else { value.to_le_bytes() }
    }
}

fn pcap_header(order: Order, magic: u32, link: u32) -> Vec<u8> {
    let mut out = order.u32(magic).to_vec();
    out.extend(order.u16(2));
    out.extend(order.u16(4));
    for word in [0, 0, 65535, link] {
        out.extend(order.u32(word));
    }
    out
}

fn record(order: Order, seconds: u32, fraction: u32, wire: u32, data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for word in [seconds, fraction, data.len() as u32, wire] {
        out.extend(order.u32(word));
    }
    out.extend(data);
    out
}

fn small_pcap(count: u32) -> Vec<u8> {
    let mut out = pcap_header(Order::Little, 0xa1b2_c3d4, 1);
    for n in 0..count {
        out.extend(record(Order::Little, n, 7, 60, &vec![n as u8; (n % 90) as usize]));
    }
    out
}

fn block(order: Order, kind: u32, body: &[u8]) -> Vec<u8> {
    let padded = body.len().next_multiple_of(4);
    let len = order.u32(padded as u32 + 12);
    let mut out = order.u32(kind).to_vec();
    out.extend(len);
    out.extend(body);
    out.resize(8 + padded, 0);
    out.extend(len);
    out
}

fn section(order: Order) -> Vec<u8> {
    let mut body = order.u32(0x1a2b_3c4d).to_vec();
    body.extend(order.u16(1));
    body.extend(order.u16(0));
    body.extend([0xff; 8]);
    block(order, 0x0a0d_0d0a, &body)
}

fn interface(order: Order, link: u16, snaplen: u32, options: &[(u16, &[u8])]) -> Vec<u8> {
    let mut body = order.u16(link).to_vec();
    body.extend([0, 0]);
    body.extend(order.u32(snaplen));
    for (code, value) in options {
        body.extend(order.u16(*code));
        body.extend(order.u16(value.len() as u16));
        body.extend(*value);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    block(order, 1, &body)
}

fn enhanced(order: Order, interface: u32, stamp: u64, wire: u32, data: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for word in [interface, (stamp >> 32) as u32, stamp as u32, data.len() as u32, wire] {
        body.extend(order.u32(word));
    }
    body.extend(data);
    block(order, 6, &body)
}

#[test]
fn pcap_of_every_order_and_unit_reads_alike() {
    for order in [Order::Little, Order::Big] {
        for (magic, fraction) in [(0xa1b2_c3d4, 250_000), (0xa1b2_3c4d, 250_000_000)] {
            let mut bytes = pcap_header(order, magic, 0x3000_0071);
            bytes.extend(record(order, 1_700_000_000, fraction, 4, b"abcd"));
            bytes.extend(record(order, 4_294_967_295, 0, 900, b"ef"));
            let got = read(&bytes);
            assert_eq!(got.end, Fill::End);
            let (first, data) = &got.packets[0];
            assert_eq!((first.ts_ns, first.link.0, first.frame), (1_700_000_000_250_000_000, 0x71, 1));
            assert_eq!(data, b"abcd");
            let (second, data) = &got.packets[1];
            assert_eq!((second.wire_len, second.len, second.frame), (900, 2, 2));
            assert_eq!(second.ts_ns, 4_294_967_295_000_000_000);
            assert_eq!(data, b"ef");
        }
    }
}

#[test]
fn modified_pcap_has_longer_record_headers() {
    let mut bytes = pcap_header(Order::Little, 0xa1b2_cd34, 1);
    for data in [b"one".as_slice(), b"four"] {
        let whole = record(Order::Little, 5, 6, data.len() as u32, data);
        bytes.extend(&whole[..16]);
        bytes.extend([0; 8]);
        bytes.extend(data);
    }
    let got = read(&bytes);
    assert_eq!(got.end, Fill::End);
    assert_eq!(got.packets.iter().map(|packet| packet.1.as_slice()).collect::<Vec<_>>(), [b"one".as_slice(), b"four"]);
}

#[test]
fn wire_length_is_never_below_captured_length() {
    let mut bytes = pcap_header(Order::Little, 0xa1b2_c3d4, 1);
    bytes.extend(record(Order::Little, 0, 0, 2, b"abcdef"));
    assert_eq!(read(&bytes).packets[0].0.wire_len, 6);
}

#[test]
fn lengths_of_old_pcap_versions_are_swapped() {
    let mut bytes = pcap_header(Order::Little, 0xa1b2_c3d4, 1);
    bytes[6] = 2;
    for word in [0_u32, 0, 60, 3] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(b"abc");
    let got = read(&bytes);
    assert_eq!((got.packets[0].0.len, got.packets[0].0.wire_len), (3, 60));
}

#[test]
fn empty_file_is_damaged_at_its_start() {
    assert!(matches!(read(b"").end, Fill::Damaged { offset: 0, .. }));
}

#[test]
fn header_without_packets_is_sound() {
    assert_eq!(read(&small_pcap(0)).end, Fill::End);
    assert_eq!(read(&section(Order::Big)).end, Fill::End);
}

#[test]
fn a_compression_that_is_not_read_is_called_by_its_name() {
    for (bytes, named) in [(&b"BZh91AY&SY"[..], "bzip2"), (b"\xfd7zXZ\0\0\x04", "xz")] {
        let Fill::Damaged { offset: 0, reason } = read_in_steps(bytes, 3).end else { panic!("{named}") };
        assert!(reason.starts_with(&format!("compressed with {named}")), "{reason}");
    }
}

#[test]
fn unknown_magic_and_cut_magic_are_damaged() {
    assert!(matches!(read(b"hello world").end, Fill::Damaged { offset: 0, .. }));
    assert!(matches!(read(b"\xd4\xc3").end, Fill::Damaged { offset: 0, .. }));
}

#[test]
fn cut_file_yields_what_is_whole_and_the_offset_of_the_cut_record() {
    let bytes = small_pcap(50);
    let cut = read(&bytes[..bytes.len() - 1]);
    assert_eq!(cut.packets.len(), 49);
    let last = 16 + 49;
    assert_eq!(
        cut.end,
        Fill::Damaged { offset: (bytes.len() - last) as u64, reason: "the file ends inside a record".into() }
    );
}

#[test]
fn absurd_captured_length_is_damage_where_it_stands() {
    let mut bytes = small_pcap(3);
    let at = bytes.len() as u64;
    bytes.extend([0; 8]);
    bytes.extend((MAX_CAPTURED as u32 + 1).to_le_bytes());
    bytes.extend([0; 400]);
    let got = read(&bytes);
    assert_eq!(got.packets.len(), 3);
    assert!(matches!(got.end, Fill::Damaged { offset, .. } if offset == at));
}

#[test]
fn record_larger_than_a_piece_grows_the_block() {
    let mut bytes = small_pcap(2);
    let big = vec![9; 3 << 20];
    bytes.extend(record(Order::Little, 3, 0, 3 << 20, &big));
    bytes.extend(record(Order::Little, 4, 0, 1, b"x"));
    let got = read(&bytes);
    assert_eq!(got.end, Fill::End);
    assert_eq!(got.packets.len(), 4);
    assert_eq!(got.packets[2].1, big);
}

#[test]
fn pcapng_sections_and_interfaces_number_on() {
    let mut bytes = Vec::new();
    for order in [Order::Little, Order::Big] {
        bytes.extend(section(order));
        bytes.extend(interface(order, 1, 0, &[(2, b"eth0"), (0, b"")]));
        bytes.extend(interface(order, 113, 0, &[(9, &[9])]));
        bytes.extend(enhanced(order, 0, 1_000_000, 60, b"micro"));
        bytes.extend(block(order, 5, &[0; 20]));
        bytes.extend(enhanced(order, 1, 1_000_000, 3, b"nanos"));
    }
    let got = read(&bytes);
    assert_eq!(got.end, Fill::End);
    let seen: Vec<_> = got.packets.iter().map(|(m, _)| (m.interface, m.link.0, m.ts_ns, m.frame)).collect();
    let second = 1_000_000_000;
    assert_eq!(seen, [(0, 1, second, 1), (1, 113, 1_000_000, 2), (2, 1, second, 3), (3, 113, 1_000_000, 4)]);
    assert_eq!(got.packets[1].0.wire_len, 5);
}

#[test]
fn timestamp_units_and_offsets_do_not_overflow() {
    let order = Order::Little;
    for (resolution, stamp, offset, want) in [
        (0x8a, 1024 + 512, 0, 1_500_000_000),
        (12, 2_000_000_000_000, 0, 2_000_000_000),
        (0, 3, -1, 2_000_000_000),
        (0, u64::MAX, i64::MAX, i64::MAX),
        (0, 0, i64::MIN, i64::MIN),
        (0xff, u64::MAX, 0, 0),
        (0x7f, u64::MAX, 0, 1),
    ] {
        let mut bytes = section(order);
        let options: [(u16, &[u8]); 2] = [(9, &[resolution]), (14, &i64::to_le_bytes(offset))];
        bytes.extend(interface(order, 1, 0, &options));
        bytes.extend(enhanced(order, 0, stamp, 1, b"x"));
        assert_eq!(read(&bytes).packets[0].0.ts_ns, want, "{resolution:#x} {stamp}");
    }
}

#[test]
fn simple_and_obsolete_packet_blocks_are_read() {
    let order = Order::Big;
    let mut bytes = section(order);
    bytes.extend(interface(order, 1, 3, &[]));
    let mut old = order.u16(0).to_vec();
    old.extend(order.u16(0));
    for word in [0, 5_000_000, 4, 4] {
        old.extend(order.u32(word));
    }
    old.extend(b"old!");
    bytes.extend(block(order, 2, &old));
    let mut simple = order.u32(10).to_vec();
    simple.extend(b"abc");
    bytes.extend(block(order, 3, &simple));
    let got = read(&bytes);
    assert_eq!(got.end, Fill::End);
    assert_eq!(got.packets[0].1, b"old!");
    assert_eq!(got.packets[1].1, b"abc");
    assert_eq!((got.packets[1].0.wire_len, got.packets[1].0.ts_ns), (10, 5_000_000_000));
}

#[test]
fn secrets_are_handed_over_and_unknown_blocks_passed_over() {
    let order = Order::Little;
    let mut bytes = section(order);
    let mut body = order.u32(0x544c_534b).to_vec();
    body.extend(order.u32(7));
    body.extend(b"CLIENT_");
    bytes.extend(block(order, 10, &body));
    bytes.extend(block(order, 0x8000_1234, &vec![7; 900_000]));
    bytes.extend(interface(order, 1, 0, &[]));
    bytes.extend(enhanced(order, 0, 1, 1, b"x"));
    for step in [usize::MAX, 1000] {
        let got = read_in_steps(&bytes, step);
        assert_eq!((got.end, got.packets.len()), (Fill::End, 1));
        assert_eq!(got.secrets, [b"CLIENT_".to_vec()]);
    }
}

#[test]
fn damage_in_pcapng_is_named_with_its_offset() {
    let order = Order::Little;
    let mut head = section(order);
    head.extend(interface(order, 1, 0, &[]));
    head.extend(enhanced(order, 0, 1, 1, b"x"));
    let at = head.len() as u64;
    let mut differs = enhanced(order, 0, 1, 1, b"x");
    *differs.last_mut().unwrap() = 9;
    let mut short = enhanced(order, 0, 1, 1, b"x");
    short[20] = 200;
    let cases = [differs, short, enhanced(order, 7, 1, 1, b"x"), vec![6, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0], vec![6; 3]];
    for tail in cases {
        let got = read(&[head.clone(), tail].concat());
        assert_eq!(got.packets.len(), 1);
        assert!(matches!(got.end, Fill::Damaged { offset, .. } if offset == at), "{:?}", got.end);
    }
    let mut unknown = head.clone();
    unknown.extend(&block(order, 99, &[0; 400])[..100]);
    assert!(matches!(read(&unknown).end, Fill::Damaged { offset, .. } if offset == at));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_captures_of_several_members_read_alike() {
    let bytes = small_pcap(20_000);
    let plain = read(&bytes).packets.len();
    let (left, right) = bytes.split_at(bytes.len() / 3);
    let members = [gzip(left), gzip(b""), gzip(right), vec![0; 512]].concat();
    let frames = [zstd::encode_all(left, 1).unwrap(), zstd::encode_all(right, 3).unwrap()].concat();
    for compressed in [members, frames] {
        for step in [usize::MAX, 1 << 10] {
            let got = read_in_steps(&compressed, step);
            assert_eq!((got.end, got.packets.len()), (Fill::End, plain));
        }
    }
}

#[test]
fn cut_compression_yields_what_came_before() {
    let bytes = small_pcap(5_000);
    for compressed in [gzip(&bytes), zstd::encode_all(bytes.as_slice(), 1).unwrap()] {
        let got = read(&compressed[..compressed.len() - 4]);
        assert!(matches!(&got.end, Fill::Damaged { offset, reason } if *offset > 0 && reason.contains("ends early")));
        assert!(got.packets.len() > 1000, "{}", got.packets.len());
    }
}

#[test]
fn bytes_before_a_flaw_in_the_deflate_stream_are_handed_out() {
    let bytes = small_pcap(20_000);
    let mut compressed = gzip(&bytes);
    let middle = compressed.len() / 2;
    for byte in &mut compressed[middle..middle + 64] {
        *byte ^= 0x5a;
    }
    let got = read(&compressed);
    assert!(matches!(got.end, Fill::Damaged { .. }));
    assert!(got.packets.len() > 5_000, "{}", got.packets.len());
}

#[test]
fn zstd_window_above_the_cap_is_refused() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(28).unwrap();
    encoder.write_all(&small_pcap(10)).unwrap();
    let got = read(&encoder.finish().unwrap());
    assert!(matches!(got.end, Fill::Damaged { .. }));
}

#[test]
fn missing_files_and_directories_are_refused_by_name() {
    let error = open("/nonexistent/a.pcap").err().unwrap();
    assert_eq!(error.to_string(), "/nonexistent/a.pcap: no such file");
    assert!(matches!(open("/").err().unwrap(), Error::Source { errno: None, .. }));
    let error = expand(&["/nonexistent/*.pcap".into()]).unwrap_err();
    assert_eq!(error.to_string(), "/nonexistent/*.pcap: no file matches");
}

#[test]
fn directories_and_patterns_expand_sorted() {
    let root = std::env::temp_dir().join(format!("leaktap-expand-{}", std::process::id()));
    std::fs::create_dir_all(root.join("deep/er")).unwrap();
    for name in ["b.pcap", "a.PCAPNG", "deep/er/c.cap.zst", "deep/d.pcap.gz", "notes.txt", "x[1].pcap", ".pcap"] {
        std::fs::write(root.join(name), b"").unwrap();
    }
    let base = root.to_str().unwrap().to_owned();
    let found = |names: &[String]| -> Vec<String> {
        let names: Vec<OsString> = names.iter().map(OsString::from).collect();
        let found = expand(&names).unwrap().into_iter().map(|path| path.into_string().unwrap());
        found.map(|path| path.trim_start_matches(&base).trim_start_matches('/').to_owned()).collect()
    };
    let all = found(std::slice::from_ref(&base));
    assert_eq!(all, ["a.PCAPNG", "b.pcap", "deep/d.pcap.gz", "deep/er/c.cap.zst", "x[1].pcap"]);
    let some = found(&[format!("{base}/[ab].*"), "-".into(), format!("{base}/d*/d.*.gz")]);
    assert_eq!(some, ["a.PCAPNG", "b.pcap", "-", "deep/d.pcap.gz"]);
    let literal = found(&[format!("{base}/x[1].pcap")]);
    assert_eq!(literal, ["x[1].pcap"], "an existing file is never a pattern");
    std::fs::create_dir_all(root.join("none")).unwrap();
    assert!(expand(&[format!("{base}/none").into()]).is_err());
    std::fs::remove_dir_all(root).unwrap();
}

#[test]
fn patterns_match_as_a_shell_does() {
    for (pattern, name, want) in [
        ("*.pcap", "a.pcap", true),
        ("*.pcap", "a.pcapng", false),
        ("a*b*c", "axxbyybzc", true),
        ("a?c", "abc", true),
        ("[!a-c]x", "dx", true),
        ("[!a-c]x", "bx", false),
        ("[]]x", "]x", true),
        ("[x", "[x", true),
        ("客户*", "客户一.pcap", true),
        ("", "", true),
    ] {
        assert_eq!(matches(pattern, name), want, "{pattern} {name}");
    }
}

proptest! {
    #[test]
    fn any_bytes_in_any_steps_end_without_panic(
        mut bytes in proptest::collection::vec(any::<u8>(), 0..600), kind in 0..6_usize, step in 1..700_usize,
    ) {
        let heads = [
            pcap_header(Order::Little, 0xa1b2_c3d4, 1), pcap_header(Order::Big, 0xa1b2_cd34, 1), section(Order::Little),
            [section(Order::Big), interface(Order::Big, 1, 9, &[(9, &[3])])].concat(), gzip(&small_pcap(4)), Vec::new(),
        ];
        let mut all = heads[kind].clone();
        all.append(&mut bytes);
        let whole = read(&all);
        let parts = read_in_steps(&all, step);
        prop_assert_eq!(&whole.end, &parts.end);
        prop_assert_eq!(whole.packets.len(), parts.packets.len());
    }

    #[test]
    fn a_flipped_byte_never_loses_what_stands_before_it(at in 24..2000_usize, flip in 1..=255_u8, step in 1..5000_usize) {
        let mut bytes = small_pcap(60);
        let at = at.min(bytes.len() - 1);
        bytes[at] ^= flip;
        let before = read(&bytes[..at]).packets.len();
        let got = read_in_steps(&bytes, step);
        prop_assert!(got.packets.len() >= before);
    }
}
