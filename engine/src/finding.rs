//! The records that leave the engine.

use crate::coverage::Tally;
use crate::detect::exact::ValueSet;
use crate::detect::{Digest, Samples};
use crate::kinds::Scopes;
use crate::message::{About, Direction, FiveTuple, HttpInfo, Outcome};
use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

/// What the findings of one message, or of one part of it, have in common: who sent it, when, and in what. They share it.
#[derive(Debug)]
pub struct Occasion {
    /// Flow it belongs to.
    pub flow: Arc<FlowIdentity>,
    /// Which side sent the bytes.
    pub sender: Direction,
    /// Capture time of the packet that completed the message or part, ns.
    pub ts_ns: i64,
    /// Protocol of the message.
    pub app_proto: &'static str,
    /// Number of the message among those of its sender in the flow, from 0.
    pub message: u32,
    /// Which look at the message this was, from 1: its body has parts, and there is more of it than the body.
    pub look: u32,
    /// Number of this part of the message, from 0.
    pub part: u32,
    /// True if no part follows.
    pub complete: bool,
    /// Capture file.
    pub capture: Arc<str>,
    /// Frame number (from 1, as Wireshark counts) that carried the first byte of the message.
    pub first_frame: u64,
    /// Frame number that completed it.
    pub last_frame: u64,
    /// Offset of the message in the sender's stream.
    pub stream_offset: u64,
    /// Transaction number in the flow.
    pub tx: u32,
    /// HTTP facts, redacted.
    pub http: Option<Arc<HttpInfo>>,
    /// About of a mail or a database, redacted.
    pub about: About,
    /// `clear` or `decrypted`.
    pub visibility: &'static str,
    /// `none`, `weak`, `sound` or `unknown`.
    pub protection: &'static str,
    /// What rules count its findings in.
    pub scopes: Scopes,
}

/// A finding: one (message or datagram; provenance leaf; detector; sender → receiver). What it shares with others reads as
/// its own.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Who sent the message, when, and in what.
    pub occasion: Arc<Occasion>,
    /// Place of the values: `http.request.body[form]:customer.phone`. Redacted.
    pub place: Arc<str>,
    /// Detector id.
    pub detector: &'static str,
    /// How many findings of the occasion before it read the same: detector, place, confidence, login.
    pub twin: u32,
    /// Number of what rules choose it by.
    pub kind: u64,
    /// Number of what a summary puts it with.
    pub group: u64,
    /// Occurrences.
    pub count: u64,
    /// Distinct normalised values.
    pub distinct: u64,
    /// 0–100.
    pub confidence: u8,
    /// Masked.
    pub samples: Samples,
    /// The distinct values as a mergeable set.
    pub set: ValueSet,
    /// What else is known of it, if anything is.
    pub detail: Option<Box<Detail>>,
}

/// What most findings are without, unless each of them is to be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Detail {
    /// The 64 smallest keyed digests.
    pub digests: Vec<Digest>,
    /// Distinct normalised values; only with `reveal`.
    pub values: Vec<String>,
    /// Reasons for the confidence, as closed identifiers: `checksum`, `field_name`, `context_word`, `column_ratio`, ...
    pub why: Vec<&'static str>,
    /// The named file that held the values.
    pub file: Option<Arc<FileInfo>>,
    /// About of a login; set for `credential.*` only.
    pub credential: Option<Box<CredentialInfo>>,
}

impl Occasion {
    /// Bytes of memory, about, its flow apart.
    fn weight(&self) -> usize {
        size_of::<Self>() + self.http.as_ref().map_or(0, |http| http.weight())
    }
}

impl Detail {
    /// Bytes of memory, about.
    fn weight(&self) -> usize {
        let values: usize = self.values.iter().map(|value| size_of::<String>() + value.len()).sum();
        let file = self.file.as_ref().map_or(0, |file| size_of::<FileInfo>() + file.name.len());
        size_of::<Self>() + self.digests.len() * size_of::<Digest>() + values + file
    }
}

impl Finding {
    /// The 64 smallest keyed digests.
    pub fn digests(&self) -> &[Digest] {
        self.detail.as_ref().map_or(&[], |detail| &detail.digests)
    }

    /// Distinct normalised values; only with `reveal`.
    pub fn values(&self) -> &[String] {
        self.detail.as_ref().map_or(&[], |detail| &detail.values)
    }

    /// Reasons for the confidence.
    pub fn why(&self) -> &[&'static str] {
        self.detail.as_ref().map_or(&[], |detail| &detail.why)
    }

    /// The named file that held the values.
    pub fn file(&self) -> Option<&FileInfo> {
        self.detail.as_ref()?.file.as_deref()
    }

    /// About of a login.
    pub fn credential(&self) -> Option<&CredentialInfo> {
        self.detail.as_ref()?.credential.as_deref()
    }

    /// Bytes of memory that it keeps from being freed, about, beside those that another one keeps.
    pub fn weight(&self, beside: Option<&Self>) -> usize {
        let shared = match beside {
            Some(other) if Arc::ptr_eq(&self.occasion, &other.occasion) => 0,
            Some(other) if Arc::ptr_eq(&self.flow, &other.flow) => self.occasion.weight(),
            _ => self.occasion.weight() + size_of::<FlowIdentity>(),
        };
        let detail = self.detail.as_ref().map_or(0, |detail| detail.weight());
        let samples: usize = self.samples.iter().map(str::len).sum();
        size_of::<Self>() + shared + samples + self.set.weight() + detail
    }

    /// The same, to say what became of it.
    pub fn credential_mut(&mut self) -> Option<&mut CredentialInfo> {
        self.detail.as_mut()?.credential.as_deref_mut()
    }
}

impl Deref for Finding {
    type Target = Occasion;

    fn deref(&self) -> &Occasion {
        &self.occasion
    }
}

/// A file that crossed the wire, as far as it was seen when the finding was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileInfo {
    /// Its name, redacted.
    pub name: String,
    /// Media type; empty if unknown.
    pub mime: String,
    /// Bytes so far, codings taken off.
    pub size: u64,
    /// SHA-256 of the whole file, hex; empty if it was not seen whole, or leaked only behind its first part.
    pub sha256: String,
    /// It was seen from its first byte to its last.
    pub complete: bool,
}

/// What is said of a login, or of several with one masked user at one place, without saying a secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CredentialInfo {
    /// `basic`, `bearer`, `cookie`, `form`, `query`, `json`.
    pub scheme: &'static str,
    /// Masked user; empty if none is known, or the logins are of many.
    pub user: String,
    /// The secret of the only login; `None` if there are several.
    pub secret: Option<SecretInfo>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What is said of a secret.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecretInfo {
    /// Keyed digest of the secret under the secrets' subkey, hex.
    pub digest: String,
    /// Length in bytes.
    pub length: u32,
    /// Character classes: any of `lower upper digit symbol other`, joined by `+`.
    pub class: String,
}

/// Who a flow is; shared by all its records.
#[derive(Clone, Debug)]
pub struct FlowIdentity {
    /// Names the flow, equally in every run over the same captures; records show it as 16 hex digits.
    pub id: u64,
    /// The innermost 5-tuple; the Community ID is worked out from it where a record shows one.
    pub tuple: FiveTuple,
    /// Zone of the originator.
    pub orig_zone: &'static str,
    /// Zone of the responder.
    pub resp_zone: &'static str,
    /// For whom the originator, a trusted proxy, says that it speaks.
    pub client: Option<Client>,
}

/// The client of a proxy, as the proxy told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its address; IPv4 is never mapped.
    pub addr: IpAddr,
    /// Its port, 0 if not told.
    pub port: u16,
    /// Its zone.
    pub zone: &'static str,
    /// Who told: `proxy_protocol`, `x-forwarded-for`, `forwarded`, `x-real-ip`.
    pub told_by: &'static str,
}

impl FlowIdentity {
    /// Zones of who speaks at either end: those of the originator and the responder, or of the client that was told.
    pub fn zones(&self) -> (&'static str, &'static str) {
        (self.client.as_ref().map_or(self.orig_zone, |client| client.zone), self.resp_zone)
    }

    /// The id as records show it.
    pub fn name(&self) -> String {
        format!("{:016x}", self.id)
    }
}

/// End of a flow.
#[derive(Clone, Debug)]
pub struct FlowRecord {
    /// Who.
    pub flow: Arc<FlowIdentity>,
    /// Protocol that claimed it, `tcp`/`udp`/the IP protocol's name if none.
    pub app_proto: &'static str,
    /// First packet, ns.
    pub start_ns: i64,
    /// Last packet, ns.
    pub end_ns: i64,
    /// Packets of originator and responder.
    pub packets: [u64; 2],
    /// Wire bytes of the innermost IP packets.
    pub bytes: [u64; 2],
    /// Reassembled stream bytes (TCP) or payload bytes.
    pub payload: [u64; 2],
    /// Number of gaps.
    pub gap_count: [u32; 2],
    /// Missing bytes.
    pub gap_bytes: [u64; 2],
    /// Retransmitted segments.
    pub retransmissions: [u32; 2],
    /// Mirror copies that were dropped.
    pub duplicates: u32,
    /// `syn_sent established closing closed reset midstream udp other`, and why it ended: see `end`.
    pub state: &'static str,
    /// `fin rst idle evicted capture_end fault`.
    pub end: &'static str,
    /// VLAN ids seen, outermost first.
    pub vlan: Vec<u16>,
    /// Tunnels around it, outermost first: `vxlan gre erspan`.
    pub tunnel: Vec<&'static str>,
    /// Identifier of the innermost tunnel (VNI, TEID, ERSPAN session), if any.
    pub tunnel_id: Option<u32>,
    /// SHA-256 of the stream bytes of both directions, hex; empty unless `stream_digests` is on.
    pub sha256: [String; 2],
    /// SHA-256 of what stood in the records of both directions, hex; empty unless `stream_digests` is on and there were any.
    pub plain_sha256: [String; 2],
    /// Coverage of both directions.
    pub coverage: [Tally; 2],
}

/// What protects a flow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransportInfo {
    /// `http`, `tls`, `ssh`, `quic`, `dns`, ... : who carries the data.
    pub protocol: &'static str,
    /// `none`, `weak`, `sound` or `unknown`: the engine's first word; policy has the last.
    pub protection: &'static str,
    /// `SSLv2 SSLv3 TLSv1.0 ... TLSv1.3 TLCP`, `QUICv1`, `SSH-2.0`.
    pub version: &'static str,
    /// Cipher suite id, negotiated.
    pub suite: Option<u16>,
    /// Named group id.
    pub group: Option<u16>,
    /// Server name from the client's hello; redacted in records, as ALPN is.
    pub sni: String,
    /// Application protocols: the chosen one, else those offered.
    pub alpn: Vec<String>,
    /// JA3 (MD5 hex) of the client's hello; empty if not known, or if no transport record was asked for.
    pub ja3: String,
    /// JA4 (client) of the hello; empty as JA3 is.
    pub ja4: String,
    /// `none not_offered offered_unused used stripped`.
    pub upgrade: &'static str,
    /// What is hidden in it besides what it is for: `dns`, `icmp`, `http-connect`, `socks`, `tor`; empty if nothing is
    /// known.
    pub tunnel: &'static str,
    /// Signature scheme (TLS 1.2's numbers, RFC 8446 §4.2.3) of the server's `ServerKeyExchange`.
    pub signature: Option<u16>,
    /// Keys of an earlier session were used again: no certificate crosses then.
    pub resumed: bool,
    /// The server asked for another hello (`HelloRetryRequest`).
    pub retried: bool,
    /// The client offered encrypted client hello, or its grease (RFC 9849): the server name is only the public one.
    pub ech: bool,
    /// Highest version that the client offered, named as `version` is; empty if not known.
    pub offered_version: &'static str,
    /// The client says that it tried a higher version before (`TLS_FALLBACK_SCSV`, RFC 7507).
    pub fallback: bool,
    /// Who answered the hello showed certificates that are longer than a message that is held: they were passed over.
    pub unread_certificates: bool,
    /// Certificates of who answered the hello, leaf first; TLCP: for signing, for encryption, then the rest.
    pub certificates: Vec<Fingerprint>,
    /// Certificates of who sent the hello.
    pub client_certificates: Vec<Fingerprint>,
    /// Bits of the prime of an ephemeral Diffie-Hellman exchange over a finite field; 0 if there is none.
    pub dh_bits: u16,
    /// What was agreed on, if it is SSH.
    pub ssh: Option<Arc<SshInfo>>,
}

impl TransportInfo {
    /// Says what `other` says, in the memory that its texts have: more is told of a handshake with each message.
    pub fn become_as(&mut self, other: &Self) {
        let Self { mut sni, mut alpn, mut ja3, mut ja4, mut certificates, mut client_certificates, .. } =
            std::mem::take(self);
        sni.clone_from(&other.sni);
        alpn.clone_from(&other.alpn);
        ja3.clone_from(&other.ja3);
        ja4.clone_from(&other.ja4);
        certificates.clone_from(&other.certificates);
        client_certificates.clone_from(&other.client_certificates);
        let ssh = other.ssh.clone();
        *self = Self { sni, alpn, ja3, ja4, certificates, client_certificates, ssh, ..*other };
    }
}

/// SHA-256 of a certificate's DER.
pub type Fingerprint = [u8; 32];

/// A certificate that crossed the wire in the clear: once a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its SHA-256.
    pub sha256: Fingerprint,
    /// It, in DER.
    pub der: Vec<u8>,
}

/// What two sides of an SSH connection agreed on (RFC 4253 §7.1). Pairs are (originator to responder, and back). Empty:
/// they have nothing in common, or it was not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SshInfo {
    /// Software version and comments of the originator; redacted in records.
    pub client: String,
    /// The same of the responder.
    pub server: String,
    /// Key exchange method.
    pub kex: String,
    /// Server host key algorithm.
    pub host_key: String,
    /// Ciphers.
    pub ciphers: [String; 2],
    /// MACs; `implicit` where the cipher authenticates.
    pub macs: [String; 2],
    /// Compression methods.
    pub compressions: [String; 2],
    /// Both offered strict key exchange (`kex-strict-*-v00@openssh.com`).
    pub strict_kex: bool,
}

/// Bytes of a flow that could not be looked into, of originator and responder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unseen {
    /// In state `encrypted`.
    pub encrypted: [u64; 2],
    /// In state `opaque`.
    pub opaque: [u64; 2],
}

impl std::ops::AddAssign for Unseen {
    fn add_assign(&mut self, other: Self) {
        let each = |[a, b]: &mut [u64; 2], [c, d]: [u64; 2]| (*a, *b) = (*a + c, *b + d);
        each(&mut self.encrypted, other.encrypted);
        each(&mut self.opaque, other.opaque);
    }
}

/// A transport record: one per flow, or one per service (server, zone of the originator, and whatever of `info` its
/// judgement depends on: all but ALPN, fingerprints, retries and clients' certificates, and server names that
/// `service_names` leaves out) when `transport_records` is off; `flow` is then the first flow.
#[derive(Clone, Debug)]
pub struct TransportRecord {
    /// Who.
    pub flow: Arc<FlowIdentity>,
    /// First payload byte's time, ns.
    pub ts_ns: i64,
    /// The same of the latest flow.
    pub last_ns: i64,
    /// Flows that it stands for: 1, or all flows of the service when records per flow were not asked for.
    pub flows: u64,
    /// Bytes that could not be looked into.
    pub unseen: Unseen,
    /// What.
    pub info: TransportInfo,
}

/// An anomaly, counted per flow and code.
#[derive(Clone, Debug)]
pub struct AnomalyRecord {
    /// The flow, if it belongs to one.
    pub flow: Option<Arc<FlowIdentity>>,
    /// First seen, ns.
    pub ts_ns: i64,
    /// Which.
    pub code: crate::anomaly::Code,
    /// How often.
    pub count: u64,
    /// First occurrence in words, redacted.
    pub detail: String,
}

/// One row of the coverage ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverageRow {
    /// Zone of the sender.
    pub from_zone: &'static str,
    /// Zone of the receiver.
    pub to_zone: &'static str,
    /// Protocol.
    pub app_proto: &'static str,
    /// Bytes per state.
    pub tally: Tally,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transport_that_becomes_another_says_the_same() {
        let told = TransportInfo {
            protocol: "tls",
            version: "TLSv1.2",
            suite: Some(0xc02f),
            sni: "crm.example.cn".to_owned(),
            alpn: vec!["h2".to_owned(), "http/1.1".to_owned()],
            ja3: "0".repeat(32),
            ja4: "t12d".to_owned(),
            certificates: vec![[1; 32]],
            client_certificates: vec![[2; 32], [3; 32]],
            resumed: true,
            dh_bits: 2048,
            ..TransportInfo::default()
        };
        let mut other = TransportInfo { protocol: "ssh", alpn: vec!["h3".to_owned()], ..TransportInfo::default() };
        let before = other.clone();
        other.become_as(&told);
        assert_eq!(other, told);
        other.become_as(&before);
        assert_eq!(other, before);
    }
}
