//! Files in messages: size and digest are those of the file that a person would save.

use super::*;
use sha2::{Digest, Sha256};

const TABLE: &[u8] = b"name,phone\r\nA,Tk000000001\r\nB,Tk000000002\r\n";

fn seen(name: &str, media: &str, bytes: &[u8]) -> Seen {
    let sha256 = Some(format!("{:x}", Sha256::digest(bytes)));
    Seen { name: name.into(), media: media.into(), size: bytes.len() as u64, sha256, whole: true }
}

fn named(content_type: &str, codings: &[Coding]) -> ContentHints {
    ContentHints { filename: b"a.csv".to_vec(), ..hints(content_type, codings) }
}

#[test]
fn files_of_a_form_and_of_a_mail_are_digested_whatever_the_cuts() {
    let encoded = base64(TABLE, 76);
    let form =
        [b"--x\r\nContent-Disposition: form-data; name=f; filename=a.csv\r\n\r\n", TABLE, b"\r\n--x--\r\n"].concat();
    let mail = [
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Disposition: attachment; filename=a.csv\r\n\
          Content-Transfer-Encoding: base64\r\n\r\n",
        encoded.as_slice(),
        b"\r\n--x--\r\n",
    ]
    .concat();
    for (content_type, body, place) in [
        ("multipart/form-data; boundary=x", form, "b[multipart]:f[a.csv]"),
        ("message/rfc822", mail, "b:part[1]:file[a.csv]"),
    ] {
        for step in [1, 7, 50, 1000] {
            let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
            let (sink, _) = unpack_cut(&hints(content_type, &[]), &body, &cuts, true);
            assert_eq!(sink.files, BTreeMap::from([(place.to_owned(), seen("a.csv", "text/csv", TABLE))]), "{step}");
        }
    }
}

#[test]
fn fields_of_a_form_are_told_whatever_the_cuts() {
    let long = "x".repeat(513);
    let parts = [
        ("name=user", "bob"),
        ("name=\"密码\"", "a\r\n--b"),
        ("name=none", ""),
        ("name=long", long.as_str()),
        ("name=f; filename=a.txt", "of a file"),
        ("filename=b.txt", "nameless"),
    ];
    let part = |(head, body): &(&str, &str)| format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{body}\r\n");
    let form = parts.iter().map(part).collect::<Vec<_>>().concat() + "--x--\r\n";
    let told = [("user", "bob"), ("密码", "a\r\n--b"), ("none", "")];
    let told = told.map(|(name, value)| (format!("b[multipart]:{name}"), name.to_owned(), value.to_owned()));
    for step in [1, 7, 50, 10_000] {
        let cuts: Vec<usize> = (0..form.len()).step_by(step).collect();
        let (sink, _) = unpack_cut(&hints("multipart/form-data; boundary=x", &[]), form.as_bytes(), &cuts, true);
        assert_eq!(sink.fields, told, "{step}");
    }
    let mail = form.replacen("--x", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x", 1);
    assert!(unpack(&hints("message/rfc822", &[]), mail.as_bytes()).0.fields.is_empty());
}

#[test]
fn a_field_with_a_gap_in_it_is_not_told() {
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("multipart/form-data; boundary=x", &[]), "b", &Limits::default());
    unpacker.push(b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\nTr0u", false, false, &mut sink);
    unpacker.gap(5, &mut sink);
    let rest = b"dor\r\n--x\r\nContent-Disposition: form-data; name=b\r\n\r\nwhole\r\n--x--";
    unpacker.push(rest, true, true, &mut sink);
    assert_eq!(
        sink.fields.iter().map(|(_, name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(),
        [("b", "whole")]
    );
}

#[test]
fn content_codings_are_no_part_of_a_file_and_compressed_files_are() {
    let (sink, _) = unpack(&named("", &[Coding::Gzip]), &gzip(TABLE));
    assert_eq!(sink.files["b"], seen("a.csv", "text/csv", TABLE));
    let packed = gzip(TABLE);
    let (sink, _) = unpack(&named("", &[]), &packed);
    assert_eq!(sink.files["b"], seen("a.csv", "application/gzip", &packed));
}

#[test]
fn a_body_that_leaks_nothing_in_its_first_part_is_not_digested() {
    let clean = b"a line without anything\r\n".repeat(200);
    let leak = [b"phone: Tk000000001\r\n", clean.as_slice()].concat();
    for (parts, digested) in [([leak.as_slice(), &clean], true), ([&clean, &leak], false)] {
        let (sink, _) = unpack_cut(&named("text/plain", &[]), &parts.concat(), &[parts[0].len()], true);
        assert_eq!((sink.files["b"].sha256.is_some(), sink.files["b"].whole), (digested, true));
        assert_eq!(sink.files["b"].size, (leak.len() + clean.len()) as u64);
    }
}

#[test]
fn a_file_with_a_hole_or_a_piece_of_one_has_no_digest() {
    let limits = Limits::default();
    for codings in [&[][..], &[Coding::Gzip]] {
        let mut sink = Recorder::default();
        let mut unpacker = Unpacker::new(&named("", codings), "b", &limits);
        let body = if codings.is_empty() { TABLE.to_vec() } else { gzip(TABLE) };
        unpacker.push(&body[..20], false, true, &mut sink);
        unpacker.gap(3, &mut sink);
        unpacker.push(&body[23..], true, true, &mut sink);
        assert!(!sink.files["b"].whole && sink.files["b"].sha256.is_none(), "{codings:?}");
    }
    let (sink, _) = unpack(&ContentHints { range_start: 9, ..named("", &[]) }, TABLE);
    assert!(!sink.files["b"].whole && sink.files["b"].sha256.is_none());
    let (sink, _) = unpack(&ContentHints { goes_on: true, ..named("", &[]) }, TABLE);
    assert!(!sink.files["b"].whole && sink.files["b"].sha256.is_none());
    let (sink, _) = unpack_cut(&named("", &[]), TABLE, &[], false);
    assert!(!sink.files["b"].whole && sink.files["b"].sha256.is_none());
}
