//! What a side sends once the transfer began, channel frames removed. Who has the files: lists of them, and their content.
//! Who gets them: what is to be left out, then checksums.

use super::super::step::work;
use super::super::transfer;
use super::list::{Listed, Lists};
use super::options::{Options, Packing};
use super::wire::{self, Fail, Indexes, Read, Wire};
use crate::anomaly::Code;
use crate::config::Yield;
use crate::coverage::State as Fate;
use crate::message::{Coding, ContentHints, Direction, Inflate, MessageEnd, MessageHead, Outlet};

/// Longest item that is not content: an entry of a list with two long names.
const ITEM_MAX: usize = 10 << 10;
/// Bytes of names that are handed over together.
const FULL: usize = 64 << 10;
/// Most literal bytes in one piece (`CHUNK_SIZE` is 32 KiB; others may send more).
const LITERAL_MAX: i32 = 1 << 24;
/// Decoded bytes that are handed over together.
const BLOCK: usize = 64 << 10;
/// Stream of messages with files' content; all others are on stream 0.
const FILES: u32 = 1;
/// What `Z_SYNC_FLUSH` leaves at the end, which is not sent (`token.c`).
const FLUSHED: &[u8] = &[0, 0, 0xff, 0xff];

/// Flags of an item (`rsync.h`).
mod item {
    pub(super) const BASIS_FOLLOWS: u16 = 1 << 11;
    pub(super) const NAME_FOLLOWS: u16 = 1 << 12;
    pub(super) const TRANSFER: u16 = 1 << 15;
}

/// Where the stream stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// In what the client wants to be left out.
    Filters,
    #[default]
    List,
    /// In the names of so many kinds of owners.
    Owners(u8),
    /// Before an item.
    Item,
    /// Behind an item's head: checksums of blocks, then content.
    Sums,
    Token,
    /// In content, so many bytes before its end.
    Literal(u64),
    /// In compressed content; what it is closed by.
    Packed(u64, Option<Fate>),
    /// Behind content: its checksum.
    Checksum,
    /// Behind the last phase, or from who gets the files: numbers.
    Numbers,
    /// Not understood: everything passes as it is.
    Raw,
}

/// The parser of this stream.
#[derive(Default)]
pub(super) struct Stream {
    state: State,
    /// The beginning of an item whose end is not there yet; its bytes are accounted.
    held: Vec<u8>,
    lists: Lists,
    names: Vec<u8>,
    indexes: Indexes,
    /// Phases that are done.
    done: usize,
    /// Blocks of the file that the receiver may have: how many, how long, and how long the last is.
    blocks: (i32, i32, i32),
    /// The block named last.
    block: i32,
    open: bool,
    holes: bool,
    packing: Packing,
    decoder: Option<Box<dyn Inflate>>,
    /// What is there of a piece that is to be unpacked.
    packed: Vec<u8>,
    /// Compressed bytes came since its last flush.
    unflushed: bool,
    /// What decodes to nothing any more, and why.
    closed: Option<Fate>,
    /// Bytes of the file that were unpacked, and what they gave.
    unpacked: u64,
    decoded: u64,
    text: Vec<u8>,
    files: u32,
    /// It is that of who gets the files.
    receives: bool,
    /// Most decoded bytes of a file.
    most: Yield,
    /// Put before names.
    module: String,
}

impl Stream {
    /// That of who has the files; a client may begin with what is to be deleted.
    pub(super) fn sending(options: &Options, most: Yield, module: String) -> Self {
        let state = if options.filters && !options.sends { State::Filters } else { State::List };
        let mut stream = Self { state, most, module, ..Self::default() };
        stream.lists.begin(options);
        stream
    }

    /// A client that gets files says first what it does not want.
    pub(super) fn receiving(options: &Options) -> Self {
        let state = if options.sends { State::Filters } else { State::Numbers };
        Self { state, receives: true, ..Self::default() }
    }

    /// Gives up on what follows: it passes as it is.
    pub(super) fn stray(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.end(dir, MessageEnd::Cut, out);
        self.flush(dir, out);
        self.state = State::Raw;
        self.held.clear();
    }

    /// Bytes are missing.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        self.release(dir, out);
        match self.state {
            State::Literal(left) if len <= left => {
                out.turn_to(dir, FILES);
                out.body_gap(dir, len);
                self.holes = true;
                self.state = if len == left { State::Token } else { State::Literal(left.saturating_sub(len)) };
            }
            State::Packed(left, fate) if len <= left => {
                self.closed.get_or_insert(Fate::Undecodable);
                self.holes = true;
                self.state = if len == left {
                    State::Token
                } else {
                    State::Packed(left.saturating_sub(len), fate.or(self.closed))
                };
            }
            State::Raw | State::Numbers => {}
            _ => {
                out.anomaly(dir, Code::ParserResync, "files");
                self.stray(dir, out);
            }
        }
    }

    /// Nothing follows.
    pub(super) fn close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.release(dir, out);
        self.end(dir, MessageEnd::Cut, out);
        self.flush(dir, out);
    }

    /// Bytes of the stream; all of them are taken.
    pub(super) fn data(&mut self, dir: Direction, data: &[u8], options: &Options, out: &mut dyn Outlet) {
        let mut rest = data;
        if options.strange && self.state == State::List {
            self.stray(dir, out);
        }
        while !rest.is_empty() {
            let taken = match self.state {
                State::Literal(left) => self.literal(dir, rest, left, out),
                State::Packed(left, fate) => self.packed(dir, rest, (left, fate), out),
                State::Numbers => {
                    out.framing(dir, rest.len());
                    rest.len()
                }
                State::Raw => self.raw(dir, rest, out),
                _ => self.item(dir, rest, options, out),
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// One item, of which the beginning may be held. Answers how much of `data` was taken.
    fn item(&mut self, dir: Direction, data: &[u8], options: &Options, out: &mut dyn Outlet) -> usize {
        let mut held = std::mem::take(&mut self.held);
        let before = held.len();
        let room = ITEM_MAX.saturating_sub(before);
        let shown = data.get(..room).unwrap_or(data);
        // Items are small and many stand behind one another: only one that began earlier is put together.
        let whole = if before == 0 {
            shown
        } else {
            held.extend_from_slice(shown);
            work(held.len());
            &held
        };
        let mut wire = Wire::new(whole);
        let read = self.step(dir, &mut wire, options, out);
        let taken = whole.len().saturating_sub(wire.len()).saturating_sub(before);
        let short = whole.len() < ITEM_MAX;
        match read {
            Err(Fail::Short) if short => {
                out.framing(dir, data.len());
                if before == 0 {
                    held.extend_from_slice(shown);
                }
                self.held = held;
                data.len()
            }
            Ok(()) => {
                out.framing(dir, taken);
                held.clear();
                self.held = held;
                taken
            }
            Err(fail) => {
                // All that was read until it turned out to be wrong, however it came.
                let taken = if fail == Fail::Bad { taken } else { room };
                out.framing(dir, taken);
                out.anomaly(dir, Code::HeaderMalformed, "files");
                self.stray(dir, out);
                taken
            }
        }
    }

    fn step(&mut self, dir: Direction, wire: &mut Wire<'_>, options: &Options, out: &mut dyn Outlet) -> Read<()> {
        match self.state {
            State::Filters => {
                let len = usize::try_from(wire.i32()?).map_err(|_| Fail::Bad)?;
                if len > ITEM_MAX {
                    return Err(Fail::Bad);
                }
                let rule = wire.take(len)?;
                transfer::text(dir, "rsync.filter", self.files, rule, out);
                if len == 0 {
                    self.state = if self.receives { State::Numbers } else { State::List };
                }
            }
            State::List => self.list(dir, wire, options, out)?,
            State::Owners(kinds) => {
                let last = wire.varint30(options.protocol)? == 0;
                if !last || options.id0_names() {
                    let len = usize::from(wire.u8()?);
                    wire.take(len)?;
                }
                if last && kinds <= 1 && options.protocol < 30 {
                    wire.i32()?;
                }
                if last {
                    self.state = if kinds > 1 { State::Owners(kinds.saturating_sub(1)) } else { State::Item };
                }
            }
            State::Item => self.head(dir, wire, options, out)?,
            State::Sums => {
                let (count, len) = (wire.i32()?, wire.i32()?);
                wire.i32()?;
                let last = wire.i32()?;
                if count < 0 || len < 0 || last < 0 || last > len {
                    return Err(Fail::Bad);
                }
                (self.blocks, self.block) = ((count, len, last), 0);
                self.state = State::Token;
            }
            State::Token if options.packing() == Packing::None => self.token(dir, wire, out)?,
            State::Token => self.packed_token(dir, wire, options, out)?,
            State::Checksum => {
                wire.take(options.checksum_len(false).ok_or(Fail::Bad)?)?;
                let end = if self.holes { MessageEnd::Cut } else { MessageEnd::Complete };
                self.end(dir, end, out);
                self.state = State::Item;
            }
            State::Literal(_) | State::Packed(..) | State::Numbers | State::Raw => {}
        }
        Ok(())
    }

    fn list(&mut self, dir: Direction, wire: &mut Wire<'_>, options: &Options, out: &mut dyn Outlet) -> Read<()> {
        let full = self.lists.full;
        match self.lists.read(options, wire)? {
            Listed::Entry(entry) => {
                self.names.extend_from_slice(&entry.name);
                self.names.push(b'\n');
                if self.names.len() >= FULL {
                    self.flush(dir, out);
                }
                self.lists.keep(entry);
            }
            Listed::End => {
                let owners = u8::from(options.owners) + u8::from(options.groups);
                let told = !options.incremental() && !options.numeric && owners > 0;
                if options.protocol < 30 && !told {
                    wire.i32()?;
                }
                self.lists.end(options);
                self.flush(dir, out);
                self.state = if told { State::Owners(owners) } else { State::Item };
            }
        }
        if self.lists.full && !full {
            out.anomaly(dir, Code::PartsLimit, "names of files");
        }
        Ok(())
    }

    /// The names of a list, one a line.
    fn flush(&mut self, dir: Direction, out: &mut dyn Outlet) {
        transfer::listing(dir, "rsync.list", self.files, &self.names, out);
        self.names.clear();
    }

    /// The head of an item: which file, and what of it.
    fn head(&mut self, dir: Direction, wire: &mut Wire<'_>, options: &Options, out: &mut dyn Outlet) -> Read<()> {
        let mut indexes = self.indexes;
        let number = indexes.read(options.protocol, wire)?;
        match number {
            wire::DONE => {
                self.done = self.done.saturating_add(1);
                let phases = if options.protocol >= 29 { 2 } else { 1 };
                if self.done >= self.lists.len().saturating_add(phases) {
                    self.state = State::Numbers;
                }
            }
            wire::LISTS_END => {}
            wire::DELETED => {
                for _ in 0..5 {
                    wire.varint()?;
                }
            }
            number if number <= wire::LIST && options.incremental() => {
                self.lists.begin(options);
                self.state = State::List;
            }
            number if number < 0 => return Err(Fail::Bad),
            number => {
                let flags = if options.protocol >= 29 { wire.u16()? } else { item::TRANSFER };
                if flags & item::BASIS_FOLLOWS != 0 {
                    wire.u8()?;
                }
                if flags & item::NAME_FOLLOWS != 0 {
                    wire.vstring()?;
                }
                if flags & item::TRANSFER != 0 && !options.dry_run {
                    self.begin(dir, number, out);
                    self.state = State::Sums;
                }
            }
        }
        self.indexes = indexes;
        Ok(())
    }

    fn begin(&mut self, dir: Direction, number: i32, out: &mut dyn Outlet) {
        let file = self.lists.file(number);
        let mut filename = self.module.clone().into_bytes();
        if let Some(file) = file {
            if !filename.is_empty() {
                filename.push(b'/');
            }
            filename.extend_from_slice(&file.name);
        }
        let hints = ContentHints { filename, length: file.map(|file| file.size), ..ContentHints::default() };
        out.turn_to(dir, FILES);
        out.begin(dir, MessageHead { place: "rsync.file", tx: self.files, hints, ..MessageHead::default() });
        self.files = self.files.wrapping_add(1);
        (self.open, self.holes) = (true, false);
        (self.unpacked, self.decoded) = (0, 0);
        if self.closed != Some(Fate::Undecodable) {
            self.closed = None;
        }
    }

    fn end(&mut self, dir: Direction, end: MessageEnd, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.open) {
            out.turn_to(dir, FILES);
            out.end(dir, end);
        }
    }

    /// Content as it is, or a block that the receiver has (`simple_recv_token`).
    fn token(&mut self, dir: Direction, wire: &mut Wire<'_>, out: &mut dyn Outlet) -> Read<()> {
        match wire.i32()? {
            0 => self.state = State::Checksum,
            len @ 1..=LITERAL_MAX => self.state = State::Literal(u64::from(len.unsigned_abs())),
            len if len > 0 => return Err(Fail::Bad),
            token => self.skip(dir, token.saturating_add(1).saturating_neg(), 1, out),
        }
        Ok(())
    }

    /// Blocks that the receiver has are no content here: something is missing.
    fn skip(&mut self, dir: Direction, block: i32, count: i32, out: &mut dyn Outlet) {
        let (blocks, len, last) = self.blocks;
        let end = block.saturating_add(count);
        let short = if end >= blocks && last > 0 { len.saturating_sub(last) } else { 0 };
        let missing = i64::from(len).saturating_mul(i64::from(count)).saturating_sub(i64::from(short));
        self.holes = true;
        out.turn_to(dir, FILES);
        out.body_gap(dir, u64::try_from(missing).unwrap_or(0));
    }

    fn literal(&mut self, dir: Direction, data: &[u8], left: u64, out: &mut dyn Outlet) -> usize {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        out.turn_to(dir, FILES);
        out.body(dir, data.get(..take).unwrap_or(data));
        let left = left.saturating_sub(take as u64);
        self.state = if left == 0 { State::Token } else { State::Literal(left) };
        take
    }

    /// The same where content is compressed (`recv_deflated_token`).
    fn packed_token(
        &mut self,
        dir: Direction,
        wire: &mut Wire<'_>,
        options: &Options,
        out: &mut dyn Outlet,
    ) -> Read<()> {
        const END: u8 = 0;
        const LONG: u8 = 0x20;
        const LONG_RUN: u8 = 0x21;
        let flag = wire.u8()?;
        if flag & 0xc0 == 0x40 {
            let len = u64::from(flag & 0x3f) << 8 | u64::from(wire.u8()?);
            if len > 0 {
                self.decoder(options, out);
                self.unflushed = true;
                // Where decoding stops within, the rest counts as what came before it, however it comes.
                self.state = State::Packed(len, self.closed);
            }
            return Ok(());
        }
        let (block, run) = match flag {
            END => {
                self.flushed(dir, out);
                if let (Packing::Zlib(_), Some(decoder)) = (options.packing(), &mut self.decoder) {
                    // The next file begins a stream of its own.
                    decoder.reset();
                    self.closed = None;
                }
                self.state = State::Checksum;
                return Ok(());
            }
            LONG | LONG_RUN => (wire.i32()?, flag == LONG_RUN),
            0x80.. => (self.block.saturating_add(i32::from(flag & 0x3f)), flag & 0x40 != 0),
            _ => return Err(Fail::Bad),
        };
        let more = if run { i32::from(wire.u16()?) } else { 0 };
        self.flushed(dir, out);
        self.block = block.saturating_add(more);
        self.skip(dir, block, more.saturating_add(1), out);
        if options.packing() == Packing::Zlib(true) {
            // The blocks became part of a history that is not known here.
            self.closed.get_or_insert(Fate::Undecodable);
        }
        Ok(())
    }

    /// A run of compressed content is over: what it ends with was not sent.
    fn flushed(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(&mut self.unflushed) && matches!(self.packing, Packing::Zlib(_)) && self.closed.is_none() {
            self.unpack(dir, FLUSHED, out);
        }
    }

    fn packed(
        &mut self,
        dir: Direction,
        data: &[u8],
        (left, fate): (u64, Option<Fate>),
        out: &mut dyn Outlet,
    ) -> usize {
        let take = usize::try_from(left).unwrap_or(usize::MAX).min(data.len());
        if let Some(fate) = fate {
            self.holes = true;
            out.sealed(dir, take, fate);
        } else {
            self.packed.extend_from_slice(data.get(..take).unwrap_or(data));
            out.framing(dir, take);
        }
        let left = left.saturating_sub(take as u64);
        if left == 0 {
            self.release(dir, out);
        }
        self.state = if left == 0 { State::Token } else { State::Packed(left, fate) };
        take
    }

    /// The decoder, made when it is first needed.
    fn decoder(&mut self, options: &Options, out: &mut dyn Outlet) {
        if self.decoder.is_none() {
            self.packing = options.packing();
            self.decoder = match self.packing {
                Packing::Zlib(_) => out.inflater(Coding::Deflate),
                Packing::Zstd => out.inflater(Coding::Zstd),
                Packing::None | Packing::Other => None,
            };
        }
        if self.decoder.is_none() {
            self.closed = Some(Fate::Undecodable);
        }
    }

    /// Unpacks what is held of a piece: whole, as how much comes out ahead of damage hangs on how it is shown.
    fn release(&mut self, dir: Direction, out: &mut dyn Outlet) {
        let mut packed = std::mem::take(&mut self.packed);
        if !packed.is_empty() {
            self.unpack(dir, &packed, out);
        }
        packed.clear();
        self.packed = packed;
    }

    fn unpack(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) {
        let Some(decoder) = &mut self.decoder else { return };
        let mut rest = data;
        self.unpacked = self.unpacked.saturating_add(data.len() as u64);
        let most = self.most.of(self.unpacked);
        out.turn_to(dir, FILES);
        while self.closed.is_none() {
            self.text.clear();
            let room = usize::try_from(most.saturating_sub(self.decoded)).unwrap_or(BLOCK).min(BLOCK);
            let used = decoder.step(rest, room, &mut self.text);
            if !self.text.is_empty() {
                out.derived(dir, &self.text);
            }
            let Some(used) = used else {
                self.closed = Some(Fate::Undecodable);
                self.holes = true;
                out.anomaly(dir, Code::DecodeFailed, "a compressed file is damaged");
                break;
            };
            self.decoded = self.decoded.saturating_add(self.text.len() as u64);
            rest = rest.get(used..).unwrap_or_default();
            if self.decoded >= most {
                // Who follows in the same stream cannot be read without what was left out.
                self.closed = Some(if self.packing == Packing::Zstd { Fate::Undecodable } else { Fate::Skipped });
                self.holes = true;
                out.anomaly(dir, Code::DecodeBudget, "decoding stopped");
            } else if rest.is_empty() && self.text.len() < room {
                break;
            }
        }
        self.text.clear();
    }

    fn raw(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> usize {
        out.turn_to(dir, FILES);
        if !std::mem::replace(&mut self.open, true) {
            out.begin(dir, MessageHead { place: "rsync", tx: self.files, ..MessageHead::default() });
        }
        out.body(dir, data);
        data.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{Recorder, work};
    use super::*;

    #[test]
    fn small_items_in_a_large_segment_are_not_copied_for_each() {
        let mut options = Options::default();
        options.protocol = 31;
        let mut stream = Stream { state: State::Token, blocks: (9, 700, 0), ..Stream::default() };
        let tokens = vec![0xff; 1 << 16];
        let mut out = Recorder::default();
        stream.begin(Direction::Resp, 0, &mut out);
        let done = work::of(|| stream.data(Direction::Resp, &tokens, &options, &mut out));
        assert!(done < 4 * tokens.len() as u64, "{done} steps for {} bytes", tokens.len());
    }
}
