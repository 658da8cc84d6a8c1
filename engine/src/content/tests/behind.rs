//! Files behind heads of their carriers: print jobs, signatures, protocols of one's own.

use super::containers::pdf_of;
use super::*;

fn archive() -> Vec<u8> {
    zip_of(&[("a.csv", sample_csv().as_bytes())])
}

fn document() -> Vec<u8> {
    let page = zlib(b"BT /F1 10 Tf (phone: Tk000000001) Tj ET");
    pdf_of(&[
        ("/Type/Catalog/Pages 2 0 R", None),
        ("/Type/Pages/Kids[3 0 R]", None),
        ("/Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>", None),
        ("/Filter/FlateDecode", Some(&page)),
        ("/Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding", None),
    ])
}

/// Heads: of a length, of the Internet Printing Protocol (RFC 8010), of a printer's language, of a signature (RFC 5652).
const HEADS: [&[u8]; 4] = [
    b"\0\0\x16\x0f",
    b"\x02\0\0\x02\0\0\0\x01\x01G\0\x12attributes-charset\0\x05utf-8\x03",
    b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n",
    b"\x30\x82\x1b\x84\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x82\x1b\x75\x24\x04\x82\x16\x0f",
];

#[test]
fn a_file_behind_a_head_is_opened() {
    for head in HEADS {
        for (file, tokens) in [(archive(), 400), (document(), 1)] {
            let body = [head, &file].concat();
            for cut in [0, 3, head.len() + 2, body.len() / 2] {
                let (sink, tally) = unpack_cut(&hints("application/octet-stream", &[]), &body, &[cut], true);
                assert_eq!((sink.tokens().len(), sink.anomalies), (tokens, Vec::new()), "{head:?}");
                assert!(inspected(&tally), "{head:?} {tally:?}");
                assert_eq!(tally.total(), body.len() as u64);
            }
        }
    }
}

#[test]
fn in_a_stream_what_surrounds_the_file_is_read_too() {
    let stream = ContentHints { stream: true, ..ContentHints::default() };
    for head in HEADS {
        for (file, tokens) in [(archive(), 400), (document(), 1)] {
            let body = [head, &file, b"\x1b%-12345X phone: Tk000000999\r\n"].concat();
            for step in [7, 500, body.len()] {
                let cuts: Vec<usize> = (1..body.len()).step_by(step).collect();
                let (sink, tally) = unpack_cut(&stream, &body, &cuts, true);
                assert_eq!(sink.tokens().len(), tokens + 1, "{head:?} in pieces of {step}");
                assert_eq!(tally.total(), body.len() as u64);
            }
        }
    }
}

#[test]
fn what_only_names_a_format_hides_nothing() {
    let text = "说明：\n%PDF-1.4\n%âãÏÓ\n1 0 obj\n is how it begins; PK\u{3}\u{4} is a zip. phone: Tk000000001\n";
    let binary = [&b"\0\x01\xfe\xff%PDF-\0PK\x03\x04\xff\xff\xff\xff"[..], &noise(64), text.as_bytes()].concat();
    for body in [text.as_bytes(), &binary] {
        assert_eq!(unpack(&hints("", &[]), body).0.tokens().len(), 1);
    }
}

#[test]
fn files_behind_heads_are_opened_as_deep_as_others() {
    let mut body = Vec::new();
    for _ in 0..200 {
        body.extend_from_slice(b"\0\x01\xff\xfePK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\0\0\0x");
    }
    let (_, tally) = unpack(&hints("", &[]), &body);
    assert_eq!(tally.total(), body.len() as u64);
}

#[test]
fn compressed_formats_that_nobody_opens_are_told() {
    let row = b"name,13800138000,plain text that is not compressed\n".repeat(9);
    let heads: [&[u8]; 6] = [
        b"$FL3@(#) SPSS DATA FILE - ",
        b"xar!\0\x1c\0\x01\0\0\0\0",
        b"\x89LZO\0\r\n\x1a\n\x10\x40\x20\xa0",
        b"SVN\x01\0\0\x82\x30\x05\x81",
        b"LZIP\x01\x17\0\x33\x9b",
        b"\x28\xb5\x2f\xfd\x67\xb6\x82\xd6\x27\x8a\x08\x85\x0d\0",
    ];
    for head in heads {
        let body = [head, &row].concat();
        let stream = ContentHints { stream: true, ..ContentHints::default() };
        for hints in [hints("application/octet-stream", &[]), stream] {
            let (sink, tally) = unpack(&hints, &body);
            // What can be read is, but it is not all.
            assert!(!sink.leaves.is_empty(), "{head:?}");
            assert_eq!(tally.get(State::Undecodable), body.len() as u64, "{head:?}");
        }
    }
    for text in ["xar! is a word", "LZIPs", "$FL3 is no head"] {
        assert_eq!(unpack(&hints("", &[]), text.as_bytes()).0.leaves.len(), 1, "{text}");
    }
}

#[test]
fn a_value_that_was_compressed_behind_its_length_is_packed() {
    let text = b"phone: Tk000000001, a line of some length\n".repeat(3);
    for len in [(text.len() as u32).to_le_bytes(), (text.len() as u32).to_be_bytes()] {
        let value = [&len[..], &zlib(&text)].concat();
        assert!(matches!(inside(&value), Some(Inside::Packed)));
        assert_eq!(unpack(&hints("", &[]), &value).0.tokens().len(), 1);
    }
    assert!(inside(&[b"\x7e\0\0\0\x78\x9c", &[0xff; 60][..]].concat()).is_none());
}
