//! Which servers are known to offer TLS within a clear dialogue, so that a missing offer can be told from one that was
//! taken out on the way (STARTTLS stripping).
//!
//! Asked where records leave in their order, so that the answer does not depend on the number of workers.

use crate::finding::TransportRecord;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::net::IpAddr;

/// Servers that are remembered; what more of them offer is not learnt, and counted.
const SERVERS: usize = 65_536;

/// What was learnt of servers in this run.
#[derive(Default)]
pub(super) struct Offers {
    /// By address and port: since when it is known to offer TLS, ns of capture time.
    since: HashMap<(IpAddr, u16), i64, RandomState>,
    /// Servers that were not remembered.
    pub lumped: u64,
}

impl Offers {
    /// Learns from a record, and corrects it: a server that offered TLS earlier does not now.
    pub fn judge(&mut self, record: &mut TransportRecord) {
        self.learn(record);
        let server = record.flow.tuple.resp;
        let since = self.since.get(&(server.addr, server.port));
        if record.info.upgrade == "not_offered" && since.is_some_and(|since| *since < record.last_ns) {
            record.info.upgrade = "stripped";
        }
    }

    /// Learns from a record.
    pub fn learn(&mut self, record: &TransportRecord) {
        if !matches!(record.info.upgrade, "offered_unused" | "used") {
            return;
        }
        let server = record.flow.tuple.resp;
        let full = self.since.len() >= SERVERS;
        match self.since.get_mut(&(server.addr, server.port)) {
            Some(since) => *since = (*since).min(record.ts_ns),
            None if full => self.lumped += 1,
            None => {
                self.since.insert((server.addr, server.port), record.ts_ns);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FlowIdentity, TransportInfo, Unseen};
    use crate::message::{Endpoint, FiveTuple};
    use std::sync::Arc;

    fn record(port: u16, ts_ns: i64, last_ns: i64, upgrade: &'static str) -> TransportRecord {
        let end = |port| Endpoint { addr: IpAddr::from([192, 0, 2, 1]), port };
        let tuple = FiveTuple { orig: end(40_000), resp: end(port), proto: 6 };
        let zone = "crm";
        let flow = Arc::new(FlowIdentity { id: 1, tuple, orig_zone: zone, resp_zone: zone, client: None });
        let info = TransportInfo { protocol: "smtp", upgrade, ..TransportInfo::default() };
        TransportRecord { flow, ts_ns, last_ns, flows: 1, unseen: Unseen::default(), info }
    }

    fn judged(offers: &mut Offers, mut record: TransportRecord) -> &'static str {
        offers.judge(&mut record);
        record.info.upgrade
    }

    #[test]
    fn an_offer_that_is_missing_later_was_stripped() {
        let mut offers = Offers::default();
        assert_eq!(judged(&mut offers, record(25, 10, 10, "not_offered")), "not_offered");
        assert_eq!(judged(&mut offers, record(25, 20, 20, "offered_unused")), "offered_unused");
        assert_eq!(judged(&mut offers, record(25, 30, 30, "not_offered")), "stripped");
        assert_eq!(judged(&mut offers, record(25, 15, 15, "not_offered")), "not_offered", "it began before the offer");
        assert_eq!(judged(&mut offers, record(587, 40, 40, "not_offered")), "not_offered", "another server");
        assert_eq!(judged(&mut offers, record(25, 50, 50, "none")), "none");
    }

    #[test]
    fn a_service_is_judged_by_its_latest_flow() {
        let mut offers = Offers::default();
        offers.learn(&record(25, 20, 60, "used"));
        assert_eq!(judged(&mut offers, record(25, 5, 90, "not_offered")), "stripped");
        assert_eq!(judged(&mut offers, record(25, 5, 9, "not_offered")), "not_offered");
    }

    #[test]
    fn servers_are_bounded_and_counted() {
        let mut offers = Offers::default();
        for n in 0..=SERVERS {
            let mut one = record(1, 1, 1, "used");
            let mut flow = (*one.flow).clone();
            flow.tuple.resp.addr = IpAddr::from((n as u32).to_be_bytes());
            one.flow = Arc::new(flow);
            offers.learn(&one);
        }
        assert_eq!((offers.since.len(), offers.lumped), (SERVERS, 1));
    }
}
