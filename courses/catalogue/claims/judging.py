"""Whether statements are carried by their sources: every claim has one, and none rests on too little."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from courses.catalogue.claims.recognising import ClaimKind, claims_in, says_that_it_is_reported
from courses.catalogue.claims.references import Reference
from courses.catalogue.claims.source import CitedSource, SourceGrade, rests_on_one_report


class StatementKind(StrEnum):
    """Where a statement stands."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    FIGURE = "figure"
    COUNTER = "counter"
    CASE = "case"
    WORD = "word"
    QUESTION = "question"


INVENTED = (StatementKind.CASE, StatementKind.QUESTION)  # there a country and its papers may be made up


@dataclass(frozen=True)
class Statement:
    """A text that can hold a claim, with the sources that carry it."""

    kind: StatementKind
    file: str
    line: int
    text: str  # Markdown, with its references
    references: tuple[Reference, ...]
    heading: str = ""  # under which it stands
    around: str = ""  # the block that it stands in: what is said there is said of it too
    lesson: str = ""
    name: str = ""  # of a question, a word or a picture

    @property
    def is_claim(self) -> bool:
        """Whether it says something that needs a source."""
        return next(claims_in(self.text), None) is not None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of its sources, each once."""
        return tuple(dict.fromkeys(one.code for one in self.references))


def claim_faults(statement: Statement, known: Mapping[str, CitedSource], file: str) -> Iterator[str]:
    """What is wrong with the sources of a statement; `file` is where they stand. No sources known, no codes judged."""
    if known:
        yield from code_faults(statement.codes, known, file)
    claims = list(claims_in(statement.text))
    if not claims:
        return
    kind, words = claims[0]
    carrying = [known[code] for code in statement.codes if code in known]
    if not statement.references:
        yield _without_source(statement.kind, kind, words)
    elif rests_on_one_report(carrying):
        yield from _one_report(statement, words)
    elif carrying and all(one.is_own for one in carrying) and statement.kind not in INVENTED:
        yield from (_own_alone(words) for kind, words in claims if kind is not ClaimKind.THRESHOLD)


def code_faults(codes: Collection[str], known: Mapping[str, CitedSource], file: str) -> Iterator[str]:
    """Codes that no source has, and sources that carry nothing."""
    for code in codes:
        if code not in known:
            yield f"There is no source “{code}” in {file}. Mend the code, or write the source there."
        elif known[code].grade is SourceGrade.MEMORY:
            yield f"The source “{code}” has grade D: what is from memory carries nothing. Find a source, or drop this."


def _own_alone(words: str) -> str:
    return (
        f"“{words}” is said of the world, and rests on what was made for this course alone. "
        "Name a source, or say it in a case that is invented."
    )


def _without_source(where: StatementKind, kind: str, words: str) -> str:
    if where is StatementKind.FIGURE:
        return f"The figure names {kind} (“{words}”) and no source. Add a line such as “sources: CODE:place”."
    if where is StatementKind.WORD:
        return f"This word names {kind} (“{words}”) and no source. Write one in the column “sources”, as CODE:place."
    return f"Here stands {kind} (“{words}”) without a source. Write it behind the sentence: [^CODE] or [^CODE:place]."


def _one_report(statement: Statement, words: str) -> Iterator[str]:
    if statement.kind is StatementKind.QUESTION:
        yield (
            f"“{words}” rests on one report alone (grade C), so it is not asked. "
            "Name a second source from another body, or ask something else."
        )
    elif not says_that_it_is_reported(f"{statement.text} {statement.around}"):
        yield (
            f"“{words}” rests on one report alone (grade C). Say in the same block that it is reported, "
            "and “check the Checklist”."
        )


def reading_faults(source: CitedSource, on: date) -> Iterator[str]:
    """What the calendar says against a source on this day."""
    if source.next_reading is not None and source.is_overdue(on):
        yield (
            f"The source “{source.code}” was to be read again by {source.next_reading}. "
            "Read it, mend what rests on it, and write a later day in “next_reading”."
        )
    if source.read_on is not None and source.read_on > on:
        yield f"The source “{source.code}” was read on {source.read_on}, and that day has not come."
