//! What the messages of a handshake tell of a transport, the same over TCP (TLS), UDP (DTLS) and in QUIC.

use super::handshake::{CERTIFICATE, CLIENT_HELLO, SERVER_DONE, SERVER_HELLO, SERVER_KEY_EXCHANGE};
use super::hello::{ClientHello, ServerHello};
use super::suites::{Exchange, Suite};
use super::{exchange, judge, tor};
use crate::anomaly::Code;
use crate::finding::{Fingerprint, TransportInfo};
use crate::fingerprint::Carrier;
use crate::message::{Direction, Outlet};
use sha2::{Digest, Sha256};

/// Certificates kept of one side's chain.
const CHAIN: usize = 16;

/// The handshake as far as it was seen.
#[derive(Debug)]
pub struct Observation {
    /// What is known so far.
    pub info: TransportInfo,
    /// Negotiated suite, once the server told it.
    pub suite: Option<&'static Suite>,
    /// True between a `HelloRetryRequest` and the real hello.
    pub retrying: bool,
    /// True once a client's hello was read.
    pub offered: bool,
    /// True once the server's hello was read.
    pub chosen: bool,
    carrier: Carrier,
    /// Negotiated version.
    version: u16,
    /// Who answers the hello.
    server: Direction,
    /// Session that the client wants to go on with.
    session: Session,
    /// The server said something that only a full handshake has.
    full: bool,
    /// Certificates are bare keys (RFC 7250).
    raw_keys: bool,
}

impl Observation {
    /// Nothing seen yet; `protocol` is the name in records.
    pub fn new(protocol: &'static str, carrier: Carrier) -> Self {
        Self {
            info: TransportInfo { protocol, protection: "unknown", ..TransportInfo::default() },
            suite: None,
            retrying: false,
            offered: false,
            chosen: false,
            carrier,
            version: 0,
            server: Direction::Resp,
            session: Session::default(),
            full: false,
            raw_keys: false,
        }
    }

    /// Who answers the hello.
    pub const fn server(&self) -> Direction {
        self.server
    }

    /// Takes a whole handshake message; `None` if it is malformed.
    pub fn message(&mut self, dir: Direction, kind: u8, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        match kind {
            CLIENT_HELLO => {
                let hello = if self.carrier == Carrier::Datagrams {
                    ClientHello::parse_datagram(body)?
                } else {
                    ClientHello::parse(body)?
                };
                self.server = dir.reverse();
                self.client_hello(hello, out.wants_fingerprints());
            }
            SERVER_HELLO => {
                self.server = dir;
                self.server_hello(&ServerHello::parse(body)?);
            }
            SERVER_KEY_EXCHANGE => {
                self.full = true;
                self.key_exchange(body);
            }
            CERTIFICATE => {
                self.full |= dir == self.server;
                self.certificates(dir, body, out);
            }
            SERVER_DONE => {
                self.full = true;
                return Some(());
            }
            _ => return Some(()),
        }
        out.transport(&self.info);
        Some(())
    }

    /// The first client hello in the form of SSL 2.0, which offers `version`.
    pub fn old_client_hello(&mut self, dir: Direction, version: u16) {
        self.server = dir.reverse();
        if !std::mem::replace(&mut self.offered, true) {
            self.version_offered(version);
        }
    }

    fn client_hello(&mut self, hello: ClientHello<'_>, fingerprints: bool) {
        // The second hello after a retry, and those of renegotiations, say nothing new but the session.
        if self.offered {
            return;
        }
        self.offered = true;
        if fingerprints {
            (self.info.ja3, self.info.ja4) = hello.fingerprints(self.carrier);
        }
        if self.carrier == Carrier::Stream && tor::is_likely(&hello) {
            self.info.tunnel = "tor";
        }
        self.info.ech = hello.ech;
        self.info.fallback = hello.suites.iter().any(|suite| suite == FALLBACK_SCSV);
        self.version_offered(hello.highest_version(self.carrier));
        self.session = Session::of(hello.session);
        if !self.chosen {
            self.info.alpn = hello.alpn.iter().map(text).collect();
        }
        self.info.sni = hello.sni.into_owned();
    }

    fn version_offered(&mut self, version: u16) {
        self.info.offered_version = judge::version_name(version);
    }

    fn server_hello(&mut self, hello: &ServerHello<'_>) {
        self.info.group = hello.group;
        self.retrying = hello.retry;
        if hello.retry {
            self.info.retried = true;
            return;
        }
        self.chosen = true;
        self.version = hello.version;
        self.suite = Suite::by_id(hello.suite);
        self.info.suite = Some(hello.suite);
        // In QUIC the version is that of QUIC.
        if self.carrier != Carrier::Quic {
            self.info.version = judge::version_name(hello.version);
        }
        self.info.protection = judge::protection(hello.version, self.suite);
        self.raw_keys = hello.raw_keys;
        // TLS 1.3 echoes any session for the sake of middleboxes; there a key that both know is resumption (RFC 8446 §4.2.11).
        let session = Session::of(hello.session);
        let echoed = session.len > 0 && session == self.session;
        self.info.resumed = if judge::is_13(hello.version) { hello.psk } else { echoed };
        if let Some(name) = hello.alpn {
            self.info.alpn = vec![text(name)];
        }
    }

    /// The keys are in force for what `dir` says from here on: a server that did not go through a full handshake before
    /// resumes a session by its ticket (RFC 5077 §3.3). True if that is news.
    pub fn keyed(&mut self, dir: Direction) -> bool {
        let abbreviated = self.chosen && dir == self.server && !self.full && !judge::is_13(self.version);
        let news = abbreviated && !self.info.resumed;
        self.info.resumed |= abbreviated;
        news
    }

    /// A message of this direction was too long to be read: that the handshake is short says nothing.
    pub fn passed_over(&mut self, dir: Direction, kind: u8) {
        if dir == self.server {
            self.full = true;
            self.info.unread_certificates |= kind == CERTIFICATE;
        }
    }

    fn key_exchange(&mut self, body: &[u8]) {
        let Some(suite) = self.suite else { return };
        let Some(told) = exchange::read(body, suite, judge::is_12(self.version)) else { return };
        self.info.group = told.group.or(self.info.group);
        self.info.signature = told.signature;
        if suite.exchange == Exchange::Dhe {
            self.info.dh_bits = told.dh_bits;
        }
    }

    /// The chain of one side (RFC 5246 §7.4.2; GB/T 38636 §6.4.5.3: the signing certificate, the one for encryption, the
    /// rest). In TLS 1.3 it is never in the clear.
    fn certificates(&mut self, dir: Direction, body: &[u8], out: &mut dyn Outlet) {
        if self.raw_keys {
            return;
        }
        let (chain, whole) = exchange::chain(body, CHAIN);
        if !whole {
            out.anomaly(dir, Code::TlsMalformed, "certificates");
        }
        let prints = chain.into_iter().map(|der| told(der, out)).collect();
        if dir == self.server {
            self.info.certificates = prints;
        } else {
            self.info.client_certificates = prints;
        }
    }

    /// The one certificate of an SSL 2.0 server.
    pub fn certificate(&mut self, der: &[u8], out: &mut dyn Outlet) {
        self.info.certificates = vec![told(der, out)];
    }
}

/// A session's id: up to 32 bytes (RFC 5246 §7.4.1.2); a longer one is none.
#[derive(Debug, Default, PartialEq, Eq)]
struct Session {
    len: u8,
    id: [u8; 32],
}

impl Session {
    fn of(told: &[u8]) -> Self {
        let mut session = Self::default();
        if let Some(id) = session.id.get_mut(..told.len()) {
            id.copy_from_slice(told);
            session.len = told.len() as u8;
        }
        session
    }
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// Hands a certificate over.
fn told(der: &[u8], out: &mut dyn Outlet) -> Fingerprint {
    let sha256: Fingerprint = Sha256::digest(der).into();
    out.certificate(sha256, der);
    sha256
}

/// RFC 7507.
const FALLBACK_SCSV: u16 = 0x5600;
