//! Tokens of a stream, by the names that [MS-TDS] §2.2.7 gives them.

pub(super) const OFFSET: u8 = 0x78;
pub(super) const RETURNSTATUS: u8 = 0x79;
pub(super) const COLMETADATA: u8 = 0x81;
pub(super) const TABNAME: u8 = 0xa4;
pub(super) const COLINFO: u8 = 0xa5;
pub(super) const ORDER: u8 = 0xa9;
pub(super) const ERROR: u8 = 0xaa;
pub(super) const INFO: u8 = 0xab;
pub(super) const RETURNVALUE: u8 = 0xac;
pub(super) const LOGINACK: u8 = 0xad;
pub(super) const FEATUREEXTACK: u8 = 0xae;
pub(super) const ROW: u8 = 0xd1;
pub(super) const NBCROW: u8 = 0xd2;
pub(super) const ENVCHANGE: u8 = 0xe3;
pub(super) const SESSIONSTATE: u8 = 0xe4;
pub(super) const SSPI: u8 = 0xed;
pub(super) const FEDAUTHINFO: u8 = 0xee;
pub(super) const DONE: u8 = 0xfd;
pub(super) const DONEINPROC: u8 = 0xff;
