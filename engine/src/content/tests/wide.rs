//! Strings of UTF-16 among the bytes of protocols that nobody knows here.

use super::*;

fn stream() -> ContentHints {
    ContentHints { stream: true, ..ContentHints::default() }
}

fn little(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn big(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// The leaves that hold a token, of a body that is cut nowhere, and the same at every place.
fn texts(body: &[u8]) -> Vec<String> {
    let of = |sink: &Recorder| -> Vec<String> {
        let held = sink.leaves.iter().filter(|(.., text)| memchr::memmem::find(text, b"Tk").is_some());
        held.map(|(.., text)| String::from_utf8_lossy(text).into_owned()).collect()
    };
    let (sink, tally) = unpack(&stream(), body);
    assert_eq!(tally.total(), body.len() as u64);
    let tokens = sink.tokens();
    for cut in 1..body.len().min(400) {
        let (again, told) = unpack_cut(&stream(), body, &[cut], true);
        assert_eq!(again.tokens(), tokens, "cut at {cut}");
        assert_eq!(told.total(), body.len() as u64);
    }
    for step in [1, 7, 31] {
        let cuts: Vec<usize> = (1..body.len()).step_by(step).collect();
        let (again, _) = unpack_cut(&stream(), body, &cuts, true);
        assert_eq!(again.tokens(), tokens, "in pieces of {step}");
    }
    of(&sink)
}

/// A record of a protocol of one's own: a head with lengths and numbers, then the text.
fn record(text: &[u8]) -> Vec<u8> {
    let head = [0x00, 0x00, 0x01, 0x9c, 0x80, 0x00, 0x00, 0x04, 0xfe, 0x07, 0x00, 0x00];
    [&head[..], &(text.len() as u32).to_be_bytes(), text, &[0xff, 0x81, 0x00, 0x03, 0xe9, 0x11]].concat()
}

#[test]
fn strings_of_either_order_are_found_between_other_bytes() {
    for encode in [little, big] {
        let body: Vec<u8> = (0..40).flat_map(|i| record(&encode(&format!("Tk{i:09}")))).collect();
        let (sink, _) = unpack(&stream(), &body);
        assert_eq!(sink.tokens().len(), 40);
        assert_eq!(texts(&body).len(), 1);
    }
}

#[test]
fn a_string_after_any_byte_and_before_any() {
    for encode in [little, big] {
        for around in [0x00, 0x01, 0x20, 0x41, 0x80, 0xff] {
            for pad in 0..9 {
                let pad = vec![around; pad];
                let body = [&noise(24)[..], &pad, &encode("Tk123456789"), &pad, &noise(24)].concat();
                assert_eq!(unpack(&stream(), &body).0.tokens().len(), 1, "{around:#x} x {}", pad.len());
            }
        }
    }
}

#[test]
fn what_stands_around_in_han_is_read_with_it() {
    for encode in [little, big] {
        for (before, after) in
            [(&[0x9e, 0x00][..], &[0x00, 0x91][..]), (&[0x9e, 0x01], &[0xfe, 0x91]), (&[0, 0], &[0, 0])]
        {
            let body =
                [&[0xfe, 0x81][..], before, &encode("客户手机:Tk123456789 已发货"), after, &[0xfe, 0x81]].concat();
            let told = texts(&body).concat();
            assert!(told.contains("客户手机:Tk123456789 已发货"), "{told}");
        }
    }
}

#[test]
fn numbers_of_two_bytes_are_no_text() {
    let body: Vec<u8> = (0..4000u16).flat_map(|i| [(i % 251) as u8, 0, (i % 7) as u8, 0]).collect();
    let (sink, tally) = unpack(&stream(), &body);
    assert!(sink.tokens().is_empty());
    assert_eq!(tally.total(), body.len() as u64);
}

#[test]
fn a_string_does_not_go_on_behind_missing_bytes() {
    let body = record(&little("Tk123456789"));
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&stream(), "b", &Limits::default());
    unpacker.push(&body[..24], false, false, &mut sink);
    unpacker.gap(4, &mut sink);
    unpacker.push(&body[28..], true, true, &mut sink);
    assert!(sink.tokens().is_empty());
}
