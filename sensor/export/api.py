"""What a destination is: it takes batches of events and says what became of them. API version 1.

A destination is one class in one file of ``exporters/``, or in a package of its own that registers it under the
entry-point group ``leaktap.exporters``. It turns events into requests and nothing else: the store, the cursor, the
order, retries and their pauses belong to ``sensor.export.delivery``. ``send`` runs on a thread of its own, one call at
a time, and may block.

Delivery is at least once: an event that was sent just before a crash is sent again, with the same ``Event.id``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sensor.model.event import Event

API_VERSION: Final = 1


class DeliveryError(Exception):
    """The batch did not arrive, or nobody knows; it is sent again after a pause.

    Attributes:
        reason: For the log: what happened, without payload or secrets.
        retry_after_s: The pause that the destination asked for, in seconds; None: the usual one.
        delivered: How many events at the batch's front did arrive.
    """

    def __init__(self, reason: str, *, retry_after_s: float | None = None, delivered: int = 0) -> None:
        """Keeps the parts."""
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.delivered = delivered
        super().__init__(reason)


class RejectedError(Exception):
    """The destination will never take some events of the batch; all the others arrived.

    Attributes:
        events: Id of each refused event, and why, without payload or secrets.
    """

    def __init__(self, events: Mapping[str, str]) -> None:
        """Keeps the ids and the reasons."""
        self.events = dict(events)
        super().__init__(f"{len(self.events)} events were refused")


class Exporter(ABC):
    """A destination.

    Attributes:
        api_version: The version of this contract that the class was written for.
        batch_events: Most events in one ``send``.
    """

    api_version: ClassVar[int] = API_VERSION
    batch_events: ClassVar[int] = 500

    @abstractmethod
    def __init__(self, name: str, options: Mapping[str, Any]) -> None:
        """Reads its options; connects to nothing yet.

        Args:
            name: The name of this destination in the configuration: for errors, and for destinations that say it.
            options: Its mapping in the configuration, without ``type``; see ``sensor.export.settings.convert``.

        Raises:
            ConfigError: Names the destination, the option, and what is wrong with it.
        """

    @abstractmethod
    def send(self, events: Sequence[Event]) -> None:
        """Sends a batch, in order. Returns once the destination has taken all of it.

        Raises:
            DeliveryError: To be sent again.
            RejectedError: Never to be sent again.
        """

    @abstractmethod
    def check(self) -> str:
        """Tells in one line how the destination is, for ``leaktap doctor``: reaches it, authenticates, sends no event.

        Raises:
            DeliveryError: What is wrong and, if known, how to mend it.
        """

    def addresses(self) -> list[tuple[str, int]]:
        """Hosts and ports that it talks to, so that the sensor does not watch its own alerts. By default none."""
        return []

    def close(self) -> None:  # noqa: B027 - most destinations hold a connection, a file or a webhook may hold none
        """Gives connections and files back. ``send`` may be called again: it opens them anew."""
