//! Rich text (RTF 1.9.1): running text and tables.
//!
//! A document is collected (see [`super::collected`]). Characters are read in the code page of the document or of their
//! font, or as `\u` says; pictures and other binary groups are passed over; embedded objects are unpacked as files.
//! Rows of tables become separated values. Limits: groups 256 deep, 4,096 fonts; text of the message's budget.

use super::Format;
use super::collected::{Collected, File};
use super::ole::code_page;
use super::prose::Prose;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::{Bytes, hex_pair};
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::coverage::{State, Tally};
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::BTreeMap;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "rtf",
    media: "application/rtf",
    begins: |head| head.starts_with(b"{\\rtf"),
    open: |place, depth, file| Collected::boxed(&place.child("rtf", ""), depth, file, read),
};

/// Groups in one another that are told apart.
const NESTED: usize = 256;
/// Fonts that are kept.
const FONTS: usize = 4096;
/// Text gathered before it is handed on.
const LINE_BYTES: usize = 64 << 10;

/// What a group inherits.
#[derive(Clone, Copy)]
struct Group {
    /// Its text is no text of the document.
    hidden: Hidden,
    /// Bytes to pass over behind a `\u`.
    fallback: usize,
    encoding: Option<&'static Encoding>,
    /// A tracked change took its text away.
    struck: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Hidden {
    No,
    /// Names of fonts: what encoding each has is kept.
    Fonts,
    /// The bytes of an embedded object, in hexadecimal.
    Object,
    Yes,
}

struct Reader {
    prose: Prose,
    group: Group,
    groups: Vec<Group>,
    /// Groups beyond [`NESTED`].
    deeper: usize,
    base: &'static Encoding,
    fonts: BTreeMap<i32, &'static Encoding>,
    font: i32,
    line: String,
    /// Bytes of characters whose encoding is the group's.
    raw: Vec<u8>,
    /// The first half of a character beyond the basic plane.
    half: Option<u16>,
    /// Characters left to pass over, behind a `\u`.
    skip: usize,
    starred: bool,
    in_table: bool,
    object: Vec<u8>,
    objects: Vec<Vec<u8>>,
}

fn read(file: &File<'_>, cx: &mut Context<'_>) -> Tally {
    let mut reader = Reader {
        prose: Prose::new(file.place.clone(), file.depth),
        group: Group { hidden: Hidden::No, fallback: 1, encoding: None, struck: false },
        groups: Vec::new(),
        deeper: 0,
        base: WINDOWS_1252,
        fonts: BTreeMap::new(),
        font: -1,
        line: String::new(),
        raw: Vec::new(),
        half: None,
        skip: 0,
        starred: false,
        in_table: false,
        object: Vec::new(),
        objects: Vec::new(),
    };
    let mut rest = file.data;
    while let Some((&first, after)) = rest.split_first() {
        rest = match first {
            b'{' => reader.enter(after),
            b'}' => reader.leave(after),
            b'\\' => reader.control(after, cx),
            b'\r' | b'\n' => after,
            _ => {
                let len = memchr::memchr3(b'{', b'}', b'\\', rest).unwrap_or(rest.len());
                reader.plain(rest.upto(len));
                rest.after(len)
            }
        };
        if reader.line.len() + reader.raw.len() > LINE_BYTES {
            reader.say(cx);
        }
        if reader.prose.spent {
            break;
        }
    }
    reader.end_object();
    reader.say(cx);
    reader.prose.finish(if file.whole { Ending::Whole } else { Ending::Cut }, cx);
    let mut tally = Tally::default();
    for object in std::mem::take(&mut reader.objects) {
        let len = (object.len() as u64 * 2).min((file.data.len() as u64).saturating_sub(tally.total()));
        let mut told = Tally::default();
        if cx.part() && cx.charge(object.len()) {
            let place = file.place.child("", "object");
            let mut entity = Entity::new(place, Declared::default(), Vec::new(), file.depth.saturating_add(1));
            told.merge(&entity.push(native(&object), Ending::Whole, cx));
        } else {
            told.add(State::Skipped, 1);
        }
        tally.merge(&crate::content::coded::scale(&told, len));
    }
    let rest = (file.data.len() as u64).saturating_sub(tally.total());
    tally.add(if reader.prose.spent { State::Skipped } else { State::Inspected }, rest);
    tally
}

/// The data of an embedded object: behind a version, a kind, three names, and a length (MS-OLEDS §2.2.5).
fn native(object: &[u8]) -> &[u8] {
    let mut at = 8usize;
    for _ in 0..3 {
        at = at.saturating_add(4).saturating_add(super::u32_at(object, at) as usize);
    }
    let len = super::u32_at(object, at) as usize;
    let body = object.span(at.saturating_add(4), at.saturating_add(4).saturating_add(len));
    if body.is_empty() { object } else { body }
}

impl Reader {
    fn enter<'t>(&mut self, after: &'t [u8]) -> &'t [u8] {
        self.flush();
        self.starred = false;
        if self.groups.len() < NESTED {
            self.groups.push(self.group);
        } else {
            self.deeper += 1;
        }
        self.skip = 0;
        after
    }

    fn leave<'t>(&mut self, after: &'t [u8]) -> &'t [u8] {
        self.flush();
        (self.starred, self.skip) = (false, 0);
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(group) = self.groups.pop() {
            if self.group.hidden == Hidden::Object && group.hidden != Hidden::Object {
                self.end_object();
            }
            self.group = group;
        }
        after
    }

    fn end_object(&mut self) {
        let object = std::mem::take(&mut self.object);
        if !object.is_empty() {
            self.objects.push(object.as_chunks::<2>().0.iter().filter_map(|[a, b]| hex_pair(*a, *b)).collect());
        }
    }

    /// Characters that are none of control.
    fn plain(&mut self, text: &[u8]) {
        match self.group.hidden {
            Hidden::No => {}
            Hidden::Object => return self.object.extend(text.iter().filter(|byte| byte.is_ascii_hexdigit())),
            Hidden::Fonts | Hidden::Yes => return,
        }
        let pass = self.skip.min(text.len());
        self.skip -= pass;
        self.raw.extend(text.after(pass).iter().filter(|byte| !matches!(byte, b'\r' | b'\n')));
    }

    /// What follows a backslash.
    fn control<'t>(&mut self, rest: &'t [u8], cx: &mut Context<'_>) -> &'t [u8] {
        let letters = rest.upto(32).iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol(rest);
        }
        let word = rest.upto(letters);
        let tail = rest.after(letters);
        let minus = usize::from(tail.at(0) == b'-');
        let digits = tail.after(minus).upto(10).iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = std::str::from_utf8(tail.upto(minus + digits)).unwrap_or("");
        let number: Option<i32> = (digits > 0).then(|| text.parse().unwrap_or(0));
        let mut after = tail.after(if digits > 0 { minus + digits } else { 0 });
        if after.at(0) == b' ' {
            after = after.after(1);
        }
        if word == b"bin" {
            return after.after(usize::try_from(number.unwrap_or(0)).unwrap_or(0));
        }
        self.word(word, number, cx);
        after
    }

    fn symbol<'t>(&mut self, rest: &'t [u8]) -> &'t [u8] {
        match rest.at(0) {
            b'\'' => {
                if let Some(byte) = hex_pair(rest.at(1), rest.at(2)) {
                    if self.skip > 0 {
                        self.skip -= 1;
                    } else if self.group.hidden == Hidden::No {
                        self.raw.push(byte);
                    }
                }
                return rest.after(3);
            }
            b'*' => self.starred = true,
            byte @ (b'\\' | b'{' | b'}') => self.plain(&[byte]),
            b'~' => self.plain(b" "),
            b'_' => self.plain(b"-"),
            b'\r' | b'\n' => self.put('\n'),
            _ => {}
        }
        rest.after(1)
    }

    fn word(&mut self, word: &[u8], number: Option<i32>, cx: &mut Context<'_>) {
        let starred = std::mem::take(&mut self.starred);
        match word {
            b"u" => self.unicode(number.unwrap_or(0)),
            b"uc" => self.group.fallback = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            b"ansicpg" => self.base = code_page(number.unwrap_or(0).unsigned_abs()).unwrap_or(self.base),
            b"mac" => self.base = encoding_rs::MACINTOSH,
            b"fonttbl" => self.hide(Hidden::Fonts),
            b"f" if self.group.hidden == Hidden::Fonts => self.font = number.unwrap_or(0),
            b"fcharset" if self.group.hidden == Hidden::Fonts => {
                if let Some(encoding) = charset(number.unwrap_or(0)).filter(|_| self.fonts.len() < FONTS) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            b"f" | b"plain" => {
                self.flush();
                self.group.encoding = number.and_then(|font| self.fonts.get(&font).copied());
                self.group.struck &= word != b"plain";
            }
            b"deleted" => {
                self.flush();
                self.group.struck = number != Some(0);
            }
            b"objdata" => self.hide(Hidden::Object),
            b"fldinst" | b"annotation" | b"shptxt" | b"shpinst" | b"atnid" | b"atnauthor" | b"bkmkstart" if starred => {
            }
            b"colortbl" | b"stylesheet" | b"pict" | b"listtable" | b"listoverridetable" | b"themedata"
            | b"datastore" | b"nonshppict" | b"latentstyles" | b"rsidtbl" | b"generator" | b"revtbl" => {
                self.hide(Hidden::Yes);
            }
            _ if starred => self.hide(Hidden::Yes),
            _ if self.group.hidden == Hidden::No => self.layout(word, cx),
            _ => {}
        }
    }

    /// What separates text.
    fn layout(&mut self, word: &[u8], cx: &mut Context<'_>) {
        match word {
            b"par" | b"sect" | b"page" | b"line" => {
                if self.in_table {
                    return self.put(' ');
                }
                self.put('\n');
                self.say(cx);
                self.prose.end_table(cx);
            }
            b"tab" => self.put('\t'),
            b"trowd" | b"intbl" => self.in_table = true,
            b"pard" => self.in_table = false,
            b"cell" => {
                self.flush();
                let cell = std::mem::take(&mut self.line);
                self.prose.cell(&cell, cx);
            }
            b"row" => {
                self.prose.end_row(cx);
                self.in_table = false;
            }
            b"nestcell" | b"nestrow" | b"emspace" | b"enspace" => self.put(' '),
            b"endash" | b"emdash" => self.put('-'),
            b"lquote" | b"rquote" => self.put('\''),
            b"ldblquote" | b"rdblquote" => self.put('"'),
            _ => {}
        }
    }

    fn hide(&mut self, how: Hidden) {
        self.flush();
        if self.group.hidden == Hidden::No {
            self.group.hidden = how;
        }
    }

    /// A unit of UTF-16, written as a number with a sign; what programs without Unicode show follows.
    fn unicode(&mut self, number: i32) {
        if self.group.hidden != Hidden::No {
            return;
        }
        self.skip = self.group.fallback;
        let unit = number as u16;
        let units = [self.half.take(), Some(unit)];
        if matches!(unit, 0xd800..=0xdbff) {
            self.half = Some(unit);
            return;
        }
        let text: String = char::decode_utf16(units.into_iter().flatten()).map(|c| c.unwrap_or('\u{fffd}')).collect();
        self.flush();
        self.write(&text);
    }

    fn put(&mut self, c: char) {
        if self.group.hidden == Hidden::No {
            self.flush();
            self.write(c.encode_utf8(&mut [0; 4]));
        }
    }

    fn write(&mut self, text: &str) {
        if self.group.struck {
            return self.prose.strike(text, &self.line);
        }
        self.prose.keep();
        self.line.push_str(text);
    }

    /// Decodes the bytes that have come.
    fn flush(&mut self) {
        if !self.raw.is_empty() {
            let encoding = self.group.encoding.unwrap_or(self.base);
            let raw = std::mem::take(&mut self.raw);
            self.write(&encoding.decode_without_bom_handling(&raw).0);
            self.raw = raw;
            self.raw.clear();
        }
    }

    fn say(&mut self, cx: &mut Context<'_>) {
        self.flush();
        let line = std::mem::take(&mut self.line);
        self.prose.say(&line, cx);
    }
}

/// The encoding of a font's character set.
fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}
