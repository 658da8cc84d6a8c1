//! Links, IP and transports.

use super::frames::*;
use super::{Answer, Bench, ethernet};
use crate::anomaly::Code;
use crate::source::LinkType;
use crate::wire::{Verdict, link_supported};
use std::net::IpAddr;

fn assert_hello(answer: &Answer) {
    assert_eq!(answer.verdict, Verdict::Packet);
    assert_eq!(answer.payload, b"hello");
    assert_eq!(answer.ports(), (12345, 80));
    assert!(answer.anomalies.is_empty());
}

#[test]
fn plain_tcp_is_read_whole() {
    let answer = ethernet(&hello_frame());
    assert_hello(&answer);
    let packet = answer.packet;
    assert_eq!(packet.src_addr(), IpAddr::from(A));
    assert_eq!(packet.dst_addr(), IpAddr::from(B));
    assert_eq!((packet.seq, packet.ack, packet.flags, packet.window), (5, 9, 0x18, 256));
    assert_eq!((packet.proto, packet.ip_id, packet.ip_len, packet.v6), (6, 7, 45, false));
    assert_eq!((packet.payload, packet.payload_len, packet.payload_wire_len), (54, 5, 5));
}

#[test]
fn plain_ipv6_and_udp_are_read_whole() {
    let answer = ethernet(&eth(IPV6, &hello_ip6()));
    assert_hello(&answer);
    assert_eq!(answer.packet.src_addr(), IpAddr::from(A6));
    assert_eq!((answer.packet.ip_len, answer.packet.v6), (65, true));
    let answer = ethernet(&eth(IPV4, &ip4(UDP, &udp(5353, 53, b"query"))));
    assert_eq!((answer.payload.as_slice(), answer.ports()), (b"query".as_slice(), (5353, 53)));
}

#[test]
fn padding_behind_ip_is_no_payload() {
    let mut frame = hello_frame();
    frame.extend([0; 20]);
    assert_hello(&ethernet(&frame));
}

#[test]
fn snaplen_leaves_the_length_on_the_wire() {
    let frame = hello_frame();
    for kept in 54..frame.len() {
        let answer = Bench::default().cut(1, &frame[..kept], frame.len() as u32);
        assert_eq!((answer.packet.payload_len as usize, answer.packet.payload_wire_len), (kept - 54, 5));
    }
    for kept in 14..54 {
        let answer = Bench::default().cut(1, &frame[..kept], frame.len() as u32);
        assert_eq!(answer.verdict, Verdict::Invalid(Code::HeaderTruncated), "{kept}");
    }
}

#[test]
fn snaplen_inside_tcp_options_keeps_the_segment() {
    let mut segment = tcp(&[1; 12]);
    segment[12] = 0x80;
    segment.extend(b"hello");
    let frame = eth(IPV4, &ip4(TCP, &segment));
    let answer = Bench::default().cut(1, &frame[..60], frame.len() as u32);
    assert_eq!(answer.verdict, Verdict::Packet);
    assert_eq!((answer.packet.payload_len, answer.packet.payload_wire_len), (0, 5));
    assert_hello(&ethernet(&frame));
}

#[test]
fn total_length_zero_means_to_the_end() {
    let mut packet = hello_ip();
    packet[2..4].fill(0);
    let answer = ethernet(&eth(IPV4, &packet));
    assert_hello(&answer);
    assert_eq!(answer.packet.ip_len, 45);
    let mut packet = hello_ip6();
    packet[4..6].fill(0);
    assert_hello(&ethernet(&eth(IPV6, &packet)));
}

#[test]
fn lengths_that_contradict_are_invalid() {
    let edits: [(usize, u8); 4] = [(14, 0x44), (17, 19), (46, 0x40), (46, 0xf0)];
    for (at, value) in edits {
        let mut frame = hello_frame();
        frame[at] = value;
        assert_eq!(ethernet(&frame).verdict, Verdict::Invalid(Code::HeaderInvalid), "{at}");
    }
    let mut frame = eth(IPV4, &ip4(UDP, &udp(1, 2, b"x")));
    frame[39] = 7;
    assert_eq!(ethernet(&frame).verdict, Verdict::Invalid(Code::HeaderInvalid));
}

#[test]
fn udp_length_beyond_ip_is_an_anomaly_and_below_it_counts() {
    let mut frame = eth(IPV4, &ip4(UDP, &udp(1, 2, b"abcdef")));
    frame[39] = 200;
    let answer = ethernet(&frame);
    assert_eq!((answer.payload.as_slice(), answer.anomalies), (b"abcdef".as_slice(), vec![Code::HeaderInvalid]));
    frame[39] = 11;
    let answer = ethernet(&frame);
    assert_eq!((answer.payload.as_slice(), answer.packet.payload_wire_len), (b"abc".as_slice(), 3));
    frame[39] = 0;
    assert_eq!(ethernet(&frame).payload, b"abcdef");
}

#[test]
fn ip_options_are_passed_over() {
    assert_hello(&ethernet(&eth(IPV4, &ip4_with(TCP, 1, 0x4000, &[1; 40], &tcp(b"hello")))));
}

#[test]
fn extension_headers_are_passed_over() {
    let auth = join(&[&[TCP, 4, 0, 0], &[0; 20], &tcp(b"hello")]);
    let destination = join(&[&[51, 0, 1, 4, 0, 0, 0, 0], &auth]);
    let routing = join(&[&[60, 1], &[0; 14], &destination]);
    let atomic = join(&[&[43, 0, 0, 0, 1, 2, 3, 4], &routing]);
    let hop = join(&[&[44, 0, 1, 4, 0, 0, 0, 0], &atomic]);
    let answer = ethernet(&eth(IPV6, &ip6(0, &hop)));
    assert_hello(&answer);
    assert_hello(&ethernet(&eth(IPV4, &ip4(51, &auth))));
    let short = join(&[&[TCP, 200, 0, 0], &[0; 20]]);
    assert_eq!(ethernet(&eth(IPV6, &ip6(60, &short))).verdict, Verdict::Invalid(Code::HeaderInvalid));
}

/// The checksum of the Internet over words (RFC 1071).
fn checksum(data: &[u8]) -> [u8; 2] {
    let words = data.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0)));
    let sum: u32 = words.sum();
    (!(((sum & 0xffff) + (sum >> 16)) as u16)).to_be_bytes()
}

/// ESP with what it carries in the clear: vector, padding to four bytes that counts, check value.
fn esp(next: u8, vector: usize, payload: &[u8], check: usize) -> Vec<u8> {
    let padding: Vec<u8> = (1..=(8 - (payload.len() + 2) % 4) as u8 % 4).collect();
    let trailer = [padding.len() as u8, next];
    join(&[&[0, 0, 0x12, 0x34, 0, 0, 0, 1], &vec![0xa5; vector], payload, &padding, &trailer, &vec![0x5a; check]])
}

#[test]
fn esp_that_encrypts_nothing_is_passed_over() {
    let with_checksum = |pseudo: &[u8], at: usize, packet: &[u8]| {
        let mut packet = packet.to_vec();
        let sum = checksum(&join(&[pseudo, &packet]));
        packet[at..at + 2].copy_from_slice(&sum);
        packet
    };
    let segment = |pseudo: &[u8]| with_checksum(pseudo, 16, &tcp(b"hello"));
    let in_v4 = segment(&join(&[&A, &B, &[0, TCP, 0, 25]]));
    let in_v6 = segment(&join(&[&A6, &B6, &[0, 0, 0, 25, 0, 0, 0, TCP]]));
    let packet = hello_ip();
    let packet = join(&[&with_checksum(&[], 10, &packet[..20]), &packet[20..]]);
    for (vector, check) in [(0, 12), (0, 16), (0, 24), (0, 32), (8, 16), (0, 0)] {
        assert_hello(&ethernet(&eth(IPV4, &ip4(50, &esp(TCP, vector, &in_v4, check)))));
        assert_hello(&ethernet(&eth(IPV6, &ip6(50, &esp(TCP, vector, &in_v6, check)))));
        let tunnel = ethernet(&eth(IPV4, &ip4(50, &esp(4, vector, &packet, check))));
        assert_hello(&tunnel);
        assert_eq!(tunnel.names(), ["ipip"]);
        assert_hello(&ethernet(&eth(IPV6, &ip6(50, &esp(41, vector, &hello_ip6(), check)))));
        let answer = ethernet(&eth(IPV4, &ip4(50, &esp(UDP, vector, &udp(12345, 80, b"hello"), check))));
        assert_hello(&answer);
    }
    // A wrong checksum, padding that does not count, a packet that goes on, a protocol that says nothing of itself.
    let mut damaged = in_v4.clone();
    damaged[24] ^= 1;
    let mut padded = esp(TCP, 0, &in_v4, 12);
    let at = padded.len() - 12 - 3;
    padded[at] ^= 1;
    let longer = join(&[&hello_ip6(), b"more"]);
    for body in [esp(TCP, 0, &damaged, 12), padded, esp(41, 0, &longer, 12), esp(47, 0, &[0; 40], 12)] {
        let answer = ethernet(&eth(IPV4, &ip4(50, &body)));
        assert_eq!((answer.packet.proto, answer.payload), (50, body));
    }
}

#[test]
fn other_protocols_end_as_their_number() {
    for (proto, body) in [(50, vec![1; 30]), (1, vec![8, 0, 0, 0]), (89, vec![]), (59, vec![9])] {
        let answer = ethernet(&eth(IPV4, &ip4(proto, &body)));
        assert_eq!((answer.verdict, answer.packet.proto, answer.payload), (Verdict::Packet, proto, body));
    }
    let sctp = join(&[&[0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], b"chunk"]);
    let answer = ethernet(&eth(IPV6, &ip6(132, &sctp)));
    assert_eq!((answer.ports(), answer.payload.as_slice()), ((1, 2), b"chunk".as_slice()));
    let answer = ethernet(&eth(IPV4, &ip4(136, &udp(3, 4, b"lite"))));
    assert_eq!((answer.ports(), answer.payload.as_slice()), ((3, 4), b"lite".as_slice()));
}

#[test]
fn vlan_tags_are_kept_three_deep() {
    let mut frame = hello_ip();
    let mut kind = IPV4;
    for (id, tpid) in [(40, 0x8100), (30, 0x9200), (20, 0x9100), (10, 0x88a8)] {
        frame = vlan(0xe000 | id, kind, &frame);
        kind = tpid;
    }
    let answer = ethernet(&eth(kind, &frame));
    assert_hello(&answer);
    assert_eq!(answer.packet.vlans, [11, 21, 31]);
    assert!(answer.packet.tunnels.is_empty());
    for _ in 0..8 {
        frame = vlan(1, 0x8100, &frame);
    }
    assert_eq!(ethernet(&eth(0x8100, &frame)).verdict, Verdict::Invalid(Code::TunnelTooDeep));
}

#[test]
fn llc_with_snap_carries_ip() {
    let snap = join(&[&[0xaa, 0xaa, 3, 0, 0, 0], &IPV4.to_be_bytes(), &hello_ip()]);
    assert_hello(&ethernet(&eth(snap.len() as u16, &snap)));
    let bare = join(&[&[6, 6, 3], &hello_ip()]);
    assert_hello(&ethernet(&eth(bare.len() as u16, &bare)));
    let spanning_tree = [0x42, 0x42, 3, 0, 0, 0, 0, 0];
    assert_eq!(ethernet(&eth(8, &spanning_tree)).verdict, Verdict::NotIp);
}

#[test]
fn what_is_not_ip_is_not_judged() {
    for kind in [0x0806, 0x88cc, 0x9000, 0x2000] {
        assert_eq!(ethernet(&eth(kind, &[0; 46])).verdict, Verdict::NotIp, "{kind:#x}");
    }
}

#[test]
fn every_link_type_finds_ip() {
    let ip = hello_ip();
    let snap = join(&[&[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], &ip]);
    let qos = join(&[&[0x88, 1], &[0; 24], &snap]);
    let padded = join(&[&[0x88, 1], &[0; 26], &snap]);
    let plain = join(&[&[0x08, 3], &[0; 28], &snap]);
    let nflog =
        |attribute: [u8; 4], len: [u8; 2], kind: [u8; 2]| join(&[&[2, 0, 0, 0], &attribute, &[0; 4], &len, &kind, &ip]);
    let len = (ip.len() + 4) as u16;
    let sll = |proto: u16| join(&[&[0; 14], &proto.to_be_bytes()]);
    let cases: Vec<(u16, Vec<u8>)> = vec![
        (0, join(&[&[2, 0, 0, 0], &ip])),
        (0, join(&[&[0, 0, 0, 2], &ip])),
        (0, join(&[&[30, 0, 0, 0], &hello_ip6()])),
        (108, join(&[&[0, 0, 0, 24], &hello_ip6()])),
        (9, join(&[&[0xff, 3, 0, 0x21], &ip])),
        (9, join(&[&[0x21], &ip])),
        (9, join(&[&[0, 0x57], &hello_ip6()])),
        (50, join(&[&[0xff, 3, 0, 0x21], &ip])),
        (50, join(&[&[0x0f, 0, 8, 0], &ip])),
        (104, join(&[&[0x8f, 0, 0x86, 0xdd], &hello_ip6()])),
        (166, join(&[&[1, 3, 0, 0x21], &ip])),
        (51, join(&[&[0x11, 0, 0, 9], &word(ip.len() + 2), &[0, 0x21], &ip])),
        (12, ip.clone()),
        (14, hello_ip6()),
        (101, ip.clone()),
        (228, ip.clone()),
        (229, hello_ip6()),
        (113, join(&[&sll(IPV4), &ip])),
        (113, join(&[&sll(0x8100), &vlan(5, IPV4, &ip)])),
        (113, join(&[&sll(4), &snap])),
        (258, join(&[&[12, 0, 0, 0, 1, 0, 0, 0, 101, 0, 0, 0], &ip])),
        (276, join(&[&IPV6.to_be_bytes(), &[0; 18], &hello_ip6()])),
        (105, qos.clone()),
        (105, plain),
        (127, join(&[&[0, 0, 8, 0, 0, 0, 0, 0], &qos])),
        (127, join(&[&[0, 0, 17, 0, 3, 0, 0, 0], &[0; 8], &[0x20], &padded])),
        (127, join(&[&[0, 0, 13, 0, 2, 0, 0, 0x80, 0, 0, 0, 0, 0x20], &padded])),
        (239, nflog([8, 0, 7, 0], len.to_le_bytes(), [9, 0])),
        (239, nflog([0, 8, 0, 7], len.to_be_bytes(), [0, 9])),
    ];
    for (link, frame) in cases {
        assert!(link_supported(LinkType(link)));
        let answer = Bench::default().frame(link, &frame);
        assert_eq!((&answer.verdict, answer.payload.as_slice()), (&Verdict::Packet, b"hello".as_slice()), "{link}");
    }
    assert!(!link_supported(LinkType(189)));
    let unknown = Bench::default().frame(189, &ip);
    assert_eq!(unknown.verdict, Verdict::Invalid(Code::LinkTypeUnknown));
}

#[test]
fn wireless_frames_that_cannot_be_read_are_not_ip() {
    let body = join(&[&[0; 30], &[0xaa, 0xaa, 3, 0, 0, 0, 8, 0], &hello_ip()]);
    for head in [[0x80, 0], [0x48, 1], [0x88, 0x41], [0x08, 5]] {
        let answer = Bench::default().frame(105, &join(&[&head, &body]));
        assert_eq!(answer.verdict, Verdict::NotIp, "{head:?}");
    }
    let mut aggregate = join(&[&[0x88, 1], &body]);
    aggregate[24] = 0x80;
    assert_eq!(Bench::default().frame(105, &aggregate).verdict, Verdict::NotIp);
}

#[test]
fn tags_of_switches_and_rings_are_passed_over() {
    let ip = hello_ip();
    for (kind, head, tail) in [
        // Cisco metadata, behind a VLAN tag as well.
        (0x8909, &[1, 1, 0, 1, 0, 5, 8, 0][..], 0),
        (0x8100, &[0, 9, 0x89, 9, 1, 1, 0, 1, 0, 5, 8, 0], 0),
        // MACsec that leaves the text readable, without and with an identifier of the channel.
        (0x88e5, &[0, 0, 0, 0, 0, 1, 8, 0], 16),
        (0x88e5, &[0x20, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2, 2, 0, 1, 8, 0], 16),
        (0x892f, &[0, 52, 0, 1, 8, 0], 0),
        (0x894f, &[0x0f, 0xc2, 1, 1, 0, 0, 1, 255], 0),
    ] {
        let frame = eth(kind, &join(&[head, &ip, &vec![0xc3; tail]]));
        assert_hello(&ethernet(&frame));
        for len in 14..frame.len() - ip.len() - tail {
            let verdict = ethernet(&frame[..len]).verdict;
            assert!(matches!(verdict, Verdict::Invalid(Code::HeaderTruncated)), "{kind:x} {len}: {verdict:?}");
        }
    }
    let frame = hello_frame();
    assert_hello(&ethernet(&eth(0x22f3, &join(&[&[0, 1, 0, 1, 0, 2], &frame]))));
    assert_hello(&ethernet(&eth(0x22f3, &join(&[&[0, 0x41, 0, 1, 0, 2, 9, 9, 9, 9], &frame]))));
    assert_hello(&ethernet(&eth(0x894f, &join(&[&[0x0f, 0xc2, 1, 3, 0, 0, 1, 255], &frame]))));
    // Encrypted, or of another version.
    for (kind, first) in [(0x88e5, 0x0c), (0x88e5, 0x08), (0x8909, 2), (0x22f3, 0x40), (0x894f, 0x40)] {
        let verdict = ethernet(&eth(kind, &join(&[&[first], &[0; 60]]))).verdict;
        assert_eq!(verdict, Verdict::Invalid(Code::EthertypeUnread), "{kind:x}");
    }
    assert_eq!(ethernet(&eth(0x8892, &[0; 60])).verdict, Verdict::Invalid(Code::EthertypeUnread));
}
