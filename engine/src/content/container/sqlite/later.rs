//! Pages of a database behind what is collected of it, as they come.
//!
//! Which table a page belongs to stands on pages that may come later or were read before. So a row belongs to the only table of the
//! schema with so many columns; where there are several, it is told without their names. Rows that overflow are read as
//! far as they stand on their page; what overflowed is scanned as it is, with whatever else is no page of a tree.

use super::super::Container;
use super::super::collected::File;
use super::schema::{Columns, columns};
use super::{Base, Entry, INDEX_INTERIOR, INDEX_LEAF, Layout, Sheet, TABLE_INTERIOR, TABLE_LEAF, UTF_8};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::coded::scale;
use crate::content::place::Place;
use crate::coverage::{State, Tally};

/// Reads on where a database was too long to be collected.
pub(super) struct Later {
    place: Place,
    depth: u8,
    name: Box<str>,
    layout: Layout,
    /// The tables, and whether rows were told of them; the last one is that of rows whose table is not known.
    tables: Vec<(Sheet, bool)>,
    /// Some tables keep their rows in an index.
    indexed: bool,
    /// A page in part, and how many bytes of it were answered for.
    page: Vec<u8>,
    told: usize,
    blob: Option<Box<Blob>>,
    lost: bool,
    spent: bool,
}

impl Default for Later {
    fn default() -> Self {
        Self {
            place: Place::new(""),
            depth: 0,
            name: "".into(),
            layout: Layout { size: 512, usable: 480, encoding: UTF_8 },
            tables: Vec::new(),
            indexed: false,
            page: Vec::new(),
            told: 0,
            blob: None,
            lost: true,
            spent: false,
        }
    }
}

impl Later {
    /// Reads on behind the collected part of a file, with what its schema said.
    pub(super) fn new(file: &File<'_>, layout: Layout, entries: &[Entry]) -> Self {
        let sheet = |name: &str, columns| (Sheet::new(file.place, file.depth, name, columns), false);
        let mut tables: Vec<_> = entries.iter().map(|entry| sheet(&entry.name, columns(&entry.sql))).collect();
        let indexed = tables.iter().any(|(sheet, _)| sheet.columns.indexed);
        tables.push(sheet("", Columns::default()));
        let page = file.data.after(file.data.len() / layout.size * layout.size).to_vec();
        Self {
            place: file.place.clone(),
            depth: file.depth,
            name: file.name.into(),
            layout,
            tables,
            indexed,
            told: page.len(),
            page,
            lost: false,
            ..Self::default()
        }
    }

    /// The page that is there; answers for what was not answered for.
    fn turn(&mut self, cx: &mut Context<'_>) -> Tally {
        let mut page = std::mem::take(&mut self.page);
        let fresh = page.after(std::mem::take(&mut self.told));
        let tally = match page.at(0) {
            TABLE_LEAF => self.rows(&page, fresh.len(), cx),
            INDEX_LEAF if self.indexed => self.rows(&page, fresh.len(), cx),
            TABLE_INTERIOR | INDEX_INTERIOR | INDEX_LEAF => self.done(fresh.len()),
            _ => self.scan(fresh, cx),
        };
        page.clear();
        self.page = page;
        tally
    }

    fn done(&self, len: usize) -> Tally {
        let mut tally = Tally::default();
        tally.add(if self.spent { State::Skipped } else { State::Inspected }, len as u64);
        tally
    }

    /// A page of rows; answers for `len` bytes.
    fn rows(&mut self, page: &[u8], len: usize, cx: &mut Context<'_>) -> Tally {
        let (place, name) = (&self.place, &*self.name);
        let file = File { place, depth: self.depth, name, data: &[], sound: 0, goes_on: true, whole: false, tail: &[] };
        let mut base = Base::new(&file, &[], self.layout);
        let tables = &mut self.tables;
        base.leaf(page, 0, cx, &mut |base, number, row, cx| {
            let at = table_of(tables, row.len());
            let Some((sheet, begun)) = tables.get_mut(at) else { return };
            if !std::mem::replace(begun, true) {
                sheet.begin(cx);
            }
            base.row(sheet, number, row, cx);
        });
        let files = scale(&base.told, base.told.total().min(len as u64));
        self.spent |= base.spent;
        let mut tally = self.done(len - files.total().min(len as u64) as usize);
        tally.merge(&files);
        tally
    }

    /// What is no page of a tree, as it is.
    fn scan(&mut self, data: &[u8], cx: &mut Context<'_>) -> Tally {
        self.spent |= !cx.charge(data.len());
        if self.spent {
            return self.done(data.len());
        }
        let new = || Box::new(Blob::new(&self.place.child("sqlite", ""), self.depth));
        self.blob.get_or_insert_with(new).push(data, Ending::More, cx)
    }
}

impl Container for Later {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut rest = if self.lost { &[][..] } else { data };
        tally.add(State::Undecodable, (data.len() - rest.len()) as u64);
        while !rest.is_empty() {
            let take = self.layout.size.saturating_sub(self.page.len()).min(rest.len());
            self.page.extend_from_slice(rest.upto(take));
            rest = rest.after(take);
            if self.page.len() >= self.layout.size {
                tally.merge(&self.turn(cx));
            }
        }
        if end.is_last() {
            if !self.page.is_empty() {
                tally.merge(&self.turn(cx));
            }
            for (sheet, _) in self.tables.iter_mut().filter(|(_, begun)| *begun) {
                sheet.table.finish(end, cx);
            }
            if let Some(blob) = &mut self.blob {
                tally.merge(&blob.push(&[], end, cx));
            }
        }
        tally
    }

    /// Where pages begin is not known any more.
    fn gap(&mut self, _: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        tally.add(State::Undecodable, (self.page.len() - std::mem::take(&mut self.told)) as u64);
        self.page.clear();
        self.lost = true;
        tally
    }

    fn held(&self) -> usize {
        self.page.capacity() + self.blob.as_ref().map_or(0, |blob| blob.held())
    }
}

/// The place among the tables of the only one with so many columns; the last place if there is none.
fn table_of(tables: &[(Sheet, bool)], count: usize) -> usize {
    let mut found = tables.iter().enumerate().filter(|(_, (sheet, _))| sheet.columns.names.len() == count);
    match (found.next(), found.next()) {
        (Some((only, _)), None) => only,
        _ => tables.len().saturating_sub(1),
    }
}
