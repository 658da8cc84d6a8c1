//! Events that a server sends (WHATWG HTML §9.2, `text/event-stream`): the data of all events in a row, as one text; names,
//! numbers and comments beside it.

use super::lines::Lines;
use super::rewritten::Rewritten;
use super::{Container, Format};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::place::Place;
use crate::content::stream::Style;
use crate::coverage::{State, Tally};

/// The format: only ever declared.
pub(super) static FORMAT: Format = Format {
    name: "events",
    media: "text/event-stream",
    begins: |_| false,
    open: |place, depth, _| Box::new(Events::new(place, depth)),
};

/// A stream of events.
struct Events {
    place: Place,
    depth: u8,
    lines: Lines,
    /// What the line in hand is, if its beginning was handed on already.
    within: Option<Field>,
    /// Data, once there is some.
    data: Option<Rewritten>,
    /// Everything else.
    beside: Rewritten,
    spent: bool,
}

#[derive(Clone, Copy)]
enum Field {
    Data,
    Beside,
}

impl Container for Events {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        if self.spent {
            tally.add(State::Skipped, data.len() as u64);
            return tally;
        }
        let mut lines = std::mem::take(&mut self.lines);
        // A line may end in CR, LF or both; one that ends between them is followed by an empty one.
        let find = |text: &[u8]| memchr::memchr2(b'\n', b'\r', text);
        lines.feed(data, end.is_last(), find, |line, ends| {
            self.line(line, ends);
            if self.is_full() {
                self.flush(Ending::More, cx, &mut tally);
            }
        });
        self.lines = lines;
        self.flush(end, cx, &mut tally);
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let tally = self.push(&[], Ending::Cut, cx);
        self.within = None;
        tally
    }
}

impl Events {
    fn new(place: &Place, depth: u8) -> Self {
        Self {
            place: place.clone(),
            depth,
            lines: Lines::default(),
            within: None,
            data: None,
            beside: Rewritten::new(place.beside("event"), Style::Plain, depth),
            spent: false,
        }
    }

    fn is_full(&self) -> bool {
        self.beside.is_full() || self.data.as_ref().is_some_and(Rewritten::is_full)
    }

    /// Takes a line, or a piece of one.
    fn line(&mut self, line: &[u8], ends: bool) {
        if line.is_empty() {
            return;
        }
        let field = self.within.unwrap_or_else(|| if line.starts_with(b"data:") { Field::Data } else { Field::Beside });
        let text = match (field, self.within) {
            (Field::Data, None) => {
                let value = line.after(5);
                value.strip_prefix(b" ").unwrap_or(value)
            }
            _ => line,
        };
        self.within = (!ends).then_some(field);
        let into = match field {
            Field::Beside => &mut self.beside,
            Field::Data => self.data.get_or_insert_with(|| {
                let style =
                    if matches!(text.trim_ascii_start().at(0), b'{' | b'[') { Style::Json } else { Style::Plain };
                Rewritten::new(self.place.clone(), style, self.depth)
            }),
        };
        into.text.extend_from_slice(text);
        into.read += line.len() as u64;
    }

    fn flush(&mut self, end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        let mut goes_on = self.beside.flush(end, cx, tally);
        if let Some(data) = &mut self.data {
            goes_on &= data.flush(end, cx, tally);
        }
        self.spent = !goes_on;
    }
}
