"""Connections to the open Internet alone: links come from strangers, and our network is ours.

A name is looked up once, and the connection goes to an address that was looked at: who answers the
look-up cannot give another address to the connection. Where a proxy connects in our stead, names
are looked up beforehand as far as we can, and the rest is the proxy's to refuse.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
import weakref
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

if TYPE_CHECKING:
    from collections.abc import Iterator

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Doors = frozenset[tuple[str, int]]

PRIVATE: Final = "leads into a private network"
NAMELESS: Final = "has no address"
"""What is wrong with a host, in words that are found again in errors."""
NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""Where IPv4 addresses stand inside of IPv6 ones (RFC 6052 §2.1)."""
MOST_HELD: Final = 64
"""Connections that are held at a time: more than are ever open."""
MOST_TRIED: Final = 2
"""Addresses of a host to which a connection is tried."""


def is_open(address: str) -> bool:
    """Tell whether an IP address, and any that stands inside of it, is of the open Internet."""
    try:
        whole = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (whole, *_inside(whole)))


def _inside(address: Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 one carries."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        yield from filter(None, (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())))


def look_up(host: str, port: int) -> list[str]:
    """Give the addresses of a host; none where it has none."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def is_private(host: str, port: int) -> bool:
    """Tell whether a host is known to have an address that is not open; one is enough."""
    return any(not is_open(address) for address in look_up(host, port))


class Leash:
    """Ends what takes too long: a host could otherwise send one letter at a time for ever."""

    def __init__(self) -> None:
        self.is_over = False
        """Whether the time of the last answer was over before the answer was."""
        self._held: list[int] = []
        weakref.finalize(self, _close, self._held)

    def hold(self, connection: socket.socket) -> None:
        """Keep a second handle on a connection; encryption takes the first one over."""
        self._held.append(os.dup(connection.fileno()))
        _close(self._held, keep=MOST_HELD)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Hang up on all connections when the time is over."""
        self.is_over = False
        timer = threading.Timer(seconds, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _hang_up(self) -> None:
        self.is_over = True
        for handle in tuple(self._held):
            with suppress(OSError), socket.socket(fileno=os.dup(handle)) as connection:
                connection.shutdown(socket.SHUT_RDWR)

    def let_go(self) -> None:
        """Close the handles."""
        _close(self._held)


def _close(handles: list[int], *, keep: int = 0) -> None:
    """Close handles, the oldest first, and leave the newest open."""
    while len(handles) > keep:
        os.close(handles.pop(0))


class _Leashed:
    """A connection that can be hung up on from outside."""

    leash = Leash()

    def _new_conn(self: Any) -> Any:
        return self._connected()

    def _connected(self: Any) -> Any:
        connection = super()._new_conn()  # type: ignore[misc] # the other base's
        self.leash.hold(connection)
        return connection


class _Pinned(_Leashed):
    """A connection that looks its host up itself and refuses what is private."""

    doors: Doors = frozenset()
    """Hosts with ports that may be private: services of one's own."""

    def _new_conn(self: Any) -> Any:
        host = self._dns_host
        if (host, self.port) in self.doors:
            return self._connected()
        found = look_up(host, self.port)
        if not found:
            raise NewConnectionError(self, NAMELESS)
        if not all(map(is_open, found)):
            raise NewConnectionError(self, PRIVATE)
        try:
            return self._first(found[:MOST_TRIED])
        finally:
            self._dns_host = host  # what certificates are held against

    def _first(self: Any, addresses: list[str]) -> Any:
        """Connect to the first address that answers; raises what the last one gave."""
        *others, last = addresses
        for address in others:
            self._dns_host = address
            with suppress(HTTPError):
                return self._connected()
        self._dns_host = last
        return self._connected()


class LeashedAdapter(HTTPAdapter):
    """Connects as any adapter does, to proxies too, and can hang up on what takes too long."""

    def __init__(self) -> None:
        self.leash = Leash()
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """Make every pool connect with care."""
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, proxy: Any, **named: Any) -> Any:
        """Make the pools that connect to a proxy; it is ours, wherever it is."""
        manager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = _pools(_Leashed, leash=self.leash)
        return manager

    def _pools(self) -> dict[str, Any]:
        return _pools(_Leashed, leash=self.leash)

    def close(self) -> None:
        """Hang up."""
        super().close()
        self.leash.let_go()


class GuardedAdapter(LeashedAdapter):
    """Connects to the open Internet, and through no other door than those given."""

    def __init__(self, doors: Doors = frozenset()) -> None:
        self._doors = doors
        super().__init__()

    def _pools(self) -> dict[str, Any]:
        return _pools(_Pinned, leash=self.leash, doors=self._doors)


def _pools(kind: type, **own: Any) -> dict[str, Any]:
    """Make the pools of connections of a kind, by scheme."""
    classes = {
        "http": (HTTPConnectionPool, HTTPConnection),
        "https": (HTTPSConnectionPool, HTTPSConnection),
    }
    return {
        scheme: type(
            pool.__name__,
            (pool,),
            {"ConnectionCls": type(connection.__name__, (kind, connection), own)},
        )
        for scheme, (pool, connection) in classes.items()
    }
