//! Binary property lists (Apple's `bplist00`): told as JSON, so that values stand under their keys.
//!
//! A list is collected (see [`super::collected`]): its top stands at its end. Data of 16 bytes and more are unpacked as files. Lists in
//! XML are markup, and need no reader. What several keys share is told for each, as far as the message's budget goes.
//! Limit: 64 levels.

use super::Format;
use super::collected::{Collected, File};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::charset::Label;
use crate::content::coded::scale;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::scalar;
use std::io::Write as _;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "plist",
    media: "application/x-bplist",
    begins: |head| head.starts_with(b"bplist0"),
    open: |place, depth, file| Collected::boxed(&place.child("plist", ""), depth, file, read),
};

/// Lists in one another.
const NESTED: usize = 64;
/// Shortest data that are unpacked.
const DATA_BYTES: usize = 16;
/// From 1970-01-01 to 2001-01-01, in milliseconds.
const EPOCH: i64 = 978_307_200_000;

fn read(file: &File<'_>, cx: &mut Context<'_>) -> Tally {
    let mut tally = Tally::default();
    let total = file.data.len() as u64;
    let Some(mut list) = List::open(file.data.upto(file.sound)) else {
        if file.whole {
            cx.damaged("plist: its end makes no sense");
        }
        tally.add(State::Undecodable, total);
        return tally;
    };
    list.room = usize::try_from(cx.budget.room()).unwrap_or(usize::MAX);
    let top = list.top;
    list.value(top, 0);
    let paid = cx.charge(list.out.len());
    if paid {
        let mut stream = TextStream::new(file.place.clone(), Style::Json, Label::Utf8, file.depth);
        let _ = stream.push(&list.out, Ending::Whole, cx);
    }
    let mut told = Tally::default();
    for data in std::mem::take(&mut list.data) {
        if cx.part() && cx.charge(data.len()) {
            let depth = file.depth.saturating_add(1);
            let mut entity = Entity::new(file.place.child("", "data"), Declared::default(), Vec::new(), depth);
            told.merge(&entity.push(data, Ending::Whole, cx));
        } else {
            told.add(State::Skipped, data.len() as u64);
        }
    }
    if told.total() > 0 {
        tally.merge(&scale(&told, told.total().min(total)));
    }
    tally.add(if paid { State::Inspected } else { State::Skipped }, total.saturating_sub(tally.total()));
    tally
}

/// A list while it is told.
struct List<'a> {
    bytes: &'a [u8],
    /// Where the offsets of objects stand, how wide each is, and how wide a number of an object.
    offsets: &'a [u8],
    width: usize,
    reference: usize,
    top: usize,
    out: Vec<u8>,
    /// Most bytes that may be told.
    room: usize,
    data: Vec<&'a [u8]>,
}

/// A number of up to eight bytes, most significant first.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl<'a> List<'a> {
    /// Reads the trailer.
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let trailer = bytes.get(bytes.len().checked_sub(32)?..)?;
        let size = |at: usize| usize::try_from(number(trailer.span(at, at + 8))).ok();
        let (width, reference) = (usize::from(trailer.at(6)), usize::from(trailer.at(7)));
        let offsets = bytes.get(size(24)?..bytes.len() - 32)?.upto(size(8)?.checked_mul(width)?);
        let sound = (1..=8).contains(&width) && (1..=8).contains(&reference);
        sound.then_some(Self {
            bytes,
            offsets,
            width,
            reference,
            top: size(16)?,
            out: Vec::new(),
            room: 0,
            data: Vec::new(),
        })
    }

    /// What follows an object's mark, the mark, and its length.
    fn object(&self, object: usize) -> Option<(u8, usize, &'a [u8])> {
        let at = object.checked_mul(self.width)?;
        let offset = usize::try_from(number(self.offsets.get(at..at + self.width)?)).ok()?;
        let (mark, rest) = self.bytes.get(offset..)?.split_first()?;
        let low = usize::from(mark & 15);
        if low < 15 || *mark < 0x40 {
            return Some((*mark, low, rest));
        }
        let width = 1usize.checked_shl(u32::from(rest.at(0) & 15)).filter(|width| *width <= 8)?;
        let len = usize::try_from(number(rest.span(1, 1 + width))).ok()?;
        Some((*mark, len, rest.after(1 + width)))
    }

    /// Tells an object; one that makes no sense is `null`.
    fn value(&mut self, object: usize, depth: usize) {
        let known = self.object(object).filter(|_| depth < NESTED && self.out.len() <= self.room);
        let Some((mark, len, rest)) = known else {
            self.out.extend_from_slice(b"null");
            return;
        };
        match mark >> 4 {
            0 if mark == 8 || mark == 9 => drop(write!(self.out, "{}", mark == 9)),
            1 => {
                let width = 1 << len.min(4);
                // Eight bytes have a sign; sixteen hold what is too large for one.
                let value = number(rest.upto(width).tail(8));
                let _ = if width == 8 { write!(self.out, "{}", value as i64) } else { write!(self.out, "{value}") };
            }
            2 => self.real(real(len, rest)),
            3 => {
                let millis = (real(3, rest) * 1000.0) as i64;
                self.text(&scalar::timestamp(millis.saturating_add(EPOCH)));
            }
            4 => {
                let data = rest.upto(len);
                if data.len() >= DATA_BYTES && self.data.len() <= self.bytes.len() / DATA_BYTES {
                    self.data.push(data);
                }
                self.out.extend_from_slice(b"null");
            }
            5 => self.text(&String::from_utf8_lossy(rest.upto(len))),
            6 => self.text(&encoding_rs::UTF_16BE.decode_without_bom_handling(rest.upto(len.saturating_mul(2))).0),
            8 => drop(write!(self.out, "{}", number(rest.upto(len + 1)))),
            0xa | 0xc => self.list(rest, len, depth),
            0xd => self.dictionary(rest, len, depth),
            _ => self.out.extend_from_slice(b"null"),
        }
    }

    fn list(&mut self, rest: &[u8], len: usize, depth: usize) {
        self.out.push(b'[');
        for (at, item) in rest.chunks_exact(self.reference).take(len).enumerate() {
            if self.out.len() > self.room {
                break;
            }
            if at > 0 {
                self.out.push(b',');
            }
            self.value(number(item) as usize, depth + 1);
        }
        self.out.push(b']');
    }

    fn dictionary(&mut self, rest: &[u8], len: usize, depth: usize) {
        self.out.push(b'{');
        let values = rest.after(len.saturating_mul(self.reference));
        let pairs = rest.chunks_exact(self.reference).take(len).zip(values.chunks_exact(self.reference));
        for (at, (key, value)) in pairs.enumerate() {
            if self.out.len() > self.room {
                break;
            }
            if at > 0 {
                self.out.push(b',');
            }
            let key = self.object(number(key) as usize).map_or_else(String::new, |(mark, len, rest)| match mark >> 4 {
                5 => String::from_utf8_lossy(rest.upto(len)).into_owned(),
                6 => encoding_rs::UTF_16BE.decode_without_bom_handling(rest.upto(len.saturating_mul(2))).0.into_owned(),
                _ => String::new(),
            });
            self.text(&key);
            self.out.push(b':');
            self.value(number(value) as usize, depth + 1);
        }
        self.out.push(b'}');
    }

    fn real(&mut self, value: f64) {
        let _ = if value.is_finite() { write!(self.out, "{value}") } else { write!(self.out, "null") };
    }

    fn text(&mut self, text: &str) {
        let _ = serde_json::to_writer(&mut self.out, text);
    }
}

/// A number with a point, in four bytes or eight.
fn real(power: usize, rest: &[u8]) -> f64 {
    if power == 2 {
        f64::from(f32::from_bits(number(rest.upto(4)) as u32))
    } else {
        f64::from_bits(number(rest.upto(8)))
    }
}
