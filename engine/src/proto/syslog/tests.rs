use super::head::{Count, count, read, resync};
use super::*;
use crate::proto::Probe;
use crate::proto::testing::{datagram_properties, parser_properties};

parser_properties!(PROTOCOL, "src/proto/syslog/dialogs", &[b"<13>", b"9 <13>1 - ", b"\n", b"1000000 <1>"]);

mod datagrams {
    use super::*;
    datagram_properties!(PROTOCOL, "src/proto/syslog/datagrams", &[b"<13>", b"[a b=\"", b"\n"]);
}

#[test]
fn heads_of_both_kinds_are_read() {
    let head = read(b"<165>1 2026-10-11T22:14:15Z h app 77 ID47 [a@1 b=\"]\\\"\"][c@1] text").unwrap();
    assert_eq!((head.host, head.app, head.process, head.id), (&b"h"[..], &b"app"[..], &b"77"[..], &b"ID47"[..]));
    assert_eq!(head.data, b"[a@1 b=\"]\\\"\"][c@1]");
    for (message, host, app, text) in [
        (&b"<13>Oct  1 22:14:15 host app[7]: hello"[..], "host", "app", "hello"),
        (b"<13>Oct 11 2026 22:14:15.123 host app: hello", "host", "app", "hello"),
        (b"<13>2026-10-11T22:14:15+08:00 host app: hello", "host", "app", "hello"),
        (b"<13>Oct 11 22:14:15 app: hello", "", "app", "hello"),
        (b"<13>Oct 11 22:14:15 host @cee: {\"a\":1}", "host", "", "{\"a\":1}"),
        (b"<13>1 - - - - - - @cee:{\"a\":1}", "", "", "{\"a\":1}"),
        (b"<13>hello: world", "", "", "hello: world"),
    ] {
        let head = read(message).unwrap();
        let told = (head.host, head.app, &message[head.len..]);
        assert_eq!(told, (host.as_bytes(), app.as_bytes(), text.as_bytes()), "{}", message.escape_ascii());
    }
    assert_eq!((read(b"<192>x"), read(b"13>x"), read(b"<>x")), (None, None, None));
}

#[test]
fn counts_are_believed_with_a_priority_behind_them() {
    assert_eq!(count(b"59 <34>1"), Count::Of(59, 3));
    for data in [&b"5"[..], b"59", b"59 ", b"59 <", b"59 <34"] {
        assert_eq!(count(data), Count::Need, "{}", data.escape_ascii());
    }
    for data in [&b"059 <34>"[..], b"59  <34>", b"59 <a>", b"12345678 <1>", b"2 <1>", b"x"] {
        assert_eq!(count(data), Count::No, "{}", data.escape_ascii());
    }
    assert_eq!(resync(b"tail 13800138000 <13>x"), (10, true));
    assert_eq!(resync(b"tail <b> 12"), (9, false));
    assert_eq!(resync(b"tail\n<13>"), (5, true));
}

#[test]
fn priorities_with_text_are_claimed_on_any_port() {
    let of = |data: &[u8], port| probe::probe(Direction::Orig, data, (40_000, port));
    assert_eq!(of(b"<13>Oct  1 22:14:15 host app: text", 5000), Probe::Match);
    for data in [&b"<13>text that says nothing of when"[..], b"<14>sent\0<14>again\0", b"<0>text\n"] {
        assert_eq!(of(data, 5000), Probe::Match, "{}", data.escape_ascii());
        assert_eq!(of(&data[..6], 5000), Probe::NeedMore, "{}", data.escape_ascii());
    }
    assert_eq!(of(b"<13>x", 514), Probe::Match);
    assert_eq!(of(b"<html><body>", 514), Probe::Reject);
    for data in [
        &b"<192>text of no priority"[..],
        b"<013>text that says nothing of when",
        b"<13> text that says nothing of when",
        b"<13>te\x01t",
        b"<13>a\n",
        b"59 <13>text that says nothing of when",
    ] {
        assert_eq!(of(data, 5000), Probe::Reject, "{}", data.escape_ascii());
    }
}
