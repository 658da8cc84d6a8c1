//! Files: SMB, rsync.

use super::super::Probe;
use super::super::reader::Reader;
use super::line::{contains, first_line};
use super::{SHOWN, streamed};
use crate::message::Direction;

pub(super) fn rsync(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    first_line(data, &["@RSYNCD: "], |line| line.get(9).is_some_and(u8::is_ascii_digit))
}

/// Bytes of the `NetBIOS` session header (RFC 1002 §4.3.1) and the magic behind it.
const SMB_HEAD: usize = 8;
/// `SMB_COM_NEGOTIATE`.
const NEGOTIATE: u8 = 0x72;

pub(super) fn smb2(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    smb(data, |message| match message {
        // Plain, encrypted and compressed messages ([MS-SMB2] §2.2).
        [0xfc..=0xfe, b'S', b'M', b'B', ..] => true,
        _ => offers_smb2(message),
    })
}

pub(super) fn smb1(_: Direction, data: &[u8], _: (u16, u16)) -> Probe {
    smb(data, |message| message.starts_with(b"\xffSMB") && !offers_smb2(message))
}

/// The negotiation of SMB 1 that asks for SMB 2 ([MS-SMB2] §3.2.4.2.2.1).
fn offers_smb2(message: &[u8]) -> bool {
    message.starts_with(b"\xffSMB") && message.get(4) == Some(&NEGOTIATE) && contains(message, "\x02SMB 2.")
}

fn smb(data: &[u8], believed: impl FnOnce(&[u8]) -> bool) -> Probe {
    let mut reader = Reader::new(data);
    match (reader.u8(), reader.u24().map(|len| len as usize)) {
        (None, _) | (Some(0), None) => return Probe::NeedMore,
        (Some(0), Some(len)) if len >= 32 => {
            let message = reader.rest();
            let magic = message.get(..message.len().min(4)).unwrap_or(message);
            let fits = [b"\xfcSMB", b"\xfdSMB", b"\xfeSMB", b"\xffSMB"].iter().any(|known| known.starts_with(magic));
            if !fits {
                return Probe::Reject;
            }
            // The dialects of a negotiation must be in sight before it can be told which SMB it is.
            let negotiation = matches!(message, [0xff, _, _, _, NEGOTIATE, ..]);
            let needed = if negotiation { len + 4 } else { SMB_HEAD + 1 };
            return streamed(data, needed.min(SHOWN), || believed(message).then_some(()));
        }
        _ => {}
    }
    Probe::Reject
}
