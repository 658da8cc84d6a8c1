//! Outlook messages (MS-OXMSG): a storage per message, recipient and attachment, a stream per property.

use super::cfb::Cfb;
use super::{Document, code_page};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::container::{u16_at, u32_at};
use crate::content::place::{Place, push_name};
use crate::content::stream::{Style, TextStream};
use crate::message::Charset;
use encoding_rs::Encoding;
use std::fmt::Write as _;

/// Properties that are heads (MS-OXPROPS), by the field of a mail that they are.
const HEADS: [(u16, &str); 15] = [
    (0x0037, "Subject"),
    (0x0042, "From"),
    (0x0065, "From"),
    (0x0c1a, "Sender"),
    (0x0c1f, "Sender"),
    (0x5d01, "Sender"),
    (0x5d02, "From"),
    (0x0e04, "To"),
    (0x0e03, "Cc"),
    (0x0e02, "Bcc"),
    (0x3001, "Name"),
    (0x3003, "Address"),
    (0x39fe, "Address"),
    (0x1035, "Message-ID"),
    (0x0050, "Reply-To"),
];
const TRANSPORT_HEADERS: u16 = 0x007d;
const BODY: u16 = 0x1000;
const RTF: u16 = 0x1009;
const HTML: u16 = 0x1013;
const DATA: u16 = 0x3701;
const FILE_NAME: u16 = 0x3704;
const LONG_FILE_NAME: u16 = 0x3707;
const CODE_PAGE: u16 = 0x3ffd;
/// Types of properties.
const TEXT: u16 = 0x001e;
const WIDE_TEXT: u16 = 0x001f;
const BINARY: u16 = 0x0102;
/// A message in an attachment.
const EMBEDDED: &str = "__substg1.0_3701000D";

/// Reads every message in the file: the outermost, and those in attachments.
pub(super) fn read(file: &mut Cfb<'_>, document: &mut Document<'_>, cx: &mut Context<'_>) {
    let place = document.place.child("msg", "");
    let page = code_page_of(file);
    let storages: Vec<usize> =
        (0..file.entries.len()).filter(|n| file.entries.get(*n).is_some_and(|e| e.storage)).collect();
    let mut children = vec![Vec::new(); file.entries.len()];
    for (number, entry) in file.entries.iter().enumerate().skip(1) {
        if let Some(own) = children.get_mut(entry.parent).filter(|_| !entry.storage) {
            own.push(number);
        }
    }
    for storage in storages {
        let mut message = Message { place: &place, page, head: String::new(), file: String::new(), data: None };
        let name = file.entries.get(storage).map_or("", |entry| entry.name.as_str());
        // Names of properties are lists of numbers.
        if name.starts_with("__nameid") {
            continue;
        }
        let part = storage == 0 || name == EMBEDDED || name.starts_with("__attach") || name.starts_with("__recip");
        for number in children.get(storage).into_iter().flatten() {
            message.property(file, *number, part, document, cx);
        }
        message.finish(document, cx);
    }
}

/// A property's number and type, from its stream's name.
fn property(name: &str) -> Option<(u16, u16)> {
    let digits = name.strip_prefix("__substg1.0_")?.get(..8)?;
    let both = u32::from_str_radix(digits, 16).ok()?;
    Some(((both >> 16) as u16, both as u16))
}

/// The code page of strings that are not UTF-16.
fn code_page_of(file: &mut Cfb<'_>) -> Option<&'static Encoding> {
    let properties = file.stream(file.find(0, "__properties_version1.0")?);
    let wanted = |entry: &&[u8; 16]| u16_at(*entry, 2) == CODE_PAGE;
    let entry = properties.after(32).as_chunks::<16>().0.iter().find(wanted)?;
    code_page(u32_at(entry, 8))
}

/// A message, recipient or attachment.
struct Message<'a> {
    place: &'a Place,
    page: Option<&'static Encoding>,
    head: String,
    /// Name of the attachment.
    file: String,
    data: Option<Vec<u8>>,
}

impl Message<'_> {
    fn property(
        &mut self,
        file: &mut Cfb<'_>,
        number: usize,
        part: bool,
        document: &mut Document<'_>,
        cx: &mut Context<'_>,
    ) {
        let bytes = file.stream(number);
        let Some(entry) = file.entries.get(number) else { return };
        let Some((tag, kind)) = property(&entry.name).filter(|_| part) else {
            return document.told(bytes.len(), false);
        };
        let is_text = matches!(kind, TEXT | WIDE_TEXT);
        match tag {
            DATA if kind == BINARY => self.data = Some(bytes),
            HTML => document.inner(self.place.child("body", "html"), "body.html", &bytes, cx),
            RTF if kind == BINARY => {
                let text = rtf(&bytes, usize::try_from(cx.budget.room()).unwrap_or(usize::MAX));
                document.inner(self.place.child("body", "rtf"), "body.rtf", &text, cx);
            }
            BODY if is_text => {
                say(&self.place.child("body", ""), Style::Plain, &self.text(kind, &bytes), document, cx);
            }
            TRANSPORT_HEADERS if is_text => {
                say(&self.place.beside("header"), Style::Headers, &self.text(kind, &bytes), document, cx);
            }
            LONG_FILE_NAME if is_text => self.file = self.text(kind, &bytes),
            FILE_NAME if is_text && self.file.is_empty() => self.file = self.text(kind, &bytes),
            _ if is_text => {
                let name = HEADS.iter().find(|(known, _)| *known == tag).map_or("Property", |(_, name)| name);
                let _ = write!(self.head, "{name}: {}\r\n", self.text(kind, &bytes).replace(['\r', '\n'], " "));
                document.told(bytes.len(), false);
            }
            _ => document.told(bytes.len(), false),
        }
    }

    fn text(&self, kind: u16, bytes: &[u8]) -> String {
        if kind == WIDE_TEXT {
            return encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned();
        }
        match self.page {
            Some(page) => page.decode_without_bom_handling(bytes).0.into_owned(),
            None => String::from_utf8_lossy(bytes).into_owned(),
        }
    }

    fn finish(mut self, document: &mut Document<'_>, cx: &mut Context<'_>) {
        if !self.file.is_empty() {
            let _ = write!(self.head, "Attachment: {}\r\n", self.file.replace(['\r', '\n'], " "));
        }
        let head = std::mem::take(&mut self.head);
        if !head.is_empty() && cx.charge(head.len()) {
            let mut stream = TextStream::new(self.place.beside("header"), Style::Headers, Label::Utf8, document.depth);
            let _ = stream.push(head.as_bytes(), Ending::Whole, cx);
        }
        if let Some(data) = self.data.take() {
            let mut shown = String::new();
            push_name(&mut shown, self.file.as_bytes(), Charset::Utf8);
            document.inner(self.place.child("file", &shown), &self.file, &data, cx);
        }
    }
}

/// Hands on a text of the message.
fn say(place: &Place, style: Style, text: &str, document: &mut Document<'_>, cx: &mut Context<'_>) {
    let paid = cx.charge(text.len());
    if paid {
        let mut stream = TextStream::new(place.clone(), style, Label::Utf8, document.depth);
        let _ = stream.push(text.as_bytes(), Ending::Whole, cx);
    }
    document.told(text.len(), !paid);
}

/// What the dictionary of packed RTF holds at first (MS-OXRTFCP §2.1.2.1).
const DICTIONARY: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

/// RTF, unpacked (MS-OXRTFCP §2.2) until it is longer than `most`.
fn rtf(packed: &[u8], most: usize) -> Vec<u8> {
    let body = packed.after(16);
    match packed.span(8, 12) {
        b"MELA" => return body.to_vec(),
        b"LZFu" => {}
        _ => return Vec::new(),
    }
    let mut window = [0u8; 4096];
    for (to, from) in window.iter_mut().zip(DICTIONARY) {
        *to = *from;
    }
    let mut at = DICTIONARY.len();
    let mut out = Vec::new();
    let mut rest = body.iter().copied();
    while let Some(control) = rest.next().filter(|_| out.len() <= most) {
        for bit in 0..8 {
            let Some(first) = rest.next() else { return out };
            let (mut from, len) = if control & 1 << bit == 0 {
                (None, 1)
            } else {
                let Some(second) = rest.next() else { return out };
                let pair = usize::from(first) << 8 | usize::from(second);
                if pair >> 4 == at {
                    return out;
                }
                (Some(pair >> 4), (pair & 15) + 2)
            };
            for _ in 0..len {
                let byte = from.map_or(first, |from| window.at(from));
                from = from.map(|from| (from + 1) % 4096);
                if let Some(slot) = window.get_mut(at) {
                    *slot = byte;
                }
                at = (at + 1) % 4096;
                out.push(byte);
            }
        }
    }
    out
}
