"""Records document and wide-column stores: real clients against real servers, in a network namespace of their own.

Needs root, tcpdump and, for each, a server and its client (give their names to record only some of them)::

    mongodb     FerretDB 1.24 (``LEAKTAP_FERRETDB`` is the program: ``go build ./cmd/ferretdb`` in a copy of the module
                github.com/FerretDB/FerretDB@v1.24.2 whose build/version/version.txt says v1.24.2), pymongo
    cassandra   Cassandra 5.0 (``LEAKTAP_CASSANDRA`` is a folder of jars: ``mvn -f cassandra.xml
                dependency:copy-dependencies -DoutputDirectory=...``), Java 17, cassandra-driver, lz4
    opensearch  OpenSearch's jars (``make jars``, or where ``LEAKTAP_TEST_JARS`` says), Java, opensearch-py

Writes::

    mongodb.pcap    logins refused and accepted (SASL PLAIN), one by SCRAM; three customers, read back in two batches
    cassandra.pcap  logins refused and accepted; three customers, bound one by one and in a batch, read back: in version
                    4 of the protocol, in version 4 with LZ4, in version 5
    opensearch.pcap three customers in a bulk request, and found again by a search; the same with compressed bodies
"""

from __future__ import annotations

import os
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Final

from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import Cluster, NoHostAvailable
from cassandra.query import BatchStatement
from opensearchpy import OpenSearch
from pymongo import MongoClient, pool_options
from pymongo.errors import PyMongoError
from stage import perform, recording, running, wait_for

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
JARS: Final = Path(os.environ.get("LEAKTAP_TEST_JARS", ROOT / "build" / "jars")).absolute()
CUSTOMERS: Final = (
    {"name": "张伟", "mobile": "13800138000", "idno": "11010119900307002X"},
    {"name": "李娜", "mobile": "13900139000", "email": "li.na@example.cn"},
    {"name": "王芳", "mobile": "13700137000", "email": "wang.fang@example.cn"},
)
CASSANDRA: Final = """
cluster_name: crm
num_tokens: 1
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
data_file_directories: [{folder}/data]
commitlog_directory: {folder}/commitlog
saved_caches_directory: {folder}/saved
hints_directory: {folder}/hints
cdc_raw_directory: {folder}/cdc
commitlog_sync: periodic
commitlog_sync_period: 10000ms
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters: [{{seeds: "127.0.0.1:7000"}}]
listen_address: 127.0.0.1
rpc_address: 127.0.0.1
start_native_transport: true
endpoint_snitch: SimpleSnitch
authenticator: PasswordAuthenticator
authorizer: AllowAllAuthorizer
memtable_heap_space: 64MiB
memtable_offheap_space: 32MiB
key_cache_size: 1MiB
auto_snapshot: false
"""
# Cassandra looks into the inside of Java.
EXPORTS: Final = (
    *("java.base/jdk.internal.misc", "java.base/jdk.internal.ref", "java.base/sun.nio.ch", "java.base/java.lang.ref"),
    *("java.management.rmi/com.sun.jmx.remote.internal.rmi", "java.rmi/sun.rmi.registry", "java.rmi/sun.rmi.server"),
    *("java.sql/java.sql", "jdk.unsupported/sun.misc"),
)
OPENS: Final = (
    *("java.base/java.lang.module", "java.base/jdk.internal.loader", "java.base/jdk.internal.ref"),
    *("java.base/jdk.internal.reflect", "java.base/jdk.internal.math", "java.base/jdk.internal.module"),
    *("java.base/jdk.internal.util.jar", "jdk.management/com.sun.management.internal", "java.base/sun.nio.ch"),
    *("java.base/java.io", "java.base/java.nio", "java.base/java.lang", "java.base/java.util"),
    *("java.base/java.util.concurrent", "java.base/java.util.concurrent.atomic"),
)


def mongodb(folder: Path) -> None:
    """Logins, an insertion, and a query in two batches."""
    # The client tells the server on what it runs.
    pool_options._METADATA["os"] = {"type": "Linux", "name": "Linux", "architecture": "x86_64", "version": "6.1"}
    user, right, wrong = "crm_app", "Sch1uessel#7", "Grey-Heron-42"

    def server(port: int, *options: str) -> list[str]:
        data = folder / str(port)
        data.mkdir()
        own = [f"--listen-addr=127.0.0.1:{port}", f"--sqlite-url=file:{data}/", f"--state-dir={data}"]
        shared = ["--handler=sqlite", "--debug-addr=-", "--telemetry=disable"]
        return [os.environ["LEAKTAP_FERRETDB"], *shared, *own, *options]

    def client(port: int, mechanism: str, password: str) -> MongoClient[dict[str, str]]:
        login = {"username": user, "password": password, "authMechanism": mechanism, "authSource": "crm"}
        patience = {"serverMonitoringMode": "poll", "serverSelectionTimeoutMS": 5000}
        return MongoClient("127.0.0.1", port, **login, **patience)

    # One server knows users, by SCRAM alone, and refuses PLAIN; the other takes everybody.
    known = ["--test-enable-new-auth", "--setup-database=crm", f"--setup-username={user}", f"--setup-password={right}"]
    with running(*server(27017)), running(*server(27018, *known)):
        wait_for(27017)
        wait_for(27018)
        with recording("mongodb", "tcp portrange 27017-27018"):
            with client(27018, "PLAIN", wrong) as refused, suppress(PyMongoError):
                refused.crm.command("ping")
            with client(27018, "SCRAM-SHA-256", right) as scram:
                scram.crm.customer.find_one({"mobile": "13800138000"})
            with client(27017, "PLAIN", right) as accepted:
                accepted.crm.customer.insert_many([dict(customer) for customer in CUSTOMERS])
                list(accepted.crm.customer.find({}, {"_id": 0}, batch_size=2))


def cassandra(folder: Path) -> None:
    """Logins, values bound and in a batch, rows."""
    jars = os.environ["LEAKTAP_CASSANDRA"]
    (folder / "cassandra.yaml").write_text(CASSANDRA.format(folder=folder))
    inside = [part for name in EXPORTS for part in ("--add-exports", f"{name}=ALL-UNNAMED")]
    inside += [part for name in OPENS for part in ("--add-opens", f"{name}=ALL-UNNAMED")]
    settings = {
        "cassandra.config": f"file://{folder}/cassandra.yaml",
        "cassandra.storagedir": str(folder),
        "cassandra-foreground": "yes",
        "cassandra.superuser_setup_delay_ms": "100",
        "cassandra.ring_delay_ms": "500",
        "cassandra.skip_wait_for_gossip_to_settle": "0",
        "jdk.attach.allowAttachSelf": "true",
    }
    agent = next(Path(jars).glob("jamm-*.jar"))
    server = ["java", "-Xmx768m", *inside, f"-javaagent:{agent}", *(f"-D{k}={v}" for k, v in settings.items())]
    server += ["-cp", f"{jars}/*", "org.apache.cassandra.service.CassandraDaemon"]
    with running(*server):
        wait_for(9042)
        time.sleep(5)

        def connect(password: str, version: int, coding: str | None) -> Cluster:
            return Cluster(
                ["127.0.0.1"],
                auth_provider=PlainTextAuthProvider("cassandra", password),
                protocol_version=version,
                compression=coding or False,
                schema_metadata_enabled=False,
                token_metadata_enabled=False,
            )

        with connect("cassandra", 4, None) as cluster, cluster.connect() as session:
            session.execute("create keyspace crm with replication={'class':'SimpleStrategy','replication_factor':1}")
            session.execute("create table crm.customer (id uuid primary key, name text, mobile text, idno text)")
            session.execute("create table crm.contact (name text primary key, phones list<text>)")
        with recording("cassandra", "tcp port 9042"):
            with suppress(NoHostAvailable), connect("Grey-Heron-42", 4, None) as cluster:
                cluster.connect()
            for version, coding in ((4, None), (4, "lz4"), (5, None)):
                with connect("cassandra", version, coding) as cluster, cluster.connect("crm") as session:
                    insert = session.prepare("insert into customer (id, name, mobile, idno) values (?, ?, ?, ?)")
                    batch = BatchStatement()
                    for number, customer in enumerate(CUSTOMERS):
                        row = (uuid.UUID(int=number), customer["name"], customer["mobile"], customer.get("idno"))
                        if number:
                            batch.add(insert, row)
                        else:
                            session.execute(insert, row)
                    session.execute(batch)
                    session.execute("insert into contact (name, phones) values (%s, ['13800138000'])", ["张伟"])
                    list(session.execute("select * from customer"))
                    list(session.execute("select * from contact"))


def opensearch(folder: Path) -> None:
    """Bulk requests and searches."""
    node = ROOT / "tests" / "contract" / "jars" / "OpenSearchNode.java"
    server = ["java", "-Xmx512m", "-cp", f"{JARS / 'opensearch'}/*", str(node), str(folder / "home"), "9200", "9300"]
    with running(*server):
        wait_for(9200)
        time.sleep(5)
        OpenSearch("http://127.0.0.1:9200").indices.create(index="customer")
        with recording("opensearch", "tcp port 9200"):
            for packed in (False, True):
                with OpenSearch("http://127.0.0.1:9200", http_compress=packed) as client:
                    lines: list[object] = []
                    for number, customer in enumerate(CUSTOMERS):
                        lines += [{"index": {"_id": str(number)}}, customer]
                    client.bulk(index="customer", body=lines, refresh=True)
                    client.search(index="customer", body={"query": {"match": {"mobile": "13800138000"}}})
                    client.search(index="customer", body={"query": {"match_all": {}}})


if __name__ == "__main__":
    perform({"mongodb": mongodb, "cassandra": cassandra, "opensearch": opensearch})
