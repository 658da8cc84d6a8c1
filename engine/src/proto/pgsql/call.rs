//! Calls of functions by their number, which is how large objects are read and written (the manual on "Function Call";
//! the numbers are those of `pg_proc.dat`).
//!
//! An argument or a result that is no number is a message of its own, of any length, whose content tells what it is. What
//! goes to one open large object, or comes from one, in calls that follow one another is one message.

use super::super::reader::Reader;
use super::client::QUERY;
use super::session::{Session, Step};
use super::{HEAD, Long, PgSqlParser};
use crate::message::{Direction, MessageEnd, Outlet};
use crate::proto::Progress;

/// Most arguments (`FUNC_MAX_ARGS`).
const ARGUMENTS: usize = 100;
/// Longest value that is a number, or too short to say anything: a descriptor, a position.
const NUMBER: usize = 8;
/// Functions that move what a large object holds, from and to the one that their first argument names.
const LOREAD: u32 = 954;
const LOWRITE: u32 = 955;

/// A call, or its result, on its way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Call {
    tx: u32,
    function: u32,
    /// The open large object that it is about.
    object: Option<u32>,
    /// Values to come, and bytes of the message.
    values: u16,
    left: usize,
}

impl Call {
    /// The beginning of a `FunctionCall` of `left` bytes, and how long it is; `None`: it is none, or not all there.
    fn read(data: &[u8], left: usize) -> Option<(Self, usize)> {
        let mut reader = Reader::new(data);
        let (function, formats) = (reader.u32()?, usize::from(reader.u16()?));
        (formats <= ARGUMENTS).then_some(())?;
        reader.take(formats * 2)?;
        let values = reader.u16()?;
        let used = data.len() - reader.len();
        Some((Self { function, values, left: left.checked_sub(used)?, ..Self::default() }, used))
    }

    const fn moves_objects(&self) -> bool {
        matches!(self.function, LOREAD | LOWRITE)
    }
}

/// The message of a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value {
    /// The large object whose content it is, which may go on in the next call.
    object: Option<u32>,
}

impl PgSqlParser {
    /// A call, or its result, of `len` bytes begins.
    pub(super) fn begin_call(&mut self, dir: Direction, data: &[u8], len: usize, out: &mut dyn Outlet) -> Progress {
        /// Bytes by which a call has begun.
        const BEGUN: usize = ARGUMENTS * 2 + 8;
        let body = data.get(HEAD..).unwrap_or_default();
        let body = body.get(..len).unwrap_or(body);
        let begun = if self.server == Some(dir) {
            Some((self.session.result(len), 0))
        } else {
            Call::read(body, len).map(|(call, used)| (Call { tx: self.session.next_tx(), ..call }, used))
        };
        let Some((call, used)) = begun else {
            return if body.len() < len.min(BEGUN) { Progress::Consumed(0) } else { self.lost(out) };
        };
        if !call.moves_objects() {
            self.session.end_value(dir, MessageEnd::Complete, out);
        }
        self.go_on(dir, call, out);
        out.framing(dir, HEAD + used);
        Progress::Consumed(HEAD + used)
    }

    /// The next value of a call, or what stands behind the last one.
    pub(super) fn next_value(&mut self, dir: Direction, mut call: Call, data: &[u8], out: &mut dyn Outlet) -> Progress {
        let mut reader = Reader::new(data.get(..call.left).unwrap_or(data));
        if call.values == 0 {
            // The format of the result.
            call.left -= reader.len();
            self.go_on(dir, call, out);
            out.framing(dir, reader.len());
            return Progress::Consumed(reader.len());
        }
        let short = |needed: usize| data.len() < needed && needed <= call.left;
        let Some(len) = reader.u32() else {
            return if short(size_of::<u32>()) { Progress::Consumed(0) } else { self.lost(out) };
        };
        // None is told as -1.
        let len = usize::try_from(len.cast_signed()).unwrap_or(0);
        let mut used = size_of::<u32>();
        let Some(left) = call.left.checked_sub(used + len) else { return self.lost(out) };
        let object = call.object.filter(|_| call.function == if self.server == Some(dir) { LOREAD } else { LOWRITE });
        if len <= NUMBER && object.is_none() || len == 0 {
            let Some(value) = reader.take(len) else { return Progress::Consumed(0) };
            if call.moves_objects() && call.object.is_none() {
                call.object = Reader::new(value).u32();
            }
            used += len;
        } else {
            let place = if self.server == Some(dir) { "pgsql.rows" } else { QUERY };
            self.session.open_value(dir, (place, call.tx), object, out);
            self.lane(dir).passing = Some((Long::Content, len));
        }
        (call.left, call.values) = (left, call.values - 1);
        self.go_on(dir, call, out);
        out.framing(dir, used);
        Progress::Consumed(used)
    }

    /// So much of a call is done.
    fn go_on(&mut self, dir: Direction, call: Call, out: &mut dyn Outlet) {
        self.lane(dir).call = (call.left > 0).then_some(call);
        if call.left == 0 && self.server != Some(dir) {
            self.session.awaits(dir, Step::Call(call), out);
        }
    }
}

impl Session {
    /// The result of `left` bytes of the call that waits for one.
    fn result(&self, left: usize) -> Call {
        let call = match self.waiting.front() {
            Some(Step::Call(call)) => *call,
            _ => Call { tx: self.latest_tx(), ..Call::default() },
        };
        Call { values: 1, left, ..call }
    }

    /// Begins the message of a value, if it does not continue the one that is open.
    fn open_value(
        &mut self,
        dir: Direction,
        (place, tx): (&'static str, u32),
        object: Option<u32>,
        out: &mut dyn Outlet,
    ) {
        let open = self.values.get(dir.index()).copied().flatten();
        if object.is_some() && open.is_some_and(|open| open.object == object) {
            return;
        }
        self.end_value(dir, MessageEnd::Complete, out);
        self.cut(dir, out);
        let table = if object.is_some() { "pg_largeobject" } else { "" };
        self.topic(place, tx, table).begin_content(dir, b"", out);
        if let Some(slot) = self.values.get_mut(dir.index()) {
            *slot = Some(Value { object });
        }
    }

    /// A value ends: so does its message, if no call can continue it.
    pub(super) fn value_ends(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if self.values.get(dir.index()).copied().flatten().is_some_and(|open| open.object.is_none()) {
            self.end_value(dir, MessageEnd::Complete, out);
        }
    }

    /// Ends the message of a value, if one is open.
    pub(super) fn end_value(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if self.values.get_mut(dir.index()).and_then(Option::take).is_some() {
            out.end(dir, end);
        }
    }
}
