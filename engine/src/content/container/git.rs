//! What Git transfers: packs of objects, alone or between the lines of its protocol.
//!
//! Objects are inflated one after the other ("pack-*.pack files have the following format" in gitformat-pack(5)); of one that is
//! kept as a delta, what it adds is read. Lines ("pkt-line" in gitprotocol-common(5)) are read as text, those of the side band
//! carry the pack in pieces (gitprotocol-pack(5)). Limits: objects beyond the parts of a message are `skipped` (`parts_limit`).

use super::{Container, Format, carried, stepped};
use crate::content::blob::Blob;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::{Bytes, hex_pair};
use crate::content::charset::Label;
use crate::content::coded::Coded;
use crate::content::decode::Decoder;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::Place;
use crate::content::stream::{Style, TextStream};
use crate::coverage::{State, Tally};
use crate::message::Coding;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "git",
    media: "application/x-git",
    begins: |head| begins_pack(head) || begins_lines(head),
    open: |place, depth, _| Box::new(Git::new(place, depth)),
};

/// What a pack begins with.
const PACK: &[u8] = b"PACK";
/// That, a version, and the number of objects.
const PACK_HEAD: usize = 12;
/// Longest head of an object: type and size, and the offset or the name of the object that a delta is of.
const OBJECT_HEAD: usize = 10 + 20;
/// Length of a line, in four hexadecimal digits, which it counts.
const LENGTH: usize = 4;
/// The band of a pack; others are for people.
const PACK_BAND: u8 = 1;

fn begins_pack(head: &[u8]) -> bool {
    head.starts_with(PACK) && head.span(4, 7) == [0; 3] && matches!(head.at(7), 2 | 3)
}

/// A first line that only this protocol has.
fn begins_lines(head: &[u8]) -> bool {
    const WORDS: [&[u8]; 12] = [
        b"git-upload-pack ",
        b"git-receive-pack ",
        b"# service=git-",
        b"version 1\n",
        b"version 2\n",
        b"command=",
        b"packfile\n",
        b"acknowledgments\n",
        b"want ",
        b"NAK\n",
        b"ACK ",
        b"unpack ",
    ];
    let Some(len) = line_length(head).filter(|len| *len > LENGTH) else { return false };
    let line = head.span(LENGTH, len);
    let name = line.upto(40).iter().all(u8::is_ascii_hexdigit) && line.len() > 41 && line.at(40) == b' ';
    name || WORDS.iter().any(|word| line.starts_with(word))
}

/// The length that a line begins with.
fn line_length(head: &[u8]) -> Option<usize> {
    let [a, b, c, d, ..] = head else { return None };
    Some(usize::from(hex_pair(*a, *b)?) << 8 | usize::from(hex_pair(*c, *d)?))
}

enum Stage {
    /// At a line, or at a pack behind lines.
    Line,
    /// So much of a line is still to come; of which band, once that is known.
    Within(usize, Option<Band>),
    /// In a pack that ends where the bytes do.
    Pack,
    /// Where no line is.
    Lost(Box<Blob>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Band {
    Pack,
    Text,
}

struct Git {
    place: Place,
    depth: u8,
    stage: Stage,
    carry: Vec<u8>,
    text: TextStream,
    pack: Pack,
}

impl Container for Git {
    fn push(&mut self, data: &[u8], end: Ending, cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| stepped(bytes, |rest| self.step(rest, end, cx, &mut tally)));
        if end.is_last() {
            let carry = std::mem::take(&mut self.carry);
            tally.merge(&self.text.push(&carry, end, cx));
            tally.merge(&self.pack.finish(end, cx));
            if let Stage::Lost(blob) = &mut self.stage {
                tally.merge(&blob.push(&[], end, cx));
            }
        }
        tally
    }

    /// Where the next line or object begins, nobody can tell.
    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let carry = std::mem::take(&mut self.carry);
        let mut tally = self.text.push(&carry, Ending::More, cx);
        tally.merge(&self.text.gap(cx));
        tally.merge(&self.pack.gap(cx));
        self.lose();
        tally
    }

    fn held(&self) -> usize {
        let lost = if let Stage::Lost(blob) = &self.stage { blob.held() } else { 0 };
        lost + if let Reading::Data(object) = &self.pack.state { object.held() } else { 0 }
    }
}

impl Git {
    fn new(place: &Place, depth: u8) -> Self {
        let place = place.child("git", "");
        let text = TextStream::new(place.clone(), Style::Plain, Label::None, depth);
        let pack = Pack::new(place.clone(), depth.saturating_add(1));
        Self { place, depth, stage: Stage::Line, carry: Vec::new(), text, pack }
    }

    fn lose(&mut self) {
        self.stage = Stage::Lost(Box::new(Blob::new(&self.place, self.depth)));
    }

    /// What the next bytes are, and how many; `None` if more are needed.
    fn step(&mut self, rest: &[u8], end: Ending, cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        match &mut self.stage {
            Stage::Line => {
                if rest.len() < LENGTH && !end.is_last() {
                    return None;
                }
                if rest.starts_with(PACK) {
                    self.stage = Stage::Pack;
                    return self.step(rest, end, cx, tally);
                }
                match line_length(rest) {
                    // A flush, a delimiter, the end of a response.
                    Some(0..LENGTH) => {}
                    Some(len) => self.stage = Stage::Within(len - LENGTH, None),
                    None => {
                        self.lose();
                        return self.step(rest, end, cx, tally);
                    }
                }
                tally.add(State::Inspected, LENGTH as u64);
                Some(LENGTH)
            }
            Stage::Within(0, _) => {
                self.stage = Stage::Line;
                self.step(rest, end, cx, tally)
            }
            Stage::Within(left, band @ None) => {
                let first = rest.at(0);
                *band = Some(if first == PACK_BAND { Band::Pack } else { Band::Text });
                if (1..=3).contains(&first) {
                    *left -= 1;
                    tally.add(State::Inspected, 1);
                    return Some(1);
                }
                self.step(rest, end, cx, tally)
            }
            Stage::Within(left, Some(band)) => {
                let piece = rest.upto(*left);
                *left -= piece.len();
                tally.merge(&match band {
                    Band::Pack => self.pack.push(piece, cx),
                    Band::Text => self.text.push(piece, Ending::More, cx),
                });
                Some(piece.len())
            }
            Stage::Pack => {
                tally.merge(&self.pack.push(rest, cx));
                Some(rest.len())
            }
            Stage::Lost(blob) => {
                tally.merge(&blob.push(rest, Ending::More, cx));
                Some(rest.len())
            }
        }
    }
}

/// A pack that is read.
struct Pack {
    place: Place,
    depth: u8,
    state: Reading,
    carry: Vec<u8>,
    /// Objects that are still to come.
    left: u32,
}

enum Reading {
    Head,
    /// At an object, or at the digest behind the last one.
    Object,
    Data(Box<Coded>),
    /// What is left is in this state.
    Over(State),
}

impl Pack {
    fn new(place: Place, depth: u8) -> Self {
        Self { place, depth, state: Reading::Head, carry: Vec::new(), left: 0 }
    }

    fn push(&mut self, data: &[u8], cx: &mut Context<'_>) -> Tally {
        let mut tally = Tally::default();
        let held = std::mem::take(&mut self.carry);
        self.carry = carried(held, data, |bytes| stepped(bytes, |rest| self.step(rest, cx, &mut tally)));
        tally
    }

    /// Nothing follows.
    fn finish(&mut self, end: Ending, cx: &mut Context<'_>) -> Tally {
        let carry = std::mem::take(&mut self.carry);
        let mut tally = Tally::default();
        match std::mem::replace(&mut self.state, Reading::Over(State::Undecodable)) {
            Reading::Data(mut coded) => {
                if end == Ending::Whole {
                    cx.damaged("git: a pack ends inside an object");
                }
                tally.merge(&coded.push(&[], Ending::Cut, cx).0);
            }
            Reading::Head | Reading::Object | Reading::Over(_) => tally.add(State::Undecodable, carry.len() as u64),
        }
        tally
    }

    fn gap(&mut self, cx: &mut Context<'_>) -> Tally {
        let tally = self.finish(Ending::Cut, cx);
        self.state = Reading::Over(State::Undecodable);
        tally
    }

    /// What the next bytes are, and how many; `None` if more are needed.
    fn step(&mut self, rest: &[u8], cx: &mut Context<'_>, tally: &mut Tally) -> Option<usize> {
        match &mut self.state {
            Reading::Head => {
                let head = rest.get(..PACK_HEAD)?;
                self.left = u32::from_be_bytes(super::array(head, 8));
                self.state = if begins_pack(head) { Reading::Object } else { Reading::Over(State::Undecodable) };
                tally.add(State::Inspected, PACK_HEAD as u64);
                Some(PACK_HEAD)
            }
            Reading::Object if self.left == 0 => {
                // The digest of all that, and nothing.
                self.state = Reading::Over(State::Inspected);
                Some(0)
            }
            Reading::Object => {
                let Some((kind, len)) = object_head(rest) else {
                    if rest.len() >= OBJECT_HEAD {
                        self.state = Reading::Over(cx.damaged("git: no object of a pack begins here"));
                        return Some(0);
                    }
                    return None;
                };
                self.left -= 1;
                tally.add(State::Inspected, len as u64);
                self.state = match self.open(kind, cx) {
                    Some(coded) => Reading::Data(Box::new(coded)),
                    None => Reading::Over(State::Skipped),
                };
                Some(len)
            }
            Reading::Data(coded) => {
                let (told, over) = coded.push(rest, Ending::More, cx);
                tally.merge(&told);
                let never = || cx.damaged("git: an object is damaged from its start");
                let Some((used, state)) = over.ended(rest.len(), never) else { return Some(rest.len()) };
                self.state = if state == State::Inspected { Reading::Object } else { Reading::Over(state) };
                Some(used)
            }
            Reading::Over(state) => {
                tally.add(*state, rest.len() as u64);
                Some(rest.len())
            }
        }
    }

    /// An object's content, if one more may be opened.
    fn open(&self, kind: &str, cx: &mut Context<'_>) -> Option<Coded> {
        if !cx.depth(self.depth) || !cx.part() {
            return None;
        }
        let entity = Entity::new(self.place.child(kind, ""), Declared::default(), Vec::new(), self.depth);
        Some(Coded::new(Decoder::for_coding(Coding::Deflate)?, entity).member())
    }
}

/// The type of the object that begins here, and the length of its head; `None` for no object, or too little of one.
fn object_head(head: &[u8]) -> Option<(&'static str, usize)> {
    let kind = (head.first()? >> 4) & 7;
    let end = |from: usize| head.span(from, from + 10).iter().position(|byte| byte & 0x80 == 0).map(|at| from + at + 1);
    let sized = end(0)?;
    Some(match kind {
        1 => ("commit", sized),
        2 => ("tree", sized),
        3 => ("blob", sized),
        4 => ("tag", sized),
        6 => ("delta", end(sized)?),
        7 => ("delta", head.get(..sized + 20)?.len()),
        _ => return None,
    })
}
