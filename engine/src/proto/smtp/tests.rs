use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/smtp/dialogs", &[b"250 OK\r\n", b"\r\n.\r\n", b"DATA\r\n", b"BDAT 3\r\n"]);
