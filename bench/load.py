"""Captures that load the memory instead of the processor: SYN floods, idle flows, half-sent bodies."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from frames import SYN, Capture, Conversation

if TYPE_CHECKING:
    from pathlib import Path

SERVER = (203 << 24) + (113 << 8) + 7
REQUEST = b"GET /api/list HTTP/1.1\r\nHost: crm.example.com\r\nUser-Agent: Mozilla/5.0\r\n\r\n"
HALF = b"POST /api/save HTTP/1.1\r\nHost: crm.example.com\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n"
FILLER = b"account quarter invoice renewal region owner stage forecast contract ticket "


def write(path: Path, kind: str, flows: int) -> None:
    """Writes ``flows`` conversations of a kind: ``syn``, ``half``, or with one request ``idle`` or ``together``."""
    capture = Capture(path)
    rng = random.Random(kind)
    for number in range(flows):
        client = (10 << 24) + (2 << 16) + number // 16 % 65536 + (number // (16 << 16) << 16)
        talk = Conversation(rng, client, SERVER, 80)
        if kind == "syn":
            capture.write(talk.frame(0, SYN)[0])
            continue
        payload = HALF + FILLER * 60 if kind == "half" else REQUEST
        for frame in (*talk.open(), *talk.send(0, payload, delayed=False)):
            capture.write(frame[0])
    capture.close()
