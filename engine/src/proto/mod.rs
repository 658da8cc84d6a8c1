//! Application protocols: one folder each, one list for all.
//!
//! A [`Parser`] belongs to one flow and sees both directions as streams, in order, whatever the segmentation.
//! Ports are a hint, never a verdict. Bad bytes are an anomaly and [`Progress::Lost`], never a panic.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod amqp;
pub mod banner;
pub mod cassandra;
pub mod dns;
pub mod dtls;
pub mod edifact;
pub mod fluentd;
pub mod forwarded;
pub mod ftp;
pub mod hl7;
pub mod http;
pub mod http2;
pub mod http3;
pub mod icmp;
pub mod imap;
pub mod irc;
pub mod iso8583;
pub mod kafka;
pub mod ldap;
pub mod memcached;
pub mod mongodb;
pub mod mqtt;
pub mod mysql;
pub mod nats;
pub mod nfs;
pub mod oracle;
pub mod pgsql;
pub mod pop3;
pub mod proxy;
pub mod quic;
pub mod radius;
pub mod rdp;
pub mod redis;
pub mod rlogin;
pub mod rsync;
pub mod rtsp;
pub mod sip;
pub mod smb;
pub mod sms;
pub mod smtp;
pub mod snmp;
pub mod socks;
pub mod ssh;
pub mod stomp;
pub mod syslog;
pub mod tds;
pub mod telnet;
pub mod tftp;
pub mod tls;
pub mod websocket;
pub mod x12;
pub mod xmpp;

mod ber;
mod carried;
mod fields;
mod framed;
mod interchange;
mod lines;
mod mail;
mod ntlm;
mod pieces;
mod queue;
mod reader;
#[cfg(test)]
mod recorder;
mod rows;
mod sasl;
mod sql;
mod step;
mod terminal;
#[cfg(test)]
pub mod testing;
mod transfer;
mod unpacked;
mod upgrade;
mod values;

use crate::message::{Direction, Outlet};
use crate::scalar;
use std::sync::LazyLock;

/// Every protocol, by name. A name may stand twice where TCP and UDP differ.
#[rustfmt::skip] // one line each
pub static REGISTRY: &[Protocol] = &[
    amqp::PROTOCOL,
    cassandra::PROTOCOL,
    sms::cmpp::PROTOCOL,
    dns::QUIC,
    dns::TCP,
    dns::UDP,
    dtls::PROTOCOL,
    edifact::PROTOCOL,
    fluentd::PROTOCOL,
    ftp::PROTOCOL,
    hl7::PROTOCOL,
    http::PROTOCOL,
    http2::PROTOCOL,
    http3::PROTOCOL,
    icmp::PROTOCOL,
    banner::IKE,
    imap::PROTOCOL,
    irc::PROTOCOL,
    iso8583::PROTOCOL,
    kafka::PROTOCOL,
    ldap::PROTOCOL,
    memcached::PROTOCOL,
    mongodb::PROTOCOL,
    mqtt::PROTOCOL,
    mysql::PROTOCOL,
    nats::PROTOCOL,
    nfs::PROTOCOL,
    banner::OPENVPN,
    oracle::PROTOCOL,
    pgsql::PROTOCOL,
    pop3::PROTOCOL,
    quic::PROTOCOL,
    quic::STREAMS,
    radius::PROTOCOL,
    rdp::PROTOCOL,
    redis::PROTOCOL,
    rlogin::PROTOCOL,
    rsync::PROTOCOL,
    rtsp::PROTOCOL,
    sms::sgip::PROTOCOL,
    sip::PROTOCOL,
    smb::VERSION1,
    smb::VERSION2,
    sms::smgp::PROTOCOL,
    sms::smpp::PROTOCOL,
    smtp::PROTOCOL,
    snmp::PROTOCOL,
    socks::PROTOCOL,
    ssh::PROTOCOL,
    stomp::PROTOCOL,
    syslog::PROTOCOL,
    tds::PROTOCOL,
    telnet::PROTOCOL,
    tftp::PROTOCOL,
    tls::PROTOCOL,
    websocket::PROTOCOL,
    banner::WIREGUARD,
    x12::PROTOCOL,
    xmpp::PROTOCOL,
];

/// What the first bytes of a stream say about a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// It is this protocol.
    Match,
    /// It is not.
    Reject,
    /// Too few bytes to tell.
    NeedMore,
}

/// What a parser did with the bytes it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The first `n` bytes are done with; the rest is shown again, with more behind it. `Consumed(0)` asks for more.
    Consumed(usize),
    /// This and everything after it in *this direction* is closed to us: account it as the state, look no more.
    Bypass(crate::coverage::State),
    /// The parser lost its place for good: everything from here on, both directions, is scanned raw.
    Lost,
    /// The first `n` bytes are done with, and what follows in both directions is another protocol: probe again.
    Handover(usize),
}

/// A protocol parser for one flow. See [`Outlet`] for the accounting contract.
pub trait Parser: Send {
    /// Bytes of `dir`, in order, starting with those not consumed before. `datagram` parsers get whole datagrams and
    /// must consume them.
    fn on_data(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Progress;
    /// `len` bytes of `dir` are missing here. Unconsumed bytes before the gap were shown and are dropped afterwards
    /// (the pipeline accounts them as inspected after a raw scan). Returns false if the parser cannot go on.
    fn on_gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) -> bool;
    /// `dir` sends nothing more (FIN, RST, time-out). Must end its open messages.
    fn on_close(&mut self, dir: Direction, out: &mut dyn Outlet);
    /// Bytes that it holds of messages that are not whole yet: they count towards the flow's memory.
    fn held(&self) -> usize {
        0
    }
    /// Nothing more is expected: the datagram flow may end soon ([`Limits::udp_rest_ns`]).
    fn rests(&self) -> bool {
        false
    }
    /// For parsers of [`Transport::Quic`]: what comes on one of a connection's streams, in that stream's order. Bytes are
    /// held by the parser until it can read them; those that it holds when the direction closes are scanned raw.
    fn on_stream(&mut self, _dir: Direction, _stream: u64, _piece: Flowing<'_>, _out: &mut dyn Outlet) {}
    /// A handshake message that was opened with the owner's secrets, with its header (RFC 8446 §4), certificates without
    /// what TLS 1.3 added to them.
    fn on_handshake(&mut self, _dir: Direction, _message: &[u8], _out: &mut dyn Outlet) {}
    /// Asked after [`Progress::Handover`]: who takes over, if this parser knows. Otherwise the next protocol is probed for.
    fn successor(&mut self) -> Option<Successor> {
        None
    }
}

/// What comes on a stream of a connection that has many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flowing<'a> {
    /// The next bytes.
    Data(&'a [u8]),
    /// So many bytes are missing.
    Gap(u64),
    /// Nothing more comes: it is whole.
    End,
    /// Nothing more comes: it was given up.
    Reset,
    /// An unreliable message, which belongs to no stream (RFC 9221).
    Datagram(&'a [u8]),
}

/// The protocol of the streams of a QUIC connection, by the name that the handshake agreed on (RFC 7301 §3.1); one that
/// is not known is scanned raw.
pub fn over_quic(alpn: &str) -> &'static Protocol {
    // Drafts of HTTP/3 had their number behind the name (RFC 9114 §3.1 and before).
    match alpn {
        "doq" => &dns::QUIC,
        "h3" => &http3::PROTOCOL,
        alpn if alpn.starts_with("h3-") => &http3::PROTOCOL,
        _ => &quic::STREAMS,
    }
}

/// A parser that takes a connection over in the middle, knowing what was agreed on.
pub struct Successor {
    /// Its entry in the registry.
    pub protocol: &'static Protocol,
    /// The parser.
    pub parser: Box<dyn Parser>,
}

/// An entry of the registry.
pub struct Protocol {
    /// Name in records: `http`, `dns`, `tls`.
    pub name: &'static str,
    /// One line for `leaktap protocols`.
    pub title: &'static str,
    /// `tcp`, `udp` or both.
    pub transports: &'static [Transport],
    /// Looks at the first bytes that a direction sent. `ports` are (originator, responder). At most 512 bytes are shown.
    pub probe: fn(dir: Direction, data: &[u8], ports: (u16, u16)) -> Probe,
    /// Makes a parser; `None` for protocols that are only named (their streams are scanned raw under that name).
    pub parser: Option<MakeParser>,
}

/// Makes a parser for one flow.
pub type MakeParser = fn(&crate::config::Limits, Transport) -> Box<dyn Parser>;

/// What carries an application protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// A TCP stream.
    Tcp,
    /// UDP datagrams: `on_data` gets one datagram a call.
    Udp,
    /// ICMP and `ICMPv6`: the same.
    Icmp,
    /// The streams of a QUIC connection that was opened with the owner's secrets: see [`Parser::on_stream`].
    Quic,
}

/// The protocol that usually lives on a port: it is probed first, so that most flows are claimed by the first probe.
/// Never a verdict.
pub fn hint(port: u16, transport: Transport) -> Option<&'static Protocol> {
    static HINTS: LazyLock<Hints> = LazyLock::new(Hints::new);
    let hints = &*HINTS;
    match (port, transport) {
        (22, _) => hints.ssh,
        (25 | 587, _) => hints.smtp,
        (53, Transport::Tcp) => hints.dns_tcp,
        (53, Transport::Udp) => hints.dns_udp,
        (80 | 3000 | 5000 | 8000 | 8080 | 8888 | 9200, Transport::Tcp) => hints.http,
        (443, Transport::Udp) => hints.quic,
        (443 | 465 | 636 | 853 | 993 | 995 | 8443, Transport::Tcp) => hints.tls,
        _ => None,
    }
}

/// The protocols of [`hint`], looked up once.
struct Hints {
    ssh: Option<&'static Protocol>,
    smtp: Option<&'static Protocol>,
    dns_tcp: Option<&'static Protocol>,
    dns_udp: Option<&'static Protocol>,
    http: Option<&'static Protocol>,
    quic: Option<&'static Protocol>,
    tls: Option<&'static Protocol>,
}

impl Hints {
    fn new() -> Self {
        let find = |name, transport| REGISTRY.iter().find(|p| p.name == name && p.transports.contains(&transport));
        Self {
            ssh: find("ssh", Transport::Tcp),
            smtp: find("smtp", Transport::Tcp),
            dns_tcp: find("dns", Transport::Tcp),
            dns_udp: find("dns", Transport::Udp),
            http: find("http", Transport::Tcp),
            quic: find("quic", Transport::Udp),
            tls: find("tls", Transport::Tcp),
        }
    }
}
