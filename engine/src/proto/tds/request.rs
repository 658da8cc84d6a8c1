//! What the client asks: batches and calls ([MS-TDS] §2.2.6.6 and §2.2.6.7).

use super::super::reader::Reader;
use super::super::rows::Rows;
use super::super::sql::{self, Sight};
use super::session::{Kind, QUERY, Session};
use super::stream::{Columns, parameter, put};
use super::text::{loose, wide};
use super::types::{Form, Info, Read, Value, Within, more, text8};
use crate::message::{Direction, MessageEnd, Outlet};
use std::borrow::Cow;
use std::sync::Arc;

/// Names of parameters remembered of a prepared statement.
const NAMES: usize = 128;

/// A statement and the names of its parameters in their order.
#[derive(Clone, Debug, Default)]
pub(super) struct Prepared {
    pub sight: Arc<Sight>,
    pub names: Arc<[String]>,
}

/// What a procedure of the system does with its parameters.
#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    /// Number of the parameter that is a statement.
    statement: Option<usize>,
    /// Number of the one that declares parameters.
    declaration: Option<usize>,
    /// Parameters that are no values.
    before: usize,
    /// The first parameter is the handle of a prepared statement.
    handle: bool,
    /// The statement's handle comes in the reply.
    prepares: bool,
}

/// The procedures with a number ([MS-TDS] §2.2.6.6) by their names.
const SYSTEM: [(u16, &str); 15] = [
    (1, "sp_cursor"),
    (2, "sp_cursoropen"),
    (3, "sp_cursorprepare"),
    (4, "sp_cursorexecute"),
    (5, "sp_cursorprepexec"),
    (6, "sp_cursorunprepare"),
    (7, "sp_cursorfetch"),
    (8, "sp_cursoroption"),
    (9, "sp_cursorclose"),
    (10, "sp_executesql"),
    (11, "sp_prepare"),
    (12, "sp_execute"),
    (13, "sp_prepexec"),
    (14, "sp_prepexecrpc"),
    (15, "sp_unprepare"),
];

const fn shape(procedure: u16) -> Shape {
    let none = Shape { statement: None, declaration: None, before: 0, handle: false, prepares: false };
    match procedure {
        2 => Shape { statement: Some(1), declaration: Some(5), before: 6, ..none },
        3 => Shape { statement: Some(2), declaration: Some(1), before: 6, prepares: true, ..none },
        4 => Shape { before: 5, handle: true, ..none },
        5 => Shape { statement: Some(3), declaration: Some(2), before: 7, prepares: true, ..none },
        10 => Shape { statement: Some(0), declaration: Some(1), before: 2, ..none },
        11 => Shape { statement: Some(2), declaration: Some(1), before: 4, prepares: true, ..none },
        12 => Shape { before: 1, handle: true, ..none },
        13 => Shape { statement: Some(2), declaration: Some(1), before: 3, prepares: true, ..none },
        _ => none,
    }
}

/// What follows `ALL_HEADERS`, which versions from 7.2 have ([MS-TDS] §2.2.5.3).
pub(super) fn behind_headers(payload: &[u8]) -> &[u8] {
    const LONGEST: usize = 1024;
    let mut reader = Reader::new(payload);
    let (Some(total), Some(first), Some(kind)) = (reader.le32(), reader.le32(), reader.le16()) else { return payload };
    let (total, first) = (total as usize, first as usize);
    let believed = (10..=LONGEST).contains(&total) && (6..=total - 4).contains(&first) && matches!(kind, 1..=3);
    if believed { payload.get(total..).unwrap_or_default() } else { payload }
}

impl Session {
    /// A whole batch.
    pub(super) fn batch(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) {
        let text = wide(behind_headers(payload));
        let sight = Arc::new(sql::look(text.as_bytes()).table_alone());
        self.topic(QUERY, &sight.table).text(dir, text.as_bytes(), out);
        let bulk = text.trim_start().get(..11).is_some_and(|word| word.eq_ignore_ascii_case("insert bulk"));
        if bulk {
            self.bulk.clone_from(&sight.table);
        }
        self.awaits(dir, Kind::Statement, Prepared { sight, ..Prepared::default() }, out);
    }

    /// Calls, as far as they are there.
    pub(super) fn calls(&mut self, dir: Direction, payload: &[u8], out: &mut dyn Outlet) {
        let mut reader = Reader::new(behind_headers(payload));
        let mut last = (Kind::Statement, Prepared::default());
        while !reader.is_empty() {
            let (read, kind, prepared) = self.call(dir, &mut reader, out);
            last = (kind, prepared);
            if read.is_err() {
                let text = loose(reader.rest());
                self.topic(QUERY, &last.1.sight.table).text(dir, &text, out);
                break;
            }
        }
        self.awaits(dir, last.0, last.1, out);
    }

    /// One call, up to the next; what it is comes back even if its end is missing, with `reader` behind what was read.
    fn call(&mut self, dir: Direction, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> (Read<()>, Kind, Prepared) {
        let (procedure, name) = match procedure(reader) {
            Ok(called) => called,
            Err(wrong) => return (Err(wrong), Kind::Statement, Prepared::default()),
        };
        let shape = shape(procedure);
        let mut call = Call::default();
        let read = self.parameters(dir, reader, shape, &name, &mut call, out);
        let mut prepared = self.statements.get(&call.handle).cloned().unwrap_or_default();
        if shape.statement.is_some() {
            let sight = Arc::new(sql::look(call.statement.as_bytes()));
            prepared = Prepared { sight, names: declared(&call.declaration) };
        } else if procedure == 0 {
            prepared.sight = Arc::new(Sight { table: name, ..Sight::default() });
        }
        self.topic(QUERY, &prepared.sight.table).text(dir, call.statement.as_bytes(), out);
        self.tell_values(dir, &prepared, &call.values, out);
        (read, if shape.prepares { Kind::Prepare } else { Kind::Statement }, prepared)
    }

    fn parameters(
        &self,
        dir: Direction,
        reader: &mut Reader<'_>,
        shape: Shape,
        name: &str,
        call: &mut Call,
        out: &mut dyn Outlet,
    ) -> Read<()> {
        let mut number = 0;
        while let Some(&next) = reader.rest().first() {
            if matches!(next, 0x80 | 0xfe | 0xff) {
                reader.u8();
                break;
            }
            let mut ahead = *reader;
            let label = text8(&mut ahead)?;
            more(ahead.u8())?;
            let info = Info::read(&mut ahead, Within::Parameter)?;
            if info.form == Form::Table {
                self.tell_table(dir, name, &mut ahead, out)?;
            } else {
                let mut joined = Vec::new();
                let value = parameter(info, &mut ahead, &mut joined)?;
                if Some(number) == shape.statement {
                    call.statement = text(value);
                } else if Some(number) == shape.declaration {
                    call.declaration = text(value);
                } else if number == 0 && shape.handle {
                    call.handle = text(value);
                } else if number >= shape.before {
                    call.values.push((label, owned(value)));
                }
            }
            *reader = ahead;
            number += 1;
        }
        Ok(())
    }

    /// The rows of a table that is a parameter.
    fn tell_table(&self, dir: Direction, name: &str, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Read<()> {
        let mut rows = None;
        let read = Columns::table(reader, |columns, values| {
            let rows =
                rows.get_or_insert_with(|| Rows::begin(dir, &self.topic(QUERY, name), columns.names(), &mut *out));
            for value in values {
                put(value, rows, &mut *out);
            }
            rows.end_row(&mut *out);
        });
        if let Some(rows) = rows {
            rows.end(if read.is_ok() { MessageEnd::Complete } else { MessageEnd::Cut }, out);
        }
        read
    }

    /// Values of parameters as a row under the names of their columns.
    fn tell_values(&self, dir: Direction, prepared: &Prepared, values: &[Given], out: &mut dyn Outlet) {
        if values.is_empty() {
            return;
        }
        let names: Vec<String> =
            values.iter().enumerate().map(|(at, (name, _))| prepared.column(at, name).into_owned()).collect();
        let mut rows = Rows::begin(dir, &self.topic(QUERY, &prepared.sight.table), &names, out);
        for (_, value) in values {
            match value {
                None => rows.null(),
                Some((value, true)) => rows.text(value),
                Some((value, false)) => rows.bytes(value, out),
            }
        }
        rows.end_row(out);
        rows.end(MessageEnd::Complete, out);
    }
}

/// A value of a parameter with its name: bytes, and whether they are text.
type Given = (String, Option<(Vec<u8>, bool)>);

/// What was read of a call.
#[derive(Debug, Default)]
struct Call {
    statement: String,
    declaration: String,
    handle: String,
    values: Vec<Given>,
}

/// The procedure that is called: its number, if it has one, and its name.
fn procedure(reader: &mut Reader<'_>) -> Read<(u16, String)> {
    let mut ahead = *reader;
    let len = more(ahead.le16())?;
    let called = if len == u16::MAX {
        let number = more(ahead.le16())?;
        (number, SYSTEM.iter().find(|known| known.0 == number).map_or("", |known| known.1).to_owned())
    } else {
        let name = more(ahead.take(usize::from(len) * 2)).map(wide)?;
        let plain = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        (SYSTEM.iter().find(|known| known.1 == plain).map_or(0, |known| known.0), name)
    };
    more(ahead.le16())?;
    *reader = ahead;
    Ok(called)
}

impl Prepared {
    /// A name for a value: that of its parameter, or of the column that a parameter without a telling name stands for.
    fn column<'a>(&'a self, at: usize, given: &'a str) -> Cow<'a, str> {
        let name = if given.is_empty() { self.names.get(at).map_or("", String::as_str) } else { given };
        let plain = name.trim_start_matches('@');
        let number = plain.trim_start_matches(['P', 'p', '_']);
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Cow::Borrowed(plain);
        }
        let variable = self.sight.variables.iter().find(|(known, _)| known == name).map(|(_, column)| column.as_str());
        let column = variable.unwrap_or_else(|| self.sight.name(at));
        Cow::Borrowed(if column.is_empty() { plain } else { column })
    }
}

/// Names in a declaration of parameters: `@P0 nvarchar(4000), @P1 int`.
fn declared(text: &str) -> Arc<[String]> {
    let words = text.split([',', ' ', '\n', '\t']).filter(|word| word.starts_with('@'));
    words.take(NAMES).map(str::to_owned).collect()
}

fn text(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.into_owned(),
        Value::Null | Value::Bytes(_) => String::new(),
    }
}

fn owned(value: Value<'_>) -> Option<(Vec<u8>, bool)> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some((text.into_owned().into_bytes(), true)),
        Value::Bytes(bytes) => Some((bytes.to_vec(), false)),
    }
}
