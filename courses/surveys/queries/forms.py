"""Forms, codes and answers, found."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courses.learning.rules.progress import GroupRef
from courses.ports.runs import SURVEY_GROUPS
from courses.surveys.models import SurveyAnswer, SurveyCode, SurveyFormVersion, SurveyPaper
from courses.surveys.policy import codes_run_by
from courses.surveys.rules.answers import Answers
from courses.surveys.rules.codes import CodeState, code_state
from courses.surveys.rules.form import SurveyContent, from_json
from lms.access import Viewer
from lms.errors import NotFound


@dataclass(frozen=True)
class OpenedForm:
    """A code with its form and the number of its answers."""

    row: SurveyCode
    content: SurveyContent
    number: int
    waiting: int = 0  # sheets of paper that a second person has not checked yet

    def tells(self, now: datetime) -> bool:
        """Whether what was answered may be told: nothing can be added to it any more."""
        return self.state(now) is CodeState.CLOSED and not self.waiting

    def state(self, now: datetime) -> CodeState:
        """How it stands."""
        row = self.row
        return code_state(
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            closed_at=row.closed_at,
            number=self.number + self.waiting,
            most=row.most,
            now=now,
        )


def groups_of(session: Session, viewer: Viewer) -> Mapping[GroupRef, str]:
    """The groups for which this viewer runs forms, with their titles; none where no package knows groups."""
    source = SURVEY_GROUPS.provider_if_any()
    return source(session, viewer) if source else {}


def contents_of(session: Session, form_version_ids: Collection[int]) -> dict[int, SurveyContent]:
    """The forms that these versions hold, in one query."""
    rows = session.execute(
        select(SurveyFormVersion.id, SurveyFormVersion.content).where(SurveyFormVersion.id.in_(form_version_ids))
    )
    return {key: from_json(content) for key, content in rows}


def codes_run(session: Session, viewer: Viewer, group: GroupRef | None = None) -> list[OpenedForm]:
    """The codes that this viewer runs, all or those of a group, newest first; three queries and that of the groups."""
    mine = codes_run_by(viewer, groups_of(session, viewer))
    if group is not None:
        mine &= (SurveyCode.group_kind == group.kind) & (SurveyCode.group_id == group.id)
    rows = session.scalars(select(SurveyCode).where(mine).order_by(SurveyCode.id.desc())).all()
    return _opened(session, rows)


def code_run(session: Session, viewer: Viewer, uuid: str) -> OpenedForm:
    """One of them; any other is not found."""
    found = _one_run(session, viewer, SurveyCode.uuid == uuid)
    if found is None:
        raise NotFound
    return found


def code_run_by_id(session: Session, viewer: Viewer, code_id: int) -> OpenedForm | None:
    """One of them, if this viewer still runs it."""
    return _one_run(session, viewer, SurveyCode.id == code_id)


def _one_run(session: Session, viewer: Viewer, which: ColumnElement[bool]) -> OpenedForm | None:
    mine = codes_run_by(viewer, groups_of(session, viewer))
    row = session.scalars(select(SurveyCode).where(which, mine)).one_or_none()
    return _opened(session, [row])[0] if row else None


def code_called(session: Session, code: str) -> OpenedForm | None:
    """The form that anybody may answer by this code."""
    row = session.scalars(select(SurveyCode).where(SurveyCode.code == code)).one_or_none()
    return _opened(session, [row])[0] if row else None


def _opened(session: Session, rows: Collection[SurveyCode]) -> list[OpenedForm]:
    """The same codes with their forms and numbers of answers."""
    if not rows:
        return []
    contents = contents_of(session, {row.form_version_id for row in rows})
    ids = [row.id for row in rows]
    numbers = _counted(session, SurveyAnswer.code_id, SurveyAnswer.code_id.in_(ids))
    waiting = _counted(session, SurveyPaper.code_id, SurveyPaper.code_id.in_(ids), SurveyPaper.outcome.is_(None))
    return [
        OpenedForm(row, contents[row.form_version_id], numbers.get(row.id, 0), waiting.get(row.id, 0)) for row in rows
    ]


def _counted(session: Session, by: InstrumentedAttribute[Any], *where: ColumnElement[bool]) -> dict[int, int]:
    """How many rows there are of each code."""
    return dict(session.execute(select(by, func.count()).where(*where).group_by(by)).all())


def sheets_of(session: Session, code_id: int) -> list[Answers]:
    """What was answered by a code; pages show it in sums alone."""
    return list(session.scalars(select(SurveyAnswer.answers).where(SurveyAnswer.code_id == code_id)))


def sheets_by_code(session: Session, code_ids: Collection[int]) -> dict[int, list[Answers]]:
    """The same of several codes, in one query."""
    found: dict[int, list[Answers]] = {code_id: [] for code_id in code_ids}
    rows = session.execute(
        select(SurveyAnswer.code_id, SurveyAnswer.answers)
        .where(SurveyAnswer.code_id.in_(code_ids))
        .order_by(SurveyAnswer.id)
    )
    for code_id, answers in rows:
        found[code_id].append(answers)
    return found
