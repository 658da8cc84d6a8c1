use super::super::recorder::{Fate, Feeder};
use super::*;
use proptest::prelude::*;

fn run(client: &[u8], server: &[u8], sizes: &[usize]) -> Feeder {
    let mut feeder = Feeder::new(Box::new(SshParser::new(&Limits::default())));
    feeder.feed_cut(Direction::Orig, client, sizes);
    feeder.feed_cut(Direction::Resp, server, sizes);
    feeder.close();
    feeder.assert_accounted();
    feeder
}

fn version(client: &[u8], server: &[u8]) -> (&'static str, &'static str) {
    let info = run(client, server, &[usize::MAX]).out.transport.unwrap();
    (info.version, info.protection)
}

#[test]
fn version_is_what_both_sides_speak() {
    assert_eq!(version(b"SSH-2.0-a\r\n", b"SSH-2.0-b\r\n"), ("SSH-2.0", "sound"));
    assert_eq!(version(b"SSH-2.0-a\r\n", b"SSH-1.99-b\n"), ("SSH-2.0", "sound"));
    assert_eq!(version(b"SSH-1.5-a\n", b"SSH-1.99-b\n"), ("SSH-1.5", "weak"));
    assert_eq!(version(b"", b"SSH-1.99-b\n"), ("SSH-1.99", "unknown"));
}

#[test]
fn packets_after_the_banner_are_bypassed() {
    let feeder = run(b"SSH-2.0-a\r\n\0\0\x01\x02binary", b"Welcome!\r\nSSH-2.0-b\r\n\0\0\x01\x02", &[usize::MAX]);
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    assert_eq!(feeder.out.framing, [11, 21]);
    assert_eq!(feeder.out.texts("banner"), ["SSH-2.0-a", "Welcome!", "SSH-2.0-b"]);
}

#[test]
fn endless_line_is_lost() {
    let feeder = run(&[b'x'; 300], b"", &[usize::MAX]);
    assert_eq!(feeder.fate[0], Fate::Lost);
}

#[test]
fn probe_wants_a_version() {
    let answer = |data: &[u8]| probe(Direction::Orig, data, (1, 22));
    assert_eq!(answer(b"SSH-2.0-OpenSSH"), Probe::Match);
    assert_eq!(answer(b"SSH-1.5-x"), Probe::Match);
    assert_eq!(answer(b"SSH-1.9"), Probe::NeedMore);
    assert_eq!(answer(b"SSH-is-fine"), Probe::Reject);
    assert_eq!(answer(b"SSL"), Probe::Reject);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_segmentation_says_the_same(sizes in proptest::collection::vec(1usize..20, 1..6)) {
        let (client, server) = (b"SSH-2.0-a\r\n\0\0\x01", b"Hi\r\nSSH-1.99-b\r\n\0\0\x01\x02");
        let cut = run(client, server, &sizes);
        let whole = run(client, server, &[usize::MAX]);
        prop_assert_eq!(cut.out.events, whole.out.events);
        prop_assert_eq!(cut.out.framing, whole.out.framing);
        prop_assert_eq!(cut.fate, whole.fate);
    }

    #[test]
    fn no_bytes_panic(
        data in proptest::collection::vec(prop_oneof![any::<u8>(), Just(b'\n'), Just(b'-')], 0..400),
        sizes in proptest::collection::vec(1usize..50, 1..5),
    ) {
        let _ = probe(Direction::Orig, &data, (0, 0));
        run(&data, &[b"SSH-", &data[..]].concat(), &sizes);
    }
}
