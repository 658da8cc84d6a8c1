//! Who logs in: what was typed at which prompt, and what the server said to it.

use crate::message::Outcome;

/// Longest line of either side that is looked at; of a longer one the end.
const LINE_MAX: usize = 128;

/// What a prompt asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Prompt {
    /// Nothing that matters here.
    #[default]
    None,
    User,
    Password,
    /// A command: somebody is logged in.
    Shell,
}

/// The line of the server in hand, terminal escapes taken out.
#[derive(Debug, Default)]
pub(super) struct Screen {
    line: Vec<u8>,
    escape: Escape,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Escape {
    #[default]
    No,
    /// Behind ESC.
    Begun,
    /// In a control sequence (ECMA-48 §5.4).
    Sequence,
}

impl Screen {
    /// A byte was shown; a whole line if that ended one.
    pub(super) fn show(&mut self, byte: u8) -> Option<Vec<u8>> {
        match (self.escape, byte) {
            (Escape::Begun, b'[') => self.escape = Escape::Sequence,
            (Escape::Begun, _) | (Escape::Sequence, 0x40..=0x7e) => self.escape = Escape::No,
            (Escape::No, 0x1b) => self.escape = Escape::Begun,
            (Escape::No, b'\n') => return Some(std::mem::take(&mut self.line)),
            (Escape::Sequence, _) | (Escape::No, 0..b' ') => {}
            (Escape::No, _) => {
                if self.line.len() >= LINE_MAX {
                    self.line.drain(..LINE_MAX / 2);
                }
                self.line.push(byte);
            }
        }
        None
    }

    /// What the line in hand asks for.
    pub(super) fn prompt(&self) -> Prompt {
        prompt(&self.line)
    }

    /// The line is lost.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// The line that is being typed.
#[derive(Debug, Default)]
pub(super) struct Typed {
    line: Vec<u8>,
    /// Something was typed since the last line end.
    pub(super) begun: bool,
    /// The last byte was CR: LF or NUL behind it belongs to it.
    returned: bool,
}

impl Typed {
    /// A key was pressed; the line if that ended it.
    pub(super) fn key(&mut self, byte: u8) -> Option<Vec<u8>> {
        if std::mem::take(&mut self.returned) && byte == b'\n' {
            return None;
        }
        self.begun = true;
        match byte {
            b'\r' | b'\n' => {
                self.returned = byte == b'\r';
                self.begun = false;
                return Some(std::mem::take(&mut self.line));
            }
            // Erase a character; kill the line or interrupt.
            0x08 | 0x7f => drop(self.line.pop()),
            0x03 | 0x15 => self.line.clear(),
            _ if self.line.len() < LINE_MAX => self.line.push(byte),
            _ => {}
        }
        None
    }

    /// The line is lost.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// What a line that waits for an answer asks for.
fn prompt(line: &[u8]) -> Prompt {
    const USERS: [&[u8]; 9] =
        [b"login", b"username", b"user", b"user name", b"userid", b"user id", b"login name", b"account", b"logon"];
    let line = line.trim_ascii_end();
    // A colon, or a full-width one in UTF-8 or GBK.
    let asked = [&b":"[..], b"\xef\xbc\x9a", b"\xa3\xba"].iter().find_map(|colon| line.strip_suffix(*colon));
    let Some(asked) = asked.map(|asked| asked.trim_ascii_end().to_ascii_lowercase()) else {
        return if matches!(line.last(), Some(b'$' | b'#' | b'>' | b'%')) { Prompt::Shell } else { Prompt::None };
    };
    if PASSWORDS.iter().any(|word| contains(&asked, word)) {
        return Prompt::Password;
    }
    let last = |word: &&[u8]| {
        let before = asked.strip_suffix(*word);
        before.is_some_and(|before| before.last().is_none_or(|byte| !byte.is_ascii_alphanumeric()))
    };
    let localised = USERS_LOCAL.iter().any(|word| asked.ends_with(word));
    if (USERS.iter().any(last) || localised) && !asked.ends_with(b"last login") { Prompt::User } else { Prompt::None }
}

/// `password` and its kin; 密码 and 口令 in UTF-8 and GBK.
const PASSWORDS: [&[u8]; 6] = [
    b"password",
    b"passcode",
    b"\xe5\xaf\x86\xe7\xa0\x81",
    b"\xe5\x8f\xa3\xe4\xbb\xa4",
    b"\xc3\xdc\xc2\xeb",
    b"\xbf\xda\xc1\xee",
];
/// 用户名, 用户 and 账号 in UTF-8, 用户名 in GBK.
const USERS_LOCAL: [&[u8]; 4] = [
    b"\xe7\x94\xa8\xe6\x88\xb7\xe5\x90\x8d",
    b"\xe7\x94\xa8\xe6\x88\xb7",
    b"\xe8\xb4\xa6\xe5\x8f\xb7",
    b"\xd3\xc3\xbb\xa7\xc3\xfb",
];

/// What a whole line, said after a password, tells about it.
pub(super) fn verdict(line: &[u8]) -> Outcome {
    const REFUSALS: [&[u8]; 12] = [
        b"incorrect",
        b"failed",
        b"failure",
        b"invalid",
        b"denied",
        b"refused",
        b"bad password",
        b"wrong",
        b"not authorized",
        b"\xe9\x94\x99\xe8\xaf\xaf",
        b"\xe5\xa4\xb1\xe8\xb4\xa5",
        b"\xb4\xed\xce\xf3",
    ];
    const WELCOMES: [&[u8]; 4] = [b"last login", b"welcome", b"login successful", b"logged in"];
    let line = line.to_ascii_lowercase();
    if REFUSALS.iter().any(|word| contains(&line, word)) {
        Outcome::Rejected
    } else if WELCOMES.iter().any(|word| contains(&line, word)) {
        Outcome::Accepted
    } else {
        Outcome::Unknown
    }
}

/// What the next prompt after a password tells about it.
pub(super) fn verdict_of(prompt: Prompt) -> Outcome {
    match prompt {
        Prompt::User | Prompt::Password => Outcome::Rejected,
        Prompt::Shell => Outcome::Accepted,
        Prompt::None => Outcome::Unknown,
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(text, word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_told_from_what_only_looks_like_them() {
        for (line, expected) in [
            (&b"login: "[..], Prompt::User),
            (b"osboxes login:", Prompt::User),
            (b"User Name : ", Prompt::User),
            ("用户名：".as_bytes(), Prompt::User),
            (b"Password: ", Prompt::Password),
            (b"password for li: ", Prompt::Password),
            ("请输入密码:".as_bytes(), Prompt::Password),
            (b"crm> ", Prompt::Shell),
            (b"$ ", Prompt::Shell),
            (b"Last login: ", Prompt::None),
            (b"superuser:", Prompt::None),
            (b"date: ", Prompt::None),
            (b"", Prompt::None),
        ] {
            assert_eq!(prompt(line), expected, "{}", line.escape_ascii());
        }
    }

    #[test]
    fn corrections_are_followed() {
        let mut typed = Typed::default();
        let line = b"rooz\x08t\x15admim\x7fn\r".iter().find_map(|byte| typed.key(*byte));
        assert_eq!(line, Some(b"admin".to_vec()));
        assert_eq!(typed.key(b'\n'), None);
        assert!(!typed.begun);
    }
}
