"""Links from hand-written Markdown to generated pages and files."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files

from site_builder.problems import did_you_mean, quoted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig


class LinkedFiles(Files):
    """MkDocs' files, with every other file that Markdown links to taken on trust.

    MkDocs never sees the generated pages, so it cannot know them when it follows a link to
    `papers/KEY.md`; what was taken on trust is looked up once all pages are written.
    """

    def __init__(self, files: Iterable[File], config: MkDocsConfig) -> None:
        super().__init__(files)
        self.trusting = False
        """Whether links are followed now; the navigation is made before that."""
        self.reader = ""
        """The page whose links are followed."""
        self._config = config
        self._trusted: dict[str, File] = {}
        self._readers: dict[str, str] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """Find a file by its path in the folder of hand-written pages."""
        found = super().get_file_from_path(path)
        if found or not self.trusting or path.startswith(".."):
            return found
        self._readers.setdefault(path, self.reader)
        return self._trusted.setdefault(path, self._generated(path))

    def _generated(self, path: str) -> File:
        """Make a file that is linked to and never written by MkDocs."""
        return File(
            path,
            src_dir=None,
            dest_dir=self._config.site_dir,
            use_directory_urls=True,
            dest_uri=_written_as(path),
        )

    def broken(self, written: Collection[str]) -> Iterator[str]:
        """Yield which of the files taken on trust are not there after all."""
        for path, file in sorted(self._trusted.items()):
            if file.dest_uri not in written:
                hint = did_you_mean(path, _beside(path, written))
                said = f"{self._readers[path]}: the link to {quoted(path)} leads nowhere"
                yield f"{said} ({hint})" if hint else said


def _beside(path: str, written: Iterable[str]) -> list[str]:
    """Return what could be linked to instead: what lies in the same folder at the top."""
    top = path.partition("/")[0] + "/"
    near = [name for name in written if name.startswith(top)]
    return [posixpath.dirname(n) + ".md" if n.endswith("/index.html") else n for n in near]


def _written_as(path: str) -> str:
    """Return the file a link leads to: `papers/x`, `papers/x.md`, `papers/x/index.md` agree."""
    stem, suffix = posixpath.splitext(path)
    if suffix not in {"", ".md"}:
        return path
    return posixpath.join(stem.removesuffix("index"), "index.html")
