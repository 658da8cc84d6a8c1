"""Records message queues: real clients against real brokers, in a network namespace of their own.

Needs root, tcpdump, Java, confluent-kafka and Kafka's jars (``make jars``, or where ``LEAKTAP_TEST_JARS`` says).
Writes::

    kafka.pcap  a login refused and one accepted (SASL PLAIN), three customers in every compression, read back
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from confluent_kafka import Consumer, Producer

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parent
JARS: Final = Path(os.environ.get("LEAKTAP_TEST_JARS", HERE.parents[1] / "build" / "jars")).absolute()
PATIENCE_S: Final = 90
CUSTOMERS: Final = (
    {"name": "张伟", "mobile": "13800138000", "email": "zhang.wei@example.cn"},
    {"name": "李娜", "mobile": "13900139000", "email": "li.na@example.cn"},
    {"name": "王芳", "mobile": "13700137000", "email": "wang.fang@example.cn"},
)
KAFKA: Final = """
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093
listeners=CLIENTS://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093,BROKERS://127.0.0.1:9094
advertised.listeners=CLIENTS://127.0.0.1:9092,BROKERS://127.0.0.1:9094
listener.security.protocol.map=CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT,BROKERS:PLAINTEXT
controller.listener.names=CONTROLLER
inter.broker.listener.name=BROKERS
sasl.enabled.mechanisms=PLAIN
listener.name.clients.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
  user_crm1="Blue-Heron-41";
log.dirs={folder}/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
num.partitions=1
"""


@contextmanager
def running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A child process; stopped at the end."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port: int) -> None:
    """Until somebody listens."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
        else:
            return


@contextmanager
def recorded(name: str, port: int, folder: Path) -> Iterator[None]:
    """Records what goes over a port."""
    capture = HERE / f"{name}.pcap"
    command = ["tcpdump", "-i", "lo", "-s", "0", "-U", "-Z", "root", "-w", str(capture), f"tcp port {port}"]
    with running(command, folder / "tcpdump.log"):
        time.sleep(1.5)
        yield
        time.sleep(1.5)


def kafka(folder: Path) -> None:
    """Producers in every compression, and a consumer."""
    java = ["java", "-Xmx512m", "-cp", f"{JARS / 'kafka'}/*"]
    config = folder / "server.properties"
    config.write_text(KAFKA.format(folder=folder))
    tool = [*java, "kafka.tools.StorageTool", "format", "-t", "AAAAAAAAAAAAAAAAAAAAAQ", "-c", str(config)]
    subprocess.run(tool, check=True, capture_output=True, timeout=PATIENCE_S)
    client = {
        "bootstrap.servers": "127.0.0.1:9092",
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "PLAIN",
        "sasl.username": "crm1",
        "client.id": "crm-export",
    }
    with running([*java, "kafka.Kafka", str(config)], folder / "kafka.log"):
        wait_for(9092)
        # The topics are made before anybody listens: what is recorded is small then.
        right = {**client, "sasl.password": "Blue-Heron-41"}
        topics = {coding: f"crm.{coding}" for coding in ("none", "gzip", "snappy", "lz4", "zstd")}
        maker = Producer(right)
        for topic in topics.values():
            maker.produce(topic, b"made")
        maker.flush(PATIENCE_S)
        with recorded("kafka", 9092, folder):
            wrong = Producer({**client, "sasl.password": "Grey-Heron-42", "error_cb": lambda _: None})
            wrong.poll(1)
            del wrong
            for coding, topic in topics.items():
                producer = Producer({**right, "compression.type": coding, "linger.ms": 50})
                for number, customer in enumerate(CUSTOMERS):
                    value = json.dumps(customer, ensure_ascii=False)
                    producer.produce(topic, value, key=f"C{number}", headers={"source": "crm"})
                producer.flush(PATIENCE_S)
            group = {"group.id": "reader", "auto.offset.reset": "earliest", "enable.auto.commit": False}
            consumer = Consumer({**right, **group})
            consumer.subscribe(list(topics.values()))
            seen, deadline = 0, time.monotonic() + PATIENCE_S
            while seen < len(topics) * (len(CUSTOMERS) + 1) and time.monotonic() < deadline:
                message = consumer.poll(1)
                seen += message is not None and message.error() is None
            consumer.close()


def main() -> None:
    """Records everything, within a namespace whose ports are all free."""
    if os.environ.get("LEAKTAP_RECORDING") != "inside":
        inside = ["unshare", "--net", sys.executable, *sys.argv]
        raise SystemExit(subprocess.call(inside, env={**os.environ, "LEAKTAP_RECORDING": "inside"}))
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    folder = Path(tempfile.mkdtemp())
    try:
        kafka(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
