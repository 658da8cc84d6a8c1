//! An open message: what its body held so far, and how far it was judged.

use crate::content::{self, Unpacker};
use crate::message::{About, HttpInfo, MessageHead};
use crate::stream::Spot;
use std::borrow::Cow;
use std::sync::Arc;

/// Buffers larger than this are not kept for reuse.
const KEEP: usize = 256 << 10;

/// A message whose end was not seen yet.
#[derive(Default)]
pub(super) struct OpenMessage {
    pub head: MessageHead,
    /// Body bytes not yet unpacked; never more than a part.
    pub buffer: Vec<u8>,
    /// Present once a part was unpacked.
    pub unpacker: Option<Unpacker>,
    /// Its number in its direction, from 0.
    pub number: u32,
    /// How often it was looked at.
    pub looks: u32,
    /// Number of the next part.
    pub part: u32,
    /// Capture time when the part in `buffer` began, ns.
    pub part_ns: i64,
    /// The earliest packet that carried some of it.
    pub since: Spot,
    /// Offset of the message in its direction's stream.
    pub offset: u64,
    /// Bytes are missing before its first ones.
    pub resumed: bool,
    /// Its buffer holds text that the parser made; the bytes behind it are accounted already.
    pub derived: bool,
    /// HTTP facts as findings show them, made when the first finding needs them.
    pub shown: Option<Arc<HttpInfo>>,
}

impl OpenMessage {
    /// Empties it; false if its memory is not worth keeping.
    pub fn recycle(&mut self) -> bool {
        self.head = MessageHead::default();
        self.buffer.clear();
        self.unpacker = None;
        self.part = 0;
        self.looks = 0;
        self.shown = None;
        self.derived = false;
        self.resumed = false;
        self.buffer.capacity() <= KEEP
    }

    /// Makes room for `more` bytes of the body: at most four times what came so far, for what the head promises is a hint,
    /// and a body that never comes must not cost its length. A part holds at most `part_bytes`.
    pub fn make_room(&mut self, more: usize, part_bytes: usize) {
        let needed = self.buffer.len().saturating_add(more);
        if needed > self.buffer.capacity()
            && let Some(length) = self.head.hints.length
        {
            let promised = usize::try_from(length).unwrap_or(usize::MAX).min(part_bytes);
            let room = promised.min(needed.saturating_mul(4)).max(needed);
            self.buffer.reserve_exact(room - self.buffer.len());
        }
    }

    /// Place of the body: `http.request` → `http.request.body`, a file with its name, what goes through a queue with
    /// its topic, the rest as they are.
    pub fn body_place(&self) -> Cow<'static, str> {
        let place = match self.head.place {
            "http.request" => "http.request.body",
            "http.response" => "http.response.body",
            "rtsp.request" => "rtsp.request.body",
            "rtsp.response" => "rtsp.response.body",
            "sip.request" => "sip.request.body",
            "sip.response" => "sip.response.body",
            place => place,
        };
        let name = &self.head.hints.filename;
        if place.strip_suffix(".file").is_some() && !name.is_empty() {
            return content::named_place(place, name).into();
        }
        if let About::Db(facts) = &self.head.about
            && facts.topic
            && !facts.table.is_empty()
        {
            return content::named_place(place, facts.table.as_bytes()).into();
        }
        place.into()
    }

    /// Bytes held.
    pub fn memory(&self) -> usize {
        let unpacker = self.unpacker.as_ref().map_or(0, |unpacker| (64 << 10) + unpacker.held());
        size_of::<Self>() + self.buffer.capacity() + unpacker
    }
}
