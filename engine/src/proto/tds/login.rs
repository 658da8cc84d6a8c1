//! PRELOGIN and LOGIN7 ([MS-TDS] §2.2.6.4 and §2.2.6.5).

use super::super::reader::Reader;
use super::text::wide;

/// What a side says of encryption in its PRELOGIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encryption {
    /// Of the login alone.
    Off,
    /// Of everything.
    On,
    /// It has none.
    Unsupported,
    /// Of everything, or there is no connection.
    Required,
}

/// The option of encryption; `None` if these are no options, or none of encryption.
pub(super) fn encryption(payload: &[u8]) -> Option<Encryption> {
    /// Options that there are at most.
    const OPTIONS: usize = 32;
    let mut reader = Reader::new(payload);
    for _ in 0..OPTIONS {
        let token = reader.u8()?;
        if token == 0xff {
            return None;
        }
        let (offset, len) = (usize::from(reader.u16()?), usize::from(reader.u16()?));
        let option = payload.get(offset..offset + len)?;
        if token == 1 {
            // The upper bit asks for a client's certificate.
            return Some(match option.first()? & 0x7f {
                0 => Encryption::Off,
                1 => Encryption::On,
                3 => Encryption::Required,
                _ => Encryption::Unsupported,
            });
        }
    }
    None
}

/// A LOGIN7.
#[derive(Debug, Default)]
pub(super) struct Login {
    /// Version of the protocol, `0x71000001` to `0x74000004`.
    pub version: u32,
    /// Longest packet that it asks for; 0 is the server's choice.
    pub packet_size: u32,
    pub user: String,
    /// As it was typed.
    pub password: String,
    /// A new one, if it asks for a change.
    pub change: String,
    pub database: String,
    /// Names that the client gives of itself, with their kinds.
    pub names: Vec<(&'static str, String)>,
    /// Somebody else vouches for the user: SSPI or a token.
    pub vouched: bool,
}

impl Login {
    /// Reads a whole one.
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        const INTEGRATED: u8 = 0x80;
        let mut reader = Reader::new(payload);
        let _len = reader.le32()?;
        let version = reader.le32()?;
        let packet_size = reader.le32()?;
        reader.take(12)?;
        let [_, second, _, third] = reader.array()?;
        reader.take(8)?;
        let host = wide(field(payload, &mut reader)?);
        let user = wide(field(payload, &mut reader)?);
        let password = hidden(field(payload, &mut reader)?);
        let program = wide(field(payload, &mut reader)?);
        let server = wide(field(payload, &mut reader)?);
        // The next one may point to features, which are no text.
        reader.take(4)?;
        let library = wide(field(payload, &mut reader)?);
        let _language = wide(field(payload, &mut reader)?);
        let database = wide(field(payload, &mut reader)?);
        reader.take(6 + 4)?;
        let file = wide(field(payload, &mut reader)?);
        // Versions before 7.2 have no change of passwords.
        let change = if version >= 0x7200_0000 {
            field(payload, &mut reader).map(hidden).unwrap_or_default()
        } else {
            String::new()
        };
        let names = [("host", host), ("program", program), ("server", server), ("library", library), ("file", file)];
        let names = names.into_iter().filter(|(_, name)| !name.is_empty()).collect();
        // A feature may stand for a federated login.
        let vouched = second & INTEGRATED != 0 || (user.is_empty() && third & 0x10 != 0);
        Some(Self { version, packet_size, user, password, change, database, names, vouched })
    }
}

/// A text by its place and length in characters.
fn field<'a>(payload: &'a [u8], reader: &mut Reader<'_>) -> Option<&'a [u8]> {
    let (at, len) = (usize::from(reader.le16()?), usize::from(reader.le16()?) * 2);
    payload.get(at..at + len)
}

/// A password.
fn hidden(bytes: &[u8]) -> String {
    wide(&bytes.iter().copied().map(reveal).collect::<Vec<_>>())
}

/// A byte of a password: its halves are swapped, then it is combined with 0xA5 ([MS-TDS] §2.2.6.4).
const fn reveal(byte: u8) -> u8 {
    (byte ^ 0xa5).rotate_left(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_of_encryption_is_found() {
        let options = b"\0\0\x0b\0\x06\x01\0\x11\0\x01\xff\x09\0\0\0\0\0\x03";
        assert_eq!(encryption(options), Some(Encryption::Required));
        assert_eq!(encryption(b"\0\0\x06\0\x06\xff\x09\0\0\0\0\0"), None);
        assert_eq!(encryption(b"\x01\xff\xff\0\x01"), None);
    }

    #[test]
    fn passwords_are_unscrambled() {
        let hidden: Vec<u8> = b"s\0\xe9\0".iter().map(|byte| byte.rotate_left(4) ^ 0xa5).collect();
        assert_eq!(hidden[1], 0xa5);
        assert_eq!(wide(&hidden.into_iter().map(reveal).collect::<Vec<_>>()), "s\u{e9}");
    }
}
