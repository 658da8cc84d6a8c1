//! Which response answers which request (RFC 9112 §9.3.2: in order).

use crate::message::{HttpInfo, Outcome};
use std::collections::VecDeque;
use std::sync::Arc;

/// What a request's method means for its response (RFC 9112 §6.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::proto) enum Method {
    /// The response has no body.
    Head,
    /// A 2xx response makes the connection a tunnel.
    Connect,
    /// A response's body may be the file that the path names.
    Get,
    /// Anything else.
    #[default]
    Other,
}

/// A request that waits for its final response.
#[derive(Clone, Debug, Default)]
pub(super) struct Pending {
    /// Its number in the flow.
    pub(super) tx: u32,
    /// Its facts.
    pub(super) info: Arc<HttpInfo>,
    /// Its method.
    pub(super) method: Method,
}

/// How a response found its request.
#[derive(Debug)]
pub(super) enum Paired {
    /// This one.
    With(Pending),
    /// It is one of those that did not fit into the queue.
    Unqueued,
    /// There is none.
    Alone,
}

/// The requests of a flow and the responses still due.
#[derive(Debug, Default)]
pub(super) struct Exchanges {
    queue: VecDeque<Pending>,
    /// Requests after those in the queue that were not kept.
    unqueued: u32,
    /// Outcome of a response that was captured before its request.
    early: Option<Outcome>,
    next_tx: u32,
    /// Requests are in step: one was seen, and none was lost since.
    in_step: bool,
    /// Responses were lost.
    stale: bool,
}

impl Exchanges {
    /// Numbers a new request or a response that has none.
    pub(super) fn new_tx(&mut self) -> u32 {
        let tx = self.next_tx;
        self.next_tx = tx.wrapping_add(1);
        tx
    }

    /// The number that the next request gets.
    pub(super) fn next_tx(&self) -> u32 {
        self.next_tx
    }

    /// Puts a request into the queue; false if it is full. A request whose response was captured just before it is
    /// answered at once by that response's outcome.
    pub(super) fn asked(&mut self, pending: Pending, depth: usize) -> Result<Option<Outcome>, QueueFull> {
        self.in_step = true;
        if let Some(outcome) = self.early.take() {
            return Ok(Some(outcome));
        }
        if self.unqueued > 0 || self.queue.len() >= depth {
            self.unqueued = self.unqueued.saturating_add(1);
            return Err(QueueFull);
        }
        self.queue.push_back(pending);
        Ok(None)
    }

    /// The request that a response (final or not) belongs to, left in the queue.
    pub(super) fn current(&mut self) -> Option<&Pending> {
        self.settle();
        self.queue.front()
    }

    /// Takes the request that a final response answers.
    pub(super) fn answered(&mut self) -> Paired {
        self.settle();
        if let Some(pending) = self.queue.pop_front() {
            return Paired::With(pending);
        }
        if self.unqueued > 0 {
            self.unqueued = self.unqueued.saturating_sub(1);
            return Paired::Unqueued;
        }
        Paired::Alone
    }

    /// A final response stood alone. If requests were in step so far, it may have overtaken its own.
    pub(super) fn overtook(&mut self, outcome: Outcome) {
        self.early = self.in_step.then_some(outcome);
    }

    /// Requests were lost: no later one is what an early response answered.
    pub(super) fn requests_lost(&mut self) {
        self.early = None;
        self.in_step = false;
    }

    /// Responses were lost. Few clients pipeline: what comes next answers the request that is then the newest.
    pub(super) fn responses_lost(&mut self) {
        self.stale = true;
    }

    /// The newest request, if it is this one and still unanswered.
    pub(super) fn newest(&self, tx: u32) -> Option<&Pending> {
        self.queue.back().filter(|pending| pending.tx == tx)
    }

    fn settle(&mut self) {
        if self.stale {
            let stale = self.queue.len().saturating_sub(1);
            self.queue.drain(..stale);
            self.unqueued = 0;
            self.stale = false;
        }
    }
}

/// The pipeline limit is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct QueueFull;
