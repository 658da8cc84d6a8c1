use super::*;
use crate::proto::testing::parser_properties;

parser_properties!(VERSION2, "src/proto/smb/dialogs", &[b"\0\0\0\x44\xfeSMB\x40\0", b"\0\0\0\x40\xfdSMB", b"\xffSMB"]);
