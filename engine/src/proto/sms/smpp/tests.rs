use super::*;
use crate::proto::sms::probe::begins;
use crate::proto::testing::parser_properties;

const BIND: &[u8] = b"\0\0\0\x26\0\0\0\x09\0\0\0\0\0\0\0\x01crmshop\0S3cret77\0\0\x34\0\0\0";
const SUBMIT: &[u8] = b"\0\0\0\x38\0\0\0\x04\0\0\0\0\0\0\0\x02\0\0\x01\x31\x30\x36\x39\0\x01\x01\x38\x36\
    13800138000\0\0\0\0\0\0\0\0\0\0\x06a code";
const ENQUIRE: &[u8] = b"\0\0\0\x10\0\0\0\x15\0\0\0\0\0\0\0\x03";

parser_properties!(
    PROTOCOL,
    "src/proto/sms/smpp/dialogs",
    &[BIND, SUBMIT, ENQUIRE, b"\x05\0\x03\x01\x02\x01", b"\x04\x24\0\x04text", b"\x80\0\0\x09", b"\0\0\0\x10"]
);

fn of(data: &[u8]) -> Probe {
    (PROTOCOL.probe)(Direction::Orig, data, (40_000, 50_000))
}

#[test]
fn binds_and_messages_are_claimed() {
    assert_eq!((BIND.len(), of(BIND)), (0x26, Probe::Match));
    assert_eq!((SUBMIT.len(), of(SUBMIT)), (0x38, Probe::Match));
    for len in 0..BIND.len() {
        assert_eq!(of(&BIND[..len]), Probe::NeedMore, "{len}");
    }
    let row = ENQUIRE.repeat(3);
    assert_eq!((of(&row[..47]), of(&row)), (Probe::NeedMore, Probe::Match));
    assert_eq!(
        (begins::<Smpp>(SUBMIT), begins::<Smpp>(ENQUIRE), begins::<Smpp>(&SUBMIT[..20])),
        (Some(true), Some(false), None)
    );
}

#[test]
fn what_is_not_sound_is_not_claimed() {
    // A status, a command, the length, a version, a type of number, a time, the length of the text.
    for (message, at, byte) in [
        (BIND, 11, 1),
        (BIND, 7, 0x30),
        (BIND, 3, 0x27),
        (BIND, 34, 0x77),
        (SUBMIT, 17, 0x09),
        (SUBMIT, 44, b'2'),
        (SUBMIT, 49, 5),
    ] {
        let mut damaged = message.to_vec();
        damaged[at] = byte;
        assert_ne!(of(&damaged), Probe::Match, "{at}");
    }
    for data in [
        &b"GET / HTTP/1.1\r\n"[..],
        b"\0\0\0\x23\0\x03\0\0user\0app\0database\0crm\0\0",
        b"\0\0\0\x10\0\0\0\x15\0\0\0\0\0\0\0\0",
        b"\0\0\0\x04\0\0\0\x01",
        b"\x10\x10\0\x04MQTT\x04",
        &[0; 64],
        &[0xff; 64],
    ] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
