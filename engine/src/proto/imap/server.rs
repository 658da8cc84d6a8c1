//! What the server sends: responses, and the mails in their literals.

use super::arguments::announced;
use super::{ImapParser, Kind, Literal, PROTOCOL, RFC822, Wait};
use crate::message::{MailInfo, MessageEnd, Outcome, Outlet};
use crate::proto::mail::{is, split_word, starts};

impl ImapParser {
    /// A line of the server.
    pub(super) fn answers(&mut self, line: &[u8], out: &mut dyn Outlet) {
        let (tag, rest) = split_word(line);
        let (fetch, begins) = match (self.response.take(), tag) {
            (Some(fetch), _) => (fetch, false),
            (None, b"*") => (is_fetch(rest), true),
            (None, b"+") => return,
            (None, _) => return self.tagged(tag, rest, out),
        };
        if begins {
            self.capabilities(rest, out);
        }
        let Some((left, _, mark)) = announced(line) else { return };
        self.response = Some(fetch);
        let Some(dir) = self.pair.as_ref().map(|pair| pair.client.reverse()) else { return };
        let piece = if fetch { section(line.get(..mark).unwrap_or_default()) } else { None };
        if left == 0 {
            return;
        }
        if let Some(headed) = piece {
            let tx = self.take_tx();
            let content_type = if headed { RFC822 } else { b"" };
            if let Some(pair) = &mut self.pair {
                pair.server().begin_mail(tx, MailInfo::default(), (content_type, Some(left)), out);
            }
        }
        let kind = if piece.is_some() { Kind::Mail } else { Kind::Text };
        self.set_literal(dir, Some(Literal { left, kind, asked: false }));
    }

    /// `a1 OK done`.
    fn tagged(&mut self, tag: &[u8], rest: &[u8], out: &mut dyn Outlet) {
        let (word, text) = split_word(rest);
        let accepted = is(word, "OK");
        if !accepted && !is(word, "NO") && !is(word, "BAD") {
            return;
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
            Some(Wait::Tls) if accepted => self.hand_over(out),
            Some(Wait::Compress) if accepted => {
                self.compressed = true;
                if let Some(pair) = &mut self.pair {
                    pair.end_all(out);
                }
            }
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

/// `12 FETCH (...`.
fn is_fetch(rest: &[u8]) -> bool {
    let (number, rest) = split_word(rest);
    number.iter().all(u8::is_ascii_digit) && starts(rest, "FETCH ")
}

/// The item before a literal, if it is a mail or a piece of one; true if the piece has a head (RFC 9051 §6.4.5).
fn section(before: &[u8]) -> Option<bool> {
    let before = before.trim_ascii_end();
    // The octet range of a partial fetch: only the first piece has the head.
    let (item, first) = match before.strip_suffix(b">").and_then(|inner| {
        let open = memchr::memrchr(b'<', inner)?;
        Some((inner.get(..open)?, inner.get(open + 1..)?))
    }) {
        Some((item, range)) => (item, range == b"0"),
        None => (before, true),
    };
    let ends = |known: &str| {
        item.len() >= known.len() && starts(item.get(item.len() - known.len()..).unwrap_or_default(), known)
    };
    if ends("RFC822.TEXT") {
        return Some(false);
    }
    if ends("RFC822") || ends("RFC822.HEADER") {
        return Some(first);
    }
    let inner = item.strip_suffix(b"]")?;
    let open = memchr::memrchr(b'[', inner)?;
    let name = inner.get(..open)?;
    let name_is = |known: &str| {
        name.len() >= known.len() && starts(name.get(name.len() - known.len()..).unwrap_or_default(), known)
    };
    if !name_is("BODY") && !name_is("BINARY") && !name_is("BODY.PEEK") {
        return None;
    }
    let section = inner.get(open + 1..)?.to_ascii_uppercase();
    let part = section.split(|byte| *byte == b' ').next().unwrap_or_default();
    let headed = part.is_empty()
        || part.starts_with(b"HEADER")
        || memchr::memmem::find(part, b".HEADER").is_some()
        || part.ends_with(b".MIME");
    Some(headed && first)
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
            (" BODY[]<1024> ", Some(false)),
            (" RFC822.TEXT ", Some(false)),
            ("* 1 FETCH (ENVELOPE (\"date\" ", None),
        ] {
            assert_eq!(section(item.as_bytes()), headed, "{item}");
        }
    }
}
