"""Links asked about, against a server on this machine."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest

from site_builder.sources import guard, http, links
from site_builder.sources.http import Client
from site_builder.sources.links import Answer, Kind, Prober
from site_builder.sources.visits import visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from services import Answer as Served
    from services import Clock, Services

    MakeAnswer = Callable[..., Served]
    Look = Callable[[str], Answer]

NAME = "papers.somewhere.org"
"""A host's name that nobody here can look up."""


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave proxies out."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def prober(services: Services, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Prober]:
    """Give what asks, let in at the local server alone."""
    monkeypatch.setenv("SURVEY_SERVICES_URL", services.url)
    prober = Prober(Client("keeper@example.org", None, clock.now, clock.sleep))
    yield prober
    prober.close()


@pytest.fixture
def stranger(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Prober]:
    """Give what asks, let in at no private place."""
    monkeypatch.delenv("SURVEY_SERVICES_URL", raising=False)
    prober = Prober(Client("", None, clock.now, clock.sleep))
    yield prober
    prober.close()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, Kind.OK),
        (204, Kind.OK),
        (401, Kind.BLOCKED),
        (403, Kind.BLOCKED),
        (404, Kind.GONE),
        (405, Kind.BLOCKED),
        (410, Kind.GONE),
        (451, Kind.BLOCKED),
        (500, Kind.UNREACHABLE),
        (999, Kind.BLOCKED),
    ],
)
def test_statuses(
    prober: Prober, services: Services, make_answer: MakeAnswer, status: int, kind: Kind
) -> None:
    """What is gone is told from what does not let us see, and from a host's own trouble."""
    services.answer("/page", make_answer(status=status))
    answer = prober.look(f"{services.url}/page")
    assert (answer.kind, answer.said) == (kind, "" if kind is Kind.OK else f"answered {status}")
    assert answer.is_heard


@pytest.mark.parametrize(
    ("host", "pause"),
    [
        ("arxiv.org", 3),
        ("export.arxiv.org", 3),
        ("www.arxiv.org", 3),
        ("WWW.ArXiv.org:443", 3),
        ("arxiv.org.", 3),
        ("iv.org", 1),
        ("org", 1),
        ("notarxiv.org", 1),
        ("arxiv.org.example.com", 1),
    ],
)
def test_pace_of_a_host(stranger: Prober, clock: Clock, host: str, pause: float) -> None:
    """Every host of arXiv is asked as seldom as arXiv wants; no other host is taken for one."""
    for _ in range(2):
        with stranger._turn(f"https://{host}/abs/1"):
            pass
    assert clock.slept == [pause]


def test_who_asks_and_how(prober: Prober, services: Services, make_answer: MakeAnswer) -> None:
    """HEAD comes first; a page that refuses it is asked for with GET; nothing is told of us."""
    services.answer("/page", make_answer(status=405, times=1))
    services.answer("/page", make_answer(b"x" * 100, headers={"Set-Cookie": "a=b"}))
    assert prober.look(f"{services.url}/page#part").kind is Kind.OK
    assert prober.look(f"{services.url}/page").kind is Kind.OK
    assert [(r.method, r.path) for r in services.requests] == [
        ("HEAD", "/page"),
        ("GET", "/page"),
        ("HEAD", "/page"),
    ]
    for request in services.requests:
        assert {name.lower() for name in request.headers} <= {
            "host",
            "user-agent",
            "accept",
            "accept-encoding",
            "connection",
        }
        assert "keeper@example.org" in request.headers["User-Agent"]


def test_passwords_stay_at_home(
    prober: Prober, services: Services, make_answer: MakeAnswer, tmp_path: Path, monkeypatch: Any
) -> None:
    """No password of the user's own files is sent."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    services.answer("/page", make_answer())
    prober.look(f"{services.url}/page")
    assert "Authorization" not in services.requests[0].headers


def test_a_body_is_not_read(prober: Prober, services: Services, make_answer: MakeAnswer) -> None:
    """A page that never ends is no trouble."""
    services.answer("/page", make_answer(status=405, times=1))
    services.answer("/page", make_answer(b"x" * 10_000_000, chunk=10, delay=0.01, length=-1))
    assert prober.look(f"{services.url}/page").kind is Kind.OK


def redirect(make_answer: MakeAnswer, status: int, where: str) -> Served:
    """Make an answer that sends on."""
    return make_answer(status=status, headers={"Location": where})


@pytest.mark.parametrize(
    ("status", "kind"), [(301, Kind.MOVED), (308, Kind.MOVED), (302, Kind.OK), (307, Kind.OK)]
)
def test_moved(
    prober: Prober, services: Services, make_answer: MakeAnswer, status: int, kind: Kind
) -> None:
    """A page that moved for good has a new address; one that is elsewhere for now has not."""
    services.answer("/old", redirect(make_answer, status, "/new#part"))
    services.answer("/new", make_answer())
    answer = prober.look(f"{services.url}/old")
    assert answer.kind is kind
    assert answer.target == (f"{services.url}/new" if kind is Kind.MOVED else "")


def test_moved_as_far_as_it_is_for_good(
    prober: Prober, services: Services, make_answer: MakeAnswer
) -> None:
    """Behind a redirect for now nothing is taken for the page's address."""
    services.answer("/a", redirect(make_answer, 301, "/b"))
    services.answer("/b", redirect(make_answer, 302, "/c"))
    services.answer("/c", redirect(make_answer, 301, "/d"))
    services.answer("/d", make_answer())
    assert prober.look(f"{services.url}/a").target == f"{services.url}/b"


@pytest.mark.parametrize(
    ("where", "kind", "said"),
    [
        ("/page", Kind.UNREACHABLE, "sends us round in circles"),
        ("javascript:alert(1)", Kind.BLOCKED, "sends us on to 'javascript:alert(1)', where we do"),
        ("http://user:word@e.org/", Kind.BLOCKED, "sends us on to"),
        ("file:///etc/passwd", Kind.BLOCKED, "sends us on to"),
        ("http://[", Kind.BLOCKED, "answered in a way"),
        ("http://127.0.0.1:9/", Kind.UNASKED, guard.PRIVATE),
        ("http://localhost/", Kind.UNASKED, "localhost is a name for examples"),
        ("http://169.254.169.254/latest", Kind.UNASKED, guard.PRIVATE),
        ("/gone", Kind.GONE, "answered 404"),
    ],
)
def test_redirects_of_strangers(  # noqa: PLR0913, PLR0917 (fixtures)
    prober: Prober, services: Services, make_answer: MakeAnswer, where: str, kind: Kind, said: str
) -> None:
    """A redirect leads to pages of the open Internet and nowhere else."""
    services.answer("/page", redirect(make_answer, 301, where))
    answer = prober.look(f"{services.url}/page")
    assert answer.kind is kind
    assert answer.said.startswith(said)
    assert not answer.target


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}/page",
        "http://[::1]:{port}/page",
        "http://[::ffff:127.0.0.1]:{port}/page",
        "http://2130706433:{port}/page",
        "http://0:{port}/page",
        "http://127.1:{port}/page",
        "http://10.0.0.1/",
        "https://192.168.1.1/",
    ],
)
def test_private_places_are_not_asked(stranger: Prober, services: Services, url: str) -> None:
    """However an address of our own network is written, nobody is asked there."""
    port = services.url.rpartition(":")[2]
    answer = stranger.look(url.format(port=port))
    assert answer.kind in {Kind.UNASKED, Kind.UNREACHABLE}
    assert not services.requests


@pytest.mark.parametrize(
    "url",
    ["https://example.org/a", "http://www.example.com", "http://x.test/", "http://printer.local/"],
)
def test_examples_are_not_asked(stranger: Prober, url: str) -> None:
    """Names that stand for nothing are left alone."""
    assert stranger.look(url).kind is Kind.UNASKED


def test_names_are_looked_up_once(
    stranger: Prober, services: Services, make_answer: MakeAnswer, monkeypatch: Any
) -> None:
    """A connection goes to the address that was looked at, whatever the name says a moment later."""
    port = services.url.rpartition(":")[2]
    monkeypatch.setattr(guard, "resolve", lambda *_: ["127.0.0.1"])
    assert stranger.look(f"http://{NAME}:{port}/page").kind is Kind.UNASKED
    monkeypatch.setattr(guard, "is_public", lambda _: True)
    services.answer("/page", make_answer())
    assert stranger.look(f"http://{NAME}:{port}/page").kind is Kind.OK
    assert services.requests[0].headers["Host"] == f"{NAME}:{port}"


def test_certificates_are_held_against_names(stranger: Prober, monkeypatch: Any) -> None:
    """An encrypted connection asks for the host by its name, not by the address it goes to."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            for _ in range(2):
                connection, _ = server.accept()
                with connection:
                    heard.append(connection.recv(4096))

        thread = threading.Thread(target=answer)
        thread.start()
        monkeypatch.setattr(guard, "resolve", lambda *_: ["127.0.0.1"])
        monkeypatch.setattr(guard, "is_public", lambda _: True)
        found = stranger.look(f"https://{NAME}:{server.getsockname()[1]}/")
        thread.join(1)
        while thread.is_alive():  # one try was enough: let the server go
            socket.create_connection(server.getsockname()).close()
            thread.join(1)
    assert found.kind is Kind.UNREACHABLE
    assert NAME.encode() in heard[0]


def test_one_letter_at_a_time(stranger: Prober, monkeypatch: Any) -> None:
    """A host that never comes to an end is hung up on."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while not stop.is_set():
                connection, _ = server.accept()
                with connection:
                    try:
                        connection.sendall(b"HTTP/1.1 ")
                        while not stop.wait(0.01):
                            connection.sendall(b"a")
                    except OSError:
                        continue

        thread = threading.Thread(target=answer)
        thread.start()
        monkeypatch.setattr(guard, "resolve", lambda *_: ["127.0.0.1"])
        monkeypatch.setattr(guard, "is_public", lambda _: True)
        monkeypatch.setattr(http, "DEADLINE", 0.2)
        found = stranger.look(f"http://{NAME}:{server.getsockname()[1]}/")
        stop.set()
        socket.create_connection(server.getsockname()).close()
        thread.join()
    assert found.kind is Kind.UNREACHABLE


@pytest.mark.parametrize("status", [429, 503])
def test_busy_hosts(
    prober: Prober, services: Services, clock: Clock, make_answer: MakeAnswer, status: int
) -> None:
    """A busy host is asked again after the time it names."""
    services.answer(
        "/",
        make_answer(status=status, headers={"Retry-After": "7"}, times=2 if status == 503 else 1),
    )
    services.answer("/", make_answer())
    assert prober.look(f"{services.url}/a").kind is Kind.OK
    assert clock.slept == [7]


def test_a_host_that_wants_no_more(
    prober: Prober, services: Services, clock: Clock, make_answer: MakeAnswer
) -> None:
    """A host that asks for a long pause is not asked for anything more."""
    services.answer("/", make_answer(status=429, headers={"Retry-After": "9999"}))
    assert prober.look(f"{services.url}/a").kind is Kind.BLOCKED
    assert prober.look(f"{services.url}/b").kind is Kind.BLOCKED
    assert len(services.requests) == 1
    assert clock.slept == []


def test_hosts_that_fail(prober: Prober, services: Services, make_answer: MakeAnswer) -> None:
    """A host that breaks off is asked once more; nothing is counted as gone."""
    services.answer("/", make_answer(hang_up=True))
    answer = prober.look(f"{services.url}/a")
    assert (answer.kind, answer.is_heard) == (Kind.UNREACHABLE, False)
    prober.look(f"{services.url}/b")
    assert len(services.requests) <= 4  # urllib3 may knock again at a connection that was cut


def test_nobody_there(stranger: Prober, monkeypatch: Any) -> None:
    """A host without an address is not looked up for every link."""
    asked: list[str] = []
    monkeypatch.setattr(guard, "resolve", lambda host, _: asked.append(host) or [])
    answer = stranger.look(f"https://{NAME}/a")
    assert answer == Answer(Kind.UNREACHABLE, "has no address: no such host")
    stranger.look(f"https://{NAME}/b")
    assert len(asked) == 1


def test_proxies_are_asked_in_our_stead(
    stranger: Prober, services: Services, make_answer: MakeAnswer, monkeypatch: Any
) -> None:
    """Where a proxy leads out it is asked, but not for what is known to be private."""
    monkeypatch.setenv("http_proxy", services.url)
    services.answer("http://", make_answer())
    assert stranger.look(f"http://{NAME}/a").kind is Kind.OK
    assert services.requests[0].path == f"http://{NAME}/a"
    assert stranger.look("http://10.0.0.1/").kind is Kind.UNASKED
    assert len(services.requests) == 1


def test_dois_are_the_resolvers_matter(
    prober: Prober, services: Services, make_answer: MakeAnswer
) -> None:
    """Of a DOI its resolver alone is asked; where it leads, programs are not welcome."""
    services.answer("/doi/10.1/known", redirect(make_answer, 302, "https://publisher.org/x"))
    assert prober.look("https://doi.org/10.1000/x").kind is Kind.GONE
    services.answer("/doi/10.1000/y(1)", redirect(make_answer, 301, "https://publisher.org/x"))
    assert prober.look("http://dx.doi.org/10.1000/y(1)") == Answer(Kind.OK)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("https://doi.org/10.1000/x%3Cy", "https://doi.org/10.1000/x%3Cy"),
        ("http://dx.doi.org/10.1000/x", "https://doi.org/10.1000/x"),
        ("https://arxiv.org/pdf/2203.12119v2", "https://arxiv.org/abs/2203.12119"),
        ("https://doi.org/", "https://doi.org/"),
        ("https://e.org/a#b", "https://e.org/a"),
    ],
)
def test_who_is_asked(url: str, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Identifiers lead to the services that they are of; all else is asked for as it is."""
    monkeypatch.delenv("SURVEY_SERVICES_URL", raising=False)
    assert links.asked_at(url) == where


def test_hosts_keep_their_pace(
    services: Services, clock: Clock, make_answer: MakeAnswer, monkeypatch: Any
) -> None:
    """A host is asked again no sooner than a second after its last answer."""
    monkeypatch.delenv("SURVEY_SERVICES_URL", raising=False)
    monkeypatch.setattr(guard, "resolve", lambda *_: ["127.0.0.1"])
    monkeypatch.setattr(guard, "is_public", lambda _: True)
    services.answer("/", make_answer())
    prober = Prober(Client("", None, clock.now, clock.sleep))
    port = services.url.rpartition(":")[2]
    for number in range(3):
        prober.look(f"http://{NAME}:{port}/{number}")
    prober.close()
    assert clock.slept == [1, 1]


def test_visits(
    services: Services, clock: Clock, make_answer: MakeAnswer, monkeypatch: Any
) -> None:
    """Every link is asked about once; arXiv's ids are looked up together, those not listed singly."""
    monkeypatch.setenv("SURVEY_SERVICES_URL", services.url)
    services.give(
        "/arxiv/query?id_list=2203.12119,2212.99999&max_results=2", "arxiv-2203.12119.xml"
    )
    services.answer("/page", make_answer())
    urls = [
        f"{services.url}/page",
        "https://arxiv.org/abs/2203.12119",
        "https://arxiv.org/abs/2212.99999",
        "https://example.org/",
    ]
    found = dict(visit(urls, lambda: Client("", None, clock.now, clock.sleep)))
    assert {url: answer.kind for url, answer in found.items()} == dict(
        zip(urls, [Kind.OK, Kind.OK, Kind.GONE, Kind.UNASKED], strict=True)
    )
    assert [r.path for r in services.requests if "2212" in r.path][1:] == [
        "/arxiv-listing/abs/2212.99999"
    ] * 2


def test_visits_tell_of_our_own_mistakes(services: Services, monkeypatch: Any) -> None:
    """What breaks in a thread is heard, and nobody waits for ever."""
    monkeypatch.setenv("SURVEY_SERVICES_URL", services.url)
    monkeypatch.setattr(Prober, "look", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        list(visit([f"{services.url}/a", "https://example.org"], Client))


def test_visits_can_be_broken_off(services: Services, monkeypatch: Any) -> None:
    """Whoever stops listening leaves nobody asking."""
    monkeypatch.setenv("SURVEY_SERVICES_URL", services.url)
    news = visit([f"{services.url}/{n}" for n in range(1000)], Client)
    next(news)
    news.close()  # type: ignore[attr-defined]
    assert len(services.requests) < 1000


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 (nothing is bound)
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("nonsense", False),
    ],
)
def test_open_addresses(address: str, is_public: bool) -> None:  # noqa: FBT001
    """Loopback, private, link-local and other special addresses are not open, however wrapped."""
    assert guard.is_public(address) is is_public
