"""Writes the fuzzers' seed corpora (engine/fuzz/corpus) from the sample captures and a few hand-made inputs."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import plistlib
import struct
import sys
import tarfile
import zipfile
from pathlib import Path

from database_seeds import databases
from sealed_seeds import TURN, connection, handshakes, packets

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "engine" / "fuzz" / "corpus"
RECORDED = ROOT / "tests" / "recorded"
DOCUMENTS = ROOT / "engine" / "tests" / "fixtures" / "documents"
# A database of Redis: a text, one in LZF, a hash in a listpack, a set of numbers.
RDB = (
    b"REDIS0011\xfa\tredis-ver\x057.2.4\xfe\0\xfb\4\0"
    b"\0\6note:1\x0b13800138000\0\2lz\xc3\x0f\x16\x0a13800138000\xe0\2\x0a"
    b"\x10\6cust:1\x18\0\0\0\0\0\0\x85phone\6\xf4\x81\xe4^:\3\0\0\0\t\xff"
    b"\x0b\7mobiles\x10\x08\0\0\0\1\0\0\0\x81\xe4^:\3\0\0\0\xff\0\0\0\0\0\0\0\0"
)
RTF = (
    rb"{\rtf1\ansicpg936{\fonttbl{\f1\fcharset134 a;}}\f1\'ca\'d6\u26426?\par\trowd\intbl 138\cell\row{\*\x{\bin2 }}}}"
)
CARD = b'BEGIN:VCARD\r\nitem1.TEL;TYPE="a;b":138\r\n 00\r\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=\r\n=F5\r\nEND'
UU = b"x\nbegin 644 a.csv\n#0V%T\n`\nend\n=ybegin line=128 size=2 name=b\n\x92=J\n=yend size=2\n"
PLIST = plistlib.dumps({"a": ["138", 1, -1.5, b"0123456789abcdef"], "客": True}, fmt=plistlib.FMT_BINARY)
TABLE = "姓名,手机号\r\n张伟,13800138000\r\n"
SHEET = '<worksheet><row><c r="A1" t="s"><v>0</v></c></row><row><c r="A2"><v>13800138000</v></c></row></worksheet>'
STRINGS = "<sst><si><r><t>手机</t></r><r><t>号</t></r></si></sst>"
DOCUMENT = "<w:document><w:tbl><w:tr><w:tc><w:p><w:r><w:t>138</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:document>"
PDF = b"""%PDF-1.7
1 0 obj <</Type/Page/Contents 2 0 R/Resources<</Font<</F1 3 0 R>>>>>> endobj
2 0 obj <</Length 44>> stream
BT /F1 9 Tf 50 700 Td <0001> Tj [(a)-400(b)] TJ ET
endstream endobj
3 0 obj <</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 4 0 R>> endobj
4 0 obj <</Filter/ASCIIHexDecode>> stream
3120626567696E6266636861723C303030313E3C363234623E656E64626663686172>
endstream endobj
"""


def tape() -> bytes:
    """A tape archive whose member's name stands in a record in front of it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        member = tarfile.TarInfo("客户" * 40 + ".txt")
        member.size = 3
        tar.addfile(member, io.BytesIO(b"138"))
    return out.getvalue()[:4096]


def tablespace(name: str, *pages: int) -> bytes:
    """Some pages of a tablespace: each is read by itself."""
    data = gzip.decompress((DOCUMENTS / f"{name}.ibd.gz").read_bytes())
    return b"".join(data[page << 14 : page + 1 << 14] for page in pages)


def backup(path: bytes, data: bytes) -> bytes:
    """A file in a stream of xtrabackup's: one piece, and its end."""
    head = [b"XBSTCK01\0" + kind + struct.pack("<I", len(path)) + path for kind in (b"P", b"E")]
    return head[0] + struct.pack("<QQI", len(data), 0, 0) + data + head[1]


def archive(members: dict[str, str]) -> bytes:
    """A zip archive without dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in members.items():
            file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def kafka() -> bytes:
    """A login, records as they are and compressed, and what is fetched."""

    def framed(body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + body

    def request(key: int, version: int, number: int, body: bytes) -> bytes:
        return framed(struct.pack(">hhih", key, version, number, 1) + b"c" + body)

    def batch(coding: int, records: bytes) -> bytes:
        head = b"\0\0\0\0\2" + bytes(4) + coding.to_bytes(2, "big") + bytes(35) + b"\0\0\0\1"
        return bytes(8) + framed(head + records)

    record = b"\x1a\0\0\0\2k\2v\2\2h\2w"
    records = batch(0, record) + batch(1, gzip.compress(record, mtime=0)) + batch(2, b"\x0e\x34" + record)
    topic = b"\0\0\0\1\0\1t\0\0\0\1\0\0\0\0"
    produce = request(0, 3, 3, b"\xff\xff\0\1\0\0\0\0" + topic + framed(records))
    orig = request(17, 1, 1, b"\0\5PLAIN") + request(36, 0, 2, framed(b"\0a\0b")) + produce + request(1, 3, 4, b"\0")
    fetched = b"\0\0\0\4" + bytes(4) + topic + bytes(10) + framed(records)
    resp = framed(b"\0\0\0\1\0\0") + framed(b"\0\0\0\2\0\0") + framed(b"\0\0\0\3") + framed(fetched)
    return b"\0" + orig + TURN + b"\1" + resp


def queues() -> dict[str, bytes]:
    """Logins, and what is published and delivered."""
    connect = b"\x10\x1b\0\4MQTT\5\xc6\0\x3c\0\0\1c\0\0\1w\0\1p\0\1u\0\1s"
    publish = b"\x32\x12\0\1t\0\1\x0a\x23\0\1\x26\0\1a\0\1bmp\x30\7\0\0\3\x23\0\1p"
    mqtt = b"\0" + connect + publish + b"\x82\7\0\2\0\0\1#\0" + TURN + b"\1\x20\3\0\0\0" + publish
    start = b"\1\0\0\0\0\0\x17\0\x0a\0\x0b\0\0\0\0\5PLAIN\0\0\0\4\0a\0b\0\xce"
    method = b"\1\0\1\0\0\0\x0b\0\x3c\0\x28\0\0\1x\1k\0\xce"
    content = b"\2\0\1\0\0\0\x1b\0\x3c\0\0\0\0\0\0\0\0\0\2\xa0\0\1t\0\0\0\7\1aS\0\0\0\0\xce\3\0\1\0\0\0\2ab\xce"
    tune = b"\1\0\0\0\0\0\x0c\0\x0a\0\x1e" + bytes(8) + b"\xce"
    amqp = b"\0AMQP\0\0\x09\1" + start + method + content + TURN + b"\1" + tune
    options = b'CONNECT {"user":"a","pass":"b","o":[{}]}\r\n'
    nats = b"\0" + options + b"HPUB a.b r 17 19\r\nNATS/1.0\r\na:b\r\n\r\n{}\r\nPUB c 1\r\nx\r\nPING\r\n"
    nats += TURN + b"\1INFO {\"tls_available\":true}\r\nPONG\r\nMSG a.b 1 2\r\n{}\r\n-ERR 'Authorization'\r\n"
    send = b"SEND\ndestination:/q\\c\ncontent-length:2\n\n{}\0\n"
    stomp = b"\0CONNECT\nlogin:a\npasscode:b\n\n\0" + send + b"ACK\r\nid:1\r\n\r\n\0"
    stomp += TURN + b"\1CONNECTED\nversion:1.2\n\n\0" + send.replace(b"SEND", b"MESSAGE") + b"ERROR\nmessage:x\n\ny\0"
    return {"amqp": amqp, "amqp1": amqp1(), "kafka": kafka(), "mqtt": mqtt, "nats": nats, "stomp": stomp}


def amqp1() -> bytes:
    """AMQP 1.0: a login, links, messages in one frame and in two, with values of several types."""

    def frame(kind: int, body: bytes) -> bytes:
        return struct.pack(">IBBH", 8 + len(body), 2, kind, 0) + body

    def described(code: int, body: bytes) -> bytes:
        return b"\0S" + bytes((code,)) + body

    def listed(code: int, count: int, body: bytes) -> bytes:
        return described(code, b"\xc0" + bytes((len(body) + 1, count)) + body)

    init = frame(1, listed(0x41, 2, b"\xa3\5PLAIN\xa0\4\0a\0b"))
    target = listed(0x29, 1, b"\xa1\1q")
    attach = frame(0, listed(0x12, 7, b"\xa1\1lCB@@@" + target))
    told = listed(0x73, 7, b"@@@@@@\xa3\1t") + described(0x74, b"\xc1\x06\2\xa1\1k\x52\7")
    whole = frame(0, listed(0x14, 2, b"CC") + told + described(0x75, b"\xa0\2{}"))
    value = described(0x77, b"\xc1\x0b\2\xa1\1k\xe0\4\2\x50\1\2")
    begun = frame(0, listed(0x14, 6, b"C\x52\1@@@A") + value[:7])
    rest = frame(0, listed(0x14, 1, b"C") + value[7:] + listed(0x76, 2, b"\x83" + bytes(8) + b"\x41"))
    orig = b"AMQP\3\1\0\0" + init + b"AMQP\0\1\0\0" + attach + whole + begun + rest + frame(0, b"")
    outcome = frame(1, listed(0x44, 1, b"P\0"))
    resp = b"AMQP\3\1\0\0" + outcome + b"AMQP\0\1\0\0" + attach + whole + frame(0, listed(0x18, 0, b""))
    return b"\0" + orig + TURN + b"\1" + resp


def short_messages() -> dict[str, bytes]:
    """Logins, texts in parts, deliveries and reports of short-message gateways."""

    def pdu(command: int, *rest: bytes) -> bytes:
        body = b"".join(rest)
        return struct.pack(">II", len(body) + 8, command) + body

    def text(value: bytes, width: int = 0) -> bytes:
        return value.ljust(width, b"\0") if width else value + b"\0"

    def numbers(width: int) -> bytes:
        return b"\1" + text(b"13800138000", width)

    one, stamp = struct.pack(">I", 1), struct.pack(">II", 1, 101100000) + struct.pack(">I", 1)
    parts = [b"\x05\0\3\1\2" + bytes((n,)) + "码 1380".encode("utf-16-be") for n in (1, 2)]
    fine = bytes(4) + one
    to = b"\0\0\0a\0\1\1861380\0"
    smpp = [pdu(9, fine, text(b"crm"), text(b"pw"), b"\0\x34\0\0\0")]
    smpp += [pdu(4, fine, to, b"\x40\0\0\0\0\0\0\x08\0", bytes((len(part),)), part) for part in parts]
    smpp += [pdu(0x103, fine, to, b"\0\0\0\x04\x24\0\2ab\x02\x0c\0\2\0\1\x02\x0e\0\1\2\x02\x0f\0\1\1")]
    submit = b"\2\1\1\1" + bytes(11) + bytes(21) + b"\0\0\x0f" + bytes(48) + text(b"1069", 21) + numbers(21)
    cmpp = [pdu(1, one, text(b"crm", 6), bytes(16), b"\x20", struct.pack(">I", 101100000))]
    cmpp += [pdu(4, one, bytes(8), submit, b"\3abc", bytes(8))]
    cmpp += [pdu(5, one, bytes(8), text(b"1069", 21), bytes(13), text(b"1380", 21), b"\1\x3c", bytes(60 + 8))]
    sgip = [pdu(1, stamp, b"\1", text(b"crm", 16), text(b"pw", 16), bytes(8))]
    sgip += [pdu(3, stamp, bytes(42), numbers(21), bytes(65), b"\1\x08\0\0\0\0\x0e", parts[0][:14], bytes(8))]
    sgip += [pdu(4, stamp, text(b"1380", 21), text(b"1069", 21), b"\0\0\0\0\0\0\2ab", bytes(8))]
    smgp = [pdu(1, one, text(b"crm", 8), bytes(16), b"\2", struct.pack(">I", 101100000), b"\x30")]
    smgp += [pdu(2, one, bytes(27), b"\x0f", bytes(76), numbers(21), b"\2ab", bytes(8), b"\0\x02\0\1\0\0\x09\0\1\2")]
    smgp += [pdu(3, one, bytes(10), b"\1\0", b"20260101100000", bytes(42), b"\2ab", bytes(8))]
    answers = {
        "smpp": pdu(0x80000009, fine, text(b"centre")),
        "cmpp": pdu(0x80000001, one, bytes(18)),
        "sgip": pdu(0x80000001, stamp, bytes(9)),
        "smgp": pdu(0x80000001, one, bytes(21)),
    }
    requests = {"smpp": smpp, "cmpp": cmpp, "sgip": sgip, "smgp": smgp}
    return {name: b"\0" + b"".join(sent) + TURN + b"\1" + answers[name] for name, sent in requests.items()}


def talk() -> dict[str, bytes]:
    """Management, logs, calls and terminals."""
    community = b"\2\1\1\4\6public"
    variable = b"0\x13\6\x08+\6\1\2\1\1\4\0\4\x07a@b.cn "

    def pdu(kind: int) -> bytes:
        inner = b"\2\1\7\2\1\0\2\1\0" + bytes((0x30, len(variable))) + variable
        message = community + bytes((kind, len(inner))) + inner
        return bytes((0x30, len(message))) + message

    radius = b"\1\7\0\x27" + bytes(16) + b"\1\6a@bc\x1a\x0d\0\0\0\x09\1\7a=bcd"
    sip = b"Call-ID: 1\r\nCSeq: 1 MESSAGE\r\nTo: <sip:1@h>\r\nContent-Length: 2\r\n\r\nab"
    rtsp = b"CSeq: 1\r\nAuthorization: Basic YTpi\r\n\r\n"
    return {
        "snmp": b"\0" + pdu(0xA1) + TURN + b"\1" + pdu(0xA2),
        "radius": b"\0" + radius + TURN + b"\1\2\7\0\x14" + bytes(16),
        "syslog": b'\0<13>1 2026-10-11T22:14:15Z h app 7 id [a@1 b="c\\]"] x\n'
        b'36 <13>Oct  1 22:14:15 h a[7]: {"a":"b"}\n',
        "sip": b"\0MESSAGE sip:1@h SIP/2.0\r\n" + sip + TURN + b"\1SIP/2.0 200 OK\r\n" + sip,
        "rtsp": b"\0DESCRIBE rtsp://a:b@h/c RTSP/1.0\r\n"
        + rtsp
        + TURN
        + b"\1RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n$\0\0\2ab",
        "irc": b"\0PASS a\r\nNICK b\r\nUSER b 0 * :B\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE AGEAYg==\r\n"
        b"PRIVMSG NickServ :IDENTIFY a b\r\n@a=b :c!d@e PRIVMSG #f :\x0304,05x\x01\r\n"
        + TURN
        + b"\1:h CAP * LS :tls\r\n:h 001 b :x\r\n:h 903 b :x\r\n:NickServ!a@b NOTICE b :accepted\r\n:h 670 b :x\r\n",
        "xmpp": b"\0<?xml version='1.0'?><stream:stream xmlns='jabber:client'><auth mechanism='PLAIN'>AGEAYg==</auth>"
        b"<iq type='set' id='1'><query xmlns='jabber:iq:auth'><password>b</password></query></iq>"
        b'<message to="a\'b"><body>x<![CDATA[<]]><!-- - --></body></message>'
        + TURN
        + b"\1<stream:stream id='1'><stream:features><starttls/></stream:features><success/>"
        + b"<iq type='error' id='1'/><compressed/>",
        "hl7": b"\0\x0bMSH|^~\\&|A|B|||1||ADT|7|P|2.5||||||GB 18030-2000\rOBX|1|ED|x||^a^b^Base64^YWI=\r\x1c\r"
        + TURN
        + b"\1\x0bMSH|^~\\&|B|A|||1||ACK|8|P|2.5\rMSA|AA|7|\\X3133\\ \\F\\\r\x1c\r",
        "socks": b"\0\5\2\0\2"
        + TURN
        + b"\1\5\2"
        + TURN
        + b"\0\1\2li\2pw"
        + TURN
        + b"\1\1\0"
        + TURN
        + b"\0\5\1\0\3\5crm.a\0\x50"
        + TURN
        + b"\1\5\0\0\1\x7f\0\0\1\x1f\x40",
        "rlogin": b"\0\0li\0li\0xterm/9600\0"
        + TURN
        + b"\1\0Password: "
        + TURN
        + b"\0a\r\xff\xffss12345678"
        + TURN
        + b"\1\r\nLogin incorrect\r\n$ ",
        "edifact": b"\0UNA:+.? 'UNB+UNOC:3+A+B+260101:1000+1+pw:BB'UNH+1+ORDERS'COM+?+86 138:TE'UNT+3+1'UNZ+1+1'",
        "iso8583": b"\x000080020072200000008000001641111111111111110000000000000001000102123456000001TERM0001"
        + TURN
        + b"\x0100420210202000000280000000000000000100TERM0001",
        "x12": b"\0ISA*00*          *01*secret    *ZZ*"
        + b"CRM".ljust(15)
        + b"*ZZ*"
        + b"PARTNER".ljust(15)
        + b"*260101*1000*^*00501*000000001*0*T*:~ST*834*1~NM1*IL*1*LI:A^B~SE*2*1~IEA*1*1~",
        "telnet": b"\1\xff\xfd\x18\xff\xfd\x27login: "
        + TURN
        + b"\0\xff\xfa\x27\0\0USER\1a\xff\xf0li\r\0"
        + TURN
        + b"\1Password: "
        + TURN
        + b"\0secret\r\0"
        + TURN
        + b"\1Last login: now\r\n$ ",
    }


def streams() -> bytes:
    """HTTP/3 on the streams of QUIC: settings, a header table, a request that waits for it, its answer, a push."""

    def turn(side: int, stream: int, data: bytes, then: int = 0) -> bytes:
        return bytes((side | stream << 2 | then << 6,)) + data

    end, reset, datagram = 1, 2, 3
    head = b"\2\0\xd4\xd7\x80\x50\1h\xef"
    return TURN.join(
        (
            turn(0, 0, bytes((1, len(head))) + head + b"\0\7a=1&b=2", end),
            turn(1, 3, b"\0\4\3\1\x50\0\x21\2ab"),
            turn(0, 2, b"\2\x3f\xe1\x1f\xc1\2/c\x47x-phone\1a\0"),
            turn(0, 6, b"\3\x80", reset),
            turn(1, 0, b"\5\7\0\0\0\xd1\xd7\xc1\xc0\1\4\0\0\xd9\xee\0\2{}", end),
            turn(1, 7, b"\1\0\1\3\0\0\xd9\0\1x", end),
            turn(0, 4, b"\1\x0c\0\0\xd1\x27\1x-header\1", reset),
            turn(1, 4, b"\0\1c", datagram),
        )
    )


def web() -> dict[str, bytes]:
    """Requests on two streams of HTTP/2, one of gRPC; messages of WebSocket, masked, in pieces and compressed."""

    def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
        return len(payload).to_bytes(3, "big") + bytes((kind, flags)) + stream.to_bytes(4, "big") + payload

    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"\0\3\0\0\0\x64")
    head = b"\x83\x84\x86\x41\1h"
    grpc = head + b"\x5f\x10application/grpc"
    message = b"\0\0\0\0\7\x0a\1a\x12\2bc"
    orig = frame(1, 4, 1, head) + frame(1, 0, 3, grpc[:9]) + frame(9, 4, 3, grpc[9:])
    orig += frame(0, 1, 3, message) + frame(0, 9, 1, b"\1{}\0")
    resp = frame(4, 0, 0) + frame(1, 4, 1, b"\x88") + frame(0, 1, 1, b"[]") + frame(1, 5, 3, b"\x88\x40\1a\1b")
    mask = b"\1\2\3\4"
    pieces = b"\x01\x83" + mask + b"`" * 3 + b"\x89\x80" + mask + b"\x80\x82" + mask + b"ab"
    return {
        "http3": streams(),
        "http2": b"\0" + preface + orig + TURN + b"\1" + resp,
        "websocket": b"\0" + pieces + TURN + b"\1\x81\x02{}\xc1\x04\xaa\x4c\4\0\x88\x02\3\xe8",
    }


def files() -> dict[str, bytes]:
    """A file read over each protocol."""

    def smb(command: int, body: bytes, reply: int) -> bytes:
        head = struct.pack("<4sHHIHHIIQIIQ16s", b"\xfeSMB", 64, 1, 0, command, 1, reply, 0, command, 0, 5, 9, b"")
        return (len(head) + len(body)).to_bytes(4, "big") + head + body

    handle = bytes(range(16))
    created = b"\x59" + bytes(47) + (9).to_bytes(8, "little") + bytes(8) + handle + bytes(8)

    def dialogue(*turns: bytes) -> bytes:
        return TURN.join(bytes((n % 2,)) + turn for n, turn in enumerate(turns))

    def opaque(data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + data + bytes(-len(data) % 4)

    def words(*numbers: int) -> bytes:
        return struct.pack(f">{len(numbers)}I", *numbers)

    def record(data: bytes) -> bytes:
        return (len(data) | 1 << 31).to_bytes(4, "big") + data

    def call(xid: int, version: int, procedure: int, arguments: bytes) -> bytes:
        return record(words(xid, 0, 2, 100003, version, procedure, 0, 0, 0, 0) + arguments)

    def reply(xid: int, results: bytes) -> bytes:
        return record(words(xid, 1, 0, 0, 0, 0) + results)

    def frame(data: bytes) -> bytes:
        return (len(data) | 7 << 24).to_bytes(4, "little") + data

    state = bytes(16)
    opened = words(18, 1, 1, 0, 0, 9) + opaque(b"o") + words(0, 0) + opaque(b"a.csv")
    operations = words(24) + opened + words(10, 25) + state + bytes(12) + words(9, 1, 0x18)
    results = words(24, 0, 18, 0) + state + bytes(20 + 12) + words(10, 0) + opaque(handle)
    results += words(25, 0, 1) + opaque(b"ab") + words(9, 0, 1, 0x18) + opaque(bytes(12))
    entry = b"\1\1a" + bytes((0, 2, 0)) + bytes(4) + (0o100644).to_bytes(4, "little")
    return {
        "smb": dialogue(
            smb(5, b"\x39" + bytes(43) + struct.pack("<HHQ", 120, 2, 0) + b"a\0", 0),
            smb(5, created, 1),
            smb(8, struct.pack("<HHIQ", 49, 0, 9, 0) + handle + bytes(17), 0),
            smb(8, struct.pack("<HHIQ", 17, 80, 2, 0) + b"ab", 1),
        ),
        "tftp": dialogue(b"\0\1a\0octet\0blksize\08\0", b"\0\6blksize\08\0", b"\0\4\0\0", b"\0\3\0\1ab"),
        "rsync": dialogue(
            b"@RSYNCD: 31.0\n",
            b"@RSYNCD: 31.0\n",
            b"m\n",
            b"@RSYNCD: OK\n",
            b"--server\0-re.v\0.\0m/\0\0",
            b"\x81\xff\3md5",
            b"\3md5",
            bytes(4),
            frame(entry + b"\0\0") + frame(b"\2\0\xa0" + bytes(16) + struct.pack("<I", 2) + b"ab" + bytes(4 + 16)),
        ),
        "nfs3": dialogue(
            call(1, 3, 3, opaque(handle) + opaque(b"a.csv")),
            reply(1, bytes(4) + opaque(handle) + bytes(8)),
            call(2, 3, 6, opaque(handle) + bytes(8) + b"\0\0\0\x09"),
            reply(2, bytes(8) + b"\0\0\0\2\0\0\0\1" + opaque(b"ab")),
        ),
        "nfs4": dialogue(
            call(1, 4, 1, bytes(8) + b"\0\0\0\5" + operations),
            reply(1, bytes(8) + b"\0\0\0\5" + results),
        ),
    }


def seeds() -> dict[str, dict[str, bytes]]:
    """Every seed by target and name."""
    ethernet = (1).to_bytes(2, "little")
    login = packets(ROOT / "pcaps" / "form_login.pcap")
    mirror = packets(ROOT / "pcaps" / "mirror_vxlan.pcap")
    request = b"POST /a?b=%31 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    response = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\n\r\nok"
    hello = packets(ROOT / "pcaps" / "clean_https_and_decoys.pcap")[3][54:]
    question = b"\x12\x34\1\0\0\1\0\0\0\0\0\0\7example\3com\0\0\1\0\1"
    talks = {
        "http": b"\0" + request + TURN + b"\1" + response,
        "tls": b"\0" + hello,
        "dns": b"\0" + question + TURN + b"\1" + question,
        **databases(),
        **short_messages(),
        **web(),
        **queues(),
        **talk(),
        **files(),
        **handshakes(hello[9:]),
        "smtp": b"\0EHLO x\r\nAUTH PLAIN AGEAYg==\r\nMAIL FROM:<a@b.cn>\r\nBDAT 2\r\nabDATA\r\n..x\r\n.\r\nSTARTTLS\r\n"
        + TURN
        + b"\1220 x ESMTP\r\n250-x\r\n250 STARTTLS\r\n235 x\r\n250 x\r\n250 x\r\n354 x\r\n250 x\r\n220 x\r\n",
        "pop3": b"\0USER a\r\nPASS b\r\nCAPA\r\nRETR 1\r\n"
        + TURN
        + b"\1+OK x\r\n+OK\r\n+OK\r\n+OK\r\nSTLS\r\n.\r\n+OK 9 octets\r\na: b\r\n\r\n..x\r\n.\r\n",
        "imap": b'\0a1 LOGIN {1+}\r\na "b"\r\na2 APPEND x {4+}\r\na:b\n\r\n'
        + TURN
        + b"\1* OK [CAPABILITY IMAP4 STARTTLS] x\r\na1 OK x\r\n* 1 FETCH (BODY[] {4}\r\na:b\n)\r\n",
        "gap": b"\0" + request[:40] + TURN + b"\2" + bytes(9) + TURN + b"\0" + request,
    }
    form = b"--b\r\nContent-Disposition: form-data; name=f\r\n\r\n13800138000\r\n--b--\r\n"
    detector = {"id": "acme.no", "pattern": "CUST-[0-9]{8}", "keywords": ["CUST-"], "boundary": "alnum", "base": 50}
    return {
        "packet": {
            "tcp": ethernet + login[3],
            "vxlan": ethernet + mirror[6],
            "raw": (101).to_bytes(2, "little") + login[3][14:],
            "sll": (113).to_bytes(2, "little") + bytes(14) + b"\x08\0" + login[3][14:],
        },
        "reassembly": {"ordered": bytes((0, 8, 1, 8, 2, 8)), "overlaps": bytes((4, 40, 2, 60, 0, 30, 9, 255, 0, 255))},
        "content": {
            "json": b"\1\0\4" + json.dumps({"data": [{"phone": "13800138000"}]}).encode(),
            "csv": b"\2\0\4" + TABLE.encode("gbk"),
            "utf16": b"\3\0\4" + TABLE.encode("utf-16"),
            "form": b"\4\0\4tel=13800138000&n=%E5%BC%A0",
            "multipart": b"\5\0\4" + form,
            "gzip": b"\0\1\4" + gzip.compress(TABLE.encode() * 20, mtime=0),
            "bzip2": b"\0\0\4" + bz2.compress(TABLE.encode() * 20),
            "xz": b"\0\0\4" + lzma.compress(TABLE.encode() * 20),
            "compress": b"\0\0\4" + (DOCUMENTS / "customers.csv.Z").read_bytes(),
            "zip": b"\0\0\4" + archive({"a.csv": TABLE}),
            "xlsx": b"\0\0\4" + archive({"xl/worksheets/sheet1.xml": SHEET, "xl/sharedStrings.xml": STRINGS}),
            "xlsb": b"\0\0\4" + (DOCUMENTS / "customers.xlsb").read_bytes(),
            "docx": b"\0\0\4" + archive({"word/document.xml": DOCUMENT}),
            "pdf": b"\0\0\4" + PDF,
            "7z": b"\0\0\4" + (DOCUMENTS / "lzma2.7z").read_bytes(),
            "rar": b"\0\0\4" + (DOCUMENTS / "packed.rar").read_bytes(),
            "xls": b"\0\0\4" + (DOCUMENTS / "customers.xls").read_bytes(),
            "sqlite": b"\0\0\4" + (DOCUMENTS / "customers.sqlite").read_bytes(),
            "pg_dump": b"\0\0\4" + (DOCUMENTS / "packed.pg_dump").read_bytes(),
            "rdb": b"\0\0\4" + RDB,
            "rtf": b"\0\0\4" + RTF,
            "vcard": b"\0\0\4" + CARD,
            "uuencode": b"\0\0\4" + UU,
            "plist": b"\0\0\4" + PLIST,
            "tar": b"\0\0\4" + tape(),
            "parquet": b"\0\0\4" + (DOCUMENTS / "snappy.parquet").read_bytes(),
            "orc": b"\0\0\4" + (DOCUMENTS / "zlib.orc").read_bytes(),
            "arrow": b"\0\0\4" + (DOCUMENTS / "kinds.arrow").read_bytes(),
            "avro": b"\0\0\4" + (DOCUMENTS / "deflate.avro").read_bytes(),
            "innodb": b"\0\0\4" + tablespace("mysql_customers", 0, 3, 4),
            "innodb-guessed": b"\0\0\4" + tablespace("mariadb_customers", 0, 3),
            "xbstream": b"\0\0\4" + backup(b"crm/a.csv", b"name,phone\nan,13800138001\n"),
        },
        "plan": {
            "pattern": json.dumps({"detectors": [detector]}).encode(),
            "native": json.dumps({"detectors": [{"id": "cn.mobile", "native": True}]}).encode(),
            "empty": b"{}",
        },
        # The first byte picks the parser, whatever the registry's order becomes.
        "proto": {f"{name}-{n}": bytes((n,)) + talk for name, talk in talks.items() for n in range(8)},
        "decrypt": {
            f"{name}-{when}": connection(RECORDED / f"{name}.pcap", known)
            for name in ("quic", "tls12_ccm_renegotiated", "tls12_etm_cbc", "tls13_early", "tls13_key_update")
            for when, known in (("early", 0), ("late", 8))
        },
        "capture": {
            "login": (ROOT / "pcaps" / "form_login.pcap").read_bytes(),
            "mirror": (ROOT / "pcaps" / "mirror_vxlan.pcap").read_bytes()[:3000],
        },
    }


def main() -> int:
    """Writes all seeds."""
    for target, inputs in seeds().items():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in inputs.items():
            (folder / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
