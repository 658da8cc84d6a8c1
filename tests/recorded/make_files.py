"""Records file transfers of real clients and servers: FTP, SMB, TFTP, rsync, NFS, WebDAV.

Each capture is one short dialogue over loopback with invented customers. Run as root; it makes namespaces of its own,
so that all ports are free and no name of the machine is recorded::

    apt-get install --no-install-recommends samba smbclient atftpd tftp-hpa rsync nfs-ganesha-mem libnfs-utils \
        rpcbind cadaver lftp curl tcpdump iproute2
    pip install smbprotocol wsgidav cheroot pyftpdlib
    python3 tests/recorded/make_files.py [NAME...]
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from stage import HOST, customers, perform, recording, run, running

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

USER: Final = "crmexport"
SYSTEM_USER: Final = "backup"  # a user of SMB must be one of the system
PASSWORD: Final = "Autumn-Rain-7"


def table(seed: int, count: int) -> str:
    """Invented customers as CSV."""
    rows = [f"{who.name},{who.resident_id},{who.mobile},{who.card},{who.email}" for who in customers(seed, count)]
    return "姓名,id_card,mobile,card,email\r\n" + "\r\n".join(rows) + "\r\n"


def ftp(folder: Path) -> None:
    """A login refused; put actively, got passively from the middle on; the same by the extended commands, unawaited."""
    (folder / "there").mkdir()
    (folder / "customers.csv").write_text(table(71, 6), encoding="utf-8")
    (folder / "there" / "returns.csv").write_text(table(72, 6), encoding="gbk")
    (folder / "half.csv").write_bytes((folder / "there" / "returns.csv").read_bytes()[:200])
    server = ("-m", "pyftpdlib", "-i", HOST, "-p", "21", "-w", "-u", USER, "-P", PASSWORD, "-d", str(folder / "there"))
    there = f"ftp://{HOST}/"
    curl = functools.partial(run, "curl", "-s", "-S", "-u", f"{USER}:{PASSWORD}")
    with running(sys.executable, *server), recording("ftp", "tcp"):
        run("curl", "-s", "-u", f"{USER}:Winter-Sun-1", there, fails=True)
        curl("--ftp-port", "-", "--disable-eprt", "-T", str(folder / "customers.csv"), f"{there}export.csv")
        curl("--disable-epsv", "-C", "-", "-o", str(folder / "half.csv"), f"{there}returns.csv")
        settings = "set ftp:prefer-epsv yes; set ftp:use-mlsd yes; set ftp:sync-mode no"
        moved = f"lcd {folder}; mkdir 客户; cd 客户; put customers.csv -o 名单.csv; ls; get 名单.csv -o got.csv"
        run("lftp", "--norc", "-c", f"{settings}; open -u {USER},{PASSWORD} {there}; {moved}")
        run("lftp", "--norc", "-c", f"set ftp:passive-mode no; open -u {USER},{PASSWORD} {there}; cat export.csv")


def smb_config(folder: Path, extra: str = "") -> Path:
    """A server of one share, with one user."""
    for name in ("share", "private", "state"):
        (folder / name).mkdir()
    (folder / "share").chmod(0o777)
    lines = [
        f"{key} = {folder / 'state'}"
        for key in ("lock directory", "state directory", "cache directory", "pid directory")
    ]
    lines += [
        f"private dir = {folder / 'private'}",
        "disable netbios = yes",
        "smb ports = 445",
        "map to guest = Bad User",
    ]
    lines += [
        "interfaces = lo",
        "bind interfaces only = yes",
        "disable spoolss = yes",
        "server role = standalone",
        extra,
    ]
    share = f"[crm]\npath = {folder / 'share'}\nread only = no\nguest ok = yes\nforce user = root\n"
    config = folder / "smb.conf"
    config.write_text("[global]\n" + "\n".join(lines) + "\n" + share, encoding="utf-8")
    entry = f"{PASSWORD}\n{PASSWORD}\n"
    subprocess.run(
        ["smbpasswd", "-c", str(config), "-s", "-a", SYSTEM_USER],
        input=entry,
        text=True,
        check=True,
        capture_output=True,
    )
    return config


def smb2(folder: Path) -> None:
    """Put, list and get, after a login."""
    config = smb_config(folder)
    (folder / "customers.csv").write_text(table(11, 8), encoding="utf-8")
    (folder / "share" / "returns.csv").write_text(table(12, 6), encoding="gbk")
    commands = f"lcd {folder}; mkdir export; put customers.csv export\\customers.csv; ls; get returns.csv got.csv"
    with (
        running("smbd", "-F", "--no-process-group", "--debug-stdout", "-s", str(config)),
        recording("smb2", "tcp port 445"),
    ):
        run("smbclient", f"//{HOST}/crm", "-U", f"{SYSTEM_USER}%{PASSWORD}", "-c", commands)


def smb2_interleaved(folder: Path) -> None:
    """Two files that are read a block at a time, in turns and backwards."""
    import smbclient as client  # noqa: PLC0415 -- only here

    config = smb_config(folder)
    for name, seed in (("first.csv", 21), ("second.csv", 22)):
        (folder / "share" / name).write_text(table(seed, 8), encoding="utf-8")
    with (
        running("smbd", "-F", "--no-process-group", "--debug-stdout", "-s", str(config)),
        recording("smb2_interleaved", "tcp port 445"),
    ):
        client.ClientConfig(username=SYSTEM_USER, password=PASSWORD, require_secure_negotiate=False)
        opened = [
            client.open_file(f"//{HOST}/crm/{name}", "rb", buffering=0, share_access="r")
            for name in ("first.csv", "second.csv")
        ]
        blocks = [range(0, 1000, 100), range(900, -100, -100)]
        for first, second in zip(*blocks, strict=True):
            for file, offset in zip(opened, (first, second), strict=True):
                file.seek(offset)
                file.read(100)
        for file in opened:
            file.close()
        client.reset_connection_cache()


def smb3_encrypted(folder: Path) -> None:
    """The same behind the encryption of version 3."""
    config = smb_config(folder, "smb encrypt = required")
    (folder / "customers.csv").write_text(table(13, 8), encoding="utf-8")
    options = ("-m", "SMB3", "--client-protection=encrypt", "-U", f"{SYSTEM_USER}%{PASSWORD}")
    with (
        running("smbd", "-F", "--no-process-group", "--debug-stdout", "-s", str(config)),
        recording("smb3_encrypted", "tcp port 445"),
    ):
        run("smbclient", f"//{HOST}/crm", *options, "-c", f"lcd {folder}; put customers.csv")


def smb1(folder: Path) -> None:
    """Version 1: a password in the clear, which the server refuses; then a hashed one, and a file put and got."""
    (folder / "customers.csv").write_text(table(14, 8), encoding="utf-8")
    old = ("-m", "NT1", "--option=client min protocol=NT1", "--option=client plaintext auth=yes")
    old += ("--option=client lanman auth=yes", "-U", f"{SYSTEM_USER}%{PASSWORD}")
    plain = ("--option=client use spnego=no", "--option=client NTLMv2 auth=no")
    commands = f"lcd {folder}; put customers.csv; get customers.csv got.csv"
    with recording("smb1", "tcp port 445"):
        for number, encrypts in enumerate(("no", "yes")):
            base = folder / str(number)
            base.mkdir()
            config = smb_config(base, f"server min protocol = NT1\nencrypt passwords = {encrypts}")
            with running("smbd", "-F", "--no-process-group", "--debug-stdout", "-s", str(config)):
                options = (*old, *plain) if encrypts == "no" else old
                run("smbclient", f"//{HOST}/crm", *options, "-c", commands, fails=encrypts == "no")


def tftp(folder: Path) -> None:
    """Put by one client, get with options by another."""
    folder.chmod(0o777)
    (folder / "put.csv").write_text(table(31, 9), encoding="utf-8")
    (folder / "export.csv").write_text(table(32, 30), encoding="utf-8")
    for name in ("uploads.csv", "export.csv"):
        (folder / name).touch()
        (folder / name).chmod(0o666)
    server = (
        "atftpd",
        "--daemon",
        "--no-fork",
        "--user",
        "root",
        "--group",
        "root",
        "--bind-address",
        HOST,
        str(folder),
    )
    with running(*server), recording("tftp", "udp"):
        run("tftp", HOST, "-m", "octet", "-c", "put", str(folder / "put.csv"), "uploads.csv")
        run("curl", "-s", "--tftp-blksize", "1024", "-o", str(folder / "got"), f"tftp://{HOST}/export.csv")


def rsync(folder: Path) -> None:
    """A push after a login, a compressed pull, and a login that is refused."""
    (folder / "module").mkdir()
    (folder / "customers.csv").write_text(table(41, 8), encoding="utf-8")
    (folder / "module" / "returns.csv").write_text(table(42, 8), encoding="utf-8")
    for name, word in (("secrets", f"{USER}:{PASSWORD}\n"), ("password", PASSWORD), ("wrong", "Winter-Sun-1")):
        (folder / name).write_text(word, encoding="utf-8")
        (folder / name).chmod(0o600)
    module = (
        f"[crm]\npath = {folder / 'module'}\nread only = no\nauth users = {USER}\nsecrets file = {folder / 'secrets'}\n"
    )
    config = folder / "rsyncd.conf"
    config.write_text(f"use chroot = no\nuid = root\ngid = root\naddress = {HOST}\n{module}", encoding="utf-8")
    there = f"rsync://{USER}@{HOST}/crm/"
    login = f"--password-file={folder / 'password'}"
    with running("rsync", "--daemon", "--no-detach", f"--config={config}"), recording("rsync", "tcp port 873"):
        run("rsync", "-a", login, str(folder / "customers.csv"), there)
        run("rsync", "-az", login, f"{there}returns.csv", str(folder / "got.csv"))
        run("rsync", "-az", "--old-compress", login, f"{there}returns.csv", str(folder / "old.csv"))
        run("rsync", "-a", f"--password-file={folder / 'wrong'}", there, str(folder), fails=True)


def nfs_server(folder: Path) -> tuple[str, ...]:
    """The server, over memory."""
    access = "Access_Type = RW; Squash = None; SecType = sys; Protocols = 3, 4; Transports = UDP, TCP;"
    export = f"EXPORT {{ Export_Id = 7; Path = /crm; Pseudo = /crm; {access} FSAL {{ Name = MEM; }} }}\n"
    core = "NFS_CORE_PARAM { Enable_NLM = false; Enable_RQUOTA = false; }\nMEM { Inode_Size = 65536; }\n"
    grace = f"NFSv4 {{ Graceless = true; RecoveryBackend = fs; RecoveryRoot = {folder}; }}\n"
    config = folder / "ganesha.conf"
    config.write_text(core + grace + export, encoding="utf-8")
    return ("ganesha.nfsd", "-F", "-L", str(folder / "log"), "-f", str(config), "-p", str(folder / "pid"))


def nfs(folder: Path, version: int) -> None:
    """Copies a file there and back."""
    (folder / "customers.csv").write_text(table(50 + version, 8), encoding="utf-8")
    there = f"nfs://{HOST}/crm/customers.csv?version={version}"
    expression = "port 2049 or port 111 or tcp"
    with (
        running("rpcbind", "-f"),
        running(*nfs_server(folder), wait=6),
        recording(f"nfs{version}", expression),
    ):
        run("nfs-cp", str(folder / "customers.csv"), there)
        run("nfs-cat", there)


def webdav(folder: Path) -> None:
    """Puts a file into a new collection, lists and moves it, gets it back; and a login that is refused."""
    (folder / "dav").mkdir()
    (folder / "customers.csv").write_text(table(61, 8), encoding="utf-8")
    config = folder / "wsgidav.yaml"
    users = f"simple_dc: {{user_mapping: {{'*': {{{USER}: {{password: {PASSWORD}}}}}}}}}"
    login = "http_authenticator: {accept_basic: true, accept_digest: false, default_to_digest: false}"
    config.write_text(f"provider_mapping: {{/: {folder / 'dav'}}}\n{users}\n{login}\n", encoding="utf-8")
    there = f"http://{HOST}:8089"
    server = ("wsgidav", "--host", HOST, "--port", "8089", "--config", str(config))
    curl = functools.partial(run, "curl", "-s", "-S", "-f", "-o", "/dev/null")
    with running(*server, wait=4), recording("webdav", "tcp port 8089"):
        curl("-u", f"{USER}:Winter-Sun-1", f"{there}/", fails=True)
        (folder / ".netrc").write_text(f"machine {HOST} login {USER} password {PASSWORD}\n", encoding="utf-8")
        (folder / ".netrc").chmod(0o600)
        listed = (
            "put customers.csv",
            "ls",
            "move customers.csv 客户.csv",
            f"get 客户.csv {folder / 'got.csv'}",
            "quit",
        )
        script = "\n".join((f"open {there}/", "mkcol export", "cd export", f"lcd {folder}", *listed, ""))
        home = {**os.environ, "HOME": str(folder)}
        subprocess.run(["cadaver"], input=script, text=True, check=True, capture_output=True, env=home)


MAKERS: Final[dict[str, Callable[[Path], None]]] = {
    "ftp": ftp,
    "smb1": smb1,
    "smb2": smb2,
    "smb2_interleaved": smb2_interleaved,
    "smb3_encrypted": smb3_encrypted,
    "tftp": tftp,
    "rsync": rsync,
    "nfs3": functools.partial(nfs, version=3),
    "nfs4": functools.partial(nfs, version=4),
    "webdav": webdav,
}


if __name__ == "__main__":
    perform(MAKERS, "--uts", hostname="crm-1")
