//! What FETCH told of the parts of mails, so that a part that is fetched by its number has its name and encoding.

use super::list::{Part, Value, parts_of};
use crate::message::{Coding, ContentHints};
use crate::proto::http::target::file_of_disposition;
use std::collections::VecDeque;

/// Mails of a session whose structure is known; the oldest is forgotten for the next.
const MAILS: usize = 64;

/// The structures of a session's mails, by sequence number.
#[derive(Debug, Default)]
pub(super) struct Structures(VecDeque<(u32, Vec<Part>)>);

impl Structures {
    /// Remembers what a BODYSTRUCTURE said of a mail.
    pub(super) fn learn(&mut self, mail: u32, structure: &Value) {
        self.0.retain(|(known, _)| *known != mail);
        if self.0.len() >= MAILS {
            self.0.pop_front();
        }
        self.0.push_back((mail, parts_of(structure)));
    }

    /// Sequence numbers changed their meaning.
    pub(super) fn forget(&mut self) {
        self.0.clear();
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let part = |part: &Part| {
            size_of::<Part>() + part.content_type.len() + part.disposition.len() + part.encoding.len() + 16
        };
        self.0.iter().map(|(_, parts)| parts.iter().map(part).sum::<usize>()).sum()
    }

    /// What is known of the content of a part; `decoded`: its transfer encoding was taken off (BINARY, RFC 3516).
    pub(super) fn hints(&self, mail: u32, section: &[u8], decoded: bool) -> Option<ContentHints> {
        let (_, parts) = self.0.iter().find(|(known, _)| *known == mail)?;
        let part = parts.iter().find(|part| part.section.as_bytes() == section)?;
        let coding = match part.encoding.as_slice() {
            b"base64" if !decoded => Some(Coding::Base64),
            b"quoted-printable" if !decoded => Some(Coding::Quoted),
            _ => None,
        };
        let mut filename = file_of_disposition(&part.disposition);
        if filename.is_empty() {
            // Older mailers name a file in its type only.
            filename = file_of_disposition(&rename(&part.content_type));
        }
        let content_type = part.content_type.clone();
        Some(ContentHints { content_type, codings: coding.into_iter().collect(), filename, ..ContentHints::default() })
    }
}

/// The parameter `name` of a type as a disposition's `filename`.
fn rename(content_type: &[u8]) -> Vec<u8> {
    let Some(at) = memchr::memmem::find(&content_type.to_ascii_lowercase(), b"; name") else { return Vec::new() };
    [b"attachment; file", content_type.get(at + 2..).unwrap_or_default()].concat()
}
