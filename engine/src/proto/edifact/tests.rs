use super::*;
use crate::proto::testing::parser_properties;

const UNB: &[u8] = b"UNB+UNOC:3+CRM:ZZ+PARTNER:ZZ+260101:1000+1'";

parser_properties!(
    PROTOCOL,
    "src/proto/edifact/dialogs",
    &[UNB, b"UNA:+.? '", b"UNH+1+ORDERS:D:96A:UN'", b"UNT+2+1'", b"?'", b"??", b"UNA"]
);

#[test]
fn only_headers_with_syntax_and_version_are_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    let advised = [b"UNA:+.? '\r\n", UNB].concat();
    for (data, sure) in [(UNB, 10), (advised.as_slice(), 21)] {
        for len in 1..data.len() {
            let expected = if len < sure { Probe::NeedMore } else { Probe::Match };
            assert_eq!(of(&data[..len]), expected, "{len}");
        }
    }
    assert_eq!(of(b"UNB\x1dUNOB\x1f1\x1dCRM"), Probe::Match);
    for data in [&b"UNBOUND "[..], b"UNB|UNOA:1", b"UNB+unoa:1", b"UNA:+.? 'UNH", b"UNA::.? '", b"UNION", b"\0\0"] {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}
