"""The criteria of a rubric as rows: one for each criterion and level, as a spreadsheet holds them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from assessments.items.parsing.exact import plain
from assessments.rubrics.rules.definition import Criterion, RubricDefinition
from assessments.rubrics.rules.reading import CRITERIA_MOST, WEIGHT_MOST, is_code
from lms.gettext_noop import N_

BAD_CODE = N_("“%(code)s” is not the code of a criterion. Use small letters, digits and hyphens.")
NO_LEVEL = N_("The rubric has no level %(level)s. It has: %(levels)s.")
TWICE = N_("Criterion “%(code)s” has level %(level)s twice. The first is in row %(row)s.")
DIFFERS = N_("Row %(row)s is different for criterion “%(code)s”. Write the same in all its rows.")
LEFT_OUT = N_("Criterion “%(code)s” lacks level %(level)s. Add a row for it.")
NO_PASS_LEVEL = N_("A critical criterion needs the lowest level that passes: one of %(levels)s.")
NOT_CRITICAL = N_("The lowest level that passes counts for critical criteria alone.")
BAD_WEIGHT = N_("The weight must be more than 0 and at most %(most)s.")
BAD_REASON = N_("A reason can be required up to one of these levels: %(levels)s.")
TOO_MANY = N_("There are more than %(most)s criteria.")
CUT_TOO_HIGH = N_("The pass mark of the rubric is %(cut)s points. With these weights nobody could reach it.")


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row: a text that is marked for translation, and its values."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class CriterionRow:
    """A row as it was typed: what it says of its criterion, and of one level."""

    number: int
    code: str
    title: Mapping[str, str]
    critical: bool
    pass_level: int | None
    weight: Fraction
    reason_up_to: int | None
    level: int
    words: Mapping[str, str]

    @property
    def of_criterion(self) -> tuple[object, ...]:
        """What all rows of a criterion say alike."""
        title = tuple(sorted(self.title.items()))
        return title, self.critical, self.pass_level, self.weight, self.reason_up_to


def criterion_rows(definition: RubricDefinition) -> list[CriterionRow]:
    """Every criterion at every level, in the order of the rubric."""
    return [
        CriterionRow(
            number=0,
            code=one.code,
            title=one.title,
            critical=one.critical,
            pass_level=one.pass_level,
            weight=one.weight,
            reason_up_to=one.reason_up_to,
            level=value,
            words=one.descriptors[value],
        )
        for one in definition.criteria
        for value in definition.values
    ]


def with_criteria(
    definition: RubricDefinition, rows: Sequence[CriterionRow]
) -> tuple[RubricDefinition | None, dict[int, list[RowFault]]]:
    """The rubric with the criteria of these rows in place of its own; or what is wrong, by the number of the row."""
    faults: dict[int, list[RowFault]] = {}
    groups: dict[str, list[CriterionRow]] = {}
    for row in rows:
        for said in _faults(row, definition.values, groups.get(row.code, [])):
            faults.setdefault(row.number, []).append(said)
        groups.setdefault(row.code, []).append(row)
    for code, group in groups.items():
        for value in set(definition.values) - {row.level for row in group}:
            faults.setdefault(group[-1].number, []).append(RowFault(LEFT_OUT, {"code": code, "level": value}))
    if len(groups) > CRITERIA_MOST:
        faults.setdefault(rows[-1].number, []).append(RowFault(TOO_MANY, {"most": CRITERIA_MOST}))
    if faults:
        return None, faults
    made = replace(definition, criteria=tuple(_criterion(group) for group in groups.values()))
    if made.highest < made.cut:
        return None, {rows[-1].number: [RowFault(CUT_TOO_HIGH, {"cut": plain(made.cut)})]}
    return made, {}


def _criterion(group: Sequence[CriterionRow]) -> Criterion:
    first = group[0]
    return Criterion(
        code=first.code,
        title=first.title,
        descriptors={row.level: row.words for row in sorted(group, key=lambda row: row.level)},
        critical=first.critical,
        pass_level=first.pass_level,
        weight=first.weight,
        reason_up_to=first.reason_up_to,
    )


def _faults(row: CriterionRow, values: Sequence[int], before: Sequence[CriterionRow]) -> list[RowFault]:
    """What is wrong with one row, beside those of its criterion that stand above it."""
    levels = ", ".join(map(str, values))
    found = []
    if not is_code(row.code):
        found.append(RowFault(BAD_CODE, {"code": row.code[:60]}))
    if row.level not in values:
        found.append(RowFault(NO_LEVEL, {"level": row.level, "levels": levels}))
    if row.critical and row.pass_level not in values:
        found.append(RowFault(NO_PASS_LEVEL, {"levels": levels}))
    if not row.critical and row.pass_level is not None:
        found.append(RowFault(NOT_CRITICAL))
    if not 0 < row.weight <= WEIGHT_MOST:
        found.append(RowFault(BAD_WEIGHT, {"most": WEIGHT_MOST}))
    if row.reason_up_to is not None and row.reason_up_to not in values:
        found.append(RowFault(BAD_REASON, {"levels": levels}))
    same = next((one for one in before if one.level == row.level), None)
    if same is not None:
        found.append(RowFault(TWICE, {"code": row.code, "level": row.level, "row": same.number}))
    if before and before[0].of_criterion != row.of_criterion:
        found.append(RowFault(DIFFERS, {"code": row.code, "row": before[0].number}))
    return found
