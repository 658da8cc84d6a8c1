"""Records a camera's stream: a real client against a real server.

The capture is one short dialogue over loopback with invented customers. Run as root; it makes namespaces of its own, so
that all ports are free and no name of the machine is recorded::

    apt-get install --no-install-recommends gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-base \
        gstreamer1.0-plugins-good ffmpeg tcpdump iproute2
    python3 tests/recorded/make_media.py

Writes::

    rtsp.pcap   Basic logins refused and accepted; a stream played, its sound between the messages; another announced,
                whose description tells of a customer, and recorded
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from stage import HOST, customers, perform, recording, run, running

if TYPE_CHECKING:
    from pathlib import Path

USER: Final = "crmexport"
PASSWORD: Final = "Autumn-Rain-7"
WRONG: Final = "Winter-Sun-8"
PORT: Final = "8554"
# The bindings of GStreamer belong to the interpreter of the system.
PYTHON: Final = "/usr/bin/python3"
SERVER: Final = """
import sys
import gi
gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer as Rtsp
host, port, user, password = sys.argv[1:]
Gst.init(None)
server = Rtsp.RTSPServer(address=host, service=port)
auth = Rtsp.RTSPAuth()
token = Rtsp.RTSPToken()
token.set_string("media.factory.role", "camera")
auth.add_basic(Rtsp.RTSPAuth.make_basic(user, password), token)
server.set_auth(auth)
live = "( audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! mulawenc ! rtppcmupay name=pay0 )"
kept = "( rtppcmudepay name=depay0 ! fakesink )"
modes = Rtsp.RTSPTransportMode
for path, launch, mode in (("/hall", live, modes.PLAY), ("/kept", kept, modes.RECORD)):
    factory = Rtsp.RTSPMediaFactory()
    factory.set_launch(launch)
    factory.set_transport_mode(mode)
    permissions = Rtsp.RTSPPermissions()
    permissions.add_permission_for_role("camera", "media.factory.access", True)
    permissions.add_permission_for_role("camera", "media.factory.construct", True)
    factory.set_permissions(permissions)
    server.get_mount_points().add_factory(path, factory)
server.attach(None)
GLib.MainLoop().run()
"""


def rtsp(_: Path) -> None:
    """Plays and records, over TCP."""
    who, other = customers(401, 2)
    ffmpeg = ("ffmpeg", "-v", "error", "-nostdin")

    def there(password: str, path: str) -> str:
        return f"rtsp://{USER}:{password}@{HOST}:{PORT}/{path}"

    with (
        running(PYTHON, "-c", SERVER, HOST, PORT, USER, PASSWORD, wait=3),
        recording("rtsp", f"tcp port {PORT}"),
    ):
        over = ("-rtsp_transport", "tcp")
        read = (*ffmpeg, *over, "-user_agent", f"crm {other.mobile}", "-analyzeduration", "0", "-i")
        run(*read, there(WRONG, "hall"), "-t", "0.2", "-f", "null", "-", fails=True)
        run(*read, there(PASSWORD, "hall"), "-t", "0.2", "-f", "null", "-")
        sound = ("-re", "-f", "lavfi", "-i", "sine=sample_rate=8000:duration=0.4", "-c:a", "pcm_mulaw")
        title = ("-metadata", f"title={who.name} {who.resident_id} {who.email}")
        run(*ffmpeg, *sound, *title, "-f", "rtsp", *over, there(PASSWORD, "kept"))


if __name__ == "__main__":
    perform({"rtsp": rtsp}, "--uts", hostname="crm-1")
