"""Citations among a survey's own papers, as services know their lists of references."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.curation.standing import batches, parted
from site_builder.problems import quoted
from site_builder.record.citations import Citing, is_too_late
from site_builder.record.types import MOST_ITEMS
from site_builder.sources import news, openalex, references, services
from site_builder.sources.collect import alike
from site_builder.text.plurals import counted
from site_builder.yamlfiles.record_files import paper_path
from site_builder.yamlfiles.registries import CITATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from site_builder.curation.dialogue import Dialogue
    from site_builder.curation.standing import Ask
    from site_builder.library import Library
    from site_builder.record.models import Paper
    from site_builder.sources.references import Names, ReferenceList

MOST_RESOLVED: Final = 2_000
"""Works of OpenAlex that are asked about one by one, when only some papers are refreshed."""
LATE_SHARE: Final = 5
"""Of a list in which one citation in so many leads years ahead, nothing is believed."""
SAME: Final = 3
"""So many papers with the very same long list are a mistake of the service."""
LONG: Final = 5
"""Papers here from which on a list is long."""

Told = dict[str, set[str]]
"""Sources by the key of the cited paper."""


@dataclass
class CitationSearch:
    """Asks services for lists of references, and finds the papers of the survey in them."""

    library: Library
    ask: Ask
    dialogue: Dialogue
    today: str
    names: dict[str, str] = field(default_factory=dict)
    """Keys by what services know papers by."""
    lists: list[tuple[Paper, ReferenceList]] = field(default_factory=list)
    """What was told of papers, as far as it is about them."""

    def __post_init__(self) -> None:
        """Index the papers by all names that are known; one that two papers have is nobody's."""
        held = Counter[str]()
        for paper in self.library.papers.values():
            for name in references.names_of(paper):
                held[name] += 1
                self.names[name] = paper.key
        for entry in self.library.citations.entries.values():
            for source in entry.sources:
                if source.startswith(openalex.SOURCE):
                    self.names.setdefault(source.removeprefix(openalex.SOURCE), entry.paper)
        self.names = {name: key for name, key in self.names.items() if held[name] <= 1}

    def look(self, papers: Sequence[Paper]) -> dict[str, Citing]:
        """Return the entries of citations.yaml that are new or say more, by the citing paper."""
        self._ask_openalex(papers)
        self._ask_semantic_scholar(papers)
        if len(papers) < len(self.library.papers):
            self._resolve()
        told: dict[str, Told] = defaultdict(lambda: defaultdict(set))
        for paper, found in self.lists:
            for key in self._believed(paper, found):
                told[paper.key][key].add(found.work.source)
        same = _repeated(told)
        if same:
            names = ", ".join(sorted(same)[:SAME])
            said = f"{counted(len(same), 'paper')} ({names} …) cite the very same: not believed"
            self.dialogue.say(f"{CITATIONS}: {said}")
        entries = ((key, self._entry(key, told[key])) for key in sorted(told) if key not in same)
        return {key: entry for key, entry in entries if entry}

    def _ask_openalex(self, papers: Iterable[Paper]) -> None:
        by_doi = {doi: paper for paper in papers for doi in references.dois_of(paper)}
        _, many = parted(by_doi, openalex.SEPARATORS)  # what holds one is asked nobody for
        for batch in batches(many, openalex.MOST_DOIS):
            params = references.openalex_works(batch)
            parse = references.from_openalex
            for found in self.ask(services.OPENALEX, "/works", params, parse) or ():
                self._about(self._named(found.names), found)

    def _ask_semantic_scholar(self, papers: Iterable[Paper]) -> None:
        known = [paper for paper in papers if paper.arxiv_id or paper.doi]
        for batch in batches(known, references.MOST_WORKS):
            params = {"fields": references.FIELDS}
            parse, body = references.from_semantic_scholar, references.question(batch)
            service = services.SEMANTIC_SCHOLAR
            answer = self.ask(service, references.BATCH, params, parse, body) or ()
            for paper, found in zip(batch, answer, strict=False):
                if found is not None:
                    self._about(paper, found)

    def _named(self, names: Names) -> Paper | None:
        keys = {self.names[name] for name in names if name in self.names}
        return self.library.papers[keys.pop()] if len(keys) == 1 else None

    def _about(self, paper: Paper | None, found: ReferenceList) -> None:
        """Keep what is told of a paper, if it is about this paper."""
        if paper is None:
            return
        if not alike(news.draft_of(paper), found.work):
            title = quoted(found.work.title)
            said = f"{found.work.source} has {title}: what it cites is not believed"
            self.dialogue.say(f"{paper_path(paper.key)}: {said}")
            return
        for name in found.names:
            self.names.setdefault(name, paper.key)
        self.lists.append((paper, found))

    def _resolve(self) -> None:
        """Ask which works of OpenAlex are papers here that nobody was asked about."""
        cited = (name for _, found in self.lists for names in found.cited for name in names)
        ids = (n for n in cited if n not in self.names and references.OPENALEX_ID.fullmatch(n))
        unknown = list(dict.fromkeys(ids))[:MOST_RESOLVED]
        for batch in batches(unknown, openalex.MOST_DOIS):
            params, parse = references.openalex_names(batch), references.from_openalex
            for found in self.ask(services.OPENALEX, "/works", params, parse) or ():
                if paper := self._named(found.names):
                    self.names.update(dict.fromkeys(found.names, paper.key))

    def _believed(self, paper: Paper, found: ReferenceList) -> Iterator[str]:
        """Yield the keys of the papers that a list names, if they can be cited by this one."""
        named = (self._named(names) for names in found.cited)
        cited = {other.key: other for other in named if other and other.key != paper.key}
        late = [key for key, other in cited.items() if is_too_late(paper, other)]
        if late and len(late) * LATE_SHARE >= len(cited):
            told = f"{len(late):,} of {counted(len(cited), 'paper')} in its list came years later"
            self.dialogue.say(f"{paper_path(paper.key)}: {found.work.source}: {told}: not believed")
            return
        yield from (key for key in cited if key not in late)

    def _entry(self, key: str, told: Mapping[str, set[str]]) -> Citing | None:
        """Return a paper's entry with what is new in it; None where nothing is."""
        old = self.library.citations.entries.get(key)
        known = {*old.cites, *old.not_cited} if old else set()
        new = told.keys() - known
        cites = tuple(sorted({*(old.cites if old else ()), *new}))
        if not new:
            return None
        if len(cites) > MOST_ITEMS:
            self.dialogue.say(f"{paper_path(key)}: cites {len(cites):,} papers: not believed")
            return None
        seen = sorted({source for cited in new for source in told[cited]})
        sources = tuple(dict.fromkeys((*(old.sources if old else ()), *seen)))
        return Citing.model_validate(
            {
                "paper": key,
                "cites": cites,
                "not_cited": old.not_cited if old else (),
                "sources": sources,
                "date": self.today,
            }
        )


def _repeated(told: Mapping[str, Told]) -> set[str]:
    """Return the papers that are said to cite the very same as several others."""
    alike_: dict[frozenset[str], list[str]] = defaultdict(list)
    for key, cited in told.items():
        if len(cited) >= LONG:
            alike_[frozenset(cited)].append(key)
    return {key for keys in alike_.values() if len(keys) >= SAME for key in keys}
