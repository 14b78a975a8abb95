"""Answers opened for a specialist, texts signed and returned by one, and who is told of what was returned."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.models import Course
from courses.catalogue.queries import version_titles
from courses.catalogue.review import queries
from courses.catalogue.review.models import AnswersRead, CoursePiece
from courses.catalogue.review.rules.standing import PieceKind
from courses.catalogue.review.services.reading import AskedPiece, PieceRemark, Specialist, return_piece, sign_pieces
from courses.events import CourseFilesHeld
from courses.learning.queries.runs import newest_runs
from courses.permissions import CoursePermission
from lms import events
from lms.errors import RuleBroken
from lms.i18n import _, lazy
from lms.inserts import insert_missing
from lms.messages.kinds import MessageKind, Params, PerPerson, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.people.api import addressees, holders_everywhere, people_named


def open_answers(session: Session, course_id: int, version_id: int, person_id: int, *, now: datetime) -> None:
    """Write down that somebody reads the questions of a version with their answers, before they see them.

    Whoever takes the course does not: they could still sit its exam. Whoever did earns no certificate by it later.
    """
    if _takes(session, course_id, person_id):
        raise RuleBroken(_("You take this course yourself, so you cannot read its questions with their answers."))
    if insert_missing(session, AnswersRead, course_version_id=version_id, person_id=person_id, at=now):
        happened = CourseFilesHeld(
            subject=f"course:{course_id}", actor_id=person_id, at=now, course_version_id=version_id
        )
        events.publish(session, happened)


def answers_open(session: Session, course_id: int, version_id: int, person_id: int) -> bool:
    """Whether somebody reads the questions of a version: they had it written down, and do not take the course now."""
    return queries.read_answers(session, version_id, person_id) and not _takes(session, course_id, person_id)


def _takes(session: Session, course_id: int, person_id: int) -> bool:
    run = newest_runs(session, [person_id], course_id).get(person_id)
    return run is not None and run.is_open


def sign(
    session: Session, version_id: int, language: str, asked: Sequence[AskedPiece], by: Specialist, *, now: datetime
) -> int:
    """Sign what was read; questions only after their answers were opened."""
    _demand_opened(session, version_id, asked, by)
    return sign_pieces(session, version_id, language, asked, by, now=now)


def give_back(
    session: Session,
    version_id: int,
    language: str,
    asked: AskedPiece,
    by: Specialist,
    remark: PieceRemark,
    *,
    now: datetime,
) -> None:
    """Return a text with a remark, and tell whoever answers for the course."""
    _demand_opened(session, version_id, [asked], by)
    piece = return_piece(session, version_id, language, asked, by, remark, now=now)
    _tell_returned(session, piece, by, remark, now=now)


def _demand_opened(session: Session, version_id: int, asked: Sequence[AskedPiece], by: Specialist) -> None:
    questions = any(one.kind == PieceKind.QUESTION for one in asked)
    course_id = queries.course_id_of(session, version_id)
    if questions and not answers_open(session, course_id, version_id, by.person_id):
        raise RuleBroken(_("Open the questions with their answers first. Then you can sign or return them."))


def returned_said(params: Params, _language: str) -> Said:
    """What was returned, by whom, and why; what a question asks stands in no letter."""
    title = _("A specialist has returned a text of “%(course)s”") % {"course": params["course"]}
    who = {"name": params["name"], "function": params["function"], "piece": params["piece"]}
    text = _("%(name)s (%(function)s) has returned “%(piece)s” with a remark.") % who
    if params["sentence"]:
        text = f"{text}\n\n“{params['sentence']}”\n\n{params['remark']}"
    return Said(title, text, params["path"], _("Read the remark"))


PIECE_RETURNED = MessageKind(
    "courses.piece-returned",
    lazy("A specialist has returned a text of a course"),
    returned_said,
    dict.fromkeys(("course", "name", "function", "piece", "sentence", "remark", "path"), str),
    Channel.AT_ONCE,
    permission=CoursePermission.COURSE_REVIEWS,
)


def _tell_returned(session: Session, piece: CoursePiece, by: Specialist, remark: PieceRemark, *, now: datetime) -> None:
    """Tell who answers for the courses everywhere, and who loaded this version; never the specialist themselves."""
    asked = {*holders_everywhere(session, CoursePermission.PROGRAMME_RUN)}
    asked = (asked | queries.loaders_of_version(session, piece.course_version_id)) - {by.person_id}
    if not asked:
        return
    told = _said_of(session, piece, by, remark)
    people = addressees(session, sorted(asked))
    titles = {
        language: version_titles(session, [piece.course_version_id], language)[piece.course_version_id].title
        for language in {one.language or "" for one in people.values()}
    }
    each = {one.id: {**told, "course": titles[one.language or ""]} for one in people.values()}
    send_messages(session, PIECE_RETURNED, sorted(people), PerPerson(each), by_id=by.person_id, now=now)


def _said_of(session: Session, piece: CoursePiece, by: Specialist, remark: PieceRemark) -> dict[str, str]:
    secret = piece.kind == PieceKind.QUESTION
    slug = session.get_one(Course, queries.course_id_of(session, piece.course_version_id)).slug
    place = f"lessons/{piece.lesson}" if piece.lesson else "words"
    return {
        "name": people_named(session, [by.person_id])[by.person_id],
        "function": by.function,
        "piece": queries.called(piece),
        "sentence": "" if secret else remark.sentence,
        "remark": "" if secret else remark.text,
        "path": f"/reviews/{slug}/{piece.language}/{place}#{piece.kind}-{piece.name}",
    }
