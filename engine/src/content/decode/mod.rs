//! Decoders: bytes in, bytes out, a step at a time, nothing kept but the decoder's own window.
//!
//! The only users of raw decompressors in the engine; [`super::coded`] charges what they yield to the budget.

mod aws_chunked;
mod brotli;
mod bzip2;
mod gzip;
mod history;
mod lines;
mod lz4;
mod lzw;
mod oneshot;
mod rar5;
mod raw;
mod returns;
mod snappy;
mod transcode;
mod transfer;
mod utf32;
mod utf7;
mod xz;
mod zstd;

pub(in crate::content) use lz4::{block as lz4_block, block_upto as lz4_block_upto};

pub(in crate::content) use aws_chunked::AwsChunked;
pub(in crate::content) use gzip::header_len as gzip_header_len;
pub(in crate::content) use history::History;
pub(in crate::content) use lines::{Alphabet, line_value};
pub(in crate::content) use oneshot::inflate_whole;
pub(in crate::content) use returns::Returns;
pub(in crate::content) use transcode::Transcode;
pub(in crate::content) use transfer::{Base64, Hex, Octets, Quoted};
pub(in crate::content) use utf7::Utf7;
pub(in crate::content) use utf32::Utf32;

use crate::message::Coding;

/// What a step did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::content) struct Progress {
    /// Input bytes used.
    pub(in crate::content) consumed: usize,
    /// Output bytes written.
    pub(in crate::content) produced: usize,
    /// Why it stopped.
    pub(in crate::content) halt: Halt,
}

/// Why a decoder stopped: what it waits for, if anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::content) enum Halt {
    /// More input.
    #[default]
    Input,
    /// Room for output.
    Output,
    /// Nothing: the coding ended.
    End,
    /// Nothing: the input is damaged.
    Damaged,
}

/// Any decoder.
pub(in crate::content) enum Decoder {
    /// RFC 1952, any number of members. Made at its first step: whole bodies do without.
    Gzip(Option<Box<gzip::Gzip>>),
    /// RFC 1950 or RFC 1951. Made at its first step.
    Deflate(Option<Box<gzip::Deflate>>),
    /// RFC 1951, as archives hold it: never with a zlib header.
    Inflate(Box<gzip::Deflate>),
    /// RFC 7932, window up to 16 MiB.
    Brotli(Box<brotli::Brotli>),
    /// RFC 8878, window up to 8 MiB.
    Zstd(Box<zstd::Zstd>),
    /// bzip2, any number of streams.
    Bzip2(Box<bzip2::Bzip2>),
    /// xz, any number of streams, or LZMA; dictionary up to 16 MiB.
    Xz(Box<xz::Xz>),
    /// LZ4 frames; blocks up to 4 MiB.
    Lz4(Box<lz4::Lz4>),
    /// Snappy, raw or framed by the Java library; window 64 KiB.
    Snappy(Box<snappy::Snappy>),
    /// `compress` of Unix; table of 64 Ki codes.
    Lzw(Box<lzw::Lzw>),
    /// LZMA or LZMA2 without a head; dictionary up to 64 MiB.
    Raw(Box<raw::Raw>),
    /// A member of a RAR 5 archive; distances up to 32 MiB.
    Rar5(Box<rar5::Rar5>),
    /// Chunks of an upload to S3.
    AwsChunked(AwsChunked),
    /// uuencode, xxencode, yEnc.
    Lines(lines::Lines),
    /// Line feeds for carriage returns.
    Returns(Returns),
    /// Another charset to UTF-8.
    Transcode(Transcode),
    /// UTF-7 to UTF-8.
    Utf7(Utf7),
    /// UTF-32 to UTF-8.
    Utf32(Utf32),
    /// RFC 4648 §4 and §5, line breaks skipped.
    Base64(Base64),
    /// RFC 2045 §6.7.
    Quoted(Quoted),
    /// Hexadecimal digits.
    Hex(Hex),
    /// Numbers of bytes, parted by commas.
    Octets(Octets),
}

impl Decoder {
    /// For a content coding; `None` for one that cannot be opened.
    pub(in crate::content) fn for_coding(coding: Coding) -> Option<Self> {
        Some(match coding {
            Coding::Gzip => Self::Gzip(None),
            Coding::Deflate => Self::Deflate(None),
            Coding::Br => Self::Brotli(Box::default()),
            Coding::Zstd => Self::Zstd(Box::new(zstd::Zstd::new()?)),
            Coding::Bzip2 => Self::Bzip2(Box::default()),
            Coding::Xz | Coding::Lzma => Self::Xz(Box::new(xz::Xz::new(coding == Coding::Lzma)?)),
            Coding::Lz4 => Self::Lz4(Box::default()),
            Coding::Snappy => Self::Snappy(Box::default()),
            Coding::Compress => Self::Lzw(Box::default()),
            Coding::AwsChunked => Self::AwsChunked(AwsChunked::default()),
            Coding::Base64 => Self::Base64(Base64::default()),
            Coding::Quoted => Self::Quoted(Quoted::default()),
            Coding::Unknown => return None,
        })
    }

    /// For a deflate stream without a header.
    pub(in crate::content) fn inflate() -> Self {
        Self::Inflate(Box::new(gzip::Deflate::raw()))
    }

    /// For a bare LZMA stream of which the properties are known, and that it yields `size` bytes.
    pub(in crate::content) fn lzma(properties: &[u8], size: u64) -> Option<Self> {
        raw::Raw::lzma(properties, size).map(|raw| Self::Raw(Box::new(raw)))
    }

    /// The same for LZMA2, with the filter for programs of x86 behind it or not.
    pub(in crate::content) fn lzma2(properties: &[u8], size: u64, filtered: bool) -> Option<Self> {
        raw::Raw::lzma2(properties, size, filtered).map(|raw| Self::Raw(Box::new(raw)))
    }

    /// For a member of a RAR 5 archive; of a solid one, behind the member that this decoder unpacked.
    pub(in crate::content) fn rar5(behind: Option<Self>) -> Self {
        Self::Rar5(match behind {
            Some(Self::Rar5(rar)) => Box::new(rar.go_on()),
            _ => Box::default(),
        })
    }

    /// A file in lines of text, from behind the line that begins it.
    pub(in crate::content) fn lines(alphabet: Alphabet) -> Self {
        Self::Lines(lines::Lines::new(alphabet))
    }

    /// Decodes from `input` into `output` until one of them is used up, or the end.
    pub(in crate::content) fn step(&mut self, input: &[u8], output: &mut [u8]) -> Progress {
        match self {
            Self::Gzip(d) => d.get_or_insert_default().step(input, output),
            Self::Deflate(d) => d.get_or_insert_default().step(input, output),
            Self::Inflate(d) => d.step(input, output),
            Self::Brotli(d) => d.step(input, output),
            Self::Zstd(d) => d.step(input, output),
            Self::Bzip2(d) => d.step(input, output),
            Self::Xz(d) => d.step(input, output),
            Self::Lz4(d) => d.step(input, output),
            Self::Snappy(d) => d.step(input, output),
            Self::Lzw(d) => d.step(input, output),
            Self::Raw(d) => d.step(input, output),
            Self::Rar5(d) => d.step(input, output),
            Self::AwsChunked(d) => d.step(input, output),
            Self::Lines(d) => d.step(input, output),
            Self::Returns(_) => Returns::step(input, output),
            Self::Transcode(d) => d.step(input, output),
            Self::Utf7(d) => d.step(input, output),
            Self::Utf32(d) => d.step(input, output),
            Self::Base64(d) => d.step(input, output),
            Self::Quoted(d) => d.step(input, output),
            Self::Hex(d) => d.step(input, output),
            Self::Octets(d) => d.step(input, output),
        }
    }

    /// Bytes that it looks back over, of those that may be many; about.
    pub(in crate::content) fn held(&self) -> usize {
        match self {
            Self::Brotli(d) => d.held(),
            Self::Zstd(d) => d.held(),
            Self::Bzip2(d) => d.held(),
            Self::Xz(d) => d.held(),
            Self::Lz4(d) => d.held(),
            Self::Lzw(d) => d.held(),
            Self::Rar5(d) => d.held(),
            _ => 0,
        }
    }

    /// After the last input: writes what was still held, returns its length. At most 8 bytes.
    pub(in crate::content) fn flush(&mut self, output: &mut [u8]) -> usize {
        match self {
            Self::Base64(d) => d.flush(output),
            Self::Quoted(d) => d.flush(output),
            Self::Octets(d) => d.flush(output),
            _ => 0,
        }
    }

    /// Input is missing here.
    pub(in crate::content) fn gap(&mut self) {
        match self {
            Self::Base64(d) => d.gap(),
            Self::Quoted(d) => *d = Quoted::default(),
            Self::Hex(d) => *d = Hex::default(),
            Self::Octets(d) => *d = Octets::default(),
            _ => {}
        }
    }

    /// True if the input so far may end here.
    pub(in crate::content) fn may_end(&self) -> bool {
        match self {
            Self::Gzip(d) => d.as_ref().is_some_and(|d| d.may_end()),
            Self::Deflate(d) => d.as_ref().is_some_and(|d| d.may_end()),
            Self::Inflate(d) => d.may_end(),
            Self::Brotli(d) => d.may_end(),
            Self::Zstd(d) => d.may_end(),
            Self::Bzip2(d) => d.may_end(),
            Self::Xz(d) => d.may_end(),
            Self::Lz4(d) => d.may_end(),
            Self::Snappy(d) => d.may_end(),
            Self::Lzw(d) => d.may_end(),
            Self::Rar5(d) => d.may_end(),
            Self::AwsChunked(d) => d.may_end(),
            _ => true,
        }
    }

    /// True if it can go on behind missing bytes.
    pub(in crate::content) fn resumes(&self) -> bool {
        matches!(self, Self::Returns(_) | Self::Transcode(_) | Self::Base64(_) | Self::Quoted(_) | Self::Hex(_))
    }

    /// The coding, for the complete-body decoder.
    pub(in crate::content) fn coding(&self) -> Option<Coding> {
        match self {
            Self::Gzip(_) => Some(Coding::Gzip),
            Self::Deflate(_) => Some(Coding::Deflate),
            Self::Brotli(_) => Some(Coding::Br),
            Self::Zstd(_) => Some(Coding::Zstd),
            _ => None,
        }
    }

    /// A name for anomalies and places.
    pub(in crate::content) fn name(&self) -> &'static str {
        match self {
            Self::Gzip(_) => "gzip",
            Self::Deflate(_) | Self::Inflate(_) => "deflate",
            Self::Brotli(_) => "br",
            Self::Zstd(_) => "zstd",
            Self::Bzip2(_) => "bzip2",
            Self::Xz(_) => "xz",
            Self::Lz4(_) => "lz4",
            Self::Snappy(_) => "snappy",
            Self::Lzw(_) => "compress",
            Self::Raw(_) => "lzma",
            Self::Rar5(_) => "rar",
            Self::AwsChunked(_) => "aws-chunked",
            Self::Lines(_) => "uuencode",
            Self::Returns(_) => "lines",
            Self::Transcode(_) | Self::Utf7(_) | Self::Utf32(_) => "charset",
            Self::Base64(_) => "base64",
            Self::Quoted(_) => "quoted-printable",
            Self::Hex(_) => "hex",
            Self::Octets(_) => "bytes",
        }
    }
}

/// For tests: what `input` yields when it comes in pieces of `step` bytes, with little room for the output; with why the
/// decoder stopped last.
#[cfg(test)]
fn drained(decoder: &mut Decoder, input: &[u8], step: usize) -> (Vec<u8>, Halt) {
    let (mut out, mut halt) = (Vec::new(), Halt::Input);
    for piece in input.chunks(step) {
        let mut at = 0;
        loop {
            let mut room = [0u8; 7];
            let done = decoder.step(piece.get(at..).unwrap_or_default(), &mut room);
            at += done.consumed;
            out.extend_from_slice(room.get(..done.produced).unwrap_or_default());
            halt = done.halt;
            match halt {
                Halt::Output => {}
                Halt::Input => break,
                Halt::End | Halt::Damaged => return (out, halt),
            }
        }
    }
    (out, halt)
}
