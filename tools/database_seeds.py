"""Seeds of databases: a login, a question and a row in the protocol of each."""

from __future__ import annotations

import zlib

from sealed_seeds import TURN


def packet(sequence: int, payload: bytes) -> bytes:
    """A packet of MySQL."""
    return len(payload).to_bytes(3, "little") + bytes((sequence,)) + payload


def message(kind: bytes, body: bytes) -> bytes:
    """A message of PostgreSQL."""
    return kind + (len(body) + 4).to_bytes(4, "big") + body


def sql_server() -> dict[str, bytes]:
    """A login, a batch, a call and their rows in TDS."""

    def wide(text: str) -> bytes:
        return text.encode("utf-16-le")

    def packet(kind: int, payload: bytes) -> bytes:
        return bytes((kind, 1)) + (len(payload) + 8).to_bytes(2, "big") + b"\0\0\1\0" + payload

    def text(value: str) -> bytes:
        return len(wide(value)).to_bytes(2, "little") + wide(value)

    kind = b"\xe7\x40\0\x04\x08\xd0\0\0"
    options = b"\0\0\x0b\0\6\1\0\x11\0\1\xff" + bytes(6) + b"\2"
    places = b"".join((94).to_bytes(2, "little") + bytes((n, 0)) for n in (0, 1, 1, 0, 0, 0, 0, 0, 0))
    login = b"\4\0\0\x74" + bytes(28) + places + bytes(22) + wide("a")
    headers = b"\x16\0\0\0\x12\0\0\0\2\0" + bytes(12)
    call = b"\xff\xff\x0a\0\0\0" + b"".join(b"\0\0" + kind + text(part) for part in ("select @P1", "@P1 int", "x"))
    done = b"\xfd" + bytes(12)
    rows = b"\x81\1\0" + bytes(6) + kind + b"\1" + wide("a") + b"\xd1" + text("x") + b"\xd2\1" + done
    accepted = b"\xad\x0c\0\1\x74\0\0\4\1" + wide("S") + bytes(4) + done
    turns = (
        *(packet(0x12, options), packet(4, options)),
        *(packet(0x10, (len(login) + 4).to_bytes(4, "little") + login), packet(4, accepted)),
        *(packet(1, headers + wide("select a from t")), packet(4, rows)),
        *(packet(3, headers + call), packet(4, rows)),
    )
    return {"tds": TURN.join(bytes((n % 2,)) + turn for n, turn in enumerate(turns))}


def document_store() -> dict[str, bytes]:
    """A login, a query and documents in MongoDB's protocol, one of them compressed."""

    def element(kind: int, name: bytes, value: bytes) -> bytes:
        return bytes((kind,)) + name + b"\0" + value

    def sized(data: bytes) -> bytes:
        return (len(data) + 4).to_bytes(4, "little") + data

    def document(*elements: bytes) -> bytes:
        return sized(b"".join(elements) + b"\0")

    def text(value: bytes) -> bytes:
        return (len(value) + 1).to_bytes(4, "little") + value + b"\0"

    def message(operation: int, answers: int, body: bytes) -> bytes:
        return sized(b"\1\0\0\0" + answers.to_bytes(4, "little") + operation.to_bytes(4, "little") + body)

    login = document(
        element(16, b"saslStart", b"\1\0\0\0"),
        element(2, b"mechanism", text(b"PLAIN")),
        element(5, b"payload", b"\7\0\0\0\0" + b"\0app\0pw"),
    )
    found = document(element(3, b"cursor", document(element(4, b"firstBatch", document(element(3, b"0", login))))))
    packed = zlib.compress(b"\0\0\0\0\0" + found)
    sequence = b"\1" + sized(b"documents\0" + login)
    turns = (
        *(message(2013, 0, b"\0\0\0\0\0" + login), message(2013, 1, b"\0\0\0\0\0" + found)),
        *(message(2004, 0, bytes(4) + b"crm.car\0" + bytes(8) + login), message(1, 1, bytes(20) + login)),
        message(2013, 0, b"\0\0\0\0\0" + document(element(2, b"insert", text(b"car"))) + sequence),
        message(2012, 1, b"\xdd\7\0\0" + (5 + len(found)).to_bytes(4, "little") + b"\2" + packed),
    )
    return {"mongodb": TURN.join(bytes((n % 2,)) + turn for n, turn in enumerate(turns))}


def wide_columns() -> dict[str, bytes]:
    """A login, a prepared statement, its values and rows in Cassandra's protocol: versions 4 and 5."""

    def number(value: int, size: int = 4) -> bytes:
        return value.to_bytes(size, "big")

    def text(value: bytes) -> bytes:
        return number(len(value), 2) + value

    def sized(value: bytes) -> bytes:
        return number(len(value)) + value

    def envelope(first: int, operation: int, body: bytes) -> bytes:
        return bytes((first, 0, 0, 1, operation)) + sized(body)

    startup = number(1, 2) + text(b"CQL_VERSION") + text(b"3.0.0")
    columns = text(b"crm") + text(b"car") + text(b"a") + b"\0\x0d" + text(b"b") + b"\0\x21\0\x0d\0\x09"
    head = number(1) + number(2)
    cells = sized(b"x") + sized(number(1) + sized(b"k") + sized(number(7)))
    rows = number(2) + head + columns + number(1) + cells
    prepared = number(4) + text(b"id") + head + number(0) + columns + number(4) + number(0)
    turns = (
        *(envelope(4, 1, startup), envelope(0x84, 3, text(b"PasswordAuthenticator"))),
        *(envelope(4, 15, sized(b"\0app\0pw")), envelope(0x84, 16, number(0))),
        *(envelope(4, 9, sized(b"insert into car (a, b) values (?, ?)")), envelope(0x84, 8, prepared)),
        *(envelope(4, 10, text(b"id") + b"\0\1\1\0\2" + cells), envelope(0x84, 8, rows)),
        envelope(4, 13, b"\0\0\1\1" + text(b"id") + b"\0\2" + cells + b"\0\1\0"),
    )
    payload = envelope(0x85, 8, rows)
    frame = (len(payload) | 1 << 17).to_bytes(3, "little")
    checksum = 0x875060
    for bit in (byte >> 7 - n & 1 for byte in frame for n in range(8)):
        checksum = checksum << 1 ^ (bit << 24)
        checksum ^= 0x1974F0B if checksum >> 24 & 1 else 0
    framed = frame + checksum.to_bytes(3, "little") + payload + bytes(4)
    later = (envelope(5, 1, startup), envelope(0x85, 2, b""), b"", framed)
    return {
        "cassandra": TURN.join(bytes((n % 2,)) + turn for n, turn in enumerate(turns)),
        "cassandra5": TURN.join(bytes((n % 2,)) + turn for n, turn in enumerate(later)),
    }


def oracle() -> dict[str, bytes]:
    """A connection, a login, a statement and a row in Oracle's protocol."""

    def packet(kind: int, body: bytes) -> bytes:
        return (len(body) + 8).to_bytes(2, "big") + b"\0\0" + bytes((kind, 0, 0, 0)) + body

    def text(value: bytes) -> bytes:
        return bytes((len(value),)) + value

    descriptor = b"(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=crm)))"
    head = b"\1\x38\1\x2c\0\0\x20\0\xff\xff\0\0\0\0\0\1" + len(descriptor).to_bytes(2, "big") + b"\0\x3a" + bytes(30)
    login = b"\0\0\3\x76\1" + text(b"app") + b"\1\x0d" + text(b"AUTH_TERMINAL") + b"\1\1" + text(b"x")
    statement = b"\0\0\3\x5e\3\xfe\x14select a from car wh\4ere \0" + text(b"x")
    turns = (
        *(packet(1, head + descriptor), packet(2, b"\1\x38" + bytes(22))),
        *(packet(6, login), packet(6, b"\0\0\x08\1\1\x0c" + text(b"AUTH_SESSKEY"))),
        *(packet(6, statement), packet(6, b"\0\0\7" + text(b"abc") + b"\6\xc6\2\x27\1\x0e\x51")),
    )
    return {"oracle": TURN.join(bytes((n % 2,)) + turn for n, turn in enumerate(turns))}


def databases() -> dict[str, bytes]:
    """A login, a query and a row in the protocol of each database."""
    greeting = b"\x0a8.0.36\0\1\0\0\0abcdefgh\0\xff\xf7\x2d\2\0\xff\x81\x15" + bytes(10) + b"ijklmnopqrst\0x\0"
    login = b"\x8d\xa2\x2b\0\0\0\0\1\x2d" + bytes(23) + b"app\0\2pwcrm\0mysql_clear_password\0"
    column = b"\3def\3crm\1t\1t\1a\1a\x0c\x2d\0\x64\0\0\0\xfd\0\0\0\0\0"
    end, accepted = b"\xfe\0\0\2\0", b"\0\0\0\2\0\0\0"
    rows = b"".join(packet(n, part) for n, part in enumerate((b"\1", column, end, b"\1x", end), 1))
    mysql = (packet(0, greeting), packet(1, login), packet(2, accepted), packet(0, b"\3select a"), rows)
    ready = message(b"Z", b"I")
    shape = b"\0\1a\0" + bytes(6) + b"\0\0\0\x19" + b"\xff" * 6 + b"\0\0"
    reply = message(b"T", shape) + message(b"D", b"\0\1\0\0\0\1x") + message(b"C", b"SELECT 1\0") + ready
    startup = message(b"", b"\0\3\0\0user\0app\0\0")
    pgsql = (startup, message(b"R", bytes(4)) + ready, message(b"Q", b"select a\0"), reply)
    # Who speaks first differs; turns alternate.
    return {
        **sql_server(),
        **document_store(),
        **wide_columns(),
        **oracle(),
        "mysql": TURN.join(bytes((1 - n % 2,)) + turn for n, turn in enumerate(mysql)),
        "pgsql": TURN.join(bytes((n % 2,)) + turn for n, turn in enumerate(pgsql)),
    }
