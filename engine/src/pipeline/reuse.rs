//! Ports that are used again: whether a TCP packet on a known 5-tuple is another connection's.

use super::ext::Ext;
use super::item::Item;
use super::tcp::{self, ACK, SYN, WINDOW};
use super::worker::Worker;
use crate::flow::{Flow, Side, TcpState};
use crate::message::Direction;
use crate::stream::Seq;

/// How far, and for how long, a SYN may be overtaken by the packets behind it.
const OVERTAKEN: i32 = WINDOW;
const OVERTAKEN_NS: i64 = 1_000_000_000;

impl Worker {
    /// True if `item` is another connection's than `flow`.
    #[inline]
    pub fn reused(&self, flow: &Flow<Ext>, item: &Item) -> bool {
        let dir = flow.direction(item.from_low);
        if item.flags & SYN != 0 {
            return by_syn(flow, dir, item);
        }
        if item.payload_wire_len == 0 {
            return false;
        }
        if matches!(flow.state, TcpState::Closed | TcpState::Reset) {
            let rest = self.shared.clock_ns.saturating_sub(flow.last_ns);
            return rest > self.shared.settings.limits.tcp_closed_ns || is_beyond(flow, dir, item);
        }
        past(&flow.sides[dir.index()], item).is_some_and(|past| past < -WINDOW) && is_believed(flow, dir, item)
    }
}

/// How far the end of a packet's payload lies past what is expected next, if that is known.
#[inline]
fn past(side: &Side, item: &Item) -> Option<i32> {
    side.known.then(|| Seq(item.seq).plus(item.payload_wire_len).after(Seq(side.next)))
}

/// True if payload cannot be that of a connection that is over: it was sent behind both sides' FIN, or lies far away.
#[cold]
fn is_beyond(flow: &Flow<Ext>, dir: Direction, item: &Item) -> bool {
    let most = if flow.state == TcpState::Closed { 0 } else { WINDOW };
    past(&flow.sides[dir.index()], item).is_some_and(|past| !(-WINDOW..=most).contains(&past))
}

/// True if a segment far behind the stream follows others there: the SYN of these was not captured.
#[cold]
fn is_believed(flow: &Flow<Ext>, dir: Direction, item: &Item) -> bool {
    flow.ext.as_deref().is_some_and(|ext| tcp::is_believed(&ext.lanes[dir.index()], Seq(item.seq)))
}

fn by_syn(flow: &Flow<Ext>, dir: Direction, item: &Item) -> bool {
    let side = &flow.sides[dir.index()];
    if side.isn != 0 {
        return side.isn != item.seq;
    }
    if !side.known || flow.state.is_over() {
        return flow.state.is_over() && item.flags & ACK == 0;
    }
    // Of a flow without a SYN it is the first packet, overtaken by others, or another connection's.
    let first = item.seq.wrapping_add(1);
    let sent = Seq(side.next).after(Seq(first));
    let overtaken = (0..=OVERTAKEN).contains(&sent) && item.ts_ns.saturating_sub(flow.start_ns) <= OVERTAKEN_NS;
    // What was judged from the middle on cannot be judged anew once its begin comes: what follows the SYN can.
    let begin = flow.ext.as_deref().map_or(first, |ext| ext.lanes[dir.index()].begin);
    let torn = side.payload > 0 && begin != first && flow.sides[dir.reverse().index()].isn == 0;
    !overtaken || torn
}
