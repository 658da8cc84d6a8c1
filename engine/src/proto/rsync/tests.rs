use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(
    PROTOCOL,
    "src/proto/rsync/dialogs",
    &[b"@RSYNCD: OK\n", b"\x04\0\0\x07\0\0\0\0", b"\x05\0\0\x08hello"]
);
