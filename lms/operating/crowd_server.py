"""Waitress for thousands of phones: it takes many connections at each turn, and lets the longest idle ones go."""

import heapq
import socket
import time
from collections.abc import Collection
from typing import Any, cast

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

AT_ONCE = 100  # connections taken, or let go, in one turn of the loop
JUST_COME = 1  # seconds


class CrowdServer(TcpWSGIServer):
    """A server on a held port.

    Waitress takes one connection a turn, and each turn looks at all that are open: a newcomer behind a thousand others
    would wait for a thousand turns. When its limit is reached it takes nobody until the first is idle for too long.
    """

    def __init__(self, application: Any, held: socket.socket, **options: Any) -> None:
        """Listen on this port, with threads of its own."""
        settings = Adjustments(**options)
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(settings.threads)
        self.spare = min(2 * AT_ONCE, settings.connection_limit // 4)  # places kept free for newcomers
        where = (held.family, held.type, held.proto, held.getsockname())
        super().__init__(
            application, {}, True, held, dispatcher=threads, adj=settings, sockinfo=where, bind_socket=False
        )

    def open_channels(self) -> Collection[HTTPChannel]:
        """The connections that are open."""
        return cast(dict[int, HTTPChannel], self.active_channels).values()

    def handle_accept(self) -> None:
        """Take those who wait, up to a hundred and no more than there is room for."""
        for _ in range(min(AT_ONCE, max(1, self.adj.connection_limit - len(self.open_channels())))):
            before = len(self.open_channels())
            super().handle_accept()
            if len(self.open_channels()) == before:
                return

    def readable(self) -> bool:
        """Whether newcomers are taken; room for them is made before there is none."""
        if len(self.open_channels()) + self.spare > self.adj.connection_limit:
            self.make_room(time.time())
        return super().readable()

    def make_room(self, now: float) -> None:
        """Close the connections that have been idle longest: a browser opens another when it wants something."""
        idle = (channel for channel in self.open_channels() if is_idle(channel, now))
        for channel in heapq.nsmallest(self.spare // 2, idle, key=lambda channel: channel.last_activity):
            channel.will_close = True


def is_idle(channel: HTTPChannel, now: float) -> bool:
    """Whether nothing is under way on this connection: no request that is being sent, answered or read.

    One that has just come is not idle: what it says may wait to be read.
    """
    busy = channel.requests or channel.request or channel.total_outbufs_len or channel.will_close
    return not busy and now - channel.last_activity >= JUST_COME
