"""Records mail: real clients against real servers.

Each capture is one short dialogue over loopback with invented customers. Run as root; it makes namespaces of its own,
so that all ports are free and no name of the machine is recorded::

    apt-get install --no-install-recommends exim4-daemon-light dovecot-imapd dovecot-pop3d swaks curl tcpdump iproute2
    python3 tests/recorded/make_mail.py [NAME...]

Writes::

    smtp.pcap   logins refused and accepted (PLAIN and LOGIN), a mail with two attached tables; a pipelined mail to two
                people; one by curl
    pop3.pcap   logins refused and accepted (USER and PLAIN); the heads of a mail, and the mail with its attachment
    imap.pcap   logins refused and accepted (LOGIN and PLAIN); a mail appended, searched for and fetched, whole and in
                parts
"""

from __future__ import annotations

import imaplib
import poplib
import shutil
import smtplib
from contextlib import suppress
from email.message import EmailMessage
from typing import TYPE_CHECKING, Final

from stage import HOST, customers, perform, recording, run, running, wait_for

if TYPE_CHECKING:
    from pathlib import Path

USER: Final = "crmexport"
PASSWORD: Final = "Autumn-Rain-7"
WRONG: Final = "Winter-Sun-8"
SENDER: Final = "crm@sender.example"
EXIM: Final = """
primary_hostname = mail.crm.example
spool_directory = {folder}/spool
log_file_path = {folder}/%slog
pid_file_path = {folder}/pid
rfc1413_query_timeout = 0s
host_lookup =
tls_advertise_hosts =
pipelining_advertise_hosts = *
auth_advertise_hosts = *
acl_smtp_rcpt = acl_rcpt
acl_smtp_data = accept

begin acl
acl_rcpt:
  accept authenticated = *
  deny message = log in first

begin routers
nowhere:
  driver = redirect
  data = :blackhole:

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and {{{{eq{{$auth2}}{{{user}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = Username:: : Password::
  server_condition = ${{if and {{{{eq{{$auth1}}{{{user}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
"""
DOVECOT: Final = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
login_greeting = Ready.
mail_location = maildir:{folder}/mail
mail_uid = mail
mail_gid = mail
first_valid_uid = 1
first_valid_gid = 1
passdb {{
  driver = static
  args = user={user} password={password}
}}
userdb {{
  driver = static
  args = home={folder}/mail
}}
namespace inbox {{
  inbox = yes
}}
"""


def mail(seed: int, to: str = "partner@receiver.example") -> EmailMessage:
    """A mail that tells of one customer, with the others in attached tables."""
    first, *others = customers(seed, 5)
    message = EmailMessage()
    message["From"] = SENDER
    message["To"] = to
    message["Subject"] = f"客户名单 {first.mobile}"
    message["Date"] = "Thu, 01 Jan 2026 10:00:00 +0800"
    message["Message-ID"] = f"<{seed}@crm.example>"
    message.set_content(f"您好，{first.name} 的身份证号是 {first.resident_id}。\n")
    rows = [f"{who.name},{who.resident_id},{who.mobile},{who.card},{who.email}\r\n" for who in others]
    table = "姓名,id_card,mobile,card,email\r\n" + "".join(rows[:3])
    message.add_attachment(table.encode("gbk"), maintype="text", subtype="csv", filename="客户.csv")
    message.add_attachment(f"name,id_card,mobile,card,email\r\n{rows[3]}", subtype="csv", filename="plain.csv")
    return message


def smtp(folder: Path) -> None:
    """Three clients."""
    (folder / "spool").mkdir()
    for path in (folder, folder / "spool"):
        shutil.chown(path, "Debian-exim", "Debian-exim")
    config = folder / "exim.conf"
    config.write_text(EXIM.format(folder=folder, user=USER, password=PASSWORD), encoding="utf-8")
    text = folder / "mail"
    text.write_bytes(mail(203).as_bytes())
    second, third = customers(202, 2)
    server = ("exim4", "-bdf", "-C", str(config), "-oX", f"{HOST}.25")
    with running(*server):
        wait_for(25)
        with recording("smtp", "tcp port 25"):
            with smtplib.SMTP(HOST, local_hostname="crm-1") as client:
                client.ehlo()
                client.user, client.password = USER, WRONG
                with suppress(smtplib.SMTPAuthenticationError):
                    client.auth("PLAIN", client.auth_plain)
                client.password = PASSWORD
                client.auth("PLAIN", client.auth_plain)
                client.send_message(mail(201))
            there = (
                "--server",
                HOST,
                "--from",
                SENDER,
                "--helo",
                "crm-1",
                "--to",
                "one@receiver.example,two@receiver.example",
            )
            login = ("--auth", "LOGIN", "--auth-user", USER, "--auth-password")
            run("swaks", *there, *login, WRONG, fails=True)
            heads = ("--header", f"Subject: {second.email}", "--pipeline")
            run("swaks", *there, *heads, *login, PASSWORD, "--body", f"{second.name} {second.card}\n.{third.mobile}\n")
            curl = ("curl", "-s", "-S", "--login-options", "AUTH=PLAIN", "-u", f"{USER}:{PASSWORD}", "-T", str(text))
            run(*curl, "--mail-from", SENDER, "--mail-rcpt", "partner@receiver.example", f"smtp://{HOST}/crm-1")


def dovecot(folder: Path) -> tuple[str, ...]:
    """The server of mailboxes, with one user."""
    config = folder / "dovecot.conf"
    config.write_text(DOVECOT.format(folder=folder, user=USER, password=PASSWORD), encoding="utf-8")
    for name in ("", "new", "cur", "tmp"):
        (folder / "mail" / name).mkdir()
        shutil.chown(folder / "mail" / name, "mail", "mail")
    return ("dovecot", "-F", "-c", str(config))


def pop3(folder: Path) -> None:
    """Two clients read one mail."""
    server = dovecot(folder)
    (folder / "mail" / "new" / "1.crm").write_bytes(mail(211, f"{USER}@crm.example").as_bytes())
    shutil.chown(folder / "mail" / "new" / "1.crm", "mail", "mail")
    with running(*server, wait=2), recording("pop3", "tcp port 110"):
        client = poplib.POP3(HOST)
        client.user(USER)
        with suppress(poplib.error_proto):
            client.pass_(WRONG)
        client.user(USER)
        client.pass_(PASSWORD)
        client.list()
        client.uidl()
        client.top(1, 0)
        client.retr(1)
        client.quit()
        run("curl", "-s", "-S", "-u", f"{USER}:{PASSWORD}", f"pop3://{HOST}/1")


def imap(folder: Path) -> None:
    """A mail on its way into a mailbox and out of it."""
    with running(*dovecot(folder), wait=2), recording("imap", "tcp port 143"):
        with imaplib.IMAP4(HOST) as client:
            with suppress(imaplib.IMAP4.error):
                client.login(USER, WRONG)
            client.login(USER, PASSWORD)
            client.append("INBOX", "", "", mail(221, f"{USER}@crm.example").as_bytes())
            client.select()
            client.search(None, "FROM", SENDER)
            client.fetch("1", "(ENVELOPE BODYSTRUCTURE)")
            client.fetch("1", "(UID FLAGS BODY[])")
            client.fetch("1", "(BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)] BODY.PEEK[2])")
        run("curl", "-s", "-S", "-u", f"{USER}:{PASSWORD}", f"imap://{HOST}/INBOX;UID=1;SECTION=1")


if __name__ == "__main__":
    perform({"smtp": smtp, "pop3": pop3, "imap": imap}, "--uts", hostname="crm-1")
