//! How long a body is (RFC 9112 §6.3), and what contradicts it.

use crate::message::Coding;

/// How the end of a body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proto) enum Body {
    /// There is none.
    None,
    /// So many bytes.
    Length(u64),
    /// By the last chunk (RFC 9112 §7.1).
    Chunked,
    /// By the end of the connection.
    UntilClose,
}

impl Body {
    /// There is one, and its length is told.
    pub(in crate::proto) const fn is_sized(self) -> bool {
        matches!(self, Self::Length(1..))
    }
}

/// What a head's Content-Length and Transfer-Encoding fields say, gathered field by field.
#[derive(Clone, Debug, Default)]
pub(in crate::proto) struct Framing {
    length: Option<u64>,
    length_seen: bool,
    transfer_seen: bool,
    chunked: bool,
    chunked_last: bool,
    conflict: Option<&'static str>,
    transfer_codings: Vec<Coding>,
}

impl Framing {
    /// Takes a Content-Length field; a list of equal numbers is one number (RFC 9110 §8.6).
    pub(in crate::proto) fn content_length(&mut self, value: &[u8]) {
        self.length_seen = true;
        for item in value.split(|b| *b == b',') {
            match (decimal(item.trim_ascii()), self.length) {
                (None, _) => self.object("content-length is not a number"),
                (Some(new), Some(old)) if new != old => self.object("content-length fields differ"),
                (Some(new), _) => self.length = Some(new),
            }
        }
    }

    /// Takes a Transfer-Encoding field.
    pub(in crate::proto) fn transfer_encoding(&mut self, value: &[u8]) {
        self.transfer_seen = true;
        for item in value.split(|b| *b == b',') {
            let name = token(item);
            if name.eq_ignore_ascii_case(b"chunked") {
                if self.chunked {
                    self.object("chunked twice");
                }
                self.chunked = true;
                self.chunked_last = true;
            } else if !name.is_empty() && !name.eq_ignore_ascii_case(b"identity") {
                push_coding(&mut self.transfer_codings, name);
                self.chunked_last = false;
            }
        }
    }

    /// The announced length, if it is to be believed at all.
    pub(in crate::proto) fn length_hint(&self) -> Option<u64> {
        self.length.filter(|_| !self.chunked)
    }

    /// Adds what Transfer-Encoding applied after the content codings. Unknown names are not believed: they are the
    /// stuff of smuggling, and the body is read better as it is.
    pub(in crate::proto) fn append_codings(&self, to: &mut Vec<Coding>) {
        to.extend(self.transfer_codings.iter().filter(|coding| **coding != Coding::Unknown));
    }

    /// The body of a request, and what is wrong with its framing.
    pub(in crate::proto) fn request(&self) -> (Body, Option<&'static str>) {
        let (body, conflict) = self.stated();
        (body.unwrap_or(Body::None), conflict)
    }

    /// The body of a response that may have one, and what is wrong with its framing.
    pub(in crate::proto) fn response(&self) -> (Body, Option<&'static str>) {
        let (body, conflict) = self.stated();
        match body {
            // A coding other than chunked comes last: the end of the connection ends it (RFC 9112 §6.3 rule 4).
            Some(Body::Length(_)) | None if !self.transfer_codings.is_empty() => (Body::UntilClose, conflict),
            body => (body.unwrap_or(Body::UntilClose), conflict),
        }
    }

    fn stated(&self) -> (Option<Body>, Option<&'static str>) {
        if self.chunked {
            let conflict = match (self.length_seen, self.chunked_last) {
                (true, _) => Some("content-length beside transfer-encoding"),
                (false, false) => Some("chunked is not the last transfer coding"),
                _ => self.conflict,
            };
            return (Some(Body::Chunked), conflict);
        }
        let unfinished = self.transfer_seen && !self.transfer_codings.is_empty();
        let conflict = if unfinished { Some("transfer-encoding without chunked") } else { self.conflict };
        (self.length.map(Body::Length), conflict)
    }

    fn object(&mut self, why: &'static str) {
        self.conflict.get_or_insert(why);
    }
}

/// Adds the codings of a Content-Encoding field.
pub(in crate::proto) fn content_codings(codings: &mut Vec<Coding>, value: &[u8]) {
    for item in value.split(|b| *b == b',') {
        let name = token(item);
        if !name.is_empty() && !name.eq_ignore_ascii_case(b"identity") {
            push_coding(codings, name);
        }
    }
}

/// A run of decimal digits that fits; nothing else (no sign, no space).
pub(in crate::proto) fn decimal(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u64, |sum, b| {
        let digit = b.is_ascii_digit().then(|| u64::from(b.wrapping_sub(b'0')))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// The size in a chunk's first line, and the extension after it.
pub(in crate::proto) fn chunk_size(line: &[u8]) -> Option<(u64, &[u8])> {
    let digits = line.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    let (size, rest) = line.split_at_checked(digits)?;
    let rest = rest.trim_ascii();
    if size.is_empty() || !(rest.is_empty() || rest.starts_with(b";")) {
        return None;
    }
    let size = size.iter().try_fold(0u64, |sum, b| {
        let digit = char::from(*b).to_digit(16)?;
        sum.checked_mul(16)?.checked_add(u64::from(digit))
    })?;
    Some((size, rest.get(1..).unwrap_or(&[])))
}

/// Names of content codings: those that are registered (RFC 9110 §8.4.1), and those that programs use among themselves,
/// like Prometheus (`snappy`) and the SDKs of S3 (`aws-chunked`).
const CODINGS: [(&[u8], Coding); 16] = [
    (b"gzip", Coding::Gzip),
    (b"br", Coding::Br),
    (b"zstd", Coding::Zstd),
    (b"deflate", Coding::Deflate),
    (b"x-gzip", Coding::Gzip),
    (b"aws-chunked", Coding::AwsChunked),
    (b"snappy", Coding::Snappy),
    (b"x-snappy-framed", Coding::Snappy),
    (b"lz4", Coding::Lz4),
    (b"bzip2", Coding::Bzip2),
    (b"x-bzip2", Coding::Bzip2),
    (b"xz", Coding::Xz),
    (b"x-xz", Coding::Xz),
    (b"lzma", Coding::Lzma),
    (b"compress", Coding::Compress),
    (b"x-compress", Coding::Compress),
];

/// True for what an upload to S3 says of its body's digest if that is in chunks (Signature Version 4; some clients say
/// nothing else about it).
pub(in crate::proto) fn streams(digest: &[u8]) -> bool {
    digest.starts_with(b"STREAMING-")
}

/// Adds the chunks of an upload to S3, which are outside of every content coding.
pub(in crate::proto) fn chunk(codings: &mut Vec<Coding>) {
    push_coding(codings, b"aws-chunked");
}

/// A list member without its parameters and blanks.
fn token(item: &[u8]) -> &[u8] {
    item.split(|b| *b == b';').next().unwrap_or(&[]).trim_ascii()
}

fn push_coding(codings: &mut Vec<Coding>, name: &[u8]) {
    if codings.len() >= CODINGS_MAX {
        return;
    }
    let is = |known: &[u8]| name.eq_ignore_ascii_case(known);
    let coding = CODINGS.into_iter().find(|(known, _)| is(known)).map_or(Coding::Unknown, |(_, coding)| coding);
    // Written first (`aws-chunked,gzip`), applied last.
    match codings.last() {
        Some(Coding::AwsChunked) if coding == Coding::AwsChunked => {}
        Some(Coding::AwsChunked) => codings.insert(codings.len() - 1, coding),
        _ => codings.push(coding),
    }
}

/// More codings than content ever opens (its nesting limit is lower): the rest would only cost memory.
const CODINGS_MAX: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_of_an_upload_are_outside_of_every_content_coding() {
        for value in [&b"aws-chunked,gzip"[..], b"gzip, aws-chunked", b"AWS-Chunked , gzip"] {
            let mut codings = Vec::new();
            content_codings(&mut codings, value);
            assert_eq!(codings, [Coding::Gzip, Coding::AwsChunked]);
            chunk(&mut codings);
            assert_eq!(codings, [Coding::Gzip, Coding::AwsChunked]);
        }
        let mut codings = Vec::new();
        chunk(&mut codings);
        content_codings(&mut codings, b"snappy, aws-chunked");
        assert_eq!(codings, [Coding::Snappy, Coding::AwsChunked]);
    }
}
