//! Folders of mails (RFC 4155): mails behind one another, each behind a line of its own, `From ` an address and a time. That
//! line follows an empty one; lines of a mail that begin so are told by the time they lack.

use super::{Container, Format, carried};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::entity::Entity;
use crate::content::media::{Declared, Kind};
use crate::content::place::Place;
use crate::content::sniff::begins_with_field;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "mbox",
    media: "application/mbox",
    begins: |head| separator(head).is_some_and(|len| begins_with_field(head.after(len))),
    open: |place, depth, _| Box::new(Folder::new(&place.child("mbox", ""), depth)),
};

/// Longest line that begins a mail.
const LINE_BYTES: usize = 512;
/// What stands between two mails, and the most bytes of it before the line.
const BETWEEN: &[u8] = b"\nFrom ";
const EMPTY_LINE: usize = 3;
const DAYS: [&[u8]; 7] = [b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun"];

/// A folder.
struct Folder {
    place: Place,
    depth: u8,
    carry: Vec<u8>,
    mail: Stage,
    /// The lines that begin mails.
    lines: TextStream,
}

enum Stage {
    /// A line begins the next mail.
    Line,
    Mail(Box<Entity>),
    /// Too many mails.
    Closed,
}

impl Container for Folder {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| self.walk(bytes, end, cx, &mut tally));
        if end.is_last() {
            if let Stage::Mail(mail) = &mut self.mail {
                tally.merge(&mail.push(&[], end, cx));
            }
            tally.merge(&self.lines.push(&[], end, cx));
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let held = std::mem::take(&mut self.carry);
        let mut tally = Tally::default();
        self.content(&held, Ending::More, cx, &mut tally);
        if let Stage::Mail(mail) = &mut self.mail {
            tally.merge(&mail.gap(cx));
        }
        tally
    }

    fn held(&self) -> usize {
        if let Stage::Mail(mail) = &self.mail { mail.held() } else { 0 }
    }
}

impl Folder {
    fn new(place: &Place, depth: u8) -> Self {
        let lines = TextStream::new(place.beside("header"), Style::Plain, Label::None, depth);
        Self { place: place.clone(), depth, carry: Vec::new(), mail: Stage::Line, lines }
    }

    /// Reads as far as it is known what belongs to which mail; answers how far that is.
    fn walk(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        let mut at = 0;
        if matches!(self.mail, Stage::Line) {
            at = self.begin(data, cx, tally);
        }
        // Searched from where a line may begin whose empty line was read.
        let mut from = at;
        while let Some(step) = memchr::memmem::find(data.after(from), BETWEEN) {
            let line = from + step + 1;
            from = line;
            let empty = [&b"\n\n"[..], b"\n\r\n"].iter().any(|blank| data.upto(line).ends_with(blank));
            if !empty {
                continue;
            }
            let rest = data.after(line);
            if separator(rest).is_some() {
                self.content(data.span(at, line), Ending::Whole, cx, tally);
                at = line + self.begin(rest, cx, tally);
                from = at;
            } else if rest.len() < LINE_BYTES && !rest.contains(&b'\n') && !end.is_last() {
                let held = line.saturating_sub(EMPTY_LINE).max(at);
                self.content(data.span(at, held), Ending::More, cx, tally);
                return held;
            }
        }
        let hold = if end.is_last() { 0 } else { EMPTY_LINE + BETWEEN.len() };
        let until = data.len().saturating_sub(hold).max(at);
        self.content(data.span(at, until), Ending::More, cx, tally);
        until
    }

    /// Begins a mail with the line here; answers how long that is.
    fn begin(&mut self, data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> usize {
        if matches!(self.mail, Stage::Closed) {
            return 0;
        }
        let len = separator(data).unwrap_or(0);
        tally.merge(&self.lines.push(data.upto(len), Ending::More, cx));
        self.mail = if cx.part() {
            let declared = Declared { kind: Kind::Mail, ..Declared::default() };
            let depth = self.depth.saturating_add(1);
            Stage::Mail(Box::new(Entity::new(self.place.clone(), declared, Vec::new(), depth)))
        } else {
            Stage::Closed
        };
        len
    }

    /// Content of the mail in hand.
    fn content(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) {
        match &mut self.mail {
            Stage::Mail(mail) => tally.merge(&mail.push(data, end, cx)),
            Stage::Line | Stage::Closed => tally.add(State::Skipped, data.len() as u64),
        }
    }
}

/// The length of the line that begins a mail, if one stands here: its time is written as C's `asctime` does.
fn separator(text: &[u8]) -> Option<usize> {
    let near = text.upto(LINE_BYTES).strip_prefix(b"From ")?;
    let end = memchr::memchr(b'\n', near)?;
    let words: Vec<&[u8]> = near.upto(end).split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).collect();
    let timed = words.windows(4).any(|words| match words {
        [day, month, date, time] => {
            DAYS.contains(day)
                && month.len() == 3
                && date.len() <= 2
                && date.iter().all(u8::is_ascii_digit)
                && time.at(2) == b':'
        }
        _ => false,
    });
    timed.then_some(end + b"From ".len() + 1)
}
