//! Strings whose length stands before them: what follows them may look like a part of them.

use super::*;

/// Everything that is found, whatever its confidence.
fn found(text: &[u8], format: Format) -> Vec<String> {
    let groups = groups_at(&Leaf { format, continues: true, ..leaf(text) }, &mut NoPlace);
    groups.into_iter().flat_map(|g| g.values.into_iter().map(move |v| format!("{} {v}", g.detector))).collect()
}

const VALUES: [(&str, &str); 5] = [
    ("cn.mobile", "13812345678"),
    ("cn.resident_id", "11010519491231002X"),
    ("cn.resident_id", "360426199101010071"),
    ("payment_card", "4111111111111111"),
    ("email", "wang.yang515@example.cn"),
];

type Frame = fn(&str) -> Vec<u8>;

/// How formats write strings: before each a type or a number of a field, and its length.
const FRAMES: [Frame; 9] = [
    // Java (object serialization protocol §6.4.2): TC_STRING, TC_LONGSTRING.
    |v| [&b"t\0"[..], &[v.len() as u8], v.as_bytes()].concat(),
    |v| [&b"|\0\0\0\0\0\0\0"[..], &[v.len() as u8], v.as_bytes()].concat(),
    // Hessian 1, and Hessian 2's compact strings.
    |v| [&b"S\0"[..], &[v.len() as u8], v.as_bytes()].concat(),
    |v| [&[v.len() as u8][..], v.as_bytes()].concat(),
    // Protocol buffers, fields 4, 6 and 12.
    |v| [&[0x22, v.len() as u8][..], v.as_bytes()].concat(),
    |v| [&[0x32, v.len() as u8][..], v.as_bytes()].concat(),
    |v| [&[0x62, v.len() as u8][..], v.as_bytes()].concat(),
    // Thrift's compact protocol, four fields on; lengths of four bytes, little endian.
    |v| [&[0x48, v.len() as u8][..], v.as_bytes()].concat(),
    |v| [&[v.len() as u8, 0, 0, 0][..], v.as_bytes()].concat(),
];

#[test]
fn strings_end_where_their_length_says() {
    for (i, frame) in FRAMES.into_iter().enumerate() {
        for (detector, value) in VALUES {
            for next in [&b"t\0\x03abc"[..], b"Z", b"x", b"2\x01a", b"H\x01a", b"@\x05", b"\x1a\x01a", b"-9\0"] {
                for format in [Format::Binary, Format::Text] {
                    let text = [b"\xac\xed\0\x05", &frame("name")[..], &frame(value), next].concat();
                    let found = found(&text, format);
                    assert!(
                        found.contains(&format!("{detector} {value}")),
                        "{i} {value} {next:?} {format:?} {found:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_value_at_the_end_of_a_longer_string_ends_there_too() {
    for (detector, value) in VALUES {
        let string = format!("name={:a>30}, id={value}", "");
        for length in [vec![string.len() as u8], vec![0, string.len() as u8], vec![0, 0, 0, string.len() as u8]] {
            let text = [&b"\x01t"[..], &length, string.as_bytes(), b"t\0\x01a"].concat();
            // A length above the control characters cannot be told from text before it unless a byte of zero is there.
            if length.len() > 1 {
                assert!(found(&text, Format::Binary).contains(&format!("{detector} {value}")), "{value} {length:?}");
            }
        }
    }
}

#[test]
fn what_is_part_of_something_longer_is_still_nothing() {
    for text in [
        &b"\x0a13812345678abc"[..],
        b"\n13812345678abc",
        b"a\t13812345678abc",
        b"\0\x0c13812345678abc",
        b"\0\x1213812345678abc9876543",
        b"\0\0\0\x4013812345678abc",
        b"\x0b1381234567\0tx",
    ] {
        for format in [Format::Binary, Format::Text] {
            assert_eq!(found(text, format), Vec::<String>::new(), "{text:?}");
        }
    }
}
