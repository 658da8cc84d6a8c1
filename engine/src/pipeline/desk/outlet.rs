//! What parsers may say to the desk.

use super::{Body, Cut, Desk, Files, Scan};
use crate::anomaly::Code;
use crate::content;
use crate::coverage::{State, Tally};
use crate::finding::{Certificate, Fingerprint, TransportInfo};
use crate::message::{
    About, Announcement, Coding, Credential, Direction, Inflate, Inside, MessageEnd, MessageHead, Outcome, Outlet,
    TextFormat,
};
use crate::pipeline::ext::Settled;
use crate::proto::forwarded;
use std::net::IpAddr;

impl Outlet for Desk<'_> {
    fn begin(&mut self, dir: Direction, head: MessageHead) {
        self.finish(dir, false);
        self.shared.begun(head.place);
        let mut message = self.shared.open_message();
        message.head = head;
        message.part_ns = self.shared.ts_ns;
        let lane = &mut self.lanes[dir.index()];
        let here = (self.shared.since, lane.offset);
        (message.since, message.offset) = lane.gathered.take().map_or(here, |since| *since);
        message.number = lane.number();
        lane.message = Some(message);
    }

    fn gathers(&mut self, dir: Direction) {
        let lane = &mut self.lanes[dir.index()];
        lane.gathered.get_or_insert_with(|| Box::new((self.shared.since, lane.offset)));
    }

    fn turn_to(&mut self, dir: Direction, stream: u32) {
        let lane = &mut self.lanes[dir.index()];
        let before = std::mem::replace(&mut lane.stream, stream);
        if before == stream {
            return;
        }
        let open = lane.aside.iter().position(|(its, _)| *its == stream);
        let wanted = open.map(|at| lane.aside.swap_remove(at).1);
        if let Some(message) = std::mem::replace(&mut lane.message, wanted) {
            lane.aside.push((before, message));
            self.bound_aside(dir);
        } else if lane.aside.is_empty() {
            lane.aside = Vec::new();
        }
    }

    fn join(&mut self, dir: Direction, stream: u32, len: u64) {
        let lane = &mut self.lanes[dir.index()];
        let Some(at) = lane.aside.iter().position(|(its, _)| *its == stream) else { return };
        let (_, mut message) = lane.aside.swap_remove(at);
        if message.part == 0 && lane.message.as_ref().is_some_and(|open| open.derived == message.derived) {
            self.collect(dir, &message.buffer);
            message.buffer.clear();
        } else {
            self.cut(dir, &mut message, Cut::End { complete: false });
            self.body_gap(dir, len);
        }
        self.shared.recycle(message);
    }

    fn inside(&self, head: &[u8]) -> Option<Inside> {
        crate::content::inside(head)
    }

    fn inflater(&mut self, coding: Coding) -> Option<Box<dyn Inflate>> {
        content::inflater(coding)
    }

    fn derived(&mut self, dir: Direction, text: &[u8]) {
        if let Some(message) = self.lanes[dir.index()].message.as_mut() {
            message.derived = true;
            self.collect(dir, text);
        }
    }

    fn about(&mut self, dir: Direction, about: About) {
        if let Some(message) = self.lanes[dir.index()].message.as_mut() {
            message.head.about = about;
        }
    }

    fn body(&mut self, dir: Direction, data: &[u8]) {
        let lane = &self.lanes[dir.index()];
        if lane.torn_at.is_some_and(|at| at.get() == lane.offset) {
            self.resume(dir);
        }
        self.collect(dir, data);
        let lane = &mut self.lanes[dir.index()];
        lane.offset = lane.offset.wrapping_add(data.len() as u64);
    }

    fn body_gap(&mut self, dir: Direction, len: u64) {
        let Some(mut message) = self.lanes[dir.index()].message.take() else { return };
        self.cut(dir, &mut message, Cut::Full);
        if let Some(mut unpacker) = message.unpacker.take() {
            let (mut scan, _) = Scan::new(self.shared);
            unpacker.gap(len, &mut scan);
            let told = scan.told(Tally::default());
            self.report(dir, &mut message, told, false);
            message.unpacker = Some(unpacker);
        }
        self.lanes[dir.index()].message = Some(message);
    }

    fn end(&mut self, dir: Direction, end: MessageEnd) {
        self.finish(dir, end == MessageEnd::Complete);
    }

    fn framing(&mut self, dir: Direction, len: usize) {
        self.tally(dir, State::Inspected, len as u64);
    }

    fn sealed(&mut self, dir: Direction, len: usize, state: State) {
        self.tally(dir, state, len as u64);
    }

    fn text(&mut self, dir: Direction, part: &str, format: TextFormat, data: &[u8]) {
        let Some(mut message) = self.lanes[dir.index()].message.take() else { return };
        let mut place = std::mem::take(&mut self.shared.place);
        place.clear();
        place.push_str(message.head.place);
        if !part.is_empty() {
            place.push('.');
            place.push_str(part);
        }
        let (mut scan, limits) = Scan::new(self.shared);
        content::text(&place, format, data, limits, &mut scan);
        let told = scan.told(Tally::default());
        self.shared.place = place;
        self.report(dir, &mut message, told, true);
        self.lanes[dir.index()].message = Some(message);
    }

    fn credential(&mut self, dir: Direction, credential: Credential<'_>) {
        let Some(mut message) = self.lanes[dir.index()].message.take() else { return };
        message.looks += 1;
        if self.shared.scanner.ignores_login(credential.confidence) {
            self.lanes[dir.index()].message = Some(message);
            return;
        }
        let place = if credential.path.is_empty() {
            message.head.place.to_owned()
        } else {
            format!("{}.{}", message.head.place, credential.path)
        };
        let shared = &mut *self.shared;
        let credential = Credential { path: "", ..credential };
        // One family of logins whatever the version of the protocol: places begin with its name.
        let app = message.head.place.split('.').next().unwrap_or(self.facts.app);
        shared.scanner.credential(app, &place, &credential, &mut shared.collector);
        if !self.shared.collector.is_empty() {
            self.findings(dir, &mut message, true, Files::new());
        }
        self.lanes[dir.index()].message = Some(message);
    }

    fn outcome(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        self.settle(dir, tx, Settled { told: outcome, body: None });
    }

    fn presumed(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        self.presume(dir, tx, outcome);
    }

    fn anomaly(&mut self, _dir: Direction, code: Code, detail: &str) {
        self.odd(code, detail);
    }

    fn transport(&mut self, observation: &TransportInfo) {
        // What protects the flow is said by its outer transport alone.
        if !self.facts.sealed {
            match &mut self.facts.transport {
                Some(known) => known.become_as(observation),
                unknown => *unknown = Some(Box::new(observation.clone())),
            }
        }
    }

    fn certificate(&mut self, sha256: Fingerprint, der: &[u8]) {
        if self.shared.certificates.is_news(sha256) {
            self.emit(Body::Certificate(Box::new(Certificate { sha256, der: der.to_vec() })));
        }
    }

    fn decode(&mut self, coding: Coding, data: &[u8], most: usize, into: &mut Vec<u8>) -> bool {
        content::frame(coding, data, most, &self.shared.settings.limits, into)
    }

    fn announce(&mut self, _dir: Direction, told: Announcement) {
        if self.facts.sealed {
            // The reader cannot see it, so it could not be followed in order (see `expect`).
            return;
        }
        let tuple = self.who.key.tuple(self.who.low);
        let side = if told.listener == Direction::Orig { tuple.orig } else { tuple.resp };
        for addr in [side.addr, told.addr.unwrap_or(side.addr)] {
            let port = if told.port == 0 { side.port } else { told.port };
            let spot = (addr, port, self.who.key.vni(), self.who.key.proto());
            let room = self.shared.expectations.keep(spot, &told, self.shared.clock_ns);
            self.shared.stats.deterministic &= room;
        }
    }

    fn announced(&self) -> Option<MessageHead> {
        self.facts.expected.as_ref().map(|expected| expected.head())
    }

    fn wants_mail_info(&self) -> bool {
        self.shared.settings.finding_details
    }

    fn wants_fingerprints(&self) -> bool {
        self.shared.settings.transport_records
    }

    fn client_of(&self, dir: Direction, field: &dyn Fn(&str) -> Vec<u8>) -> Option<IpAddr> {
        let proxies = &self.shared.settings.proxies;
        let name = proxies.header();
        if name.is_empty() || dir != Direction::Orig {
            return None;
        }
        let peer = self.facts.client.as_ref().map_or(self.who.key.tuple(self.who.low).orig.addr, |client| client.addr);
        if !proxies.trusts(peer) {
            return None;
        }
        let value = field(name);
        if value.is_empty() { None } else { forwarded::client(name, &value, |addr| proxies.trusts(addr)) }
    }

    fn now_ns(&self) -> i64 {
        self.shared.ts_ns
    }
}
