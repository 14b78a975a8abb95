"""Survey forms in versions, codes by which groups answer them, answers, and requests to supervisors."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courses.surveys.rules.codes import LENGTH
from courses.surveys.rules.form import SurveyPurpose
from courses.surveys.rules.paper import PaperEnd
from courses.surveys.rules.supervising import RequestEnd
from lms.db import Base, choices


class SurveyForm(Base):
    """A form under the name that it keeps through all its versions."""

    __tablename__ = "survey_form"
    __table_args__ = (choices("purpose", SurveyPurpose),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    slug: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(12))


class SurveyFormVersion(Base):
    """A form as it is asked; never changed, and the same content is never a second version."""

    __tablename__ = "survey_form_version"
    __table_args__ = (UniqueConstraint("form_id", "no"), UniqueConstraint("form_id", "hash"))

    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("survey_form.id"))
    no: Mapped[int]  # 1, 2, 3 … in the order of publishing
    content: Mapped[dict[str, Any]]  # a SurveyContent: questions and their words in every language
    hash: Mapped[str] = mapped_column(String(64))  # over the content
    published_at: Mapped[datetime]


class SurveyCode(Base):
    """A code by which a group answers a form, without signing in."""

    __tablename__ = "survey_code"
    __table_args__ = (
        CheckConstraint("(group_kind IS NULL) = (group_id IS NULL)", name="group"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed"),
        CheckConstraint("opens_at < closes_at", name="open"),
        CheckConstraint("most > 0", name="most"),
        Index("ix_survey_code_group", "group_kind", "group_id"),
        Index("ix_survey_code_made_by_id", "made_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    code: Mapped[str] = mapped_column(String(LENGTH), unique=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("survey_form_version.id"))
    title: Mapped[str] = mapped_column(String(120))  # who answers, such as "Port City, 12 to 14 May"
    group_kind: Mapped[str | None] = mapped_column(String(24))  # such as a cohort, whose trainers see it too
    group_id: Mapped[int | None]
    before_id: Mapped[int | None] = mapped_column(ForeignKey("survey_code.id"))  # the same form, before the course
    most: Mapped[int]  # answers that are taken
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]  # by hand, before its time
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SupervisorRequest(Base):
    """An officer has a supervisor asked, some months after a course; the address is forgotten once that is over."""

    __tablename__ = "supervisor_request"
    __table_args__ = (
        choices("ended_reason", RequestEnd),
        CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name="ended"),
        Index(
            "uq_supervisor_request_one_open",
            "person_id",
            "course_id",
            "months",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_supervisor_request_person_id", "person_id"),
        Index("ix_supervisor_request_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))  # the officer
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    course_version_id: Mapped[int] = mapped_column(ForeignKey("course_version.id"))
    form_version_id: Mapped[int] = mapped_column(ForeignKey("survey_form_version.id"))  # that which the officer saw
    months: Mapped[int]  # after the course
    due_on: Mapped[date]  # in UTC
    supervisor_name: Mapped[str] = mapped_column(String(120))
    supervisor_email: Mapped[str] = mapped_column(String(254))  # empty once it is not needed any more
    language: Mapped[str] = mapped_column(String(12))  # of the letter
    named_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None] = mapped_column(String(12))


class SupervisorLink(Base):
    """The link of one letter to a supervisor: the letter holds a random token, this row its hash."""

    __tablename__ = "supervisor_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("supervisor_request.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]


class SurveyAnswer(Base):
    """One answer set: of somebody unknown by a code, or of a supervisor by a link. No address, no time of day."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        CheckConstraint("(code_id IS NULL) <> (request_id IS NULL)", name="one_way"),
        CheckConstraint("(request_id IS NULL) = (answered_as IS NULL)", name="named"),
        CheckConstraint("paper = (keyed_by_id IS NOT NULL)", name="keyed"),
        Index("ix_survey_answer_code_id", "code_id"),
        Index("ix_survey_answer_form_version_id", "form_version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)  # of the page: sent twice, it is kept once
    code_id: Mapped[int | None] = mapped_column(ForeignKey("survey_code.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("supervisor_request.id"), unique=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("survey_form_version.id"))
    answers: Mapped[dict[str, Any]]  # by the key of the question; what was left blank is not there
    language: Mapped[str] = mapped_column(String(12))  # in which it was asked
    answered_on: Mapped[date]  # in UTC; of paper, when it was keyed in
    answered_as: Mapped[str | None] = mapped_column(String(120))  # the name that a supervisor typed
    paper: Mapped[bool]
    keyed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who copied it from paper


class SurveyPaper(Base):
    """A sheet of paper as one person copied it; it counts once a second one copied it too, as an answer of its uuid."""

    __tablename__ = "survey_paper"
    __table_args__ = (
        choices("outcome", PaperEnd),
        UniqueConstraint("code_id", "no"),
        CheckConstraint("(ended_on IS NULL) = (outcome IS NULL)", name="ended"),
        CheckConstraint("(outcome = 'uncompared') = (ended_by_id IS NULL)", name="ended_by"),
        CheckConstraint("outcome <> 'checked' OR ended_by_id <> keyed_by_id", name="two_people"),
        CheckConstraint("second_by_id <> keyed_by_id", name="second"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)  # of the page: sent twice, it is kept once
    code_id: Mapped[int] = mapped_column(ForeignKey("survey_code.id"))
    no: Mapped[int]  # 1, 2, 3 … within the code: written on the sheet
    answers: Mapped[dict[str, Any]]  # as the first person copied it; empty once that is over
    language: Mapped[str] = mapped_column(String(12))
    keyed_on: Mapped[date]  # in UTC
    keyed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second: Mapped[dict[str, Any] | None]  # as the second person copied it, where that is something else
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str | None] = mapped_column(String(12))
