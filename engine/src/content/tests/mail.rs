//! Mails: nested, forwarded, encoded, cut.

use super::*;

fn mail(body: &str) -> (Recorder, Tally) {
    let body = body.replace('\n', "\r\n");
    for step in [1, 3, 17, 64] {
        let cuts: Vec<usize> = (0..body.len()).step_by(step).collect();
        let (whole, _) = unpack(&hints("message/rfc822", &[]), body.as_bytes());
        let (cut, tally) = unpack_cut(&hints("message/rfc822", &[]), body.as_bytes(), &cuts, true);
        assert_eq!(whole.hits, cut.hits, "{step}");
        assert_eq!(tally.total(), body.len() as u64, "{step}");
    }
    unpack(&hints("message/rfc822", &[]), body.as_bytes())
}

#[test]
fn parts_of_a_mail_are_numbered_and_its_forwarded_mails_have_heads_of_their_own() {
    let (sink, tally) = mail(
        "Subject: =?UTF-8?Q?Tk00000000?=\n =?UTF-8?Q?1?=\nX-Note: Tk000000002\nContent-Type: multipart/mixed; boundary=\"o o\"\n\n\
         Tk000000003 stands before\n--o o\nContent-Type: multipart/alternative; boundary=i\n\n--i\n\nTk000000004\n--i\n\
         Content-Type: text/html\n\n<p>Tk000000005</p>\n--i--\n\n--o o\nContent-Type: message/rfc822\n\nSubject: Tk000000006\n\
         Content-Type: multipart/mixed; boundary=f\n\n--f\nContent-Disposition: attachment; filename=a.txt\n\
         Content-Transfer-Encoding: quoted-printable\n\nTk0000=\n00007\n--f--\n--o o--\n",
    );
    let places: BTreeSet<(&str, &str)> =
        sink.hits.iter().map(|(token, place, _)| (&token[9..], place.as_str())).collect();
    let expected = [
        ("01", "b.header:subject"),
        ("02", "b.header:x-note"),
        ("03", "b:"),
        ("04", "b:part[1]:part[1]:"),
        ("05", "b:part[1]:part[2]:"),
        ("06", "b:part[2].header:subject"),
        ("07", "b:part[2]:part[1]:file[a.txt]:"),
    ];
    assert_eq!(places, BTreeSet::from(expected));
    assert!(inspected(&tally));
}

#[test]
fn mails_within_mails_end_at_the_depth_limit() {
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(20_000);
    let (sink, tally) = unpack(&hints("message/rfc822", &[]), format!("{nested}\r\nTk000000001").as_bytes());
    assert!(sink.anomalies.contains(&Code::NestingLimit));
    assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001"]));
    assert!(inspected(&tally));
}

#[test]
fn a_transfer_encoding_goes_on_behind_a_gap() {
    let encoded = base64("a line that is there to be lost\r\n".repeat(8).as_bytes(), 76);
    let last = base64(b"phone: Tk000000001, which stands in the last line", 76);
    let head = b"Content-Transfer-Encoding: base64\r\n\r\n";
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("message/rfc822", &[]), "b", &Limits::default());
    unpacker.push(head, false, true, &mut sink);
    unpacker.push(&encoded[..90], false, true, &mut sink);
    unpacker.gap(13, &mut sink);
    unpacker.push(&encoded[103..], false, true, &mut sink);
    unpacker.push(b"\r\n", false, true, &mut sink);
    unpacker.push(&last, true, false, &mut sink);
    assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001"]));
}

#[test]
fn a_mail_with_a_binary_body_is_a_mail() {
    let mut body = b"Subject: Tk000000001\r\nContent-Type: application/gzip\r\n\r\n".to_vec();
    body.extend(gzip(b"phone: Tk000000002 and text enough to be worth it"));
    let (sink, _) = unpack(&hints("message/rfc822", &[]), &body);
    assert_eq!(sink.places(), ["b.header:subject", "b[gzip]:phone"]);
}

#[test]
fn mails_are_known_by_their_heads() {
    let encoded = String::from_utf8(base64(b"phone: Tk000000001 and text that goes on", 76)).unwrap();
    let mail = |from: &str| {
        format!(
            "Return-Path: <{from}>\nReceived: from a\n\tby b\nSubject: =?UTF-8?B?VGswMDAwMDAwMDk=?=\nContent-Transfer-Encoding: base64\n\n{encoded}\n"
        )
    };
    let named = |name: &str| ContentHints { filename: name.as_bytes().to_vec(), ..ContentHints::default() };
    for (hints, name) in [(named("1767.M1P1.host:2,S"), "maildir"), (hints("application/octet-stream", &[]), "binary")]
    {
        let (sink, tally) = unpack(&hints, mail("a@example.com").as_bytes());
        assert_eq!(sink.places(), ["b:phone", "b.header:subject"], "{name}");
        assert!(inspected(&tally), "{name}");
    }
    // Text that has a field or two is no mail.
    for text in [
        "Date: today\nPlace: here\n\nphone: Tk000000001",
        "From: me\nto you\nSubject: x\n\nTk000000001",
        "Subject: Tk000000001",
    ] {
        let (sink, _) = unpack(&hints("", &[]), text.as_bytes());
        assert!(sink.leaves.iter().all(|(place, ..)| place == "b"), "{text}");
    }
}

#[test]
fn mails_of_a_folder_are_read_one_by_one() {
    let encoded = String::from_utf8(base64(b"phone: Tk000000001 and text that goes on", 76)).unwrap();
    let first = format!(
        "From - Thu Jan  1 00:00:00 2026\nX-Mozilla-Status: 0001\nSubject: Tk000000003\nContent-Transfer-Encoding: base64\n\n{encoded}\n\n"
    );
    let second = "From 12345@xxx Thu Jan 11 00:00:00 +0000 2026\nContent-Transfer-Encoding: quoted-printable\n\nphone: Tk0000=\n00002\nFrom now on, this is text.\n\nFrom the start.\n\n";
    for folder in
        [format!("{first}{second}"), format!("{second}{first}"), format!("{second}{first}").replace('\n', "\r\n")]
    {
        for media in ["application/mbox", "application/octet-stream", ""] {
            let (sink, tally) = super::streams::holds_at_any_cut(media, folder.as_bytes());
            let want = [
                ("Tk000000001", "b:mbox:phone"),
                ("Tk000000002", "b:mbox:phone"),
                ("Tk000000003", "b:mbox.header:subject"),
            ];
            let got: Vec<_> = sink.hits.iter().map(|(token, place, _)| (token.as_str(), place.as_str())).collect();
            assert_eq!(got, want);
            assert!(inspected(&tally), "{tally:?}");
        }
    }
    let (sink, _) = unpack(&hints("", &[]), b"From here to there at 10:00:00 2026.\nPhone: Tk000000001\n");
    assert_eq!(sink.places(), ["b:Phone"]);
}

#[test]
fn text_behind_base64_is_read_as_text() {
    let body = base64(b"the first text, phone: Tk000000001 and more of it, so that there are several lines", 40);
    let rule = "_".repeat(47);
    for (i, footer) in [
        format!("{rule}\nlist mailing list\nTk000000002\n"),
        "\n-- \nlist footer Tk000000002\n".to_owned(),
        "\nhttps://example.com/Tk000000002 is the list\n".to_owned(),
    ]
    .into_iter()
    .enumerate()
    {
        let head = "Subject: x\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n";
        let mail = [head.as_bytes(), &body, footer.as_bytes()].concat();
        for cuts in [Vec::new(), (1..mail.len()).step_by(97).collect()] {
            let (sink, tally) = unpack_cut(&hints("message/rfc822", &[]), &mail, &cuts, true);
            assert_eq!(sink.tokens(), BTreeSet::from(["Tk000000001", "Tk000000002"]), "{i} {cuts:?}");
            assert!(inspected(&tally) && sink.anomalies.is_empty());
        }
    }
}

#[test]
fn base64_that_was_encoded_piece_by_piece_goes_on_behind_padding() {
    let pieces = [base64(b"phone: Tk000000001\n", 76), b"\r\n".to_vec(), base64(b"phone: Tk000000002\n", 76)].concat();
    let mail = [b"Content-Transfer-Encoding: base64\r\n\r\n", &pieces[..]].concat();
    let (sink, _) = unpack(&hints("message/rfc822", &[]), &mail);
    assert_eq!(sink.tokens().len(), 2);
}

#[test]
fn files_in_lines_are_read_whatever_their_part_is_said_to_be() {
    let csv = b"phone,name\nTk000000001,a\nTk000000002,b\n";
    let mut lines = b"begin 644 c.csv\n".to_vec();
    for line in csv.chunks(45) {
        lines.push(line.len() as u8 + b' ');
        for group in line.chunks(3) {
            let word = group.iter().chain(&[0, 0]).take(3).fold(0u32, |word, byte| word << 8 | u32::from(*byte));
            lines.extend([18, 12, 6, 0].map(|shift| (word >> shift & 63) as u8 + b' '));
        }
        lines.push(b'\n');
    }
    lines.extend(b"`\nend\n");
    for media in ["text/csv", "application/json", "text/html", "application/octet-stream"] {
        for name in ["x-uuencode", "X-UUE", "uuencode"] {
            let head = format!("Content-Type: {media}; name=c.csv\r\nContent-Transfer-Encoding: {name}\r\n\r\n");
            let (sink, _) = unpack(&hints("message/rfc822", &[]), &[head.as_bytes(), &lines].concat());
            assert_eq!(sink.tokens().len(), 2, "{media} {name}");
            assert!(sink.places().iter().all(|place| *place == "b:file[c.csv]:phone"), "{:?}", sink.places());
        }
    }
}

#[test]
fn a_part_of_a_range_is_no_whole_file() {
    let part = "--XbX\r\nContent-Type: text/plain; name=a.txt\r\nContent-Range: bytes 0-24/9000\r\n\r\nphone Tk000000001, text a\r\n--XbX--\r\n";
    let (sink, _) = unpack(&hints("multipart/byteranges; boundary=XbX", &[]), part.as_bytes());
    assert_eq!(sink.tokens().len(), 1);
    assert!(sink.files.values().all(|file| !file.whole));
}
