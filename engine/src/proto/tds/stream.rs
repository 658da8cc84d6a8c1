//! Token streams: what the server answers, and what a bulk load sends ([MS-TDS] §2.2.7).
//!
//! They are read as far as they came, token by token, and rows value by value: a value up to [`VALUE_BYTES`] is waited
//! for, a longer one goes through as it comes.

use super::super::reader::Reader;
use super::super::rows::{Rows, bounded};
use super::text::{loose, piece};
use super::token;
use super::types::{Form, Info, Read, Value, Within, Wrong, more, skip8, skip16, text8, text16};
use crate::message::{Direction, MessageEnd, Outlet};
use encoding_rs::Decoder;
use std::sync::Arc;

/// Columns of a result ([MS-TDS] has 4096 of a query, more of a sparse table).
const COLUMNS: usize = 30_000;
/// Bytes of column names kept of one result.
const NAMES_BYTES: usize = 64 << 10;
/// Longest value that is waited for.
const VALUE_BYTES: usize = 16 << 10;
/// Longest token but rows that is waited for.
const HELD: usize = 1 << 20;
/// Memory kept between packets.
const KEPT: usize = 32 << 10;

/// The columns of a result.
#[derive(Debug, Default)]
pub(super) struct Columns {
    names: Vec<Box<[u8]>>,
    infos: Vec<Info>,
}

/// Where in a stream it is.
#[derive(Debug, Default)]
enum At {
    /// Before a token.
    #[default]
    Token,
    /// Before a value of a row.
    Cell,
    /// Within a value.
    Value(u64),
    /// Before a chunk of a value.
    Chunk,
    /// Within a chunk of a value.
    Piece(u32),
    /// Lost: strings are read, up to the end of the message.
    Strings,
}

/// A token that the session has to know of.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Told {
    /// The text of an error (true) or a notice, which may quote values.
    Message(bool, String),
    /// The login was accepted, with this version of the protocol.
    Accepted(u32),
    /// The database in use.
    Database(String),
    /// A value of a parameter that the procedure set, with its name.
    Returned(String, String),
}

/// What is awaited of a stream's owner.
pub(super) trait Owner {
    /// Begins the message of rows.
    fn begin_rows(&mut self, dir: Direction, names: &[Box<[u8]>], out: &mut dyn Outlet) -> Rows;
    /// Takes note of a token.
    fn told(&mut self, dir: Direction, told: Told, out: &mut dyn Outlet);
    /// Hands strings on.
    fn strings(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet);
}

/// The stream of one message.
#[derive(Debug)]
pub(super) struct Stream {
    /// Version 7.1 or before has shorter fields.
    old: bool,
    at: At,
    /// Bytes that make no whole unit yet.
    carry: Vec<u8>,
    /// How many of them are worth another try.
    wake: usize,
    /// Units that were tried.
    #[cfg(test)]
    steps: usize,
    columns: Arc<Columns>,
    rows: Option<Rows>,
    /// Number of the next value in its row.
    cell: usize,
    /// Values that are missing in the row.
    nulls: Option<Vec<u8>>,
    /// Of the text at hand.
    decoder: Option<Decoder>,
}

impl Stream {
    pub(super) fn new(old: bool) -> Self {
        Self {
            old,
            at: At::Token,
            carry: Vec::new(),
            wake: 0,
            #[cfg(test)]
            steps: 0,
            columns: Arc::default(),
            rows: None,
            cell: 0,
            nulls: None,
            decoder: None,
        }
    }

    #[cfg(test)]
    pub(super) const fn steps(&self) -> usize {
        self.steps
    }

    /// A stream whose beginning is not known.
    pub(super) fn strings() -> Self {
        Self { at: At::Strings, ..Self::new(false) }
    }

    /// More of it. Answers false once, when it turns out not to be what it should.
    pub(super) fn push(&mut self, dir: Direction, data: &[u8], owner: &mut dyn Owner, out: &mut dyn Outlet) -> bool {
        if self.carry.is_empty() {
            let (used, sound) = self.run(dir, data, owner, out);
            self.carry.extend_from_slice(data.get(used..).unwrap_or_default());
            return sound;
        }
        self.carry.extend_from_slice(data);
        // Tried again only once it has doubled, so that a unit in many small packets is not read for each of them.
        self.carry.len() < self.wake || self.run_carry(dir, owner, out)
    }

    fn run_carry(&mut self, dir: Direction, owner: &mut dyn Owner, out: &mut dyn Outlet) -> bool {
        let mut carry = std::mem::take(&mut self.carry);
        let (used, sound) = self.run(dir, &carry, owner, out);
        carry.drain(..used.min(carry.len()));
        if carry.capacity() > KEPT {
            carry.shrink_to_fit();
        }
        self.carry = carry;
        sound
    }

    /// Reads what is whole; how many bytes that is, and whether they were sound.
    fn run(&mut self, dir: Direction, bytes: &[u8], owner: &mut dyn Owner, out: &mut dyn Outlet) -> (usize, bool) {
        let (mut at, mut sound) = (0, true);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            match self.step(dir, rest, owner, out) {
                Ok(len) => at += len,
                Err(Wrong::More) if rest.len() < HELD => {
                    self.wake = rest.len() * 2;
                    break;
                }
                Err(_) => {
                    sound = false;
                    self.end_rows(MessageEnd::Cut, out);
                    self.at = At::Strings;
                }
            }
        }
        (at, sound)
    }

    /// The message ends here; false if something of it is missing.
    pub(super) fn end(&mut self, dir: Direction, owner: &mut dyn Owner, out: &mut dyn Outlet) -> bool {
        let sound = self.carry.is_empty() || self.run_carry(dir, owner, out);
        let whole = self.carry.is_empty() && matches!(self.at, At::Token | At::Strings);
        self.finish(if whole { MessageEnd::Complete } else { MessageEnd::Cut }, dir, owner, out);
        whole && sound
    }

    /// The message is over before its end.
    pub(super) fn cut(&mut self, dir: Direction, owner: &mut dyn Owner, out: &mut dyn Outlet) {
        if !self.carry.is_empty() {
            self.run_carry(dir, owner, out);
        }
        self.finish(MessageEnd::Cut, dir, owner, out);
    }

    /// What makes no whole unit is read as strings.
    fn finish(&mut self, end: MessageEnd, dir: Direction, owner: &mut dyn Owner, out: &mut dyn Outlet) {
        self.end_rows(end, out);
        if !self.carry.is_empty() {
            owner.strings(dir, &loose(&self.carry), out);
        }
        *self = Self::new(self.old);
    }

    fn end_rows(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if let Some(rows) = self.rows.take() {
            rows.end(end, out);
        }
    }

    /// One unit; how many bytes it has.
    fn step(&mut self, dir: Direction, rest: &[u8], owner: &mut dyn Owner, out: &mut dyn Outlet) -> Read<usize> {
        #[cfg(test)]
        {
            self.steps += 1;
        }
        let mut reader = Reader::new(rest);
        match self.at {
            At::Token => self.token(dir, &mut reader, owner, out)?,
            At::Cell => self.begin_cell(&mut reader, out)?,
            At::Value(left) => {
                let len = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
                let left = left - len as u64;
                self.value_piece(reader.take(len).unwrap_or_default(), left == 0, out);
                self.at = At::Value(left);
                if left == 0 {
                    self.end_value(out);
                }
            }
            At::Chunk => match more(reader.le32())? {
                0 => {
                    self.value_piece(&[], true, out);
                    self.end_value(out);
                }
                len => self.at = At::Piece(len),
            },
            At::Piece(left) => {
                let len = (left as usize).min(rest.len());
                self.value_piece(reader.take(len).unwrap_or_default(), false, out);
                let left = left - len as u32;
                self.at = if left == 0 { At::Chunk } else { At::Piece(left) };
            }
            At::Strings => {
                owner.strings(dir, &loose(rest), out);
                return Ok(rest.len());
            }
        }
        Ok(rest.len() - reader.len())
    }

    fn token(
        &mut self,
        dir: Direction,
        reader: &mut Reader<'_>,
        owner: &mut dyn Owner,
        out: &mut dyn Outlet,
    ) -> Read<()> {
        let token = more(reader.u8())?;
        if !matches!(token, token::ROW | token::NBCROW) {
            self.end_rows(MessageEnd::Complete, out);
        }
        match token {
            token::COLMETADATA => return self.column_metadata(reader),
            token::ROW | token::NBCROW => {
                if self.columns.infos.is_empty() {
                    return Err(Wrong::Bad);
                }
                self.nulls = None;
                if token == token::NBCROW {
                    self.nulls = Some(more(reader.take(self.columns.infos.len().div_ceil(8)))?.to_vec());
                }
                if self.rows.is_none() {
                    self.rows = Some(owner.begin_rows(dir, &self.columns.names, out));
                }
                (self.at, self.cell) = (At::Cell, 0);
                return Ok(());
            }
            token::DONE..=token::DONEINPROC => drop(more(reader.take(if self.old { 8 } else { 12 }))?),
            token::ERROR | token::INFO => {
                let mut inside = block(reader)?;
                inside.take(6);
                if let Ok(text) = text16(&mut inside) {
                    owner.told(dir, Told::Message(token == token::ERROR, text), out);
                }
            }
            token::LOGINACK => {
                let mut inside = block(reader)?;
                inside.u8();
                let version = inside.u32().ok_or(Wrong::Bad)?;
                self.old = version < 0x7200_0000;
                owner.told(dir, Told::Accepted(version), out);
            }
            token::ENVCHANGE => {
                let mut inside = block(reader)?;
                if inside.u8() == Some(1)
                    && let Ok(name) = text8(&mut inside)
                {
                    owner.told(dir, Told::Database(name), out);
                }
            }
            token::RETURNVALUE => return self.returned(dir, reader, owner, out),
            token::RETURNSTATUS | token::OFFSET => drop(more(reader.take(4))?),
            token::ORDER | token::TABNAME | token::COLINFO | token::SSPI => drop(block(reader)?),
            token::FEATUREEXTACK => loop {
                if more(reader.u8())? == 0xff {
                    break;
                }
                let len = more(reader.le32())?;
                more(reader.take(len as usize))?;
            },
            token::SESSIONSTATE | token::FEDAUTHINFO => {
                let len = more(reader.le32())?;
                more(reader.take(len as usize))?;
            }
            _ => return Err(Wrong::Bad),
        }
        Ok(())
    }

    fn column_metadata(&mut self, reader: &mut Reader<'_>) -> Read<()> {
        let start = *reader;
        let columns = match Columns::read(reader, self.old) {
            // A version that was not told.
            Err(Wrong::Bad) => {
                *reader = start;
                let columns = Columns::read(reader, !self.old)?;
                self.old = !self.old;
                columns
            }
            columns => columns?,
        };
        if let Some(columns) = columns {
            self.columns = Arc::new(columns);
        }
        Ok(())
    }

    /// RETURNVALUE.
    fn returned(
        &mut self,
        dir: Direction,
        reader: &mut Reader<'_>,
        owner: &mut dyn Owner,
        out: &mut dyn Outlet,
    ) -> Read<()> {
        more(reader.le16())?;
        let name = text8(reader)?;
        more(reader.take(if self.old { 5 } else { 7 }))?;
        let info = Info::read(reader, Within::Parameter)?;
        let mut joined = Vec::new();
        if let Value::Text(text) = parameter(info, reader, &mut joined)? {
            owner.told(dir, Told::Returned(name, text.into_owned()), out);
        }
        Ok(())
    }

    /// A value, or the beginning of a long one.
    fn begin_cell(&mut self, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Read<()> {
        let info = *self.columns.infos.get(self.cell).ok_or(Wrong::Bad)?;
        let null = self.nulls.as_ref().and_then(|nulls| nulls.get(self.cell / 8));
        if null.is_some_and(|bits| bits >> (self.cell % 8) & 1 == 1) {
            self.put(&Value::Null, out);
            return Ok(());
        }
        let len = match info.form {
            Form::Fixed(len) => Some(u64::from(len)),
            Form::Byte => Some(u64::from(more(reader.u8())?)).filter(|len| *len > 0),
            Form::Short => Some(u64::from(more(reader.le16())?)).filter(|len| *len < 0xffff),
            Form::Variant => Some(u64::from(more(reader.le32())?)).filter(|len| *len > 0),
            Form::Long => match more(reader.u8())? {
                0 => None,
                pointer => {
                    more(reader.take(usize::from(pointer) + 8))?;
                    Some(u64::from(more(reader.le32())?))
                }
            },
            Form::Chunks => {
                if more(reader.le64())? != u64::MAX {
                    self.open(info);
                    self.at = At::Chunk;
                    return Ok(());
                }
                None
            }
            Form::Table => return Err(Wrong::Bad),
        };
        match len {
            None => self.put(&Value::Null, out),
            Some(len) if len > VALUE_BYTES as u64 => {
                self.open(info);
                self.at = At::Value(len);
            }
            Some(len) => {
                let value = info.value(more(reader.take(len as usize))?);
                self.put(&value, out);
            }
        }
        Ok(())
    }

    fn put(&mut self, value: &Value<'_>, out: &mut dyn Outlet) {
        if let Some(rows) = &mut self.rows {
            put(value, rows, out);
        }
        self.next_cell(out);
    }

    fn open(&mut self, info: Info) {
        self.decoder = info.encoding.map(encoding_rs::Encoding::new_decoder_without_bom_handling);
        if let Some(rows) = &mut self.rows {
            rows.open(info.encoding.is_some());
        }
    }

    fn value_piece(&mut self, bytes: &[u8], last: bool, out: &mut dyn Outlet) {
        let Some(rows) = &mut self.rows else { return };
        match &mut self.decoder {
            Some(decoder) => rows.piece(piece(decoder, bytes, last).as_bytes(), out),
            None => rows.piece(bytes, out),
        }
        if last {
            self.decoder = None;
        }
    }

    fn end_value(&mut self, out: &mut dyn Outlet) {
        if let Some(rows) = &mut self.rows {
            rows.close(out);
        }
        self.next_cell(out);
    }

    fn next_cell(&mut self, out: &mut dyn Outlet) {
        self.cell += 1;
        self.at = At::Cell;
        if self.cell >= self.columns.infos.len() {
            self.at = At::Token;
            if let Some(rows) = &mut self.rows {
                rows.end_row(out);
            }
        }
    }
}

impl Columns {
    /// COLMETADATA; `None` where the columns are those of before.
    fn read(reader: &mut Reader<'_>, old: bool) -> Read<Option<Self>> {
        let count = more(reader.le16())?;
        if count == u16::MAX {
            return Ok(None);
        }
        if usize::from(count) > COLUMNS {
            return Err(Wrong::Bad);
        }
        let (mut columns, mut kept) = (Self::default(), 0);
        for _ in 0..count {
            more(reader.take(if old { 4 } else { 6 }))?;
            let info = Info::read(reader, Within::Columns)?;
            if info.form == Form::Long {
                // The table's name.
                let parts = if old { 1 } else { more(reader.u8())? };
                for _ in 0..parts {
                    skip16(reader)?;
                }
            }
            let name = text8(reader)?;
            let name = if kept < NAMES_BYTES { bounded(name.as_bytes()) } else { Box::default() };
            kept += name.len();
            columns.names.push(name);
            columns.infos.push(info);
        }
        Ok(Some(columns))
    }

    /// `TVP_COLMETADATA` and the rows of a table that is a parameter.
    pub(super) fn table(reader: &mut Reader<'_>, mut row: impl FnMut(&Self, &[Value<'_>])) -> Read<()> {
        for _ in 0..3 {
            skip8(reader)?;
        }
        let count = more(reader.le16())?;
        let mut columns = Self::default();
        if count != u16::MAX {
            for _ in 0..count {
                more(reader.take(6))?;
                columns.infos.push(Info::read(reader, Within::Parameter)?);
                columns.names.push(bounded(text8(reader)?.as_bytes()));
            }
        }
        loop {
            match more(reader.u8())? {
                0x10 => {
                    let len = more(reader.le16())?;
                    more(reader.take(usize::from(len) * 3))?;
                }
                0x11 => {
                    let len = more(reader.le16())?;
                    more(reader.take(usize::from(len) * 2))?;
                }
                0 => break,
                _ => return Err(Wrong::Bad),
            }
        }
        loop {
            match more(reader.u8())? {
                0 => return Ok(()),
                1 => {}
                _ => return Err(Wrong::Bad),
            }
            let mut joined = vec![Vec::new(); columns.infos.len()];
            let mut values = Vec::with_capacity(columns.infos.len());
            for (info, joined) in columns.infos.iter().zip(&mut joined) {
                values.push(parameter(*info, reader, joined)?);
            }
            row(&columns, &values);
        }
    }

    /// Their names.
    pub(super) fn names(&self) -> &[Box<[u8]>] {
        &self.names
    }
}

/// A value as a cell.
pub(super) fn put(value: &Value<'_>, rows: &mut Rows, out: &mut dyn Outlet) {
    match value {
        Value::Null => rows.null(),
        Value::Text(text) => rows.text(text.as_bytes()),
        Value::Bytes(bytes) => rows.bytes(bytes, out),
    }
}

/// The value of a parameter, which is all there; chunks are joined in `joined`.
pub(super) fn parameter<'v, 'a: 'v>(info: Info, reader: &mut Reader<'a>, joined: &'v mut Vec<u8>) -> Read<Value<'v>> {
    let len = match info.form {
        Form::Fixed(len) => Some(usize::from(len)),
        Form::Byte => Some(usize::from(more(reader.u8())?)).filter(|len| *len > 0),
        Form::Short => Some(usize::from(more(reader.le16())?)).filter(|len| *len < 0xffff),
        Form::Variant => Some(more(reader.le32())? as usize).filter(|len| *len > 0),
        Form::Long => Some(more(reader.le32())?).filter(|len| *len != u32::MAX).map(|len| len as usize),
        Form::Chunks => {
            if more(reader.le64())? == u64::MAX {
                return Ok(Value::Null);
            }
            loop {
                match more(reader.le32())? {
                    0 => return Ok(info.value(joined)),
                    len => joined.extend_from_slice(more(reader.take(len as usize))?),
                }
            }
        }
        Form::Table => return Err(Wrong::Bad),
    };
    Ok(match len {
        None => Value::Null,
        Some(len) => info.value(more(reader.take(len))?),
    })
}

/// A block behind two bytes of length, little-endian.
fn block<'a>(reader: &mut Reader<'a>) -> Read<Reader<'a>> {
    let len = more(reader.le16())?;
    more(reader.take(usize::from(len))).map(Reader::new)
}
