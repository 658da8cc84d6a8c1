"""Records gateways of short messages: real clients against real gateways, in a network namespace of their own.

Needs root, tcpdump, Node.js with ``npm install smpp`` (``NODE_PATH`` says where), from PyPI smpplib, and a JDK with the
jars of sms-core (``LEAKTAP_SMS_CORE`` is their folder: ``mvn -f sms_core.xml dependency:copy-dependencies
-DoutputDirectory=…``). Records those that the command line names, or all::

    smpp.pcap  a bind refused and one accepted; a text in GSM's alphabet, texts in two parts in it and in UCS-2, a text
               from a subscriber, a receipt (smpplib and node-smpp)
    cmpp.pcap  CMPP 2.0, then 3.0: a code, an order in two parts, a text from a subscriber, a report (sms-core)
    sgip.pcap  the same over SGIP, with its login (sms-core)
    smgp.pcap  the same over SMGP (sms-core)
"""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING, Final

from smpplib import consts, gsm
from smpplib.client import Client
from smpplib.exceptions import PDUError
from stage import FOLDER, HOST, customers, perform, recording, run, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PORT: Final = 7890
USER: Final = "900001"
PASSWORD: Final = "Autumn-7"
WRONG: Final = "Winter-8"
SERVICE: Final = "106900001234"


def texts(seed: int) -> list[tuple[str, str]]:
    """Numbers and what is sent to them: a code, and orders that do not fit into one message."""
    first, second, third = customers(seed, 3)
    order = f"尊敬的{second.name}：您的订单已发货，收货地址为{second.address}，联系电话 {second.mobile}，"
    order += f"证件号 {second.resident_id}，"
    return [
        (first.mobile, "【华瑞】您的验证码是 483920，5 分钟内有效，请勿告诉他人。"),
        (second.mobile, f"{order}电子邮箱 {second.email}，如有疑问请回复本短信，感谢您的支持！"),
        (third.mobile, f"Your code is 483920. We will write to you: {third.email}"),
    ]


def bind(password: str) -> Client:
    """A client that has logged in."""
    client = Client(HOST, PORT, allow_unknown_opt_params=True)
    client.connect()
    client.bind_transceiver(system_id=USER, password=password, system_type="crm")
    return client


def smpp(_: Path) -> None:
    """The client answers what it is sent until nothing comes."""
    who = customers(52, 1)[0]
    order = "Dear customer, your order is on its way to {90 Wensan Road}, Hangzhou. Questions? Call us, or write. "
    order += f"Your card {who.card}, identity card {who.resident_id}."
    with running("node", str(FOLDER / "message_centre.js"), str(PORT), PASSWORD):
        wait_for(PORT)
        with recording("smpp", f"tcp port {PORT}"):
            with contextlib.suppress(PDUError):
                bind(WRONG)
            client = bind(PASSWORD)
            for number, text in [*texts(51), (who.mobile, order)]:
                parts, coding, kind = gsm.make_parts(text)
                for part in parts:
                    client.send_message(
                        source_addr=SERVICE,
                        dest_addr_ton=consts.SMPP_TON_INTL,
                        dest_addr_npi=consts.SMPP_NPI_ISDN,
                        destination_addr=f"86{number}",
                        data_coding=coding,
                        esm_class=kind,
                        short_message=part,
                    )
                    client.read_once()
            client._socket.settimeout(0.5)
            with contextlib.suppress(TimeoutError):
                while True:
                    client.read_pdu()
            client.unbind()
            client.disconnect()


def gateway(*protocols: str, seed: int, folder: Path) -> None:
    """A provider and a gateway of each protocol, one after the other."""
    jars = f"{os.environ['LEAKTAP_SMS_CORE']}/*"
    run("javac", "-nowarn", "-cp", jars, "-d", str(folder), str(FOLDER / "ShortMessages.java"))
    table = folder / "texts.tsv"
    table.write_text("".join(f"{number}\t{text}\n" for number, text in texts(seed)), encoding="utf-8")
    with recording(protocols[0][:4], f"tcp port {PORT}"):
        for protocol in protocols:
            run("java", "-cp", f"{jars}:{folder}", "ShortMessages", protocol, str(PORT), USER, PASSWORD, str(table))
            time.sleep(1)


MAKERS: Final[dict[str, Callable[[Path], None]]] = {
    "smpp": smpp,
    "cmpp": lambda folder: gateway("cmpp20", "cmpp30", seed=53, folder=folder),
    "sgip": lambda folder: gateway("sgip", seed=54, folder=folder),
    "smgp": lambda folder: gateway("smgp", seed=55, folder=folder),
}

if __name__ == "__main__":
    perform(MAKERS)
