"""Records relational and key-value stores and a directory: real clients against real servers.

Each capture is one short dialogue over loopback with invented customers. Run as root; it makes namespaces of its own,
so that all ports are free and no name of the machine is recorded::

    apt-get install --no-install-recommends mariadb-server mariadb-client postgresql postgresql-client redis-server \
        memcached sasl2-bin slapd ldap-utils tcpdump iproute2
    pip install pymysql mysql-connector-python 'psycopg[binary]' redis pymemcache python-binary-memcached ldap3
    python3 tests/recorded/make_databases.py [NAME...]

Writes::

    mysql.pcap       a login refused; rows inserted as text and read back, a local file loaded; values and rows in the
                     binary form of prepared statements; the same rows by MariaDB's client through compression
    pgsql.pcap       logins refused and accepted with a password in the clear and by SCRAM; simple queries, parameters
                     and rows as text and binary, COPY in and out
    redis.pcap       logins refused and accepted; strings, hashes, lists and a pipeline in RESP2 and RESP3
    memcached.pcap   logins refused and accepted, values set and got: in the text protocol and, on port 11212, in the
                     binary one
    ldap.pcap        simple binds refused and accepted; customers added, found, compared, changed
"""

# ruff: noqa: S608 -- the statements are made of this file's own constants

from __future__ import annotations

import shutil
from contextlib import chdir, closing, suppress
from pathlib import Path
from typing import Final

import bmemcached
import ldap3
import psycopg
import pymysql
import redis as resp
from bmemcached.exceptions import MemcachedException as BinaryError
from mysql import connector
from pymemcache.client.base import Client
from pymemcache.exceptions import MemcacheError
from redis.backoff import NoBackoff
from redis.retry import Retry
from stage import HOST, customers, perform, recording, run, running, wait_for

USER: Final = "crm_app"
PASSWORD: Final = "Autumn-Rain-7"
WRONG: Final = "Winter-Sun-8"
REALM: Final = "crm-1"
TABLE: Final = (
    "create table customer (name varchar(40), id_card char(18), mobile varchar(20), card varchar(19), email text)"
)
COLUMNS: Final = "name, id_card, mobile, card, email"
SLAPD: Final = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
database mdb
maxsize 1048576
suffix "dc=crm,dc=example"
rootdn "cn=crm_app,dc=crm,dc=example"
rootpw {password}
directory {folder}
"""


def rows(seed: int, count: int) -> list[tuple[str, str, str, str, str]]:
    """Invented customers in the order of the columns."""
    return [(who.name, who.resident_id, who.mobile, who.card, who.email) for who in customers(seed, count)]


def csv(seed: int, count: int) -> str:
    """Invented customers as lines of a file."""
    return "".join(",".join(row) + "\n" for row in rows(seed, count))


def mysql(folder: Path) -> None:
    """Text, a file, prepared statements, compression."""
    data, socket = folder / "data", folder / "socket"
    run("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--user=root", "--skip-test-db")
    options = [f"--datadir={data}", f"--socket={socket}", f"--bind-address={HOST}", "--user=root"]
    options += ["--character-set-server=utf8mb4", "--local-infile=1", f"--pid-file={folder / 'pid'}"]
    (folder / "customers.csv").write_text(csv(101, 3), encoding="utf-8")
    load = "load data local infile 'customers.csv' into table customer fields terminated by ','"
    grants = f"create user {USER}@'%' identified by '{PASSWORD}'; grant all on crm.* to {USER}@'%';"
    login = {"host": HOST, "user": USER, "database": "crm"}
    place = "?, ?, ?, ?, ?"
    with running("mariadbd", "--no-defaults", *options):
        wait_for(3306)
        admin = ("mariadb", "--no-defaults", f"--socket={socket}", "-u", "root")
        run(*admin, text=f"create database crm; use crm; {TABLE}; {grants}")
        with recording("mysql", "tcp port 3306"), chdir(folder):
            with suppress(pymysql.OperationalError):
                pymysql.connect(password=WRONG, **login)
            with pymysql.connect(password=PASSWORD, local_infile=True, **login) as text, text.cursor() as cursor:
                insert = f"insert into customer ({COLUMNS}) values ({place.replace('?', '%s')})"
                cursor.executemany(insert, rows(102, 2))
                cursor.execute(load)
                text.commit()
                cursor.execute(f"select {COLUMNS} from customer order by mobile")
            # MariaDB does not know the collation that this client asks for.
            with connector.connect(
                password=PASSWORD, use_pure=True, ssl_disabled=True, collation="utf8mb4_general_ci", **login
            ) as binary:
                cursor = binary.cursor(prepared=True)
                for row in rows(103, 2):
                    cursor.execute(f"insert into customer ({COLUMNS}) values ({place})", row)
                binary.commit()
                cursor.execute(f"select {COLUMNS} from customer where mobile <> ?", (rows(102, 1)[0][2],))
                cursor.fetchall()
                cursor.close()
            client = ("mariadb", "--no-defaults", f"--host={HOST}", f"--user={USER}", f"--password={PASSWORD}")
            run(*client, "--compress", "--skip-ssl", "crm", text=f"select {COLUMNS} from customer;")


def pgsql(folder: Path) -> None:
    """Logins in the clear and by SCRAM; simple, extended and copied."""
    folder = folder / "data"
    folder.mkdir()
    shutil.chown(folder, "postgres")
    programs = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"))))
    own = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
    run(*own, str(programs / "initdb"), "-D", str(folder), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    rules = f"local all all trust\nhost all clear_app {HOST}/32 password\nhost all {USER} {HOST}/32 scram-sha-256\n"
    (folder / "pg_hba.conf").write_text(rules, encoding="utf-8")
    users = ";".join(f"create role {user} superuser login password '{PASSWORD}'" for user in ("clear_app", USER))
    server = (str(programs / "postgres"), "-D", str(folder), "-h", HOST, "-k", str(folder))

    def there(user: str, password: str) -> str:
        return f"postgresql://{user}:{password}@{HOST}/crm?sslmode=disable&gssencmode=disable"

    with running(*own, *server):
        wait_for(5432)
        admin = ("psql", "-h", str(folder), "-U", "postgres")
        run(*admin, text=f"create database crm;\n{users};\n\\c crm\n{TABLE};\n")
        with recording("pgsql", "tcp port 5432"):
            for user in ("clear_app", USER):
                with suppress(psycopg.OperationalError):
                    psycopg.connect(there(user, WRONG))
            literals = ",".join(str(row) for row in rows(111, 2))
            simple = f"insert into customer values {literals};\nselect {COLUMNS} from customer;\n"
            copied = "copy customer to stdout with (format csv, header);\n"
            run("psql", there("clear_app", PASSWORD), text=simple + copied)
            with psycopg.connect(there(USER, PASSWORD)) as extended, extended.cursor() as cursor:
                insert = f"insert into customer ({COLUMNS}) values (%s, %s, %s, %s, %s)"
                cursor.executemany(insert, rows(112, 2))
                with cursor.copy(f"copy customer ({COLUMNS}) from stdin") as copy:
                    for row in rows(113, 2):
                        copy.write_row(row)
                cursor.execute(f"select {COLUMNS} from customer where mobile = %s", (rows(112, 1)[0][2],))
            with psycopg.connect(there(USER, PASSWORD)) as binary, binary.cursor(binary=True) as cursor:
                chosen = [row[2] for row in rows(113, 2)]
                cursor.execute(f"select {COLUMNS} from customer where mobile in (%b, %b)", chosen)
                with cursor.copy("copy customer to stdout with (format binary)") as copy:
                    list(copy.rows())


def redis(folder: Path) -> None:
    """Both versions of the protocol."""
    server = ("redis-server", "--bind", HOST, "--dir", str(folder), "--save", "", "--requirepass", PASSWORD)
    acl = ("--user", USER, "on", f">{PASSWORD}", "~*", "+@all")
    with running(*server, *acl):
        wait_for(6379)
        with recording("redis", "tcp port 6379"):
            once = Retry(NoBackoff(), 0)
            with (
                suppress(resp.AuthenticationError),
                resp.Redis(HOST, password=WRONG, protocol=2, retry=once) as refused,
            ):
                refused.ping()
            for version, user, seed in ((2, None, 121), (3, USER, 122)):
                first, second, third = customers(seed, 3)
                with resp.Redis(HOST, username=user, password=PASSWORD, protocol=version) as client:
                    fields = {"name": first.name, "id_card": first.resident_id, "mobile": first.mobile}
                    client.hset(f"customer:{version}", mapping=fields)
                    client.hgetall(f"customer:{version}")
                    client.set(f"session:{version}", f'{{"mobile": "{second.mobile}", "email": "{second.email}"}}')
                    with client.pipeline(transaction=True) as pipeline:
                        pipeline.rpush(f"cards:{version}", second.card, third.card)
                        pipeline.lrange(f"cards:{version}", 0, -1)
                        pipeline.get(f"session:{version}")
                        pipeline.execute()
                    client.eval("return redis.call('set', KEYS[1], ARGV[1])", 1, "last", third.resident_id)
                    client.get("last")


def memcached(folder: Path) -> None:
    """Both protocols."""
    first, second, third = customers(131, 3)
    (folder / "users").write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
    text = ("memcached", "-u", "root", "-l", HOST, "-U", "0", "-B", "ascii", "-Y", str(folder / "users"))
    (folder / "memcached.conf").write_text(f"mech_list: plain\nsasldb_path: {folder / 'db'}\n", encoding="utf-8")
    run("saslpasswd2", "-p", "-c", "-f", str(folder / "db"), "-u", REALM, "-a", "memcached", USER, text=PASSWORD)
    binary = ("env", f"SASL_CONF_PATH={folder}", "memcached", "-S", "-u", "root", "-l", HOST, "-U", "0", "-p", "11212")
    with running(*text), running(*binary), recording("memcached", "tcp portrange 11211-11212"):
        with suppress(MemcacheError), closing(Client((HOST, 11211), default_noreply=False)) as client:
            client.set("auth", f"{USER} {WRONG}")
        client = Client((HOST, 11211), default_noreply=False, encoding="utf-8")
        client.set("auth", f"{USER} {PASSWORD}")
        client.set("customer:1", f"{first.name},{first.resident_id},{first.mobile}")
        client.set_many({"card:2": second.card, "mail:2": second.email}, noreply=True)
        client.get_many(["customer:1", "card:2", "mail:2"])
        client.gets("customer:1")
        client.close()
        with suppress(BinaryError):
            bmemcached.Client(f"{HOST}:11212", f"{USER}@{REALM}", WRONG).get("customer:3")
        other = bmemcached.Client(f"{HOST}:11212", f"{USER}@{REALM}", PASSWORD)
        other.set("customer:3", f"{third.name},{third.resident_id},{third.mobile}")
        other.set_multi({"card:3": third.card, "mail:3": third.email})
        other.get("customer:3")
        other.get_multi(["card:3", "mail:3"])
        other.disconnect_all()


def ldap(folder: Path) -> None:
    """Two clients."""
    config = folder / "slapd.conf"
    config.write_text(SLAPD.format(folder=folder, password=PASSWORD), encoding="utf-8")
    base = "dc=crm,dc=example"
    first, second, third = customers(141, 3)
    who = f"cn={USER},{base}"
    entry = f"dn: {base}\nobjectClass: dcObject\nobjectClass: organization\ndc: crm\no: CRM\n\n"
    entry += f"dn: uid=1,{base}\nobjectClass: inetOrgPerson\nuid: 1\ncn: {first.name}\nsn: {first.name[0]}\n"
    entry += f"mobile: {first.mobile}\nmail: {first.email}\nemployeeNumber: {first.resident_id}\n"
    login = ("-x", "-H", f"ldap://{HOST}", "-D", who, "-w")
    with running("slapd", "-h", f"ldap://{HOST}", "-f", str(config), "-d", "0"), recording("ldap", "tcp port 389"):
        run("ldapsearch", *login, WRONG, "-b", base, fails=True)
        run("ldapadd", *login, PASSWORD, text=entry)
        run("ldapsearch", *login, PASSWORD, "-b", base, f"(mobile={first.mobile})")
        server = ldap3.Server(HOST, get_info=ldap3.NONE)
        with ldap3.Connection(server, who, PASSWORD, auto_bind=True) as client:
            values = {"cn": second.name, "sn": second.name[0], "mobile": second.mobile, "mail": second.email}
            client.add(f"uid=2,{base}", "inetOrgPerson", values)
            client.modify(f"uid=2,{base}", {"employeeNumber": [(ldap3.MODIFY_REPLACE, [third.resident_id])]})
            client.compare(f"uid=2,{base}", "mobile", third.mobile)
            client.search(base, "(objectClass=inetOrgPerson)", attributes=["cn", "mobile", "mail", "employeeNumber"])


if __name__ == "__main__":
    makers = {"mysql": mysql, "pgsql": pgsql, "redis": redis, "memcached": memcached, "ldap": ldap}
    perform(makers, "--uts", hostname=REALM)
