//! Numbers for what records have in common. Judging is mostly asking whether a record is like one seen before; one number
//! answers this for a dozen texts. Equal facts have equal numbers within a process, other facts others: hashes of 64 bits
//! under a key that no peer knows. Findings are numbered where they are made, while their texts are at hand.

use crate::finding::{Finding, FlowIdentity, Occasion, TransportRecord};
use crate::message::Direction;
use foldhash::quality::RandomState;
use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::LazyLock;

static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::default);

/// The number of facts.
#[inline]
pub(crate) fn number(facts: impl Hash) -> u64 {
    KEY.hash_one(facts)
}

/// Who speaks on a side: the client that was told, else the endpoint itself.
fn peer(flow: &FlowIdentity, side: Direction) -> IpAddr {
    match (side, &flow.client) {
        (Direction::Orig, Some(client)) => client.addr,
        (Direction::Orig, None) => flow.tuple.orig.addr,
        (Direction::Resp, _) => flow.tuple.resp.addr,
    }
}

/// Zones of sender and receiver.
fn zones(occasion: &Occasion) -> (&str, &str) {
    let (orig, resp) = occasion.flow.zones();
    if occasion.sender == Direction::Orig { (orig, resp) } else { (resp, orig) }
}

/// What rules choose findings by: detector, protection, visibility, zones (and with them the direction).
pub(crate) fn finding(occasion: &Occasion, detector: &str) -> u64 {
    number((detector, occasion.protection, occasion.visibility, zones(occasion)))
}

/// The kind of a finding, and where it stood in which protocol, from whom to whom.
pub(crate) fn group(occasion: &Occasion, kind: u64, place: &str) -> u64 {
    let (flow, sender) = (&occasion.flow, occasion.sender);
    number((kind, peer(flow, sender), peer(flow, sender.reverse()), occasion.app_proto, place))
}

/// What a rule counts together: findings of two hosts, of a sender in a flow, of a message or a record in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `pair`.
    Pair,
    /// `flow`.
    Flow,
    /// `message`.
    Message,
    /// `message`, of fields that stand beside one another.
    Record,
}

impl Scope {
    /// All of them, as rules number them.
    pub const ALL: [Self; 4] = [Self::Pair, Self::Flow, Self::Message, Self::Record];
}

/// The scopes of a message: its pair, its sender in the flow, itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scopes {
    pair: u64,
    flow: u64,
    message: u64,
}

impl Scopes {
    /// Of message `tx` that a side of a flow sends.
    pub(crate) fn of(flow: &FlowIdentity, side: Direction, tx: u32) -> Self {
        let (sender, receiver) = (peer(flow, side), peer(flow, side.reverse()));
        let port = if side == Direction::Orig { flow.tuple.orig.port } else { flow.tuple.resp.port };
        let client = flow.client.as_ref().filter(|_| side == Direction::Resp).map(|_| receiver);
        Self {
            pair: number(("pair", sender, receiver)),
            flow: number(("flow", flow.id, sender, port, client)),
            message: number(("message", flow.id, sender, port, tx)),
        }
    }
}

/// The scope that a finding counts in.
pub fn scope(finding: &Finding, scope: Scope) -> u64 {
    let Scopes { pair, flow, message } = finding.scopes;
    match scope {
        Scope::Pair => pair,
        Scope::Flow => flow,
        Scope::Message => message,
        Scope::Record => number(("record", message, record(&finding.place))),
    }
}

/// The record that a place is a field of: `http.request.body[json]:data[*].phone` is in `…:data[*]`.
fn record(place: &str) -> (Option<&str>, &str) {
    let (place, path) = place.rsplit_once(':').map_or((None, place), |(place, path)| (Some(place), path));
    (place, path.rsplit_once('.').map_or("", |(record, _)| record))
}

/// What policy and rules judge transports by, server names, certificates and amounts apart.
pub fn transport(record: &TransportRecord) -> u64 {
    let info = &record.info;
    let numbers = (info.suite, info.group, info.signature, info.dh_bits);
    let tls = (numbers, info.offered_version, [info.fallback, info.ech, info.unread_certificates]);
    let flow = &record.flow;
    number((
        (info.protocol, info.protection, info.version, info.upgrade, info.tunnel),
        tls,
        info.ssh.as_ref().map(|ssh| (&ssh.kex, &ssh.host_key, &ssh.ciphers, &ssh.macs, ssh.strict_kex)),
        (flow.zones(), &flow.orig_zone),
    ))
}
