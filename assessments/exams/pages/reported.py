"""Questions in which somebody reports a mistake: the port that courses offer."""

from flask import url_for
from sqlalchemy.orm import Session

from assessments.exams.policy import may_decide_content
from assessments.exams.queries import attempts
from assessments.exams.queries.cuts import stakes_in
from assessments.exams.queries.exams import exam_by_version_id, exam_of_version
from assessments.exams.queries.key_views import has_key_view
from assessments.exams.queries.reported import exam_outside, name_of, version_named
from assessments.exams.rules.states import AttemptState
from assessments.exams.rules.withdrawing import takes_course
from assessments.items.item import Use
from assessments.items.queries.definitions import definitions
from assessments.items.queries.practice import versions_by_key
from courses.api import AnsweredQuestion
from lms.access import Viewer
from lms.errors import NotFound
from lms.text.markup import plain


class QuestionsReported:
    """Knows questions as far as whoever asks may read them."""

    def practice(self, session: Session, course_version_id: int, check: str, language: str) -> str | None:
        """What a practice question asks; none: this version has no such question."""
        number = versions_by_key(session, course_version_id).get(check)
        return None if number is None else _stem(session, number, language)

    def answered(
        self, session: Session, person: Viewer, attempt: str, position: int, language: str
    ) -> AnsweredQuestion:
        """A question on a paper of one's own that was handed in and scored."""
        found = attempts.attempt_of(session, person, attempt)
        is_under_way = found.state == AttemptState.IN_PROGRESS
        if is_under_way or found.cut_score_id is None or not attempts.newest_results(session, [found.id]):
            raise NotFound
        exam = exam_by_version_id(session, found.exam_version_id)
        one = next((each for each in attempts.questions(session, found.id) if each.position == position), None)
        if one is None:
            raise NotFound
        return AnsweredQuestion(
            name=name_of(session, one.item_version_id),
            exam=exam.slug,
            exam_title=exam.title_in(language),
            lesson=definitions(session, [one.item_version_id], language)[one.item_version_id].lesson or "",
            course_version_id=exam.course_version_id,
            position=position,
            stem=_stem(session, one.item_version_id, language),
        )

    def may_read(self, session: Session, viewer: Viewer, course_version_id: int, exam: str) -> bool:
        """As on the page of a question: whoever takes the course never, of an exam who had it written down."""
        if not may_decide_content(viewer):
            return False
        found = exam_of_version(session, course_version_id, exam)
        if takes_course(stakes_in(session, [found.course_id], [viewer.id])[found.course_id, viewer.id]):
            return False
        return found.use is Use.CHECKPOINT or has_key_view(session, viewer.id, found.version_id)

    def stem(self, session: Session, course_version_id: int, name: str, language: str) -> str:
        """What a question of a version asks; empty where it has no such question."""
        number = version_named(session, course_version_id, name)
        return "" if number is None else _stem(session, number, language)

    def page(self, session: Session, course_version_id: int, exam: str, name: str) -> str:
        """Its page among the questions of the exam."""
        found = exam_of_version(session, course_version_id, exam)
        return url_for("exams.question", uuid=exam_outside(session, found.exam_id), key=name)


def _stem(session: Session, item_version_id: int, language: str) -> str:
    return plain(str(definitions(session, [item_version_id], language)[item_version_id].stem))
