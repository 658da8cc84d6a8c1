//! Office documents: the parts of a zip archive that hold text, and what they say about one another.
//!
//! OOXML (docx, xlsx, pptx) and `OpenDocument` (odt, ods, odp). Running text is handed on as text with its paragraphs
//! as lines; tables and sheets as separated values, whose first row names the columns. Any other part is unpacked
//! like a member of any archive. Binary workbooks (xlsb) are read as others are. Not read: dates, which stay the numbers
//! they are stored as.

pub(super) mod binary;
mod flow;
mod rows;
mod sheet;
mod strings;
pub(super) mod table;
mod xml;

use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::place::{Place, push_name};
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::Charset;
use binary::Records;
use flow::Flow;
use sheet::Sheet;
use strings::Strings;
use xml::{Event, Xml, attribute, name};

/// Sheets, and relations between parts, that are kept.
const PARTS: usize = 256;

/// What is known of a document while its parts arrive.
pub(super) struct Office {
    /// What its members' places are called: `zip` until a part tells more.
    pub(super) kind: &'static str,
    depth: u8,
    /// Name of the file.
    file: Box<str>,
    index: Index,
    strings: Strings,
    sheets: Vec<Sheet>,
    /// Bytes of members whose text is kept.
    held: u64,
}

/// A part of a document, while it is read.
pub(in crate::content) struct Part {
    place: Place,
    body: Body,
    begun: bool,
    closed: bool,
    /// It consists of records.
    binary: bool,
    /// What is locked if it is no XML: the document's place and name.
    lock: Option<(Place, Box<str>)>,
}

enum Body {
    Flow(Box<Flow>),
    Sheet(Box<Sheet>),
    Strings(Box<Strings>),
    Index(Box<Index>),
    /// The member that says what an `OpenDocument` is.
    Kind(Vec<u8>),
}

/// Names: of sheets by relation, of parts by relation.
#[derive(Default)]
struct Index {
    xml: Xml,
    /// It is that of a binary workbook.
    records: Option<Records>,
    text: Option<TextStream>,
    sheets: Vec<(Box<[u8]>, String)>,
    targets: Vec<(Box<[u8]>, String)>,
}

impl Part {
    /// Bytes that wait.
    pub(in crate::content) fn held(&self) -> usize {
        match &self.body {
            Body::Sheet(sheet) => sheet.held(),
            Body::Strings(strings) => strings.held(),
            Body::Flow(_) | Body::Index(_) | Body::Kind(_) => 0,
        }
    }

    /// Reads on.
    pub(in crate::content) fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        if !data.is_empty() && !std::mem::replace(&mut self.begun, true) {
            self.closed = match self.body {
                Body::Kind(_) => false,
                _ if self.binary => !Records::begins(data),
                _ => !Xml::begins(data),
            };
            if self.closed {
                if let Some((place, file)) = &self.lock {
                    cx.sink.anomaly(Code::ArchiveEncrypted, "document: its text is no XML");
                    cx.locked(place, file);
                } else {
                    cx.damaged("document: a part is none");
                }
            }
        }
        if self.closed {
            let mut tally = Tally::default();
            tally.add(State::Undecodable, data.len() as u64);
            return tally;
        }
        match &mut self.body {
            Body::Flow(flow) => flow.push(data, end, cx),
            Body::Sheet(sheet) => sheet.push(data, end, &self.place, cx),
            Body::Strings(strings) => strings.push(data, end, &self.place, cx),
            Body::Index(index) => index.push(data, end, &self.place, cx),
            Body::Kind(kind) => {
                kind.extend_from_slice(data.upto(128usize.saturating_sub(kind.len())));
                let mut tally = Tally::default();
                tally.add(State::Inspected, data.len() as u64);
                tally
            }
        }
    }

    /// True if its text waits for other parts.
    pub(super) fn waits(&self) -> bool {
        matches!(self.body, Body::Sheet(_) | Body::Strings(_))
    }
}

impl Office {
    /// A document of which nothing is known, so many layers deep, in a file of this name.
    pub(super) fn new(depth: u8, file: &str) -> Self {
        Self {
            kind: "zip",
            depth,
            file: file.into(),
            index: Index::default(),
            strings: Strings::default(),
            sheets: Vec::new(),
            held: 0,
        }
    }

    /// Bytes of rows and strings that wait for other parts.
    pub(super) fn held(&self) -> usize {
        self.strings.held() + self.sheets.iter().map(Sheet::held).sum::<usize>()
    }

    /// True if this member is all of a locked `OpenDocument` (ODF 1.4 Part 2 §4.2.2): then the name to report.
    pub(super) fn sealed(&self, raw_name: &[u8]) -> Option<&str> {
        (raw_name == b"encrypted-package" && self.kind.starts_with("od")).then_some(&*self.file)
    }

    /// The member called `raw_name` in the archive at `place`, if it is a part that is read here.
    pub(super) fn part(&mut self, raw_name: &[u8], place: &Place) -> Option<Part> {
        let path = std::str::from_utf8(raw_name.upto(256)).ok()?.replace('\\', "/").to_ascii_lowercase();
        if path == "mimetype" {
            return Some(Part::new(place.clone(), Body::Kind(Vec::new())));
        }
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let (stem, extension) = file.rsplit_once('.')?;
        if extension == "bin" {
            return self.records(folder, stem, place);
        }
        if !matches!(extension, "xml" | "rels") {
            return None;
        }
        let kind = match folder.split('/').next() {
            Some("xl") if self.kind != "xlsb" => "xlsx",
            Some("word") => "docx",
            Some("ppt") => "pptx",
            _ => self.kind,
        };
        self.kind = kind;
        let depth = self.depth;
        let flow = |suffix: &str| Body::Flow(Box::new(Flow::new(&place.child(kind, suffix), depth, false, false)));
        let starts = |names: &[&str]| names.iter().any(|name| stem.starts_with(name));
        let body = match (kind, folder) {
            ("xlsx", "xl/worksheets") => Body::Sheet(Box::new(Sheet::new(stem, depth))),
            ("xlsx", "xl") if stem == "sharedstrings" => Body::Strings(Box::default()),
            ("xlsx", "xl") if stem == "workbook" => Body::Index(Box::default()),
            ("xlsx" | "xlsb", "xl/_rels") => Body::Index(Box::default()),
            ("xlsx" | "xlsb", _) if starts(&["comment", "threadedcomment", "drawing"]) && extension == "xml" => {
                flow(stem)
            }
            ("docx", "word") if stem == "document" => flow(""),
            ("docx", "word" | "word/glossary")
                if starts(&["document", "header", "footer", "footnotes", "endnotes", "comments"]) =>
            {
                flow(stem)
            }
            ("pptx", "ppt/slides" | "ppt/notesslides" | "ppt/comments" | "ppt/slidelayouts" | "ppt/slidemasters")
                if extension == "xml" =>
            {
                flow(stem)
            }
            ("odt" | "ods" | "odp", "") if matches!(stem, "content" | "styles") => {
                let sheets = kind == "ods" && stem == "content";
                let at =
                    if sheets { place.clone() } else { place.child(kind, if stem == "content" { "" } else { stem }) };
                Body::Flow(Box::new(Flow::new(&at, depth, true, sheets)))
            }
            _ => return None,
        };
        let at = match &body {
            Body::Sheet(_) => place.child(kind, stem),
            Body::Strings(_) => place.child(kind, "sharedStrings"),
            _ => place.child(kind, file),
        };
        let open = matches!(&body, Body::Flow(flow) if flow.open()) && stem == "content";
        let lock = open.then(|| (place.child(kind, ""), self.file.clone()));
        Some(Part { lock, ..Part::new(at, body) })
    }

    /// The part of a binary workbook.
    fn records(&mut self, folder: &str, stem: &str, place: &Place) -> Option<Part> {
        let (name, body) = match (folder, stem) {
            ("xl/worksheets", _) if stem.starts_with("sheet") => {
                (stem, Body::Sheet(Box::new(Sheet::new(stem, self.depth).binary())))
            }
            ("xl", "sharedstrings") => ("sharedStrings", Body::Strings(Box::new(Strings::binary()))),
            ("xl", "workbook") => {
                (stem, Body::Index(Box::new(Index { records: Some(Records::default()), ..Index::default() })))
            }
            _ => return None,
        };
        self.kind = "xlsb";
        Some(Part { binary: true, ..Part::new(place.child(self.kind, name), body) })
    }

    /// Keeps what waits within the limit for documents: hands on rows while the strings that they show arrive, and forgets
    /// the oldest of these, or hands on the rows without them, if they are still to come.
    pub(super) fn relieve(&mut self, part: &mut Part, place: &Place, cx: &mut Context<'_>) {
        let most = cx.document_bytes();
        let waits = self.sheets.iter().map(Sheet::len).sum::<usize>();
        // Strings that come before the sheets are kept as long as there is room, as no row can be handed on.
        let enough = if self.sheets.is_empty() { most / 8 * 7 } else { most / 2 };
        match &mut part.body {
            Body::Strings(strings) if waits + strings.len() > enough => {
                for sheet in &mut self.sheets {
                    let at = place.child(self.kind, self.index.name(&sheet.stem));
                    if !sheet.advance(&at, strings, cx) {
                        break;
                    }
                }
                let waits = self.sheets.iter().map(Sheet::len).sum::<usize>();
                strings.forget((most / 2).saturating_sub(waits).max(most / 4), &part.place, cx);
            }
            Body::Sheet(sheet) if waits + sheet.len() + self.strings.len() > most => {
                for waiting in &mut self.sheets {
                    let at = place.child(self.kind, self.index.name(&waiting.stem));
                    waiting.hand_on(&at, &mut self.strings, Ending::More, cx);
                }
                sheet.hand_on(&part.place, &mut self.strings, Ending::More, cx);
            }
            _ => {}
        }
    }

    /// What a part told, unless that has to wait.
    pub(super) fn hold(&mut self, told: &Tally) -> Tally {
        let mut tally = Tally::default();
        for state in State::ALL {
            if state == State::Inspected {
                self.held = self.held.saturating_add(told.get(state));
            } else {
                tally.add(state, told.get(state));
            }
        }
        tally
    }

    /// A part is over: what it says about others is kept.
    pub(super) fn take(&mut self, part: Part) {
        match part.body {
            Body::Sheet(sheet) if self.sheets.len() < PARTS => self.sheets.push(*sheet),
            Body::Strings(strings) => self.strings = *strings,
            Body::Index(index) => {
                self.index.sheets.extend(index.sheets);
                self.index.targets.extend(index.targets);
            }
            Body::Kind(kind) => {
                let base = b"application/vnd.oasis.opendocument.";
                let rest = kind.strip_prefix(base).unwrap_or(&[]);
                self.kind = [(&b"text"[..], "odt"), (b"spreadsheet", "ods"), (b"presentation", "odp")]
                    .into_iter()
                    .find(|(name, _)| rest.starts_with(name))
                    .map_or(self.kind, |(_, kind)| kind);
            }
            Body::Flow(_) | Body::Sheet(_) => {}
        }
    }

    /// No more parts will come: hands on what waited.
    pub(super) fn flush(&mut self, place: &Place, end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut sound = true;
        for mut sheet in std::mem::take(&mut self.sheets) {
            let at = place.child(self.kind, self.index.name(&sheet.stem));
            sound &= sheet.hand_on(&at, &mut self.strings, end, cx);
        }
        sound &= self.strings.finish(&place.child(self.kind, "sharedStrings"), end, cx);
        let held = std::mem::take(&mut self.held);
        tally.add(if sound { State::Inspected } else { State::Skipped }, held);
        tally
    }
}

impl Part {
    fn new(place: Place, body: Body) -> Self {
        Self { place, body, begun: false, closed: false, binary: false, lock: None }
    }
}

impl Index {
    fn push(&mut self, data: &[u8], end: Ending, place: &Place, cx: &mut Context<'_>) -> Tally {
        if let Some(mut records) = self.records.take() {
            let mut names = Vec::new();
            records.push(data, &mut |kind, body| {
                if let Some((id, name)) = sheet_named(kind, body) {
                    names.extend_from_slice(name.as_bytes());
                    names.push(b'\n');
                    Self::keep(&mut self.sheets, id.as_bytes(), name.as_bytes());
                }
            });
            self.records = Some(records);
            let text = self.text.get_or_insert_with(|| TextStream::new(place.clone(), Style::Plain, Label::Utf8, 0));
            let _ = text.push(&names, end, cx);
            let mut tally = Tally::default();
            tally.add(State::Inspected, data.len() as u64);
            return tally;
        }
        let mut xml = std::mem::take(&mut self.xml);
        xml.push(data, end.is_last(), &mut |event| {
            if let Event::Open { tag, .. } = event {
                self.note(tag);
            }
        });
        self.xml = xml;
        // Names and links are text as well.
        let text = self.text.get_or_insert_with(|| TextStream::new(place.clone(), Style::Markup, Label::Utf8, 0));
        text.push(data, end, cx)
    }

    fn note(&mut self, tag: &[u8]) {
        let (list, id, value) = match name(tag) {
            b"sheet" => (&mut self.sheets, attribute(tag, b"id"), attribute(tag, b"name")),
            b"Relationship" => (&mut self.targets, attribute(tag, b"Id"), attribute(tag, b"Target")),
            _ => return,
        };
        if let (Some(id), Some(value)) = (id, value) {
            Self::keep(list, &id, &value);
        }
    }

    fn keep(list: &mut Vec<(Box<[u8]>, String)>, id: &[u8], value: &[u8]) {
        if list.len() < PARTS && id.len() < 64 {
            let mut text = String::new();
            push_name(&mut text, value.tail(256), Charset::Utf8);
            list.push((id.into(), text));
        }
    }

    /// The name of the sheet in the part called `stem`; that name if no other is known.
    fn name<'n>(&'n self, stem: &'n str) -> &'n str {
        let is = |target: &str| {
            let file = target.rsplit('/').next().unwrap_or("");
            file.len() == stem.len() + 4 && file.get(..stem.len()).is_some_and(|f| f.eq_ignore_ascii_case(stem))
        };
        let found = self.targets.iter().find(|(_, target)| target.contains("worksheets") && is(target));
        found
            .and_then(|(id, _)| self.sheets.iter().find(|(sheet, _)| sheet == id))
            .map_or(stem, |(_, name)| name.as_str())
    }
}

/// A sheet of a binary workbook: the relation that leads to it, and its name ([MS-XLSB] §2.4.313).
fn sheet_named(kind: u16, body: &[u8]) -> Option<(String, String)> {
    let mut at = 8;
    (kind == binary::SHEET).then(|| Some((binary::wide(body, &mut at)?, binary::wide(body, &mut at)?)))?
}
