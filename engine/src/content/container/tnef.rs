//! What Outlook wraps attachments in, `winmail.dat` (MS-OXTNEF §2.1): attributes behind one another, those of the message
//! first, then those of each attachment. Attached files are opened under their names; any other attribute is read as bytes.

use super::collected::{Collected, File};
use super::{Format, u16_at, u32_at};
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::{Place, push_name};
use crate::coverage::{State, Tally};
use crate::message::Charset;

/// The format.
pub(super) static FORMAT: Format = Format {
    name: "tnef",
    media: "application/ms-tnef",
    begins: |head| head.starts_with(b"\x78\x9f\x3e\x22") && matches!(head.at(6), 1 | 2),
    open: |place, depth, file| Collected::boxed(&place.child("tnef", ""), depth, file, read),
};

/// Bytes before the first attribute; before an attribute's data: level, number and type, length; behind it: a sum.
const SIGNATURE: usize = 6;
const HEAD: usize = 9;
const SUM: usize = 2;
/// Attributes (§2.1.3.3): an attachment begins; its name; its data.
const BEGINS: u16 = 0x9002;
const TITLE: u16 = 0x8010;
const DATA: u16 = 0x800f;

fn read(file: &File<'_>, cx: &mut Context<'_>) -> Tally {
    let mut tally = Tally::default();
    let (mut name, mut data) = (&[][..], &[][..]);
    let mut at = SIGNATURE;
    while matches!(file.data.at(at), 1 | 2) {
        let number = u16_at(file.data, at + 1);
        let start = at + HEAD;
        let body = file.data.span(start, start.saturating_add(u32_at(file.data, at + 5) as usize));
        at = start + body.len() + SUM;
        match number {
            // A name may follow its data.
            BEGINS => attached(file, (std::mem::take(&mut name), std::mem::take(&mut data)), cx, &mut tally),
            TITLE => name = body,
            DATA => data = body,
            _ => open(file, file.place.clone(), &[], body, cx, &mut tally),
        }
    }
    attached(file, (name, data), cx, &mut tally);
    let rest = file.data.len() as u64;
    let framing = rest.min(at as u64).saturating_sub(tally.total());
    tally.add(State::Inspected, framing);
    // What is no attribute.
    let rest = rest.saturating_sub(tally.total());
    tally.add(State::Undecodable, rest);
    tally
}

fn attached(file: &File<'_>, (name, data): (&[u8], &[u8]), cx: &mut Context<'_>, tally: &mut Tally) {
    let name = name.strip_suffix(b"\0").unwrap_or(name);
    let mut shown = String::new();
    push_name(&mut shown, name, Charset::Gb18030);
    open(file, file.place.child("file", &shown), shown.as_bytes(), data, cx, tally);
}

/// Unpacks what an attribute holds.
fn open(file: &File<'_>, place: Place, name: &[u8], data: &[u8], cx: &mut Context<'_>, tally: &mut Tally) {
    if data.is_empty() {
        return;
    }
    let depth = file.depth.saturating_add(1);
    if !cx.depth(depth) || !cx.part() {
        return tally.add(State::Skipped, data.len() as u64);
    }
    let mut entity = Entity::new(place, Declared::new(b"", name), Vec::new(), depth).filed();
    tally.merge(&entity.push(data, Ending::Whole, cx));
}
