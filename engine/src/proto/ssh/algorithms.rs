//! What two lists of SSH algorithms agree on (RFC 4253 §7.1), and which of them protect nothing.

use crate::finding::SshInfo;

/// Longest algorithm name (RFC 4251 §6).
const NAME: usize = 64;

/// The name-lists of one side's `SSH_MSG_KEXINIT`, in the order of RFC 4253 §7.1: key exchange, host key, ciphers, MACs
/// and compressions of either direction, languages.
pub type Offer = [Vec<u8>; 10];

/// Fills in what both sides agree on: the first of the originator's names that the responder knows as well.
pub fn agree(client: &Offer, server: &Offer, info: &mut SshInfo) {
    let [kex, host_key, cipher_out, cipher_in, mac_out, mac_in, packed_out, packed_in, ..] =
        std::array::from_fn::<_, 10, _>(|n| match (client.get(n), server.get(n)) {
            (Some(client), Some(server)) => first_common(client, server),
            _ => String::new(),
        });
    info.kex = kex;
    info.host_key = host_key;
    info.macs = [(mac_out, &cipher_out), (mac_in, &cipher_in)].map(|(mac, cipher)| {
        // A cipher that authenticates takes no MAC, whatever was agreed on (RFC 5647 §5.1).
        if is_authenticated(cipher) { "implicit".to_owned() } else { mac }
    });
    info.ciphers = [cipher_out, cipher_in];
    info.compressions = [packed_out, packed_in];
    let offers =
        |offer: &Offer, marker: &[u8]| offer.first().is_some_and(|list| names(list).any(|name| name == marker));
    info.strict_kex =
        offers(client, b"kex-strict-c-v00@openssh.com") && offers(server, b"kex-strict-s-v00@openssh.com");
}

fn names(list: &[u8]) -> impl Iterator<Item = &[u8]> {
    list.split(|byte| *byte == b',').filter(|name| !name.is_empty() && name.len() <= NAME)
}

fn first_common(client: &[u8], server: &[u8]) -> String {
    let known: std::collections::HashSet<&[u8]> = names(server).collect();
    let agreed = names(client).find(|name| known.contains(name) && !is_marker(name));
    agreed.map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default()
}

/// Names in the list of key exchanges that are none (RFC 8308 §2.1, OpenSSH PROTOCOL §1.9).
fn is_marker(name: &[u8]) -> bool {
    name.starts_with(b"ext-info-") || name.starts_with(b"kex-strict-")
}

/// AEAD ciphers (RFC 5647; OpenSSH PROTOCOL §1.6 and PROTOCOL.chacha20poly1305).
fn is_authenticated(cipher: &str) -> bool {
    cipher.starts_with("AEAD_") || cipher.contains("-gcm") || cipher.starts_with("chacha20-poly1305")
}

/// `none` if a direction is not encrypted, `weak` for ciphers and key exchanges that are broken, else `sound`; `unknown` if
/// there is no cipher.
pub fn protection(info: &SshInfo) -> &'static str {
    const BROKEN: [&str; 6] = ["arcfour", "3des", "des", "blowfish", "cast128", "idea"];
    let broken = |cipher: &String| BROKEN.iter().any(|name| cipher.starts_with(name));
    if info.ciphers.iter().any(|cipher| cipher == "none") {
        "none"
    } else if info.ciphers.iter().any(String::is_empty) {
        "unknown"
    } else if info.ciphers.iter().any(broken) || info.kex.starts_with("diffie-hellman-group1-") {
        "weak"
    } else {
        "sound"
    }
}

/// True for the vendors' algorithms that are in use: their names look like addresses of mail, and are none.
pub fn is_known(name: &str) -> bool {
    KNOWN.contains(&name)
}

#[rustfmt::skip]
static KNOWN: [&str; 33] = [
    "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com",
    "rijndael-cbc@lysator.liu.se", "seed-cbc@ssh.com", "crypticore128@ssh.com",
    "curve25519-sha256@libssh.org", "sntrup761x25519-sha512@openssh.com", "sntrup4591761x25519-sha512@tinyssh.org",
    "ecdh-sha2-nistp256-kyber-512r3-sha256-d00@openquantumsafe.org", "kexguess2@matt.ucc.asn.au",
    "diffie-hellman-group14-sha256@ssh.com", "diffie-hellman-group15-sha256@ssh.com",
    "diffie-hellman-group16-sha512@ssh.com",
    "hmac-md5-etm@openssh.com", "hmac-md5-96-etm@openssh.com", "hmac-sha1-etm@openssh.com",
    "hmac-sha1-96-etm@openssh.com", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com",
    "hmac-ripemd160@openssh.com", "hmac-ripemd160-etm@openssh.com", "umac-64@openssh.com", "umac-128@openssh.com",
    "umac-64-etm@openssh.com", "umac-128-etm@openssh.com",
    "sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-ed25519-cert-v01@openssh.com",
    "ssh-rsa-cert-v01@openssh.com", "rsa-sha2-512-cert-v01@openssh.com", "rsa-sha2-256-cert-v01@openssh.com",
    "zlib@openssh.com",
];
