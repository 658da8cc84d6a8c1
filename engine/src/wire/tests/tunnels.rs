//! Tunnels, and what only looks like one.

use super::frames::*;
use super::{Answer, Bench, ethernet};
use crate::anomaly::Code;
use crate::config::Limits;
use crate::wire::{Tunnel, Tunnels, Verdict};

fn inside(frame: &[u8], names: &[&str]) -> Answer {
    let answer = ethernet(frame);
    assert_eq!((&answer.verdict, answer.payload.as_slice()), (&Verdict::Packet, b"hello".as_slice()), "{names:?}");
    assert_eq!(answer.names(), names);
    assert!(answer.anomalies.is_empty());
    answer
}

fn over_udp(port: u16, body: &[u8]) -> Vec<u8> {
    eth(IPV4, &ip4(UDP, &udp(40000, port, body)))
}

fn over_gre(head: &[u8], body: &[u8]) -> Vec<u8> {
    eth(IPV4, &ip4(47, &join(&[head, body])))
}

/// The datagram around something that is no tunnel.
fn stays_outer(frame: &[u8], payload: &[u8], proto: u8) {
    let answer = ethernet(frame);
    assert_eq!((answer.verdict, answer.packet.proto), (Verdict::Packet, proto));
    assert_eq!(answer.payload, payload);
    assert_eq!(answer.packet.tunnels, Tunnels::default());
    assert_eq!((answer.packet.vni, answer.packet.tunnel_id), (0, 0));
}

#[test]
fn names_come_in_order_and_stop_at_eight() {
    let mut tunnels = Tunnels::default();
    for kind in Tunnel::ALL.iter().take(9) {
        tunnels.push(*kind);
    }
    assert_eq!(tunnels.iter().collect::<Vec<_>>(), &Tunnel::ALL[..8]);
    assert_eq!(Tunnels::default().iter().count(), 0);
}

#[test]
fn ip_in_ip_of_every_pair() {
    inside(&eth(IPV4, &ip4(4, &hello_ip())), &["ipip"]);
    inside(&eth(IPV4, &ip4(41, &hello_ip6())), &["6in4"]);
    inside(&eth(IPV6, &ip6(4, &hello_ip())), &["4in6"]);
    inside(&eth(IPV6, &ip6(41, &ip6(4, &hello_ip()))), &["6in6", "4in6"]);
}

#[test]
fn gre_with_every_optional_field() {
    inside(&over_gre(&[0, 0, 8, 0], &hello_ip()), &["gre"]);
    inside(&over_gre(&[0, 0, 0x86, 0xdd], &hello_ip6()), &["gre"]);
    let full = [0xf0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0x2a, 0, 0, 0, 1, 0, 0, 0, 4, 1, 2, 3, 4, 0, 0, 0, 0];
    assert_eq!(inside(&over_gre(&full, &hello_ip()), &["gre"]).packet.tunnel_id, 43);
    let nvgre = [0x20, 0, 0x65, 0x58, 0, 0, 1, 9];
    assert_eq!(inside(&over_gre(&nvgre, &hello_frame()), &["gre"]).packet.tunnel_id, 0x10a);
    inside(&over_gre(&[0, 0, 0x88, 0x47, 0, 0x10, 1, 64], &hello_ip()), &["gre", "mpls"]);
    inside(&over_gre(&[0, 0, 0x88, 0x3e, 0, 0, 0, 0], &hello_ip()), &["gre"]);
}

#[test]
fn gre_version_one_carries_ppp_and_eoip() {
    let pptp = [0x30, 0x81, 0x88, 0x0b, 0, 47, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0xff, 3, 0, 0x21];
    assert_eq!(inside(&over_gre(&pptp, &hello_ip()), &["gre"]).packet.tunnel_id, 6);
    let ack = [0x20, 0x81, 0x88, 0x0b, 0, 0, 0, 5, 0, 0, 0, 2];
    stays_outer(&over_gre(&ack, b""), &ack, 47);
    let eoip = [0x20, 1, 0x64, 0, 0, 59, 7, 0];
    assert_eq!(inside(&over_gre(&eoip, &hello_frame()), &["gre"]).packet.tunnel_id, 8);
}

#[test]
fn erspan_of_three_types() {
    inside(&over_gre(&[0, 0, 0x88, 0xbe], &hello_frame()), &["erspan"]);
    let second = [0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 5, 0xfc, 9, 0, 0, 0, 0];
    assert_eq!(inside(&over_gre(&second, &hello_frame()), &["erspan"]).packet.tunnel_id, 10);
    let third = [0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 5, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(inside(&over_gre(&third, &hello_frame()), &["erspan"]).packet.tunnel_id, 8);
    let platform = join(&[&third[..19], &[1], &[0; 8]]);
    inside(&over_gre(&platform, &hello_frame()), &["erspan"]);
    let mut ip = third;
    ip[18] = 2 << 2;
    inside(&over_gre(&ip, &hello_ip()), &["erspan"]);
    ip[18] = 7 << 2;
    stays_outer(&over_gre(&ip, &hello_ip()), &join(&[&ip, &hello_ip()]), 47);
}

#[test]
fn overlays_carry_their_network_id() {
    let vxlan = join(&[&[8, 0, 0, 0, 0, 1, 2, 0], &eth(0x8100, &vlan(9, IPV4, &hello_ip()))]);
    for port in [4789, 8472, 4790] {
        let answer = inside(&over_udp(port, &vxlan), &["vxlan"]);
        assert_eq!((answer.packet.vni, answer.packet.vlans), (0x103, [10, 0, 0]));
    }
    inside(&over_udp(4790, &join(&[&[0x0c, 0, 0, 1, 0, 0, 7, 0], &hello_ip()])), &["vxlan"]);
    inside(&over_udp(4790, &join(&[&[0x0c, 0, 0, 2, 0, 0, 7, 0], &hello_ip6()])), &["vxlan"]);
    let geneve = join(&[&[2, 0, 0x65, 0x58, 0, 0, 5, 0], &[0; 8], &hello_frame()]);
    assert_eq!(inside(&over_udp(6081, &geneve), &["geneve"]).packet.vni, 6);
    inside(&over_udp(6081, &join(&[&[0, 0, 8, 0, 0, 0, 5, 0], &hello_ip()])), &["geneve"]);
}

#[test]
fn gtpu_with_and_without_optional_fields() {
    let ip = hello_ip();
    let plain = join(&[&[0x30, 255], &word(ip.len()), &[0, 0, 0, 7], &ip]);
    assert_eq!(inside(&over_udp(2152, &plain), &["gtpu"]).packet.tunnel_id, 8);
    let extended = join(&[&[0x36, 255], &word(ip.len() + 8), &[0; 4], &[0, 1, 0, 0x85, 1, 0, 9, 0], &ip]);
    inside(&over_udp(2152, &extended), &["gtpu"]);
    inside(&eth(IPV4, &ip4(UDP, &udp(2152, 999, &plain))), &["gtpu"]);
    let frame = hello_frame();
    inside(&over_udp(2152, &join(&[&[0x30, 255], &word(frame.len()), &[0; 4], &frame])), &["gtpu"]);
    let echo = [0x32, 1, 0, 4, 0, 0, 0, 0, 0, 1, 0, 0];
    stays_outer(&over_udp(2152, &echo), &echo, 17);
}

#[test]
fn tzsp_and_teredo() {
    let tzsp = join(&[&[1, 0, 0, 1, 10, 1, 0xb0, 0, 1], &hello_frame()]);
    inside(&over_udp(37008, &tzsp), &["tzsp"]);
    let mut ip = hello_ip6();
    ip[8..12].copy_from_slice(&[0x20, 1, 0, 0]);
    let marked = join(&[&[0, 1, 1, 1, 5, 5], &[0; 9], &[0; 8], &ip]);
    inside(&over_udp(3544, &marked), &["teredo"]);
    stays_outer(&over_udp(3544, &hello_ip6()), &hello_ip6(), 17);
}

#[test]
fn l2tp_carries_ppp_and_ethernet() {
    let ppp = join(&[&[0xff, 3, 0, 0x21], &hello_ip()]);
    for head in [
        join(&[&[0, 2, 0, 5, 0, 6]]),
        join(&[&[0x40, 2], &word(ppp.len() + 8), &[0, 5, 0, 6]]),
        join(&[&[0x4a, 2], &word(ppp.len() + 16), &[0, 5, 0, 6, 0, 1, 0, 2, 0, 2, 9, 9]]),
    ] {
        assert_eq!(inside(&over_udp(1701, &join(&[&head, &ppp])), &["l2tp"]).packet.tunnel_id, 0x5_0007);
    }
    inside(&eth(IPV4, &ip4(UDP, &udp(1701, 999, &join(&[&[0, 2, 0, 5, 0, 6, 0x21], &hello_ip()])))), &["l2tp"]);
    let session = [0, 0, 0, 5];
    for between in [&[][..], &[0x40, 0, 0, 0], &[7; 8], &[7; 12]] {
        let message = join(&[&session, between, &hello_frame()]);
        assert_eq!(inside(&eth(IPV4, &ip4(115, &message)), &["l2tp"]).packet.tunnel_id, 6);
        inside(&over_udp(1701, &join(&[&[0, 3, 0, 0], &message])), &["l2tp"]);
    }
    // Control messages, and what PPP says of itself.
    let login = join(&[&[0, 2, 0, 5, 0, 6, 0xff, 3, 0xc0, 0x23, 1, 1, 0, 14], b"\x03bob\x06secret"]);
    let hello = [0xc8, 2, 0, 20, 0, 5, 0, 0, 0, 1, 0, 2, 0x80, 8, 0, 0, 0, 0, 0, 6];
    for message in [&login[..], &hello] {
        stays_outer(&over_udp(1701, message), message, 17);
    }
    let control = join(&[&[0; 4], &hello_frame()]);
    stays_outer(&eth(IPV4, &ip4(115, &control)), &control, 115);
}

#[test]
fn gre_and_mpls_in_udp_and_ethernet_in_ip() {
    inside(&over_udp(4754, &join(&[&[0, 0, 8, 0], &hello_ip()])), &["gre"]);
    inside(&over_udp(6635, &join(&[&[0, 1, 1, 64], &hello_ip()])), &["mpls"]);
    inside(&eth(IPV4, &ip4(97, &join(&[&[0x30, 0], &hello_frame()]))), &["etherip"]);
    for (port, text) in [(4754, b"GET / HTTP/1.1, and more of it"), (6635, b"GET / HTTP/1.1, and more of it")] {
        stays_outer(&over_udp(port, text), text, 17);
    }
    stays_outer(&eth(IPV4, &ip4(97, b"0\0what is no frame")), b"0\0what is no frame", 97);
}

#[test]
fn mpls_payload_is_guessed() {
    let stack = [0, 1, 0, 64, 0, 2, 1, 64];
    inside(&eth(0x8847, &join(&[&stack, &hello_ip()])), &["mpls"]);
    inside(&eth(0x8848, &join(&[&stack, &hello_ip6()])), &["mpls"]);
    inside(&eth(0x8847, &join(&[&stack, &[0; 4], &hello_frame()])), &["mpls"]);
    inside(&eth(0x8847, &join(&[&stack, &hello_frame()])), &["mpls"]);
    let mut frame = hello_frame();
    frame[0] = 0x46;
    inside(&eth(0x8847, &join(&[&stack, &frame])), &["mpls"]);
    assert_eq!(ethernet(&eth(0x8847, &join(&[&stack, &[0x10; 60]]))).verdict, Verdict::NotIp);
    assert_eq!(ethernet(&eth(0x8847, &stack[..6])).verdict, Verdict::Invalid(Code::HeaderTruncated));
}

#[test]
fn pppoe_sessions_and_backbone_frames() {
    let session = join(&[&[0x11, 0, 0, 1], &word(47), &[0, 0x21], &hello_ip()]);
    inside(&eth(0x8100, &vlan(1, 0x8864, &session)), &["pppoe"]);
    let padded = join(&[&[0x11, 0, 0, 1], &word(44), &[0, 0x21], &hello_ip()]);
    let answer = ethernet(&eth(0x8864, &padded));
    assert_eq!((answer.payload.as_slice(), answer.packet.payload_wire_len), (b"he".as_slice(), 2));
    let control = [0x11, 0, 0, 1, 0, 6, 0xc0, 0x21, 1, 1, 0, 4];
    assert_eq!(ethernet(&eth(0x8864, &control)).verdict, Verdict::NotIp);
    assert_eq!(ethernet(&eth(0x8863, &control)).verdict, Verdict::NotIp);
    inside(&eth(0x88e7, &join(&[&[0; 4], &hello_frame()])), &[]);
    inside(&eth(0x8926, &join(&[&[0; 4], &IPV4.to_be_bytes(), &hello_ip()])), &[]);
}

#[test]
fn tunnels_inside_tunnels() {
    let vxlan = join(&[&[8, 0, 0, 0, 0, 0, 3, 0], &hello_frame()]);
    let inner = eth(IPV6, &ip6(UDP, &udp(9, 4789, &vxlan)));
    let erspan = [0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 0, 0, 4, 0, 0, 0, 0];
    let answer = inside(&over_gre(&erspan, &inner), &["erspan", "vxlan"]);
    assert_eq!((answer.packet.vni, answer.packet.tunnel_id), (4, 5));
}

#[test]
fn a_tunnel_port_alone_makes_no_tunnel() {
    for port in [4789, 8472, 4790, 6081, 2152, 37008, 3544] {
        for body in [b"name=Zhang&id=1".as_slice(), &[8; 60], b"", &[0; 100]] {
            stays_outer(&over_udp(port, body), body, 17);
        }
    }
    stays_outer(&over_gre(&[0, 0, 0, 0], b"keepalive"), b"\0\0\0\0keepalive", 47);
    stays_outer(&eth(IPV4, &ip4(4, b"no packet in here at all")), b"no packet in here at all", 4);
    stays_outer(&eth(IPV4, &ip4(47, &[0])), &[0], 47);
}

#[test]
fn an_unreadable_inside_leaves_the_outer_packet_and_says_so() {
    let mut frame = hello_frame();
    frame[46] = 0x10;
    let body = join(&[&[8, 0, 0, 0, 0, 0, 3, 0], &frame]);
    let answer = ethernet(&over_udp(4789, &body));
    assert_eq!((answer.verdict, answer.packet.dport, answer.payload), (Verdict::Packet, 4789, body));
    assert_eq!(answer.anomalies, [Code::HeaderInvalid]);
    assert_eq!((answer.packet.vni, answer.packet.tunnels), (0, Tunnels::default()));
}

#[test]
fn tunnels_stop_at_the_limit_with_the_packet_reached() {
    let mut packet = hello_ip();
    for _ in 0..5 {
        packet = ip4(4, &packet);
    }
    let limits = Limits { tunnel_depth: 3, ..Limits::default() };
    let answer = Bench::within(&limits).frame(1, &eth(IPV4, &packet));
    assert_eq!((answer.verdict, answer.packet.proto), (Verdict::Packet, 4));
    assert_eq!(answer.anomalies, [Code::TunnelTooDeep]);
    assert_eq!(answer.packet.tunnels.iter().count(), 3);
    assert_eq!(answer.payload.len(), packet.len() - 4 * 20);
}

#[test]
fn an_inner_packet_cut_by_its_mirror_keeps_its_length() {
    let whole = eth(IPV4, &ip4(TCP, &tcp(&[b'x'; 500])));
    let erspan = [0, 0, 0x88, 0xbe];
    let answer = ethernet(&over_gre(&erspan, &whole[..154]));
    assert_eq!((answer.packet.payload_len, answer.packet.payload_wire_len), (100, 500));
}
