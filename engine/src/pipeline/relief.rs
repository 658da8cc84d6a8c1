//! What is given up first when the sensor cannot keep up.

use super::app::App;
use super::ext::Mode;
use crate::anomaly::Code;
use crate::coverage::State;
use crate::message::{Direction, MessageEnd};

/// Opaque bytes after which an unclaimed stream is given up at overload level 1.
const SHED_OPAQUE: u64 = 64 << 10;
/// Bytes of one direction that are still judged at level 2.
const SHED_BULK: u64 = 4 << 20;
/// The same at level 3.
const SHED_MOST: u64 = 64 << 10;

impl App<'_> {
    /// The sensor cannot keep up: gives the flow up if its kind is what has to go first at this level.
    ///
    /// The order (docs/explanation/overload.md): 1 streams that are opaque anyway; 2 bulk, past its first
    /// [`SHED_BULK`]; 3 everything past its first [`SHED_MOST`]; 4 whatever begins now.
    pub fn relieve(&mut self, dir: Direction) {
        let lane = &self.desk.lanes[dir.index()];
        let dark = lane.tally.get(State::Opaque);
        let go = match (self.desk.shared.level, lane.mode) {
            (_, Mode::Bypass(_)) => false,
            (4.., Mode::Probing) => true,
            (3.., _) if lane.offset >= SHED_MOST => true,
            (2.., _) if lane.offset >= SHED_BULK => true,
            (_, Mode::Raw) => dark >= SHED_OPAQUE && dark > lane.tally.total() / 2,
            _ => false,
        };
        if !go {
            return;
        }
        self.desk.odd(Code::Overload, "the sensor could not keep up");
        self.desk.shared.stats.overload_flows += 1;
        self.desk.shared.stats.deterministic = false;
        self.desk.facts.shed = true;
        self.end_tunnel();
        if let Some(tunnel) = self.tunnel.as_deref_mut() {
            *tunnel = None;
        }
        for dir in [Direction::Orig, Direction::Resp] {
            self.desk.end_all(dir, MessageEnd::Cut);
            let pending = std::mem::take(&mut self.desk.lanes[dir.index()].pending);
            self.pass_over(dir, State::Skipped, pending.len() as u64);
            let lane = &mut self.desk.lanes[dir.index()];
            if !matches!(lane.mode, Mode::Bypass(_)) {
                lane.mode = Mode::Bypass(State::Skipped);
            }
        }
        *self.parser = None;
    }
}
