"""`survey fmt`: every record in the one canonical form, comments kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from site_builder import library
from site_builder.cli.check import source_line
from site_builder.cli.context import PROBLEMS_FOUND, survey_root
from site_builder.cli.terminal import show
from site_builder.files import atomic, inside, lines
from site_builder.library import PAPERS, TAXONOMY, paper_path
from site_builder.problems import Problem, SurveyError, as_text, did_you_mean, quoted
from site_builder.record.models import TaxonomyFile
from site_builder.text.plurals import counted
from site_builder.yamlfiles import parsing, reading
from site_builder.yamlfiles.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY…]")
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 if fmt would.")
@click.pass_context
def fmt(ctx: click.Context, keys: tuple[str, ...], *, only_check: bool) -> None:
    """Put records into canonical form: order of fields, wrapping, quotes. Comments are kept.

    A record that is broken is told of and left as it is. KEY is a paper's key or its file.
    """
    root = survey_root(ctx)
    facets, problems = facet_fields(root)
    tell(root, problems)
    if facets is None:
        show(f"nothing was touched: {TAXONOMY} must be mended first", err=True)
        ctx.exit(PROBLEMS_FOUND)
    keys_meant = chosen(root, keys)
    if not only_check:
        atomic.sweep(root / PAPERS)
    done = Formatter(root, facets, write=not only_check)
    for key in keys_meant:
        done.format(key)
    tell(root, done.problems)
    for path in done.changed:
        show(f"{path}: {'is not in canonical form' if only_check else 'put in form'}")
    show(done.summary(), err=True)
    ctx.exit(PROBLEMS_FOUND if done.problems or (only_check and done.changed) else 0)


@dataclass
class Formatter:
    """Formats records one by one and keeps account."""

    root: Path
    facets: tuple[str, ...]
    write: bool
    seen: int = 0
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def format(self, key: str) -> None:
        """Format one record, or tell why it stays as it is."""
        self.seen += 1
        shown = paper_path(key)
        path = self.root / shown
        document, problems = reading.read(path, shown, self.root)
        if document is None:
            self.problems += problems
            return
        raw = path.read_bytes()
        text = lines.decoded(raw)
        outcome = canonical(text, shown, key, self.facets)
        self.problems += outcome.problems
        if outcome.text is not None and outcome.text.encode() != raw:
            self.changed.append(shown)
            if self.write:
                atomic.replace(path, outcome.text)

    def summary(self) -> str:
        """Count what was done, in one line."""
        broken = len({problem.path for problem in self.problems})
        verb = "put in form" if self.write else "not in form"
        text = f"{counted(self.seen, 'record')}: {len(self.changed)} {verb}"
        return f"{text}, {broken} broken and left alone" if broken else text


def tell(root: Path, problems: Iterable[Problem]) -> None:
    """Show problems with the lines that they are about."""
    for problem in problems:
        show(as_text(problem, source_line(root, problem)))


def facet_fields(root: Path) -> tuple[tuple[str, ...] | None, list[Problem]]:
    """Read which fields carry categories; None and the problems when the taxonomy is broken."""
    document, problems = reading.read(root / TAXONOMY, TAXONOMY, root)
    taxonomy = None
    if document and not problems:
        taxonomy, problems = parsing.read_registry(document, TaxonomyFile)
    if taxonomy is None:
        return None, problems
    return library.facet_fields(taxonomy), []


def chosen(root: Path, keys: Iterable[str]) -> list[str]:
    """List the keys of the records that are meant.

    Raises SurveyError for an unknown one, and where the folder of records cannot be read.
    """
    try:
        inside.real(root / PAPERS, root)
        paths = list((root / PAPERS).iterdir())
    except inside.Refused as refused:
        raise SurveyError(f"{PAPERS}: {refused.message}") from None
    except OSError as error:
        raise SurveyError(f"{PAPERS} cannot be read: {error.strerror}") from None
    known = sorted(path.stem for path in paths if path.suffix == ".yaml")
    named = [Path(key).stem if key.endswith(".yaml") else key for key in keys]
    for key in named:
        if key not in known:
            close = did_you_mean(key, known)
            raise SurveyError(f"there is no paper {quoted(key)}" + (f"; {close}" if close else ""))
    return list(dict.fromkeys(named)) or known
