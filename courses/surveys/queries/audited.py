"""What the audit trail is compared with: forms, codes made and closed, paper keyed in, supervisors named."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from courses.events import (
    PaperChecked,
    PaperKeyedIn,
    PaperSetAside,
    SupervisorNamed,
    SupervisorRequestEnded,
    SurveyCodeClosed,
    SurveyCodeMade,
    SurveyFormPublished,
)
from courses.surveys.models import SupervisorRequest, SurveyCode, SurveyFormVersion, SurveyPaper
from courses.surveys.rules.paper import PaperEnd
from courses.surveys.rules.supervising import RequestEnd
from lms.audited_rows import next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords


def ended(session: Session, after: int) -> list[AuditedRecord]:
    """Requests that ended otherwise than by an answer, by officer."""
    over = SupervisorRequest.ended_reason.is_not(None) & (SupervisorRequest.ended_reason != RequestEnd.ANSWERED)
    some = next_of(SupervisorRequest.person_id, after, over)
    rows = session.execute(
        select(SupervisorRequest.person_id, SupervisorRequest.id, SupervisorRequest.ended_reason)
        .where(SupervisorRequest.person_id.in_(some), over)
        .order_by(SupervisorRequest.person_id, SupervisorRequest.ended_at, SupervisorRequest.id)
    )
    return [
        AuditedRecord(person_id, f"person:{person_id}", {"request_id": request_id, "reason": reason})
        for person_id, request_id, reason in rows
    ]


def papers(*where: ColumnElement[bool]) -> Callable[[Session, int], list[AuditedRecord]]:
    """The sheets of paper for which this holds, by code."""
    return rows_of("survey-code", SurveyPaper.code_id, SurveyPaper.id, *where, answer=SurveyPaper.uuid)


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "forms of surveys",
        SurveyFormPublished.name,
        rows_of(
            "survey-form",
            SurveyFormVersion.form_id,
            SurveyFormVersion.id,
            no=SurveyFormVersion.no,
            hash=SurveyFormVersion.hash,
        ),
    ),
    AuditedRecords(
        "codes of forms",
        SurveyCodeMade.name,
        rows_of("survey-code", SurveyCode.id, SurveyCode.id, form_version_id=SurveyCode.form_version_id),
    ),
    AuditedRecords(
        "forms closed before their time",
        SurveyCodeClosed.name,
        rows_of("survey-code", SurveyCode.id, SurveyCode.id, SurveyCode.closed_at.is_not(None)),
    ),
    AuditedRecords(
        "sheets of paper keyed in",
        PaperKeyedIn.name,
        papers(),
    ),
    AuditedRecords("sheets of paper checked", PaperChecked.name, papers(SurveyPaper.outcome == PaperEnd.CHECKED)),
    AuditedRecords("sheets of paper set aside", PaperSetAside.name, papers(SurveyPaper.outcome == PaperEnd.SET_ASIDE)),
    AuditedRecords(
        "supervisors named",
        SupervisorNamed.name,
        rows_of(
            "person",
            SupervisorRequest.person_id,
            SupervisorRequest.id,
            request_id=SupervisorRequest.id,
            course_id=SupervisorRequest.course_id,
            months=SupervisorRequest.months,
        ),
        paired_by="request_id",
    ),
    AuditedRecords("requests to supervisors that ended", SupervisorRequestEnded.name, ended, paired_by="request_id"),
)
