//! The short way gives what the long one gives.

use super::super::budget::{Budget, Context, Ending};
use super::super::charset::Label;
use super::super::place::Place;
use super::super::stream::{Style, TextStream};
use super::*;
use proptest::prelude::*;

/// What is, or looks like, something encoded, and what is not.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&'static [u8]> = vec![
        b"{\"a\":\"",
        b"[",
        b"<td>",
        b"\"}",
        b"\n",
        b"&b=",
        b"a=1",
        b"; sid=",
        b"Tk123456789",
        b"phone: ",
        "电话".as_bytes(),
        "：１３".as_bytes(),
        b"\xb5\xe7\xbb\xb0",
        b"\xb9q\xb8\xdc",
        b"\\u0054k000000001",
        b"\\n",
        b"b@example.com",
        b"\\x54k000000007",
        b"%u0054k000000008",
        b"%25",
        b"0x",
        b"&#84;k000000002",
        b"&amp;",
        b"%54k000000003",
        b"%7B%22",
        b"x+y",
        b"=54k",
        b"=\n",
        b"VGswMDAwMDAwMDQgaXMgaGVyZSwgaW4gYmFzZTY0IQ==",
        b"0123456789abcdef0123456789abcdef",
        b"546b30303030303030303620696e2068657861646563696d616c21212121",
        b"Content-Transfer-Encoding: ",
        b"\x01",
        b"\x1f\x8b\x08",
        b"-----BEGIN PGP MESSAGE-----",
        b" and so on and on. ",
    ];
    let piece = prop_oneof![6 => prop::sample::select(pieces).prop_map(<[u8]>::to_vec), 1 => prop::collection::vec(any::<u8>(), 1..4)];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn same(quick: &Recorder, long: &Recorder) {
    assert_eq!(quick.leaves, long.leaves);
    assert_eq!(quick.charsets, long.charsets);
    assert_eq!(quick.hits, long.hits);
    assert_eq!(quick.anomalies, long.anomalies);
    assert_eq!(quick.locked, long.locked);
}

const MEDIA: &[&str] = &[
    "",
    "application/json",
    "application/json;charset=UTF-8",
    "text/html; charset=utf-8",
    "text/html; charset=gbk",
    "application/x-www-form-urlencoded",
    "text/plain",
];

proptest! {
    #[test]
    fn a_body_is_the_same_either_way(media in prop::sample::select(MEDIA), coding in 0..4, begin in prop::sample::select(vec!["", "{", "<", "a=1&"]), rest in text()) {
        let plain = [begin.as_bytes(), &rest].concat();
        let (codings, body): (&[Coding], _) = match coding {
            0 => (&[Coding::Gzip], gzip(&plain)),
            1 => (&[Coding::Deflate], zlib(&plain)),
            _ => (&[], plain),
        };
        let hints = hints(media, codings);
        let mut quick = Recorder::default();
        let told = whole(&hints, "b", &body, &Limits::default(), &mut quick);
        if let Some(told) = told {
            let (long, tally) = unpack(&hints, &body);
            same(&quick, &long);
            prop_assert_eq!(told, tally);
        } else {
            same(&quick, &Recorder::default());
        }
    }

    #[test]
    fn a_field_is_the_same_either_way(format in 0..4, data in text()) {
        let (format, style) = [
            (TextFormat::Headers, Style::Headers),
            (TextFormat::UrlEncoded, Style::Form),
            (TextFormat::Cookies, Style::Cookies),
            (TextFormat::Plain, Style::Plain),
        ][format as usize];
        let limits = Limits::default();
        let (mut quick, mut long) = (Recorder::default(), Recorder::default());
        super::text("b", format, &data, &limits, &mut quick);
        let mut budget = Budget::new(&limits);
        budget.feed(data.len());
        let mut stream = TextStream::new(Place::new("b"), style, Label::None, 0);
        let _ = stream.push(&data, Ending::Whole, &mut Context { sink: &mut long, budget: &mut budget });
        same(&quick, &long);
    }
}

#[test]
fn most_bodies_go_the_short_way() {
    let chinese = r#"{"姓名":"王伟","phone":"Tk123456789","etag":"0123456789abcdef0123456789abcdef"}"#.as_bytes();
    let form = b"name=a&phone=Tk123456789&token=0123456789abcdef0123456789abcdef";
    let html = "<html><p>电话，Tk123456789</p>".as_bytes();
    for (media, codings, body) in [
        ("application/json;charset=UTF-8", &[][..], chinese.to_vec()),
        ("application/json", &[Coding::Gzip], gzip(chinese)),
        ("text/html; charset=utf-8", &[Coding::Deflate], zlib(html)),
        ("application/x-www-form-urlencoded", &[], form.to_vec()),
    ] {
        let mut sink = Recorder::default();
        let told = whole(&hints(media, codings), "b", &body, &Limits::default(), &mut sink).unwrap();
        assert_eq!((told.get(State::Inspected), sink.hits.len()), (body.len() as u64, 1), "{media}");
    }
}

#[test]
fn of_undeclared_lines_only_prose_goes_the_short_way() {
    let whole = |body: &[u8]| {
        let mut sink = Recorder::default();
        whole(&hints("", &[]), "b", body, &Limits::default(), &mut sink).map(|told| (sink, told))
    };
    for body in [
        &b"EHLO crm\r\nMAIL FROM:<Tk123456789>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n"[..],
        b"250-mx.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
        b"a first line of prose, which is longer than that which is taken at a glance, and so goes on for\na while\nand more\n",
    ] {
        let (quick, told) = whole(body).unwrap();
        let (long, tally) = unpack(&hints("", &[]), body);
        same(&quick, &long);
        assert_eq!(told, tally);
    }
    for body in [
        &b"name,phone,city\nann,Tk123456789,x\nbob,Tk123456780,y\n"[..],
        b"sep=;\nname;phone\nann;Tk123456789\n",
        b"From: ann@example.com\nTo: bob@example.com\nSubject: Tk123456789\n\nTk123456780\n",
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:Tk123456789\r\nEND:VCARD\r\n",
    ] {
        assert!(whole(body).is_none(), "{}", body.escape_ascii());
    }
}
