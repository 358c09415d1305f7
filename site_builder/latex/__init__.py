"""Record text and LaTeX: to safe HTML, to plain text, to BibTeX's dialect.

Record text is Unicode with `$…$` for mathematics; older texts also hold TeX macros. All three
directions read it the same way: a balanced pair of braces groups and is not shown, `~` between
two words ties them, a lone `$` or backslash is itself.
"""

from __future__ import annotations

from site_builder.latex.display import to_html, to_text
from site_builder.latex.encode import braces_balanced, escaped, to_tex
from site_builder.latex.finished import fault, verbatim_fault
from site_builder.latex.scan import holds_tex

__all__ = [
    "braces_balanced",
    "escaped",
    "fault",
    "holds_tex",
    "to_html",
    "to_tex",
    "to_text",
    "verbatim_fault",
]
