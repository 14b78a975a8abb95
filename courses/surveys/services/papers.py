"""Sheets of paper: keyed in by one person, keyed in again by a second who sees no answer of the first, then counted."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.events import PaperChecked, PaperKeyedIn, PaperSetAside
from courses.surveys.models import SurveyAnswer, SurveyPaper
from courses.surveys.queries.forms import OpenedForm, code_run
from courses.surveys.queries.papers import paper_waiting, sits_in
from courses.surveys.rules.answers import Answers
from courses.surveys.rules.paper import PaperEnd, differing
from courses.surveys.services.answering import FilledSheet, answers_taken, demand_open
from lms import events
from lms.access import Viewer
from lms.errors import RuleBroken
from lms.i18n import _
from lms.inserts import insert_missing


def key_in(session: Session, uuid: str, sheet: FilledSheet, *, viewer: Viewer, now: datetime) -> int:
    """Copy one sheet; answers the number that is written on it. It counts once a second person has checked it."""
    opened = code_run(session, viewer, uuid)
    demand_outside(session, opened, viewer)
    answers = answers_taken(opened.content, sheet)
    opened = demand_open(session, opened, now)
    last = session.scalar(select(func.max(SurveyPaper.no)).where(SurveyPaper.code_id == opened.row.id)) or 0
    made = insert_missing(
        session,
        SurveyPaper,
        uuid=sheet.key,
        code_id=opened.row.id,
        no=last + 1,
        answers=dict(answers),
        language=opened.content.spoken_in(sheet.language),
        keyed_on=now.astimezone(UTC).date(),
        keyed_by_id=viewer.id,
    )
    if made:
        subject = f"survey-code:{opened.row.id}"
        events.publish(session, PaperKeyedIn(subject=subject, actor_id=viewer.id, at=now, answer=sheet.key))
    return session.scalars(select(SurveyPaper.no).where(SurveyPaper.uuid == sheet.key)).one()


def demand_outside(session: Session, opened: OpenedForm, viewer: Viewer) -> None:
    """Whoever sits in the class whose sheets these are copies and checks none of them."""
    if sits_in(session, opened, viewer.id):
        raise RuleBroken(_("You are in this class. Somebody else enters and checks its sheets."))


def check_paper(
    session: Session, opened: OpenedForm, no: int, sheet: FilledSheet, *, viewer: Viewer, now: datetime
) -> bool:
    """Key a sheet in again and answer whether it is alike: then it counts at once, else both wait to be settled."""
    paper = _demand_second(session, opened, no, viewer)
    answers = answers_taken(opened.content, sheet)
    if not differing(opened.content, paper.answers, answers):
        _count(session, opened, paper, paper.answers, viewer=viewer, now=now)
        return True
    paper.second, paper.second_by_id = dict(answers), viewer.id
    session.flush()
    return False


def settle_paper(
    session: Session, opened: OpenedForm, no: int, sheet: FilledSheet, *, viewer: Viewer, now: datetime
) -> None:
    """Count what stands on the sheet, after its second person saw where both had copied something else."""
    paper = _demand_second(session, opened, no, viewer)
    if paper.second_by_id != viewer.id:
        raise RuleBroken(_("Enter the sheet first. Then you see where your entry is different from the first one."))
    _count(session, opened, paper, answers_taken(opened.content, sheet), viewer=viewer, now=now)


def set_aside(session: Session, opened: OpenedForm, no: int, *, viewer: Viewer, now: datetime) -> None:
    """Leave a sheet uncounted, such as one that was keyed in twice; what was copied from it is forgotten."""
    paper = _demand_second(session, opened, no, viewer)
    _end(paper, PaperEnd.SET_ASIDE, viewer, now)
    session.flush()
    subject = f"survey-code:{opened.row.id}"
    events.publish(session, PaperSetAside(subject=subject, actor_id=viewer.id, at=now, answer=paper.uuid))


def _demand_second(session: Session, opened: OpenedForm, no: int, viewer: Viewer) -> SurveyPaper:
    """The sheet, if this viewer is a second person for it."""
    demand_outside(session, opened, viewer)
    paper = paper_waiting(session, opened.row.id, no)
    if paper.keyed_by_id == viewer.id:
        raise RuleBroken(_("You entered this sheet. A second person checks it."))
    return paper


def _count(
    session: Session, opened: OpenedForm, paper: SurveyPaper, answers: Answers, *, viewer: Viewer, now: datetime
) -> None:
    corrected = len(differing(opened.content, paper.answers, answers))
    session.add(_answer(opened, paper, answers))
    _end(paper, PaperEnd.CHECKED, viewer, now)
    session.flush()
    happened = PaperChecked(
        subject=f"survey-code:{opened.row.id}", actor_id=viewer.id, at=now, answer=paper.uuid, corrected=corrected
    )
    events.publish(session, happened)


def _answer(opened: OpenedForm, paper: SurveyPaper, answers: Mapping[str, object]) -> SurveyAnswer:
    return SurveyAnswer(
        uuid=paper.uuid,
        code_id=opened.row.id,
        form_version_id=opened.row.form_version_id,
        answers=dict(answers),
        language=paper.language,
        answered_on=paper.keyed_on,
        paper=True,
        keyed_by_id=paper.keyed_by_id,
    )


def _end(paper: SurveyPaper, outcome: PaperEnd, viewer: Viewer, now: datetime) -> None:
    """What two people copied is needed no more: the answers that count stand elsewhere."""
    paper.outcome, paper.ended_on, paper.ended_by_id = outcome, now.astimezone(UTC).date(), viewer.id
    paper.answers, paper.second, paper.second_by_id = {}, None, None
