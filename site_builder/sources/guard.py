"""HTTP connections that are guarded against SSRF, and that have a deadline.

Links come from strangers, so requests go to public addresses only. A host is resolved once and the
connection pinned to an address that was checked, which rules out DNS rebinding. Behind a proxy,
hosts are resolved beforehand as far as possible, and refusing the rest is up to the proxy.
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
    Endpoints = frozenset[tuple[str, int]]

PRIVATE: Final = "leads into a private network"
NAMELESS: Final = "has no address"
"""Reasons for refusing a host, which callers look for in the text of errors."""
NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""Well-known prefix of IPv4 addresses embedded in IPv6 (RFC 6052 §2.1)."""
MOST_WATCHED: Final = 64
"""Connections that are watched at a time: more than are ever open."""
MOST_TRIED: Final = 2
"""Addresses of a host to which a connection is tried."""


def is_public(address: str) -> bool:
    """Return whether an IP address, and every IPv4 address embedded in it, is public.

    Public means globally reachable by the registries of IANA, and not multicast; what is no IP
    address is not public.
    """
    try:
        whole = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(each.is_global and not each.is_multicast for each in (whole, *_embedded_ipv4(whole)))


def _embedded_ipv4(address: Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses embedded in an IPv6 address: NAT64, mapped, 6to4, Teredo."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        yield from filter(None, (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())))


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host; empty where it cannot be resolved."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def has_private_address(host: str, port: int) -> bool:
    """Return whether any address that a host resolves to is not public."""
    return any(not is_public(address) for address in resolve(host, port))


class Deadline:
    """Shuts connections down after a time limit, against hosts that send a byte at a time."""

    def __init__(self) -> None:
        self.expired = False
        """Whether the last request ran out of time."""
        self._handles: list[int] = []
        weakref.finalize(self, _close, self._handles)

    def watch(self, connection: socket.socket) -> None:
        """Keep a duplicate of a connection's file descriptor, since TLS takes over the first."""
        self._handles.append(os.dup(connection.fileno()))
        _close(self._handles, keep=MOST_WATCHED)

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Shut all watched connections down if the block takes longer than `seconds`."""
        self.expired = False
        timer = threading.Timer(seconds, self._shut_down)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _shut_down(self) -> None:
        self.expired = True
        for handle in tuple(self._handles):
            with suppress(OSError), socket.socket(fileno=os.dup(handle)) as connection:
                connection.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Close the duplicated file descriptors."""
        _close(self._handles)


def _close(handles: list[int], *, keep: int = 0) -> None:
    """Close file descriptors, the oldest first, except for the newest `keep`."""
    while len(handles) > keep:
        os.close(handles.pop(0))


class _WithDeadline:
    """A connection that its adapter's deadline watches."""

    deadline = Deadline()

    def _new_conn(self: Any) -> Any:
        return self._connected()

    def _connected(self: Any) -> Any:
        connection = super()._new_conn()  # type: ignore[misc] # the other base's
        self.deadline.watch(connection)
        return connection


class _Pinned(_WithDeadline):
    """A connection that resolves its host itself, and refuses one with an address not public."""

    allowed: Endpoints = frozenset()
    """Hosts and ports that may be private: services of one's own."""

    def _new_conn(self: Any) -> Any:
        host = self._dns_host
        if (host, self.port) in self.allowed:
            return self._connected()
        found = resolve(host, self.port)
        if not found:
            raise NewConnectionError(self, NAMELESS)
        if not all(map(is_public, found)):
            raise NewConnectionError(self, PRIVATE)
        try:
            return self._first(found[:MOST_TRIED])
        finally:
            self._dns_host = host  # which certificates are checked against

    def _first(self: Any, addresses: list[str]) -> Any:
        """Connect to the first address that answers; raises the error of the last one."""
        *others, last = addresses
        for address in others:
            self._dns_host = address
            with suppress(HTTPError):
                return self._connected()
        self._dns_host = last
        return self._connected()


class DeadlineAdapter(HTTPAdapter):
    """An HTTP adapter whose connections, also those to proxies, have a deadline."""

    def __init__(self) -> None:
        self.deadline = Deadline()
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **named: Any) -> None:
        """Create the pools of connections, which the deadline watches."""
        super().init_poolmanager(*arguments, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools()

    def proxy_manager_for(self, proxy: Any, **named: Any) -> Any:
        """Return the manager of connections to a proxy, which may have a private address."""
        manager = super().proxy_manager_for(proxy, **named)
        manager.pool_classes_by_scheme = _pools(_WithDeadline, deadline=self.deadline)
        return manager

    def _pools(self) -> dict[str, Any]:
        return _pools(_WithDeadline, deadline=self.deadline)

    def close(self) -> None:
        """Close all connections."""
        super().close()
        self.deadline.release()


class PublicAdapter(DeadlineAdapter):
    """An HTTP adapter that connects to public addresses and to `allowed` endpoints only (SSRF)."""

    def __init__(self, allowed: Endpoints = frozenset()) -> None:
        self._allowed = allowed
        super().__init__()

    def _pools(self) -> dict[str, Any]:
        return _pools(_Pinned, deadline=self.deadline, allowed=self._allowed)


def _pools(kind: type, **own: Any) -> dict[str, Any]:
    """Return classes of pools by scheme, their connections of `kind` with attributes `own`."""
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
