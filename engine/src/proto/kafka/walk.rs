//! The way through a Produce request or Fetch response: topics, partitions, sets of records, each as it comes. A frame may
//! be as long as 100 MiB; nothing of it is held but a record or a compressed batch.

use super::super::step::Step;
use super::metadata::Topics;
use super::records::{self, BATCH_HEAD, Front, Message, Sink, codec};
use super::wire::Cursor;
use crate::message::{Coding, MessageEnd, Outlet};
use crate::proto::values;

/// Longest compressed batch that is held to be unpacked; longer ones flow through as bodies of that coding.
const HELD: u64 = 1 << 20;
/// Memory kept between batches.
const KEPT: usize = 64 << 10;

/// Where a frame stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// At its head, before the topics.
    #[default]
    Head,
    Topic,
    Partition,
    /// Before the tagged fields of a partition, a topic, the frame.
    PartitionEnd,
    TopicEnd,
    FrameEnd,
    /// Before a batch, or a message of the older sets.
    Batch,
    /// Before a record of a batch that is not compressed.
    Record,
    /// Before the headers of a record whose value flowed through.
    Headers(u64),
    /// In a compressed batch, or set, which is held.
    Packed(u64, Coding, bool),
    /// In bytes that flow through, so many before their end; then come so many bytes of headers.
    Flow(u64, u64),
}

/// Sizes that decide what is read whole, in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes {
    /// A record, batch or frame up to this size.
    pub whole: usize,
    /// Longest head of anything.
    pub unit: usize,
}

/// A frame on its way.
#[derive(Debug, Default)]
pub(super) struct Walk {
    stage: Stage,
    /// Bytes left of the frame, of the set of records, of the batch.
    left: u64,
    set: u64,
    batch: u64,
    topics: u32,
    partitions: u32,
    version: i16,
    fetch: bool,
    flexible: bool,
    hold: Vec<u8>,
    /// A message was begun and not ended.
    open: bool,
    pub(super) sink: Sink,
}

/// What of a frame's head matters to others.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Noted {
    /// The producer wants no reply.
    pub silent: bool,
}

impl Walk {
    /// A frame begins that has so many bytes left; it is a Fetch response, or a Produce request.
    pub(super) fn begin(&mut self, left: u64, version: i16, fetch: bool) {
        let flexible = version >= if fetch { 12 } else { 9 };
        (self.stage, self.left, self.set, self.batch) = (Stage::Head, left, 0, 0);
        (self.version, self.fetch, self.flexible) = (version, fetch, flexible);
    }

    /// A frame of which nothing is known begins: it flows through.
    pub(super) fn begin_raw(&mut self, left: u64) {
        (self.left, self.set, self.batch) = (left, 0, 0);
        self.stage = Stage::Flow(left, 0);
    }

    /// True if the frame has bytes left.
    pub(super) const fn is_under_way(&self) -> bool {
        self.left > 0
    }

    /// Ends what is open.
    pub(super) fn end(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        self.sink.flush(out);
        if std::mem::take(&mut self.open) {
            out.end(self.sink.target.dir, end);
        }
        self.hold.clear();
        self.hold.shrink_to(KEPT);
    }

    /// Bytes of the frame are missing, of which `waiting` were shown before. False if its end is among them.
    pub(super) fn gap(&mut self, len: u64, waiting: u64, out: &mut dyn Outlet) -> bool {
        let missing = len.saturating_add(waiting);
        if missing > self.left {
            self.end(MessageEnd::Cut, out);
            self.left = 0;
            return false;
        }
        if let Stage::Flow(left, headers) = self.stage
            && waiting == 0
            && len < left
            && self.open
        {
            out.body_gap(self.sink.target.dir, len);
            self.stage = Stage::Flow(left - len, headers);
            self.pass(len);
            return true;
        }
        self.end(MessageEnd::Cut, out);
        let in_set = self.set > 0 && missing <= self.set;
        self.pass(missing);
        if !in_set {
            (self.set, self.batch) = (0, 0);
        }
        self.batch = 0;
        match if in_set { self.set } else { self.left } {
            0 if in_set => self.after_set(out),
            0 => self.settle(out),
            left => self.stage = Stage::Flow(left, 0),
        }
        true
    }

    fn pass(&mut self, len: u64) {
        self.left = self.left.saturating_sub(len);
        self.set = self.set.saturating_sub(len);
        self.batch = self.batch.saturating_sub(len);
    }

    /// One step through `data`, which is not empty.
    pub(super) fn step(
        &mut self,
        data: &[u8],
        sizes: Sizes,
        topics: &Topics,
        noted: &mut Noted,
        out: &mut dyn Outlet,
    ) -> Step {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let data = data.get(..left.min(data.len())).unwrap_or(data);
        match self.stage {
            Stage::Flow(left, headers) => return self.flow(data, left, headers, out),
            Stage::Packed(left, coding, old) => return self.packed(data, left, coding, old, sizes, out),
            _ => {}
        }
        let shown = data.get(..sizes.unit.min(data.len())).unwrap_or(data);
        let taken = match self.stage {
            Stage::Head => self.head(shown, noted),
            Stage::Topic => self.topic(shown, topics, out),
            Stage::Partition => self.partition(shown, out),
            Stage::PartitionEnd | Stage::TopicEnd | Stage::FrameEnd => self.tags(shown),
            Stage::Batch => self.front(shown, sizes, out),
            Stage::Record => self.record(shown, sizes, out),
            Stage::Headers(len) => self.headers(shown, len, sizes, out),
            Stage::Packed(..) | Stage::Flow(..) => None,
        };
        if let Some(len) = taken {
            // The stage that follows is known; these bytes led to it.
            out.framing(self.sink.target.dir, len);
            self.left = self.left.saturating_sub(len as u64);
            self.settle(out);
            return Step::Took(len);
        }
        if (shown.len() as u64) < (sizes.unit as u64).min(self.left) {
            return Step::More;
        }
        self.stage = Stage::Flow(self.left, 0);
        (self.set, self.batch) = (0, 0);
        Step::Took(0)
    }

    /// At the end of the frame everything is handed over.
    fn settle(&mut self, out: &mut dyn Outlet) {
        if self.left == 0 {
            self.end(MessageEnd::Complete, out);
        }
    }

    fn head(&mut self, data: &[u8], noted: &mut Noted) -> Option<usize> {
        let mut cursor = Cursor::new(data, self.flexible);
        cursor.tags()?;
        let mut acks = 1;
        if self.fetch {
            cursor.take(if self.version >= 1 { 4 } else { 0 })?;
            cursor.take(if self.version >= 7 { 6 } else { 0 })?;
        } else {
            if self.version >= 3 {
                cursor.string()?;
            }
            acks = cursor.i16()?;
            cursor.i32()?;
        }
        self.topics = cursor.count()?;
        // Said once: a head that is cut is read again.
        noted.silent = acks == 0;
        self.stage = if self.topics > 0 { Stage::Topic } else { Stage::FrameEnd };
        Some(cursor.at())
    }

    fn topic(&mut self, data: &[u8], topics: &Topics, out: &mut dyn Outlet) -> Option<usize> {
        const BY_ID: i16 = 13;
        let mut cursor = Cursor::new(data, self.flexible);
        let known;
        let name = if self.version >= BY_ID {
            known = topics.name(cursor.take(16)?.first_chunk::<16>()?);
            &known
        } else {
            cursor.string()?
        };
        self.partitions = cursor.count()?;
        self.sink.topic(name, out);
        match self.partitions {
            0 => self.after_partitions(),
            _ => self.stage = Stage::Partition,
        }
        Some(cursor.at())
    }

    fn partition(&mut self, data: &[u8], out: &mut dyn Outlet) -> Option<usize> {
        let mut cursor = Cursor::new(data, self.flexible);
        cursor.i32()?;
        if self.fetch {
            // Error, high watermark, last stable offset, start of the log.
            cursor.take(2 + 8)?;
            cursor.take(if self.version >= 4 { 8 } else { 0 })?;
            cursor.take(if self.version >= 5 { 8 } else { 0 })?;
            let aborted = if self.version >= 4 { cursor.count()? } else { 0 };
            if self.flexible {
                for _ in 0..aborted {
                    cursor.take(16)?;
                    cursor.tags()?;
                }
            } else {
                cursor.take((aborted as usize).checked_mul(16)?)?;
            }
            cursor.take(if self.version >= 11 { 4 } else { 0 })?;
        }
        let set = u64::from(cursor.count()?);
        if set > self.left.saturating_sub(cursor.at() as u64) {
            return None;
        }
        self.set = set;
        if set > 0 {
            self.stage = Stage::Batch;
        } else {
            self.after_set(out);
        }
        Some(cursor.at())
    }

    fn tags(&mut self, data: &[u8]) -> Option<usize> {
        let mut cursor = Cursor::new(data, self.flexible);
        cursor.tags()?;
        match self.stage {
            Stage::PartitionEnd => self.after_partition(),
            Stage::TopicEnd => self.after_topic(),
            // Whatever a later version adds behind the end.
            _ => self.stage = Stage::Flow(self.left.saturating_sub(cursor.at() as u64), 0),
        }
        Some(cursor.at())
    }

    fn after_set(&mut self, out: &mut dyn Outlet) {
        if self.flexible {
            self.stage = Stage::PartitionEnd;
        } else {
            self.after_partition();
        }
        self.settle(out);
    }

    fn after_partition(&mut self) {
        self.partitions = self.partitions.saturating_sub(1);
        match self.partitions {
            0 => self.after_partitions(),
            _ => self.stage = Stage::Partition,
        }
    }

    fn after_partitions(&mut self) {
        if self.flexible {
            self.stage = Stage::TopicEnd;
        } else {
            self.after_topic();
        }
    }

    fn after_topic(&mut self) {
        self.topics = self.topics.saturating_sub(1);
        self.stage = if self.topics > 0 { Stage::Topic } else { Stage::FrameEnd };
    }

    /// Behind a record, a batch, or what flowed through.
    fn next(&mut self, out: &mut dyn Outlet) {
        match (self.batch, self.set) {
            (1.., _) => self.stage = Stage::Record,
            (0, 1..) => self.stage = Stage::Batch,
            (0, 0) => self.after_set(out),
        }
    }

    /// Bytes of a set were taken as framing, or are about to be.
    fn within(&mut self, len: usize) {
        self.set = self.set.saturating_sub(len as u64);
        self.batch = self.batch.saturating_sub(len as u64);
    }

    fn front(&mut self, data: &[u8], sizes: Sizes, out: &mut dyn Outlet) -> Option<usize> {
        let needed = usize::try_from(self.set).unwrap_or(usize::MAX).min(BATCH_HEAD);
        let head = data.get(..needed)?;
        match records::front(head) {
            Some(Front::Batch(len, attributes)) if needed as u64 + u64::from(len) <= self.set => {
                self.within(needed);
                self.batch = u64::from(len);
                match codec(attributes) {
                    _ if len == 0 => self.next(out),
                    None => self.stage = Stage::Record,
                    Some(coding) => self.unpack(u64::from(len), coding, false, out),
                }
                Some(needed)
            }
            Some(Front::Message(len)) if u64::from(len) <= self.set => self.message(data, u64::from(len), sizes, out),
            // A batch that the set's end cuts, or none at all.
            _ => {
                self.stage = Stage::Flow(self.set, 0);
                Some(0)
            }
        }
    }

    /// A message of an older set.
    fn message(&mut self, data: &[u8], len: u64, sizes: Sizes, out: &mut dyn Outlet) -> Option<usize> {
        const BEFORE: usize = 12;
        if len <= sizes.whole as u64 {
            let message = data.get(BEFORE..len as usize)?;
            match Message::read(message) {
                Some(message) => self.sink.message(&message, 0, out),
                None => values::message(&self.sink.target, b"", b"", message, out),
            }
            self.within(len as usize);
            self.next(out);
            return Some(len as usize);
        }
        let read = || {
            let (mut cursor, attributes) = Message::head(data.get(BEFORE..)?)?;
            let key = cursor.block()?;
            let value = u64::try_from(cursor.i32()?).ok()?;
            Some((BEFORE + cursor.at(), attributes, key, value))
        };
        let Some((at, attributes, key, value)) = read() else {
            if (data.len() as u64) < (sizes.unit as u64).min(len) {
                return None;
            }
            self.stage = Stage::Flow(len, 0);
            return Some(0);
        };
        if at as u64 + value != len {
            self.stage = Stage::Flow(len, 0);
            return Some(0);
        }
        self.sink.put(b"key", key, out);
        self.within(at);
        match codec(attributes) {
            None => self.open(value, 0, None, out),
            Some(coding) => self.unpack(value, coding, true, out),
        }
        Some(at)
    }

    /// A record of a batch that is not compressed.
    fn record(&mut self, data: &[u8], sizes: Sizes, out: &mut dyn Outlet) -> Option<usize> {
        let data = data.get(..usize::try_from(self.batch).unwrap_or(usize::MAX).min(data.len())).unwrap_or(data);
        let mut cursor = Cursor::new(data, true);
        let len = cursor.varint().map(u64::try_from);
        let before = cursor.at() as u64;
        let fits = |len: &u64| before + len <= self.batch;
        let len = match len {
            Some(Ok(len)) if fits(&len) => len,
            None if (data.len() as u64) < self.batch.min(10) => return None,
            _ => return Some(self.give_up_batch()),
        };
        if len <= sizes.whole as u64 {
            let record = cursor.take(len as usize)?;
            if !self.sink.record(record, out) {
                values::message(&self.sink.target, b"", b"", record, out);
            }
            self.within(cursor.at());
            self.next(out);
            return Some(cursor.at());
        }
        let mut read = || {
            cursor.take(1)?;
            cursor.varint()?;
            cursor.varint()?;
            Some((cursor.field()?, cursor.varint()?))
        };
        let Some((key, value)) = read() else {
            if (data.len() as u64) < (sizes.unit as u64).min(self.batch) {
                return None;
            }
            return Some(self.give_up_batch());
        };
        let left = (before + len).saturating_sub(cursor.at() as u64);
        let value = u64::try_from(value).unwrap_or(0);
        if value == 0 || value > left {
            return Some(self.give_up_batch());
        }
        self.sink.put(b"key", key, out);
        self.within(cursor.at());
        self.open(value, left - value, None, out);
        Some(cursor.at())
    }

    /// What is left of the batch is no records: it flows through.
    fn give_up_batch(&mut self) -> usize {
        self.stage = Stage::Flow(self.batch, 0);
        0
    }

    fn headers(&mut self, data: &[u8], len: u64, sizes: Sizes, out: &mut dyn Outlet) -> Option<usize> {
        if len > sizes.whole as u64 {
            self.stage = Stage::Flow(len, 0);
            return Some(0);
        }
        let headers = data.get(..len as usize)?;
        if !self.sink.headers(headers, out) {
            values::message(&self.sink.target, b"", b"", headers, out);
        }
        self.within(headers.len());
        self.next(out);
        Some(headers.len())
    }

    /// A compressed batch or set begins.
    fn unpack(&mut self, len: u64, coding: Coding, old: bool, out: &mut dyn Outlet) {
        if len <= HELD && coding != Coding::Unknown {
            self.stage = Stage::Packed(len, coding, old);
        } else {
            self.open(len, 0, Some(coding), out);
        }
    }

    /// Bytes begin that flow through.
    fn open(&mut self, len: u64, headers: u64, coding: Option<Coding>, out: &mut dyn Outlet) {
        self.sink.flush(out);
        out.begin(self.sink.target.dir, super::head(&self.sink.target, coding));
        self.open = true;
        self.stage = Stage::Flow(len, headers);
    }

    fn packed(
        &mut self,
        data: &[u8],
        left: u64,
        coding: Coding,
        old: bool,
        sizes: Sizes,
        out: &mut dyn Outlet,
    ) -> Step {
        let set = old.then_some(1);
        if self.hold.is_empty() && left <= sizes.whole as u64 {
            let Some(packed) = data.get(..left as usize) else { return Step::More };
            self.sink.packed(coding, packed, set, out);
            out.framing(self.sink.target.dir, packed.len());
            return self.unpacked(packed.len(), out);
        }
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.framing(self.sink.target.dir, take);
        self.hold.extend_from_slice(data.get(..take).unwrap_or(data));
        let left = left.saturating_sub(take as u64);
        if left > 0 {
            self.pass(take as u64);
            self.stage = Stage::Packed(left, coding, old);
            return Step::Took(take);
        }
        let hold = std::mem::take(&mut self.hold);
        self.sink.packed(coding, &hold, set, out);
        self.unpacked(take, out)
    }

    fn unpacked(&mut self, len: usize, out: &mut dyn Outlet) -> Step {
        self.pass(len as u64);
        self.batch = 0;
        self.next(out);
        self.settle(out);
        Step::Took(len)
    }

    fn flow(&mut self, data: &[u8], left: u64, headers: u64, out: &mut dyn Outlet) -> Step {
        let dir = self.sink.target.dir;
        if !self.open {
            self.open(left, headers, None, out);
        }
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.body(dir, data.get(..take).unwrap_or(data));
        self.pass(take as u64);
        let left = left.saturating_sub(take as u64);
        self.stage = Stage::Flow(left, headers);
        if left == 0 {
            self.open = false;
            out.end(dir, MessageEnd::Complete);
            match headers {
                0 if self.left > 0 => self.next(out),
                0 => self.settle(out),
                _ => self.stage = Stage::Headers(headers),
            }
        }
        Step::Took(take)
    }
}
