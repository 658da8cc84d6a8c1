//! What the first bytes must look like.

use crate::message::Direction;
use crate::proto::Probe;
use crate::proto::banner::SHOWN;
use crate::proto::banner::line::is_text;
use crate::proto::reader::Reader;

/// SNMP (RFC 1157, 3416, 3412): version and community string, or version 3 and its header.
pub(super) fn probe(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    let read = || {
        let mut reader = Reader::new(data);
        reader.u8().filter(|tag| *tag == 0x30)?;
        let len = ber_length(&mut reader)?;
        if len != reader.len() && data.len() < SHOWN {
            return None;
        }
        if reader.array::<2>()? != [2, 1] {
            return None;
        }
        match (reader.u8()?, reader.u8()?) {
            (0 | 1, 4) => {
                let community = reader.block8()?;
                let pdu = reader.u8()?;
                (is_text(community.rest()) && matches!(pdu, 0xa0..=0xa8)).then_some(())
            }
            // msgGlobalData: a sequence that begins with msgID.
            (3, 0x30) => {
                let mut head = reader.block8()?;
                (head.u8()? == 2 && (1..=5).contains(&head.u8()?)).then_some(())
            }
            _ => None,
        }
    };
    if read().is_some() { Probe::Match } else { Probe::Reject }
}

fn ber_length(reader: &mut Reader<'_>) -> Option<usize> {
    match reader.u8()? {
        short @ 0..=0x7f => Some(usize::from(short)),
        0x81 => reader.u8().map(usize::from),
        0x82 => reader.u16().map(usize::from),
        _ => None,
    }
}
