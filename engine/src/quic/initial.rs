//! Keys of Initial packets, which anybody can derive from what the first packet shows (RFC 9001 §5.2, RFC 9369 §3.3):
//! they keep nothing secret, they only keep meddlers out.

use super::packet::{Packet, V1, V2};
use super::protect::{Mask, Sealer, Suite, expanded};
use crate::message::Direction;
use crate::pair::Pair;
use hkdf::Hkdf;
use sha2::Sha256;

const SALT_1: [u8; 20] = [
    0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f,
    0x0a,
];
const SALT_2: [u8; 20] = [
    0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e,
    0xd9,
];
/// Drafts 29 to 32; those after them had the salt of version 1.
const SALT_29: [u8; 20] = [
    0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8,
    0x99,
];

/// What every Initial packet is protected with.
const SUITE: Suite = Suite::Aes128Gcm;

/// The Initial packets of a connection, opened as they come. Keys are derived anew for each of the few packets: they take
/// more room than what they open.
#[derive(Default)]
pub struct Initials {
    /// Id from which the keys come, and who invented it: the client.
    origin: Option<(Vec<u8>, Direction)>,
    /// Largest packet number of each side.
    largest: Pair<Option<u64>>,
    /// The client begins anew, and its handshake may be another one.
    restarted: bool,
}

impl Initials {
    /// The payload of a packet; `None` if its keys are not known, or it is none.
    pub fn open(&mut self, dir: Direction, packet: &Packet<'_>) -> Option<Vec<u8>> {
        let largest = self.largest.of_mut(dir);
        if let Some((id, client)) = &self.origin {
            let keys = Keys::derive(packet.version, id)?;
            let keys = if dir == *client { &keys.client } else { &keys.server };
            if let Some((number, payload)) = keys.open(packet, *largest) {
                *largest = Some(largest.map_or(number, |largest| largest.max(number)));
                return Some(payload);
            }
            if dir != *client {
                return None;
            }
        }
        // The first packet, or the first after a Retry that was not seen.
        let (number, payload) = Keys::derive(packet.version, packet.destination)?.client.open(packet, *largest)?;
        *largest = Some(number);
        self.restarted |= self.origin.is_some();
        self.origin = Some((packet.destination.to_vec(), dir));
        Some(payload)
    }

    /// A Retry: the client goes on with the id that the server gave itself (RFC 9001 §5.2).
    pub fn retry(&mut self, dir: Direction, packet: &Packet<'_>) {
        if let Some((id, _)) = self.origin.as_mut().filter(|(_, client)| *client != dir) {
            *id = packet.source.to_vec();
            self.restarted = true;
        }
    }

    /// Who begins anew with the packet that was opened last, told once: after a Retry the handshake is sent from its start
    /// (RFC 9000 §17.2.5.3), and by some as another one.
    pub fn take_restart(&mut self) -> Option<Direction> {
        std::mem::take(&mut self.restarted).then(|| self.client()).flatten()
    }

    /// Who began the connection, once a packet of it was opened.
    pub fn client(&self) -> Option<Direction> {
        self.origin.as_ref().map(|(_, client)| *client)
    }
}

/// The keys of a connection's Initial packets.
pub struct Keys {
    /// For what the client sends.
    pub client: Side,
    /// For what the server sends.
    pub server: Side,
}

/// The keys of one side.
pub struct Side {
    sealer: Sealer,
    mask: Mask,
}

impl Keys {
    /// Derives both sides' keys from the id that the client invented for the server.
    pub fn derive(version: u32, destination: &[u8]) -> Option<Self> {
        let salt = match version {
            V1 | 0xff00_0021..=0xff00_0022 => SALT_1,
            V2 => SALT_2,
            0xff00_001d..=0xff00_0020 => SALT_29,
            _ => return None,
        };
        let (initial, _) = Hkdf::<Sha256>::extract(Some(&salt), destination);
        Some(Self {
            client: Side::derive(version, &initial, "client in")?,
            server: Side::derive(version, &initial, "server in")?,
        })
    }
}

impl Side {
    fn derive(version: u32, initial: &[u8], label: &str) -> Option<Self> {
        let secret = SUITE.expand(initial, label, 32)?;
        Some(Self { sealer: SUITE.sealer(version, &secret)?, mask: SUITE.mask(version, &secret)? })
    }

    /// Takes both protections off: the payload and its packet number. `largest` is the largest number seen of this side.
    /// `None` if the keys are not the packet's.
    pub fn open(&self, packet: &Packet<'_>, largest: Option<u64>) -> Option<(u64, Vec<u8>)> {
        let head = self.mask.lift(packet.bytes, packet.number_at)?;
        let number = expanded(head.number, largest);
        self.sealer.open(packet.bytes, &head, number).map(|payload| (number, payload))
    }

    /// Puts both protections on a packet whose number takes four bytes: what `open` takes off.
    #[cfg(test)]
    pub fn seal(&self, head: &[u8], number: u32, payload: &[u8]) -> Vec<u8> {
        let mut packet = self.sealer.seal(head, u64::from(number), payload);
        self.mask.lay(&mut packet, head.len() - 4);
        packet
    }
}

#[cfg(test)]
mod tests {
    use super::super::protect::Secret;
    use super::*;
    use crate::fingerprint::hex;

    /// Derived values of RFC 9001 §A.1 and RFC 9369 §A.1.
    #[test]
    fn keys_are_those_of_the_specifications() {
        let id = [0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08];
        let secret =
            |salt: [u8; 20], label| SUITE.expand(&Hkdf::<Sha256>::extract(Some(&salt), &id).0, label, 32).unwrap();
        let derived = |secret: Secret, version| {
            let part = |label: &str, len| hex(&SUITE.expand(&secret, label, len).unwrap());
            let prefix = super::super::protect::prefix(version);
            [("key", 16), ("iv", 12), ("hp", 16)].map(|(name, len)| part(&format!("{prefix} {name}"), len)).join(" ")
        };
        assert_eq!(
            derived(secret(SALT_1, "client in"), V1),
            "1f369613dd76d5467730efcbe3b1a22d fa044b2f42a3fd3b46fb255c 9f50449e04a0e810283a1e9933adedd2"
        );
        assert_eq!(
            derived(secret(SALT_1, "server in"), V1),
            "cf3a5331653c364c88f0f379b6067e37 0ac1493ca1905853b0bba03e c206b8d9b9f0f37644430b490eeaa314"
        );
        assert_eq!(
            derived(secret(SALT_2, "client in"), V2),
            "8b1a0bc121284290a29e0971b5cd045d 91f73e2351d8fa91660e909f 45b95e15235d6f45a6b19cbcb0294ba9"
        );
        assert_eq!(
            derived(secret(SALT_2, "server in"), V2),
            "82db637861d55e1d011f19ea71d5d2a7 dd13c276499c0249d3310652 edf6d05c83121201b436e16877593c3a"
        );
    }

    /// RFC 9001 §A.3: the header of the server's first packet, and its payload.
    #[test]
    fn the_first_answer_of_rfc_9001_is_opened() {
        let digits = "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c69797554780bb38cc5\
            a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84022f8ef4cdd93795d7\
            7d06edbb7aaf2f58891850abbdca3d20398c276456cbc42158407dd074ee";
        let digits: Vec<u8> = digits.bytes().filter(u8::is_ascii_hexdigit).collect();
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
        let bytes: Vec<u8> = digits.chunks(2).map(pair).collect();
        let packet = Packet::read(&bytes).unwrap();
        let keys = Keys::derive(V1, &[0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08]).unwrap();
        let (number, payload) = keys.server.open(&packet, None).unwrap();
        assert_eq!((number, payload.len()), (1, 99));
        assert!(payload.starts_with(&[0x02, 0, 0, 0, 0, 0x06, 0, 0x40, 0x5a, 0x02]));
        assert!(keys.client.open(&packet, None).is_none());
    }
}
