//! Presentations of `PowerPoint` 97 to 2003 (MS-PPT): the texts of slides, notes and comments, those of earlier states too.

use super::Document;
use crate::content::budget::{Context, Ending};
use crate::content::bytes::Bytes;
use crate::content::container::prose::Prose;
use crate::content::container::{u16_at, u32_at};

/// Records (§2.13.24).
const TEXT_CHARS: u16 = 0x0fa0;
const TEXT_BYTES: u16 = 0x0fa8;
const STRING: u16 = 0x0fba;
const CRYPT_SESSION: u16 = 0x2f14;

/// Reads the records of the main stream in their order; containers are walked into.
pub(super) fn read(bytes: &[u8], document: &mut Document<'_>, cx: &mut Context<'_>) {
    let mut prose = Prose::new(document.place.child("ppt", ""), document.depth);
    let mut rest = bytes;
    while rest.len() >= 8 {
        let (kind, len) = (u16_at(rest, 2), u32_at(rest, 4) as usize);
        if kind == CRYPT_SESSION {
            return document.lock("ppt", bytes.len(), cx);
        }
        let container = rest.at(0) & 0xf == 0xf;
        let body = rest.span(8, len.saturating_add(8));
        match kind {
            TEXT_CHARS | STRING if !container => {
                say(&mut prose, &encoding_rs::UTF_16LE.decode_without_bom_handling(body).0, cx);
            }
            // The low bytes of UTF-16.
            TEXT_BYTES => say(&mut prose, &body.iter().map(|byte| char::from(*byte)).collect::<String>(), cx),
            _ => {}
        }
        rest = rest.after(if container { 8 } else { len.saturating_add(8) });
    }
    prose.finish(Ending::Whole, cx);
    document.told(bytes.len(), prose.spent);
}

fn say(prose: &mut Prose, text: &str, cx: &mut Context<'_>) {
    prose.say(&text.replace(['\r', '\u{b}'], "\n"), cx);
    prose.say("\n", cx);
}
