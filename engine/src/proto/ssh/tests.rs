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
    let feeder = run(b"SSH-2.0-a\r\n\0\0\x01\x02binary", b"Welcome!\r\nSSH-2.0-b\r\n\0\0\x01\x02binary", &[usize::MAX]);
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    assert_eq!(feeder.out.framing, [11, 21]);
    assert_eq!(feeder.out.texts("banner"), ["SSH-2.0-a", "Welcome!", "SSH-2.0-b"]);
}

/// A packet in the clear.
fn packet(payload: &[u8]) -> Vec<u8> {
    let padding = 4 + (8 - (payload.len() + 9) % 8);
    let len = (payload.len() + padding + 1) as u32;
    [&len.to_be_bytes()[..], &[padding as u8], payload, &vec![0; padding]].concat()
}

/// `SSH_MSG_KEXINIT` with these lists.
fn offering(lists: [&str; 8]) -> Vec<u8> {
    let mut payload = [&[KEXINIT][..], &[7; 16]].concat();
    for list in lists.iter().chain(&["", ""]) {
        payload.extend((list.len() as u32).to_be_bytes());
        payload.extend(list.as_bytes());
    }
    payload.extend([0; 5]);
    packet(&payload)
}

const CLIENT: [&str; 8] = [
    "sntrup761x25519-sha512@openssh.com,curve25519-sha256,ext-info-c,kex-strict-c-v00@openssh.com",
    "ssh-ed25519,rsa-sha2-512",
    "aes256-ctr,aes128-gcm@openssh.com",
    "chacha20-poly1305@openssh.com,aes256-ctr",
    "hmac-sha2-256,hmac-sha1",
    "hmac-sha2-256,hmac-sha1",
    "none,zlib@openssh.com",
    "zlib@openssh.com,none",
];
const SERVER: [&str; 8] = [
    "kex-strict-s-v00@openssh.com,ext-info-c,curve25519-sha256",
    "rsa-sha2-512",
    "aes128-gcm@openssh.com,aes256-ctr",
    "aes256-ctr,chacha20-poly1305@openssh.com",
    "hmac-sha1",
    "hmac-sha1",
    "zlib@openssh.com,none",
    "none",
];

fn agreed(client: [&str; 8], server: [&str; 8], sizes: &[usize]) -> TransportInfo {
    let behind = packet(&[30, 1, 2, 3]);
    let client = [&b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"[..], &offering(client), &behind].concat();
    let server =
        [&b"Hello\r\nSSH-2.0-dropbear\r\n"[..], &packet(&[2, 0, 0, 0, 0]), &offering(server), &behind].concat();
    let feeder = run(&client, &server, sizes);
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    feeder.out.transport.unwrap()
}

#[test]
fn algorithms_are_the_clients_first_that_the_server_knows() {
    let info = agreed(CLIENT, SERVER, &[usize::MAX]);
    assert_eq!((info.version, info.protection), ("SSH-2.0", "sound"));
    let ssh = info.ssh.unwrap();
    assert_eq!((ssh.client.as_str(), ssh.server.as_str()), ("OpenSSH_9.2p1 Debian-2", "dropbear"));
    assert_eq!((ssh.kex.as_str(), ssh.host_key.as_str()), ("curve25519-sha256", "rsa-sha2-512"));
    assert_eq!(ssh.ciphers, ["aes256-ctr", "chacha20-poly1305@openssh.com"]);
    assert_eq!(ssh.macs, ["hmac-sha1", "implicit"]);
    assert_eq!(ssh.compressions, ["none", "none"]);
    assert!(ssh.strict_kex);
}

#[test]
fn broken_algorithms_are_weak_and_no_cipher_is_none() {
    let with = |at: usize, name: &'static str| {
        let (mut client, mut server) = (CLIENT, SERVER);
        (client[at], server[at]) = (name, name);
        let info = agreed(client, server, &[usize::MAX]);
        (info.protection, info.ssh.unwrap())
    };
    assert_eq!(with(2, "arcfour256").0, "weak");
    assert_eq!(with(3, "3des-cbc").0, "weak");
    assert_eq!(with(3, "none").0, "none");
    assert_eq!(with(2, "aes128-ctr").0, "sound");
    let (protection, ssh) = with(0, "diffie-hellman-group1-sha1");
    assert_eq!((protection, ssh.strict_kex), ("weak", false));
    let (mut client, server) = (CLIENT, SERVER);
    client[2] = "twofish256-cbc";
    let info = agreed(client, server, &[usize::MAX]);
    assert_eq!((info.protection, info.ssh.unwrap().ciphers[0].as_str()), ("unknown", ""), "nothing in common");
}

#[test]
fn no_offer_among_the_first_packets_is_waited_for() {
    let many = packet(&[2, 0, 0, 0, 0]).repeat(20);
    let feeder = run(&[&b"SSH-2.0-a\r\n"[..], &many].concat(), b"SSH-1.5-b\nanything", &[13]);
    assert_eq!(feeder.fate, [Fate::Bypassed(State::Encrypted); 2]);
    let long = [&b"SSH-2.0-a\r\n"[..], &40_000u32.to_be_bytes(), &[4, KEXINIT]].concat();
    assert_eq!(run(&long, b"", &[7]).fate[0], Fate::Bypassed(State::Encrypted));
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
    fn any_segmentation_agrees(sizes in proptest::collection::vec(1usize..200, 1..6)) {
        prop_assert_eq!(agreed(CLIENT, SERVER, &sizes), agreed(CLIENT, SERVER, &[usize::MAX]));
    }

    #[test]
    fn damaged_offers_are_accounted(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        sizes in proptest::collection::vec(1usize..300, 1..5),
    ) {
        let mut client = [&b"SSH-2.0-a\r\n"[..], &offering(CLIENT)].concat();
        let server = [&b"SSH-2.0-b\r\n"[..], &offering(SERVER)].concat();
        for (place, byte) in flips {
            let at = place.index(client.len());
            client[at] = byte;
        }
        run(&client, &server, &sizes);
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
