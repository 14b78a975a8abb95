"""The fields of a marking sheet, made from a rubric in the language of the reader, with what was given so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from assessments.rubrics.rules.definition import RubricDefinition, in_language
from lms.i18n import N_, _, decimal_sign

GRADES: Mapping[str, str] = {
    "fail": N_("Fail"),
    "borderline": N_("Borderline"),
    "pass": N_("Pass"),
    "good": N_("Good"),
    "excellent": N_("Excellent"),
}  # the usual five, whose words are the program's own


@dataclass(frozen=True)
class LevelField:
    """A level of a criterion, as one chooses it."""

    value: int
    title: str
    words: str
    chosen: bool


@dataclass(frozen=True)
class CriterionField:
    """A criterion with its levels and its comment."""

    code: str
    title: str
    critical: bool
    pass_level: int | None
    levels: tuple[LevelField, ...]
    comment: str
    reason_up_to: int | None
    wants_reason: bool  # the level that was chosen needs a comment, and there is none


@dataclass(frozen=True)
class GradeField:
    """A global grade, as one chooses it."""

    position: int
    title: str
    chosen: bool


@dataclass(frozen=True)
class GivenRatings:
    """What somebody gave so far, or typed."""

    ratings: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    grade: int | None = None
    flagged: bool = False


@dataclass(frozen=True)
class SheetFields:
    """Everything that a marking sheet shows of its rubric."""

    title: str
    criteria: tuple[CriterionField, ...]
    grades: tuple[GradeField, ...]
    offers_flag: bool
    flagged: bool
    whole: str  # the comment on the whole
    rated: int
    of: int


def sheet_fields(definition: RubricDefinition, given: GivenRatings, language: str) -> SheetFields:
    """The fields in this language, filled with what was given."""
    titles = {one.value: in_language(one.title, language) for one in definition.levels}
    return SheetFields(
        title=in_language(definition.title, language),
        criteria=tuple(
            CriterionField(
                code=one.code,
                title=in_language(one.title, language),
                critical=one.critical,
                pass_level=one.pass_level,
                levels=tuple(
                    LevelField(
                        value,
                        titles[value],
                        in_language(one.descriptors[value], language),
                        given.ratings.get(one.code) == value,
                    )
                    for value in definition.values
                ),
                comment=given.comments.get(one.code, ""),
                reason_up_to=one.reason_up_to,
                wants_reason=one.reason_up_to is not None
                and given.ratings.get(one.code, one.reason_up_to + 1) <= one.reason_up_to
                and not given.comments.get(one.code),
            )
            for one in definition.criteria
        ),
        grades=tuple(
            GradeField(position, grade_said(definition, position, language), given.grade == position)
            for position in range(len(definition.grades))
        ),
        offers_flag=definition.borderline,
        flagged=given.flagged,
        whole=given.comments.get("", ""),
        rated=sum(one.code in given.ratings for one in definition.criteria),
        of=len(definition.criteria),
    )


def grade_said(definition: RubricDefinition, position: int, language: str) -> str:
    """What a global grade is called."""
    grade = definition.grades[position]
    return in_language(grade.title, language) or _(GRADES.get(grade.code, grade.code))


def points_said(value: Fraction) -> str:
    """Points with at most two places, as the reader writes numbers."""
    said = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return said.replace(".", decimal_sign())
