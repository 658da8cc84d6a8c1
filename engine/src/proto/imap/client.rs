//! What the client sends: tagged commands and their literals.

use super::arguments::{announced, arguments};
use super::{ARGUMENT_BYTES, ImapParser, Kind, Literal, RFC822, TAG_BYTES, Wait};
use crate::anomaly::Code;
use crate::message::{MailInfo, MessageEnd, Outlet};
use crate::proto::mail::{Sasl, Step, is, split_word};

/// A command of which more is to come.
#[derive(Debug)]
pub(super) struct Command {
    tag: Box<[u8]>,
    verb: Verb,
    arguments: Vec<Vec<u8>>,
}

/// The commands that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verb {
    Login,
    Append,
    Other,
}

impl Command {
    /// Bytes of the argument that is a literal.
    pub(super) fn add_literal(&mut self, bytes: &[u8]) {
        if let Some(argument) = self.arguments.last_mut() {
            let room = ARGUMENT_BYTES.saturating_sub(argument.len());
            argument.extend(bytes.iter().take(room));
        }
    }

    /// True if it is this tag's.
    pub(super) fn is_tagged(&self, tag: &[u8]) -> bool {
        *self.tag == *tag
    }
}

impl ImapParser {
    /// A line of the client: a step of a login, a command, or what follows a literal of one.
    pub(super) fn asks(&mut self, line: &[u8], wire: &[u8], out: &mut dyn Outlet) {
        let Some(pair) = &mut self.pair else { return };
        if let Some(mut sasl) = self.sasl.take() {
            let step = sasl.take(line, pair.client(), out);
            if step != Step::NotMine {
                self.sasl = (step == Step::GoesOn).then_some(sasl);
                return out.framing(pair.client, wire.len());
            }
        }
        let (command, rest) = if let Some(command) = self.command.take() {
            (command, line)
        } else {
            pair.client().end_talk(out);
            let (tag, rest) = split_word(line);
            let (verb, rest) = split_word(rest);
            if is(verb, "AUTHENTICATE") && !rest.is_empty() {
                out.framing(pair.client, wire.len());
                return self.authenticate(tag, rest, out);
            }
            (self.begin(tag, verb, out), rest)
        };
        if command.verb == Verb::Login {
            return self.login(command, rest, wire, out);
        }
        if let Some(pair) = &mut self.pair {
            pair.client().say(wire, out);
        }
        self.await_literal(command, rest, out);
    }

    /// A new command.
    fn begin(&mut self, tag: &[u8], verb: &[u8], out: &mut dyn Outlet) -> Command {
        if is(verb, "STARTTLS") {
            self.wait(tag, Wait::Tls, out);
        } else if is(verb, "COMPRESS") {
            self.wait(tag, Wait::Compress, out);
        }
        if ["SELECT", "EXAMINE", "UNSELECT", "CLOSE"].iter().any(|other| is(verb, other)) {
            self.structures.forget();
            self.end_pieces(MessageEnd::Complete, out);
        }
        let known = match () {
            () if is(verb, "LOGIN") => Verb::Login,
            () if is(verb, "APPEND") => Verb::Append,
            () => Verb::Other,
        };
        let tag = tag.get(..TAG_BYTES).unwrap_or(tag);
        Command { tag: tag.into(), verb: known, arguments: Vec::new() }
    }

    /// Remembers what waits for a tagged response.
    fn wait(&mut self, tag: &[u8], wait: Wait, out: &mut dyn Outlet) {
        if tag.len() > TAG_BYTES {
            return;
        }
        if self.waits.len() >= self.depth
            && let Some(pair) = &self.pair
        {
            self.waits.pop_front();
            out.anomaly(pair.client, Code::PipelineLimit, "commands without responses");
        }
        self.waits.push_back((tag.into(), wait));
    }

    /// `LOGIN user "password"`, either of them perhaps a literal.
    fn login(&mut self, mut command: Command, rest: &[u8], wire: &[u8], out: &mut dyn Outlet) {
        let Some(pair) = &mut self.pair else { return };
        let dir = pair.client;
        out.framing(dir, wire.len());
        if let Some((left, asked, mark)) = announced(rest) {
            command.arguments.extend(arguments(rest.get(..mark).unwrap_or_default()));
            command.arguments.push(Vec::new());
            self.command = Some(command);
            return self.set_literal(dir, Some(Literal { left, kind: Kind::Argument, asked }).filter(|l| l.left > 0));
        }
        command.arguments.extend(arguments(rest));
        if let [user, secret, ..] = command.arguments.as_slice() {
            let tx = self.take_tx();
            self.wait(&command.tag, Wait::Login(tx), out);
            if let Some(pair) = &mut self.pair {
                pair.client().login(tx, "login", (user, secret), out);
            }
        }
    }

    /// `AUTHENTICATE PLAIN`, or with the initial response (RFC 4959).
    fn authenticate(&mut self, tag: &[u8], rest: &[u8], out: &mut dyn Outlet) {
        let tx = self.take_tx();
        self.wait(tag, Wait::Login(tx), out);
        let Some(pair) = &mut self.pair else { return };
        let (mechanism, response) = split_word(rest);
        let mut sasl = Sasl::new(mechanism, tx, pair.client(), out);
        let over = !response.is_empty() && sasl.take(response, pair.client(), out) != Step::GoesOn;
        self.sasl = (!over).then_some(sasl);
    }

    /// What follows if the line announces a literal.
    fn await_literal(&mut self, command: Command, line: &[u8], out: &mut dyn Outlet) {
        let Some((left, asked, _)) = announced(line) else { return };
        let Some(dir) = self.pair.as_ref().map(|pair| pair.client) else { return };
        // APPEND's mailbox may be a literal too: that is named in the same line, so what waits is the mail only if
        // something stands before it.
        let mail = command.verb == Verb::Append && (!command.arguments.is_empty() || names_mailbox(line));
        let mut command = command;
        command.arguments.push(Vec::new());
        self.command = Some(command);
        let kind = if mail { Kind::Mail } else { Kind::Text };
        if mail {
            let tx = self.take_tx();
            if let Some(pair) = &mut self.pair {
                pair.client().begin_mail(tx, MailInfo::default(), (RFC822, Some(left)), out);
            }
        }
        if left == 0 {
            return self.literal_over(dir, kind, out);
        }
        self.set_literal(dir, Some(Literal { left, kind, asked }));
    }
}

/// True if something stands before the literal of `INBOX (\Seen) {310}`.
fn names_mailbox(line: &[u8]) -> bool {
    announced(line).is_some_and(|(_, _, mark)| !line.get(..mark).unwrap_or_default().trim_ascii().is_empty())
}
