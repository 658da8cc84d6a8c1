//! What became of logins: by the head of an answer at once, or by its body as soon as that was read.

use super::{Body, Desk};
use crate::answer::Verdict;
use crate::finding::Finding;
use crate::message::{Direction, MessageHead, Outcome};
use crate::pipeline::ext::{Lane, Settled};
use crate::pipeline::message::OpenMessage;
use std::sync::Arc;

/// Logins of a direction that wait for their outcome.
const LOGINS: usize = 128;
/// Outcomes of a direction that wait for requests to be judged.
const OUTCOMES: usize = 8;
/// Answers whose bodies are waited for.
const PRESUMED: usize = 128;

impl Desk<'_> {
    /// An answer told what became of the logins of its transaction, which `dir` sent.
    pub(super) fn settle(&mut self, dir: Direction, tx: u32, settled: Settled) {
        let lane = &mut self.lanes[dir.index()];
        let open = lane.open().any(|message| message.head.tx == tx);
        if lane.waiting.is_none() && !open {
            return;
        }
        let waiting = lane.waiting.get_or_insert_default();
        if open {
            if waiting.outcomes.len() >= OUTCOMES {
                waiting.outcomes.remove(0);
            }
            waiting.outcomes.push((tx, settled));
        }
        let mut kept = Vec::new();
        for (its, mut finding) in std::mem::take(&mut waiting.logins) {
            if its == tx {
                if let Some(credential) = finding.credential_mut() {
                    credential.outcome = settled.of(credential);
                }
                self.emit(Body::Finding(Arc::new(finding)));
            } else {
                kept.push((its, finding));
            }
        }
        if let Some(waiting) = &mut self.lanes[dir.index()].waiting {
            waiting.logins = kept;
        }
    }

    /// The head of an answer told something, and its body may say otherwise.
    pub(super) fn presume(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        let lane = &mut self.lanes[dir.index()];
        let asked = lane.open().any(|message| message.head.tx == tx)
            || lane.waiting.as_ref().is_some_and(|waiting| waiting.logins.iter().any(|(its, _)| *its == tx));
        if !asked {
            return;
        }
        let presumed = &mut lane.waiting.get_or_insert_default().presumed;
        presumed.retain(|(its, _)| *its != tx);
        let oldest = (presumed.len() >= PRESUMED).then(|| presumed.remove(0));
        presumed.push((tx, outcome));
        if let Some((tx, told)) = oldest {
            self.settle(dir, tx, Settled { told, body: None });
        }
    }

    /// The message that `dir` sends, if it is an answer, was read as far as it matters, or is over.
    pub(super) fn answered(&mut self, dir: Direction, message: &OpenMessage, body: Option<Verdict>) {
        let tx = message.head.tx;
        let status = message.head.http.as_ref().map_or(0, |http| http.status);
        let Some(waiting) = &mut self.lanes[dir.reverse().index()].waiting else { return };
        let Some(at) = waiting.presumed.iter().position(|(its, _)| *its == tx) else { return };
        let (_, told) = waiting.presumed.remove(at);
        self.settle(dir.reverse(), tx, Settled { told, body: body.map(|verdict| (verdict, status)) });
    }

    /// A login waits for its outcome, if that can still come.
    pub(super) fn emit_or_wait(&mut self, dir: Direction, mut finding: Finding) {
        let lane = &mut self.lanes[dir.index()];
        let outcomes = lane.waiting.as_ref().map_or(&[][..], |waiting| &waiting.outcomes);
        let known = outcomes.iter().find(|(tx, _)| *tx == finding.tx).map(|(_, outcome)| *outcome);
        let room = lane.waiting.as_ref().is_none_or(|waiting| waiting.logins.len() < LOGINS);
        // It can still come, or did in part.
        let comes = !lane.told_close || lane.asks(finding.tx);
        match (known, finding.credential_mut()) {
            (Some(settled), Some(credential)) => credential.outcome = settled.of(credential),
            (None, Some(_)) if room && comes => {
                lane.waiting.get_or_insert_default().logins.push((finding.tx, finding));
                return;
            }
            _ => {}
        }
        self.emit(Body::Finding(Arc::new(finding)));
    }

    /// Hands out the logins whose outcome will not come any more.
    pub fn release_logins(&mut self) {
        for dir in [Direction::Orig, Direction::Resp] {
            let Some(waiting) = &mut self.lanes[dir.index()].waiting else { continue };
            for (tx, told) in std::mem::take(&mut waiting.presumed) {
                self.settle(dir, tx, Settled { told, body: None });
            }
            let Some(waiting) = &mut self.lanes[dir.index()].waiting else { continue };
            for (_, finding) in std::mem::take(&mut waiting.logins) {
                self.emit(Body::Finding(Arc::new(finding)));
            }
        }
    }
}

impl Lane {
    /// True if the body of the answer of transaction `tx` may tell what became of logins that this direction sent.
    pub(super) fn asks(&self, tx: u32) -> bool {
        self.waiting.as_ref().is_some_and(|waiting| waiting.presumed.iter().any(|(its, _)| *its == tx))
    }
}

/// Place of the body of a request.
pub(super) const REQUEST_BODY: &str = "http.request.body";

/// True for a request whose body is the file that it names, such as PUT uploads one; documents are put under such names too, and
/// say what they are.
pub(super) fn is_file(head: &MessageHead) -> bool {
    let kind = &head.hints.content_type;
    let is = |name: &[u8]| kind.get(..name.len()).is_some_and(|k| k.eq_ignore_ascii_case(name));
    head.place == "http.request" && !head.hints.filename.is_empty() && !is(b"application/json") && !is(FORM)
}

/// The type of forms, which are no files either.
const FORM: &[u8] = b"application/x-www-form-urlencoded";
