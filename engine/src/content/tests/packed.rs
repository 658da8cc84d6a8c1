//! Values packed without a schema: CBOR and `MessagePack`.

use super::documents::{CUSTOMERS, fixture};
use super::streams::holds_at_any_cut;
use super::*;

fn told(media: &str, data: &[u8]) -> String {
    let (sink, _) = unpack(&hints(media, &[]), data);
    sink.leaves.iter().map(|leaf| String::from_utf8_lossy(&leaf.2).trim().to_owned()).collect()
}

#[test]
fn packed_values_stand_under_their_keys() {
    for (media, name) in [("application/cbor", "customers.cbor"), ("application/x-msgpack", "customers.msgpack")] {
        let file = fixture(name);
        let (sink, tally) = holds_at_any_cut(media, &file);
        assert_eq!(sink.tokens(), BTreeSet::from(CUSTOMERS), "{name}");
        assert!(sink.places().iter().all(|place| *place == "b:data.list[*].ref"), "{name} {:?}", sink.places());
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{name} {tally:?} {:?}", sink.anomalies);
        let row = r#""手机号":13912345672,"身份证号":"11010119900307299X","邮箱":"li.li@example.org","#;
        let text = told(media, &file);
        assert!(text.contains(row) && text.contains(r#""note":null,"7":-1.5}"#), "{name}: {text}");
    }
}

#[test]
fn every_kind_of_value_is_told() {
    // RFC 8949 appendix A, and the like in the other format.
    for (bytes, want) in [
        (
            &b"\x8a\x00\x17\x18\x64\x1a\x00\x0f\x42\x40\x20\x39\x03\xe7\xf4\xf5\xf6\xf7"[..],
            "[0,23,100,1000000,-1,-1000,false,true,null,null]",
        ),
        (b"\x83\xfb\x3f\xf1\x99\x99\x99\x99\x99\x9a\xfa\x47\xc3\x50\x00\xf9\x3c\x00", "[1.1,100000,null]"),
        (b"\x82\x62\x22\x5c\x42ab", r#"["\"\\","ab"]"#),
        (b"\xbf\x63Fun\xf5\x63Amt\x21\xff", r#"{"Fun":true,"Amt":-2}"#),
        (b"\x9f\x7f\x62ab\x61c\xff\x7f\xff\x5f\x42de\xff\xff", r#"["abc","","de"]"#),
        (b"\xc1\x81\xc1\x1a\x51\x4b\x67\xb0", "[1363896240]"),
        (b"\x81\x01\xa1\x02\x03", "[1]\n{\"2\":3}"),
        (b"\x80\xa0", "[]\n{}"),
    ] {
        assert_eq!(told("application/cbor-seq", bytes), want);
    }
    for (bytes, want) in [
        (
            &b"\x98\x7f\xcc\xff\xcd\xff\xff\xce\x00\x01\x00\x00\xd0\x80\xd1\xff\xfe\xe0\xc0"[..],
            "[127,255,65535,65536,-128,-2,-32,null]",
        ),
        (
            b"\x93\xca\x3f\x80\x00\x00\xcb\x3f\xf1\x99\x99\x99\x99\x99\x9a\xd3\xff\xff\xff\xff\xff\xff\xff\xff",
            "[1,1.1,-1]",
        ),
        (b"\x93\xd9\x02ab\xc4\x01c\xd6\x05defg", r#"["ab","c","defg"]"#),
        (b"\xde\x00\x01\xa1k\xdc\x00\x01\xc3", r#"{"k":[true]}"#),
    ] {
        assert_eq!(told("application/msgpack", bytes), want);
    }
}

#[test]
fn what_is_not_packed_is_read_as_it_is() {
    for media in ["application/cbor", "application/msgpack"] {
        let (sink, _) = holds_at_any_cut(media, br#"{"phone":"Tk000000001"}"#);
        assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001"]), "{media}");
        // Deeper than anyone packs; no value; a string longer than what follows.
        for odd in [&[0x81; 5000][..], b"\x82\xc1\x1c", b"\x9f\xdb\xff\xff\xff\xff"] {
            let bytes = [odd, b" phone: Tk000000001 "].concat();
            let (sink, tally) = unpack(&hints(media, &[]), &bytes);
            assert_eq!(sink.tokens().len(), 1, "{media} {odd:?}");
            assert_eq!(tally.total(), bytes.len() as u64, "{media}");
        }
    }
}

#[test]
fn long_bytes_are_files() {
    let mut list = b"\x82\x5a\x00\x02\x00\x00".to_vec();
    let file = format!("a,phone\n1,Tk000000001\n{}", "x,y\n".repeat(40_000));
    list.extend(&file.as_bytes()[..1 << 17]);
    list.extend(b"\x6bTk000000002");
    let (sink, tally) = holds_at_any_cut("application/cbor", &list);
    assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001", "Tk000000002"]));
    assert!(inspected(&tally), "{tally:?}");
}

#[test]
fn packed_values_in_bytes_are_told_as_well() {
    // {"phone": "Tk000000001", "n": 1}, tagged as encoded CBOR, as it stands, and in pieces of a byte string.
    let inner = b"\xa2\x65phone\x6bTk000000001\x61n\x01".to_vec();
    let len = inner.len() as u8;
    let pieces = [&[0x5f, 0x45][..], &inner[..5], &[0x58, len - 5], &inner[5..], &[0xff]].concat();
    for bytes in [[&[0xd8, 24, 0x58, len][..], &inner].concat(), [&[0x58, len][..], &inner].concat(), pieces] {
        let body = [&b"\xa2\x61a"[..], &bytes, b"\x61b\x6bTk000000002"].concat();
        let (sink, tally) = holds_at_any_cut("application/cbor", &body);
        assert_eq!(sink.places(), ["b[a]:phone", "b:b"], "{bytes:x?}");
        assert!(inspected(&tally), "{tally:?}");
    }
    // What only begins like a map is a file.
    let odd = [&b"\x81\x58\x20\xa2\x65phone "[..], &[0xff; 24]].concat();
    let (_, tally) = holds_at_any_cut("application/cbor", &odd);
    assert_eq!(tally.total(), odd.len() as u64);
    // More pieces than are put together stay a list.
    let many = [&b"\x9f\x7f"[..], &b"\x61c".repeat(5000), b"\xff\x6bTk000000001\xff"].concat();
    let (sink, _) = holds_at_any_cut("application/cbor", &many);
    assert_eq!(sink.tokens().len(), 1);
}

#[test]
fn values_that_nobody_declared_are_known_by_a_walk_to_their_end() {
    let message = b"\x95\x01\x80\xc0\xa4Send\x91\x81\xa5phone\xabTk000000001";
    let hub = [&[message.len() as u8][..], message, b"\x02\x91\x06", &[message.len() as u8], message].concat();
    for body in [
        &b"\xa2\x65phone\x6bTk000000001\x61n\x01"[..],
        b"\xd9\xd9\xf7\xa1\x65phone\x6bTk000000001",
        b"\x84\x01\x02\x80\xa1\x65phone\x6bTk000000001",
        b"\xbf\x65phone\x6bTk000000001\xff",
        b"\x82\xa5phone\xabTk000000001\xa1n\x01",
        b"\x92\x01\x81\xa5phone\xabTk000000001",
        &hub,
    ] {
        for media in ["", "application/octet-stream"] {
            let (sink, tally) = holds_at_any_cut(media, body);
            assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001"]), "{body:x?}");
            assert!(sink.places().iter().all(|place| place.ends_with("phone")), "{body:x?} {:?}", sink.places());
            assert!(inspected(&tally), "{tally:?}");
        }
    }
}

#[test]
fn what_only_begins_like_values_is_read_as_it_is() {
    let (gbk, _, _) = encoding_rs::GBK.encode("姓名,电话 Tk000000001\n张三,Tk000000002\n");
    for body in [
        // Something behind it; no names; a name that is none.
        &b"\xa1\x65phone\x6bTk000000001 and more"[..],
        b"\x84\x01\x02\x03\x6bTk000000001",
        b"\xa1\x01\x6bTk000000001",
        b"\xa1\x42\0\x01\x6bTk000000001",
        b"\x10\x93\x01\xabTk000000001\x02\x03",
        &gbk,
    ] {
        let (sink, tally) = unpack(&hints("", &[]), body);
        assert_ne!(sink.leaves.iter().map(|leaf| leaf.1).next(), Some(Format::Json), "{body:x?}");
        assert_eq!(tally.total(), body.len() as u64);
    }
    // Of noise, none is.
    let noise = noise(1 << 20);
    let packed = (0..noise.len() - 64).filter(|at| container::Format::walked(&noise[*at..*at + 8 + at % 48]).is_some());
    assert_eq!(packed.count(), 0);
}
