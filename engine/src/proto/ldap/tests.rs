use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/ldap/dialogs", &[b"\x30\x84", b"\x30\x03\x02\x01\x01"]);
