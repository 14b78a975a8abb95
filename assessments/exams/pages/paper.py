"""The page of a paper that is open: its questions with everything that was saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup
from sqlalchemy.orm import Session

from assessments.exams.models import Attempt
from assessments.exams.queries import attempts as attempt_queries
from assessments.exams.queries import exams as exam_queries
from assessments.exams.queries.attempts import AskedQuestion
from assessments.exams.rules.saving import Save
from assessments.exams.rules.timing import remaining_seconds
from assessments.exams.services.saving import Form, Sent
from assessments.items.queries.definitions import Stored, definitions
from assessments.items.rendering.field_cache import cached_fields
from assessments.items.rendering.fields import QuestionFields, filled_from, question_fields
from assessments.items.rendering.kind_files import scripts
from courses.api import VersionTitle, version_titles
from lms.i18n import language


@dataclass(frozen=True)
class PaperQuestion:
    """One question of an open paper."""

    position: int
    seq: int
    answered: bool
    fields: Markup


@dataclass(frozen=True)
class PaperPage:
    """An open paper with everything that was saved."""

    title: str
    course: VersionTitle
    questions: tuple[PaperQuestion, ...]
    remaining: int | None
    key: str
    scripts: tuple[str, ...]
    error: int | None  # the position of a question whose answer was refused

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(q.answered for q in self.questions)

    @property
    def unanswered(self) -> str:
        """The positions that have no answer, as the form that submits names them."""
        return ",".join(str(q.position) for q in self.questions if not q.answered)


def fields_of(question: AskedQuestion, stored: Stored) -> QuestionFields:
    """The fields of a question, filled with its current answer."""
    return question_fields(
        stored.kind,
        dict(stored.body),
        question.value,
        prefix=f"a{question.position}",
        stem_html=stored.stem,
        order=question.option_order,
        picture_url=stored.picture_url,
    )


@dataclass(frozen=True)
class Refused:
    """An answer that could not be taken, to be shown again as it was typed, with the reason."""

    position: int
    message: str
    form: Mapping[str, Sequence[str]]


def paper_page(
    session: Session, attempt: Attempt, now: datetime, *, key: str, refused: Refused | None = None
) -> PaperPage:
    """The paper of an attempt that is under way."""
    paper = attempt_queries.questions(session, attempt.id)
    stored = definitions(session, (q.item_version_id for q in paper), language())
    exam = exam_queries.exam_by_version_id(session, attempt.exam_version_id)
    shown_questions = []
    for question in paper:
        item = stored[question.item_version_id]
        fields = fields_of(question, item)
        if refused is not None and refused.position == question.position:
            fields = replace(fields, error=refused.message, filled=filled_from(item.kind, refused.form))
        shown_questions.append(
            PaperQuestion(question.position, question.seq, question.value is not None, cached_fields(item, fields))
        )
    return PaperPage(
        title=exam.title_in(language()),
        course=version_titles(session, [exam.course_version_id], language())[exam.course_version_id],
        questions=tuple(shown_questions),
        remaining=remaining_seconds(now, attempt.deadline_at),
        key=key,
        scripts=scripts(one.kind for one in stored.values()),
        error=refused.position if refused else None,
    )


def sent_from_form(position: int, form: Mapping[str, Sequence[str]], *, page: str) -> Sent:
    """An answer from the form of one question; it follows whatever was saved last."""
    fields = {name: tuple(values) for name, values in form.items() if name != "csrf_token"}
    return Sent(position, Save(page[:40], 1, 2**31 - 1), Form(fields))
