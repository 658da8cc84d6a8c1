use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/mongodb/dialogs",
    &[b"\x05\0\0\0\0", b"\x02a\0\x02\0\0\0b\0", b"\x15\0\0\0\x01\0\0\0\0\0\0\0\xdd\x07\0\0\0\0\0\0\0"]
);
