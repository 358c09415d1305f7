"""The Jinja templates: the survey's own before the engine's, everything escaped."""

from __future__ import annotations

import re
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import markupsafe
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from site_builder import latex
from site_builder.files import inside
from site_builder.latex.display import LONG
from site_builder.pages import notes, wording
from site_builder.record.kinds import STATUS_WORDS
from site_builder.resources import templates_dir
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableMapping
    from pathlib import Path
    from typing import Any

    from jinja2 import nodes
    from jinja2.compiler import Frame

    from site_builder.pages.parts import Link

PARAGRAPHS: Final = re.compile(r"\n\s*\n")


def tex(text: str) -> Markup:
    """Show record text, TeX and formulas as HTML; the one place where it is declared safe."""
    return _html(text) if len(text) > LONG else _short_html(text)


@lru_cache(maxsize=16384)
def _short_html(text: str) -> Markup:
    return _html(text)


def _html(text: str) -> Markup:
    return Markup(latex.to_html(text))  # noqa: S704 - inert by the contract of latex.to_html


@lru_cache(maxsize=16384)
def anchor(link: Link, root: str) -> Markup:
    """Make the element that leads to another page of the site; pages have many of the same."""
    return Markup('<a href="{}{}">{}</a>').format(root, link.uri, tex(link.title))


def markdown(text: str) -> Markup:
    """Show Markdown as HTML; the one place where it is declared safe."""
    return Markup(notes.to_html(text))  # noqa: S704 - inert by the contract of notes.to_html


def anchors(links: Iterable[Link], root: str, sign: str = ", ") -> Markup:
    """Make the elements of several links, with a sign between them."""
    elements = str(escape(sign)).join([anchor(link, root) for link in links])
    return Markup(elements)  # noqa: S704 - anchor escapes what it is given


def paragraphs(text: str) -> list[str]:
    """Split a text at its empty lines."""
    return PARAGRAPHS.split(text)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "anchor": anchor,
    "anchors": anchors,
    "counted": counted,
    "figure": wording.format_number,
    "markdown": markdown,
    "paragraphs": paragraphs,
    "plain": latex.to_text,
    "standing": STATUS_WORDS.__getitem__,
    "tex": tex,
}
"""What templates may apply to values, besides Jinja's own filters."""


def escape(value: object) -> Markup:
    """Escape a value as `markupsafe.escape` does, which makes a copy of what is HTML already."""
    return value if type(value) is Markup else markupsafe.escape(value)


class EscapesOnce(CodeGenerator):
    """Makes templates use the `escape` of this module for all that they write."""

    def visit_Template(  # noqa: N802 - Jinja's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Write a template's module; the last of two imports of one name is the one that counts."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import {escape.__name__}")


class OwnTemplates(FileSystemLoader):
    """Loads a survey's own templates, as far as they are files of the survey."""

    def __init__(self, folder: Path, survey: Path) -> None:
        self.folder, self.survey = folder, survey
        super().__init__(folder)

    def get_source(self, environment: Environment, template: str) -> Any:
        """Return a template's text; one that is no file of the survey is not there."""
        try:
            inside.check(self.folder / template, self.survey, inside.MOST_TEXT)
        except (OSError, ValueError, inside.Refused):
            raise TemplateNotFound(template) from None
        return super().get_source(environment, template)


class CompiledTemplates:
    """Templates compiled once in a process, though each build has an environment anew.

    This is the protocol of `jinja2.BytecodeCache`; its own classes keep files. Environments that
    share one have the same options.
    """

    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str | None, str], SimpleNamespace] = {}

    def get_bucket(
        self,
        environment: Any,  # noqa: ARG002
        name: str,
        filename: str | None,
        source: str,
    ) -> SimpleNamespace:
        """Find the place for a template's code, which is the same for the same text."""
        return self._buckets.setdefault((name, filename, source), SimpleNamespace(code=None))

    def set_bucket(self, bucket: SimpleNamespace) -> None:
        """Accept compiled code, which is in its place already."""


_COMPILED: Final = CompiledTemplates()


class Templates(Environment):
    """A survey's templates, compiled once each."""

    code_generator_class = EscapesOnce

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template knows as one mapping: Jinja's chain of two is slow to copy."""
        return {**self.globals, **(d or {})}


def make_templates(survey: Path | None = None) -> Templates:
    """Open the templates; those in the survey's own folder `templates/` win over the engine's."""
    own = [OwnTemplates(survey / "templates", survey)] if survey else []
    templates = Templates(
        loader=ChoiceLoader([*own, FileSystemLoader(templates_dir())]),
        autoescape=True,
        auto_reload=False,  # every build opens them anew
        bytecode_cache=_COMPILED,  # type: ignore[arg-type]
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(FILTERS)
    return templates
