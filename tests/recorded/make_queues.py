"""Records message queues: real clients against real brokers, in a network namespace of their own.

Needs root, tcpdump, from PyPI confluent-kafka, nats-py, paho-mqtt, pika and stomp-py, and for each capture the broker
that is named behind it. Records those that the command line names, or all::

    kafka.pcap  a login refused and one accepted (SASL PLAIN), three customers in every compression, read back
                (Java and Kafka's jars: ``make jars``, or where ``LEAKTAP_TEST_JARS`` says)
    mqtt.pcap   a login refused, and MQTT 3.1.1 and 5: customers by topic and by alias, a will, a subscriber
                (mosquitto, Debian's)
    amqp.pcap   AMQP 0-9-1: a login refused and one accepted, customers on two channels, delivered, got, and returned
                (rabbitmq-server, Debian's)
    stomp.pcap  STOMP 1.0 to 1.2: a login refused, customers that are sent and delivered (rabbitmq-server, Debian's)
    nats.pcap   a login refused and one accepted, customers with and without headers, a request and its reply
                (nats-server, Debian's)
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nats as nats_client
import pika
import stomp as stomp_client
from confluent_kafka import Consumer, Producer
from paho.mqtt.client import CallbackAPIVersion, Client, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from stage import PATIENCE_S, perform, recording, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parent
JARS: Final = Path(os.environ.get("LEAKTAP_TEST_JARS", HERE.parents[1] / "build" / "jars")).absolute()
SECRET: Final = "Blue-Heron-41"
WRONG: Final = "Grey-Heron-42"
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
    with running(*java, "kafka.Kafka", str(config)):
        wait_for(9092)
        # The topics are made before anybody listens: what is recorded is small then.
        right = {**client, "sasl.password": SECRET}
        topics = {coding: f"crm.{coding}" for coding in ("none", "gzip", "snappy", "lz4", "zstd")}
        maker = Producer(right)
        for topic in topics.values():
            maker.produce(topic, b"made")
        maker.flush(PATIENCE_S)
        with recording("kafka", "tcp port 9092"):
            wrong = Producer({**client, "sasl.password": WRONG, "error_cb": lambda _: None})
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


def mqtt(folder: Path) -> None:
    """Publishers and subscribers of both versions."""
    passwords, config = folder / "passwords", folder / "mosquitto.conf"
    subprocess.run(["mosquitto_passwd", "-b", "-c", str(passwords), "crm1", SECRET], check=True, capture_output=True)
    config.write_text(f"user root\nlistener 1883 127.0.0.1\npassword_file {passwords}\nmax_topic_alias 10\n")

    def client(name: str, version: MQTTProtocolVersion, secret: str = SECRET) -> Client:
        made = Client(CallbackAPIVersion.VERSION2, client_id=name, protocol=version)
        made.username_pw_set("crm1", secret)
        return made

    def told(kind: int, **values: object) -> Properties:
        properties = Properties(kind)
        for name, value in values.items():
            setattr(properties, name, value)
        return properties

    with running("mosquitto", "-c", str(config)):
        wait_for(1883)
        with recording("mqtt", "tcp port 1883"):
            refused = client("crm-guess", MQTTProtocolVersion.MQTTv311, WRONG)
            refused.connect("127.0.0.1")
            for _ in range(4):
                refused.loop(0.5)
            for version in (MQTTProtocolVersion.MQTTv311, MQTTProtocolVersion.MQTTv5):
                five = version is MQTTProtocolVersion.MQTTv5
                topic = "crm/customers/v5" if five else "crm/customers"
                got: list[bytes] = []
                reader = client(f"reader-{version}", version)
                reader.on_message = lambda *args, got=got: got.append(args[2].payload)
                reader.on_connect = lambda made, *_, topic=topic: made.subscribe(topic, 1)
                reader.connect("127.0.0.1")
                reader.loop_start()
                time.sleep(1)
                writer = client(f"crm-export-{version}", version)
                writer.will_set("crm/gone", json.dumps(CUSTOMERS[0], ensure_ascii=False))
                writer.connect("127.0.0.1")
                writer.loop_start()
                time.sleep(1)
                for number, customer in enumerate(CUSTOMERS):
                    value = json.dumps(customer, ensure_ascii=False)
                    extra = {"TopicAlias": 1, "ContentType": "application/json", "UserProperty": ("source", "crm")}
                    properties = told(PacketTypes.PUBLISH, **extra) if five else None
                    named = "" if five and number else topic
                    writer.publish(named, value, qos=number, properties=properties).wait_for_publish(PATIENCE_S)
                deadline = time.monotonic() + PATIENCE_S
                while len(got) < len(CUSTOMERS) and time.monotonic() < deadline:
                    time.sleep(0.1)
                for made in (writer, reader):
                    made.disconnect()
                    made.loop_stop()


@contextmanager
def rabbit(folder: Path) -> Iterator[None]:
    """A RabbitMQ that knows one user, with its STOMP plugin."""
    (folder / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = 127.0.0.1:5672\nstomp.listeners.tcp.1 = 127.0.0.1:61613\n"
        f"default_user = crm1\ndefault_pass = {SECRET}\n"
    )
    (folder / "plugins").write_text("[rabbitmq_stomp].\n")
    own = {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": "rabbit@localhost",
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
    }
    before = {name: os.environ.get(name) for name in own}
    os.environ.update(own)
    try:
        with (
            running("epmd"),
            running("/usr/lib/rabbitmq/bin/rabbitmq-server"),
        ):
            wait_for(61613)
            wait_for(5672)
            yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def amqp(folder: Path) -> None:
    """A publisher on two channels, and a consumer."""

    def parameters(secret: str = SECRET) -> pika.ConnectionParameters:
        return pika.ConnectionParameters("127.0.0.1", credentials=pika.PlainCredentials("crm1", secret))

    with rabbit(folder), recording("amqp", "tcp port 5672"):
        with suppress(pika.exceptions.AMQPError):
            pika.BlockingConnection(parameters(WRONG))
        connection = pika.BlockingConnection(parameters())
        channel, other = connection.channel(), connection.channel()
        channel.exchange_declare("crm", "topic")
        channel.queue_declare("customers")
        channel.queue_bind("customers", "crm", "customer.#")
        properties = pika.BasicProperties("application/json", headers={"source": "crm", "batch": 7}, app_id="exporter")
        for customer in CUSTOMERS:
            value = json.dumps(customer, ensure_ascii=False).encode()
            channel.basic_publish("crm", "customer.new", value, properties)
            other.basic_publish("", "customers", value)
        # Nobody takes this one: it comes back.
        other.basic_publish("crm", "nowhere", json.dumps(CUSTOMERS[0]).encode(), mandatory=True)
        connection.process_data_events(1)
        channel.basic_get("customers", auto_ack=True)
        for seen, _ in enumerate(other.consume("customers", auto_ack=True), 2):
            if seen == 2 * len(CUSTOMERS):
                break
        connection.close()


def stomp(folder: Path) -> None:
    """Senders and receivers of every version."""

    class Reader(stomp_client.ConnectionListener):
        """Counts what comes."""

        def __init__(self) -> None:
            self.seen = 0

        def on_message(self, _: object) -> None:
            """A message came."""
            self.seen += 1

    versions = (stomp_client.StompConnection10, stomp_client.StompConnection11, stomp_client.StompConnection12)
    with rabbit(folder), recording("stomp", "tcp port 61613"):
        refused = stomp_client.StompConnection12([("127.0.0.1", 61613)], vhost="/", reconnect_attempts_max=1)
        with suppress(stomp_client.exception.ConnectFailedException):
            refused.connect("crm1", WRONG, wait=True)
        for number, version in enumerate(versions):
            reader = Reader()
            client = version([("127.0.0.1", 61613)], **({"vhost": "/"} if number else {}))
            client.set_listener("", reader)
            client.connect("crm1", SECRET, wait=True)
            queue = f"/queue/customers-{number}"
            client.subscribe(queue, id="1", ack="auto")
            for customer in CUSTOMERS:
                value = json.dumps(customer, ensure_ascii=False)
                client.send(queue, value, content_type="application/json;charset=utf-8", headers={"source": "crm: all"})
            deadline = time.monotonic() + PATIENCE_S
            while reader.seen < len(CUSTOMERS) and time.monotonic() < deadline:
                time.sleep(0.1)
            client.disconnect()


def nats(folder: Path) -> None:
    """A publisher, a subscriber, and a service that answers."""
    config = folder / "nats.conf"
    config.write_text(f'listen: "127.0.0.1:4222"\nauthorization {{ user: crm1, password: "{SECRET}" }}\n')

    async def quiet(_: object) -> None:
        """Errors are what is recorded."""

    async def talk() -> None:
        url = "nats://127.0.0.1:4222"
        with suppress(nats_client.errors.Error):
            await nats_client.connect(url, user="crm1", password=WRONG, allow_reconnect=False, error_cb=quiet)
        client = await nats_client.connect(url, user="crm1", password=SECRET, name="crm-export")
        sink = await client.subscribe("crm.customers")

        async def answer(message: nats_client.aio.msg.Msg) -> None:
            await message.respond(json.dumps(CUSTOMERS[1], ensure_ascii=False).encode())

        await client.subscribe("crm.lookup", cb=answer)
        for number, customer in enumerate(CUSTOMERS):
            value = json.dumps(customer, ensure_ascii=False).encode()
            headers = {"Content-Type": "application/json", "Source": "crm"} if number else None
            await client.publish("crm.customers", value, headers=headers)
        for _ in CUSTOMERS:
            await sink.next_msg(PATIENCE_S)
        await client.request("crm.lookup", b"C1", PATIENCE_S)
        await client.drain()

    with running("nats-server", "-c", str(config)):
        wait_for(4222)
        with recording("nats", "tcp port 4222"):
            asyncio.run(talk())


RECORDINGS: Final = {"kafka": kafka, "mqtt": mqtt, "amqp": amqp, "stomp": stomp, "nats": nats}


if __name__ == "__main__":
    perform(RECORDINGS)
