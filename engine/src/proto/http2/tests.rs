use super::PROTOCOL;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/http2/dialogs",
    &[
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\0\0\0\x04\0\0\0\0\0",
        b"\0\0\x01\x01\x05\0\0\0\x01\x82",
        b"\0\0\x04\0\x08\0\0\0\x01\x02ab\0",
        b"\0\0\x02\x09\x04\0\0\0\x01\x40\x01",
        b"\0\0\x04\x03\0\0\0\0\x01\0\0\0\x08",
        b"\xbe\xbf",
    ]
);
