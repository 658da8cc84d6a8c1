//! What a base backup moves (`BASE_BACKUP`; the manual on "Streaming Replication Protocol"): archives, each a file.
//!
//! Since version 15 the first byte of every message of `COPY` says what it holds, and the server may have compressed the
//! archives; servers before send the archive of one tablespace, as it is, in each `COPY`.

use super::super::reader::Reader;
use super::session::{Copy, Format, Session};
use super::{HEAD, Long, PgSqlParser};
use crate::message::{Direction, MessageEnd, Outlet};
use crate::proto::Progress;

/// What messages of a base backup are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Backup {
    /// Not known yet.
    #[default]
    Untold,
    /// Each says by its first byte what it holds. The name of the archive at hand.
    Tagged(Vec<u8>),
    /// Pieces of an archive.
    Archive,
}

/// The name of the archive that a message begins; `None` if it begins none.
fn archive(body: &[u8]) -> Option<&[u8]> {
    let mut reader = Reader::new(body.strip_prefix(b"n")?);
    let (name, _tablespace) = (reader.until_zero()?, reader.until_zero()?);
    reader.is_empty().then_some(name)
}

impl PgSqlParser {
    /// A message of `len` bytes of a base backup.
    pub(super) fn backup(&mut self, dir: Direction, data: &[u8], len: usize, out: &mut dyn Outlet) -> Progress {
        let body = data.get(HEAD..).unwrap_or_default();
        let body = body.get(..len).unwrap_or(body);
        let Some(copy) = self.session.backup(dir) else { return self.lost(out) };
        if copy.backup == Backup::Untold {
            // The first message begins an archive, or is a piece of one.
            if body.len() < len.min(self.whole) {
                return Progress::Consumed(0);
            }
            copy.backup = if archive(body).is_some() { Backup::Tagged(Vec::new()) } else { Backup::Archive };
        }
        let Backup::Tagged(name) = &mut copy.backup else {
            self.begin_content(dir, len, HEAD, out);
            return Progress::Consumed(HEAD);
        };
        match body.first() {
            None if len > 0 => return Progress::Consumed(0),
            Some(b'd') => {
                self.begin_content(dir, len - 1, HEAD + 1, out);
                return Progress::Consumed(HEAD + 1);
            }
            // Progress, and what later versions may say, hold numbers; names are short.
            _ if len > self.whole => {
                self.lane(dir).passing = Some((Long::Skipped, len));
                out.framing(dir, HEAD);
                return Progress::Consumed(HEAD);
            }
            _ if body.len() < len => return Progress::Consumed(0),
            Some(b'n' | b'm') => {
                *name = archive(body).unwrap_or(b"backup_manifest").to_vec();
                copy.close(dir, MessageEnd::Complete, out);
                copy.cut = false;
            }
            _ => {}
        }
        out.framing(dir, HEAD + len);
        Progress::Consumed(HEAD + len)
    }

    /// A piece of an archive follows, of `len` bytes.
    fn begin_content(&mut self, dir: Direction, len: usize, head: usize, out: &mut dyn Outlet) {
        let readable = self.session.open_archive(dir, out);
        let long = if readable { Long::Content } else { Long::Closed };
        self.lane(dir).passing = (len > 0).then_some((long, len));
        out.framing(dir, head);
    }
}

impl Session {
    /// What `COPY` moves, if it is a base backup.
    pub(super) fn backup(&mut self, dir: Direction) -> Option<&mut Copy> {
        let copy = self.copies.get_mut(dir.index())?.as_mut()?;
        (copy.format == Format::Backup).then_some(copy)
    }

    /// Begins the message of the archive at hand, if that was not done. False if it cannot be read any more: behind a gap
    /// nothing that is compressed can.
    fn open_archive(&mut self, dir: Direction, out: &mut dyn Outlet) -> bool {
        let Some(copy) = self.backup(dir) else { return false };
        let name = match &copy.backup {
            Backup::Tagged(name) => name.clone(),
            Backup::Untold | Backup::Archive => Vec::new(),
        };
        if copy.cut && !name.is_empty() && !name.ends_with(b".tar") {
            return false;
        }
        if !std::mem::replace(&mut copy.open, true) {
            let tx = copy.bound.tx;
            self.topic("pgsql.rows", tx, "").begin_content(dir, &name, out);
        }
        true
    }
}
