//! Records: their marks, heads, and what is to be read behind those.

use super::files::Asks;
use super::rpc::{self, Call, Guard, Head, Reply};
use super::v4::{self, Compound};
use super::xdr::{Fail, Read, Xdr};
use super::{Job, MARK, NfsParser, Op, RECORD_MAX, Rest, State, Step, v3};
use crate::anomaly::Code;
use crate::message::{Direction, MessageEnd, Outlet};

/// Bytes of a reply up to what says whether it was carried out.
const REPLY: usize = 12;
/// Bytes that may be missing before a record can be seen: a mark and the fields of a call.
const TAIL: usize = MARK + rpc::CALL - 1;

impl NfsParser {
    /// The mark of a fragment (RFC 5531 §11).
    pub(super) fn mark(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let Some(mark) = data.first_chunk::<MARK>() else { return Step::More };
        let mark = u32::from_be_bytes(*mark);
        let len = mark & !rpc::LAST;
        if len > RECORD_MAX {
            self.stray(dir, out);
            return Step::Took(0);
        }
        let side = self.side(dir);
        let (first, last) = (side.state == State::Mark, mark & rpc::LAST != 0);
        if first {
            side.state = State::Head;
        } else if matches!(side.state, State::Head | State::Work) {
            // What is needed is spread over fragments.
            self.give_up(dir, Rest::Pass);
        }
        let side = self.side(dir);
        (side.left, side.last) = (u64::from(len), last);
        out.framing(dir, MARK);
        if len == 0 {
            self.skip(dir, 0, out);
        }
        Step::Took(MARK)
    }

    /// The head of a call or reply.
    pub(super) fn head(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let data = self.shown(data);
        let mut xdr = Xdr::new(data);
        let read = Head::read(&mut xdr).and_then(|head| self.begin(dir, &head, &mut xdr, out));
        if read == Err(Fail::Bad) {
            out.anomaly(dir, Code::HeaderMalformed, "record");
            self.stray(dir, out);
            return Step::Took(0);
        }
        self.took(dir, data, &read.map(|()| xdr.len()), out)
    }

    /// What may be looked at in one piece, however much of it came.
    fn shown<'a>(&self, data: &'a [u8]) -> &'a [u8] {
        data.get(..usize::try_from(self.whole_max).unwrap_or(usize::MAX)).unwrap_or(data)
    }

    /// What one step came to: `read` tells what is left of `data`.
    fn took(&mut self, dir: Direction, data: &[u8], read: &Read<usize>, out: &mut dyn Outlet) -> Step {
        let left = self.side(dir).left;
        match read {
            Ok(rest) => {
                let taken = data.len().saturating_sub(*rest);
                out.framing(dir, taken);
                self.skip(dir, taken as u64, out);
                return Step::Took(taken);
            }
            Err(Fail::Short) if (data.len() as u64) < left.min(self.whole_max) => return Step::More,
            Err(Fail::Short) if !self.side(dir).last => {}
            Err(Fail::Unknown) => {}
            Err(_) => out.anomaly(dir, Code::HeaderMalformed, "record"),
        }
        self.give_up(dir, Rest::Pass);
        Step::Took(0)
    }

    /// Behind the head: what is to be read of the record.
    fn begin(&mut self, dir: Direction, head: &Head, xdr: &mut Xdr<'_>, out: &mut dyn Outlet) -> Read<()> {
        match head {
            Head::Call(call) => self.begin_call(dir, call, xdr, out),
            Head::Reply(reply) => self.begin_reply(dir, *reply, xdr, out),
        }
    }

    fn begin_call(&mut self, dir: Direction, call: &Call, xdr: &mut Xdr<'_>, out: &mut dyn Outlet) -> Read<()> {
        let nfs = call.program == rpc::NFS;
        let signed = call.guard == Guard::Signed;
        if signed {
            // The length of what is signed, and its number.
            xdr.take(8)?;
        }
        let compound = match (nfs, call.version, call.procedure) {
            (true, 4, v4::COMPOUND) if matches!(call.guard, Guard::None | Guard::Signed) => Some(Compound::call(xdr)?),
            _ => None,
        };
        // All of it is there: from here on nothing is read again.
        self.files.tx = self.files.tx.saturating_add(1);
        let asks = match call.guard {
            Guard::Private => {
                self.protection("sound", "", out);
                self.give_up(dir, Rest::Sealed);
                Asks::Private
            }
            Guard::Context => {
                let (code, detail) = rpc::LOGIN;
                out.anomaly(dir, code, detail);
                self.give_up(dir, Rest::Framing);
                Asks::Other
            }
            Guard::Tls => {
                self.give_up(dir, Rest::Framing);
                Asks::Tls
            }
            Guard::None | Guard::Signed => {
                if nfs && call.procedure > 0 {
                    self.protection("none", "none", out);
                }
                match (compound, call.version) {
                    (Some(compound), _) => {
                        self.side(dir).job = Job::Operations(call.xid, signed, Box::new(compound));
                        self.side(dir).state = State::Work;
                        return Ok(());
                    }
                    (None, 3) if nfs => {
                        self.side(dir).job = Job::Call(call.xid, call.procedure, signed);
                        self.side(dir).state = State::Work;
                        return Ok(());
                    }
                    _ => {
                        let silent = nfs && call.procedure == 0;
                        self.give_up(dir, if silent { Rest::Framing } else { Rest::Pass });
                        if silent { Asks::Other } else { Asks::Raw }
                    }
                }
            }
        };
        self.files.ask(dir, call.xid, (asks, false), out);
        Ok(())
    }

    fn begin_reply(&mut self, dir: Direction, reply: Reply, xdr: &mut Xdr<'_>, out: &mut dyn Outlet) -> Read<()> {
        let mut ahead = *xdr;
        let asked = self.files.asked(reply.xid).filter(|_| reply.accepted);
        if asked.is_some_and(|(_, signed)| *signed) {
            ahead.take(8)?;
        }
        if asked.is_some_and(|(asks, _)| matches!(asks, Asks::Compound(_))) {
            // It is not answered unless all of its head is there.
            Compound::default().reply(&mut ahead.clone())?;
        }
        let asks = self.files.answer(reply.xid).map(|(asks, _)| asks);
        *xdr = ahead;
        let job = match asks {
            Some(_) if !reply.accepted => None,
            Some(Asks::Tls) => {
                if reply.tls {
                    self.protection("none", "used", out);
                    self.upgraded = true;
                }
                None
            }
            Some(Asks::Other) => None,
            Some(Asks::Private) => {
                self.give_up(dir, Rest::Sealed);
                return Ok(());
            }
            Some(Asks::Raw) | None => {
                self.give_up(dir, Rest::Pass);
                return Ok(());
            }
            Some(Asks::Compound(mut compound)) => {
                compound.reply(xdr)?;
                Some(Job::Results(compound))
            }
            Some(asks) => Some(Job::Reply(asks)),
        };
        match job {
            Some(job) => {
                let side = self.side(dir);
                (side.job, side.state) = (job, State::Work);
            }
            None => self.give_up(dir, Rest::Framing),
        }
        Ok(())
    }

    /// Arguments or results: all of version 3, one operation of version 4.
    pub(super) fn work(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (left, whole_max) = (self.side(dir).left, self.whole_max);
        let mut job = std::mem::take(&mut self.side(dir).job);
        let content = match &job {
            Job::Call(_, procedure, _) => *procedure == v3::procedure::WRITE,
            Job::Reply(asks) => matches!(asks, Asks::Read(..)),
            Job::Operations(..) | Job::Results(_) => true,
            Job::None => {
                self.give_up(dir, Rest::Framing);
                return Step::Took(0);
            }
        };
        if !content && left > whole_max {
            out.anomaly(dir, Code::HeadTooLong, "record");
            self.give_up(dir, Rest::Pass);
            return Step::Took(0);
        }
        if !content && (data.len() as u64) < left {
            self.side(dir).job = job;
            return Step::More;
        }
        let data = self.shown(data);
        let mut xdr = Xdr::new(data);
        let read = self.read(dir, &mut job, &mut xdr, out);
        self.side(dir).job = job;
        let step = self.took(dir, data, &read.as_ref().map(|_| xdr.len()).map_err(|fail| *fail), out);
        match read {
            Ok(Op::Content(content)) => self.begin_data(dir, content, out),
            Ok(Op::Done) | Err(_) => {}
        }
        step
    }

    fn read(&mut self, dir: Direction, job: &mut Job, xdr: &mut Xdr<'_>, out: &mut dyn Outlet) -> Read<Op> {
        match job {
            Job::None => Ok(Op::Done),
            Job::Call(xid, procedure, signed) => {
                let (xid, signed) = (*xid, *signed);
                let (asks, op) = v3::call(&mut self.files, dir, *procedure, xdr, out)?;
                self.files.ask(dir, xid, (asks, signed), out);
                *job = Job::None;
                Ok(op)
            }
            Job::Reply(asks) => {
                let op = v3::reply(&mut self.files, dir, asks, xdr, out)?;
                *job = Job::None;
                Ok(op)
            }
            Job::Operations(xid, signed, compound) => {
                let mut op = Op::Done;
                if !compound.is_done() {
                    let (read, closed) = compound.next_call(&mut self.files, dir, xdr, out)?;
                    op = read;
                    if let Some(number) = closed {
                        self.closed(number, out);
                    }
                }
                if compound.is_done() {
                    let asks = Asks::Compound(std::mem::take(compound));
                    self.files.ask(dir, *xid, (asks, *signed), out);
                    *job = Job::None;
                }
                Ok(op)
            }
            Job::Results(compound) => {
                let op =
                    if compound.is_done() { Op::Done } else { compound.next_reply(&mut self.files, dir, xdr, out)? };
                if compound.is_done() {
                    *job = Job::None;
                }
                Ok(op)
            }
        }
    }

    /// The place is lost: bytes pass as they are until a record begins.
    pub(super) fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end_pass(dir, MessageEnd::Cut, out);
        let side = self.side(dir);
        side.transfers.done(dir, out);
        (side.left, side.state, side.job, side.ends) = (0, State::Astray, Job::None, None);
    }

    pub(super) fn astray(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let last = data.len().saturating_sub(TAIL);
        let found = (0..last).find(|at| data.get(*at..).is_some_and(|rest| self.is_record(rest)));
        let at = found.unwrap_or(last);
        if at > 0 {
            self.pass(dir, data.get(..at).unwrap_or(data), out);
        }
        if found.is_some() {
            self.end_pass(dir, MessageEnd::Cut, out);
            out.anomaly(dir, Code::ParserResync, "");
            self.side(dir).state = State::Mark;
        } else if at == 0 {
            return Step::More;
        }
        Step::Took(at)
    }

    /// True for a call of NFS, and for a reply that is waited for.
    fn is_record(&self, data: &[u8]) -> bool {
        let Some((mark, message)) = data.split_first_chunk::<MARK>() else { return false };
        let mark = u32::from_be_bytes(*mark);
        let len = mark & !rpc::LAST;
        if mark & rpc::LAST == 0 || !(REPLY as u32..=RECORD_MAX).contains(&len) {
            return false;
        }
        if rpc::begins(message) == Some(true) {
            return true;
        }
        let mut xdr = Xdr::new(message);
        let head = (xdr.u32(), xdr.u32(), xdr.u32());
        matches!(head, (Ok(xid), Ok(1), Ok(0)) if self.files.awaits(xid))
    }
}
