//! The strings that a workbook's cells share (ECMA-376 Part 1 §18.4).

use super::binary::{self, Records};
use super::xml::{Event, Xml, name};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};

/// What is kept of a string besides its text.
const STRING_BYTES: usize = size_of::<(u32, bool)>();

/// Strings that cells share. The oldest are forgotten where there are too many; what no cell showed until then is handed
/// on as lines.
#[derive(Default)]
pub(super) struct Strings {
    xml: Xml,
    /// They are those of a binary workbook.
    records: Option<Records>,
    /// Number of the first string that is kept.
    first: usize,
    text: Vec<u8>,
    /// Where each string ends, and whether a cell showed it.
    ends: Vec<(u32, bool)>,
    inside: bool,
    phonetic: bool,
    /// The limit was met before any could be forgotten: the rest has no numbers and is handed on.
    full: bool,
    /// A line is handed on in part.
    cut: bool,
    most: usize,
    /// What is to be handed on.
    lines: Vec<u8>,
    stream: Option<Box<TextStream>>,
    spent: bool,
}

impl Strings {
    /// Those of a binary workbook.
    pub(super) fn binary() -> Self {
        Self { records: Some(Records::default()), ..Self::default() }
    }

    /// Bytes that are kept.
    pub(super) fn held(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * STRING_BYTES
    }

    /// Bytes of strings.
    pub(super) fn len(&self) -> usize {
        self.text.len() + self.ends.len() * STRING_BYTES
    }

    /// Reads on; `place` is where strings go that no cell shows.
    pub(super) fn push(&mut self, data: &[u8], end: Ending, place: &Place, cx: &mut Context<'_>) -> Tally {
        self.most = cx.document_bytes();
        if let Some(mut records) = self.records.take() {
            records.push(data, &mut |kind, body| self.record(kind, body));
            self.records = Some(records);
        } else {
            let mut xml = std::mem::take(&mut self.xml);
            xml.push(data, end.is_last(), &mut |event| self.event(event));
            self.xml = xml;
        }
        self.tell(Ending::More, place, cx);
        let mut tally = Tally::default();
        tally.add(if self.spent { State::Skipped } else { State::Inspected }, data.len() as u64);
        tally
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Open { tag, empty: false } => match name(tag) {
                b"t" => self.inside = !self.phonetic,
                b"rPh" => self.phonetic = true,
                _ => {}
            },
            Event::Open { tag, .. } if name(tag) == b"si" => self.end_string(),
            Event::Close(b"t") => self.inside = false,
            Event::Close(b"rPh") => self.phonetic = false,
            Event::Close(b"si") => self.end_string(),
            Event::Text(text) if self.inside => self.go_on(text),
            _ => {}
        }
    }

    fn record(&mut self, kind: u16, body: &[u8]) {
        if kind == binary::STRING {
            // Behind its flags; runs of formats and readings follow.
            self.go_on(binary::wide(body, &mut 1).unwrap_or_default().as_bytes());
            self.end_string();
        }
    }

    /// More of the string in hand.
    fn go_on(&mut self, text: &[u8]) {
        if self.full {
            self.lines.extend_from_slice(text);
            self.cut = true;
        } else {
            self.text.extend_from_slice(text);
            self.close_if_full();
        }
    }

    fn end_string(&mut self) {
        if self.full {
            self.lines.push(b'\n');
            self.cut = false;
            return;
        }
        self.ends.push((self.text.len() as u32, false));
        self.close_if_full();
    }

    /// From the limit on strings have no numbers: the one that is begun is the first of them.
    fn close_if_full(&mut self) {
        self.full = self.len() >= self.most.min(u32::MAX as usize);
        if self.full {
            self.lines.extend(self.text.drain(self.ends.last().map_or(0, |(end, _)| *end as usize)..));
            self.cut = !self.lines.is_empty();
        }
    }

    /// True if the string of this number is here, or was.
    pub(super) fn knows(&self, number: u32) -> bool {
        (number as usize) < self.first + self.ends.len()
    }

    /// The string of this number, which is shown now; empty if it is not here.
    pub(super) fn show(&mut self, number: u32) -> &[u8] {
        let Some(at) = (number as usize).checked_sub(self.first) else { return &[] };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        let Some((end, shown)) = self.ends.get_mut(at) else { return &[] };
        *shown = true;
        self.text.span(start as usize, *end as usize)
    }

    /// Forgets the oldest strings, so that no more than `most` bytes are kept, as long as others may follow.
    pub(super) fn forget(&mut self, most: usize, place: &Place, cx: &mut Context<'_>) {
        if self.full {
            return;
        }
        let len = self.len();
        let excess = |at: usize, end: u32| end as usize + (at + 1) * STRING_BYTES < len.saturating_sub(most);
        let count = self.ends.iter().enumerate().take_while(|(at, (end, _))| excess(*at, *end)).count();
        let Some(&(until, _)) = count.checked_sub(1).and_then(|last| self.ends.get(last)) else { return };
        self.drop_first(count, until);
        for (end, _) in &mut self.ends {
            *end -= until;
        }
        self.tell(Ending::More, place, cx);
    }

    /// Drops so many strings, whose text ends there; what no cell showed becomes a line.
    fn drop_first(&mut self, count: usize, until: u32) {
        let mut start = 0;
        for (end, shown) in self.ends.drain(..count) {
            if !shown && end > start {
                self.lines.extend_from_slice(self.text.span(start as usize, end as usize));
                self.lines.push(b'\n');
            }
            start = end;
        }
        self.text.drain(..(until as usize).min(self.text.len()));
        self.first += count;
    }

    /// No more will come: hands on, line by line, what no cell showed; false if the budget does not cover it.
    pub(super) fn finish(&mut self, place: &Place, end: Ending, cx: &mut Context<'_>) -> bool {
        if self.cut {
            self.lines.push(b'\n');
        }
        // A string that was cut has no end.
        if self.ends.last().map_or(0, |(end, _)| *end as usize) < self.text.len() {
            self.ends.push((self.text.len() as u32, false));
        }
        self.drop_first(self.ends.len(), self.text.len() as u32);
        (self.text, self.ends) = (Vec::new(), Vec::new());
        self.tell(end, place, cx);
        !self.spent
    }

    /// Hands on lines.
    fn tell(&mut self, end: Ending, place: &Place, cx: &mut Context<'_>) {
        let lines = std::mem::take(&mut self.lines);
        if lines.is_empty() && (self.stream.is_none() || !end.is_last()) {
            return;
        }
        self.spent |= !cx.charge(lines.len());
        if !self.spent {
            let new = || Box::new(TextStream::new(place.clone(), Style::Plain, Label::None, 0));
            let _ = self.stream.get_or_insert_with(new).push(&lines, end, cx);
        }
    }
}
