use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/pgsql/dialogs", &[b"Q\x00\x00\x00\x05", b"\x00\x00\x00\x08\x04\xd2\x16\x2f"]);
