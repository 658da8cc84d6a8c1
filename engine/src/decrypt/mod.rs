//! Decryption of TLS and QUIC with the owner's secrets: key logs, pcapng decryption secrets blocks, RSA private keys.
//!
//! [`Secrets`] holds what the owner gave; a [`Session`] takes the records of one flow and yields what stood in them. Read:
//! SSL 3.0 and TLS 1.0–1.3 with AES (CBC, GCM, CCM), ChaCha20-Poly1305, 3DES and RC4; extended master secret,
//! encrypt-then-MAC, resumption, renegotiation, early data, key updates. Not read: compressed records, other ciphers, TLCP.
//! A [`QuicSession`] does the same for the datagrams of a QUIC connection (see [`quic`]); [`Opening`] is either.
//!
//! A record is opened or it stays sealed: no byte leaves this stage whose MAC or tag was not right. Secrets that may come
//! later than the records ([`Secrets::may_come`]) are waited for within [`Limits::sealed_flow_bytes`] and
//! [`Limits::sealed_bytes`]. Key material is zeroed when it is dropped and has no `Debug`.
//!
//! [`Limits::sealed_flow_bytes`]: crate::config::Limits::sealed_flow_bytes
//! [`Limits::sealed_bytes`]: crate::config::Limits::sealed_bytes

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

mod cipher;
mod event;
mod follow;
mod hello;
mod keylog;
mod legacy;
mod opening;
mod quic;
mod resync;
mod rsa;
mod schedule;
mod secrets;
mod session;
mod side;
mod suite;
mod waiting;

pub use event::{Event, Moment, Piece};
pub use follow::follow;
pub use opening::Opening;
pub use quic::QuicSession;
pub use secrets::Secrets;
pub use session::Session;

/// Name of the protocol whose streams are decrypted.
pub const CARRIER: &str = "tls";
/// Name of the protocol whose datagrams are decrypted.
pub const QUIC: &str = "quic";

/// A key, secret or premaster secret: zeroed when it is dropped.
type Secret = zeroize::Zeroizing<Vec<u8>>;

#[cfg(test)]
pub(crate) use quic::tests as quic_tests;

#[cfg(test)]
mod tests;
