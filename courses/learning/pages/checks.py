"""The practice checks of lessons in HTML, from whoever keeps the questions."""

from collections.abc import Sequence

from flask import Response, jsonify, url_for
from sqlalchemy.orm import Session

from courses.learning.queries.runs import EnrolledCourse
from courses.ports.assessments import ASSESSMENTS
from courses.ports.questions import CheckAnswer, CheckBlocks, CheckPlace
from lms.i18n import _
from lms.web.api import packed


def check_blocks(
    session: Session, version_id: int, places: Sequence[CheckPlace], answer: CheckAnswer | None = None
) -> CheckBlocks:
    """The checks at these places, and what they load; with `answer`, that one with its result."""
    if not places:
        return CheckBlocks({})
    return ASSESSMENTS.provider().check_blocks(session, version_id, places, answer)


def result_in_place(session: Session, version_id: int, place: CheckPlace, answer: CheckAnswer) -> Response:
    """What a script puts under the button of a check: its result alone, without any secret, and so compressed."""
    made = check_blocks(session, version_id, [place], answer)
    return packed(jsonify(outcome=made.outcome, told=made.told, isStale=made.is_stale))


def report_path(taken: EnrolledCourse, lesson: str, check: str) -> str:
    """Where a mistake in a check is reported: with the version and language in which it was read."""
    return url_for(
        "mistakes.new",
        course=taken.slug,
        lesson=lesson,
        check=check,
        version=taken.version_uuid,
        language=taken.language,
    )


def check_gone() -> str:
    """What is said where a page asks about a check that the lesson has lost since."""
    return _("This question is no longer here. Your other answers are unchanged.")
