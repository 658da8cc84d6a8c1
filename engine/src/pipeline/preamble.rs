//! A proxy's header before a stream (see [`proxy`]): taken off as framing, believed if its sender is.

use super::app::App;
use super::ext::Mode;
use crate::anomaly::Code;
use crate::finding::Client;
use crate::message::{Direction, Outlet};
use crate::proto::proxy::{self, Reading, Told};

impl App<'_> {
    /// Looks at bytes of a stream whose begin was not decided on; true if it has taken care of them.
    pub fn preamble(&mut self, dir: Direction, data: &[u8]) -> bool {
        let lane = &mut self.desk.lanes[dir.index()];
        let may = dir == Direction::Orig && !self.desk.facts.sealed && !matches!(lane.mode, Mode::Bypass(_));
        let mut held = std::mem::take(&mut self.desk.facts.preamble);
        if !may || held.is_empty() && !matches!(data.first(), Some(b'P' | b'\r')) {
            lane.begun = true;
            if dir == Direction::Resp {
                self.desk.facts.preamble = held;
            } else if !held.is_empty() {
                self.go_on(dir, &held);
            }
            return false;
        }
        if !held.is_empty() {
            held.extend_from_slice(data);
        }
        let seen = if held.is_empty() { data } else { &held };
        let taken = match proxy::read(seen) {
            Reading::NeedMore => {
                // Appended to, not copied: a long header may come byte by byte.
                self.desk.facts.preamble = if held.is_empty() { data.to_vec() } else { held };
                return true;
            }
            Reading::No => 0,
            Reading::Malformed(what) => {
                self.desk.odd(Code::ProxyMalformed, what);
                0
            }
            Reading::Header { len, told } => {
                self.told(told);
                self.desk.framing(dir, len);
                len
            }
        };
        self.desk.lanes[dir.index()].begun = true;
        let rest = seen.get(taken..).unwrap_or(&[]);
        if !rest.is_empty() {
            self.go_on(dir, rest);
        }
        true
    }

    /// What a whole header says.
    fn told(&mut self, told: Told) {
        let settings = &self.desk.shared.settings;
        match told {
            Told::Client(addr, port)
                if settings.proxies.trusts(self.desk.who.key.tuple(self.desk.who.low).orig.addr) =>
            {
                let zone = settings.zones.name(settings.zones.of(addr));
                self.desk.facts.client = Some(Box::new(Client { addr, port, zone, told_by: "proxy_protocol" }));
                // The server may have spoken first.
                self.desk.facts.identity = None;
            }
            Told::Damaged => self.desk.odd(Code::ProxyMalformed, "version 2: checksum"),
            Told::Client(..) | Told::Nobody => {}
        }
    }

    /// No header comes any more: what was held of one is the stream's.
    pub fn no_preamble(&mut self, dir: Direction) {
        self.desk.lanes[dir.index()].begun = true;
        if dir == Direction::Orig && !self.desk.facts.preamble.is_empty() {
            let held = std::mem::take(&mut self.desk.facts.preamble);
            self.go_on(dir, &held);
        }
    }
}
