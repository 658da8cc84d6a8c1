//! Values bound to statements (`Bind`): rows under the names that their statements give them, of any length.

use super::super::reader::Reader;
use super::super::rows::Rows;
use super::super::sql::Sight;
use super::client::QUERY;
use super::row::{RowReader, Shape, formats};
use super::session::{Bound, Session, Step};
use crate::message::{Direction, MessageEnd, Outlet};
use std::sync::Arc;

/// Bytes of a long message before its values are looked for, and those by which they have begun.
const HEAD_LEAST: usize = 64;
const HEAD_MOST: usize = 256 << 10;

/// What stands before the values.
struct Given {
    portal: Vec<u8>,
    /// Number of the statement.
    number: u64,
    sight: Arc<Sight>,
    shape: Shape,
}

/// A message that is longer than what is held.
#[derive(Debug)]
pub(super) struct LongBind {
    dir: Direction,
    tx: u32,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// What stands before the values is not all there; it is tried again once so many bytes are.
    Head {
        held: Vec<u8>,
        enough: usize,
    },
    Values(RowReader, Shape, Rows),
    /// Not understood: what can be read is.
    Strings(Rows),
}

impl Session {
    fn given(&self, reader: &mut Reader<'_>) -> Option<Given> {
        let portal = reader.until_zero()?.to_vec();
        let number = self.names.get(reader.until_zero()?).copied().unwrap_or(0);
        let (sight, types) = match self.statements.get(&number) {
            Some(statement) => (statement.sight.clone(), statement.parameters.clone()),
            None => (Arc::default(), Vec::new()),
        };
        let shape = Shape { types, binary: formats(reader)?, ..Shape::default() };
        Some(Given { portal, number, sight, shape })
    }

    /// Begins a row of so many values.
    fn begin_bound(&self, dir: Direction, tx: u32, sight: &Sight, count: u16, out: &mut dyn Outlet) -> Rows {
        let names: Vec<&str> = sight.names(usize::from(count)).collect();
        Rows::begin(dir, &self.topic(QUERY, tx, &sight.table), &names, out)
    }

    /// A whole message.
    pub(super) fn bind_values(&mut self, dir: Direction, reader: &mut Reader<'_>, out: &mut dyn Outlet) -> Option<()> {
        let Given { portal, number, sight, shape } = self.given(reader)?;
        let count = Reader::new(reader.rest()).u16()?;
        let tx = self.next_tx();
        let mut row = RowReader::default();
        if count > 0 {
            let mut rows = self.begin_bound(dir, tx, &sight, count, out);
            let used = row.run(reader.rest(), &shape, &mut rows, out);
            reader.take(used)?;
            let whole = row.is_whole();
            row.end(&mut rows, out);
            rows.end(MessageEnd::Complete, out);
            whole.then_some(())?;
        } else {
            reader.u16()?;
        }
        let bound = Bound { tx, statement: number, sight, binary: Some(formats(reader)?), copy: None };
        self.bind(&portal, Arc::new(bound));
        self.awaits(dir, Step::Bind, out);
        Some(())
    }

    /// One begins that is longer than what is held.
    pub(super) fn long_bind(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let tx = self.next_tx();
        self.end_copy(dir, MessageEnd::Cut, out);
        self.binding = Some(LongBind { dir, tx, stage: Stage::Head { held: Vec::new(), enough: HEAD_LEAST } });
        self.awaits(dir, Step::Bind, out);
    }

    /// A piece of it.
    pub(super) fn bind_piece(&mut self, piece: &[u8], out: &mut dyn Outlet) {
        let Some(mut binding) = self.binding.take() else { return };
        match &mut binding.stage {
            // Behind the values stand the formats of what is asked for.
            Stage::Values(row, ..) if row.is_whole() => {}
            Stage::Values(row, shape, rows) => row.push(piece, shape, rows, out),
            Stage::Strings(rows) => rows.piece(piece, out),
            Stage::Head { held, enough } => {
                held.extend_from_slice(piece);
                if held.len() >= *enough {
                    // Tried whenever it has doubled, so that the work stays linear.
                    *enough = held.len() * 2;
                    let most = held.len() >= HEAD_MOST;
                    if let Some(stage) = self.begin_long_bind((binding.dir, binding.tx), held, most, out) {
                        binding.stage = stage;
                    }
                }
            }
        }
        self.binding = Some(binding);
    }

    /// The row, once what stands before it is there; all of it as one value of any bytes if that is not to be awaited.
    fn begin_long_bind(
        &mut self,
        (dir, tx): (Direction, u32),
        held: &[u8],
        most: bool,
        out: &mut dyn Outlet,
    ) -> Option<Stage> {
        let mut reader = Reader::new(held);
        if let Some(Given { portal, number, sight, shape }) = self.given(&mut reader)
            && let Some(count) = Reader::new(reader.rest()).u16()
        {
            let mut rows = self.begin_bound(dir, tx, &sight, count, out);
            let bound = Bound { tx, statement: number, sight, ..Bound::default() };
            self.bind(&portal, Arc::new(bound));
            let mut row = RowReader::default();
            row.push(reader.rest(), &shape, &mut rows, out);
            return Some(Stage::Values(row, shape, rows));
        }
        most.then(|| {
            let mut rows = Rows::begin::<&str>(dir, &self.topic(QUERY, tx, ""), &[], out);
            rows.open(false);
            rows.piece(held, out);
            Stage::Strings(rows)
        })
    }

    /// It ends in this direction.
    pub(super) fn end_bind(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        let Some(LongBind { tx, stage, .. }) = self.binding.take_if(|binding| binding.dir == dir) else { return };
        let stage = match stage {
            Stage::Head { held, .. } => self.begin_long_bind((dir, tx), &held, true, out),
            stage => Some(stage),
        };
        match stage {
            Some(Stage::Values(mut row, _, mut rows)) => {
                row.end(&mut rows, out);
                rows.end(end, out);
            }
            Some(Stage::Strings(rows)) => rows.end(end, out),
            Some(Stage::Head { .. }) | None => {}
        }
    }
}
