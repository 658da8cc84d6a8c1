use super::packet::probe;
use super::*;
use crate::proto::Probe;
use crate::proto::testing::datagram_properties;

datagram_properties!(PROTOCOL, "src/proto/tftp/dialogs", &[b"\0\x03\0\x01", b"\0\x06tsize\x001\0", b"\0\x04\0\0"]);

#[test]
fn only_requests_and_granted_options_are_claimed() {
    let of = |data: &[u8]| probe(Direction::Orig, data, (40_000, 50_000));
    assert_eq!(of(b"\0\x01a.csv\0octet\0"), Probe::Match);
    assert_eq!(of(b"\0\x06blksize\x001024\0TSIZE\x007\0"), Probe::Match);
    for data in [&b"\0\x01a.csv\0octet"[..], b"\0\x03\0\x01data", b"\0\x06", b"\0\x06colour\0red\0", b"\0\x01\0octet\0"]
    {
        assert_eq!(of(data), Probe::Reject, "{}", data.escape_ascii());
    }
}

/// A transfer of `blocks` whose numbers go on after 65,535 with `first`: bodies of the messages that it gave.
fn long(blocks: u64, first: u16) -> Vec<(String, bool)> {
    use crate::proto::testing::Recorder;
    let (mut parser, mut out) = (TftpParser::default(), Recorder::default());
    parser.on_data(Direction::Orig, b"\0\x01a\0octet\0blksize\x008\0", &mut out);
    parser.on_data(Direction::Resp, b"\0\x06blksize\x008\0", &mut out);
    let mut number = 0u16;
    for block in 0..blocks {
        number = number.checked_add(1).unwrap_or(first);
        let content = format!("{block:08}");
        let content = if block + 1 == blocks { "end" } else { &content };
        let data = [b"\0\x03", &number.to_be_bytes()[..], content.as_bytes()].concat();
        parser.on_data(Direction::Resp, &data, &mut out);
    }
    let lines = out.lines();
    lines.iter().filter(|line| line.contains(" end ")).map(|line| (line.clone(), lines.len() < 12)).collect()
}

#[test]
fn block_numbers_may_pass_their_greatest() {
    for first in [0, 1] {
        let ends = long(65_600, first);
        assert_eq!(ends.last(), Some(&("< end complete".to_owned(), true)), "to {first}");
    }
}
