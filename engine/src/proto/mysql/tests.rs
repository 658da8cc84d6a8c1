use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/mysql/dialogs", &[b"\x01\x00\x00\x00\x00", b"\x05\x00\x00\x01\x03"]);
