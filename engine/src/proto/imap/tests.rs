use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(PROTOCOL, "src/proto/imap/dialogs", &[b"a1 ", b"{5}\r\n", b"* OK\r\n", b"+ \r\n"]);
