//! What a head declares about content: media type, charset, boundary, file name (RFC 9110 §8.3, RFC 2045 §5.1).

use super::bytes::{Bytes, trim};
use super::charset::Label;
use super::place::Place;
use super::sniff::Verdict;
use crate::message::{Coding, ContentHints, Format};

/// The families of media types that content tells apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// No type, a generic one, or one that says nothing about the form.
    #[default]
    Unknown,
    /// `text/plain` and other prose.
    Plain,
    /// Scripts, style sheets, and the source of programs in languages like theirs.
    Source,
    /// JSON in any of its names.
    Json,
    /// Separated values.
    Csv,
    /// HTML, XML and what is written in it.
    Markup,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// `message/rfc822` and other header-then-body entities.
    Mail,
    /// Events that a server sends (`text/event-stream`).
    Events,
    /// Protocol Buffers.
    Protobuf,
    /// CBOR.
    Cbor,
    /// `MessagePack`.
    MessagePack,
    /// Messages of gRPC, gRPC-Web or Connect, each behind a head, in Protocol Buffers.
    Grpc,
    /// The same in JSON.
    GrpcJson,
    /// The same as `Grpc`, in base64.
    GrpcText,
    /// Images, sound, video, fonts: formats this version does not open.
    Closed,
}

/// What was declared.
#[derive(Clone)]
pub(super) struct Declared {
    /// Family.
    pub(super) kind: Kind,
    /// Charset parameter.
    pub(super) charset: Label,
    /// Boundary parameter of a multipart type.
    pub(super) boundary: Option<Box<[u8]>>,
    /// The type itself, lower case, without parameters.
    pub(super) media: Place,
    /// File name as the peer gave it; empty without one.
    pub(super) file: Box<[u8]>,
}

impl Default for Declared {
    fn default() -> Self {
        Self { kind: Kind::Unknown, charset: Label::None, boundary: None, media: Place::new(""), file: Box::default() }
    }
}

impl Declared {
    /// From a message's head.
    pub(super) fn from_hints(hints: &ContentHints) -> Self {
        Self::new(&hints.content_type, &hints.filename)
    }

    /// From a Content-Type value and a file name, either of which may be empty.
    pub(super) fn new(content_type: &[u8], filename: &[u8]) -> Self {
        let mut declared = Self::default();
        if !content_type.is_empty() {
            declared.read_type(content_type);
        }
        declared.file = filename.into();
        if matches!(declared.kind, Kind::Unknown | Kind::Plain)
            && !filename.is_empty()
            && let Some(kind) = kind_of_name(filename)
        {
            declared.kind = kind;
        }
        declared
    }

    fn read_type(&mut self, content_type: &[u8]) {
        let end = leaktap_simd::find(b';', content_type).unwrap_or(content_type.len());
        let mut lower = [0u8; 50];
        let essence = trim(content_type.upto(end)).upto(lower.len());
        let Some(room) = lower.get_mut(..essence.len()) else {
            return;
        };
        room.copy_from_slice(essence);
        room.make_ascii_lowercase();
        let essence = std::str::from_utf8(room).unwrap_or("");
        if !essence.bytes().all(|b| b.is_ascii_graphic()) {
            return;
        }
        self.kind = kind_of(essence);
        self.media = Place::new(essence);
        for (name, value) in Parameters(content_type.after(end)) {
            if name.eq_ignore_ascii_case(b"charset") {
                self.charset = Label::parse(value);
            } else if name.eq_ignore_ascii_case(b"boundary") && (1..=200).contains(&value.len()) {
                self.boundary = Some(value.into());
            }
        }
    }
}

/// The `; name=value` pairs of a header value; quotes are taken off, escapes inside them are left.
pub(super) struct Parameters<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Parameters<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = leaktap_simd::find(b';', self.0)?;
            let rest = self.0.after(start + 1);
            let equals = memchr::memchr2(b'=', b';', rest)?;
            if rest.at(equals) == b';' {
                self.0 = rest.after(equals);
                continue;
            }
            let name = trim(rest.upto(equals));
            let value = rest.after(equals + 1).trim_ascii_start();
            if let Some(quoted) = value.strip_prefix(b"\"") {
                let end = closing_quote(quoted);
                self.0 = quoted.after(end);
                return Some((name, quoted.upto(end)));
            }
            let end = leaktap_simd::find(b';', value).unwrap_or(value.len());
            self.0 = value.after(end);
            return Some((name, trim(value.upto(end))));
        }
    }
}

fn closing_quote(quoted: &[u8]) -> usize {
    let mut at = 0;
    while let Some(step) = memchr::memchr2(b'"', b'\\', quoted.after(at)) {
        if quoted.at(at + step) == b'"' {
            return at + step;
        }
        at += step + 2;
    }
    quoted.len()
}

fn kind_of(essence: &str) -> Kind {
    match essence {
        "application/x-www-form-urlencoded" => Kind::Form,
        "text/csv" | "application/csv" | "text/x-csv" | "text/tab-separated-values" | "application/x-csv" => Kind::Csv,
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/json-seq" => Kind::Json,
        "message/rfc822" | "message/global" | "message/http" | "application/http" => Kind::Mail,
        "image/svg+xml" => Kind::Markup,
        "text/plain" => Kind::Plain,
        "text/event-stream" => Kind::Events,
        "application/x-protobuf" | "application/protobuf" | "application/vnd.google.protobuf" | "application/proto" => {
            Kind::Protobuf
        }
        "application/cbor" | "application/cbor-seq" => Kind::Cbor,
        "application/msgpack" | "application/x-msgpack" | "application/vnd.msgpack" => Kind::MessagePack,
        _ if essence.ends_with("+cbor") => Kind::Cbor,
        _ if essence.ends_with("+msgpack") => Kind::MessagePack,
        _ if essence.starts_with("application/grpc-web-text") => Kind::GrpcText,
        _ if essence.starts_with("application/grpc") || essence.starts_with("application/connect+") => {
            if essence.ends_with("json") { Kind::GrpcJson } else { Kind::Grpc }
        }
        _ if essence.ends_with("json") => Kind::Json,
        _ if essence.ends_with("xml") || essence.ends_with("html") => Kind::Markup,
        _ if essence.starts_with("multipart/") => Kind::Multipart,
        _ if essence.starts_with("image/")
            || essence.starts_with("video/")
            || essence.starts_with("audio/")
            || essence.starts_with("font/") =>
        {
            Kind::Closed
        }
        "text/css" | "text/x-python" | "text/x-perl" | "text/x-java" | "text/x-java-source" | "text/x-csrc" => {
            Kind::Source
        }
        _ if essence.ends_with("javascript") || essence.ends_with("ecmascript") || essence.ends_with("typescript") => {
            Kind::Source
        }
        _ if essence.starts_with("text/") => Kind::Plain,
        _ => Kind::Unknown,
    }
}

/// Extensions of sources in which strings stand in quotes: not of shells, where a bare word is a string, and not of what
/// a server runs (`export.php`), whose name is then that of its output.
const SOURCES: [&[u8]; 19] = [
    b"css", b"scss", b"less", b"js", b"mjs", b"cjs", b"jsx", b"ts", b"tsx", b"vue", b"java", b"kt", b"scala", b"go",
    b"swift", b"h", b"hpp", b"rs", b"pyi",
];

/// The family that a file name's extension tells.
fn kind_of_name(name: &[u8]) -> Option<Kind> {
    let dot = memchr::memrchr(b'.', name)?;
    let extension = name.after(dot + 1);
    let is = |list: &[&[u8]]| list.iter().any(|e| extension.eq_ignore_ascii_case(e));
    if is(&[b"csv", b"tsv", b"tab"]) {
        Some(Kind::Csv)
    } else if is(&[b"json", b"ndjson", b"jsonl"]) {
        Some(Kind::Json)
    } else if is(&[b"htm", b"html", b"xml", b"xhtml", b"svg"]) {
        Some(Kind::Markup)
    } else if is(&[b"eml"]) {
        Some(Kind::Mail)
    } else if is(&SOURCES) {
        Some(Kind::Source)
    } else {
        None
    }
}

/// The media type that a verdict stands for.
pub(super) fn media_of(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Coded(Coding::Gzip) => "application/gzip",
        Verdict::Coded(Coding::Zstd) => "application/zstd",
        Verdict::Coded(Coding::Bzip2) => "application/x-bzip2",
        Verdict::Coded(Coding::Xz) => "application/x-xz",
        Verdict::Coded(Coding::Lzma) => "application/x-lzma",
        Verdict::Coded(Coding::Compress) => "application/x-compress",
        Verdict::Coded(Coding::Lz4) => "application/x-lz4",
        Verdict::Coded(_) => "application/zlib",
        Verdict::Text(Format::Json, _) => "application/json",
        Verdict::Text(Format::Csv, _) | Verdict::Returns => "text/csv",
        Verdict::Text(Format::Markup, _) => "text/html",
        Verdict::Text(..) | Verdict::Charset(_) | Verdict::Utf7 | Verdict::Utf32(_) => "text/plain",
        Verdict::Form => "application/x-www-form-urlencoded",
        Verdict::Multipart(_) => "multipart/mixed",
        Verdict::Mail => "message/rfc822",
        Verdict::Container(format) => format.media,
        Verdict::Closed(name) => closed_media(name),
        Verdict::Base64(_) | Verdict::Binary => "",
    }
}

fn closed_media(name: &str) -> &'static str {
    match name {
        "png" => "image/png",
        "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "mp4" => "video/mp4",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_quoted_separators() {
        let all: Vec<_> = Parameters(br#"; charset=GBK; boundary="a;b=c" ;x; name=y"#).collect();
        assert_eq!(all, [(&b"charset"[..], &b"GBK"[..]), (b"boundary", b"a;b=c"), (b"name", b"y")]);
    }

    #[test]
    fn type_is_read_whatever_its_case() {
        let declared = Declared::new(b"Text/HTML ; Charset=\"utf-8\"", b"");
        assert_eq!(declared.media.as_str(), "text/html");
        assert_eq!(declared.kind, Kind::Markup);
        assert_eq!(declared.charset, Label::Utf8);
    }

    #[test]
    fn sources_are_known_by_type_and_by_name() {
        let kind = |media: &[u8], name: &[u8]| Declared::new(media, name).kind;
        for media in [
            &b"application/javascript"[..],
            b"text/javascript; charset=utf-8",
            b"application/x-javascript",
            b"text/css",
        ] {
            assert_eq!(kind(media, b""), Kind::Source);
        }
        assert_eq!((kind(b"text/plain", b"app.min.JS"), kind(b"", b"a.tsx")), (Kind::Source, Kind::Source));
        // What a server runs has its output's form, and a declared form stays.
        assert_eq!((kind(b"text/plain", b"export.php"), kind(b"", b"export.py")), (Kind::Plain, Kind::Unknown));
        assert_eq!((kind(b"text/csv", b"a.js"), kind(b"application/json", b"a.js")), (Kind::Csv, Kind::Json));
    }
}
