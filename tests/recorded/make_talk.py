"""Records management, logs, calls, terminals, chat, health messages and enrolments: real clients against real servers.

Each capture is one short dialogue over loopback with invented customers. Run as root; it makes network and mount
namespaces of its own, so that all ports are free and the users of the terminals exist in them alone::

    apt-get install --no-install-recommends snmpd snmp freeradius freeradius-utils rsyslog sip-tester \
        inetutils-telnetd inetutils-telnet rsh-redone-server rsh-redone-client ngircd prosody tcpdump iproute2
    pip install irc slixmpp hl7 pyx12
    python3 tests/recorded/make_talk.py [NAME...]
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from stage import HOST, PATIENCE_S, customers, perform, recording, run, running

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from hl7.mllp import HL7StreamReader, HL7StreamWriter
    from irc.client import Reactor, ServerConnection
    from slixmpp import ClientXMPP

USER: Final = "crmexport"
PASSWORD: Final = "Autumn-Rain-7"
WRONG: Final = "Winter-Sun-8"


@contextlib.contextmanager
def inetd(port: int, *command: str) -> Iterator[None]:
    """Starts a server for each connection, which is its input and output."""
    listener = socket.create_server((HOST, port))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    subprocess.Popen(command, stdin=connection, stdout=connection, stderr=subprocess.DEVNULL)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield
    finally:
        listener.close()


def terminal(command: list[str], *script: tuple[str, str]) -> None:
    """Runs a client at a terminal: waits for each prompt and types its answer."""
    child, master = pty.fork()
    if child == 0:
        os.execvp(command[0], command)  # noqa: S606 -- the client takes the place of this process
    shown = b""
    for prompt, answer in script:
        deadline = time.monotonic() + PATIENCE_S
        while prompt.encode() not in shown and time.monotonic() < deadline:
            if select.select([master], [], [], 0.2)[0]:
                with contextlib.suppress(OSError):
                    shown += os.read(master, 4096)
        if prompt.encode() not in shown:
            sys.exit(f"{command[0]}: no {prompt!r} in {shown!r}")
        shown = shown.split(prompt.encode(), 1)[1]
        time.sleep(0.2)
        os.write(master, answer.encode())
    time.sleep(0.5)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    os.close(master)


def table(seed: int, count: int) -> str:
    """Invented customers, one a line."""
    return "".join(f"{who.name} {who.resident_id} {who.mobile} {who.email}\n" for who in customers(seed, count))


def snmp(folder: Path) -> None:
    """A refused community, a walk, a set, and version 3 in the clear, signed and encrypted."""
    who, other = customers(31, 2)
    config = folder / "snmpd.conf"
    config.write_text(
        f"rwcommunity cRm-Rw-77 127.0.0.1\nsysContact {who.name} {who.mobile} {who.email}\nsysDescr CRM host\n"
        f"createUser {USER} SHA {PASSWORD} AES {WRONG}\nrwuser {USER} noauth\nview all included .1\n",
        encoding="utf-8",
    )
    signed = ("-v3", "-u", USER, "-a", "SHA", "-A", PASSWORD, "-x", "AES", "-X", WRONG)
    os.environ["SNMP_PERSISTENT_DIR"] = str(folder)
    with running("snmpd", "-f", "-Lo", "-C", "-c", str(config), f"udp:{HOST}:161"), recording("snmp", "udp port 161"):
        run("snmpget", "-v2c", "-c", "guess-1", "-r0", "-t1", HOST, "1.3.6.1.2.1.1.4.0", fails=True)
        run("snmpwalk", "-v2c", "-c", "cRm-Rw-77", HOST, "1.3.6.1.2.1.1")
        run("snmpset", "-v1", "-c", "cRm-Rw-77", HOST, "1.3.6.1.2.1.1.5.0", "s", f"crm-{other.mobile}")
        run("snmpget", *signed, "-l", "noAuthNoPriv", HOST, "1.3.6.1.2.1.1.5.0")
        run("snmpget", *signed, "-l", "authNoPriv", HOST, "1.3.6.1.2.1.1.4.0")
        run("snmpget", *signed, "-l", "authPriv", HOST, "1.3.6.1.2.1.1.4.0")


RADIUS: Final = """
libdir = /usr/lib/freeradius
logdir = {folder}
run_dir = {folder}
max_request_time = 30
security {{
    allow_vulnerable_openssl = yes
}}
client here {{
    ipaddr = 127.0.0.1
    secret = shared-secret
}}
modules {{
    files {{
        filename = {folder}/users
    }}
    pap {{
    }}
    chap {{
    }}
    always ok {{
        rcode = ok
    }}
}}
server crm {{
    listen {{
        type = auth
        ipaddr = 127.0.0.1
        port = 1812
    }}
    listen {{
        type = acct
        ipaddr = 127.0.0.1
        port = 1813
    }}
    authorize {{
        chap
        files
        pap
    }}
    authenticate {{
        Auth-Type PAP {{
            pap
        }}
        Auth-Type CHAP {{
            chap
        }}
    }}
    preacct {{
    }}
    accounting {{
        ok
    }}
}}
"""


def radius(folder: Path) -> None:
    """A login accepted and one rejected, CHAP, and the start of a session."""
    who, other = customers(32, 2)
    (folder / "radiusd.conf").write_text(RADIUS.format(folder=folder), encoding="utf-8")
    reply = f'    Reply-Message = "Welcome, call {other.mobile}"\n'
    (folder / "users").write_text(f'{who.email} Cleartext-Password := "{PASSWORD}"\n{reply}', encoding="utf-8")
    common = f'User-Name = "{who.email}", Calling-Station-Id = "{who.mobile}", NAS-Identifier = "vpn-1"'

    def ask(port: int, kind: str, more: str, *, fails: bool = False) -> None:
        run("radclient", f"{HOST}:{port}", kind, "shared-secret", text=f"{common}, {more}\n", fails=fails)

    expression = "udp portrange 1812-1813"
    with running("freeradius", "-f", "-l", "stdout", "-d", str(folder), wait=2), recording("radius", expression):
        ask(1812, "auth", f'User-Password = "{PASSWORD}"')
        ask(1812, "auth", f'User-Password = "{WRONG}"', fails=True)
        ask(1812, "auth", f'CHAP-Password = "{PASSWORD}"')
        ask(1813, "acct", f'Acct-Status-Type = Start, Acct-Session-Id = "s-1", Cisco-AVPair = "tel={other.mobile}"')


def syslog(folder: Path) -> None:
    """Lines by datagram, and counted ones with structured data by stream."""
    config = folder / "rsyslog.conf"
    config.write_text(
        'module(load="imudp")\nmodule(load="imtcp")\ninput(type="imudp" port="514" address="127.0.0.1")\n'
        f'input(type="imtcp" port="514" address="127.0.0.1")\n*.* {folder}/log\n',
        encoding="utf-8",
    )
    server = ("rsyslogd", "-n", "-f", str(config), "-i", str(folder / "pid"))
    to = ("logger", "-n", HOST, "-P", "514", "-t", "crm")
    counted = (*to, "-T", "--octet-count", "--rfc5424=notime,nohost", "--sd-id", "customer@32473")
    with running(*server), recording("syslog", "port 514"):
        for who in customers(33, 3):
            run(*to, "-d", "--rfc3164", f"order by {who.name}, {who.mobile}, {who.resident_id}")
            run(*counted, "--sd-param", f'mobile="{who.mobile}"', f'{{"mail": "{who.email}", "card": "{who.card}"}}')


MESSAGE: Final = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="message">
<send><![CDATA[

MESSAGE sip:{to}@[remote_ip]:[remote_port] SIP/2.0
Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
From: "{name}" <sip:{sender}@[local_ip]:[local_port]>;tag=[call_number]
To: <sip:{to}@[remote_ip]:[remote_port]>
Call-ID: [call_id]
CSeq: 1 MESSAGE
Max-Forwards: 70
Content-Type: text/plain;charset=UTF-8
Content-Length: [len]

{text}]]></send>
<recv response="200"/>
</scenario>
"""
ANSWER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="answer">
<recv request="MESSAGE"/>
<send><![CDATA[

SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Content-Length: 0

]]></send>
</scenario>
"""


def sip(folder: Path) -> None:
    """A call by datagram, a message by stream."""
    who, other = customers(34, 2)
    message, answer = folder / "message.xml", folder / "answer.xml"
    text = f"{who.name} {who.resident_id} {who.card}"
    sent = MESSAGE.format(to=other.mobile, sender=who.mobile, name=who.name, text=text)
    message.write_text(sent, encoding="utf-8")
    answer.write_text(ANSWER, encoding="utf-8")
    with recording("sip", "port 5060"):
        with running("sipp", "-sn", "uas", "-i", HOST, "-p", "5060", "-nostdin"):
            run(
                "sipp", "-sn", "uac", "-i", HOST, "-s", other.mobile, "-m", "1", "-d", "100", f"{HOST}:5060", "-nostdin"
            )
        with running("sipp", "-sf", str(answer), "-i", HOST, "-p", "5060", "-t", "t1", "-nostdin"):
            run("sipp", "-sf", str(message), "-i", HOST, "-t", "t1", "-m", "1", f"{HOST}:5060", "-nostdin")


def telnet(_: Path) -> None:
    """A wrong password, a right one, and a look at the customers."""
    with inetd(23, "telnetd", "-h"), recording("telnet", "tcp port 23"):
        terminal(
            ["telnet", HOST],
            *(("login: ", f"{USER}\r"), ("Password: ", f"{WRONG}\r"), ("login: ", f"{USER}\r")),
            *(("Password: ", f"{PASSWORD}\r"), ("crm$ ", "cat customers.txt\r"), ("crm$ ", "exit\r")),
        )


def rlogin(_: Path) -> None:
    """The same by rlogin, whose client names its user at once; a wrong password ends the connection."""
    client = ["rlogin", "-l", USER, HOST]
    with inetd(513, "in.rlogind"), recording("rlogin", "tcp port 513"):
        terminal(client, ("Password: ", f"{WRONG}\r"), ("failure", ""))
        terminal(client, ("Password: ", f"{PASSWORD}\r"), ("crm$ ", "cat customers.txt\r"), ("crm$ ", "exit\r"))


IRC: Final = f"""
[Global]
Name = irc.example.net
Info = CRM
Listen = {HOST}
Password = {PASSWORD}
ServerUID = irc
[Limits]
MaxPenaltyTime = 0
[Options]
DNS = no
Ident = no
PAM = no
[Operator]
Name = root
Password = {PASSWORD}
"""


def irc(folder: Path) -> None:
    """A refused password and a right one, an operator, a topic, and messages that another client hears."""
    from irc.client import Reactor  # noqa: PLC0415 -- only here

    config = folder / "ngircd.conf"
    config.write_text(IRC, encoding="utf-8")
    config.chmod(0o644)

    def join(nick: str, password: str) -> tuple[Reactor, ServerConnection]:
        reactor = Reactor()
        connection = reactor.server().connect(HOST, 6667, nick, password=password, username=f"{nick}1", ircname=nick)
        return reactor, connection

    def wait(*reactors: Reactor) -> None:
        for _ in range(6):
            for reactor in reactors:
                reactor.process_once(0.1)

    with running("ngircd", "-n", "-f", str(config)), recording("irc", "tcp port 6667"):
        refused, _ = join("eve", WRONG)
        wait(refused)
        (first, talker), (second, hearer) = join("li", PASSWORD), join("wang", PASSWORD)
        wait(first, second)
        talker.oper("root", WRONG)
        talker.oper("root", PASSWORD)
        for connection in (talker, hearer):
            connection.join("#crm")
            wait(first, second)
        who, *others = customers(37, 3)
        talker.topic("#crm", f"returns of {who.name}, {who.email}")
        for other in others:
            talker.privmsg("#crm", f"\x0304{other.mobile[:3]}\x0f{other.mobile[3:]} {other.resident_id}")
        hearer.privmsg("li", f'{{"card": "{who.card}"}}')
        for _ in range(5):  # the server slows those down who say much
            wait(first, second)
        for connection in (talker, hearer):
            connection.quit("bye")
        wait(first, second)


XMPP: Final = """
pidfile = "{folder}/pid"
data_path = "{folder}"
daemonize = false
run_as_root = true
log = {{ {{ levels = {{ min = "error" }}, to = "console" }} }}
modules_enabled = {{ "roster", "saslauth", "disco", "register", "vcard" }}
modules_disabled = {{ "tls", "s2s" }}
interfaces = {{ "{host}" }}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
VirtualHost "example.net"
"""


def xmpp(folder: Path) -> None:
    """A refused login and a right one by PLAIN, one by SCRAM, a card, and messages."""
    config = folder / "prosody.cfg.lua"
    config.write_text(XMPP.format(folder=folder, host=HOST), encoding="utf-8")
    for name in ("li", "wang"):
        run("prosodyctl", "--root", "--config", str(config), "register", name, "example.net", PASSWORD)
    who, *others = customers(38, 3)

    async def talk(name: str, password: str, mechanism: str, do: Callable[[ClientXMPP], Awaitable[None]]) -> None:
        client = ClientXMPP(f"{name}@example.net/crm", password, sasl_mech=mechanism)
        client.enable_direct_tls = client.enable_starttls = False
        client.enable_plaintext = True
        client.plugin["feature_mechanisms"].unencrypted_plain = True
        client.plugin["feature_mechanisms"].unencrypted_scram = True
        client.register_plugin("xep_0054")
        over = asyncio.Event()

        async def started(_: object) -> None:
            client.send_presence()
            await client.get_roster()
            await do(client)
            await asyncio.sleep(0.5)
            over.set()

        client.add_event_handler("session_start", started)
        client.add_event_handler("failed_all_auth", lambda _: over.set())
        client.connect(HOST, 5222)
        await asyncio.wait_for(over.wait(), PATIENCE_S)
        await client.disconnect()

    from slixmpp import ClientXMPP  # noqa: PLC0415 -- only here

    async def send(client: ClientXMPP) -> None:
        card = client.plugin["xep_0054"].make_vcard()
        card["FN"], card["NICKNAME"] = who.name, who.mobile
        await client.plugin["xep_0054"].publish_vcard(card)
        for other in others:
            client.send_message(mto="wang@example.net", mbody=f"{other.name} & {other.resident_id}", mtype="chat")

    async def listen(_: ClientXMPP) -> None:
        await asyncio.sleep(0.5)

    async def everything() -> None:
        await talk("li", WRONG, "PLAIN", listen)
        await talk("li", PASSWORD, "PLAIN", send)
        await talk("wang", PASSWORD, "SCRAM-SHA-1", listen)

    with running("prosody", "--config", str(config), wait=2), recording("xmpp", "tcp port 5222"):
        asyncio.run(everything())


def hl7(_: Path) -> None:
    """Patients, their insurance and their acknowledgements, in two charsets."""
    from hl7.mllp import open_hl7_connection, start_hl7_server  # noqa: PLC0415 -- only here

    async def answer(reader: HL7StreamReader, writer: HL7StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                message = await reader.readmessage()
                writer.writemessage(message.create_ack())
                await writer.drain()

    async def everything() -> None:
        for charset, name in (("utf-8", "UNICODE UTF-8"), ("gb18030", "GB 18030-2000")):
            server = await start_hl7_server(answer, HOST, 2575, encoding=charset)
            reader, writer = await open_hl7_connection(HOST, 2575, encoding=charset)
            for number, who in enumerate(customers(39, 3), 1):
                segments = (
                    f"MSH|^~\\&|CRM|WARD|LAB|WARD|20260101100000||ADT^A01|M{number}|P|2.5||||||{name}",
                    f"PID|1||P{number}^^^CRM||{who.name}||19800101|F|||{who.address}||{who.mobile}^PRN^PH^{who.email}",
                    f"PID|2||||||||||||||||||{who.resident_id}",
                    f"IN1|1|PLAN|{who.card}|\\F\\ {who.name} \\T\\ co",
                )
                writer.writeblock("\r".join((*segments, "")).encode(charset))
                await writer.drain()
                await reader.readmessage()
            writer.close()
            await asyncio.sleep(0.2)
            server.close()

    with recording("hl7", "tcp port 2575"):
        asyncio.run(everything())


def x12(folder: Path) -> None:
    """An enrolment of two people behind a password, and the acknowledgement of who checks it."""
    people = []
    for number, who in enumerate(customers(40, 2), 1):
        people += ["INS*Y*18*030*XN*A***FT", f"REF*0F*{number}", f"NM1*IL*1*LI*WEI****ZZ*{who.resident_id}"]
        people += [f"PER*IP**HP*{who.mobile}*EM*{who.email}", f"N3*{number} MAIN STREET", "N4*HANGZHOU**310000*CN"]
        people += ["DMG*D8*19800101*F"]
    opening = ["ST*834*0001*005010X220A1", "BGN*00*1*20260101*1000****2", "N1*P5*CRM*FI*123456789"]
    opening += ["N1*IN*PARTNER*FI*987654321"]
    enrolment = [*opening, *people, f"SE*{len(opening) + len(people) + 1}*0001"]
    header = f"ISA*00*{'':10}*01*Autumn7   *ZZ*{'CRM':15}*ZZ*{'PARTNER':15}*260101*1000*^*00501*000000001*0*T*:"
    groups = ["GS*BE*CRM*PARTNER*20260101*1000*1*X*005010X220A1", *enrolment, "GE*1*1", "IEA*1*000000001", ""]
    checker = f"cat > {folder}/in; x12valid {folder}/in > /dev/null 2>&1; cat {folder}/in.997"
    with (
        inetd(5200, "sh", "-c", checker),
        recording("x12", "tcp port 5200"),
        socket.create_connection((HOST, 5200), PATIENCE_S) as connection,
    ):
        connection.sendall("~\n".join((header, *groups)).encode())
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass


def shell_user(folder: Path) -> None:
    """A user of this mount namespace alone, who can log in."""
    home = folder / "home"
    home.mkdir()
    (home / ".profile").write_text("PS1='crm$ '\n", encoding="utf-8")
    (home / ".hushlogin").touch()
    (home / "customers.txt").write_text(table(35, 4), encoding="utf-8")
    folder.chmod(0o711)
    hashed = subprocess.run(
        ["openssl", "passwd", "-6", PASSWORD], capture_output=True, text=True, check=True
    ).stdout.strip()
    entries = {"passwd": f"{USER}:x:0:0::{home}:/bin/sh", "shadow": f"{USER}:{hashed}:19000:0:99999:7:::"}
    for name, entry in entries.items():
        source = Path("/etc") / name
        copy = folder / name
        copy.write_text(f"{source.read_text(encoding='utf-8')}{entry}\n", encoding="utf-8")
        subprocess.run(["mount", "--bind", str(copy), str(source)], check=True)


def at_a_terminal(maker: Callable[[Path], None], folder: Path) -> None:
    """Records with a user who can log in."""
    shell_user(folder)
    try:
        maker(folder)
    finally:
        run("umount", "/etc/passwd", "/etc/shadow")


TERMINALS: Final = (telnet, rlogin)
MAKERS: Final[dict[str, Callable[[Path], None]]] = {
    maker.__name__: functools.partial(at_a_terminal, maker) if maker in TERMINALS else maker
    for maker in (snmp, radius, syslog, sip, telnet, rlogin, irc, xmpp, hl7, x12)
}

if __name__ == "__main__":
    # The name that logs and prompts show; it stays in the namespace.
    perform(MAKERS, "--mount", "--uts", hostname="crm-1")
