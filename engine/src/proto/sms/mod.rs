//! Gateways of short messages: what an application and an operator, or an aggregator, say to one another about texts.
//!
//! Four protocols of one kind: [`smpp`] nearly everywhere, and those of the three operators in China, [`cmpp`] (China
//! Mobile), [`sgip`] (China Unicom) and [`smgp`] (China Telecom). A PDU begins with its length and its command, 32 bits
//! each; logins, submissions to a subscriber, deliveries from one, and reports on what became of a text. All four share
//! the frame of a connection ([`gateway`]), the test of what opens one ([`probe`]), codings ([`coding`]), headers in the
//! user data ([`header`]) and texts in parts ([`texts`]).
//!
//! The numbers and other named texts of a message stand under their names in the protocol
//! (`smpp.submit_sm:destination_addr`, `cmpp.submit:Dest_terminal_Id`); the text, made UTF-8, is its content. The parts of
//! one text are one message, whatever order they come in, so a value that is cut between two of them is found.
//!
//! What is no PDU passes as it is until one begins whose fields are all sound (`header_malformed`, `parser_resync`); so
//! does what a gap left of a PDU, and what is longer than a head may be (`Limits::head_bytes`, `head_too_long`). A PDU
//! that contradicts itself is scanned as it is (`length_conflict`).
//!
//! Limits: 128 KiB for a PDU, beyond which it is none; 16 texts in parts of each direction at once, 64 KiB of parts that
//! came before their time, and `Limits::part_ns` for a text to come whole, else it is judged as far as it came
//! (`parts_limit`); 16 logins that wait for their outcome (`pipeline_limit`).

pub mod cmpp;
pub mod sgip;
pub mod smgp;
pub mod smpp;

mod coding;
mod gateway;
mod gsm;
mod header;
mod probe;
mod texts;
mod wire;
