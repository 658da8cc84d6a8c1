"""Records HTTP/2, gRPC, WebSocket and server-sent events: real clients against real servers.

Each capture is one short dialogue over loopback with invented customers. Run as root::

    apt-get install --no-install-recommends tcpdump
    pip install grpcio protobuf 'httpx[http2]' hypercorn websockets
    python3 tests/recorded/make_web.py [NAME...]
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from concurrent import futures
from typing import TYPE_CHECKING, Any, Final

import grpc
import httpx
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from hypercorn.asyncio import serve
from hypercorn.config import Config
from stage import HOST, customers, perform, recording, wait_for
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve as serve_websocket

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from traffic import Person

    Receive = Callable[[], Awaitable[Any]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]

PORT: Final = 8080
LOGIN: Final = ("crmexport", "Autumn-Rain-7")


def record(person: Person) -> dict[str, str]:
    """A customer as JSON."""
    return {"name": person.name, "mobile": person.mobile, "idNo": person.resident_id, "email": person.email}


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answers with customers, as a page or as events; a wrong password with 401."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    allowed = b"authorization" not in dict(scope["headers"]) or scope["path"] != "/refused"
    kind = "text/event-stream" if scope["path"] == "/events" else "application/json"
    headers = [(b"content-type", kind.encode()), (b"x-served-by", b"crm-web")]
    await send({"type": "http.response.start", "status": 200 if allowed else 401, "headers": headers})
    rows = [record(person) for person in customers(1, 6)] if allowed else []
    if scope["path"] == "/events":
        for number, row in enumerate(rows):
            event = f"id: {number}\nevent: customer\ndata: {json.dumps(row, ensure_ascii=False)}\n\n"
            await send({"type": "http.response.body", "body": event.encode(), "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    else:
        page = json.dumps({"data": rows}, ensure_ascii=False)
        await send({"type": "http.response.body", "body": page.encode()})


async def http2() -> None:
    """Requests on one connection at once: a page, events, an upload, a login accepted and one refused."""
    config = Config()
    config.bind = [f"{HOST}:{PORT}"]
    over = asyncio.Event()
    server = asyncio.create_task(serve(application, config, shutdown_trigger=over.wait))  # type: ignore[arg-type]
    await asyncio.to_thread(wait_for, PORT)
    base = f"http://{HOST}:{PORT}"
    async with httpx.AsyncClient(http1=False, http2=True, base_url=base, trust_env=False) as client:
        upload = {"customers": [record(person) for person in customers(2, 40)]}
        await asyncio.gather(client.get("/customers"), client.get("/events"), client.post("/import", json=upload))
        await client.get("/account", auth=LOGIN)
        await client.get("/refused", auth=(LOGIN[0], "Winter-Sun-8"))
    over.set()
    await server


async def websocket() -> None:
    """Messages both ways, compressed with one history."""

    async def echo(socket: Any) -> None:
        async for message in socket:
            asked = json.loads(message)
            await socket.send(json.dumps({"saved": asked["mobile"], "owner": "li.na@example.cn"}))

    async with serve_websocket(echo, HOST, PORT), connect(f"ws://{HOST}:{PORT}/live?team=sales", proxy=None) as socket:
        for person in customers(3, 8):
            await socket.send(json.dumps(record(person), ensure_ascii=False))
            await socket.recv()
        await socket.ping(b"still here")


def classes() -> tuple[Any, Any]:
    """Message classes: a customer, and a page of them."""
    schema = descriptor_pb2.FileDescriptorProto(name="crm.proto", package="crm", syntax="proto3")
    field = descriptor_pb2.FieldDescriptorProto
    customer = schema.message_type.add(name="Customer")
    for number, name in enumerate(("name", "mobile", "id_no", "email"), 1):
        customer.field.add(name=name, number=number, type=field.TYPE_STRING, label=field.LABEL_OPTIONAL)
    customer.field.add(name="credit", number=5, type=field.TYPE_DOUBLE, label=field.LABEL_OPTIONAL)
    page = schema.message_type.add(name="Page")
    page.field.add(name="total", number=1, type=field.TYPE_INT64, label=field.LABEL_OPTIONAL)
    page.field.add(
        name="rows", number=2, type=field.TYPE_MESSAGE, type_name=".crm.Customer", label=field.LABEL_REPEATED
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(schema)
    found = [pool.FindMessageTypeByName(f"crm.{name}") for name in ("Customer", "Page")]
    return message_factory.GetMessageClass(found[0]), message_factory.GetMessageClass(found[1])


def grpc_calls() -> None:
    """A call with a page in answer, a stream of customers, and one that is refused; gzip where both agree."""
    customer, page = classes()

    def rows(seed: int, count: int) -> list[Any]:
        return [
            customer(name=p.name, mobile=p.mobile, id_no=p.resident_id, email=p.email, credit=n / 3)
            for n, p in enumerate(customers(seed, count))
        ]

    def listing(_: Any, __: Any) -> Any:
        return page(total=5, rows=rows(4, 5))

    def storing(sent: Iterator[Any], _: Any) -> Any:
        return page(total=sum(1 for _ in sent))

    def refusing(_: Any, context: Any) -> Any:
        context.abort(grpc.StatusCode.UNAUTHENTICATED, "not for crmexport")

    kinds = {"request_deserializer": customer.FromString, "response_serializer": page.SerializeToString}
    handler = grpc.method_handlers_generic_handler(
        "crm.Customers",
        {
            "List": grpc.unary_unary_rpc_method_handler(listing, **kinds),
            "Store": grpc.stream_unary_rpc_method_handler(storing, **kinds),
            "Refuse": grpc.unary_unary_rpc_method_handler(refusing, **kinds),
        },
    )
    server = grpc.server(futures.ThreadPoolExecutor(2), compression=grpc.Compression.Gzip)
    server.add_generic_rpc_handlers((handler,))
    server.add_insecure_port(f"{HOST}:{PORT}")
    server.start()
    ways = {"request_serializer": customer.SerializeToString, "response_deserializer": page.FromString}
    with grpc.insecure_channel(f"{HOST}:{PORT}", options=[("grpc.enable_http_proxy", 0)]) as channel:
        channel.unary_unary("/crm.Customers/List", **ways)(rows(5, 1)[0])
        channel.stream_unary("/crm.Customers/Store", **ways)(iter(rows(6, 9)))
        token = (("authorization", "Bearer Kx7-Qm4-example-token-41"),)
        with contextlib.suppress(grpc.RpcError):
            channel.unary_unary("/crm.Customers/Refuse", **ways)(rows(7, 1)[0], metadata=token)
    server.stop(None).wait()


def recorder(name: str, dialogue: Callable[[], None]) -> Callable[[Path], None]:
    """Records a dialogue on the one port."""

    def record(_: Path) -> None:
        with recording(name, f"tcp port {PORT}"):
            dialogue()

    return record


CAPTURES: Final = {
    "http2": recorder("http2", lambda: asyncio.run(http2())),
    "websocket": recorder("websocket", lambda: asyncio.run(websocket())),
    "grpc": recorder("grpc", grpc_calls),
}

if __name__ == "__main__":
    perform(CAPTURES)
