mod arrow;
mod avro;
mod behind;
mod cards;
mod containers;
mod documents;
mod encoded;
mod encoders;
mod files;
mod git;
mod innodb;
mod limits;
mod lists;
mod long;
mod made;
mod mail;
mod markup;
mod orc;
mod packed;
mod pages;
mod parquet;
mod pg_dump;
mod properties;
mod quick;
mod rar;
mod raw;
mod rdb;
mod stata;
mod streams;
mod wide;

use super::*;
use crate::config::Limits;
use crate::coverage::{State, Tally};
use crate::message::{Charset, Coding, ContentHints, Format, TextFormat};
use encoders::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What was said of a file last.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    name: String,
    media: String,
    size: u64,
    sha256: Option<String>,
    whole: bool,
}

/// Remembers what came, and where the tokens `Tk` + 9 digits stood.
#[derive(Default)]
struct Recorder {
    hits: BTreeSet<(String, String, String)>,
    leaves: Vec<(String, Format, Vec<u8>)>,
    charsets: Vec<Charset>,
    anomalies: Vec<Code>,
    locked: BTreeSet<(String, String)>,
    bytes: usize,
    /// Fields of forms: place, name, value.
    fields: Vec<(String, String, String)>,
    /// Places of the leaves that bytes are missing right before.
    rests: Vec<String>,
    /// The latest word on each file: place, name, media type, size, digest, whole.
    files: BTreeMap<String, Seen>,
}

impl LeafSink for Recorder {
    fn leaf(&mut self, leaf: Leaf<'_>, locate: &mut dyn Locate) {
        let control = leaf.text.iter().any(|b| matches!(b, 0..9 | 14..32 | 127));
        assert!(
            leaf.control || !control,
            "a control character that the leaf does not tell: {}",
            leaf.text.escape_ascii()
        );
        for at in memchr::memmem::find_iter(leaf.text, b"Tk") {
            let token = leaf.text.get(at..at + 11).unwrap_or(b"");
            if token.len() == 11 && token[2..].iter().all(u8::is_ascii_digit) {
                let located = locate.locate(leaf.text, at, at + 11);
                let place = format!("{}:{}", leaf.place, located.path);
                self.hits.insert((String::from_utf8_lossy(token).into_owned(), place, located.name.to_owned()));
            }
        }
        if leaf.resumes {
            self.rests.push(leaf.place.to_owned());
        }
        self.bytes += leaf.text.len();
        self.charsets.push(leaf.charset);
        if self.bytes < 1 << 20 {
            self.leaves.push((leaf.place.to_owned(), leaf.format, leaf.text.to_vec()));
        }
    }
    fn field(&mut self, place: &str, name: &str, value: &[u8]) {
        self.fields.push((place.to_owned(), name.to_owned(), String::from_utf8_lossy(value).into_owned()));
    }
    fn locked(&mut self, place: &str, name: &str, _: Sign) {
        self.locked.insert((place.to_owned(), name.to_owned()));
    }
    fn anomaly(&mut self, code: Code, _: &str) {
        self.anomalies.push(code);
    }
    fn file(&mut self, place: &str, file: File<'_>) {
        let name = String::from_utf8_lossy(file.name).into_owned();
        let File { size, whole, .. } = file;
        let sha256 = file.sha256.map(|digest| format!("{digest:x}"));
        self.files.insert(place.to_owned(), Seen { name, media: file.media.to_owned(), size, sha256, whole });
    }
    fn found(&self) -> bool {
        !self.hits.is_empty()
    }
}

impl Recorder {
    fn places(&self) -> Vec<&str> {
        self.hits.iter().map(|(_, place, _)| place.as_str()).collect()
    }
    fn names(&self) -> Vec<&str> {
        self.hits.iter().map(|(_, _, name)| name.as_str()).collect()
    }
    fn tokens(&self) -> BTreeSet<&str> {
        self.hits.iter().map(|(token, ..)| token.as_str()).collect()
    }
}

/// So many bytes that chance could have made (xorshift), the same each time.
pub(super) fn noise(len: usize) -> Vec<u8> {
    let mut state = 88_172_645_463_325_252u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..len).map(|_| next()).collect()
}

fn hints(content_type: &str, codings: &[Coding]) -> ContentHints {
    ContentHints {
        content_type: content_type.as_bytes().to_vec(),
        codings: codings.to_vec(),
        ..ContentHints::default()
    }
}

fn unpack_cut(hints: &ContentHints, body: &[u8], cuts: &[usize], complete: bool) -> (Recorder, Tally) {
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(hints, "b", &Limits::default());
    let mut tally = Tally::default();
    let mut at = 0;
    for &cut in cuts {
        let cut = cut.clamp(at, body.len());
        tally.merge(&unpacker.push(&body[at..cut], false, false, &mut sink));
        at = cut;
    }
    tally.merge(&unpacker.push(&body[at..], true, complete, &mut sink));
    (sink, tally)
}

fn unpack(hints: &ContentHints, body: &[u8]) -> (Recorder, Tally) {
    let (sink, tally) = unpack_cut(hints, body, &[], true);
    assert_eq!(tally.total(), body.len() as u64);
    (sink, tally)
}

fn inspected(tally: &Tally) -> bool {
    tally.get(State::Inspected) == tally.total()
}

type Encode = fn(&[u8]) -> Vec<u8>;

const MULTIPART: &str = "multipart/form-data; boundary=XbX";

fn sample_json() -> String {
    let rows: Vec<String> =
        (0..400).map(|i| format!(r#"{{"id":{i},"user":{{"phone":"Tk{i:09}","tags":["x","y"]}}}}"#)).collect();
    format!(r#"{{"code":0,"data":[{}]}}"#, rows.join(","))
}

fn sample_lines(count: u32) -> String {
    let mut out = String::new();
    for i in 0..count {
        let _ = writeln!(out, "line {i} Tk{i:09}");
    }
    out
}

fn sample_csv() -> String {
    let mut out = "id,姓名,phone,note\r\n".to_owned();
    for i in 0..400 {
        let _ = write!(out, "{i},张三,Tk{i:09},\"a, \"\"b\"\"\"\r\n");
    }
    out
}

#[test]
fn a_small_json_body_is_named_and_inspected() {
    let (sink, tally) = unpack(&hints("application/json", &[]), br#"{"customer":{"phone":"Tk000000001"}}"#);
    assert_eq!(sink.places(), ["b:customer.phone"]);
    assert_eq!(sink.names(), ["phone"]);
    assert!(inspected(&tally));
}

#[test]
fn every_coding_is_taken_off() {
    let body = sample_json();
    let all: [(Coding, Encode); 6] = [
        (Coding::Gzip, gzip),
        (Coding::Deflate, zlib),
        (Coding::Deflate, deflate),
        (Coding::Br, brotli),
        (Coding::Zstd, zstd),
        (Coding::Lz4, lz4),
    ];
    for (coding, encode) in all {
        let coded = encode(body.as_bytes());
        let (sink, tally) = unpack(&hints("application/json", &[coding]), &coded);
        assert_eq!(sink.tokens().len(), 400, "{coding:?}");
        assert_eq!(sink.places()[0], "b:data[*].user.phone");
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{coding:?} {:?}", sink.anomalies);
    }
}

#[test]
fn chained_codings_come_off_last_first() {
    let body = brotli(&gzip(b"Tk000000001 is here"));
    let (sink, _) = unpack(&hints("", &[Coding::Gzip, Coding::Br]), &body);
    assert_eq!(sink.places(), ["b:"]);
}

#[test]
fn several_gzip_members_are_one_text() {
    let mut body = gzip(b"Tk000000001\n");
    body.extend(gzip(b"Tk000000002\n"));
    let (sink, tally) = unpack(&hints("", &[Coding::Gzip]), &body);
    assert_eq!(sink.tokens().len(), 2);
    assert!(inspected(&tally));
}

#[test]
fn an_undeclared_coding_is_named_in_the_place() {
    let (sink, _) = unpack(&hints("application/octet-stream", &[]), &gzip(b"phone=Tk000000001\nname=x\n"));
    assert_eq!(sink.places(), ["b[gzip]:phone"]);
    let (sink, _) = unpack(&hints("application/octet-stream", &[]), &lz4(b"phone=Tk000000001\nname=x\n"));
    assert_eq!(sink.places(), ["b[lz4]:phone"]);
}

#[test]
fn text_that_is_stored_in_zlib_is_not_taken_for_text_itself() {
    use std::io::Write as _;
    let mut stored = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::none());
    let form = multipart(&[("Content-Disposition: form-data; name=\"n\"", b"phone: Tk123456789 and some more text")]);
    stored.write_all(&form).unwrap();
    let (sink, tally) = unpack(&hints("", &[]), &stored.finish().unwrap());
    assert!(inspected(&tally));
    assert_eq!(sink.places(), ["b[zlib][multipart]:n:phone"]);
}

#[test]
fn a_coding_that_was_only_declared_is_no_obstacle() {
    for coding in [Coding::Gzip, Coding::Deflate, Coding::Br, Coding::Zstd] {
        let (sink, tally) = unpack(&hints("text/plain", &[coding]), b"hello world, phone: Tk000000001 and more text");
        assert_eq!(sink.names(), ["phone"], "{coding:?}");
        assert_eq!(sink.anomalies, [Code::DecodeFailed], "{coding:?}");
        assert!(inspected(&tally));
        for body in [sample_json(), sample_csv(), sample_lines(9)] {
            let (sink, _) = unpack(&hints("", &[coding]), body.as_bytes());
            assert!(sink.tokens().len() >= 9, "{coding:?}");
        }
    }
}

#[test]
fn a_coding_of_an_unknown_name_is_no_obstacle_to_what_can_be_read() {
    let json = br#"{"customer":{"phone":"Tk000000001"}}"#;
    for (codings, body) in [
        (&[Coding::Unknown][..], json.to_vec()),
        (&[Coding::Unknown], gzip(json)),
        (&[Coding::Gzip, Coding::Unknown], gzip(json)),
        (&[Coding::Unknown, Coding::Gzip], gzip(json)),
        (&[Coding::Unknown, Coding::Unknown], zip_of(&[("a.json", json)])),
    ] {
        for cuts in [&[][..], &[5, 9]] {
            let (sink, tally) = unpack_cut(&hints("application/json", codings), &body, cuts, true);
            assert_eq!(sink.names(), ["phone"], "{codings:?}");
            assert!(sink.anomalies.contains(&Code::DecodeFailed), "{codings:?}");
            assert!(inspected(&tally), "{codings:?} {tally:?}");
        }
    }
    let sealed = noise(9000);
    let (sink, tally) = unpack(&hints("", &[Coding::Unknown]), &sealed);
    assert!(sink.leaves.is_empty() && sink.anomalies == [Code::DecodeFailed]);
    assert_eq!(tally.get(State::Undecodable), tally.total());
}

#[test]
fn chunks_of_an_upload_are_joined() {
    let json = sample_json();
    for (codings, body) in [
        (&[Coding::AwsChunked][..], json.as_bytes().to_vec()),
        (&[Coding::Gzip, Coding::AwsChunked], gzip(json.as_bytes())),
    ] {
        let mut framed = Vec::new();
        for chunk in body.chunks(101) {
            framed.extend(format!("{:x};chunk-signature=ad80c730a21e5b8d\r\n", chunk.len()).bytes());
            framed.extend(chunk);
            framed.extend(b"\r\n");
        }
        framed.extend(b"0;chunk-signature=b6c6\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
        let (sink, tally) = unpack(&hints("application/json", codings), &framed);
        assert_eq!((sink.tokens().len(), sink.places()[0]), (400, "b:data[*].user.phone"));
        assert!(inspected(&tally) && sink.anomalies.is_empty(), "{:?}", sink.anomalies);
    }
    // A proxy took the chunks off, and left the header.
    let (sink, _) = unpack(&hints("application/json", &[Coding::AwsChunked]), json.as_bytes());
    assert_eq!(sink.tokens().len(), 400);
}

#[test]
fn what_precedes_damage_is_judged() {
    let text = sample_lines(40_000);
    for (coding, encode) in [(Coding::Gzip, gzip as Encode), (Coding::Zstd, zstd)] {
        let mut body = encode(text.as_bytes());
        let half = body.len() * 3 / 4;
        for byte in &mut body[half..half + 40] {
            *byte ^= 0x5a;
        }
        let (sink, tally) = unpack(&hints("", &[coding]), &body);
        assert!(sink.tokens().len() > 10_000, "{coding:?} {}", sink.tokens().len());
        assert!(sink.anomalies.contains(&Code::DecodeFailed));
        assert!(tally.get(State::Undecodable) > 0 && tally.get(State::Inspected) > 0, "{coding:?} {tally:?}");
    }
}

#[test]
fn a_cut_body_is_judged_as_far_as_it_goes() {
    let text = sample_lines(5_000);
    for (coding, encode) in [(Coding::Gzip, gzip as Encode), (Coding::Br, brotli), (Coding::Deflate, zlib)] {
        let body = encode(text.as_bytes());
        let (sink, tally) = unpack_cut(&hints("", &[coding]), &body[..body.len() / 2], &[], false);
        assert!(sink.tokens().len() > 1_000, "{coding:?}");
        assert!(sink.anomalies.is_empty());
        assert!(inspected(&tally));
    }
}

#[test]
fn unknown_codings_and_closed_formats_are_undecodable() {
    for (hints, body) in [
        (hints("", &[Coding::Unknown]), &b"Tk000000001\x01\x02"[..]),
        (hints("", &[]), b"PK\x03\x04\x14\0\0\0\x08\0zip"),
        (hints("", &[]), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        (hints("", &[]), b"CWS\x0a\x0b\0\0\0x\x9c Tk000000001"),
        (hints("application/x-protobuf", &[Coding::Unknown]), b"\x0a\x0bTk000000001\x01\x02"),
    ] {
        let (sink, tally) = unpack(&hints, body);
        assert!(sink.leaves.is_empty());
        assert_eq!(tally.get(State::Undecodable), body.len() as u64);
    }
}

#[test]
fn a_closed_format_inside_a_coding_is_undecodable_too() {
    let mut zip = b"PK\x03\x04\x14\0".to_vec();
    zip.extend((0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8));
    let (_, tally) = unpack(&hints("", &[Coding::Gzip]), &gzip(&zip));
    assert_eq!(tally.get(State::Undecodable), tally.total());
    let json = format!(r#"{{"name":"a.xlsx","file":"{}"}}"#, String::from_utf8(base64(&zip, 0)).unwrap());
    let (_, tally) = unpack(&hints("application/json", &[]), json.as_bytes());
    assert!(tally.get(State::Undecodable) * 10 > tally.total() * 9, "{tally:?}");
}

#[test]
fn wide_charsets_are_transcoded_and_others_marked() {
    let text = "姓名,手机\r\n张三,Tk000000001\r\n李四,Tk000000002\r\n王五,x\r\n赵六,y\r\n";
    let mut le = vec![0xff, 0xfe];
    le.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    for (name, body) in [("le", &le), ("be", &be), ("gbk", &gbk)] {
        let (sink, tally) = unpack(&hints("text/csv", &[]), body);
        assert_eq!(sink.places(), ["b:手机", "b:手机"], "{name}");
        assert!(inspected(&tally));
    }
}

#[test]
fn escapes_in_text_are_undone() {
    let wide: String = "000000001".chars().map(|c| char::from_u32(c as u32 + 0xfee0).unwrap()).collect();
    let cases: [(&str, &str, &str); 7] = [
        ("application/json", r#"{"\u624b\u673a":"\u0054k00000\u0030001"}"#, "手机"),
        ("application/json", &format!(r#"{{"手机":"Tk{wide}"}}"#), "手机"),
        ("text/html", "<td>手机</td><td>Tk&#48;0000000&#x31;</td>", "手机"),
        ("text/plain", "GET /x?a=%E5%BC%A0&phone=%54k000000001 HTTP/1.1", "phone"),
        ("application/x-www-form-urlencoded", "a=1&%E6%89%8B%E6%9C%BA=%54k000000001", "手机"),
        ("", "Content-Transfer-Encoding: quoted-printable\r\n\r\nphone: Tk00000=\r\n0001 caf=C3=A9\r\n", "phone"),
        ("application/json", r#"{"d":"{\"phone\":\"Tk000000001\"}"}"#, "phone"),
    ];
    for (media, body, name) in cases {
        let (sink, tally) = unpack(&hints(media, &[]), body.as_bytes());
        assert_eq!(sink.names(), [name], "{body}");
        assert!(inspected(&tally));
    }
}

#[test]
fn forms_name_their_fields_and_open_documents_in_them() {
    let body = br"customer.phone=Tk000000001&payload=%7B%22id%22%3A%22Tk000000002%22%7D&items%5B3%5D=Tk000000003&x=a+b";
    let (sink, _) = unpack(&hints("application/x-www-form-urlencoded", &[]), body);
    assert_eq!(sink.places(), ["b:customer.phone", "b:payload[json]:id", "b:items[*]"]);
}

#[test]
fn multipart_parts_have_their_own_places_and_formats() {
    let csv = sample_csv();
    let gz = gzip(b"phone=Tk000000777\nx=1\n");
    let b64 = base64(b"{\"card\":\"Tk000000888\"}", 76);
    let mut body = b"preamble with Tk000000555\r\n".to_vec();
    body.extend(multipart(&[
        ("Content-Disposition: form-data; name=\"phone\"", b"Tk000000999"),
        (
            "Content-Disposition: form-data; name=\"up\"; filename=\"customers.csv\"\r\nContent-Type: text/csv",
            csv.as_bytes(),
        ),
        ("Content-Disposition: form-data; name=\"z\"; filename=\"log.gz\"\r\nContent-Type: application/gzip", &gz),
        ("Content-Type: application/json\r\nContent-Transfer-Encoding: base64", &b64),
        ("Content-Disposition: form-data; name=\"Tk000000666\"", b"x"),
    ]));
    let (sink, tally) = unpack(&hints(MULTIPART, &[]), &body);
    let places: BTreeSet<&str> = sink.places().into_iter().collect();
    let want = BTreeSet::from([
        "b[multipart]:phone:",
        "b[multipart]:up[customers.csv]:phone",
        "b[multipart]:z[log.gz][gzip]:phone",
        "b[multipart]:card",
        "b[multipart]:Tk000000666:content-disposition",
        "b[multipart]:",
    ]);
    assert_eq!(places, want);
    assert!(sink.names().contains(&"phone"));
    assert_eq!(sink.tokens().len(), 405);
    assert!(inspected(&tally), "{tally:?}");
}

#[test]
fn a_picture_in_a_multipart_body_is_undecodable_and_the_rest_is_not() {
    let png = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![7; 1000]].concat();
    let body =
        multipart(&[("Content-Disposition: form-data; name=\"a\"", b"Tk000000001"), ("Content-Type: image/png", &png)]);
    let (sink, tally) = unpack(&hints(MULTIPART, &[]), &body);
    assert_eq!(sink.tokens().len(), 1);
    assert_eq!(tally.get(State::Undecodable), png.len() as u64);
}

#[test]
fn archives_are_opened_member_by_member() {
    let tar = tar_of(&[("a/people.csv", sample_csv().as_bytes()), ("b.txt", b"phone: Tk000000777")]);
    let (sink, tally) = unpack(&hints("application/x-gtar", &[]), &gzip(&tar));
    let places: BTreeSet<&str> = sink.places().into_iter().collect();
    assert_eq!(places, BTreeSet::from(["b[gzip]:tar[a/people.csv]:phone", "b[gzip]:tar[b.txt]:phone"]));
    assert!(inspected(&tally));
}

#[test]
fn a_recorded_mail_session_is_read_in_base64_and_quoted_printable() {
    let b64 = String::from_utf8(base64("客户手机：Tk000000001，请联系。\r\n".repeat(20).as_bytes(), 76)).unwrap();
    let session = format!(
        "EHLO x\r\nMAIL FROM:<a@example.com>\r\nDATA\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n{b64}\r\n--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncard: Tk0000=\r\n00002 =E5=BC=A0\r\n--b--\r\n.\r\nQUIT\r\n"
    );
    let (sink, tally) = unpack(&hints("", &[]), session.as_bytes());
    assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001", "Tk000000002"]), "{:?}", sink.hits);
    assert!(sink.names().contains(&"客户手机"));
    assert!(inspected(&tally));
}

#[test]
fn declared_mail_is_unpacked_part_by_part() {
    let mail = b"Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\ncGhvbmU6IFRrMDAwMDAw\r\nMDAx\r\n";
    let (sink, _) = unpack(&hints("message/rfc822", &[]), mail);
    assert_eq!(sink.places(), ["b:phone"]);
}

#[test]
fn noise_is_opaque_and_text_after_it_is_not() {
    let mut body = noise(128 << 10);
    body[0] = 0;
    body.extend(std::iter::repeat_n(&b"phone=Tk000000001 and text\n"[..], 4000).flatten());
    let (sink, tally) = unpack(&hints("", &[]), &body);
    assert_eq!(sink.tokens().len(), 1);
    assert!(tally.get(State::Opaque) >= 120 << 10 && tally.get(State::Inspected) >= 100 << 10, "{tally:?}");
}

#[test]
fn text_outside_a_body_is_named() {
    let limits = Limits::default();
    for (format, data, place) in [
        (TextFormat::UrlEncoded, &b"a=1&phone=Tk000000001"[..], "p:phone"),
        (TextFormat::UrlEncoded, b"a=1&pho%6Ee=%54k000000001", "p:phone"),
        (TextFormat::Cookies, b"sid=1; account=Tk000000001", "p:account"),
        (TextFormat::Headers, b"GET / HTTP/1.1\r\nX-User: Tk000000001\r\n", "p:x-user"),
        (TextFormat::Plain, b"user: Tk000000001", "p:user"),
    ] {
        let mut sink = Recorder::default();
        text("p", format, data, &limits, &mut sink);
        assert_eq!(sink.places(), [place]);
    }
}

#[test]
fn names_from_the_wire_are_printable_and_bounded() {
    let body = format!("{{\"a\\nb\u{202e}\u{7}{}\":\"Tk000000001\"}}", "k".repeat(500));
    let (sink, _) = unpack(&hints("application/json", &[]), body.as_bytes());
    let place = sink.places()[0];
    assert!(place.len() < 300 && !place.chars().any(char::is_control) && !place.contains('\u{202e}'), "{place}");
}

#[test]
fn quoted_text_survives_its_own_soft_breaks_at_any_cut() {
    let body = [
        &b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"[..],
        &quoted("phone Tk000000001 张三 ".repeat(150).as_bytes()),
    ]
    .concat();
    for step in [37, 1000, 1501, 4099] {
        let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
        let (sink, _) = unpack_cut(&hints("", &[]), &body, &cuts, true);
        assert_eq!(sink.tokens().len(), 1);
        assert!(sink.leaves.iter().all(|(_, _, text)| memchr::memmem::find(text, b"=\r\n").is_none()));
    }
}

#[test]
fn utf_32_and_utf_7_are_read_by_mark_and_by_declaration() {
    let text = "姓名,phone\n张三,Tk000000001\n";
    let marked = format!("\u{feff}{text}");
    let little = |text: &str| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<u8>>();
    let big = |text: &str| text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect::<Vec<u8>>();
    for (content_type, body) in [
        ("text/csv", little(&marked)),
        ("text/csv", big(&marked)),
        ("text/csv; charset=utf-32", little(text)),
        ("text/csv; charset=utf-32be", big(text)),
        ("text/csv; charset=UTF-32-LE", little(text)),
        ("text/csv", little(text)),
        ("text/csv", big(text)),
        ("text/csv; charset=utf-7", b"+WdNUDQ-,phone\n+XyBOCQ-,Tk000000001\n".to_vec()),
    ] {
        let (sink, tally) = unpack(&hints(content_type, &[]), &body);
        assert_eq!(sink.names(), ["phone"], "{content_type}");
        assert!(inspected(&tally));
    }
    let numbers: Vec<u8> = (0..64u32).flat_map(|i| (i * 31 + 40).to_le_bytes()).collect();
    assert!(unpack(&hints("", &[]), &numbers).0.leaves.iter().all(|leaf| leaf.1 == Format::Binary));
}

#[test]
fn frames_to_be_skipped_and_legacy_frames_are_known() {
    let skipped = [&b"\x50\x2a\x4d\x18\x04\0\0\0abcd"[..], &zstd(b"phone=Tk000000001\nname=x\n")].concat();
    let (sink, _) = unpack(&hints("", &[]), &skipped);
    assert_eq!(sink.places(), ["b[zstd]:phone"]);
    let packed = lz4_flex::block::compress(b"phone=Tk000000001\nname=x\n");
    let legacy = [b"\x02\x21\x4c\x18", &(packed.len() as u32).to_le_bytes()[..], &packed].concat();
    let (sink, tally) = unpack(&hints("", &[]), &legacy);
    assert_eq!(sink.places(), ["b[lz4]:phone"]);
    assert!(inspected(&tally));
}

#[test]
fn a_document_may_stand_behind_empty_lines_and_before_other_things() {
    let pdf =
        "%PDF-1.4\n1 0 obj\n<< /Title (Tk000000001) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n";
    for front in ["", "\n\n", "\u{feff}", "\u{feff}\r\n"] {
        let (sink, tally) = unpack(&hints("", &[]), format!("{front}{pdf}Tk000000002\n").as_bytes());
        assert_eq!(sink.places(), ["b:pdf:", "b:pdf:"], "{front:?}");
        assert!(inspected(&tally));
    }
}

/// The lines of JSON told at a place.
fn json_lines(sink: &Recorder, at: &str) -> Vec<String> {
    let told = sink.leaves.iter().filter(|(place, format, _)| place == at && *format == Format::Json);
    let text: String = told.map(|(.., text)| String::from_utf8_lossy(text)).collect();
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
