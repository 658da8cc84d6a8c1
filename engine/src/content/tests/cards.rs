//! vCards and calendars.

use super::containers::{holds_at_any_cut, places};
use super::*;

fn all(sink: &Recorder) -> String {
    sink.leaves.iter().map(|(.., text)| String::from_utf8_lossy(text)).collect()
}

#[test]
fn cards_are_unfolded_and_named_by_property() {
    let card = "begin:vcard\r\nVERSION:3.0\r\nFN:王小明\r\nN:王;小明;;;\r\nTEL;TYPE=CELL,VOICE:Tk0000\r\n 00001\r\n\
                item1.EMAIL;type=INTERNET:xm@example.com\r\nitem1.X-ABLabel:Tk000000002\r\n\
                ADR;LABEL=\"a; b: Tk000000003\";TYPE=home:;;x\\, y\\nTk000000004;;\r\n\
                NOTE:one\\nTk000000005\\; two \\\\ C:\\x\n\tthree\r\nEND:VCARD\r\n\
                BEGIN:VCARD\r\nTEL:tel:Tk000000006\r\nEND:VCARD\r\n";
    let sink = holds_at_any_cut(card.as_bytes());
    let want = ["b:vcard:tel", "b:vcard:x-ablabel", "b:vcard:adr", "b:vcard:adr.label", "b:vcard:note"];
    assert_eq!(places(&sink), BTreeSet::from(want));
    assert_eq!(sink.tokens().len(), 6, "{}", all(&sink));
    assert!(all(&sink).contains("NOTE: one Tk000000005; two \\ C:\\xthree"), "{}", all(&sink));
    let (_, tally) = unpack(&hints("text/x-vcard; charset=utf-8", &[]), card.as_bytes());
    assert!(inspected(&tally) && tally.total() == card.len() as u64);
}

#[test]
fn cards_of_old_are_decoded() {
    let card = b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:=CD=F5=D0=A1=\r\n=C3=F7 Tk000000001\r\n\
                 NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0ATk0000=\r\n00002\r\n\
                 ADR;HOME;CHARSET=UTF-8;QUOTED-PRINTABLE:;;=E8=B7=AF Tk=\r\n=30=30=30=30=30=30=30=30=33\r\nEND:VCARD\r\n";
    let sink = holds_at_any_cut(card);
    assert_eq!(places(&sink), BTreeSet::from(["b:vcard:fn", "b:vcard:adr", "b:vcard:note"]), "{}", all(&sink));
    assert_eq!(sink.tokens().len(), 3);
    assert!(all(&sink).contains("王小明 Tk000000001"), "{}", all(&sink));
}

#[test]
fn calendars_tell_who_attends() {
    let event = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\n\
                 ORGANIZER;CN=\"Tk000000001: boss\";SENT-BY=\"mailto:Tk000000002@example.com\":mailto:b@example.com\r\n\
                 ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;CN=李丽;RSVP\r\n =TRUE:mailto:Tk000000003@example.com\r\n\
                 DESCRIPTION:phone Tk000000004\\nbye\r\nEND:VEVENT\r\nEND:VCALENDAR";
    let sink = holds_at_any_cut(event.as_bytes());
    let want = [
        "b:icalendar:organizer.cn",
        "b:icalendar:organizer.sent-by",
        "b:icalendar:attendee",
        "b:icalendar:description",
    ];
    assert_eq!(places(&sink), BTreeSet::from(want), "{}", all(&sink));
    let mail = format!(
        "Subject: x\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--q--\r\n",
        String::from_utf8(base64(event.as_bytes(), 76)).unwrap()
    );
    let (sink, _) = unpack(&hints("message/rfc822", &[]), mail.as_bytes());
    assert!(places(&sink).contains("b:part[1]:icalendar:attendee"), "{:?}", places(&sink));
}

#[test]
fn long_values_and_lines_without_name_are_read() {
    let long = format!(
        "BEGIN:VCARD\r\nNOTE;ENCODING=QUOTED-PRINTABLE:{}Tk000000001\r\n{}\r\nTEL:Tk000000002\r\n{}Tk000000003\r\n",
        "=41".repeat(60_000),
        "x;".repeat(9_000),
        " y\r\n".repeat(9000)
    );
    for cuts in [vec![], (0..long.len()).step_by(999).collect(), vec![70_000, 70_001, 70_002]] {
        let (sink, tally) = unpack_cut(&hints("", &[]), long.as_bytes(), &cuts, true);
        assert_eq!(places(&sink), BTreeSet::from(["b:vcard:note", "b:vcard:tel", "b:vcard:"]), "{cuts:?}");
        assert!(all(&sink).contains(&"A".repeat(60_000)));
        assert_eq!(tally.total(), long.len() as u64);
    }
}
