//! Prepared statements: their executions, and the values that come with them or before them.

use super::super::reader::Reader;
use super::super::rows::{Rows, Topic, printable, shown};
use super::super::sql::Sight;
use super::command::QUERY;
use super::row::{Columns, Kind as Type, RowReader, parameter, pass};
use super::session::{Kind, LATEST, Long, Session};
use super::wire::{integer, le16, le32, string};
use crate::message::{Direction, MessageEnd, Outlet};

/// `COM_STMT_SEND_LONG_DATA`.
pub(super) const LONG_DATA: u8 = 0x18;
/// Parameters of a statement (the protocol's own bound).
pub(super) const PARAMETERS: usize = u16::MAX as usize;
/// Parameters of a prepared statement of which something is remembered.
const REMEMBERED: usize = 1024;
/// Bytes of a long execution before its values are looked for, and those by which they have begun.
const HEAD_LEAST: usize = 64;
const HEAD_MOST: usize = 256 << 10;

/// What an execution says before its values.
struct Given {
    /// Of the parameters.
    names: Vec<String>,
    /// Their types.
    kinds: Vec<[u8; 2]>,
    /// A bit for each that has no value here.
    nulls: Vec<u8>,
}

/// An execution that is longer than what is held.
#[derive(Debug)]
pub(super) enum LongValues {
    /// What stands before the values is not all there; it is tried again once so many bytes are.
    Head {
        id: u32,
        held: Vec<u8>,
        enough: usize,
    },
    Row(Box<(Columns, RowReader, Rows)>),
    /// Not understood: what can be read is.
    Strings(Rows),
}

impl Session {
    /// The values of a prepared statement, as a row under the names that the statement gives them.
    pub(super) fn execute(&mut self, dir: Direction, code: u8, rest: &[u8], out: &mut dyn Outlet) {
        let mut reader = Reader::new(rest);
        let id = self.executed(le32(&mut reader).unwrap_or(0));
        let sight = self.statements.get(&id).map(|statement| statement.sight.clone()).unwrap_or_default();
        let told = if code == 0xfa {
            self.bulk(dir, id, &mut reader, &sight, out)
        } else {
            self.single(dir, id, &mut reader, &sight, out)
        };
        if told.is_none() {
            // Not seen when it was prepared, or not as it should be: what can be read is.
            let text = printable(rest.get(9..).unwrap_or(&[]));
            self.topic(QUERY, self.tx, &sight.table).text(dir, &text, out);
        }
        self.wait_for(dir, Kind::Execute(id), sight, out);
    }

    /// The row of a value that comes in pieces (`COM_STMT_SEND_LONG_DATA`).
    pub(super) fn long_data(&mut self, dir: Direction, of: (u32, u16), out: &mut dyn Outlet) -> &mut Rows {
        if self.data.as_ref().is_some_and(|(known, _)| *known != of) {
            self.end_data(MessageEnd::Complete, out);
        }
        let ((id, parameter), tx) = (of, self.tx);
        let id = self.executed(id);
        let sight = self.statements.get(&id).map(|statement| statement.sight.clone()).unwrap_or_default();
        if let Some(statement) = self.statements.get_mut(&id).filter(|statement| statement.sent.len() < REMEMBERED) {
            statement.sent.insert(parameter);
        }
        let topic = self.topic(QUERY, tx, &sight.table);
        let (_, rows) = self.data.get_or_insert_with(|| {
            let name = sight.name(usize::from(parameter));
            let mut rows = Rows::begin(dir, &topic, &[name], out);
            rows.open(false);
            (of, rows)
        });
        rows
    }

    /// Ends that value.
    pub(super) fn end_data(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if let Some((_, mut rows)) = self.data.take() {
            if end == MessageEnd::Complete {
                rows.close(out);
                rows.end_row(out);
            }
            rows.end(end, out);
        }
    }

    /// The statement that a number stands for. Where it is not known and a statement waits for its own, it is taken for that.
    pub(super) fn executed(&self, id: u32) -> u32 {
        match id {
            id if self.statements.contains_key(&id) => id,
            _ if self.statements.contains_key(&LATEST) => LATEST,
            LATEST => self.prepared,
            id => id,
        }
    }

    /// `COM_STMT_EXECUTE`.
    fn single(
        &mut self,
        dir: Direction,
        id: u32,
        reader: &mut Reader<'_>,
        sight: &Sight,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let given = self.given(id, sight, reader)?;
        if given.kinds.is_empty() {
            return (id != LATEST || reader.is_empty()).then_some(());
        }
        // How many parameters a statement has is only guessed until its reply comes.
        let set = |at: usize| given.nulls.get(at / 8).is_none_or(|bits| bits >> (at % 8) & 1 == 0);
        let sent = given.kinds.iter().enumerate().filter(|(at, _)| set(*at)).map(|(_, kind)| kind);
        if id == LATEST && !fills(*reader, sent) {
            return None;
        }
        let mut rows = Rows::begin(dir, &self.topic(QUERY, self.tx, &sight.table), &given.names, out);
        let read = values(reader, &given.nulls, &given.kinds, &mut rows, out);
        rows.end_row(out);
        rows.end(MessageEnd::Complete, out);
        read
    }

    /// What an execution says before its values, behind the statement's number; `None` if it is not all there, or the
    /// statement is not known.
    fn given(&mut self, id: u32, sight: &Sight, reader: &mut Reader<'_>) -> Option<Given> {
        /// Flag: the number of parameters is given (`CLIENT_QUERY_ATTRIBUTES`).
        const COUNTED: u8 = 8;
        let named = self.login.query_attributes();
        let statement = self.statements.get_mut(&id)?;
        let flags = reader.u8()?;
        reader.take(4)?;
        let mut count = statement.parameters;
        if named && (count > 0 || flags & COUNTED != 0) {
            count = usize::try_from(integer(reader)?).ok().filter(|count| *count <= PARAMETERS)?;
        }
        let mut names: Vec<String> = sight.names(count).map(str::to_owned).collect();
        let mut nulls = reader.take(count.div_ceil(8))?.to_vec();
        let mut kinds = statement.kinds.clone();
        if count > 0 && reader.u8()? == 1 {
            kinds.clear();
            for slot in &mut names {
                kinds.push(reader.array()?);
                if named {
                    let name = string(reader)?;
                    if !name.is_empty() {
                        *slot = shown(name, "");
                    }
                }
            }
            if count <= REMEMBERED {
                statement.kinds.clone_from(&kinds);
            }
        }
        if count == 0 {
            kinds.clear();
        }
        (kinds.len() == count).then_some(())?;
        for at in std::mem::take(&mut statement.sent) {
            // Its value was told when it came.
            if let Some(bits) = nulls.get_mut(usize::from(at) / 8) {
                *bits |= 1 << (at % 8);
            }
        }
        Some(Given { names, kinds, nulls })
    }

    /// An execution begins that is longer than what is held.
    pub(super) fn long_execution(&mut self, dir: Direction, code: u8, id: u32, out: &mut dyn Outlet) -> Long {
        let id = self.executed(id);
        let sight = self.statements.get(&id).map(|statement| statement.sight.clone());
        let long = if code == 0x17 && sight.is_some() && id != LATEST {
            self.values = Some(LongValues::Head { id, held: Vec::new(), enough: HEAD_LEAST });
            Long::Values
        } else {
            // Whether the values are those of a statement that only waits cannot be seen.
            self.topic(QUERY, self.tx, sight.as_ref().map_or("", |sight| &sight.table)).begin_text(dir, out);
            self.lane(dir).open = true;
            Long::Bytes(if code == 0x17 { 10 } else { 7 })
        };
        self.wait_for(dir, Kind::Execute(id), sight.unwrap_or_default(), out);
        long
    }

    /// A piece of it.
    pub(super) fn values_piece(&mut self, dir: Direction, piece: &[u8], out: &mut dyn Outlet) {
        let Some(mut values) = self.values.take() else { return };
        match &mut values {
            LongValues::Row(row) => {
                let (columns, reader, rows) = &mut **row;
                reader.push(piece, columns, rows, out);
            }
            LongValues::Strings(rows) => rows.piece(piece, out),
            LongValues::Head { id, held, enough } => {
                held.extend_from_slice(piece);
                if held.len() >= *enough {
                    // Tried whenever it has doubled, so that the work stays linear.
                    *enough = held.len() * 2;
                    if let Some(begun) = self.begin_values(dir, *id, held, out) {
                        values = begun;
                    }
                }
            }
        }
        self.values = Some(values);
    }

    /// The row of a long execution, once what stands before it is there.
    fn begin_values(&mut self, dir: Direction, id: u32, held: &[u8], out: &mut dyn Outlet) -> Option<LongValues> {
        let sight = self.statements.get(&id)?.sight.clone();
        // Behind the command and the number.
        let mut reader = Reader::new(held.get(5..)?);
        let topic = self.topic(QUERY, self.tx.saturating_sub(1), &sight.table);
        if let Some(given) = self.given(id, &sight, &mut reader) {
            let mut rows = Rows::begin(dir, &topic, &given.names, out);
            let kinds = given.kinds.iter().map(|kind| Type::parameter(*kind)).collect();
            let columns = Columns::of_types(kinds);
            let mut row = RowReader::parameters(given.nulls);
            row.push(reader.rest(), &columns, &mut rows, out);
            return Some(LongValues::Row(Box::new((columns, row, rows))));
        }
        (held.len() >= HEAD_MOST).then(|| strings(dir, &topic, held, out))
    }

    /// The long execution ends.
    pub(super) fn end_values(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        let values = match self.values.take() {
            Some(LongValues::Head { id, held, .. }) => {
                let begun = self.begin_values(dir, id, &held, out);
                Some(
                    begun
                        .unwrap_or_else(|| strings(dir, &self.topic(QUERY, self.tx.saturating_sub(1), ""), &held, out)),
                )
            }
            values => values,
        };
        match values {
            Some(LongValues::Row(row)) => {
                let (columns, mut reader, mut rows) = *row;
                reader.end(&columns, &mut rows, out);
                rows.end(end, out);
            }
            Some(LongValues::Strings(rows)) => rows.end(end, out),
            Some(LongValues::Head { .. }) | None => {}
        }
    }

    /// `COM_STMT_BULK_EXECUTE` (`MariaDB`): rows of values, each behind an indicator.
    fn bulk(
        &mut self,
        dir: Direction,
        id: u32,
        reader: &mut Reader<'_>,
        sight: &Sight,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        const TYPES: u16 = 0x80;
        let count = self.statements.get(&id)?.parameters;
        let mut kinds = self.statements.get(&id)?.kinds.clone();
        if le16(reader)? & TYPES != 0 {
            kinds.clear();
            for _ in 0..count {
                kinds.push(reader.array()?);
            }
        }
        if count == 0 || kinds.len() != count || id == LATEST && !fills_rows(*reader, &kinds) {
            return None;
        }
        let names: Vec<&str> = sight.names(count).collect();
        let mut rows = Rows::begin(dir, &self.topic(QUERY, self.tx, &sight.table), &names, out);
        let mut read = Some(());
        while !reader.is_empty() && read.is_some() {
            for kind in &kinds {
                read = match reader.u8() {
                    Some(0) => parameter(reader, Type::parameter(*kind), &mut rows, out),
                    Some(1..=3) => {
                        rows.null();
                        Some(())
                    }
                    _ => None,
                };
                if read.is_none() {
                    break;
                }
            }
            rows.end_row(out);
        }
        rows.end(MessageEnd::Complete, out);
        if let Some(statement) = self.statements.get_mut(&id).filter(|_| count <= REMEMBERED) {
            statement.kinds = kinds;
        }
        read
    }
}

/// All of an execution as one value of any bytes.
fn strings(dir: Direction, topic: &Topic<'_>, held: &[u8], out: &mut dyn Outlet) -> LongValues {
    let mut rows = Rows::begin::<&str>(dir, topic, &[], out);
    rows.open(false);
    rows.piece(held, out);
    LongValues::Strings(rows)
}

/// The values of parameters; `None` if they are not what their types say.
pub(super) fn values(
    reader: &mut Reader<'_>,
    nulls: &[u8],
    kinds: &[[u8; 2]],
    rows: &mut Rows,
    out: &mut dyn Outlet,
) -> Option<()> {
    for (at, kind) in kinds.iter().enumerate() {
        if nulls.get(at / 8).is_some_and(|bits| bits >> (at % 8) & 1 == 1) {
            rows.null();
        } else {
            parameter(reader, Type::parameter(*kind), rows, out)?;
        }
    }
    Some(())
}

/// True if values of these types are there, and nothing else.
fn fills<'k>(mut reader: Reader<'_>, kinds: impl Iterator<Item = &'k [u8; 2]>) -> bool {
    kinds.map(|kind| pass(&mut reader, Type::parameter(*kind))).all(|value| value.is_some()) && reader.is_empty()
}

/// The same of rows of them, each value behind an indicator.
fn fills_rows(mut reader: Reader<'_>, kinds: &[[u8; 2]]) -> bool {
    let mut value = |kind: &[u8; 2]| match reader.u8() {
        Some(0) => pass(&mut reader, Type::parameter(*kind)).map(|()| reader.is_empty()),
        Some(1..=3) => Some(reader.is_empty()),
        _ => None,
    };
    loop {
        let mut over = false;
        for kind in kinds {
            match value(kind) {
                Some(empty) => over = empty,
                None => return false,
            }
        }
        if over {
            return true;
        }
    }
}
