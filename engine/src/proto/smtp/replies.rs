//! Replies, and the commands that wait for them.

use super::{Mode, PROTOCOL, SmtpParser};
use crate::message::{MessageEnd, Outcome, Outlet};
use crate::proto::mail;
use std::collections::VecDeque;

/// What waits for a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// EHLO or LHLO.
    Hello,
    /// AUTH, of this transaction.
    Auth(u32),
    /// DATA.
    Data,
    /// STARTTLS.
    StartTls,
    /// LMTP's RCPT.
    Recipient,
    /// So many whose replies tell nothing.
    Other(u32),
}

impl Wait {
    /// What a command waits for; `None` for words that are no command (AUTH has a number, BDAT a body).
    pub(super) fn of(verb: &[u8], lmtp: bool) -> Option<Self> {
        const OTHERS: [&str; 11] =
            ["HELO", "MAIL", "RCPT", "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "HELP", "BDAT", "ETRN"];
        let is = |known: &str| mail::is(verb, known);
        match () {
            () if is("EHLO") || is("LHLO") => Some(Self::Hello),
            () if is("DATA") => Some(Self::Data),
            () if is("STARTTLS") => Some(Self::StartTls),
            () if lmtp && is("RCPT") => Some(Self::Recipient),
            () if OTHERS.into_iter().any(is) => Some(Self::Other(1)),
            () => None,
        }
    }
}

/// Commands in the order in which they are answered.
#[derive(Debug)]
pub(super) struct Queue {
    waits: VecDeque<Wait>,
    depth: usize,
}

impl Queue {
    /// At most `depth` commands; those whose replies tell nothing count as one while they follow one another.
    pub(super) fn new(depth: usize) -> Self {
        Self { waits: VecDeque::new(), depth }
    }

    /// False if there are too many: then all are forgotten.
    pub(super) fn push(&mut self, wait: Wait) -> bool {
        if let (Some(Wait::Other(count)), Wait::Other(more)) = (self.waits.back_mut(), wait) {
            *count = count.saturating_add(more);
            return true;
        }
        if self.waits.len() >= self.depth {
            self.clear();
            return false;
        }
        self.waits.push_back(wait);
        true
    }

    pub(super) fn front(&self) -> Option<Wait> {
        self.waits.front().copied()
    }

    pub(super) fn pop(&mut self) {
        match self.waits.front_mut() {
            Some(Wait::Other(count)) if *count > 1 => *count -= 1,
            _ => drop(self.waits.pop_front()),
        }
    }

    pub(super) fn clear(&mut self) {
        self.waits.clear();
    }
}

impl SmtpParser {
    /// A line of the server (RFC 5321 §4.2).
    pub(super) fn reply(&mut self, line: &[u8], out: &mut dyn Outlet) {
        let Some((code, rest)) = line.split_first_chunk::<3>().filter(|(code, _)| code.iter().all(u8::is_ascii_digit))
        else {
            return;
        };
        let text = rest.get(1..).unwrap_or_default();
        if self.queue.front() == Some(Wait::Hello) && code.starts_with(b"2") {
            self.extension(text);
        }
        if rest.first() == Some(&b'-') {
            return;
        }
        // The greeting answers nothing, not even what a hasty client sent before it.
        let first = !std::mem::replace(&mut self.greeted, true);
        if first && code == b"220" && self.queue.front() != Some(Wait::StartTls) {
            return;
        }
        match self.queue.front() {
            Some(Wait::Auth(tx)) => return self.judge(*code, tx, out),
            Some(Wait::Hello) => std::mem::take(&mut self.offer).tell(PROTOCOL.name, out),
            Some(Wait::Data) => self.data_reply(*code, out),
            Some(Wait::StartTls) if code == b"220" => return self.hand_over(out),
            Some(Wait::Recipient) if code.starts_with(b"2") => self.accepted = self.accepted.saturating_add(1),
            Some(_) => {}
            // Behind a gap the reply tells what the client did.
            None if code == b"354" && self.mode == Mode::Commands && self.lost => {
                self.begin_mail(None, out);
                self.mode = Mode::Data;
            }
            None => self.data_over(*code, out),
        }
        self.queue.pop();
    }

    /// One line of what a server can do; firewalls that strip STARTTLS write X over it.
    fn extension(&mut self, text: &[u8]) {
        let (word, _) = mail::split_word(text);
        self.offer.hear(word, mail::is(word, "STARTTLS"));
    }

    /// The reply to AUTH or to a step of it (RFC 4954 §6).
    fn judge(&mut self, code: [u8; 3], tx: u32, out: &mut dyn Outlet) {
        let outcome = match &code {
            b"334" => return,
            b"235" => Outcome::Accepted,
            [b'4' | b'5', ..] => Outcome::Rejected,
            _ => Outcome::Unknown,
        };
        self.queue.pop();
        self.sasl = None;
        if let Some(pair) = &self.pair {
            out.outcome(pair.client, tx, outcome);
        }
    }

    /// The reply to DATA: a refusal means that no mail comes.
    fn data_reply(&mut self, code: [u8; 3], out: &mut dyn Outlet) {
        let Some(pair) = &mut self.pair else { return };
        if !code.starts_with(b"3") && self.mode == Mode::Data && pair.client().is_fresh() {
            pair.client().end(MessageEnd::Cut, out);
            self.mode = Mode::Commands;
        }
    }

    /// A reply that nobody waits for: to a mail whose end was lost, perhaps.
    fn data_over(&mut self, code: [u8; 3], out: &mut dyn Outlet) {
        let Some(pair) = &mut self.pair else { return };
        if matches!(code, [b'2' | b'4' | b'5', ..]) && self.mode == Mode::Data && pair.client().is_gapped() {
            pair.client().end(MessageEnd::Cut, out);
            self.mode = Mode::Commands;
        }
    }
}
