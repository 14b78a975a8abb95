"""The list of rubrics, and one version as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessments.rubrics.pages.sheet_fields import grade_said, points_said
from assessments.rubrics.queries import FoundVersion, newest_versions, version_seen, versions_of
from assessments.rubrics.rules.definition import in_language
from lms.access import Viewer
from lms.i18n import lazy as _l
from lms.people.api import people_named
from lms.tables.writing.columns import OutputColumn, OutputKind
from lms.web.api import own_name

COLUMNS = (
    OutputColumn("slug", _l("Rubric")),
    OutputColumn("title", _l("Title")),
    OutputColumn("version", _l("Version"), OutputKind.WHOLE),
    OutputColumn("criteria", _l("Criteria"), OutputKind.WHOLE),
    OutputColumn("made_at", _l("Since"), OutputKind.MOMENT),
)


@dataclass(frozen=True)
class RubricLine:
    """A rubric as the list shows it."""

    slug: str
    title: str
    no: int
    criteria: int
    languages: str
    made_at: datetime


@dataclass(frozen=True)
class VersionLine:
    """A version as the page of its rubric shows it."""

    no: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True)
class CriterionLine:
    """A criterion with what is seen at each level."""

    title: str
    code: str
    weight: str
    critical_from: str  # the level that passes; empty where it is not critical
    words: tuple[str, ...]


@dataclass(frozen=True)
class RubricPage:
    """One version of a rubric, and all versions."""

    slug: str
    title: str
    no: int
    newest: bool
    cut: str
    highest: str
    languages: str
    levels: tuple[str, ...]
    criteria: tuple[CriterionLine, ...]
    grades: tuple[str, ...]
    versions: tuple[VersionLine, ...]


def rubric_lines(session: Session, viewer: Viewer, language: str) -> list[RubricLine]:
    """Every rubric, by slug."""
    return [
        RubricLine(
            one.rubric.slug,
            in_language(one.definition.title, language),
            one.row.no,
            len(one.definition.criteria),
            languages_said(one),
            one.row.made_at,
        )
        for one in newest_versions(session, viewer)
    ]


def rubric_rows(lines: Sequence[RubricLine]) -> list[tuple[object, ...]]:
    """The list as rows of `COLUMNS`."""
    return [(one.slug, one.title, one.no, one.criteria, one.made_at) for one in lines]


def rubric_page(session: Session, viewer: Viewer, slug: str, no: int | None, language: str) -> RubricPage:
    """One version; the newest where no number is given."""
    found = version_seen(session, viewer, slug, no)
    versions = versions_of(session, found.rubric)
    names = people_named(session, [one.made_by_id for one in versions if one.made_by_id is not None])
    definition = found.definition
    return RubricPage(
        slug=slug,
        title=in_language(definition.title, language),
        no=found.row.no,
        newest=found.row.no == versions[0].no,
        cut=points_said(definition.cut),
        highest=points_said(definition.highest),
        languages=languages_said(found),
        levels=tuple(f"{one.value} {in_language(one.title, language)}" for one in definition.levels),
        criteria=tuple(
            CriterionLine(
                in_language(one.title, language),
                one.code,
                points_said(one.weight),
                "" if one.pass_level is None else str(one.pass_level),
                tuple(in_language(one.descriptors[value], language) for value in definition.values),
            )
            for one in definition.criteria
        ),
        grades=tuple(grade_said(definition, place, language) for place in range(len(definition.grades))),
        versions=tuple(VersionLine(one.no, one.made_at, names.get(one.made_by_id or 0, "")) for one in versions),
    )


def languages_said(found: FoundVersion) -> str:
    """The languages in which a rubric is written, each by its own name."""
    return ", ".join(own_name(one) for one in found.definition.languages)
