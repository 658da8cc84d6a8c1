//! What the server sends: responses, and the mails in their literals.

use super::arguments::announced;
use super::list::{head_of, items};
use super::{ImapParser, Kind, Literal, PROTOCOL, RFC822, Response, Wait};
use crate::message::{ContentHints, MailInfo, MessageEnd, Outcome, Outlet};
use crate::mime;
use crate::proto::mail::{is, split_word, starts};

impl ImapParser {
    /// A line of the server.
    pub(super) fn answers(&mut self, line: &[u8], wire: &[u8], out: &mut dyn Outlet) {
        let (tag, rest) = split_word(line);
        let (response, begins) = match (self.response.take(), tag) {
            (Some(response), _) => (response, false),
            (None, b"*") => (response(rest), true),
            (None, _) => {
                self.say(wire, out);
                if tag != b"+" {
                    self.tagged(tag, rest, out);
                }
                return;
            }
        };
        let fetch = if let Response::Fetch(mail) = response { Some(mail) } else { None };
        if let Some(mail) = fetch {
            self.listed(mail, line, wire, begins, out);
        } else {
            self.say(wire, out);
            if is(rest.split(|byte| *byte == b' ').nth(1).unwrap_or_default(), "EXPUNGE") || starts(rest, "VANISHED") {
                self.structures.forget();
                self.end_pieces(MessageEnd::Complete, out);
            }
        }
        if begins {
            self.capabilities(rest, out);
        }
        let Some((left, _, mark)) = announced(line) else { return };
        self.response = Some(response);
        let Some(dir) = self.pair.as_ref().map(|pair| pair.client.reverse()) else { return };
        if left == 0 {
            return;
        }
        let section = section(line.get(..mark).unwrap_or_default());
        let kind = match fetch.zip(section) {
            Some((mail, section)) => self.content(mail, &section, left, out),
            None => Kind::Text,
        };
        self.set_literal(dir, Some(Literal { left, kind, asked: false }));
    }

    fn say(&mut self, wire: &[u8], out: &mut dyn Outlet) {
        if let Some(pair) = &mut self.pair {
            pair.server().say(wire, out);
        }
    }

    /// A line of a FETCH response: the dialogue's text, but for envelopes; structures are remembered.
    fn listed(&mut self, mail: u32, line: &[u8], wire: &[u8], begins: bool, out: &mut dyn Outlet) {
        let at = if begins { memchr::memchr(b'(', line).map_or(line.len(), |open| open + 1) } else { 0 };
        let mut said = 0;
        for item in items(line, at) {
            if is(item.name, "BODYSTRUCTURE") || is(item.name, "BODY") {
                self.structures.learn(mail, &item.value);
            }
            let head = if is(item.name, "ENVELOPE") { head_of(&item.value) } else { Vec::new() };
            let Some(pair) = self.pair.as_mut().filter(|_| !head.is_empty()) else { continue };
            let server = pair.server();
            server.say(wire.get(said..item.start).unwrap_or_default(), out);
            server.told_head("envelope", &mime::decode_words(&head), out);
            out.framing(pair.client.reverse(), item.end - item.start);
            said = item.end;
        }
        self.say(wire.get(said..).unwrap_or_default(), out);
    }

    /// A literal that is a mail or a part of one begins.
    fn content(&mut self, mail: u32, section: &Section<'_>, len: u64, out: &mut dyn Outlet) -> Kind {
        let known = section.number.and_then(|number| self.structures.hints(mail, number, section.decoded));
        let content_type = if section.headed { RFC822.to_vec() } else { Vec::new() };
        let hints = known.unwrap_or_else(|| ContentHints { content_type, ..ContentHints::default() });
        if let Some(origin) = section.origin {
            return self.piece(mail, (section.item, origin), hints, out);
        }
        let tx = self.take_tx();
        if let Some(pair) = &mut self.pair {
            pair.server().begin_part(tx, MailInfo::default(), ContentHints { length: Some(len), ..hints }, out);
        }
        Kind::Mail
    }

    /// `a1 OK done`.
    fn tagged(&mut self, tag: &[u8], rest: &[u8], out: &mut dyn Outlet) {
        let (word, text) = split_word(rest);
        let accepted = is(word, "OK");
        if !accepted && !is(word, "NO") && !is(word, "BAD") {
            return;
        }
        if let Some(pair) = &mut self.pair {
            pair.server().end_talk(out);
        }
        self.capabilities(text, out);
        if !accepted {
            self.refuse_literal(tag, out);
        }
        let Some(at) = self.waits.iter().position(|(known, _)| **known == *tag) else { return };
        match self.waits.remove(at).map(|(_, wait)| wait) {
            Some(Wait::Login(tx)) => {
                self.sasl = None;
                self.inside |= accepted;
                if let Some(pair) = &self.pair {
                    out.outcome(pair.client, tx, if accepted { Outcome::Accepted } else { Outcome::Rejected });
                }
            }
            Some(Wait::Tls) if accepted && !self.compressed => self.hand_over(out),
            Some(Wait::Compress) if accepted && !self.compressed => self.compress(out),
            _ => {}
        }
    }

    /// The server does not want the literal that a command announced.
    fn refuse_literal(&mut self, tag: &[u8], out: &mut dyn Outlet) {
        let Some(dir) = self.pair.as_ref().map(|pair| pair.client) else { return };
        let asked = self.literal(dir).is_some_and(|literal| literal.asked);
        if !asked || !self.command.as_ref().is_some_and(|command| command.is_tagged(tag)) {
            return;
        }
        self.command = None;
        self.set_literal(dir, None);
        if let Some(pair) = &mut self.pair
            && pair.client().is_mail()
        {
            pair.client().end(MessageEnd::Cut, out);
        }
    }

    /// `CAPABILITY ...`, or `OK [CAPABILITY ...]`: is encryption offered? What is listed inside does not say.
    fn capabilities(&mut self, text: &[u8], out: &mut dyn Outlet) {
        let logging_in = self.waits.iter().any(|(_, wait)| matches!(wait, Wait::Login(_)));
        if self.inside || logging_in {
            return;
        }
        let list = if starts(text, "CAPABILITY ") {
            text
        } else {
            let Some(at) = memchr::memmem::find(text, b"[CAPABILITY ") else { return };
            let list = text.get(at..).unwrap_or_default();
            list.get(..memchr::memchr(b']', list).unwrap_or(list.len())).unwrap_or(list)
        };
        for word in list.split(|byte| *byte == b' ') {
            self.offer.hear(word, is(word, "STARTTLS"));
        }
        self.offer.tell(PROTOCOL.name, out);
    }
}

/// What kind of response it is: `12 FETCH (...`.
fn response(rest: &[u8]) -> Response {
    let (number, rest) = split_word(rest);
    let number = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
    number.filter(|_| starts(rest, "FETCH ")).map_or(Response::Other, Response::Fetch)
}

/// A mail or a part of one, as the item before a literal names it (RFC 9051 §6.4.5).
#[derive(Debug, PartialEq, Eq)]
struct Section<'a> {
    /// It as it is named: `BODY[2.1]`, without the octet range of a piece.
    item: &'a [u8],
    /// It begins with a head.
    headed: bool,
    /// It is this part: `2.1`.
    number: Option<&'a [u8]>,
    /// Its transfer encoding was taken off.
    decoded: bool,
    /// It is a piece of it that begins so many bytes behind its first.
    origin: Option<u64>,
}

fn section(before: &[u8]) -> Option<Section<'_>> {
    let before = before.trim_ascii_end();
    let range = before.strip_suffix(b">").and_then(|inner| {
        let open = memchr::memrchr(b'<', inner)?;
        let origin = std::str::from_utf8(inner.get(open + 1..)?).ok()?.parse().ok()?;
        Some((inner.get(..open)?, origin))
    });
    let (item, origin) = range.map_or((before, None), |(item, origin)| (item, Some(origin)));
    let ends_in = |text: &[u8], known: &str| {
        text.len() >= known.len() && starts(text.get(text.len() - known.len()..).unwrap_or_default(), known)
    };
    let whole = |headed| Section { item, headed, number: None, decoded: false, origin };
    if ends_in(item, "RFC822.TEXT") {
        return Some(whole(false));
    }
    if ends_in(item, "RFC822") || ends_in(item, "RFC822.HEADER") {
        return Some(whole(true));
    }
    let inner = item.strip_suffix(b"]")?;
    let open = memchr::memrchr(b'[', inner)?;
    let name = inner.get(..open)?;
    let decoded = ends_in(name, "BINARY") || ends_in(name, "BINARY.PEEK");
    if !decoded && !ends_in(name, "BODY") && !ends_in(name, "BODY.PEEK") {
        return None;
    }
    let section = inner.get(open + 1..)?;
    let part = section.split(|byte| *byte == b' ').next().unwrap_or_default();
    let shouted = part.to_ascii_uppercase();
    let headed = part.is_empty()
        || shouted.starts_with(b"HEADER")
        || memchr::memmem::find(&shouted, b".HEADER").is_some()
        || shouted.ends_with(b".MIME");
    let numbered = !part.is_empty() && part.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    let start = name.iter().rposition(|byte| matches!(byte, b' ' | b'(')).map_or(0, |at| at + 1);
    let item = item.get(start..)?;
    Some(Section { item, headed, number: Some(part).filter(|_| numbered), decoded, origin })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_tell_whether_a_head_comes_first() {
        for (item, headed) in [
            ("* 1 FETCH (RFC822 ", Some(true)),
            ("* 1 FETCH (UID 7 BODY[] ", Some(true)),
            (" BODY[HEADER.FIELDS (FROM TO)] ", Some(true)),
            (" body[1.header] ", Some(true)),
            (" BODY[2.MIME] ", Some(true)),
            (" BODY[TEXT] ", Some(false)),
            (" BODY[1.2] ", Some(false)),
            (" BINARY[1] ", Some(false)),
            (" BODY[]<0> ", Some(true)),
            (" BODY[TEXT]<1024> ", Some(false)),
            (" RFC822.TEXT ", Some(false)),
            ("* 1 FETCH (ENVELOPE (\"date\" ", None),
        ] {
            assert_eq!(section(item.as_bytes()).map(|section| section.headed), headed, "{item}");
        }
    }

    #[test]
    fn parts_are_fetched_by_their_numbers() {
        for (item, number, decoded) in [
            (" BODY[2.1] ", Some("2.1"), false),
            (" BODY.PEEK[2] ", Some("2"), false),
            (" BINARY[3] ", Some("3"), true),
            (" BODY[2]<100> ", Some("2"), false),
            (" BODY[2.MIME] ", None, false),
            (" BODY[] ", None, false),
        ] {
            let found = section(item.as_bytes()).unwrap();
            assert_eq!((found.number, found.decoded), (number.map(str::as_bytes), decoded), "{item}");
        }
    }
    #[test]
    fn pieces_are_told_by_where_they_begin() {
        for (line, item, origin) in [
            ("* 1 FETCH (UID 7 BODY[2]<100> ", "BODY[2]", Some(100)),
            ("* 1 FETCH (BODY[HEADER.FIELDS (TO)]<0> ", "BODY[HEADER.FIELDS (TO)]", Some(0)),
            (" BINARY[2] ", "BINARY[2]", None),
        ] {
            let found = section(line.as_bytes()).unwrap();
            assert_eq!((found.item, found.origin), (item.as_bytes(), origin), "{line}");
        }
        assert_eq!(section(b" BODY[2]<x> "), None);
    }
}
