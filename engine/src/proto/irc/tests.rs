use super::*;
use crate::proto::Probe;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/irc/dialogs",
    &[b":h 001 a :x\r\n", b"PRIVMSG #a :", b"AUTHENTICATE PLAIN\r\n", b"\x16\x03\x01", b"PASS x\r\n"]
);

#[test]
fn lines_are_taken_apart() {
    let line = Line::read(b"@time=1;a=b :nick!user@host  PRIVMSG #crm  :hello  there");
    assert_eq!((line.tags, line.source, line.command), (&b"time=1;a=b"[..], &b"nick!user@host"[..], &b"PRIVMSG"[..]));
    assert_eq!((line.param(0), line.param(1), line.param(2)), (&b"#crm"[..], &b"hello  there"[..], &b""[..]));
    assert_eq!((line.nick(), line.number(), line.start), (&b"nick"[..], None, 29));
    assert_eq!(Line::read(b":h 433 * a :taken").number(), Some(433));
    assert_eq!(Line::read(b"A 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16").params().last(), Some(&b"15 16"[..]));
    assert_eq!(Line::read(b"").params().count(), 0);
}

#[test]
fn colours_do_not_touch_numbers() {
    let of = |text: &[u8]| {
        let mut into = Vec::new();
        line::unformatted(text, &mut into);
        into
    };
    assert_eq!(of(b"\x0304138\x02001\x0f38000"), b"13800138000");
    assert_eq!(of(b"\x034,12 a \x03,b \x04ff0000c\x01"), b" a ,b c\x01");
    assert_eq!(of(b"\x03"), b"");
}

#[test]
fn logins_at_services_are_known() {
    let of = |text: &'static str| login::told(text.as_bytes()).map(|told| (told.user, told.secret));
    assert_eq!(of("IDENTIFY secret"), Some((&b""[..], &b"secret"[..])));
    assert_eq!(of(" identify li secret"), Some((&b"li"[..], &b"secret"[..])));
    assert_eq!(of("REGISTER secret li@example.cn"), Some((&b""[..], &b"secret"[..])));
    assert_eq!(of("REGISTER #crm secret of sales"), Some((&b"#crm"[..], &b"secret"[..])));
    assert_eq!(of("set password secret"), Some((&b""[..], &b"secret"[..])));
    assert_eq!(of("GHOST li secret"), Some((&b"li"[..], &b"secret"[..])));
    for text in ["HELP", "IDENTIFY", "GHOST li", "INFO li", "set email a@example.cn", ""] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn only_lines_of_irc_are_claimed() {
    let of = |data: &[u8]| probe::probe(Direction::Orig, data, (40_000, 50_000));
    for data in [
        &b"PASS secret\r\nNICK li\r\n"[..],
        b"CAP LS 302\r\n",
        b"@time=2026-01-01T00:00:00.000Z :h.example 001 a :Welcome\r\n",
        b":li!li@h PRIVMSG #a :\x02bold\x02 13800138000\r\n",
        b"PASS secret 0210-IRC+ x|y\r\nSERVER a.example 1 :x\r\n",
        b"NOTICE AUTH :*** Looking up your hostname\r\n",
    ] {
        assert_eq!(of(data), Probe::Match, "{}", data.escape_ascii());
        for len in 0..data.len() {
            assert_ne!(of(&data[..len]), Probe::Reject, "{} at {len}", data.escape_ascii());
        }
    }
    for data in [
        &b"PASS secret\r\nUSER li\r\n"[..],
        b"USER li\r\n",
        b"PASS a\r\nPASS a\r\nPASS a\r\nPASS a\r\nPASS a\r\n",
        b":-) 100 reasons\r\n",
        b"NICK of time\r\n",
        b"CAPA\r\n",
        b"CAPABILITY\r\n",
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
