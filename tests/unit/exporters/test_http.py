from __future__ import annotations

import base64
import contextlib
import datetime as dt
import email.utils
import socket
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from exporters._http import AuthSection, HttpClient, HttpSection, RefusedError, Reply, send_in_parts
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, RejectedError
from sensor.export.settings import SecretSection, convert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sensor.model.event import Event


@pytest.fixture
def client(server: Any) -> Iterator[HttpClient]:
    found = HttpClient("exporter x", HttpSection(timeout="30s"), [server.url])
    yield found
    found.close()


def post(client: HttpClient, url: str) -> Reply:
    return client.post(url, b"[]", {})


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_success_is_one(client: HttpClient, server: Any, status: int) -> None:
    server.answer = lambda _: (status, {}, b"")
    assert post(client, server.url).status == status


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        (401, "see auth"),
        (403, "see auth"),
        (404, "see url"),
        (405, "see url"),
        (408, "408"),
        (415, "see format"),
        (429, "429"),
        (500, "500"),
        (503, "503"),
        (301, "final address"),
        (307, "final address"),
        (499, "499"),
    ],
)
def test_other_status_keeps_the_events_and_says_what_to_mend(
    client: HttpClient, server: Any, status: int, mend: str
) -> None:
    server.answer = lambda _: (status, {"Location": "/elsewhere"}, b"a body that stays untold")
    with pytest.raises(DeliveryError, match=mend) as caught:
        post(client, f"{server.url}/hooks/confidential")
    assert "untold" not in caught.value.reason
    assert "confidential" not in caught.value.reason
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [400, 413, 422])
def test_refusal_is_told_apart(client: HttpClient, server: Any, status: int) -> None:
    server.answer = lambda _: (status, {}, b"")
    with pytest.raises(RefusedError):
        post(client, server.url)
    with pytest.raises(DeliveryError):
        client.post(server.url, b"", {}, refusals=frozenset())


@pytest.mark.parametrize(
    ("text", "wait_s"),
    [("7", 7.0), ("0", 0.0), ("999999999999999999999", 3600.0), ("-3", None), ("soon", None), ("", None), ("²", None)],
)
def test_retry_after_in_seconds_is_bounded(client: HttpClient, server: Any, text: str, wait_s: float | None) -> None:
    server.answer = lambda _: (503, {"Retry-After": text}, b"")
    with pytest.raises(DeliveryError) as caught:
        post(client, server.url)
    assert caught.value.retry_after_s == wait_s


def test_retry_after_as_a_date_is_bounded(client: HttpClient, server: Any) -> None:
    for days, least, most in ((1, 3600.0, 3600.0), (-1, 0.0, 0.0), (1 / 1440, 30.0, 60.0)):
        date = email.utils.format_datetime(dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=days), usegmt=True)
        server.answer = lambda _, date=date: (429, {"Retry-After": date}, b"")
        with pytest.raises(DeliveryError) as caught:
            post(client, server.url)
        assert caught.value.retry_after_s is not None
        assert least <= caught.value.retry_after_s <= most


def test_long_body_is_cut(client: HttpClient, server: Any) -> None:
    server.answer = lambda _: (200, {}, b"x" * 1_000_000)
    assert len(client.post(server.url, b"", {}, most=1000).body) == 1000
    assert post(client, server.url).status == 200


def test_nobody_listens(client: HttpClient) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(DeliveryError, match=f"127.0.0.1:{port}: no connection: Connection refused"):
            post(client, f"http://127.0.0.1:{port}/")


def test_silent_server_times_out(client: HttpClient, server: Any) -> None:
    hasty = HttpClient("exporter x", HttpSection(timeout="200ms"), [server.url])
    server.silence.set()
    with pytest.raises(DeliveryError, match=r"no answer within 0\.2 s"):
        post(hasty, server.url)
    hasty.close()
    server.silence.clear()
    assert post(client, server.url).status == 200


def test_head_that_drips_times_out() -> None:
    stopped = threading.Event()

    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nx: ")
            while not stopped.wait(0.05):
                connection.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        hasty = HttpClient("exporter x", HttpSection(timeout="300ms"), [url])
        began = time.monotonic()
        try:
            with pytest.raises(DeliveryError, match=r"no answer within 0\.3 s"):
                post(hasty, url)
        finally:
            stopped.set()
            thread.join()
            hasty.close()
        assert time.monotonic() - began < 5


def test_answer_that_is_no_http_is_not_quoted(client: HttpClient) -> None:
    def serve(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"confidential nonsense\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        thread = threading.Thread(target=serve, args=(listener,))
        thread.start()
        with pytest.raises(DeliveryError, match="the connection broke") as caught:
            post(client, f"http://127.0.0.1:{listener.getsockname()[1]}/")
        thread.join(20)
    assert "confidential" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://siem.example.com/x", "would travel in clear"),
        ("ftp://siem.example.com/x", "must begin with https"),
        ("siem.example.com", "must begin with https"),
        ("https://", "must begin with https"),
        ("https://me:secret@siem.example.com", "must not hold a password"),
        ("https://[::1", "is none"),
    ],
)
def test_bad_url_is_refused(url: str, reason: str) -> None:
    with pytest.raises(ConfigError, match=reason) as caught:
        HttpClient("exporter x", HttpSection(), [url])
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://siem.example.com/x", ("siem.example.com", 443)),
        ("https://siem.example.com:8443", ("siem.example.com", 8443)),
        ("http://127.0.0.1:9093", ("127.0.0.1", 9093)),
        ("http://[::1]", ("::1", 80)),
        ("http://localhost", ("localhost", 80)),
    ],
)
def test_addresses_come_from_urls(url: str, address: tuple[str, int]) -> None:
    assert HttpClient("exporter x", HttpSection(), [url]).addresses == [address]


def test_clear_http_can_be_allowed_by_name() -> None:
    client = HttpClient("exporter x", HttpSection(insecure_http=True), ["http://198.51.100.9"])
    assert client.addresses == [("198.51.100.9", 80)]


@pytest.mark.parametrize("timeout", ["0s", "11m"])
def test_timeout_is_bounded(timeout: str) -> None:
    with pytest.raises(ConfigError, match="timeout"):
        HttpClient("exporter x", HttpSection(timeout=timeout), ["https://siem.example.com"])


def test_ways_to_authenticate(tmp_path: Path) -> None:
    secret = SecretSection(file=str(tmp_path / "secret"))
    (tmp_path / "secret").write_text("s3cret\n")
    basic = AuthSection(user="leaktap", password=secret).headers("x")["Authorization"]
    assert base64.b64decode(basic.removeprefix("Basic ")) == b"leaktap:s3cret"
    assert AuthSection(bearer=secret).headers("x") == {"Authorization": "Bearer s3cret"}
    assert AuthSection(api_key=secret).headers("x") == {"Authorization": "ApiKey s3cret"}
    assert AuthSection(api_key=secret, api_key_header="X-Api-Key").headers("x") == {"X-Api-Key": "s3cret"}
    assert AuthSection().headers("x") == {}


@pytest.mark.parametrize(
    "auth",
    [
        {"user": "a"},
        {"password": {"env": "PASSWORD"}},
        {"user": "a:b", "password": {"env": "PASSWORD"}},
        {"user": "a", "password": {"env": "PASSWORD"}, "bearer": {"env": "PASSWORD"}},
        {"bearer": {"env": "LINES"}},
        {"api_key": {"env": "PASSWORD"}, "api_key_header": "X Key"},
        {"bearer": {"env": "NOT_THERE_AT_ALL"}},
    ],
)
def test_senseless_auth_is_refused(auth: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD", "s3cret")
    monkeypatch.setenv("LINES", "one\r\nX-Forged: two")
    with pytest.raises(ConfigError) as caught:
        convert("x", auth, AuthSection).headers("x")
    assert "s3cret" not in str(caught.value)
    assert "Forged" not in str(caught.value)


def test_replaced_secret_is_read_after_a_401(server: Any, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("old")
    section = HttpSection(auth=AuthSection(bearer=SecretSection(file=str(token))))
    client = HttpClient("exporter x", section, [server.url])
    server.answer = lambda request: (200 if request.headers["Authorization"] == "Bearer new" else 401, {}, b"")
    with pytest.raises(DeliveryError):
        post(client, server.url)
    token.unlink()
    with pytest.raises(DeliveryError, match="401"):  # what was there before stays
        post(client, server.url)
    token.write_text("new")
    with pytest.raises(DeliveryError):
        post(client, server.url)
    assert post(client, server.url).status == 200
    client.close()


class Poster:
    """Takes batches without the numbers in ``bad``, of at most ``most`` events, until it has had ``patience``."""

    def __init__(self, bad: set[int], most: int = 1000, patience: int = 10_000) -> None:
        self.bad = bad
        self.most = most
        self.patience = patience
        self.taken: list[int] = []

    def __call__(self, events: Sequence[Event]) -> None:
        if self.patience == 0:
            raise DeliveryError("gone", retry_after_s=3.0)
        self.patience -= 1
        if len(events) > self.most or any(event.seq in self.bad for event in events):
            raise RefusedError("400 Bad Request")
        self.taken += [event.seq for event in events]


def test_refused_batch_is_halved_until_the_guilty_event_is_alone(make_event: Any) -> None:
    events = [make_event(number) for number in range(500)]
    poster = Poster({17, 18, 499})
    with pytest.raises(RejectedError) as caught:
        send_in_parts([events], poster)
    assert caught.value.events == dict.fromkeys([events[17].id, events[18].id, events[499].id], "400 Bad Request")
    assert poster.taken == [number for number in range(500) if number not in {17, 18, 499}]


def test_batch_that_is_too_large_arrives_in_order(make_event: Any) -> None:
    poster = Poster(set(), most=7)
    send_in_parts([[make_event(number) for number in range(100)]], poster)
    assert poster.taken == list(range(100))


def test_front_ends_where_an_event_was_refused(make_event: Any) -> None:
    events = [make_event(number) for number in range(8)]
    for bad, patience, front in ((set(), 3, 3), ({1}, 4, 1), ({0}, 4, 0), (set(), 0, 0)):
        poster = Poster(bad, patience=patience)
        with pytest.raises(DeliveryError) as caught:
            send_in_parts([events[at : at + 1] for at in range(8)], poster)
        assert caught.value.delivered == front
        assert caught.value.retry_after_s == 3.0
