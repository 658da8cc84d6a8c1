//! Commands of versions 2 and 3: what requests ask for, what replies tell.

use super::super::transfer;
use super::session::{self, Asks, UNKNOWN};
use super::wire::{self, FileId, Header, command, status};
use super::{Code, SmbParser, State, Step};
use crate::message::{Direction, Outlet};

impl SmbParser {
    /// Behind the header.
    pub(super) fn command(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (head, part) = (self.side(dir).head, self.side(dir).part);
        if !matches!(head.command, command::NEGOTIATE | command::SESSION_SETUP | 2 | command::TREE_CONNECT) {
            self.session.protection(false, out);
        }
        let content = if head.response { command::READ } else { command::WRITE };
        if head.response && (status::is_error(head.status) || head.status == status::PENDING) {
            return self.whole(dir, data, out);
        }
        match head.command {
            known if known == content => self.block(dir, data, part, out),
            command::QUERY_DIRECTORY if head.response => self.listed(dir, data, part, out),
            command::IOCTL => {
                self.count(&head);
                self.side(dir).state = State::Pass;
                Step::Took(0)
            }
            _ => self.whole(dir, data, out),
        }
    }

    fn count(&mut self, head: &Header) {
        self.session.tx = self.session.tx.saturating_add(u32::from(!head.response));
    }

    /// A message that is read as one.
    fn whole(&mut self, dir: Direction, data: &[u8], out: &mut dyn Outlet) -> Step {
        let (head, part) = (self.side(dir).head, self.side(dir).part);
        if part > self.whole_max {
            out.anomaly(dir, Code::HeadTooLong, "message");
            self.side(dir).state = State::Pass;
            return Step::Took(0);
        }
        let Some(body) = data.get(..part as usize) else { return Step::More };
        out.framing(dir, body.len());
        self.count(&head);
        let read = if head.response { self.reply(dir, &head, body, out) } else { self.request(dir, &head, body, out) };
        if read.is_none() {
            out.anomaly(dir, Code::HeaderMalformed, "body");
        }
        let side = self.side(dir);
        side.skip(part);
        side.next();
        Step::Took(body.len())
    }

    /// A request; `None` if its body is too short for what it must hold.
    fn request(&mut self, dir: Direction, head: &Header, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        let tx = self.session.tx.saturating_sub(1);
        match head.command {
            command::SESSION_SETUP => {
                self.session.login(dir, wire::buffer(body, 12)?, out);
                self.session.ask(dir, head.id, Asks::Session, out);
            }
            command::TREE_CONNECT => {
                let path = session::name(wire::buffer(body, 4)?);
                transfer::text(dir, "smb.tree", tx, path.as_bytes(), out);
                self.session.ask(dir, head.id, Asks::Tree(path), out);
            }
            command::CREATE => {
                let name = session::name(wire::buffer(body, 44)?);
                transfer::text(dir, "smb.create", tx, name.as_bytes(), out);
                let number = self.session.open(dir, head.tree, name, out);
                self.side(dir).related = Some(number);
                self.session.ask(dir, head.id, Asks::Open(number), out);
            }
            command::READ => {
                let (offset, id) = wire::place(body)?;
                let number = self.file(dir, head, id, out);
                self.session.ask(dir, head.id, Asks::Read(number, offset), out);
            }
            command::CLOSE => {
                let number = self.file(dir, head, wire::file(body, 8)?, out);
                self.session.ask(dir, head.id, Asks::Close(number), out);
            }
            command::QUERY_DIRECTORY => {
                self.file(dir, head, wire::file(body, 8)?, out);
                transfer::text(dir, "smb.list", tx, session::name(wire::buffer(body, 24)?).as_bytes(), out);
                self.session.ask(dir, head.id, Asks::List(*body.get(2)?), out);
            }
            command::SET_INFO => {
                let number = self.file(dir, head, wire::file(body, 16)?, out);
                if let Some(name) = wire::renamed(body).map(session::name) {
                    transfer::text(dir, "smb.rename", tx, name.as_bytes(), out);
                    self.session.rename(number, name);
                }
            }
            _ => {}
        }
        Some(())
    }

    /// The file that a request is about.
    fn file(&mut self, dir: Direction, head: &Header, id: FileId, out: &mut dyn Outlet) -> u32 {
        let related = self.side(dir).related;
        let number = match related {
            _ if id != wire::RELATED => self.session.file(dir, id, head.tree, out),
            Some(number) => number,
            None => UNKNOWN,
        };
        self.side(dir).related = Some(number);
        number
    }

    /// A reply; `None` if its body is too short for what it must hold.
    fn reply(&mut self, dir: Direction, head: &Header, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        if head.command == command::NEGOTIATE && head.status == status::OK {
            let [low, high] = *body.get(4..6)?.first_chunk::<2>()?;
            self.session.dialect(u16::from_le_bytes([low, high]), out);
        }
        let asks = self.session.answer(head.id, head.status == status::PENDING);
        if head.status == status::PENDING {
            return Some(());
        }
        match asks {
            Some(Asks::Session) => self.logged_in(dir, head, body, out)?,
            Some(Asks::Tree(path)) if head.status == status::OK => self.session.connect(head.tree, &path),
            Some(Asks::Open(number)) if head.status == status::OK => {
                let (id, size) = wire::created(body)?;
                self.session.opened(number, id, Some(size));
            }
            Some(Asks::Open(number)) if status::is_error(head.status) => self.session.forget(number),
            Some(Asks::Close(number)) => self.closed(number, out),
            _ => {}
        }
        Some(())
    }

    fn logged_in(&mut self, dir: Direction, head: &Header, body: &[u8], out: &mut dyn Outlet) -> Option<()> {
        const GUEST: u8 = 1;
        const ANONYMOUS: u8 = 2;
        let outcome = match head.status {
            status::MORE_PROCESSING => return Some(()),
            status::OK => match *body.get(2)? {
                flags if flags & GUEST != 0 => " accepted as guest",
                flags if flags & ANONYMOUS != 0 => " accepted as anonymous",
                _ => " accepted",
            },
            _ => " rejected",
        };
        self.session.settle_login(dir.reverse(), outcome, out);
        Some(())
    }

    /// A file is closed: nothing of it will come any more, either way.
    pub(super) fn closed(&mut self, number: u32, out: &mut dyn Outlet) {
        let size = self.session.size(number);
        for dir in [Direction::Orig, Direction::Resp] {
            // Who writes makes the size.
            let size = size.filter(|_| self.session.server == Some(dir));
            self.side(dir).transfers.end(dir, number, size, out);
        }
        self.session.forget(number);
    }

    /// A READ reply or WRITE request: content.
    fn block(&mut self, dir: Direction, data: &[u8], part: u64, out: &mut dyn Outlet) -> Step {
        let head = self.side(dir).head;
        let fixed = wire::fixed(head.response);
        if data.len() < fixed && part >= fixed as u64 {
            return Step::More;
        }
        let Some((lead, len)) = wire::data(data, head.response)
            .filter(|(lead, len)| lead.saturating_add(*len as usize) as u64 <= part && *lead <= LEAD_MAX)
        else {
            return self.malformed_body(dir, out);
        };
        let Some(body) = data.get(..lead) else { return Step::More };
        self.count(&head);
        let place = if head.response {
            match self.session.answer(head.id, false) {
                Some(Asks::Read(number, offset)) => Some((number, offset)),
                _ => None,
            }
        } else {
            wire::place(body).map(|(offset, id)| (self.file(dir, &head, id, out), offset))
        };
        out.framing(dir, lead);
        self.side(dir).skip(lead as u64);
        self.begin_block(dir, place, len, out);
        Step::Took(lead)
    }

    /// Content of a file comes: `len` bytes at an offset, or behind what came before where that is not known.
    pub(super) fn begin_block(&mut self, dir: Direction, place: Option<(u32, u64)>, len: u64, out: &mut dyn Outlet) {
        let side = self.sides.of_mut(dir);
        if len == 0 {
            return self.end_data(dir, out);
        }
        let (number, offset) = match place {
            Some((number, _)) if self.session.is_pipe(number) => (number, side.transfers.end_of(number)),
            Some(place) => place,
            None => (UNKNOWN, side.transfers.end_of(UNKNOWN)),
        };
        let session = &self.session;
        side.transfers.begin(dir, (number, offset), || session.head(number, dir), out);
        side.state = State::Data(len);
    }

    /// A listing.
    fn listed(&mut self, dir: Direction, data: &[u8], part: u64, out: &mut dyn Outlet) -> Step {
        const FIXED: usize = 8;
        if data.len() < FIXED && part >= FIXED as u64 {
            return Step::More;
        }
        // What follows a shorter body is none of it.
        let data = data.get(..FIXED).filter(|_| part >= FIXED as u64).unwrap_or_default();
        let head = self.side(dir).head;
        let len = match (data.get(..2), data.get(4..FIXED).and_then(<[u8]>::first_chunk::<4>)) {
            (Some(&[9, 0]), Some(len)) => u64::from(u32::from_le_bytes(*len)),
            _ => return self.malformed_body(dir, out),
        };
        let class = match self.session.answer(head.id, false) {
            Some(Asks::List(class)) if wire::entry(class).is_some() => class,
            _ => return self.pass(dir),
        };
        if len.saturating_add(FIXED as u64) > part {
            return self.malformed_body(dir, out);
        }
        out.framing(dir, FIXED);
        let side = self.side(dir);
        side.skip(FIXED as u64);
        (side.listing.class, side.state) = (class, State::Entries(len));
        if len == 0 {
            side.state = State::Rest;
        }
        if side.part == 0 {
            side.next();
        }
        Step::Took(FIXED)
    }

    fn pass(&mut self, dir: Direction) -> Step {
        self.side(dir).state = State::Pass;
        Step::Took(0)
    }

    fn malformed_body(&mut self, dir: Direction, out: &mut dyn Outlet) -> Step {
        out.anomaly(dir, Code::HeaderMalformed, "body");
        self.pass(dir)
    }
}

/// Bytes of a command that may stand before its content.
pub(super) const LEAD_MAX: usize = 512;
