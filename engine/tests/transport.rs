//! What protects flows: certificates once a run, offers of TLS that go missing, services that differ in what is judged;
//! the same whatever the number of workers.

mod lab;

use lab::{INSIDE, Lab, OUTSIDE, config, plan, run};
use leaktap_engine::config::EngineConfig;
use leaktap_engine::finding::{Fingerprint, TransportInfo};
use leaktap_engine::pipeline::Batch;

fn block16(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u16).to_be_bytes()[..], data].concat()
}

fn block24(data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32).to_be_bytes()[1..], data].concat()
}

fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[22, 3, 3][..], &block16(&[&[kind][..], &block24(body)].concat())].concat()
}

/// A handshake of TLS 1.2 in which the server shows these certificates.
fn tls12(lab: &mut Lab, n: u16, chain: &[&[u8]]) {
    tls12_behind(lab, (20_000 + n, 443), &[], chain);
}

/// The same behind what client and proxy say first.
fn tls12_behind(lab: &mut Lab, (from, to): (u16, u16), first: &[(bool, &[u8])], chain: &[&[u8]]) {
    let name = [&[0][..], &block16(b"crm.example.cn")].concat();
    let extensions = [&[0, 0][..], &block16(&block16(&name))].concat();
    let hello = |tail: &[u8]| [&[3, 3][..], &[7; 32], &[0], tail].concat();
    let client = hello(&[&block16(&[0xc0, 0x2f])[..], &[1, 0], &block16(&extensions)].concat());
    let chain = block24(&chain.iter().flat_map(|der| block24(der)).collect::<Vec<u8>>());
    let server = [
        handshake(2, &hello(&[0xc0, 0x2f, 0])),
        handshake(11, &chain),
        handshake(12, &[3, 0, 23, 2, 7, 7, 4, 3, 0, 1, 9]),
        handshake(14, &[]),
    ]
    .concat();
    let sealed = [&[20, 3, 3, 0, 1, 1, 23, 3, 3, 0, 40][..], &[0xc3; 40]].concat();
    let turns: [(bool, &[u8]); 4] =
        [(true, &handshake(1, &client)), (false, &server), (true, &sealed), (false, &sealed)];
    lab.connection((INSIDE, from), (OUTSIDE, to), &[first, &turns].concat(), 300);
}

/// A mail server's greeting and what it says it can do.
fn smtp(lab: &mut Lab, port: u16, extension: &str) {
    let reply = format!("250-mx.example.cn\r\n250-{extension}\r\n250 SIZE 1000\r\n");
    let turns: [(bool, &[u8]); 5] = [
        (false, b"220 mx.example.cn ESMTP\r\n"),
        (true, b"EHLO client.example.cn\r\n"),
        (false, reply.as_bytes()),
        (true, b"QUIT\r\n"),
        (false, b"221 Bye\r\n"),
    ];
    lab.connection((INSIDE, port), (OUTSIDE, 25), &turns, 1000);
}

fn told(lab: &Lab, config: EngineConfig) -> Batch {
    let all = run(config, &plan(&["email"]), &[&lab.save().0]);
    assert!(all.stats.deterministic);
    all
}

#[test]
fn each_certificate_is_told_once_in_the_same_order() {
    let mut lab = Lab::default();
    for n in 0..80u16 {
        let leaf = format!("0leaf{}", n % 7);
        tls12(&mut lab, n, &[leaf.as_bytes(), b"0root"]);
        lab.now_us += 30_000;
    }
    let saved = lab;
    for records in [true, false] {
        let story = |workers| {
            let all = told(&saved, EngineConfig { transport_records: records, ..config(workers) });
            assert_eq!(all.certificates.len(), 8);
            assert_eq!(all.certificates[1].der, b"0root");
            let named = all.transports.iter().all(|transport| {
                let known =
                    |print: &Fingerprint| all.certificates.iter().any(|certificate| certificate.sha256 == *print);
                transport.info.certificates.len() == 2 && transport.info.certificates.iter().all(known)
            });
            assert!(named);
            // Without records the services differ in their certificates.
            assert_eq!(all.transports.len(), if records { 80 } else { 7 });
            format!("{:?}\n{:#?}", all.certificates, all.transports)
        };
        let one = story(1);
        assert_eq!(one, story(2));
        assert_eq!(one, story(5));
    }
}

/// `SSH_MSG_KEXINIT` that offers this in every list.
fn kexinit(name: &str) -> Vec<u8> {
    let list = [&(name.len() as u32).to_be_bytes()[..], name.as_bytes()].concat();
    let body = [&[20][..], &[7; 16], &list.repeat(8), &[0; 8], &[0; 5]].concat();
    [&(body.len() as u32 + 5).to_be_bytes()[..], &[4], &body, &[0; 4]].concat()
}

#[test]
fn what_peers_write_into_a_handshake_is_redacted() {
    let mut lab = Lab::default();
    for (n, name) in ["li.lei@example.cn", "umac-64@openssh.com"].iter().enumerate() {
        let side = [&b"SSH-2.0-x li.lei@example.cn\r\n"[..], &kexinit(name)].concat();
        let turns: [(bool, &[u8]); 2] = [(true, &side), (false, &side)];
        lab.connection((INSIDE, 40_000 + n as u16), (OUTSIDE, 22), &turns, 1000);
    }
    let all = told(&lab, config(1));
    assert_eq!(all.transports.len(), 2);
    assert!(!format!("{:?}", all.transports).contains("li.lei"), "{:#?}", all.transports);
    let ssh = all.transports[1].info.ssh.as_ref().expect("both sides offered");
    assert_eq!((ssh.kex.as_str(), ssh.macs[0].as_str()), ("umac-64@openssh.com", "umac-64@openssh.com"));
}

#[test]
fn an_offer_that_goes_missing_was_stripped() {
    let mut lab = Lab::default();
    for (n, extension) in ["PIPELINING", "STARTTLS", "PIPELINING", "XXXXXXXA"].iter().enumerate() {
        smtp(&mut lab, 30_000 + n as u16, extension);
        lab.now_us += 1_000_000;
    }
    for workers in [1, 2, 5] {
        let all = told(&lab, EngineConfig { transport_records: true, ..config(workers) });
        let upgrades: Vec<_> = all.transports.iter().map(|transport| transport.info.upgrade).collect();
        assert_eq!(upgrades, ["not_offered", "offered_unused", "stripped", "stripped"], "{workers} workers");
        let all = told(&lab, EngineConfig { transport_records: false, ..config(workers) });
        let mut services: Vec<_> = all.transports.iter().map(|t| (t.info.upgrade, t.flows)).collect();
        services.sort_unstable();
        // The two without an offer are one service; the later of them should have had it.
        assert_eq!(services, [("offered_unused", 1), ("stripped", 1), ("stripped", 2)], "{workers} workers");
    }
}

/// An ICMP message between two hosts.
fn icmp(lab: &mut Lab, n: u16, from_client: bool, message: &[u8]) {
    let (src, dst) =
        if from_client { ([10, 20, 0, 5], [203, 0, 113, 80]) } else { ([203, 0, 113, 80], [10, 20, 0, 5]) };
    lab.frame(&lab::ipv4(1, n, src, dst, message));
}

#[test]
fn icmp_is_a_transport_only_where_it_carries_a_tunnel() {
    let mut lab = Lab::default();
    // A port that cannot be reached, and echoes that measure.
    icmp(&mut lab, 1, true, &[3, 3, 0, 0, 0, 0, 0, 0, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0]);
    for n in 0..8_u8 {
        icmp(
            &mut lab,
            2 + u16::from(n),
            n % 2 == 0,
            &[[8, 0][usize::from(n % 2)], 0, 0, 0, 7, 7, 0, n / 2, b'a', b'b'],
        );
    }
    assert!(told(&lab, config(1)).transports.is_empty());
    for n in 0..12_u8 {
        let data = [&[8, 0, 0, 0, 9, 9, 0, n][..], &[0; 16], &[b'a' + n; 40]].concat();
        icmp(&mut lab, 20 + u16::from(n), true, &data);
    }
    let told: Vec<_> = told(&lab, config(1)).transports.iter().map(|told| told.info.tunnel).collect();
    assert_eq!(told, ["icmp"]);
}

#[test]
fn tls_that_crosses_a_socks_proxy_is_judged_as_any() {
    let dialogues: [&[(bool, &[u8])]; 3] = [
        &[
            (true, b"\x05\x01\x02"),
            (false, b"\x05\x02"),
            (true, b"\x01\x02li\x06secret"),
            (false, b"\x01\0"),
            (true, b"\x05\x01\0\x03\x0ecrm.example.cn\x01\xbb"),
            (false, b"\x05\0\0\x01\x7f\0\0\x01\x1f\x40"),
        ],
        &[
            (true, b"\x05\x01\0"),
            (false, b"\x05\0"),
            (true, b"\x05\x01\0\x04\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\x01\xbb"),
            (false, b"\x05\0\0\x01\x7f\0\0\x01\x1f\x40"),
        ],
        &[(true, b"\x04\x01\x01\xbb\xc6\x33\x64\x07li\0"), (false, b"\0\x5a\0\0\0\0\0\0")],
    ];
    let settings = || EngineConfig { transport_records: true, ..config(1) };
    let mut lab = Lab::default();
    tls12(&mut lab, 0, &[]);
    let direct = told(&lab, settings()).transports;
    for (n, dialogue) in dialogues.into_iter().enumerate() {
        let mut lab = Lab::default();
        tls12_behind(&mut lab, (40_000, 1080), dialogue, &[]);
        let all = told(&lab, settings()).transports;
        let [proxy, tls] = &all[..] else { panic!("{n}: {} records", all.len()) };
        let (proxy, tls) = if proxy.info.protocol == "socks" { (proxy, tls) } else { (tls, proxy) };
        assert_eq!((proxy.info.protection, proxy.info.tunnel), ("none", "socks"), "{n}");
        let facts = |info: &TransportInfo| (info.protocol, info.protection, info.version, info.suite, info.sni.clone());
        assert_eq!(facts(&tls.info), facts(&direct[0].info), "{n}");
    }
}
