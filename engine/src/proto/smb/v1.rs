//! Version 1 (\[MS-CIFS\] §2.2.4, \[MS-SMB\] §2.2.4): logins, shares, names, content; the rest passes as it is.

use super::super::ntlm;
use super::super::reader::Reader;
use super::super::transfer;
use super::message::LEAD_MAX;
use super::session::{self, Asks, oem_name};
use super::wire::{FileId, status};
use super::{Code, SmbParser, State, Step};
use crate::message::{Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet};

/// Bytes of the header, the number of words, and the words of the longest message that carries content.
const PREFIX: usize = HEADER + 1 + 2 * 14 + 2;
const HEADER: usize = 32;
/// Commands that follow one another in a message.
const CHAIN_MAX: usize = 4;
/// Bytes of a hashed password; a shorter or longer one is not.
const HASHED: usize = 24;

mod command {
    pub(super) const CLOSE: u8 = 0x04;
    pub(super) const OPEN_ANDX: u8 = 0x2d;
    pub(super) const READ_ANDX: u8 = 0x2e;
    pub(super) const WRITE_ANDX: u8 = 0x2f;
    pub(super) const NEGOTIATE: u8 = 0x72;
    pub(super) const SESSION_SETUP_ANDX: u8 = 0x73;
    pub(super) const TREE_CONNECT_ANDX: u8 = 0x75;
    pub(super) const NT_CREATE_ANDX: u8 = 0xa2;
    /// None follows.
    pub(super) const NONE: u8 = 0xff;
}

/// A message's header (§2.2.3.1).
#[derive(Clone, Copy, Debug)]
struct Header {
    command: u8,
    status: u32,
    response: bool,
    unicode: bool,
    tree: u16,
    /// Process and multiplex id together name a request.
    id: u64,
}

impl Header {
    fn read(message: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(message);
        reader.take(4)?;
        let (command, status, flags, flags2) = (reader.u8()?, reader.le32()?, reader.u8()?, reader.le16()?);
        reader.take(12)?;
        let (tree, process, _, multiplex) = (reader.le16()?, reader.le16()?, reader.le16()?, reader.le16()?);
        let id = u64::from(process) << 16 | u64::from(multiplex);
        Some(Self { command, status, response: flags & 0x80 != 0, unicode: flags2 & 0x8000 != 0, tree, id })
    }
}

/// One command of a message: its words, and its bytes with their offset in the message.
struct Block<'a> {
    words: &'a [u8],
    bytes: &'a [u8],
    at: usize,
    unicode: bool,
}

impl<'a> Block<'a> {
    fn read(message: &'a [u8], at: usize, unicode: bool) -> Option<Self> {
        let mut reader = Reader::new(message.get(at..)?);
        let count = usize::from(reader.u8()?);
        let words = reader.take(count.checked_mul(2)?)?;
        let len = usize::from(reader.le16()?);
        // The count of a large block is what fits into 16 bits.
        let bytes = reader.rest().get(..len).unwrap_or(reader.rest());
        Some(Self { words, bytes, at: at.checked_add(3)?.checked_add(words.len())?, unicode })
    }

    fn word(&self, at: usize) -> Option<u16> {
        Reader::new(self.words.get(at..)?).le16()
    }

    /// A text at `*at` of the bytes, aligned to the message and ended by a zero.
    fn text(&self, at: &mut usize) -> Option<&'a [u8]> {
        if !self.unicode {
            let rest = self.bytes.get(*at..)?;
            let len = memchr::memchr(0, rest).unwrap_or(rest.len());
            *at = at.checked_add(len)?.checked_add(1)?;
            return rest.get(..len);
        }
        *at = at.checked_add(self.at.checked_add(*at)? % 2)?;
        let rest = self.bytes.get(*at..)?;
        let len = rest.chunks_exact(2).position(|unit| unit == [0, 0]).map_or(rest.len(), |units| units * 2);
        *at = at.checked_add(len)?.checked_add(2)?;
        rest.get(..len)
    }

    fn name(&self, text: &[u8]) -> String {
        if self.unicode { session::name(text) } else { oem_name(text) }
    }
}

impl SmbParser {
    /// A message, whole or its content as it comes.
    pub(super) fn version1(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let part = self.side(dir).part;
        let needed = (PREFIX as u64).min(part) as usize;
        let Some(prefix) = data.get(..needed) else { return Step::More };
        let Some(header) = Header::read(prefix) else { return self.malformed(dir, out) };
        self.session.server.get_or_insert(if header.response { dir } else { dir.reverse() });
        let content = if header.response { command::READ_ANDX } else { command::WRITE_ANDX };
        if header.command == content && !(header.response && status::is_error(header.status)) {
            return self.content(dir, &header, data, out);
        }
        let known = matches!(
            header.command,
            command::NEGOTIATE
                | command::SESSION_SETUP_ANDX
                | command::TREE_CONNECT_ANDX
                | command::NT_CREATE_ANDX
                | command::OPEN_ANDX
                | command::READ_ANDX
                | command::CLOSE
        );
        if !known || part > self.whole_max {
            self.session.tx = self.session.tx.saturating_add(u32::from(!header.response));
            self.side(dir).state = State::Pass;
            return Step::Took(0);
        }
        let Some(message) = data.get(..part as usize) else { return Step::More };
        out.framing(dir, message.len());
        self.session.tx = self.session.tx.saturating_add(u32::from(!header.response));
        if self.chain(dir, &header, message, out).is_none() {
            out.anomaly(dir, Code::HeaderMalformed, "body");
        }
        let side = self.side(dir);
        side.skip(part);
        side.next();
        Step::Took(message.len())
    }

    /// `READ_ANDX` replies and `WRITE_ANDX` requests.
    fn content(&mut self, dir: Direction, header: &Header, data: &[u8], out: &mut dyn Outlet) -> Step {
        let part = self.side(dir).part;
        let Some((lead, len)) = content_at(data, header.response)
            .filter(|(lead, len)| *lead <= LEAD_MAX && (*lead as u64).saturating_add(*len) <= part)
        else {
            out.anomaly(dir, Code::HeaderMalformed, "body");
            self.side(dir).state = State::Pass;
            return Step::Took(0);
        };
        let Some(before) = data.get(..lead) else { return Step::More };
        self.session.tx = self.session.tx.saturating_add(u32::from(!header.response));
        let place = if header.response {
            match self.session.answer(header.id, false) {
                Some(Asks::Read(number, offset)) => Some((number, offset)),
                _ => None,
            }
        } else {
            offset(before, 14).map(|(id, offset)| (self.session.file(dir, id, u32::from(header.tree), out), offset))
        };
        out.framing(dir, lead);
        self.side(dir).skip(lead as u64);
        self.begin_block(dir, place, len, out);
        Step::Took(lead)
    }

    /// The commands of a message, one after another.
    fn chain(&mut self, dir: Direction, header: &Header, message: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let (mut command, mut at) = (header.command, HEADER);
        for _ in 0..CHAIN_MAX {
            let block = Block::read(message, at, header.unicode)?;
            if header.response {
                self.reply1(dir, header, command, &block, out)?;
            } else {
                self.request1(dir, header, command, &block, message, out)?;
            }
            let chained = matches!(command, 0x2d..=0x2f | 0x73 | 0x75 | 0xa2) && block.words.len() >= 4;
            let next = *block.words.first().filter(|_| chained).unwrap_or(&command::NONE);
            let next_at = usize::from(block.word(2).unwrap_or(0));
            if next == command::NONE || next_at <= at {
                break;
            }
            (command, at) = (next, next_at);
        }
        Some(())
    }

    fn request1(
        &mut self,
        dir: Direction,
        header: &Header,
        command: u8,
        block: &Block<'_>,
        message: &[u8],
        out: &mut dyn Outlet,
    ) -> Option<()> {
        let tx = self.session.tx.saturating_sub(1);
        let tree = u32::from(header.tree);
        match command {
            command::SESSION_SETUP_ANDX => {
                self.setup(dir, block, out)?;
                self.session.ask(dir, header.id, Asks::Session, out);
            }
            command::TREE_CONNECT_ANDX => {
                let len = usize::from(block.word(6)?);
                let password = block.bytes.get(..len)?;
                let mut at = len;
                let path = block.name(block.text(&mut at)?);
                transfer::text(dir, "smb.tree", tx, path.as_bytes(), out);
                if let Some(secret) = self.readable(password) {
                    self.password(dir, "share", path.as_bytes(), &secret, out);
                }
                // Where it follows a login, the reply tells of both.
                if header.command == command {
                    self.session.ask(dir, header.id, Asks::Tree(path), out);
                }
            }
            command::NT_CREATE_ANDX | command::OPEN_ANDX => {
                let name = block.name(block.text(&mut 0)?);
                transfer::text(dir, "smb.create", tx, name.as_bytes(), out);
                let number = self.session.open(dir, tree, name, out);
                self.session.ask(dir, header.id, Asks::Open(number), out);
            }
            command::READ_ANDX => {
                let (id, offset) = offset(message, 12)?;
                let number = self.session.file(dir, id, tree, out);
                self.session.ask(dir, header.id, Asks::Read(number, offset), out);
            }
            command::CLOSE => {
                let number = self.session.file(dir, id(block.word(0)?), tree, out);
                self.session.ask(dir, header.id, Asks::Close(number), out);
            }
            _ => {}
        }
        Some(())
    }

    fn reply1(
        &mut self,
        dir: Direction,
        header: &Header,
        command: u8,
        block: &Block<'_>,
        out: &mut dyn Outlet,
    ) -> Option<()> {
        if command == command::NEGOTIATE {
            const ENCRYPTS: u8 = 2;
            // Without the NT dialect there is no such byte.
            self.session.plain =
                block.words.get(2).filter(|_| block.words.len() >= 34).map(|mode| mode & ENCRYPTS == 0);
            self.session.version1(out);
            return Some(());
        }
        if command != header.command {
            return Some(());
        }
        let failed = status::is_error(header.status) || header.status & 0xff != 0;
        match self.session.answer(header.id, false) {
            Some(Asks::Session) => {
                if header.status == status::MORE_PROCESSING {
                    return Some(());
                }
                let guest = !failed && block.word(4).unwrap_or(0) & 1 != 0;
                self.password_judged(dir, failed, out);
                let told = match (failed, guest) {
                    (true, _) => " rejected",
                    (_, true) => " accepted as guest",
                    _ => " accepted",
                };
                self.session.settle_login(dir.reverse(), told, out);
            }
            Some(Asks::Tree(path)) => {
                self.password_judged(dir, failed, out);
                if !failed {
                    self.session.connect(u32::from(header.tree), &path);
                }
            }
            Some(Asks::Open(number)) if failed => self.session.forget(number),
            Some(Asks::Open(number)) => {
                // NT_CREATE tells the oplock first.
                let at = if command == command::NT_CREATE_ANDX { 5 } else { 4 };
                self.session.opened(number, id(block.word(at)?), None);
            }
            Some(Asks::Close(number)) => self.closed(number, out),
            _ => {}
        }
        Some(())
    }

    /// The reply to a login tells what became of its password, if it had one.
    fn password_judged(&mut self, dir: Direction, failed: bool, out: &mut dyn Outlet) {
        if let Some(tx) = self.session.login_tx.take() {
            let outcome = if failed { Outcome::Rejected } else { Outcome::Accepted };
            out.outcome(dir.reverse(), tx, outcome);
        }
    }

    /// A login: with a blob, with hashes, or with the password itself.
    fn setup(&mut self, dir: Direction, block: &Block<'_>, out: &mut dyn Outlet) -> Option<()> {
        let [oem, wide] = match block.words.len() / 2 {
            12 => {
                let len = usize::from(block.word(14)?);
                self.session.login(dir, block.bytes.get(..len)?, out);
                return Some(());
            }
            13 => [block.word(14)?, block.word(16)?].map(usize::from),
            10 => [usize::from(block.word(14)?), 0],
            _ => return Some(()),
        };
        let (oem, rest) = block.bytes.split_at_checked(oem)?;
        // A password in UTF-16 is aligned to the message, hashes are not.
        let aligned = block.unicode && self.session.plain == Some(true) && wide > 0 && rest.first() == Some(&0);
        let pad = usize::from(aligned && block.at.checked_add(oem.len())? % 2 == 1);
        let wide = rest.get(pad..pad.checked_add(wide)?)?;
        let mut at = oem.len().checked_add(pad)?.checked_add(wide.len())?;
        let user = block.name(block.text(&mut at)?);
        let domain = block.text(&mut at).map(|text| block.name(text)).unwrap_or_default();
        if user.is_empty() {
            return Some(());
        }
        let readable = self.readable(oem).or_else(|| {
            self.readable(wide)?;
            Some(ntlm::utf16(wide, SECRET_MAX).trim_end_matches('\0').as_bytes().to_vec())
        });
        match readable {
            Some(secret) => self.password(dir, "session", user.as_bytes(), &secret, out),
            None if oem.len() == HASHED || wide.len() >= HASHED => {
                let user = if domain.is_empty() { user } else { format!("{domain}\\{user}") };
                self.session.wait_for(dir, format!("ntlm {user}"), out);
            }
            None => {}
        }
        Some(())
    }

    /// The password, if it is one and no hash.
    fn readable(&self, password: &[u8]) -> Option<Vec<u8>> {
        let end = password.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
        let secret = password.get(..end).unwrap_or_default();
        let printable = secret.iter().all(|byte| *byte >= b' ' && *byte != 0x7f || *byte == 0);
        let plain = self.session.plain.unwrap_or(password.len() != HASHED);
        (plain && printable && !secret.is_empty() && secret.len() <= SECRET_MAX).then(|| secret.to_vec())
    }

    fn password(&mut self, dir: Direction, scheme: &'static str, user: &[u8], secret: &[u8], out: &mut dyn Outlet) {
        let tx = self.session.tx.saturating_sub(1);
        self.session.login_tx = Some(tx);
        out.turn_to(dir, 0);
        out.begin(dir, MessageHead { place: "smb.login", tx, ..MessageHead::default() });
        out.credential(dir, Credential { scheme, user, secret, path: "", confidence: 95, awaits_outcome: true });
        out.end(dir, MessageEnd::Complete);
    }
}

/// Longest password.
const SECRET_MAX: usize = 256;

/// A file's id in version 1, apart from those of version 2.
fn id(number: u16) -> FileId {
    let [low, high] = number.to_le_bytes();
    let mut id = FileId::default();
    id[0] = low;
    id[1] = high;
    id[15] = 1;
    id
}

/// The file and the offset that a `READ_ANDX` or `WRITE_ANDX` request names; with `long` words it has 64 bits.
fn offset(message: &[u8], long: u8) -> Option<(FileId, u64)> {
    let count = *message.get(HEADER)?;
    let words = message.get(HEADER + 1..)?;
    let mut reader = Reader::new(words.get(4..)?);
    let (file, low) = (reader.le16()?, reader.le32()?);
    let high_at = if long == 14 { 24 } else { 20 };
    let high = if count >= long { Reader::new(words.get(high_at..)?).le32()? } else { 0 };
    Some((id(file), u64::from(high) << 32 | u64::from(low)))
}

/// Where content begins in the message, and how long it is.
fn content_at(message: &[u8], response: bool) -> Option<(usize, u64)> {
    let (count, words) = (*message.get(HEADER)?, message.get(HEADER + 1..)?);
    let word = |at: usize| Reader::new(words.get(at..)?).le16().map(u64::from);
    let (len, offset, high) = match (response, count) {
        (true, 12) => (word(10)?, word(12)?, word(14)?),
        (false, 12 | 14) => (word(20)?, word(22)?, word(18)?),
        _ => return None,
    };
    let least = HEADER.checked_add(3)?.checked_add(usize::from(count) * 2)?;
    let offset = usize::try_from(offset).ok().filter(|at| *at >= least)?;
    Some((offset, high << 16 | len))
}
