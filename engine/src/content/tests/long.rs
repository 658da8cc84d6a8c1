//! Documents of more bytes, and messages of more parts, than are kept at once.

use super::documents::fixture;
use super::*;

/// A workbook whose sheets show those strings by number, row by row, three a row; the strings before or behind the sheets.
fn workbook(sheets: &[Vec<usize>], strings: &[String], first: bool) -> Vec<u8> {
    let sheet = |numbers: &Vec<usize>| {
        let rows = numbers.chunks(3).enumerate().fold(String::new(), |mut rows, (at, row)| {
            let cells = row.iter().zip('A'..).fold(String::new(), |mut cells, (number, column)| {
                let _ = write!(cells, r#"<c r="{column}{}" t="s"><v>{number}</v></c>"#, at + 1);
                cells
            });
            let _ = write!(rows, "<row>{cells}</row>");
            rows
        });
        format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
    };
    let sheets: Vec<String> = sheets.iter().map(sheet).collect();
    let names: Vec<String> = (0..sheets.len()).map(|at| format!("xl/worksheets/sheet{at}.xml")).collect();
    let shared =
        strings.iter().fold(String::from("<sst>"), |all, text| all + "<si><t>" + text + "</t></si>") + "</sst>";
    let mut members: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(sheets.iter().map(String::as_bytes)).collect();
    members.insert(if first { 0 } else { members.len() }, ("xl/sharedStrings.xml", shared.as_bytes()));
    zip_of(&members)
}

/// Unpacks in pieces of `step` bytes with so much room for documents; answers the most that was held, too.
fn unpack_with(room: usize, body: &[u8], step: usize) -> (Recorder, Tally, usize) {
    let limits = Limits { document_bytes: room, ..Limits::default() };
    let mut sink = Recorder::default();
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &limits);
    let (mut tally, mut held) = (Tally::default(), 0);
    for piece in body.chunks(step) {
        tally.merge(&unpacker.push(piece, false, false, &mut sink));
        held = held.max(unpacker.held());
    }
    tally.merge(&unpacker.push(&[], true, true, &mut sink));
    (sink, tally, held)
}

/// Strings of an export with so many rows: two tokens a row and a word that all rows have; their numbers.
fn export(rows: usize) -> (Vec<String>, Vec<usize>) {
    let mut strings: Vec<String> = ["姓名", "手机", "状态", "active"].map(String::from).to_vec();
    let mut numbers = vec![0, 1, 2];
    for row in 0..rows {
        numbers.extend([strings.len(), strings.len() + 1, 3]);
        strings.extend([format!("Tk{:09}", row * 2), format!("Tk{:09}", row * 2 + 1)]);
    }
    (strings, numbers)
}

#[test]
fn rows_are_read_while_their_strings_arrive() {
    let (strings, numbers) = export(20_000);
    let room = 256 << 10;
    let (sink, tally, held) = unpack_with(room, &workbook(&[numbers], &strings, false), 1000);
    assert_eq!(sink.tokens().len(), 40_000);
    let places = BTreeSet::from(["b:xlsx[sheet0]:姓名", "b:xlsx[sheet0]:手机"]);
    assert_eq!(sink.places().into_iter().collect::<BTreeSet<_>>(), places);
    assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?} {:?}", sink.anomalies);
    assert!(held < 2 * room, "{held}");
}

#[test]
fn nothing_is_lost_where_strings_come_in_no_order() {
    let (strings, numbers) = export(10_000);
    let backwards: Vec<usize> = numbers.iter().take(3).chain(numbers.iter().skip(3).rev()).copied().collect();
    let halves: Vec<Vec<usize>> = numbers.chunks(9_999).map(<[usize]>::to_vec).collect();
    for (sheets, first) in
        [(vec![backwards.clone()], false), (vec![backwards], true), (halves.clone(), false), (halves, true)]
    {
        for (room, step) in [(64 << 10, 1000), (64 << 10, usize::MAX), (2_000, 100), (0, 500)] {
            let file = workbook(&sheets, &strings, first);
            let (sink, tally, _) = unpack_with(room, &file, step);
            assert_eq!(sink.tokens().len(), 20_000, "{} sheets {first} {room}", sheets.len());
            assert!(inspected(&tally) && sink.anomalies.is_empty(), "{tally:?}");
            assert_eq!(tally.total(), file.len() as u64);
        }
    }
}

#[test]
fn long_data_is_read_to_its_end() {
    // Eighty megabytes that differ, packed to a fifteenth.
    let line = |n: u32| format!("{{\"id\":{n},\"note\":\"{}\",\"x\":{}}}\n", "nothing to see ".repeat(5), n ^ 0x5555);
    let mut text: String = (0..700_000).map(line).collect();
    text.push_str("phone: Tk000000001\n");
    assert!(text.len() > 70 << 20);
    for (codings, body) in
        [(vec![Coding::Gzip], gzip(text.as_bytes())), (vec![], zip_of(&[("a.log", text.as_bytes())]))]
    {
        let mut sink = Recorder::default();
        let mut unpacker = Unpacker::new(&hints("", &codings), "b", &Limits::default());
        let mut tally = Tally::default();
        for piece in body.chunks(1460) {
            tally.merge(&unpacker.push(piece, false, false, &mut sink));
        }
        tally.merge(&unpacker.push(&[], true, true, &mut sink));
        assert_eq!((sink.tokens().len(), sink.anomalies.len()), (1, 0), "{:?}", sink.anomalies);
        assert!(inspected(&tally), "{tally:?}");
    }
}

#[test]
fn many_parts_are_opened_if_they_were_sent() {
    let names: Vec<String> = (0..6_000).map(|n| format!("cards/{n}.txt")).collect();
    let texts: Vec<String> =
        (0..6_000u32).map(|n| format!("phone: Tk{n:09} {}", n.wrapping_mul(2_654_435_761))).collect();
    let members: Vec<(&str, &[u8])> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_bytes)).collect();
    for body in [zip_of(&members), tar_of(&members)] {
        let (sink, tally) = unpack(&hints("", &[]), &body);
        assert_eq!((sink.tokens().len(), sink.anomalies.len()), (6_000, 0), "{:?}", sink.anomalies);
        assert!(inspected(&tally), "{tally:?}");
    }
}

#[test]
fn pages_of_a_long_database_are_read_as_they_come() {
    let file = fixture("customers.sqlite");
    let size = usize::from(u16::from_be_bytes([file[16], file[17]]));
    let (all, ..) = unpack_with(file.len(), &file, usize::MAX);
    for room in [size, size * 3 / 2, 2 * size, 5 * size, file.len() - size / 2] {
        for step in [100, size, usize::MAX] {
            let (sink, tally, held) = unpack_with(room, &file, step);
            let missing: Vec<_> = all.tokens().difference(&sink.tokens()).map(|token| (*token).to_owned()).collect();
            assert!(missing.is_empty(), "{room} {step}: {missing:?}");
            assert!(sink.anomalies.is_empty(), "{:?}", sink.anomalies);
            assert_eq!(tally.total(), file.len() as u64, "{room} {step}: {tally:?}");
            assert!(step == usize::MAX || held < 2 * room + 8 * size, "{room} {step}: {held}");
        }
    }
    let mut sink = Recorder::default();
    let limits = Limits { document_bytes: size, ..Limits::default() };
    let mut unpacker = Unpacker::new(&hints("", &[]), "b", &limits);
    let mut tally = unpacker.push(&file[..3 * size + 10], false, false, &mut sink);
    unpacker.gap(100, &mut sink);
    tally.merge(&unpacker.push(&file[3 * size + 110..], true, false, &mut sink));
    assert_eq!(tally.total(), file.len() as u64 - 100);
    assert!(tally.get(State::Undecodable) > 10 && tally.get(State::Inspected) >= 3 * size as u64, "{tally:?}");
}

#[test]
fn damaged_files_end_in_good_order() {
    for name in ["packed.rar", "solid.rar", "packed.pg_dump", "stored.pg_dump", "customers.sqlite"] {
        let file = fixture(name);
        let mut noise = noise(3 * 300).into_iter();
        for _ in 0..300 {
            let mut damaged = file.clone();
            let [a, b, c] = [(); 3].map(|()| noise.next().unwrap());
            let at = 11 + usize::from(u16::from_be_bytes([a, b])) % (file.len() - 11);
            damaged[at] ^= c | 1;
            let (sink, tally, _) = unpack_with(4096, &damaged, 3000);
            assert_eq!(tally.total(), file.len() as u64, "{name} {at}");
            assert!(sink.bytes < 4 << 20, "{name} {at}: {}", sink.bytes);
        }
    }
}
