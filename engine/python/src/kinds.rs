//! Numbers for what records have in common. Judging is mostly asking whether a record is like one seen before; one number
//! answers this for a dozen texts. Equal facts have equal numbers within a process, other facts others: hashes of 64 bits
//! under a key that no peer knows.

use leaktap_engine::finding::{Finding, FlowIdentity, TransportRecord};
use leaktap_engine::message::Direction;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::sync::LazyLock;

static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

fn number(facts: impl Hash) -> u64 {
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
fn zones(finding: &Finding) -> (&str, &str) {
    let (orig, resp) = finding.flow.zones();
    if finding.sender == Direction::Orig { (orig, resp) } else { (resp, orig) }
}

/// What rules choose findings by: detector, protection, visibility, zones (and with them the direction).
pub fn finding(finding: &Finding) -> u64 {
    number((&*finding.detector, finding.protection, finding.visibility, zones(finding)))
}

/// The same, and where it stood in which protocol, from whom to whom.
pub fn group(finding: &Finding) -> u64 {
    let ends = (peer(&finding.flow, finding.sender), peer(&finding.flow, finding.sender.reverse()));
    let place = (finding.app_proto, &*finding.place);
    number((&*finding.detector, finding.protection, finding.visibility, zones(finding), ends, place))
}

/// What a rule counts together: findings of two hosts, of a sender in a flow, of a message or a record in one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
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

/// The scope that a finding counts in.
pub fn scope(finding: &Finding, scope: Scope) -> u64 {
    let flow = &finding.flow;
    let (sender, receiver) = (peer(flow, finding.sender), peer(flow, finding.sender.reverse()));
    let port = if finding.sender == Direction::Orig { flow.tuple.orig.port } else { flow.tuple.resp.port };
    match scope {
        Scope::Pair => number((scope, sender, receiver)),
        Scope::Flow => {
            let client = flow.client.as_ref().filter(|_| finding.sender == Direction::Resp).map(|_| receiver);
            number((scope, flow.id, sender, port, client))
        }
        Scope::Message => number((scope, flow.id, sender, port, finding.tx)),
        Scope::Record => number((scope, flow.id, sender, port, finding.tx, record(&finding.place))),
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
    let tls = (info.suite, info.group, info.signature, info.dh_bits, info.offered_version, info.fallback, info.ech);
    let flow = &record.flow;
    number((
        (info.protocol, info.protection, info.version, info.upgrade, info.tunnel),
        tls,
        info.ssh.as_ref().map(|ssh| (&ssh.kex, &ssh.host_key, &ssh.ciphers, &ssh.macs, ssh.strict_kex)),
        (flow.zones(), &flow.orig_zone),
    ))
}
