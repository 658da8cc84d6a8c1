//! Recognising DNS: a header that makes sense and a first question that parses. Ports 53, 5353 (mDNS, RFC 6762) and 5355
//! (LLMNR, RFC 4795) let rarer messages pass; random bytes pass nowhere.

use super::super::Probe;
use super::super::reader::Reader;
use super::message::{self, HEADER, Header};
use super::name::Name;
use crate::message::Direction;

/// Bytes that the pipeline shows at most: a message that fills them may go on.
const SHOWN: usize = 512;
const PORTS: [u16; 3] = [53, 5353, 5355];
const NETBIOS: u16 = 137;

pub(super) fn udp(_: Direction, data: &[u8], (orig, resp): (u16, u16)) -> Probe {
    let hint = PORTS.contains(&orig) || PORTS.contains(&resp);
    // The NetBIOS name service (RFC 1002 §4.2) borrows the format, not the meaning.
    let netbios = orig == NETBIOS || resp == NETBIOS;
    match plausible_part(data, hint, data.len() >= SHOWN) {
        Some(()) if !netbios => Probe::Match,
        _ => Probe::Reject,
    }
}

pub(super) fn tcp(_: Direction, data: &[u8], (orig, resp): (u16, u16)) -> Probe {
    let hint = PORTS.contains(&orig) || PORTS.contains(&resp);
    let mut reader = Reader::new(data);
    let Some(len) = reader.u16().map(usize::from) else {
        return Probe::NeedMore;
    };
    if len < HEADER + 5 {
        return Probe::Reject;
    }
    let shown = reader.rest();
    let message = shown.get(..len).unwrap_or(shown);
    if message.len() < HEADER {
        // Opcode and reserved bit can be judged before the rest is there.
        let flags = shown.get(2..4).and_then(|bytes| bytes.first_chunk::<2>());
        let odd = flags.is_some_and(|flags| u16::from_be_bytes(*flags) & 0x7840 != 0);
        return if odd && !hint { Probe::Reject } else { Probe::NeedMore };
    }
    let mut reader = Reader::new(message);
    let Some(header) = Header::read(&mut reader).filter(|header| sane(*header, hint)) else {
        return Probe::Reject;
    };
    let question = Name::read(message, HEADER).map(|(_, behind)| behind + 4).filter(|end| *end <= message.len());
    // Where nothing follows the question, the length that was announced is the question's.
    if header.counts == [1, 0, 0, 0] && question.is_some_and(|end| end != len) {
        return Probe::Reject;
    }
    if message.len() < len && data.len() < SHOWN && question.is_none() {
        return Probe::NeedMore;
    }
    match plausible_part(message, hint, message.len() < len) {
        Some(()) => Probe::Match,
        None => Probe::Reject,
    }
}

/// Checks header, first question, and everything if the message is whole (`cut` is false).
fn plausible_part(data: &[u8], hint: bool, cut: bool) -> Option<()> {
    let mut reader = Reader::new(data);
    Header::read(&mut reader).filter(|header| sane(*header, hint))?;
    let (name, behind) = Name::read(data, HEADER)?;
    let mut fixed = Reader::new(data.get(behind..)?);
    let (kind, class) = (fixed.u16()?, fixed.u16()? & 0x7fff);
    let question = matches!(kind, 1..=270 | 32768..=32769 | 65280..=65534) && matches!(class, 1 | 3 | 4 | 254 | 255);
    // Without the port's word only what host names are made of is believed, and of the root what resolvers ask for: name
    // servers, SOA, DS, DNSKEY, everything.
    let asked = !name.dotted().is_empty() || matches!(kind, 2 | 6 | 43 | 48 | 255);
    let believed = hint || name.is_hostlike() && asked;
    let whole = cut || message::read(data).is_some();
    (question && believed && whole).then_some(())
}

fn sane(header: Header, hint: bool) -> bool {
    let [questions, answers, authorities, additionals] = header.counts;
    if header.reserved() {
        return false;
    }
    if hint {
        // Queries, notifications and updates; mDNS answers without questions and asks many.
        let records = u32::from(answers) + u32::from(authorities) + u32::from(additionals);
        return matches!(header.opcode(), 0 | 4 | 5)
            && questions <= 64
            && records <= 512
            && u32::from(questions) + records > 0;
    }
    let opcode = header.opcode() == 0 && questions == 1 && header.rcode() <= 10;
    let records = if header.is_response() {
        answers <= 256 && authorities <= 64 && additionals <= 64
    } else {
        answers == 0 && authorities == 0 && additionals <= 2 && header.rcode() == 0
    };
    opcode && records
}
