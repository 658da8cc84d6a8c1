//! Builders: each wraps what it is given in one header.

pub(super) const A: [u8; 4] = [192, 0, 2, 1];
pub(super) const B: [u8; 4] = [198, 51, 100, 2];
pub(super) const A6: [u8; 16] = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
pub(super) const B6: [u8; 16] = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];
pub(super) const IPV4: u16 = 0x0800;
pub(super) const IPV6: u16 = 0x86dd;
pub(super) const TCP: u8 = 6;
pub(super) const UDP: u8 = 17;

pub(super) fn word(value: usize) -> [u8; 2] {
    u16::try_from(value).unwrap().to_be_bytes()
}

pub(super) fn join(parts: &[&[u8]]) -> Vec<u8> {
    parts.concat()
}

pub(super) fn eth(kind: u16, body: &[u8]) -> Vec<u8> {
    join(&[&[2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1], &kind.to_be_bytes(), body])
}

pub(super) fn vlan(id: u16, kind: u16, body: &[u8]) -> Vec<u8> {
    join(&[&id.to_be_bytes(), &kind.to_be_bytes(), body])
}

/// An IPv4 packet with its fragment word and options.
pub(super) fn ip4_with(proto: u8, id: u16, fragment: u16, options: &[u8], body: &[u8]) -> Vec<u8> {
    let header = 20 + options.len();
    let mut out = vec![0x40 | (header / 4) as u8, 0];
    out.extend(word(header + body.len()));
    out.extend(id.to_be_bytes());
    out.extend(fragment.to_be_bytes());
    out.extend([64, proto, 0, 0]);
    out.extend(A);
    out.extend(B);
    out.extend(options);
    out.extend(body);
    out
}

pub(super) fn ip4(proto: u8, body: &[u8]) -> Vec<u8> {
    ip4_with(proto, 7, 0, &[], body)
}

pub(super) fn ip6(next: u8, body: &[u8]) -> Vec<u8> {
    join(&[&[0x60, 0, 0, 0], &word(body.len()), &[next, 64], &A6, &B6, body])
}

pub(super) fn tcp(body: &[u8]) -> Vec<u8> {
    let head = [0x30, 0x39, 0, 80, 0, 0, 0, 5, 0, 0, 0, 9, 0x50, 0x18, 1, 0, 0, 0, 0, 0];
    join(&[&head, body])
}

pub(super) fn udp(sport: u16, dport: u16, body: &[u8]) -> Vec<u8> {
    join(&[&sport.to_be_bytes(), &dport.to_be_bytes(), &word(body.len() + 8), &[0, 0], body])
}

/// `hello` over TCP over IPv4 in an Ethernet frame.
pub(super) fn hello_frame() -> Vec<u8> {
    eth(IPV4, &hello_ip())
}

pub(super) fn hello_ip() -> Vec<u8> {
    ip4(TCP, &tcp(b"hello"))
}

pub(super) fn hello_ip6() -> Vec<u8> {
    ip6(TCP, &tcp(b"hello"))
}

/// An IPv4 datagram cut into fragments at these offsets (multiples of eight), in order.
pub(super) fn fragments4(proto: u8, id: u16, payload: &[u8], cuts: &[usize]) -> Vec<Vec<u8>> {
    split(payload, cuts)
        .map(|(start, part, more)| {
            let flags = (start / 8) as u16 | if more { 0x2000 } else { 0 };
            eth(IPV4, &ip4_with(proto, id, flags, &[], part))
        })
        .collect()
}

/// The same in IPv6.
pub(super) fn fragments6(next: u8, id: u32, payload: &[u8], cuts: &[usize]) -> Vec<Vec<u8>> {
    split(payload, cuts)
        .map(|(start, part, more)| {
            let flags = start as u16 | u16::from(more);
            let header = join(&[&[next, 0], &flags.to_be_bytes(), &id.to_be_bytes(), part]);
            eth(IPV6, &ip6(44, &header))
        })
        .collect()
}

fn split<'a>(payload: &'a [u8], cuts: &[usize]) -> impl Iterator<Item = (usize, &'a [u8], bool)> {
    let mut ends: Vec<usize> = cuts.iter().copied().filter(|cut| *cut > 0 && *cut < payload.len()).collect();
    ends.push(payload.len());
    ends.sort_unstable();
    ends.dedup();
    let mut start = 0;
    ends.into_iter().map(move |end| {
        let part = (start, &payload[start..end], end < payload.len());
        start = end;
        part
    })
}
