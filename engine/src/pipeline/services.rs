//! The transport inventory: each service that was met, how it is protected, and how often it was used.

use super::order::Key;
use crate::finding::{Fingerprint, SshInfo, TransportInfo, TransportRecord, Unseen};
use crate::kinds;
use crate::message::FiveTuple;
use foldhash::fast::RandomState;
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

/// Services at most; more are lumped under the first of their protocol.
const SERVICES: usize = 65_536;

/// Services, by the numbers of what tells them apart ([`kinds`]).
#[derive(Default)]
pub(super) struct Services {
    known: HashMap<u64, Service, RandomState>,
    names: Arc<Names>,
}

/// The server names that are services of their own, sound or not: all, or those that rules ask for.
#[derive(Default)]
pub(super) struct Names(Option<Asked>);

/// Hosts, and domains without their dot.
#[derive(Default)]
struct Asked {
    hosts: HashSet<String, RandomState>,
    domains: HashSet<String, RandomState>,
}

impl Names {
    /// See [`crate::config::EngineConfig::service_names`].
    pub fn new(names: Option<&[String]>) -> Self {
        let mut asked = Asked::default();
        for name in names.unwrap_or_default() {
            match name.strip_prefix('.') {
                Some(domain) => asked.domains.insert(domain.to_owned()),
                None => asked.hosts.insert(name.clone()),
            };
        }
        Self(names.map(|_| asked))
    }

    /// Tells whether a name, or a domain that it is in, is one of them; case and a final dot aside.
    fn hold(&self, sni: &str) -> bool {
        let Some(Asked { hosts, domains }) = &self.0 else { return true };
        let mut sni = Cow::from(sni.trim_end_matches('.'));
        if sni.bytes().any(|byte| !byte.is_ascii() || byte.is_ascii_uppercase()) {
            sni = sni.to_lowercase().into();
        }
        let mut domains_of = std::iter::successors(Some(&*sni), |of| of.split_once('.').map(|(_, rest)| rest));
        hosts.contains(&*sni) || domains_of.any(|domain| domains.contains(domain))
    }
}

/// The use of a service since it was last handed over. It fills a cache line: every flow adds to one.
struct Service {
    flows: u64,
    unseen: Unseen,
    last_ns: i64,
    /// Its record, and the place of that among others.
    first: Box<(Key, Box<TransportRecord>)>,
}

/// Flows of a service, and what was not seen of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Use {
    /// Time of the latest, ns.
    pub ts_ns: i64,
    pub flows: u64,
    pub unseen: Unseen,
}

impl Services {
    /// None yet.
    pub fn new(names: Arc<Names>) -> Self {
        Self { names, ..Self::default() }
    }

    /// Those so far; from now on there are none.
    pub fn take(&mut self) -> Self {
        std::mem::replace(self, Self::new(self.names.clone()))
    }

    /// Adds the use of a service; `record` makes the record of a new one. False if there is no room for another.
    pub fn add(
        &mut self,
        place: &Place,
        info: &TransportInfo,
        used: Use,
        record: impl FnOnce() -> (Key, Box<TransportRecord>),
    ) -> bool {
        let number = kinds::number((place, words(info), handshake(info, &self.names)));
        let room = self.known.len() < SERVICES;
        match self.known.entry(number) {
            Entry::Occupied(known) => known.into_mut().add(used),
            Entry::Vacant(free) if room => {
                let Use { ts_ns: last_ns, flows, unseen } = used;
                free.insert(Service { flows, unseen, last_ns, first: Box::new(record()) });
            }
            Entry::Vacant(_) => return false,
        }
        true
    }

    /// Takes in those of another worker. The record of a service is the one that comes first.
    pub fn merge(&mut self, other: Self) {
        if self.known.is_empty() {
            *self = other;
            return;
        }
        for (number, service) in other.known {
            match self.known.entry(number) {
                Entry::Occupied(known) => {
                    let known = known.into_mut();
                    known.add(Use { ts_ns: service.last_ns, flows: service.flows, unseen: service.unseen });
                    if service.first.0 < known.first.0 {
                        known.first = service.first;
                    }
                }
                Entry::Vacant(free) => {
                    free.insert(service);
                }
            }
        }
    }

    /// The records, each with its place in their order, sorted.
    pub fn into_records(self) -> Vec<(Key, Box<TransportRecord>)> {
        let told = |service: Service| {
            let Service { flows, unseen, last_ns, first } = service;
            let (order, mut record) = *first;
            (record.flows, record.unseen, record.last_ns) = (flows, unseen, last_ns);
            (order, record)
        };
        let mut records: Vec<(Key, Box<TransportRecord>)> = self.known.into_values().map(told).collect();
        records.sort_by_cached_key(|(order, record)| (*order, record.info.protocol, record.info.version));
        records
    }
}

impl Service {
    fn add(&mut self, used: Use) {
        self.flows += used.flows;
        self.unseen += used.unseen;
        self.last_ns = self.last_ns.max(used.ts_ns);
    }
}

/// Where a service is, and for whom: what tells most services apart.
#[derive(Debug, Hash)]
pub(super) struct Place {
    addr: IpAddr,
    port: u16,
    proto: u8,
    orig_zone: u16,
}

impl Place {
    /// That of a flow whose originator is in `orig_zone`.
    pub fn new(tuple: &FiveTuple, orig_zone: u16) -> Self {
        Self { addr: tuple.resp.addr, port: tuple.resp.port, proto: tuple.proto, orig_zone }
    }
}

/// What of a handshake is told by numbers and words.
#[derive(Hash)]
struct Numbers {
    suite: Option<u16>,
    group: Option<u16>,
    signature: Option<u16>,
    dh_bits: u16,
    offered_version: &'static str,
    flags: [bool; 4],
}

/// What else the judgement of a service depends on, where it stands.
type Told<'a> = (Numbers, &'a str, &'a [Fingerprint], &'a Option<Arc<SshInfo>>);

/// What a transport says of its handshake; nothing, if it speaks in the clear.
///
/// A server's name decides about certificates that were seen, and for rules that ask for it. Of what is sound as it is, the
/// names are no more services than the paths of a web server are: there may be one in every flow.
fn handshake<'a>(info: &'a TransportInfo, names: &Names) -> Option<Told<'a>> {
    let none =
        info.suite.is_none() && info.version.is_empty() && info.offered_version.is_empty() && info.sni.is_empty();
    let numbers = || Numbers {
        suite: info.suite,
        group: info.group,
        signature: info.signature,
        dh_bits: info.dh_bits,
        offered_version: info.offered_version,
        flags: [info.resumed, info.ech, info.fallback, info.unread_certificates],
    };
    let named = || info.protection != "sound" || !info.certificates.is_empty() || names.hold(&info.sni);
    (!none).then(|| (numbers(), if named() { &*info.sni } else { "" }, &*info.certificates, &info.ssh))
}

fn words(info: &TransportInfo) -> [&'static str; 5] {
    [info.protocol, info.version, info.protection, info.upgrade, info.tunnel]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::FlowIdentity;
    use crate::message::Endpoint;

    fn sighted(services: &mut Services, first: u64, port: u16, info: &TransportInfo, ts_ns: i64) -> bool {
        let end = |port| Endpoint { addr: IpAddr::from([192, 0, 2, 1]), port };
        let tuple = FiveTuple { orig: end(40_000), resp: end(port), proto: 6 };
        let used = Use { ts_ns, flows: 1, unseen: Unseen { encrypted: [1, 2], opaque: [0, 0] } };
        services.add(&Place::new(&tuple, 0), info, used, || {
            let zone = "";
            let flow = FlowIdentity { id: first, tuple, orig_zone: zone, resp_zone: zone, client: None };
            let order = Key { index: first, flow: first, serial: 0 };
            let (flow, unseen, info) = (Arc::new(flow), Unseen::default(), info.clone());
            (order, Box::new(TransportRecord { flow, ts_ns, last_ns: ts_ns, flows: 0, unseen, info }))
        })
    }

    fn told(services: Services) -> Vec<(u64, u16, u64, i64, [u64; 2])> {
        let records = services.into_records().into_iter();
        records.map(|(_, r)| (r.flow.id, r.flow.tuple.resp.port, r.flows, r.last_ns, r.unseen.encrypted)).collect()
    }

    #[test]
    fn flows_of_a_service_are_one_record_whichever_worker_saw_them() {
        let clear = TransportInfo { protocol: "http", protection: "none", ..TransportInfo::default() };
        let named = |sni: &str| TransportInfo { protocol: "tls", sni: sni.to_owned(), ..TransportInfo::default() };
        let (mut one, mut two) = (Services::default(), Services::default());
        sighted(&mut one, 5, 80, &clear, 50);
        sighted(&mut one, 6, 443, &named("a"), 60);
        sighted(&mut one, 7, 443, &named("b"), 70);
        sighted(&mut two, 2, 80, &clear, 20);
        sighted(&mut two, 8, 443, &named("a"), 80);
        sighted(&mut two, 9, 8080, &clear, 90);
        let mut all = Services::default();
        all.merge(one);
        all.merge(two);
        let both = [2, 4];
        let wanted = [(2, 80, 2, 50, both), (6, 443, 2, 80, both), (7, 443, 1, 70, [1, 2]), (9, 8080, 1, 90, [1, 2])];
        assert_eq!(told(all), wanted);
    }

    #[test]
    fn names_are_services_where_something_depends_on_them() {
        let told_of = |names: Option<&[String]>, change: &dyn Fn(&mut TransportInfo)| {
            let mut services = Services::new(Arc::new(Names::new(names)));
            for (n, sni) in ["a", "b", "a"].into_iter().enumerate() {
                let sound =
                    TransportInfo { protocol: "tls", protection: "sound", version: "TLSv1.3", ..Default::default() };
                let mut info = TransportInfo { sni: sni.to_owned(), ..sound };
                change(&mut info);
                sighted(&mut services, n as u64, 443, &info, 0);
            }
            told(services).iter().map(|service| service.2).collect::<Vec<_>>()
        };
        let all: Option<&[String]> = Some(&[]);
        assert_eq!(told_of(None, &|_| {}), [2, 1]);
        assert_eq!(told_of(all, &|_| {}), [3]);
        assert_eq!(told_of(Some(&["c".to_owned()]), &|_| {}), [3]);
        assert_eq!(told_of(Some(&["b".to_owned()]), &|_| {}), [2, 1]);
        assert_eq!(told_of(all, &|info| info.protection = "weak"), [2, 1]);
        assert_eq!(told_of(all, &|info| info.certificates = vec![[7; 32]]), [2, 1]);
    }

    #[test]
    fn a_domain_holds_its_names() {
        let names = Names::new(Some(&[".example.cn".to_owned(), "dns.example.com".to_owned()]));
        for name in ["example.cn", "a.b.Example.CN", "a.example.cn.", "DNS.example.com"] {
            assert!(names.hold(name), "{name}");
        }
        for name in ["", ".", "ample.cn", "badexample.cn", "example.com", "x.dns.example.com", "cn"] {
            assert!(!names.hold(name), "{name}");
        }
    }

    #[test]
    fn past_the_limit_no_service_is_new() {
        let mut services = Services::default();
        for n in 0..SERVICES as u64 + 3 {
            let info = TransportInfo { protocol: "tls", sni: n.to_string(), ..TransportInfo::default() };
            assert_eq!(sighted(&mut services, n, 443, &info, 0), n < SERVICES as u64);
        }
        let known = TransportInfo { protocol: "tls", sni: "3".to_owned(), ..TransportInfo::default() };
        assert!(sighted(&mut services, 3, 443, &known, 9));
    }
}
