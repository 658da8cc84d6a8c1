//! One direction of a mail protocol: its lines, and the one message that is open in it.
//!
//! The dialogue itself is a message of raw text, so that addresses in commands and replies are found; a mail interrupts
//! it with a message of its own.

use super::dots::{Dots, Piece};
use super::head::HeadWatch;
use crate::anomaly::Code;
use crate::message::{
    About, ContentHints, Credential, Direction, MailInfo, MessageEnd, MessageHead, Outlet, TextFormat,
};
use crate::proto::lines::{Lines, Next};
use std::sync::Arc;

/// What a whole mail is.
pub(in crate::proto) const RFC822: &[u8] = b"message/rfc822";

/// The message that is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Open {
    #[default]
    None,
    Talk,
    Mail,
}

/// One direction.
#[derive(Debug)]
pub(in crate::proto) struct Channel {
    dir: Direction,
    /// Places of the dialogue and of mails.
    places: [&'static str; 2],
    open: Open,
    lines: Lines,
    dots: Dots,
    head: HeadWatch,
    /// Of the mail in hand: what the envelope says.
    envelope: MailInfo,
    tx: u32,
    /// Bytes of the mail in hand.
    mailed: u64,
    gapped: bool,
}

/// What [`Channel::dotted`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) enum Dotted {
    /// So many bytes of a body are done with.
    Took(usize),
    /// So many bytes, and the body is over.
    End(usize),
    /// More bytes are needed.
    More,
}

impl Channel {
    /// The direction `dir`, whose dialogue and mails have these places; lines hold at most `limit` bytes.
    pub(in crate::proto) fn new(dir: Direction, places: [&'static str; 2], limit: usize) -> Self {
        Self {
            dir,
            places,
            open: Open::None,
            lines: Lines::new(limit),
            dots: Dots::Start,
            head: HeadWatch::default(),
            envelope: MailInfo::default(),
            tx: 0,
            mailed: 0,
            gapped: false,
        }
    }

    /// The direction's line at the start of `data`. Lines that are too long are dialogue.
    pub(in crate::proto) fn line(&mut self, data: &[u8], out: &mut dyn Outlet) -> Next {
        let next = self.lines.next(data);
        if let Next::Part(len, first) = next {
            if first {
                out.anomaly(self.dir, Code::HeadTooLong, "a line");
            }
            self.say(data.get(..len).unwrap_or(data), out);
        }
        next
    }

    /// Bytes of the dialogue. Within a mail they are framing: it goes on behind them.
    pub(in crate::proto) fn say(&mut self, data: &[u8], out: &mut dyn Outlet) {
        match self.open {
            Open::Mail => return out.framing(self.dir, data.len()),
            Open::Talk => {}
            Open::None => self.begin_talk(self.tx, out),
        }
        out.body(self.dir, data);
    }

    fn begin_talk(&mut self, tx: u32, out: &mut dyn Outlet) {
        let [place, _] = self.places;
        self.tx = tx;
        self.open = Open::Talk;
        out.begin(self.dir, MessageHead { place, tx, ..MessageHead::default() });
    }

    /// Text beside the dialogue: what a login's encoding hid.
    pub(in crate::proto) fn text(&mut self, text: &[u8], out: &mut dyn Outlet) {
        if self.open != Open::Talk {
            self.end(MessageEnd::Cut, out);
            self.begin_talk(self.tx, out);
        }
        if !text.is_empty() {
            out.text(self.dir, "auth", TextFormat::Plain, text);
        }
    }

    /// The head of a mail that the dialogue tells of, made of what it says.
    pub(in crate::proto) fn told_head(&mut self, part: &str, head: &[u8], out: &mut dyn Outlet) {
        if self.open == Open::None {
            self.begin_talk(self.tx, out);
        }
        if !head.is_empty() && self.open == Open::Talk {
            out.text(self.dir, part, TextFormat::Headers, head);
        }
    }

    /// Ends the dialogue's open message: what follows has nothing to do with it.
    pub(in crate::proto) fn end_talk(&mut self, out: &mut dyn Outlet) {
        if self.open == Open::Talk {
            self.end(MessageEnd::Complete, out);
        }
    }

    /// A login of transaction `tx`. A user's name may be an address or a phone number, so it is text too.
    pub(in crate::proto) fn login(
        &mut self,
        tx: u32,
        scheme: &'static str,
        (user, secret): (&[u8], &[u8]),
        out: &mut dyn Outlet,
    ) {
        if self.open != Open::Talk || self.tx != tx {
            self.end(MessageEnd::Complete, out);
            self.begin_talk(tx, out);
        }
        self.text(user, out);
        if !secret.is_empty() {
            let awaits_outcome = true;
            out.credential(self.dir, Credential { scheme, user, secret, path: "auth", confidence: 95, awaits_outcome });
        }
    }

    /// Something odd in this direction.
    pub(in crate::proto) fn odd(&self, code: Code, detail: &str, out: &mut dyn Outlet) {
        out.anomaly(self.dir, code, detail);
    }

    /// A mail begins; `content_type` is empty where it is only a piece of one.
    pub(in crate::proto) fn begin_mail(
        &mut self,
        tx: u32,
        envelope: MailInfo,
        (content_type, length): (&[u8], Option<u64>),
        out: &mut dyn Outlet,
    ) {
        let hints = ContentHints { content_type: content_type.to_vec(), length, ..ContentHints::default() };
        self.begin_part(tx, envelope, hints, out);
    }

    /// The same for a part of a mail of which more is known.
    pub(in crate::proto) fn begin_part(
        &mut self,
        tx: u32,
        envelope: MailInfo,
        hints: ContentHints,
        out: &mut dyn Outlet,
    ) {
        self.end(MessageEnd::Complete, out);
        let [_, place] = self.places;
        let known = !envelope.from.is_empty() || !envelope.to.is_empty();
        let about = if known { About::Mail(Arc::new(envelope.clone())) } else { About::None };
        (self.tx, self.envelope, self.open, self.dots) = (tx, envelope, Open::Mail, Dots::Start);
        (self.mailed, self.gapped) = (0, false);
        // Half a line may stand before it, which the mail takes in.
        self.lines.reset();
        if hints.content_type == RFC822 && hints.codings.is_empty() && out.wants_mail_info() {
            self.head.restart();
        } else {
            self.head.stop();
        }
        out.begin(self.dir, MessageHead { place, tx, about, hints, ..MessageHead::default() });
    }

    /// Bytes of the open mail.
    pub(in crate::proto) fn mail(&mut self, data: &[u8], out: &mut dyn Outlet) {
        self.mailed = self.mailed.saturating_add(data.len() as u64);
        let (len, over) = self.head.feed(data);
        let (head, body) = data.split_at_checked(len).unwrap_or((data, &[]));
        if !head.is_empty() {
            out.body(self.dir, head);
        }
        if over {
            self.tell(out);
        }
        if !body.is_empty() {
            out.body(self.dir, body);
        }
    }

    /// Says what the head of the mail said; the envelope wins.
    fn tell(&mut self, out: &mut dyn Outlet) {
        let mut info = self.head.take();
        let envelope = std::mem::take(&mut self.envelope);
        if !envelope.from.is_empty() {
            info.from = envelope.from;
        }
        if !envelope.to.is_empty() {
            info.to = envelope.to;
        }
        if info != MailInfo::default() {
            out.about(self.dir, About::Mail(Arc::new(info)));
        }
    }

    /// Bytes of the open mail, dot-stuffed.
    pub(in crate::proto) fn dotted(&mut self, data: &[u8], out: &mut dyn Outlet) -> Dotted {
        match self.dots.next(data) {
            Piece::More => Dotted::More,
            Piece::Body(len) => {
                self.mail(data.get(..len).unwrap_or(data), out);
                Dotted::Took(len)
            }
            Piece::Stuffing => {
                out.framing(self.dir, 1);
                Dotted::Took(1)
            }
            Piece::End(len) => {
                out.framing(self.dir, len);
                self.end(MessageEnd::Complete, out);
                Dotted::End(len)
            }
        }
    }

    /// True at the start of a line of a dot-stuffed mail.
    pub(in crate::proto) fn at_line_start(&self) -> bool {
        self.dots == Dots::Start
    }

    /// True while a mail is open.
    pub(in crate::proto) fn is_mail(&self) -> bool {
        self.open == Open::Mail
    }

    /// True if bytes of the open mail are missing.
    pub(in crate::proto) fn is_gapped(&self) -> bool {
        self.is_mail() && self.gapped
    }

    /// True if a mail is open of which nothing came yet.
    pub(in crate::proto) fn is_fresh(&self) -> bool {
        self.is_mail() && self.mailed == 0 && !self.gapped
    }

    /// `len` bytes of the open message are missing; a dot-stuffed mail goes on at what may be a line's start.
    pub(in crate::proto) fn gap(&mut self, len: u64, out: &mut dyn Outlet) {
        self.lines.reset();
        if self.open != Open::None {
            out.body_gap(self.dir, len);
        }
        if self.is_mail() {
            if !self.head.is_over() {
                self.tell(out);
            }
            self.gapped = true;
            self.dots = Dots::Start;
        }
    }

    /// Ends the open message.
    pub(in crate::proto) fn end(&mut self, end: MessageEnd, out: &mut dyn Outlet) {
        let open = std::mem::take(&mut self.open);
        if open == Open::None {
            return;
        }
        if open == Open::Mail && !self.head.is_over() {
            self.tell(out);
        }
        let end = if open == Open::Mail && self.gapped { MessageEnd::Cut } else { end };
        out.end(self.dir, end);
    }
}

/// Both directions, once it is known who asks.
#[derive(Debug)]
pub(in crate::proto) struct Pair {
    /// Who sends commands.
    pub(in crate::proto) client: Direction,
    channels: [Channel; 2],
}

impl Pair {
    /// For a connection whose `client` talks at `places[0]` and whose server at `places[1]`; mails are at `places[2]`.
    pub(in crate::proto) fn new(client: Direction, places: [&'static str; 3], limit: usize) -> Self {
        let [asks, answers, mail] = places;
        let channel = |dir| Channel::new(dir, [if dir == client { asks } else { answers }, mail], limit);
        Self { client, channels: [channel(Direction::Orig), channel(Direction::Resp)] }
    }

    /// The channel of this direction.
    pub(in crate::proto) fn of(&mut self, dir: Direction) -> &mut Channel {
        let [orig, resp] = &mut self.channels;
        if dir == Direction::Orig { orig } else { resp }
    }

    /// The client's channel.
    pub(in crate::proto) fn client(&mut self) -> &mut Channel {
        self.of(self.client)
    }

    /// The server's channel.
    pub(in crate::proto) fn server(&mut self) -> &mut Channel {
        self.of(self.client.reverse())
    }

    /// Ends what is open: the dialogue is over, mails are cut.
    pub(in crate::proto) fn end_all(&mut self, out: &mut dyn Outlet) {
        for channel in &mut self.channels {
            let end = if channel.is_mail() { MessageEnd::Cut } else { MessageEnd::Complete };
            channel.end(end, out);
        }
    }
}
