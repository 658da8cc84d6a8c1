//! Zones: which named set of networks an address belongs to. The most specific prefix wins.

use crate::config::Zone;
use crate::error::{Error, Result};
use crate::names::kept;
use std::net::IpAddr;

/// The zone of addresses that no other holds.
const OUTSIDE: &str = "outside";

/// Compiled zones. Number 0 is `outside`.
#[derive(Debug)]
pub(super) struct ZoneMap {
    names: Vec<&'static str>,
    /// (network, prefix length, zone), longest prefix first; IPv4 and IPv6 apart.
    v4: Vec<(u32, u32, u16)>,
    v6: Vec<(u128, u32, u16)>,
}

impl ZoneMap {
    /// Compiles; an address that cannot be read is an error that names it.
    pub fn new(zones: &[Zone]) -> Result<Self> {
        let mut map = Self { names: vec![OUTSIDE], v4: Vec::new(), v6: Vec::new() };
        for zone in zones {
            let number = map.number(&zone.name);
            for network in &zone.networks {
                map.add(network, number).ok_or_else(|| {
                    Error::Config(format!(
                        "zone {}: `{network}` is not a network; write it as 10.0.0.0/8 or 2001:db8::/32",
                        zone.name
                    ))
                })?;
            }
        }
        map.v4.sort_by_key(|&(_, len, _)| std::cmp::Reverse(len));
        map.v6.sort_by_key(|&(_, len, _)| std::cmp::Reverse(len));
        Ok(map)
    }

    fn number(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(kept(name));
            self.names.len() - 1
        });
        at as u16
    }

    fn add(&mut self, network: &str, zone: u16) -> Option<()> {
        let (addr, len) = match network.split_once('/') {
            Some((addr, len)) => (addr, Some(len.parse::<u32>().ok()?)),
            None => (network, None),
        };
        match addr.parse::<IpAddr>().ok()? {
            IpAddr::V4(addr) => {
                let len = len.unwrap_or(32);
                let bits = u32::from(addr);
                (len <= 32).then(|| self.v4.push((mask(bits.into(), len, 32) as u32, len, zone)))
            }
            IpAddr::V6(addr) => {
                let len = len.unwrap_or(128);
                (len <= 128).then(|| self.v6.push((mask(addr.into(), len, 128), len, zone)))
            }
        }
    }

    /// The zone of an address.
    pub fn of(&self, addr: IpAddr) -> u16 {
        match addr {
            IpAddr::V4(addr) => {
                let bits = u32::from(addr);
                self.v4.iter().find(|&&(net, len, _)| mask(bits.into(), len, 32) as u32 == net).map_or(0, |z| z.2)
            }
            IpAddr::V6(addr) => {
                let bits = u128::from(addr);
                self.v6.iter().find(|&&(net, len, _)| mask(bits, len, 128) == net).map_or(0, |z| z.2)
            }
        }
    }

    /// Name of a zone.
    pub fn name(&self, zone: u16) -> &'static str {
        self.names.get(zone as usize).or(self.names.first()).copied().unwrap_or(OUTSIDE)
    }
}

fn mask(bits: u128, len: u32, width: u32) -> u128 {
    if len == 0 { 0 } else { bits >> (width - len) << (width - len) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_specific_network_wins_and_the_rest_is_outside() {
        let zones = [
            Zone { name: "crm".into(), networks: vec!["10.0.0.0/8".into(), "2001:db8::/32".into()] },
            Zone { name: "partners".into(), networks: vec!["10.9.0.0/16".into(), "192.0.2.7".into()] },
        ];
        let map = ZoneMap::new(&zones).unwrap();
        let name = |addr: &str| map.name(map.of(addr.parse().unwrap())).to_string();
        assert_eq!(name("10.1.2.3"), "crm");
        assert_eq!(name("10.9.2.3"), "partners");
        assert_eq!(name("192.0.2.7"), "partners");
        assert_eq!(name("192.0.2.8"), "outside");
        assert_eq!(name("2001:db8::5"), "crm");
        assert!(ZoneMap::new(&[Zone { name: "x".into(), networks: vec!["10.0.0.0/33".into()] }]).is_err());
    }
}
