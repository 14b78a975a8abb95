"""What a question says about the world: as a statement with its sources, and whether they carry it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assessments.items.item import AuthoredItem, Use
from courses.api import (
    CitedSource,
    Statement,
    StatementKind,
    claim_faults,
    names_an_appendix,
    references_in,
    references_of,
    without_references,
)

SOURCES = "sources.yaml"
BEGINS = "[^"
NO_UNTIL = "It names an Appendix, and lists change. Give it “until”: the last day on which it is asked without a check."


def with_references_apart(item: AuthoredItem) -> AuthoredItem:
    """The item with the references of its explanation among its sources, where nobody reads them as text."""
    found = references_in(item.explain)
    if not found:
        return item
    sources = tuple(dict.fromkeys((*item.sources, *map(str, found))))
    return replace(item, explain=without_references(item.explain), sources=sources)


def statement_of(item: AuthoredItem) -> Statement:
    """All that a question asks, shows and explains, carried by its sources."""
    text = "\n".join((*item.texts, *item.plain_texts))
    references = references_of(item.sources)
    return Statement(
        StatementKind.QUESTION, item.file, item.line, text, references, lesson=item.lesson, name=item.id
    )  # fmt: skip


def faults_of_claims(item: AuthoredItem, known: Mapping[str, CitedSource]) -> Iterator[str]:
    """What is wrong with the claims of an item; where no sources are known, its codes are not judged."""
    statement = statement_of(item)
    yield from claim_faults(statement, known, SOURCES)
    if item.use is not Use.PRACTICE and item.until is None and names_an_appendix(statement.text):
        yield NO_UNTIL
    if BEGINS in statement.text:
        yield "A reference stands in “explain” as [^CODE], whole and on one line; elsewhere list it in “sources”."
