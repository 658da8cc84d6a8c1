//! A message under many codings at once: what does not depend on them is read once.

use super::coding::{Choice, Coding, Codings, Digits, Prefix};
use super::table::{self, Field, Kind, Size};
use super::wire::{Fault, Message, Value, Walk, begins, choice, written};

/// What a message is under some codings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) proof: u32,
    /// It has a number for its tracing, or a time.
    pub(super) traced: bool,
}

/// Reads a message under a coding. `whole`: nothing follows, so it has to end with the bytes.
pub(super) fn read(data: &[u8], coding: Codings, whole: bool) -> Option<Message<'_>> {
    let mut message = None;
    survey(data, coding, whole, &mut |codings, walk, values, told| {
        if let (Ok(()), Some(coding)) = (told, codings.first()) {
            message = Some(Message { mti: walk.mti, values: values.to_vec(), proof: walk.proof, coding });
        }
        false
    });
    message
}

/// Reads a message under many codings at once: what does not depend on them is read once. `told` hears what it is under
/// which; those that cannot read it are not told. It answers whether that is enough.
pub(super) fn readings(
    data: &[u8],
    codings: Codings,
    whole: bool,
    told: &mut dyn FnMut(Codings, Result<Reading, Fault>) -> bool,
) {
    survey(data, codings, whole, &mut |codings, walk, values, read| {
        let traced = values.iter().any(|value| matches!(value.number, 7 | 11));
        told(codings, read.map(|()| Reading { proof: walk.proof, traced }))
    });
}

/// What hears of a message's readings.
type Told<'t, 'a> = &'t mut dyn FnMut(Codings, &Walk<'a>, &[Value<'a>], Result<(), Fault>) -> bool;

fn survey<'a>(data: &'a [u8], codings: Codings, whole: bool, told: Told<'_, 'a>) {
    let alike = |some: Codings, _: &Coding| some.like_first([Choice::Digits, Choice::Chars, Choice::HexMap]);
    let mut search = Search { whole, values: Vec::new(), failed: Codings::NONE, enough: false, told };
    for (part, coding) in codings.parts(alike) {
        if !begins(data, coding) {
            continue;
        }
        let walk = Walk::new(data, coding);
        // The third bitmap follows the second, or stands where its number says (field 65).
        search.failed = Codings::NONE;
        search.message(walk, part, true);
        let failed = search.failed;
        if !failed.is_empty() {
            search.message(walk, failed, false);
        }
    }
}

/// A message read under some codings.
struct Search<'t, 'a> {
    whole: bool,
    /// Of the way that is followed.
    values: Vec<Value<'a>>,
    /// Codings that cannot read it, though they may if its third bitmap stands elsewhere.
    failed: Codings,
    enough: bool,
    told: Told<'t, 'a>,
}

impl<'a> Search<'_, 'a> {
    fn message(&mut self, mut walk: Walk<'a>, codings: Codings, third_behind: bool) {
        self.values.clear();
        match walk.head(third_behind) {
            Ok(()) => self.fields(walk, 1, codings),
            Err(fault) => self.end(&walk, codings, Err(fault)),
        }
    }

    /// Reads the fields behind `last`: together, until codings read one differently.
    fn fields(&mut self, mut walk: Walk<'a>, last: u8, codings: Codings) {
        let [version, ..] = walk.mti;
        let mut last = last;
        while let Some(number) = walk.next(last) {
            if number == 65 {
                if let Err(fault) = walk.third() {
                    return self.end(&walk, codings, Err(fault));
                }
                last = number;
                continue;
            }
            let Some(field) = table::field(version, number) else {
                return self.end(&walk, codings, Err(Fault::Other));
            };
            let mut parts = codings.parts(|some, coding| alike(some, coding, number, field));
            let Some((part, coding)) = parts.next() else { return };
            if part != codings {
                self.part(walk, last, (part, coding));
                return parts.for_each(|part| self.part(walk, last, part));
            }
            walk.coding = coding;
            match walk.value(number, field) {
                Ok(value) => self.values.push(value),
                Err(fault) => return self.end(&walk, codings, Err(fault)),
            }
            last = number;
        }
        let ends = !self.whole || walk.ends();
        self.end(&walk, codings, if ends { Ok(()) } else { Err(Fault::Other) });
    }

    fn part(&mut self, mut walk: Walk<'a>, last: u8, (part, coding): (Codings, &'static Coding)) {
        let values = self.values.len();
        walk.coding = coding;
        if !self.enough {
            self.fields(walk, last, part);
        }
        self.values.truncate(values);
    }

    fn end(&mut self, walk: &Walk<'a>, codings: Codings, told: Result<(), Fault>) {
        if told != Err(Fault::Other) {
            self.enough |= (self.told)(codings, walk, &self.values, told);
        } else if walk.may_be_elsewhere() {
            self.failed = self.failed.or(codings);
        }
    }
}

/// Of some codings, those that read a field as the first does.
fn alike(some: Codings, first: &Coding, number: u8, field: Field) -> Codings {
    let Field { kind, size } = field;
    let varies = matches!(size, Size::Var(..));
    let chars = match (kind, written(first, number, kind)) {
        (Kind::Amount | Kind::Text, _) => true,
        (Kind::Bytes, _) => first.hex_bytes,
        (Kind::Private, _) | (_, Digits::Packed) => false,
        _ => true,
    };
    let choices = [
        (choice(number, kind), true),
        (Some(Choice::Prefix), varies),
        (Some(Choice::HexBytes), kind == Kind::Bytes),
        (Some(Choice::Chars), chars || varies && first.prefix == Prefix::Chars),
    ];
    some.like_first(choices.into_iter().filter(|(_, depends)| *depends).filter_map(|(choice, _)| choice))
}
