"""What rests on what: each source with its statements, and what of it needs somebody's eye."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from courses.catalogue.claims.judging import Statement, StatementKind
from courses.catalogue.claims.source import CitedSource, SourceRead


@dataclass(frozen=True)
class SourceUse:
    """A source, the file that holds it, and the statements that rest on it."""

    file: str
    source: CitedSource
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class RegisterOverview:
    """A register of claims as it stands on a day."""

    uses: tuple[SourceUse, ...]
    due: tuple[SourceUse, ...]  # to be read again by this day, or before it
    outdated: tuple[SourceUse, ...]  # a newer version of it is known
    on_sheets: tuple[Statement, ...]  # claims that nobody read at a source


def overview(
    statements: Iterable[Statement],
    sources: Mapping[str, CitedSource],
    of_words: Mapping[str, CitedSource],
    files: tuple[str, str],
    on: date,
) -> RegisterOverview:
    """The register on this day; `files` are those of the sources and of the sources of words."""
    said = list(statements)
    uses = [*_uses(said, sources, files[0], words=False), *_uses(said, of_words, files[1], words=True)]
    return RegisterOverview(
        uses=tuple(uses),
        due=tuple(use for use in uses if use.source.next_reading is not None and use.source.next_reading <= on),
        outdated=tuple(use for use in uses if use.source.newer),
        on_sheets=tuple(
            one for one in said if one.is_claim and _on_sheets(one, of_words if _is_word(one) else sources)
        ),
    )


def _is_word(one: Statement) -> bool:
    return one.kind is StatementKind.WORD


def _uses(said: Sequence[Statement], sources: Mapping[str, CitedSource], file: str, *, words: bool) -> list[SourceUse]:
    own = [one for one in said if _is_word(one) is words]
    return [SourceUse(file, source, tuple(one for one in own if code in one.codes)) for code, source in sources.items()]


def _on_sheets(one: Statement, sources: Mapping[str, CitedSource]) -> bool:
    """Whether facts carry this, and none of them was read at its source."""
    facts = [sources[code] for code in one.codes if code in sources and not sources[code].is_own]
    return bool(facts) and all(source.read is SourceRead.SHEET for source in facts)
