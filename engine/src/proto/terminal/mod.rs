//! Sessions at a terminal, in line or character mode, once their protocol is taken out: what is typed at a prompt for a
//! name and at one for a password is a login; what the server says or asks next is its outcome. No protocol of its own.

mod login;

use crate::message::{ContentHints, Credential, Direction, MessageEnd, MessageHead, Outcome, Outlet};
use crate::pair::Pair;
use login::{Prompt, Screen, Typed};

/// Longest user name.
const USER_MAX: usize = 128;

/// One session, whose originator types.
#[derive(Debug)]
pub(super) struct Terminal {
    /// Places of what is typed and of what is shown.
    places: [&'static str; 2],
    /// Messages that were begun and not ended.
    open: Pair<bool>,
    screen: Screen,
    typed: Typed,
    /// What was asked when the line in hand was begun.
    prompt: Prompt,
    user: Vec<u8>,
    /// Number of the next login.
    logins: u32,
    /// A login whose outcome is not known.
    waiting: Option<u32>,
}

impl Terminal {
    /// A session whose input and output have these places.
    pub(super) fn new(places: [&'static str; 2]) -> Self {
        Self {
            places,
            open: Pair::default(),
            screen: Screen::default(),
            typed: Typed::default(),
            prompt: Prompt::None,
            user: Vec::new(),
            logins: 0,
            waiting: None,
        }
    }

    /// The user, as the client names itself.
    pub(super) fn named(&mut self, user: &[u8]) {
        self.user = user.get(..USER_MAX).unwrap_or(user).to_vec();
    }

    /// Bytes that were typed or shown.
    pub(super) fn text(&mut self, dir: Direction, text: &[u8], out: &mut dyn Outlet) {
        if dir == Direction::Resp {
            self.begin(dir, out);
            out.body(dir, text);
            for byte in text {
                if let Some(line) = self.screen.show(*byte) {
                    self.judge(login::verdict(&line), out);
                }
            }
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            // A login ends its message, so that each has a number of its own.
            let mut typed = None;
            let mut len = 0usize;
            for byte in rest {
                if !self.typed.begun && !matches!(byte, b'\n') {
                    self.prompt = self.screen.prompt();
                    self.judge(login::verdict_of(self.prompt), out);
                }
                len = len.saturating_add(1);
                typed = self.typed.key(*byte);
                if typed.is_some() {
                    break;
                }
            }
            let (now, later) = rest.split_at_checked(len).unwrap_or((rest, &[]));
            self.begin(dir, out);
            out.body(dir, now);
            rest = later;
            if let Some(line) = typed {
                self.entered(dir, line, out);
            }
        }
    }

    /// Bytes are missing: what is typed or shown next belongs to no line that is known.
    pub(super) fn gap(&mut self, dir: Direction, len: u64, out: &mut dyn Outlet) {
        if *self.open.of_mut(dir) {
            out.body_gap(dir, len);
        }
        match dir {
            Direction::Orig => {
                self.typed.clear();
                self.prompt = Prompt::None;
            }
            Direction::Resp => self.screen.clear(),
        }
    }

    /// A side says nothing more; the prompt that stands then judges the last login.
    pub(super) fn close(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if dir == Direction::Resp {
            let verdict = login::verdict_of(self.screen.prompt());
            self.judge(verdict, out);
        }
        self.end(dir, out);
    }

    /// A line was typed at the prompt that stood when it was begun.
    fn entered(&mut self, dir: Direction, line: Vec<u8>, out: &mut dyn Outlet) {
        match std::mem::take(&mut self.prompt) {
            Prompt::User if !line.is_empty() => self.user = line,
            Prompt::Password if !line.is_empty() => {
                let login = Credential {
                    scheme: "prompt",
                    user: &self.user,
                    secret: &line,
                    path: "",
                    confidence: 90,
                    awaits_outcome: true,
                };
                out.credential(dir, login);
                self.end(dir, out);
                self.waiting = Some(self.logins);
                self.logins = self.logins.saturating_add(1);
                // The prompt is answered.
                self.screen.clear();
            }
            _ => {}
        }
    }

    /// The server's word on the login that waits for it.
    fn judge(&mut self, outcome: Outcome, out: &mut dyn Outlet) {
        if outcome != Outcome::Unknown
            && let Some(tx) = self.waiting.take()
        {
            out.outcome(Direction::Orig, tx, outcome);
        }
    }

    /// Begins a message of this direction, if none is open.
    pub(super) fn begin(&mut self, dir: Direction, out: &mut dyn Outlet) {
        self.begin_with(dir, ContentHints::default(), out);
    }

    /// The same, of content that these hints describe.
    pub(super) fn begin_with(&mut self, dir: Direction, hints: ContentHints, out: &mut dyn Outlet) {
        if !std::mem::replace(self.open.of_mut(dir), true) {
            let [input, output] = self.places;
            let place = if dir == Direction::Orig { input } else { output };
            out.begin(dir, MessageHead { place, tx: self.logins, hints, ..MessageHead::default() });
        }
    }

    /// Ends the message of this direction.
    pub(super) fn end(&mut self, dir: Direction, out: &mut dyn Outlet) {
        if std::mem::take(self.open.of_mut(dir)) {
            out.end(dir, MessageEnd::Complete);
        }
    }
}
