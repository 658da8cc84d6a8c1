//! The words that every stage shares: who sent what to whom, and where in a message a piece of text stood.
//!
//! A leaf module: it knows no stage. Parsers speak to the pipeline through [`Outlet`]; content hands
//! [`Leaf`]s to detection; detection asks a [`Locate`] where a value stood.

use encoding_rs::Encoding;
use leaktap_simd::Anchors;
use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::Arc;

/// Bytes of a value by which [`Outlet::inside`] tells what it holds.
pub const TELLING: usize = 512;

/// What bytes of no declared type hold, beyond what stands there.
#[derive(Clone, Copy, Debug)]
pub enum Inside {
    /// Text in UTF-16.
    Text(&'static Encoding),
    /// What a coding or a container packs.
    Packed,
}

/// Who sent the bytes: the flow's originator (who spoke first) or its responder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Direction {
    /// Sent by the originator.
    Orig = 0,
    /// Sent by the responder.
    Resp = 1,
}

impl Direction {
    /// The other way.
    #[must_use]
    pub const fn reverse(self) -> Self {
        match self {
            Self::Orig => Self::Resp,
            Self::Resp => Self::Orig,
        }
    }
    /// 0 for the originator's bytes, 1 for the responder's: an index into two-element arrays.
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// One side of a flow. `port` is 0 for protocols without ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Endpoint {
    /// Address; IPv4 stays IPv4 (never mapped).
    pub addr: IpAddr,
    /// TCP, UDP or SCTP port, else 0.
    pub port: u16,
}

/// The innermost 5-tuple, seen from the originator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FiveTuple {
    /// Originator.
    pub orig: Endpoint,
    /// Responder.
    pub resp: Endpoint,
    /// IP protocol number (6 TCP, 17 UDP, ...).
    pub proto: u8,
}

/// The character set of a leaf's bytes, as far as it matters for context words; digits are ASCII in all of them.
///
/// UTF-16 never appears here: content transcodes it to UTF-8 before a leaf is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Charset {
    /// UTF-8, or plain ASCII.
    #[default]
    Utf8,
    /// GBK, GB2312 and GB18030.
    Gb18030,
    /// Big5.
    Big5,
    /// ISO 8859-1 / windows-1252, or bytes of no known charset.
    Latin1,
}

/// How a leaf's text is built, which decides how a place in it is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// Prose, logs, anything without fields.
    #[default]
    Text,
    /// A program's source or a style sheet: in its language a bare word is a name, never a text.
    Source,
    /// A JSON document or NDJSON.
    Json,
    /// Comma/semicolon/tab/pipe separated values, first row may be a header.
    Csv,
    /// XML or HTML.
    Markup,
    /// Already split into fields: the [`Locate`] knows their spans (forms, query strings, headers, cookies).
    /// Escapes are undone; an ampersand within a value is [`INNER_AMPERSAND`], so that `&` only ever separates.
    Fields,
    /// Not text (unknown binary protocol): strings may stand between other bytes.
    Binary,
}

/// Stands for an ampersand within a value of a [`Format::Fields`] text (U+001F, the unit separator).
pub const INNER_AMPERSAND: u8 = 0x1f;

/// A piece of decoded text that is ready to be scanned, the end of a provenance chain.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    /// The text.
    pub text: &'a [u8],
    /// Its charset.
    pub charset: Charset,
    /// Its structure.
    pub format: Format,
    /// Where in the message it stood, without the place inside the leaf: `http.response.body`,
    /// `http.request.body[multipart]:file[customers.csv]`. Peer-controlled parts are already bounded
    /// and printable, but not masked.
    pub place: &'a str,
    /// True if the text goes on in a later part of the same message (a value at its end may be cut).
    pub continues: bool,
    /// True if bytes are missing right before the text (a value at its start may be the rest of one).
    pub resumes: bool,
    /// False if whoever made the leaf has looked and found no control character but white space.
    pub control: bool,
    /// The anchors of all of the text, where whoever made the leaf has looked already.
    pub anchors: Option<&'a Anchors>,
}

/// Names the place of a value inside a leaf. Implemented by content's structure walkers, asked by detection.
///
/// Walkers are lazy and only move forward, so a leaf without candidates costs nothing: offsets of
/// successive calls never decrease.
pub trait Locate {
    /// The place of `text[start..end]`.
    fn locate(&mut self, text: &[u8], start: usize, end: usize) -> Located<'_>;

    /// Where detection keeps, from one part of the text to the next, which columns of its table hold secrets.
    fn columns(&mut self) -> Option<&mut Option<Arc<Columns>>> {
        None
    }
}

/// The columns of a table that hold secrets, and their users.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// How the table is written.
    pub layout: Layout,
    /// Its name, as statements that fill it write it; empty if the rows follow at once.
    pub table: Box<[u8]>,
    /// Numbers, from 0, and names of columns that hold secrets.
    pub secrets: Vec<(usize, Box<str>)>,
    /// The number of the column that holds whose they are.
    pub user: Option<usize>,
}

/// How the rows of a table are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Lines of cells between delimiters.
    Separated(u8),
    /// `COPY … FROM stdin`: lines of cells between tabs.
    Copied,
    /// `VALUES (…), (…)`.
    #[default]
    Values,
    /// The same, in statements that begin somewhere below: `INSERT INTO accounts VALUES (…)`.
    Inserts,
    /// Lists in JSON: `["bob", 7], …`.
    Lists,
}

/// What [`Locate::locate`] answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Located<'a> {
    /// Path below the leaf's place with array indexes as `[*]`: `data[*].idCard`, a column's name, a form
    /// field's name, an element path; empty where there is no structure. Printable and bounded.
    pub path: &'a str,
    /// The innermost name, for context: `idCard`, `身份证号`; UTF-8; empty if there is none.
    pub name: &'a str,
    /// The column's or field's number within its record, where records have columns (CSV).
    pub column: Option<u16>,
}

/// A place that is a constant.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPlace;

impl Locate for NoPlace {
    fn locate(&mut self, _: &[u8], _: usize, _: usize) -> Located<'_> {
        Located::default()
    }
}

/// HTTP facts that a finding shows beside it; texts are as on the wire, bounded by the parser, not yet masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpInfo {
    /// Status code of the response, 0 if not known.
    pub status: u16,
    /// The client that a trusted proxy forwarded the request for.
    pub client: Option<IpAddr>,
    /// All four texts in one piece of memory: there is one of these for every request.
    text: Box<[u8]>,
    /// Where the first three of them end.
    ends: [u16; 3],
}

impl HttpInfo {
    /// From request method, host header or authority, request target without its query, and User-Agent; what does not
    /// fit into 64 KiB together is left out.
    pub fn new([method, host, path, user_agent]: [&[u8]; 4], status: u16) -> Self {
        let mut text = Vec::with_capacity(method.len() + host.len() + path.len() + user_agent.len());
        let mut ends = [0; 3];
        for (part, end) in [method, host, path].into_iter().zip(&mut ends) {
            let fits = u16::try_from(text.len() + part.len()).ok();
            text.extend_from_slice(fits.map_or(&[], |_| part));
            *end = fits.unwrap_or(text.len() as u16);
        }
        text.extend_from_slice(user_agent);
        Self { status, client: None, text: text.into_boxed_slice(), ends }
    }

    /// Bytes of memory.
    pub fn weight(&self) -> usize {
        size_of::<Self>() + self.text.len()
    }

    /// Request method.
    pub fn method(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.part(0, self.ends[0]))
    }

    /// Host header or authority.
    pub fn host(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.part(self.ends[0], self.ends[1]))
    }

    /// Request target without its query.
    pub fn path(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.raw_path())
    }

    /// The same as it came.
    pub fn raw_path(&self) -> &[u8] {
        self.part(self.ends[1], self.ends[2])
    }

    /// User-Agent.
    pub fn user_agent(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.text.get(usize::from(self.ends[2])..).unwrap_or_default())
    }

    fn part(&self, start: u16, end: u16) -> &[u8] {
        self.text.get(usize::from(start)..usize::from(end)).unwrap_or_default()
    }
}

/// What a finding shows of the mail that carried it; as on the wire, bounded by the parser, not yet masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailInfo {
    /// Sender: of the envelope, or of the head.
    pub from: String,
    /// Recipients, at most 16 of them.
    pub to: Vec<String>,
    /// Subject, decoded.
    pub subject: String,
}

/// What a finding shows of the query whose rows carried it; as on the wire, bounded by the parser, not yet masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DbInfo {
    /// Database, or key space.
    pub database: String,
    /// Table, collection, key, or topic.
    pub table: String,
    /// Who asked.
    pub user: String,
    /// Names of the columns, at most 64 of them.
    pub columns: Vec<String>,
    /// Rows so far.
    pub rows: u64,
    /// The table is the topic of a queue: places name it.
    pub topic: bool,
}

/// What a message is about, beside its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Nothing that would help a person.
    #[default]
    None,
    /// A mail.
    Mail(Arc<MailInfo>),
    /// Rows of a database.
    Db(Arc<DbInfo>),
}

/// What a message's head says about its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentHints {
    /// Content-Type as written, parameters included (lower-casing is content's business).
    pub content_type: Vec<u8>,
    /// Content codings in the order they were applied (`gzip`, `br`), lower case.
    pub codings: Vec<Coding>,
    /// A file name, raw bytes.
    pub filename: Vec<u8>,
    /// Body length announced by the head, if any: a hint for reserving memory, never trusted.
    pub length: Option<u64>,
    /// For a partial body (HTTP 206, FTP REST): the offset in the whole that the first byte has.
    pub range_start: u64,
    /// For a partial body: the whole goes on behind its last byte, as far as the head knows.
    pub goes_on: bool,
    /// It is a direction of a stream in no known protocol: content may follow content in it.
    pub stream: bool,
}

/// A content coding (RFC 9110 §8.4.1; br RFC 7932; zstd RFC 8878).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// gzip or x-gzip.
    Gzip,
    /// deflate: zlib or, as some servers send it, raw.
    Deflate,
    /// Brotli.
    Br,
    /// Zstandard.
    Zstd,
    /// bzip2: a file, or a member of an archive.
    Bzip2,
    /// xz: the same.
    Xz,
    /// The older form of LZMA: the same.
    Lzma,
    /// LZ4 frames: a file, or a record batch of Kafka.
    Lz4,
    /// Snappy, a raw block or as the Java library frames it: a record batch of Kafka.
    Snappy,
    /// compress or x-compress (RFC 9110 §8.4.1.1), and files of that program.
    Compress,
    /// Chunks, signed or not, inside the body of an upload to S3 (`aws-chunked`).
    AwsChunked,
    /// MIME's base64 (RFC 2045 §6.8), where a protocol tells of it apart from the content.
    Base64,
    /// MIME's quoted-printable (RFC 2045 §6.7), the same.
    Quoted,
    /// Something this version cannot open (unknown names): the body is `undecodable`, unless it can be read as it
    /// is.
    Unknown,
}

/// The head of a message, from which the pipeline makes the finding's context.
#[derive(Clone, Debug, Default)]
pub struct MessageHead {
    /// Prefix of every `where` in this message: `http.request`, `http.response`, `dns`, `tcp`, `udp`.
    pub place: &'static str,
    /// Number of the transaction within its flow, from 0: pairs a response with its request.
    pub tx: u32,
    /// HTTP facts (of the request, with the response's status once known).
    pub http: Option<Arc<HttpInfo>>,
    /// What else is known of it.
    pub about: About,
    /// About the body.
    pub hints: ContentHints,
}

impl MessageHead {
    /// Of a direction of a stream in no known protocol.
    pub fn of_stream(place: &'static str) -> Self {
        Self { place, hints: ContentHints { stream: true, ..ContentHints::default() }, ..Self::default() }
    }
}

/// How a message ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageEnd {
    /// All of it was seen.
    Complete,
    /// The stream closed, was lost or gapped before its end.
    Cut,
}

/// What became of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Outcome {
    /// The reply accepted it.
    Accepted,
    /// The reply rejected it.
    Rejected,
    /// No reply was seen, or it does not say.
    #[default]
    Unknown,
}

/// A login or token that a parser read in the clear. Values live as long as the call.
#[derive(Clone, Copy, Debug)]
pub struct Credential<'a> {
    /// `basic`, `bearer`, `cookie`, `form`, `query`, `json`, ...
    pub scheme: &'static str,
    /// User, token or cookie name; may be empty.
    pub user: &'a [u8],
    /// Password, token or cookie value.
    pub secret: &'a [u8],
    /// Where it stood, below the message's place: `header:authorization`.
    pub path: &'a str,
    /// 0–100.
    pub confidence: u8,
    /// True if an [`Outlet::outcome`] for this transaction may follow.
    pub awaits_outcome: bool,
}

/// A flow that a control channel announces: who will listen where, and what will come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// Name of the announced flow's protocol. One of the registry with a parser is read by that; content of another is
    /// judged as it comes.
    pub app: &'static str,
    /// The side of the control channel that will listen.
    pub listener: Direction,
    /// Its address, where another one was named than the side's own.
    pub addr: Option<IpAddr>,
    /// Its port; 0 is the side's own.
    pub port: u16,
    /// Place of what comes.
    pub place: &'static str,
    /// Number of the transaction that asked for it.
    pub tx: u32,
    /// What is known of it so far.
    pub hints: ContentHints,
}

/// Where a parser sends what it read. Implemented by the pipeline; the parser never sees findings, rules or coverage.
///
/// **Accounting contract**: every stream byte that a parser consumes is reported exactly once, by
/// [`framing`](Outlet::framing), [`body`](Outlet::body) or [`sealed`](Outlet::sealed) — never by two of them.
/// [`text`](Outlet::text) and [`credential`](Outlet::credential) report no bytes: they point at bytes that
/// were (or will be) reported as framing.
pub trait Outlet {
    /// A message starts in this direction; an open one is ended as [`MessageEnd::Cut`] first.
    fn begin(&mut self, dir: Direction, head: MessageHead);
    /// The next message of this direction is made of what begins with the packet in hand, and will be begun later: records
    /// that are handed over together. Said again before that, it changes nothing.
    fn gathers(&mut self, _dir: Direction) {}
    /// For protocols whose messages interleave within a direction: what is said of the open message from here on is about
    /// the one that was begun while this `stream` was in hand, if it is still open; those of other streams are laid aside,
    /// open. The first stream in hand is 0. Parsers bound how many they leave open at a time.
    fn turn_to(&mut self, _dir: Direction, _stream: u32) {}
    /// The open message of `stream` overtook the message in hand, which it continues: what it holds is put behind the body
    /// of that, and it is ended. Where a part of it was judged already it is ended as it is, and its `len` bytes are missing
    /// in the message in hand.
    fn join(&mut self, _dir: Direction, _stream: u32, _len: u64) {}
    /// Body bytes of the open message, transfer framing removed.
    fn body(&mut self, dir: Direction, data: &[u8]);
    /// Text that the parser made of bytes that it reported as framing, appended to the body of the open message: the rows
    /// of a result set as CSV, say. It counts no bytes. A message has a body or derived text, never both.
    fn derived(&mut self, dir: Direction, text: &[u8]);
    /// What the open message is about, as far as it is known now; the last call before a finding is what that shows.
    fn about(&mut self, dir: Direction, about: About);
    /// `len` body bytes of the open message were lost (the gap itself is already in the ledger).
    fn body_gap(&mut self, dir: Direction, len: u64);
    /// The open message ended.
    fn end(&mut self, dir: Direction, end: MessageEnd);
    /// `len` stream bytes were heads, chunk sizes, delimiters: parsed, hence inspected.
    fn framing(&mut self, dir: Direction, len: usize);
    /// `len` stream bytes were recognised but are closed to us; `state` is one of `Encrypted`, `Undecodable`, `Skipped`.
    fn sealed(&mut self, dir: Direction, len: usize, state: crate::coverage::State);
    /// Text of the open message outside its body (a head, a query string, a cookie header) to be scanned now.
    /// `part` is the place below the message's: `query`, `header`, `cookie`, or empty.
    fn text(&mut self, dir: Direction, part: &str, format: TextFormat, data: &[u8]);
    /// A login or token in the open message of this direction.
    fn credential(&mut self, dir: Direction, credential: Credential<'_>);
    /// The reply to transaction `tx` tells what became of its logins; `dir` is the direction of the *login*.
    fn outcome(&mut self, dir: Direction, tx: u32, outcome: Outcome);
    /// The same as far as the head of the reply tells it: what follows in the message of this transaction in the other
    /// direction may say otherwise.
    fn presumed(&mut self, dir: Direction, tx: u32, outcome: Outcome) {
        self.outcome(dir, tx, outcome);
    }
    /// Something odd. `detail` is for people: no payload values beyond a short token.
    fn anomaly(&mut self, dir: Direction, code: crate::anomaly::Code, detail: &str);
    /// What protects the flow, as far as it is known now; the last call wins.
    fn transport(&mut self, observation: &crate::finding::TransportInfo);
    /// A certificate that crossed in the clear, in DER: whoever reads the records gets it once a run.
    fn certificate(&mut self, _sha256: crate::finding::Fingerprint, _der: &[u8]) {}
    /// Undoes the coding of bytes that frame a message (a frame of a compressed protocol), behind what `into` holds: at
    /// most `most` bytes, within the budget of a message. False if they are damaged, go on, or would yield more. It counts
    /// no bytes.
    fn decode(&mut self, _coding: Coding, _data: &[u8], _most: usize, _into: &mut Vec<u8>) -> bool {
        false
    }
    /// A decoder for messages that share one compression context (RFC 7692 §7.2.3): raw DEFLATE, or Zstandard; `None` if
    /// there is none to be had.
    fn inflater(&mut self, _coding: Coding) -> Option<Box<dyn Inflate>> {
        None
    }
    /// What a value of any bytes holds, such as a column of a database has them, beyond what stands there; `head` is its first
    /// [`TELLING`] bytes.
    fn inside(&self, _head: &[u8]) -> Option<Inside> {
        None
    }
    /// True if somebody will read fingerprints of clients (JA3, JA4): they cost more than the rest of a hello.
    fn wants_fingerprints(&self) -> bool {
        true
    }
    /// True if somebody will read what mails are about; else it need not be gathered. (Of a database it is always: places
    /// name topics.)
    fn wants_mail_info(&self) -> bool {
        true
    }
    /// Another flow will come, as the channel says; said again once more is known of it.
    fn announce(&mut self, _: Direction, _: Announcement) {}
    /// What another flow announced of this one: the head of the message that carries it.
    fn announced(&self) -> Option<MessageHead> {
        None
    }
    /// For whom the sender of a request says that it forwards it, if it is a proxy that is believed. Only then is `field`
    /// asked for the values of a header field (lower-case name), joined with commas.
    fn client_of(&self, _dir: Direction, _field: &dyn Fn(&str) -> Vec<u8>) -> Option<IpAddr> {
        None
    }
    /// Capture time of the packet in hand, ns since the epoch.
    fn now_ns(&self) -> i64;
}

/// Undoes raw DEFLATE (RFC 1951) or Zstandard (RFC 8878) whose history outlives a message.
pub trait Inflate: Send {
    /// Appends what the next bytes decode to, at most `most` bytes of it; answers how many bytes of `data` were used. Fewer
    /// than all: there is more to come from them. `None`: they are damaged, and nothing can be decoded any more.
    fn step(&mut self, data: &[u8], most: usize, into: &mut Vec<u8>) -> Option<usize>;
    /// Forgets the history.
    fn reset(&mut self);
}

/// How a [`Outlet::text`] is written on the wire, which tells content how to decode it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// Lines `Name: value` (an HTTP or MIME header block), CRLF separated; folding allowed. The first line may be a start line.
    Headers,
    /// `a=b&c=d`, percent- and plus-encoded.
    UrlEncoded,
    /// `a=b; c=d`.
    Cookies,
    /// Free text.
    Plain,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_http_are_kept_as_they_came_and_shown_as_far_as_they_read() {
        // A path that the parser's bound cut within a character.
        let http = HttpInfo::new([b"GET", b"h\xff", b"/\xe5\xbc", b"agent"], 200);
        assert_eq!((&*http.method(), &*http.host(), &*http.path()), ("GET", "h\u{fffd}", "/\u{fffd}"));
        assert_eq!((http.raw_path(), &*http.user_agent()), (&b"/\xe5\xbc"[..], "agent"));
    }
}
