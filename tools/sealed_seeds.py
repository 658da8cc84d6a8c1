"""Seeds of what is sealed: handshakes, and recorded connections with their key logs."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

if TYPE_CHECKING:
    from pathlib import Path

# Splits the turns of a conversation, as ``leaktap_engine::fuzz::TURN`` does.
TURN = b"\xff\xfe\xfd\xfc"
_TCP = 6


def kexinit() -> bytes:
    """An offer of SSH algorithms."""
    lists = [b"curve25519-sha256,kex-strict-c-v00@openssh.com", b"ssh-ed25519", *[b"aes256-ctr,none"] * 8]
    body = b"\x14" + bytes(16) + b"".join(len(names).to_bytes(4, "big") + names for names in lists) + bytes(5)
    return (len(body) + 5).to_bytes(4, "big") + b"\4" + body + bytes(4)


def initial(crypto: bytes) -> bytes:
    """A client's Initial packet of QUIC v1 with a CRYPTO frame (RFC 9001 section 5, appendix A)."""
    secret = bytes.fromhex("c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea")

    def expand(label: bytes, length: int) -> bytes:
        info = length.to_bytes(2, "big") + bytes((6 + len(label),)) + b"tls13 " + label + b"\0"
        return HKDFExpand(hashes.SHA256(), length, info).derive(secret)

    payload = b"\6\0" + (len(crypto) | 0x4000).to_bytes(2, "big") + crypto + bytes(1000 - len(crypto))
    head = b"\xc3\0\0\0\1\x08" + bytes.fromhex("8394c8f03e515708") + b"\0\0"
    head += (len(payload) + 20 | 0x4000).to_bytes(2, "big") + b"\0\0\0\2"
    nonce = (int.from_bytes(expand(b"quic iv", 12), "big") ^ 2).to_bytes(12, "big")
    sealed = AESGCM(expand(b"quic key", 16)).encrypt(nonce, payload, head)
    block = Cipher(algorithms.AES(expand(b"quic hp", 16)), modes.ECB())  # noqa: S305 - header protection is one block
    mask = block.encryptor().update(sealed[:16])
    number = bytes(byte ^ key for byte, key in zip(head[-4:], mask[1:5], strict=True))
    return bytes((head[0] ^ mask[0] & 15,)) + head[1:-4] + number + sealed


def handshakes(hello: bytes) -> dict[str, bytes]:
    """What precedes a protected session; ``hello`` is the body of a client's hello."""
    message = len(hello).to_bytes(3, "big")
    fragment = b"\1" + message + b"\0\0\0\0\0" + message + hello[:34] + b"\0\0" + hello[35:]
    record = b"\x16\xfe\xfd" + bytes(8) + len(fragment).to_bytes(2, "big") + fragment
    request = b"\3\0\0\x13\x0e\xe0" + bytes(5) + b"\1\0\x08\0\3\0\0\0"
    return {
        "ssh": b"\0SSH-2.0-x\r\n" + kexinit() + TURN + b"\1SSH-2.0-y\r\n" + kexinit(),
        "dtls": b"\0" + record + TURN + b"\1\x14\xfe\xfd" + bytes(9) + b"\1\1",
        "quic": b"\0" + initial(b"\1" + message + hello),
        "rdp": b"\0" + request + TURN + b"\1" + request.replace(b"\xe0", b"\xd0").replace(b"\1\0\x08", b"\2\0\x08"),
    }


def packets(capture: Path) -> list[bytes]:
    """The frames of a classic little-endian capture."""
    data, frames, at = capture.read_bytes(), [], 24
    while at + 16 <= len(data):
        length = struct.unpack_from("<I", data, at + 8)[0]
        frames.append(data[at + 16 : at + 16 + length])
        at += 16 + length
    return frames


def connection(capture: Path, known: int) -> bytes:
    """The key log and the first connection of a capture over loopback; the log is known from payload ``known`` on."""
    turns, client = [capture.with_suffix(".keys").read_bytes()], b""
    for frame in packets(capture):
        ports = 14 + (frame[14] & 15) * 4
        client = client or frame[ports : ports + 2]
        payload = frame[ports + ((frame[ports + 12] >> 4) * 4 if frame[23] == _TCP else 8) :]
        if payload and client in {frame[ports : ports + 2], frame[ports + 2 : ports + 4]}:
            kind = int(frame[ports : ports + 2] != client) | (4 if len(turns) - 1 == known else 0)
            turns.append(bytes((kind,)) + payload)
    return TURN.join(turns)
