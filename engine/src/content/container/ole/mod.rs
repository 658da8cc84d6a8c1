//! OLE2 files (MS-CFB): documents of Office 97 to 2003, Outlook messages, and the shell around locked OOXML documents.
//!
//! A file is collected (see [`super::collected`]): where a stream goes on stands in tables anywhere in it. Workbooks (`xls`,
//! BIFF5 and BIFF8) are read as sheets, documents (`doc`, Word 97 and later) and presentations (`ppt`) as text, messages
//! (`msg`) as mails with their attachments. Any other stream is unpacked as a file of its own. Locked ones are reported.
//! Behind missing bytes nothing is where the tables say: the rest is `undecodable`.

mod cfb;
mod doc;
mod msg;
mod ppt;
mod xls;

use super::collected::{Collected, File};
use super::{Format, u32_at};
use crate::anomaly::Code;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::coded::scale;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::coverage::{State, Tally};
use crate::message::Charset;
use cfb::Cfb;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "ole",
    media: "application/x-ole-storage",
    begins: |head| head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    open: |place, depth, file| Collected::boxed(place, depth, file, read),
};

/// A document while it is read.
struct Document<'a> {
    place: &'a Place,
    depth: u8,
    name: &'a str,
    /// What became of the bytes of its streams.
    told: Tally,
}

impl Document<'_> {
    /// It is locked: so many bytes of it cannot be read.
    fn lock(&mut self, kind: &str, len: usize, cx: &mut Context<'_>) {
        cx.sink.anomaly(Code::ArchiveEncrypted, "document: locked with a password");
        cx.locked(&self.place.child(kind, ""), self.name);
        self.told.add(State::Undecodable, len as u64);
    }

    /// So many bytes were read, unless the budget did not suffice.
    fn told(&mut self, len: usize, spent: bool) {
        self.told.add(if spent { State::Skipped } else { State::Inspected }, len as u64);
    }

    /// Unpacks a file called `name` in this one.
    fn inner(&mut self, place: Place, name: &str, bytes: &[u8], cx: &mut Context<'_>) {
        if bytes.is_empty() {
            return;
        }
        if !cx.part() || !cx.charge(bytes.len()) {
            return self.told.add(State::Skipped, bytes.len() as u64);
        }
        let declared = Declared::new(b"", name.as_bytes());
        let mut entity = Entity::new(place, declared, Vec::new(), self.depth.saturating_add(1));
        self.told.merge(&entity.push(bytes, Ending::Whole, cx));
    }

    /// The streams that no reader took.
    fn others(&mut self, file: &mut Cfb<'_>, kind: &str, known: &[&str], cx: &mut Context<'_>) {
        for number in 0..file.entries.len() {
            let Some(entry) = file.entries.get(number) else { break };
            if entry.storage || (entry.parent == 0 && known.contains(&entry.name.as_str())) {
                continue;
            }
            let mut shown = String::new();
            push_name(&mut shown, entry.name.trim_start_matches(char::is_control).as_bytes(), Charset::Utf8);
            let native = entry.name == "\u{1}Ole10Native";
            let bytes = file.stream(number);
            // A length, then names, then the embedded file itself.
            let body = if native { embedded(&bytes) } else { &bytes };
            self.told.add(State::Inspected, (bytes.len() - body.len()) as u64);
            self.inner(self.place.child(kind, &shown), &shown, body, cx);
        }
    }
}

/// The file in a stream of an embedded package: behind its length, a number, two names, and its path.
fn embedded(stream: &[u8]) -> &[u8] {
    let text = |at: usize| memchr::memchr(0, stream.after(at)).map(|len| at + len + 1);
    let start =
        text(6).and_then(text).map(|at| at + 4).and_then(|at| Some(at + 4 + usize::try_from(u32_at(stream, at)).ok()?));
    match start {
        Some(at) if at + 4 < stream.len() => stream.span(at + 4, (at + 4).saturating_add(u32_at(stream, at) as usize)),
        _ => stream,
    }
}

fn read(file: &File<'_>, cx: &mut Context<'_>) -> Tally {
    let mut document = Document { place: file.place, depth: file.depth, name: file.name, told: Tally::default() };
    let total = file.data.len() as u64;
    let mut tally = Tally::default();
    let Some(mut cfb) = Cfb::open(file.data.upto(file.sound)) else {
        if file.whole {
            cx.damaged("document: its head makes no sense");
        }
        tally.add(State::Undecodable, total);
        return tally;
    };
    streams(&mut cfb, &mut document, cx);
    // Streams that share sectors were read more than once.
    let told = scale(&document.told, document.told.total().min(file.sound as u64));
    if document.told.total() > 0 {
        tally.merge(&told);
    }
    let tables = (file.sound as u64).saturating_sub(tally.total());
    tally.add(State::Inspected, tables);
    tally.add(State::Undecodable, total - file.sound as u64);
    tally
}

/// Reads what is in a file by what its streams are called.
fn streams(file: &mut Cfb<'_>, document: &mut Document<'_>, cx: &mut Context<'_>) {
    if let Some(package) = file.find(0, "EncryptedPackage") {
        let len = file.stream(package).len();
        document.lock("ole", len, cx);
    } else if let Some(book) = file.find(0, "Workbook").or_else(|| file.find(0, "Book")) {
        let bytes = file.stream(book);
        xls::read(&bytes, document, cx);
        document.others(file, "xls", &["Workbook", "Book"], cx);
    } else if let Some(main) = file.find(0, "WordDocument") {
        let bytes = file.stream(main);
        let table = ["0Table", "1Table"].map(|name| file.find(0, name));
        let table = table.get(doc::table(&bytes)).copied().flatten().map_or_else(Vec::new, |n| file.stream(n));
        doc::read(&bytes, &table, document, cx);
        document.others(file, "doc", &["WordDocument", "0Table", "1Table"], cx);
    } else if let Some(show) = file.find(0, "PowerPoint Document") {
        let bytes = file.stream(show);
        ppt::read(&bytes, document, cx);
        document.others(file, "ppt", &["PowerPoint Document", "Current User"], cx);
    } else if file.find(0, "__properties_version1.0").is_some() {
        msg::read(file, document, cx);
    } else {
        document.others(file, "ole", &[], cx);
    }
}

/// The encoding of a Windows code page.
pub(super) fn code_page(page: u32) -> Option<&'static encoding_rs::Encoding> {
    Some(match page {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 | 54936 => encoding_rs::GB18030,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}
