use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/pop3/dialogs", &[b"+OK\r\n", b"\r\n.\r\n", b"RETR 1\r\n"]);
