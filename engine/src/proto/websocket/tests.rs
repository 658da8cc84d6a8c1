use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/websocket/dialogs",
    &[
        b"\x81\x01a",
        b"\x01\x01a",
        b"\x80\x01b",
        b"\x89\0",
        b"\xc1\x02\x4a\x04",
        b"\x81\x81\x01\x02\x03\x04\x60",
        b"\x88\x02\x03\xe8"
    ]
);
