"""Services asked for new papers: page by page, what is not plausible told and left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from site_builder.curation.watch_questions import Question, Questions
from site_builder.problems import printable
from site_builder.related.likeness import joined_forms, phrase_forms
from site_builder.related.words import Text
from site_builder.sources import openalex, services
from site_builder.sources.draft import Draft, NotKnown, Unusable, checked
from site_builder.sources.http import Unavailable
from site_builder.text.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from site_builder.curation.watch_questions import Origin
    from site_builder.library import Library
    from site_builder.record.watching import WatchFile
    from site_builder.sources.hits import Days
    from site_builder.sources.http import Client

FEW: Final = 5
"""Hits of which too little is known to doubt the answer as a whole."""
LEAST_ABOUT: Final = 0.2
"""The part of the hits that must have a word that was asked for; services know stems, too."""
LONGEST_TITLE: Final = 500


@dataclass
class Asking:
    """Asks for all that a watch list names, and keeps account."""

    client: Client
    library: Library
    days: Callable[[str], Days]
    say: Callable[[str], None]
    answered: Counter[str] = field(default_factory=Counter)
    """How many questions each source has answered."""
    failed: dict[str, str] = field(default_factory=dict)
    """Sources that left a question open, and why."""
    doubted: int = 0
    """Hits that cannot be what was asked for."""

    def ask(self, watch: WatchFile, sources: Iterable[str]) -> Iterator[tuple[Draft, Origin]]:
        """Yield what services have found, each hit with what led to it.

        A service that fails is told, and the others are asked all the same.
        """
        questions = Questions(watch, self.library, self.days, self._work_of)
        for source in sources:
            for question in questions.of(source):
                for draft in self._hits(question):
                    yield draft, question.origin

    def _hits(self, question: Question) -> list[Draft]:
        found: list[Draft] = []
        for page in range(question.pages):
            try:
                hits = self.client.ask(
                    question.service, question.path, question.params(page), question.parse
                )
            except NotKnown:
                self.answered[question.source] += 1
                break
            except (Unavailable, Unusable) as error:
                self._fail(question.source, str(error))
                break
            self.answered[question.source] += 1
            found += hits.drafts
            if hits.size < question.full:
                break
        else:
            self.say(
                f"{question.told}: {question.service.name} has more than "
                f"{counted(len(found), 'paper')}; the first of them were looked at"
            )
        return self._believed(question, found)

    def _fail(self, source: str, why: str) -> None:
        """Note why a source leaves something open; say each reason once."""
        why = printable(why, 300)
        if self.failed.get(source) != why:
            self.say(why)
        self.failed[source] = why

    def _work_of(self, doi: str) -> str | None:
        found = None
        try:
            found = self.client.ask(services.OPENALEX, openalex.path(doi), {}, openalex.parse_id)
        except NotKnown:
            self.say(f"OpenAlex does not know {printable(doi)}: works that cite it are not found")
        except (Unavailable, Unusable) as error:
            self._fail("openalex", str(error))
            return None
        self.answered["openalex"] += 1
        return found

    def _believed(self, question: Question, found: list[Draft]) -> list[Draft]:
        """Leave out what cannot be an answer to the question."""
        if question.words and len(found) >= FEW:
            about = sum(has_words(draft, question.words) for draft in found)
            if about < LEAST_ABOUT * len(found):
                self.doubted += len(found)
                self.say(
                    f"{question.told}: {question.service.name} has {counted(len(found), 'paper')},"
                    f" {about} of them with such a word: not believed"
                )
                return []
        first, last = self.days(question.source)
        years = range(first.year - 1, last.year + 2)
        kept = [
            draft
            for each in found
            if (draft := checked(each)).title
            and len(draft.title) <= LONGEST_TITLE
            and (draft.year is None or draft.year in years)
        ]
        if doubted := len(found) - len(kept):
            self.doubted += doubted
            self.say(
                f"{question.told}: {question.service.name} has {counted(doubted, 'paper')} of"
                " other years or without a usable title: not believed"
            )
        return kept


def has_words(draft: Draft, words: Iterable[str]) -> bool:
    """Return whether a paper has one of the words in its title or abstract."""
    text = joined_forms(Text(draft.title, draft.abstract))
    return any(phrase and phrase in text for phrase in map(phrase_forms, words))
