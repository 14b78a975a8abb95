"""Loading rubrics: from a file, or the criteria from a table; the same content is no new version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessments.items.parsing.exact import plain
from assessments.rubrics.events import RubricVersionLoaded
from assessments.rubrics.models import Rubric, RubricVersion
from assessments.rubrics.queries import newest_of
from assessments.rubrics.rules.definition import RubricDefinition, definition_as_data, definition_digest
from assessments.rubrics.rules.reading import CODE_LONGEST, TITLE_LONGEST, WORDS_LONGEST
from assessments.rubrics.rules.table import CriterionRow, criterion_rows, with_criteria
from lms import events
from lms.errors import Conflict
from lms.i18n import _
from lms.i18n import lazy as _l
from lms.ids import new_uuid
from lms.tables.reading.columns import InputColumn, InputKind
from lms.tables.reading.reader import ReadRow, read_table
from lms.tables.sentences import Sentence
from lms.tables.writing.columns import OutputColumn, OutputKind


@dataclass(frozen=True)
class LoadedRubric:
    """A version, and whether it is new."""

    version: RubricVersion
    fresh: bool


@dataclass(frozen=True)
class RefusedRow:
    """A row of a table of criteria that cannot be taken, and every reason."""

    number: int
    said: tuple[Sentence, ...]


def load_rubric(session: Session, definition: RubricDefinition, *, by_id: int | None, now: datetime) -> LoadedRubric:
    """Keep a rubric as the next version of its slug; where the newest says the same, that one stands."""
    digest = definition_digest(definition)
    rubric = session.scalars(select(Rubric).where(Rubric.slug == definition.slug).with_for_update()).one_or_none()
    if rubric is None:
        rubric = Rubric(uuid=new_uuid(), slug=definition.slug)
        session.add(rubric)
        try:
            session.flush()
        except IntegrityError as fault:
            raise Conflict(_("Somebody else loaded this rubric at the same moment. Load the page again.")) from fault
    newest = newest_of(session, definition.slug)
    if newest is not None and newest.row.digest == digest:
        return LoadedRubric(newest.row, fresh=False)
    row = RubricVersion(
        uuid=new_uuid(), rubric_id=rubric.id, no=newest.row.no + 1 if newest else 1,
        definition=definition_as_data(definition), digest=digest, made_by_id=by_id, made_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    events.publish(
        session,
        RubricVersionLoaded(
            subject=f"rubric:{rubric.id}", actor_id=by_id, at=now, version_id=row.id, no=row.no, digest=digest
        ),
    )
    return LoadedRubric(row, fresh=True)


def read_criteria(content: bytes, definition: RubricDefinition) -> tuple[RubricDefinition | None, list[RefusedRow]]:
    """The rubric with the criteria of a CSV file or workbook; or every row that cannot be taken, with its reasons."""
    table = read_table(content, input_columns(definition))
    refused = {
        row.number: tuple(Sentence("%(column)s: %(said)s", {"column": one.column, "said": str(one.said)})
                          if one.column else one.said for one in row.problems)
        for row in table.rows
        if row.problems
    }  # fmt: skip
    rows = [_criterion_row(row, definition.languages) for row in table.rows if not row.problems]
    if refused:
        return None, [RefusedRow(number, said) for number, said in sorted(refused.items())]
    made, faults = with_criteria(definition, rows)
    return made, [
        RefusedRow(number, tuple(Sentence(one.text, one.values) for one in said))
        for number, said in sorted(faults.items())
    ]


def input_columns(definition: RubricDefinition) -> list[InputColumn]:
    """The columns that a table of criteria has: one row for each criterion and level."""
    return [
        InputColumn("criterion", _l("Criterion"), ("code",), required=True, filled=True, longest=CODE_LONGEST),
        *(
            InputColumn(f"title_{one}", f"title_{one}", (), required=True, filled=True, longest=TITLE_LONGEST)
            for one in definition.languages
        ),
        InputColumn("critical", _l("Critical"), (), InputKind.YES_NO),
        InputColumn("pass_level", _l("Lowest level that passes"), (), InputKind.WHOLE),
        InputColumn("weight", _l("Weight"), (), InputKind.DECIMAL),
        InputColumn("reason_up_to", _l("Reason wanted up to level"), (), InputKind.WHOLE),
        InputColumn("level", _l("Level"), (), InputKind.WHOLE, required=True, filled=True),
        *(
            InputColumn(f"text_{one}", f"text_{one}", (), required=True, filled=True, longest=WORDS_LONGEST)
            for one in definition.languages
        ),
    ]


def output_columns(definition: RubricDefinition) -> list[OutputColumn]:
    """The same columns, written under their keys in every language, so that the file can be read again."""
    kinds = {"pass_level": OutputKind.WHOLE, "reason_up_to": OutputKind.WHOLE, "level": OutputKind.WHOLE}
    return [OutputColumn(one.key, one.key, kinds.get(one.key, OutputKind.TEXT)) for one in input_columns(definition)]


def output_rows(definition: RubricDefinition) -> list[Sequence[object]]:
    """The criteria as rows of these columns."""
    return [
        (
            row.code,
            *(row.title[one] for one in definition.languages),
            "yes" if row.critical else "no",
            row.pass_level,
            plain(row.weight),
            row.reason_up_to,
            row.level,
            *(row.words[one] for one in definition.languages),
        )
        for row in criterion_rows(definition)
    ]


def _criterion_row(row: ReadRow, languages: Sequence[str]) -> CriterionRow:
    values = row.values
    return CriterionRow(
        number=row.number,
        code=str(values["criterion"]),
        title={one: str(values[f"title_{one}"]) for one in languages},
        critical=bool(values["critical"]),
        pass_level=_whole(values["pass_level"]),
        weight=Fraction(values["weight"]) if values["weight"] is not None else Fraction(1),  # type: ignore[arg-type]
        reason_up_to=_whole(values["reason_up_to"]),
        level=_whole(values["level"]) or 0,
        words={one: str(values[f"text_{one}"]) for one in languages},
    )


def _whole(value: object) -> int | None:
    return None if value is None else int(value)  # type: ignore[call-overload]
