"""Pagefind's program: given documents, it makes one index of them."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from contextlib import suppress
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, Final

from pagefind.service import get_executable

from site_builder.problems import SurveyError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NOT_TEXT: Final = ".headerlink"
"""What stands in a page without being said: the signs after headings that link to them."""
SMALL: Final = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "8000"}
"""What lets files of an index have 10 KB in place of 25, in Pagefind's environment.

So a word takes as much from some parts of an index as from one that has all. A version of Pagefind
that does not know it makes larger files, no others.
"""
BLOCK: Final = 1 << 20
ADDING: Final = 1
"""The number of every order to take up a page: only errors are answered with words."""
LAST: Final = 2
"""The number of the order that is answered with the index."""


class Indexer:
    """A process of Pagefind's program, which makes one index.

    It is told what to do as by Pagefind's own packages: messages are JSON in Base64 with a comma
    behind each, and so are its answers. The package for Python waits a tenth of a second for every
    answer; here all is said before the first answer is read. Documents keep the order in which they
    are given, so the same documents give the same bytes.
    """

    def __init__(self, *, is_part: bool) -> None:
        """Start the program, for an index that is one of several or not.

        Raises SurveyError where there is no program.
        """
        program = find_program()
        self._said = TemporaryFile()  # noqa: SIM115 (closed by whoever ends the run)
        try:
            self._process = subprocess.Popen(  # noqa: S603 (the wheel's own program)
                [program, "--service"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                env={**os.environ, **(SMALL if is_part else {})},
            )
        except OSError as error:
            self._said.close()
            raise failure(str(error)) from None

    def files(self, orders: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
        """Yield the files of the index of what is ordered (`order`); raises SurveyError.

        Orders may come in blocks of any size. Files come by word of mouth, since those that the
        program writes itself may not be whole when it says that they are.
        """
        with suppress(BrokenPipeError):  # it has ended; what it said last tells why
            self._tell(orders)
        for answer in self._answers():
            payload = answer["payload"]
            if payload["type"] == "Error":
                raise failure(payload["message"])
            if answer["message_id"] == LAST:
                for file in payload["files"]:
                    yield file["path"], base64.b64decode(file["content"])
                return
        raise failure(self._reason())

    def close(self) -> None:
        """End the program, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with suppress(OSError):  # what was still to be said to it
                    stream.close()
        self._said.close()

    def kill(self) -> None:
        """End the program while another thread talks to it."""
        self._process.kill()

    def _tell(self, orders: Iterable[bytes]) -> None:
        config = {"exclude_selectors": [NOT_TEXT]}
        stream = self._process.stdin
        if stream:
            stream.write(_message(0, {"type": "NewIndex", "config": config}))
            stream.writelines(orders)
            stream.write(_message(LAST, {"type": "GetFiles", "index_id": 0}))
            stream.flush()

    def _answers(self) -> Iterator[dict[str, Any]]:
        pieces: list[bytes] = []
        while self._process.stdout and (block := os.read(self._process.stdout.fileno(), BLOCK)):
            *ends, rest = block.split(b",")
            for end in ends:
                yield json.loads(base64.b64decode(b"".join([*pieces, end])))
                pieces.clear()
            pieces.append(rest)

    def _reason(self) -> str:
        """Tell why the program has ended."""
        code = self._process.wait()
        self._said.seek(0)
        said = printable(" ".join(self._said.read().decode(errors="replace").split()), 300)
        return said or f"exit code {code}"


def order(uri: str, text: str) -> bytes:
    """Return what tells the program to take up a page with this address."""
    page = {"url": uri, "file_contents": text, "file_path": None}
    return _message(ADDING, {"type": "AddFile", "index_id": 0, **page})


def _message(number: int, payload: dict[str, Any]) -> bytes:
    message = json.dumps({"message_id": number, "payload": payload}, ensure_ascii=False)
    return base64.b64encode(message.encode()) + b","


def failure(reason: str) -> SurveyError:
    """Return the error that says why there is no index."""
    return SurveyError(f"the search index cannot be made: {reason}")


def find_program() -> Path:
    """Find the program, which a wheel carries; raises SurveyError where it does not."""
    try:
        found = get_executable()
    except FileNotFoundError:
        found = None
    if found is None:
        raise failure("pip install 'pagefind[bin]'")
    return found
