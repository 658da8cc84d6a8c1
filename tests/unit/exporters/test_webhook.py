from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest

from exporters.webhook import Webhook
from sensor.errors import ConfigError
from sensor.export.api import DeliveryError, RejectedError


def webhook(server: Any, **options: Any) -> Webhook:
    return Webhook("hook", {"url": f"{server.url}/in", "timeout": "30s", **options})


def test_batch_is_one_array(server: Any, make_event: Any) -> None:
    hook = webhook(server, format="native")
    hook.send([make_event(1), make_event(2)])
    hook.close()
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/in")
    assert [alert["id"] for alert in json.loads(request.body)] == [make_event(1).alert.id, make_event(2).alert.id]
    assert request.headers["Content-Type"] == "application/json"
    assert request.headers["X-Leaktap-Schema"] == "leaktap/1"
    assert "X-Leaktap-Signature" not in request.headers


def test_events_one_by_one_carry_their_ids(server: Any, make_event: Any) -> None:
    hook = webhook(server, batch=False)
    hook.send([make_event(1), make_event(2)])
    hook.close()
    assert [request.headers["Idempotency-Key"] for request in server.requests] == [make_event(1).id, make_event(2).id]
    assert json.loads(server.requests[0].body)["metadata"]["uid"] == make_event(1).id


def test_repeat_of_a_batch_has_the_same_key_and_another_batch_another(server: Any, make_event: Any) -> None:
    hook = webhook(server)
    hook.send([make_event(1), make_event(2)])
    hook.send([make_event(1), make_event(2)])
    hook.send([make_event(1)])
    hook.close()
    first, second, third = (request.headers["Idempotency-Key"] for request in server.requests)
    assert first == second != third


def test_receiver_can_verify_the_signature(server: Any, make_event: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "shared")
    hook = webhook(server, hmac={"env": "HOOK_SECRET"})
    hook.send([make_event(1)])
    hook.close()
    (request,) = server.requests
    timestamp = request.headers["X-Leaktap-Timestamp"]
    expected = hmac.new(b"shared", timestamp.encode() + b"." + request.body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(request.headers["X-Leaktap-Signature"], f"v1={expected}")
    assert timestamp.isdigit()


def test_own_headers_and_auth_are_sent(server: Any, make_event: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "t0ken")
    hook = webhook(server, headers={"X-Team": "data protection"}, auth={"bearer": {"env": "TOKEN"}})
    hook.send([make_event(1)])
    hook.close()
    assert server.requests[0].headers["X-Team"] == "data protection"
    assert server.requests[0].headers["Authorization"] == "Bearer t0ken"


@pytest.mark.parametrize("header", ["Authorization", "content-length", "X-Leaktap-Signature", "Bad Name", ""])
def test_headers_that_are_ours_or_none_are_refused(header: str) -> None:
    with pytest.raises(ConfigError, match="exporter hook: headers"):
        Webhook("hook", {"url": "https://siem.example.com", "headers": {header: "x"}})


def test_header_value_cannot_smuggle_a_line() -> None:
    with pytest.raises(ConfigError, match="do not fit"):
        Webhook("hook", {"url": "https://siem.example.com", "headers": {"X-A": "b\r\nX-C: d"}})


def test_refused_event_is_found_and_the_rest_arrives(server: Any, make_event: Any) -> None:
    events = [make_event(number) for number in range(1, 9)]
    bad = events[4].alert.id
    server.answer = lambda request: (422 if bad.encode() in request.body else 200, {}, b"")
    hook = webhook(server)
    with pytest.raises(RejectedError) as caught:
        hook.send(events)
    hook.close()
    assert list(caught.value.events) == [events[4].id]


def test_failure_in_the_middle_tells_what_arrived(server: Any, make_event: Any) -> None:
    server.answer = lambda _: (200 if len(server.requests) < 3 else 503, {"Retry-After": "9"}, b"")
    hook = webhook(server, batch=False)
    with pytest.raises(DeliveryError) as caught:
        hook.send([make_event(number) for number in range(5)])
    hook.close()
    assert (caught.value.delivered, caught.value.retry_after_s) == (2, 9.0)


@pytest.mark.parametrize(("status", "words"), [(200, "answers 200"), (405, "shows with the first alert")])
def test_check_asks_with_head(server: Any, status: int, words: str) -> None:
    server.answer = lambda _: (status, {}, b"")
    hook = webhook(server)
    assert words in hook.check()
    hook.close()
    assert [request.method for request in server.requests] == ["HEAD"]


def test_check_fails_where_nobody_is_let_in(server: Any) -> None:
    server.answer = lambda _: (401, {}, b"")
    hook = webhook(server)
    with pytest.raises(DeliveryError, match="see auth"):
        hook.check()
    hook.close()


def test_unknown_option_and_format_are_refused() -> None:
    for options in ({"colour": 1}, {"format": "xml"}, {"timeout": "soon"}):
        with pytest.raises(ConfigError, match="exporter hook"):
            Webhook("hook", {"url": "https://siem.example.com", **options})
    assert Webhook("hook", {"url": "https://siem.example.com"}).addresses() == [("siem.example.com", 443)]
