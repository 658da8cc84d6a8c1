//! Vectors of the standards, and what a key log may hold.

use super::cipher::Opener;
use super::hello::{Messages, certificate12};
use super::keylog::{KeyLog, Line};
use super::resync::{Cut, Records};
use super::schedule::{expand, hmac};
use super::secrets::{Label, Secrets};
use super::suite::{Hash, Suite};
use super::{Moment, Session};
use crate::config::Limits;
use crate::message::Direction;
use crate::rc4::Rc4;
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

#[test]
fn traffic_keys_are_those_of_rfc_8448() {
    // Section 3: the server's handshake traffic secret, and what is derived from it.
    let secret = hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
    assert_eq!(*expand(Hash::Sha256, &secret, b"key", 16), hex("3fce516009c21727d0f2e4e86ee403bc"));
    assert_eq!(*expand(Hash::Sha256, &secret, b"iv", 12), hex("5d313eb2671276ee13000b30"));
}

#[test]
fn a_record_of_rfc_8448_is_opened() {
    // Section 3: application data of the client, 50 bytes counting from zero.
    let secret = hex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5");
    let record = hex(
        "17030300 43a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20441e2b62974e1f5a6292\
         a2977014bd1e3deae63aeebb21694915e4",
    );
    let mut opener = Opener::tls13(Suite::by_id(0x1301).unwrap(), &secret).unwrap();
    let opened = opener.open(0, &record).unwrap();
    assert_eq!((opened.kind, opened.content), (23, (0..50).collect()));
    assert!(opener.open(1, &record).is_none(), "the number of a record is part of it");
    let mut changed = record;
    changed[20] ^= 1;
    assert!(opener.open(0, &changed).is_none());
}

#[test]
fn rc4_is_that_of_rfc_6229() {
    let mut data = [0; 16];
    Rc4::new(&hex("0102030405060708090a0b0c0d0e0f10")).apply(&mut data);
    assert_eq!(data.to_vec(), hex("9ac7cc9a609d1ef7b2932899cde41b97"));
}

#[test]
fn hmac_is_that_of_rfc_4231() {
    let tag = hmac(Hash::Sha384, b"Jefe", &[b"what do ya want ", b"for nothing?"]);
    assert!(tag.starts_with(&hex("af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47")));
}

/// What a key log says, its lines in words; and its first bad line.
fn read(text: &[u8], piece: usize) -> (Vec<String>, Option<(u64, u64)>) {
    let mut log = KeyLog::default();
    let mut said = Vec::new();
    let mut each = |line: Line| {
        said.push(match line {
            Line::Of(random, label, secret) => format!("{} {} {}", random[0], label as u8, secret.len()),
            Line::Premaster(encrypted, secret) => format!("{} rsa {}", encrypted[0], secret.len()),
            Line::Nothing => "nothing".into(),
        });
    };
    for piece in text.chunks(piece) {
        log.feed(piece, &mut each);
    }
    log.finish(&mut each);
    (said, log.bad)
}

fn log() -> String {
    let (random, short, long) = ("07".repeat(32), "0a".repeat(32), "0b".repeat(48));
    format!(
        "# a comment\r\n\nCLIENT_RANDOM {random} {long}\r\nSERVER_TRAFFIC_SECRET_0 {random} {short}\nEXPORTER_SECRET {random} \
         {short}\nRSA {} {long}\nCLIENT_RANDOM {random} {short}\nnonsense\nCLIENT_EARLY_TRAFFIC_SECRET {random} {long}",
        "09".repeat(8)
    )
}

#[test]
fn key_logs_say_the_same_however_they_come() {
    let expected = (vec!["7 0 48".into(), "7 5 32".into(), "9 rsa 48".into(), "7 1 48".into()], Some((7, 2)));
    for piece in [1, 7, 4096] {
        assert_eq!(read(log().as_bytes(), piece), expected, "{piece}");
    }
    let endless = vec![b'A'; 1 << 20];
    assert_eq!(read(&endless, 4096), (Vec::new(), Some((1, 1))));
}

#[test]
fn the_table_of_secrets_is_bounded() {
    let secrets = Secrets::new(2);
    for n in 1..=3_u8 {
        secrets.add_block(format!("CLIENT_RANDOM {} {}", format!("{n:02x}").repeat(32), "0b".repeat(48)).as_bytes(), 5);
    }
    assert_eq!([1, 2, 3].map(|n: u8| secrets.know(&[n; 32], 5)), [false, true, true]);
    assert!(secrets.of(&[3; 32], Label::Master, 4).is_none(), "it came later than packet 4");
    assert!(secrets.of(&[3; 32], Label::Master, 5).is_some());
    assert_eq!((secrets.take_dropped(), secrets.take_dropped()), (1, 0));
}

#[test]
fn certificates_are_written_as_before_tls13() {
    let body = hex("00 00000c 000003 aabbcc 0000 000001 dd 0002 0000");
    let body = [&body[..1], &hex("000010"), &body[4..]].concat();
    assert_eq!(certificate12(&body), Some(hex("00000a 000003 aabbcc 000001 dd")));
    assert_eq!(certificate12(&body[..9]), None);
}

#[test]
fn endless_messages_are_passed_over() {
    let mut messages = Messages::default();
    messages.feed(&[&[11, 0xff, 0xff, 0xff][..], &[0; 1000]].concat());
    assert!(messages.next(4096).is_none());
    assert!(messages.memory() < 4096);
}

/// All that a stream yields, in words.
fn cuts(records: &mut Records, last: bool) -> Vec<String> {
    let mut all = Vec::new();
    while let Ok(Some(cut)) = records.next(last) {
        all.push(match cut {
            Cut::Record(record) => format!("record {}", record.len()),
            Cut::Behind { lost, skipped, .. } => format!("lost {lost} skipped {skipped}"),
        });
    }
    all
}

#[test]
fn records_are_found_again_behind_a_gap() {
    let record = |len: u8, fill: u8| [&[23, 3, 3, 0, len][..], &vec![fill; usize::from(len)]].concat();
    let mut records = Records::default();
    records.feed(&record(40, 1));
    records.feed(&record(40, 2)[..20]);
    assert_eq!(cuts(&mut records, false), ["record 45"]);
    records.gap(100);
    records.feed(&[23, 3, 3, 0, 2, 9, 9, 9, 9, 9, 9, 9]);
    records.feed(&record(30, 4));
    assert!(cuts(&mut records, false).is_empty(), "one header may be chance");
    records.feed(&record(30, 5));
    assert_eq!(cuts(&mut records, false), ["lost 100 skipped 32", "record 35", "record 35"]);
}

#[test]
fn nothing_is_copied_for_each_of_many_small_pieces() {
    // By the square this would be a hundred gigabytes.
    const MANY: usize = 200_000;
    let mut records = Records::default();
    records.feed(&[22, 3, 3, 0, 0].repeat(MANY));
    assert_eq!(cuts(&mut records, false).len(), MANY);
    let mut messages = Messages::default();
    messages.feed(&vec![0; 4 * MANY]);
    assert_eq!(std::iter::from_fn(|| messages.next(100)).count(), MANY);
    assert!(messages.is_empty());
}

#[test]
fn what_is_passed_over_behind_a_gap_is_not_kept() {
    let mut records = Records::default();
    records.gap(9);
    let mut told = Vec::new();
    for _ in 0..100 {
        records.feed(&[0; 10_000]);
        told.extend(cuts(&mut records, false));
        assert!(records.memory() < 256 << 10);
    }
    assert_eq!(told[0], "lost 9 skipped 69996", "a header may have begun");
    records.feed(&[23, 3, 3, 0, 1, 9].repeat(2));
    told.extend(cuts(&mut records, false));
    assert_eq!(told[told.len() - 2..], ["record 6", "record 6"]);
    let skipped = told.iter().filter_map(|cut| cut.rsplit_once("skipped ")?.1.parse::<usize>().ok()).sum::<usize>();
    assert_eq!(skipped, 1_000_000);
}

#[test]
fn records_of_nothing_count_what_they_take() {
    let limits = Limits { sealed_flow_bytes: 1 << 20, ..Limits::default() };
    let (mut session, secrets) = (Session::new(&limits), Secrets::new(2));
    secrets.expect_more();
    let hello = [&[22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 3][..], &[7; 32], &[0, 0, 2, 0x13, 1, 1, 0]].concat();
    session.feed(Direction::Orig, &hello, Moment::default(), &secrets, 0);
    session.feed(Direction::Orig, &[23, 3, 3, 0, 0].repeat(1000), Moment::default(), &secrets, 0);
    assert!(session.waits() && session.held() >= 60_000, "{}", session.held());
}

proptest! {
    #[test]
    fn any_bytes_are_all_handed_back(data in prop::collection::vec(prop_oneof![Just(23_u8), Just(3), Just(0), any::<u8>()], 0..4000),
                                     gap in any::<bool>(), step in 1_usize..700) {
        let mut records = Records::default();
        let mut seen = 0;
        for piece in data.chunks(step) {
            records.feed(piece);
            if gap && seen == 0 {
                records.gap(5);
            }
            while let Ok(Some(cut)) = records.next(false) {
                seen += match cut {
                    Cut::Record(record) => record.len(),
                    Cut::Behind { skipped, .. } => skipped,
                };
            }
        }
        prop_assert_eq!(seen + records.take().len(), data.len());
    }
}
