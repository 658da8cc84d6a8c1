//! Proxies that are believed when they say for whom they speak.

use super::zones::ZoneMap;
use crate::config::{self, Zone};
use crate::error::{Error, Result};
use std::net::IpAddr;

/// Header fields of HTTP that name clients.
const HEADERS: [&str; 4] = ["", "x-forwarded-for", "forwarded", "x-real-ip"];

/// Compiled trust.
#[derive(Debug)]
pub(super) struct Proxies {
    /// One zone: the proxies.
    networks: ZoneMap,
    any: bool,
    header: &'static str,
}

impl Proxies {
    /// Compiles; an address or a header that cannot be read is an error that names it.
    pub fn new(config: &config::Proxies) -> Result<Self> {
        let header = HEADERS.into_iter().find(|known| *known == config.header);
        let header = header.ok_or_else(|| Error::Config(format!("proxies: no header `{}` is known", config.header)))?;
        let zone = Zone { name: "proxies.trusted".into(), networks: config.trusted.clone() };
        let any = !config.trusted.is_empty();
        Ok(Self { networks: ZoneMap::new(&[zone])?, any, header: if any { header } else { "" } })
    }

    /// Whether an address is a proxy that is believed.
    pub fn trusts(&self, addr: IpAddr) -> bool {
        self.any && self.networks.of(addr) != 0
    }

    /// The header field to look at; empty if there is none, or nobody is believed.
    pub fn header(&self) -> &'static str {
        self.header
    }
}
