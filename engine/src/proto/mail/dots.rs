//! Dot-stuffed bodies (RFC 5321 §4.5.2, RFC 1939 §3): only CRLF ends a line, as receivers that cannot be tricked have it.

use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Made once: to make it costs more than most pieces of a mail do.
static LINE_WITH_DOT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"\r\n."));

/// Where in a line the stream stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Dots {
    /// At its start.
    #[default]
    Start,
    /// Within it.
    Within,
    /// Behind a CR.
    Cr,
}

/// What stands at the start of the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// So many bytes of the body.
    Body(usize),
    /// A stuffed dot.
    Stuffing,
    /// The end: a line with a dot alone, so many bytes.
    End(usize),
    /// A dot that more bytes explain.
    More,
}

impl Dots {
    /// The next piece of `data`, which is not empty.
    pub(super) fn next(&mut self, data: &[u8]) -> Piece {
        match (*self, data) {
            (Self::Start, b"." | b".\r") => return Piece::More,
            (Self::Start, [b'.', b'\r', b'\n', ..]) => {
                *self = Self::Start;
                return Piece::End(3);
            }
            (Self::Start, [b'.', ..]) => {
                *self = Self::Within;
                return Piece::Stuffing;
            }
            (Self::Cr, [b'\n', ..]) => {
                *self = Self::Start;
                return Piece::Body(1);
            }
            _ => {}
        }
        if let Some(at) = LINE_WITH_DOT.find(data) {
            *self = Self::Start;
            return Piece::Body(at + 2);
        }
        *self = match data {
            [.., b'\r', b'\n'] => Self::Start,
            [.., b'\r'] => Self::Cr,
            _ => Self::Within,
        };
        Piece::Body(data.len())
    }
}
