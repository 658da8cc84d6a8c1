use super::*;
use crate::message::{Endpoint, FiveTuple};

fn tuple(proto: u8, orig: (&str, u16), resp: (&str, u16)) -> FiveTuple {
    let end = |(addr, port): (&str, u16)| Endpoint { addr: addr.parse().unwrap(), port };
    FiveTuple { orig: end(orig), resp: end(resp), proto }
}

#[test]
fn community_id_matches_the_specifications_baseline() {
    let there = tuple(6, ("128.232.110.120", 34855), ("66.35.250.204", 80));
    assert_eq!(community_id(&there), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
}

#[test]
fn community_id_is_the_same_both_ways() {
    for proto in [6, 17, 132, 47] {
        let there = tuple(proto, ("192.0.2.1", 1000), ("192.0.2.1", 80));
        let back = FiveTuple { orig: there.resp, resp: there.orig, proto };
        assert_eq!(community_id(&there), community_id(&back), "protocol {proto}");
    }
}

#[test]
fn community_id_joins_ping_and_reply_but_not_one_way_errors() {
    let ask = tuple(1, ("192.0.2.1", 8), ("198.51.100.2", 0));
    let answer = tuple(1, ("198.51.100.2", 0), ("192.0.2.1", 0));
    assert_eq!(community_id(&ask), community_id(&answer));
    let error = tuple(1, ("192.0.2.1", 3), ("198.51.100.2", 1));
    let other = tuple(1, ("198.51.100.2", 3), ("192.0.2.1", 1));
    assert_ne!(community_id(&error), community_id(&other));
    let ask6 = tuple(58, ("2001:db8::1", 135), ("2001:db8::2", 0));
    let answer6 = tuple(58, ("2001:db8::2", 136), ("2001:db8::1", 0));
    assert_eq!(community_id(&ask6), community_id(&answer6));
}

#[test]
fn community_id_ignores_ports_where_there_are_none() {
    let a = tuple(47, ("192.0.2.1", 0), ("198.51.100.2", 0));
    let b = tuple(47, ("192.0.2.1", 9), ("198.51.100.2", 7));
    assert_eq!(community_id(&a), community_id(&b));
}

#[test]
fn ja4_matches_the_specifications_example() {
    // The worked example of the JA4 specification, GREASE put back in.
    let suites = [
        0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d,
        0x002f, 0x0035,
    ];
    let extensions = [
        0x1a1a, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012, 0x002b, 0xff01,
        0x000b, 0x000a, 0x0015,
    ];
    let hello = ClientHelloView {
        version: 0x0303,
        suites: &suites,
        extensions: &extensions,
        versions: &[0x2a2a, 0x0304, 0x0303],
        signatures: &[0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601],
        alpn: b"h2",
        ..ClientHelloView::default()
    };
    assert_eq!(ja4(&hello), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    assert!(ja4(&ClientHelloView { carrier: Carrier::Quic, ..hello }).starts_with("q13d1516h2_"));
    let dtls = ClientHelloView { carrier: Carrier::Datagrams, versions: &[0xfefc, 0xfefd], ..hello };
    assert!(ja4(&dtls).starts_with("dd3d1516h2_"));
}

#[test]
fn ja4_of_an_empty_hello_is_all_zeros() {
    let hello = ClientHelloView { version: 0x0301, ..ClientHelloView::default() };
    assert_eq!(ja4(&hello), "t10i000000_000000000000_000000000000");
}

#[test]
fn ja4_shows_odd_alpn_in_hex() {
    let hello = ClientHelloView { alpn: &[0xab, 0x30, 0xcd], ..ClientHelloView::default() };
    assert!(ja4(&hello).starts_with("t00i0000ad_"));
}

#[test]
fn ja3_text_leaves_grease_out_and_keeps_order() {
    let hello = ClientHelloView {
        version: 769,
        suites: &[0x0a0a, 47, 53, 5, 10],
        extensions: &[0, 10, 0xfafa, 11],
        groups: &[0x3a3a, 23, 24, 25],
        point_formats: &[0],
        ..ClientHelloView::default()
    };
    assert_eq!(ja3::ja3_text(&hello), "769,47-53-5-10,0-10-11,23-24-25,0");
}

#[test]
fn ja3_matches_the_published_examples() {
    // The two worked examples that came with JA3.
    let suites = [47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4];
    let full = ClientHelloView {
        version: 769,
        suites: &suites,
        extensions: &[0, 10, 11],
        groups: &[23, 24, 25],
        point_formats: &[0],
        ..ClientHelloView::default()
    };
    assert_eq!(ja3(&full), "ada70206e40642a3e4461f35503241d5");
    let bare = ClientHelloView {
        version: 769,
        suites: &[4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99],
        ..ClientHelloView::default()
    };
    assert_eq!(ja3(&bare), "de350869b8c85de67a350c8d186f11e6");
}
