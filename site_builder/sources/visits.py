"""Request all links of a survey: hosts in parallel, the links of one host in sequence."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Final

from site_builder.sources import arxiv, services
from site_builder.sources.draft import NotKnown, Unusable
from site_builder.sources.http import Unavailable
from site_builder.sources.links import Answer, Kind, Prober, arxiv_id_of, host_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.sources.http import Client

    News = tuple[str, Answer]

AT_ONCE: Final = 8
"""Hosts that are asked in parallel."""


def visit(urls: Iterable[str], make_client: Callable[[], Client]) -> Iterator[News]:
    """Yield each link with its answer as it arrives; each host has a client of its own."""
    groups = _by_host(urls)
    round_ = _Round(make_client)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            running = [pool.submit(round_.ask, group) for group in groups]
            for _ in range(sum(map(len, groups))):
                yield round_.next()
        finally:
            round_.stop.set()
            pool.shutdown(cancel_futures=True)
        for each in running:
            each.result()


def _by_host(urls: Iterable[str]) -> list[list[str]]:
    """Return links grouped by the host to ask, the largest group first, as it takes longest."""
    groups: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        groups[host_of(url)].append(url)
    return sorted(groups.values(), key=len, reverse=True)


@dataclass
class _Round:
    """One run over all hosts, whose workers put their answers into one queue."""

    make_client: Callable[[], Client]
    news: SimpleQueue[News | BaseException] = field(default_factory=SimpleQueue)
    stop: Event = field(default_factory=Event)

    def next(self) -> News:
        """Return the next answer when it arrives; raises what a worker raised."""
        found = self.news.get()
        if isinstance(found, BaseException):
            raise found
        return found

    def ask(self, urls: list[str]) -> None:
        """Request the links of one host, and put the answers, or an error, into the queue."""
        try:
            self._ask(urls)
        except BaseException as error:  # noqa: BLE001 (whoever waits must hear of it)
            self.news.put(error)

    def _ask(self, urls: list[str]) -> None:
        prober = Prober(self.make_client())
        try:
            known = dict(_listed(prober.client, urls))
            for url in urls:
                if self.stop.is_set():
                    return
                self.news.put((url, known.get(url) or prober.look(url)))
        finally:
            prober.close()


def _listed(client: Client, urls: list[str]) -> Iterator[News]:
    """Yield answers for the arXiv ids that arXiv's API lists, asked for in batches.

    Those that it does not list are left to be requested one by one.
    """
    ids = {url: found for url in urls if (found := arxiv_id_of(url))}
    wanted = sorted(set(ids.values()))
    for start in range(0, len(wanted), arxiv.MOST_IDS):
        batch = wanted[start : start + arxiv.MOST_IDS]
        try:
            feed = client.ask(services.ARXIV, arxiv.path(), arxiv.params(batch), arxiv.parse_feed)
        except Unavailable as error:
            lost = Answer(Kind.UNREACHABLE, str(error))
            yield from ((url, lost) for url, found in ids.items() if found in batch)
        except (Unusable, NotKnown):
            continue
        else:
            there = {draft.arxiv_id for draft in feed}
            yield from ((url, Answer(Kind.OK)) for url, found in ids.items() if found in there)
