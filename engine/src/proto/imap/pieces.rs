//! Mails, and parts of them, that are fetched piece by piece (`BODY.PEEK[2]<0.4096>`, RFC 9051 §6.4.5): one message for
//! all pieces that follow on one another, laid aside while the dialogue goes on between them.

use super::{ImapParser, Kind, PLACES};
use crate::message::{ContentHints, Direction, MailInfo, MessageEnd, Outlet};
use crate::proto::mail::Channel;

/// Stream of the message; the dialogue and whole mails are on stream 0.
const PIECES: u32 = 1;
/// Longest name of a section that is remembered.
const NAME_MAX: usize = 256;
const TEXT: &[u8] = b"text/";

/// What is fetched piece by piece.
#[derive(Debug)]
pub(super) struct Pieced {
    dir: Direction,
    mail: u32,
    item: Box<[u8]>,
    /// Where the next piece begins.
    next: u64,
    channel: Channel,
}

impl Pieced {
    /// Bytes of the piece in hand.
    pub(super) fn add(&mut self, bytes: &[u8], out: &mut dyn Outlet) {
        self.next = self.next.saturating_add(bytes.len() as u64);
        self.channel.mail(bytes, out);
    }

    /// Bytes of it are missing.
    pub(super) fn gap(&mut self, len: u64, out: &mut dyn Outlet) {
        self.next = self.next.saturating_add(len);
        self.channel.gap(len, out);
    }

    /// The piece is whole: the dialogue goes on.
    pub(super) fn rest(&self, out: &mut dyn Outlet) {
        out.turn_to(self.dir, 0);
    }
}

impl ImapParser {
    /// A piece of `item` of a mail begins, `origin` bytes behind the item's first.
    pub(super) fn piece(
        &mut self,
        mail: u32,
        (item, origin): (&[u8], u64),
        hints: ContentHints,
        out: &mut dyn Outlet,
    ) -> Kind {
        let follows =
            |pieced: &&Pieced| pieced.mail == mail && pieced.item.eq_ignore_ascii_case(item) && pieced.next == origin;
        if let Some(pieced) = self.pieced.as_ref().filter(follows) {
            out.turn_to(pieced.dir, PIECES);
            return Kind::Piece;
        }
        let Some(dir) = self.pair.as_ref().map(|pair| pair.client.reverse()) else { return Kind::Text };
        let tx = self.take_tx();
        if origin == 0 && item.len() <= NAME_MAX {
            self.end_pieces(MessageEnd::Complete, out);
            let [_, talk, place] = PLACES;
            let mut channel = Channel::new(dir, [talk, place], self.line_bytes);
            out.turn_to(dir, PIECES);
            channel.begin_part(tx, MailInfo::default(), hints, out);
            self.pieced = Some(Pieced { dir, mail, item: item.into(), next: 0, channel });
            return Kind::Piece;
        }
        // In the middle of an encoded file there is nothing to be read; what is encoded text is looked for as it comes.
        let text = hints.content_type.get(..TEXT.len()).is_some_and(|kind| kind.eq_ignore_ascii_case(TEXT));
        if !hints.codings.is_empty() && !text {
            return Kind::Sealed;
        }
        if let Some(pair) = &mut self.pair {
            pair.server().begin_part(tx, MailInfo::default(), ContentHints::default(), out);
        }
        Kind::Mail
    }

    /// No piece follows.
    pub(super) fn end_pieces(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        if let Some(mut pieced) = self.pieced.take() {
            out.turn_to(pieced.dir, PIECES);
            pieced.channel.end(end, out);
            out.turn_to(pieced.dir, 0);
        }
    }
}
