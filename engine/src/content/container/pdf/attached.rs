//! Files inside a document (ISO 32000-1 §7.11.4): what is attached to it, such as the invoice in XML of Factur-X and `ZUGFeRD`,
//! and the parts of a form in XML (§12.7.8).

use super::super::collected::File;
use super::{Document, Value};
use crate::content::budget::{Context, Ending};
use crate::content::coded::scale;
use crate::content::entity::Entity;
use crate::content::media::Declared;
use crate::content::place::push_name;
use crate::coverage::State;
use crate::message::Charset;

/// Files that are looked for.
const FILES: usize = 4096;

impl Document<'_> {
    /// Unpacks them. A stream is one if something says so of it; its own type need not tell.
    pub(super) fn attached(&mut self, file: &File<'_>, cx: &mut Context<'_>) {
        let mut found = Vec::new();
        for (number, object) in &self.objects {
            let mut named = Vec::new();
            files(&object.value, &mut named);
            let room = FILES.saturating_sub(found.len());
            found.extend(named.into_iter().take(room).map(|(stream, name)| {
                let name = super::shown(&self.clear(*number, object, name)).unwrap_or_default().into_owned();
                (stream, name)
            }));
        }
        for (stream, name) in found {
            if self.read.contains(&stream) {
                continue;
            }
            let depth = file.depth.saturating_add(1);
            if !cx.depth(depth) || !cx.part() {
                self.account(stream, State::Skipped);
                continue;
            }
            let Some(data) = self.stream(stream, cx) else { continue };
            let mut printable = String::new();
            push_name(&mut printable, name.as_bytes(), Charset::Utf8);
            let declared = Declared::new(b"", name.as_bytes());
            let mut entity = Entity::new(file.place.child("file", &printable), declared, Vec::new(), depth);
            let told = entity.push(&data, Ending::Whole, cx);
            let len = self.len_of(stream);
            self.correct(len, &scale(&told, len));
        }
    }
}

/// The streams that a value names as files, and their names as they stand there.
fn files<'v>(value: &'v Value, found: &mut Vec<(u32, &'v [u8])>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| files(item, found)),
        Value::Dict(entries) => {
            let name = [b"UF".as_slice(), b"F"].into_iter().find_map(|key| match value.get(key) {
                Value::Text(name) => Some(&**name),
                _ => None,
            });
            if let Value::Dict(streams) = value.get(b"EF") {
                found.extend(streams.iter().filter_map(|(_, stream)| Some((number(stream)?, name.unwrap_or(&[])))));
            }
            if let Value::Array(parts) = value.get(b"XFA") {
                found.extend(parts.iter().filter_map(|part| Some((number(part)?, b"form.xml".as_slice()))));
            } else if let Some(form) = number(value.get(b"XFA")) {
                found.push((form, b"form.xml"));
            }
            for (_, item) in entries {
                files(item, found);
            }
        }
        _ => {}
    }
}

fn number(value: &Value) -> Option<u32> {
    if let Value::Ref(number) = value { Some(*number) } else { None }
}
