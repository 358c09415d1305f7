"""arXiv ids as bibliographies write them: old and new, behind words, in ADS's dress."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

from site_builder.record import values
from site_builder.sources import markup

WORDED: Final = re.compile(
    r"\barxiv\b(?:\s*[,;:]?\s*(?:e-?prints?|pre-?prints?|article|id|no\.?|page|p\.|abs|\[[\w.-]+\]))*"
    r"[\s:.,/]*((?:[a-z-]{2,20}(?:\.[a-z]{2})?/)?\d{4}(?:\.\d{4,5}|\d{3}))(?:v\d+)?(?!\d)",
    re.IGNORECASE,
)
"""An id behind arXiv's name and the words that people put between."""
OLD: Final = re.compile(
    r"(?<![\w/.-])((?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nucl-(?:ex|th)|quant-ph"
    r"|math|nlin|physics|cs|q-bio|stat|cmp-lg|alg-geom|dg-ga|funct-an|q-alg|solv-int|adap-org"
    r"|chao-dyn|patt-sol|comp-gas|acc-phys|ao-sci|atom-ph|bayes-an|chem-ph|mtrl-th|plasm-ph|supr-con)"
    r"(?:\.[A-Za-z]{2})?/\d{7})(?:v\d+)?(?!\d)"
)
"""An old id needs no name before it: nothing else looks like it."""
BARE: Final = re.compile(r"(\d{4}\.\d{4,5})(?:v\d+)?(?:\s*\[[\w.-]+\])?")
ADS_NEW: Final = re.compile(r"\b\d{4}arxiv(\d{4})(\d{4,5})[A-Z.]", re.IGNORECASE)
"""ADS's code of a new preprint: 2020arXiv200401234S."""
ADS_OLD: Final = re.compile(r"\b(\d{2})(\d{2})([a-z]{2,5}(?:\.[a-z]{2,3})?)\.+(\d{3,5})[A-Z]")
"""ADS's code of an old preprint: 1999hep.th....1001S."""
ARCHIVES: Final = frozenset(
    {
        *("astro.ph", "cond.mat", "gr.qc", "hep.ex", "hep.lat", "hep.ph", "hep.th", "math.ph"),
        *("nucl.ex", "nucl.th", "quant.ph", "math", "nlin", "physics", "cs", "q.bio"),
    }
)
ONLY: Final = re.compile(
    r"(?:arxiv|corr)(?:[\s:.,-]*(?:arxiv|e-?prints?|pre-?prints?|abs|page|server"
    r"|\(cornell university\)|\[[\w.-]+\]))*\W*",
    re.IGNORECASE,
)
"""What names the server and nothing else."""


def find(text: str) -> str:
    """Find the arXiv id in a DOI, an address, a phrase or a code of ADS."""
    for pattern in (WORDED, OLD):
        for match in pattern.finditer(text):
            with suppress(values.BadValue):
                return values.arxiv_id(match[1])
    return markup.arxiv_in(text) or _of_ads(text)


def of_eprint(eprint: str, archive: str) -> str:
    """Read a field that holds an id alone; an old number may stand apart from its archive."""
    text = eprint.strip()
    number = re.fullmatch(r"(\d{7})(?:v\d+)?", text)
    if number and re.fullmatch(r"[a-z-]+(?:\.[A-Z]{2})?", archive):
        text = f"{archive}/{number[1]}"
    if bare := BARE.fullmatch(text):
        text = bare[1]
    return find(f"arXiv:{text.removeprefix('arXiv:').strip()}")


def is_server(name: str) -> bool:
    """Return whether a venue's name is that of arXiv, whatever words and id stand behind it."""
    bare = WORDED.sub("arXiv", OLD.sub("", name))
    return bool(ONLY.fullmatch(bare.strip()))


def _of_ads(text: str) -> str:
    if new := ADS_NEW.search(text):
        with suppress(values.BadValue):
            return values.arxiv_id(f"{new[1]}.{new[2]}")
    old = ADS_OLD.search(text)
    if not old or old[3] not in ARCHIVES:
        return ""
    with suppress(values.BadValue):
        return values.arxiv_id(f"{old[3].replace('.', '-')}/{old[2]}{old[4]:>05}")
    return ""
