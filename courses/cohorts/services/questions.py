"""Officers ask the trainers of their cohort under a lesson; trainers answer, and may share a question nameless."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.cohorts.events import NameChosen, QuestionAnswered, QuestionAsked, QuestionShared
from courses.cohorts.models.question import LessonQuestion, NameChoice, QuestionAnswer, QuestionSharing
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.participants import FoundParticipant
from courses.cohorts.queries.questions import FoundQuestion, shows_name
from courses.cohorts.rules.questions import ANSWER_MOST, QUESTION_MOST, plain
from courses.cohorts.rules.states import IN, CohortState
from courses.permissions import CoursePermission
from lms import events, ids
from lms.errors import BadInput, RuleBroken
from lms.i18n import _, lazy, ngettext
from lms.inserts import insert_missing
from lms.messages.kinds import MessageKind, Params, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

AT_ONCE = 10  # questions of one person within the window of `lms.rate_limits`


def answered_said(params: Params, _language: str) -> Said:
    """To which question the answer is, and where it stands: the words are the trainer's."""
    title = _("Answer to your question under “%(lesson)s”") % {"lesson": params["title"]}
    path = f"/courses/{params['course']}/lessons/{params['lesson']}/questions"
    return Said(title, "", path, _("See the question and the answer"))


QUESTION_ANSWERED = MessageKind(
    "cohorts.question-answered",
    lazy("Answers to your questions"),
    answered_said,
    {"course": str, "lesson": str, "title": str, "text": str},
    Channel.AT_ONCE,
    free_words="text",
    permission=CoursePermission.COURSE_TAKE,
)


def ask(
    session: Session,
    cohort: FoundCohort,
    participant: FoundParticipant,
    lesson: str,
    text: str,
    *,
    person_uuid: str,
    now: datetime,
) -> bool:
    """Ask once; answers whether it was asked now: the same words under the same lesson are the same question.

    That the lesson is one of the course is asked before.
    """
    words = demand_words(text, QUESTION_MOST, _("Write your question."))
    if cohort.state is not CohortState.OPEN or participant.status not in IN:
        raise RuleBroken(_("You are in no cohort of this course now, so nobody would answer."))
    key = ids.digest(f"{participant.id}\0{lesson}\0{words}")
    if session.scalars(select(LessonQuestion.id).where(LessonQuestion.key == key)).first() is not None:
        return False
    limit = RateLimit(bucket("lesson question", person_uuid), AT_ONCE)
    _demand_room(session, limit, now)
    row = {"participant_id": participant.id, "lesson": lesson, "text": words, "at": now}
    if not insert_missing(session, LessonQuestion, uuid=ids.new_uuid(), key=key, cohort_id=cohort.id, **row):
        return False
    count_try(session, [limit.bucket], now=now)
    made = session.scalars(select(LessonQuestion.id).where(LessonQuestion.key == key)).one()
    happened = QuestionAsked(
        subject=f"cohort:{cohort.id}", actor_id=participant.person_id, at=now, question_id=made, lesson=lesson
    )
    events.publish(session, happened)
    return True


def _demand_room(session: Session, limit: RateLimit, now: datetime) -> None:
    """Refuse too many questions in a short time."""
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        said = ngettext(
            "You asked many questions in a short time. Ask again in %(num)s minute.",
            "You asked many questions in a short time. Ask again in %(num)s minutes.",
            -(-seconds // 60),
        )
        raise RuleBroken(said)


def answer(
    session: Session,
    cohort: FoundCohort,
    question: FoundQuestion,
    text: str,
    *,
    told: tuple[str, str],
    by: int,
    now: datetime,
) -> bool:
    """Answer once; whoever asked is told. `told`: the course by its name in addresses, and the title of the lesson."""
    words = demand_words(text, ANSWER_MOST, _("Write your answer."))
    if question.person_id == by:
        raise RuleBroken(_("You cannot answer your own question here. Another trainer of the cohort can."))
    key = ids.digest(f"{question.id}\0{by}\0{words}")
    if not insert_missing(session, QuestionAnswer, key=key, question_id=question.id, text=words, at=now, by_id=by):
        return False
    course, title = told
    params = {"course": course, "lesson": question.lesson, "title": title, "text": words}
    send_messages(session, QUESTION_ANSWERED, [question.person_id], params, by_id=by, now=now)
    happened = QuestionAnswered(subject=f"cohort:{cohort.id}", actor_id=by, at=now, question_id=question.id)
    events.publish(session, happened)
    return True


def share(
    session: Session, cohort: FoundCohort, question: FoundQuestion, *, shared: bool, by: int, now: datetime
) -> None:
    """Let colleagues see a question without a name, or no more; what is so already is not written twice."""
    if question.shared == shared:
        return
    session.add(QuestionSharing(question_id=question.id, shared=shared, at=now, by_id=by))
    session.flush()
    happened = QuestionShared(
        subject=f"cohort:{cohort.id}", actor_id=by, at=now, question_id=question.id, shared=shared
    )
    events.publish(session, happened)


def choose_name(session: Session, participant: FoundParticipant, *, shows: bool, now: datetime) -> None:
    """Let colleagues in the cohort see one's questions with the first name, or no more."""
    if shows_name(session, participant.id) == shows:
        return
    session.add(NameChoice(participant_id=participant.id, shows_name=shows, at=now))
    session.flush()
    subject = f"person:{participant.person_id}"
    happened = NameChosen(
        subject=subject, actor_id=participant.person_id, at=now, cohort_id=participant.cohort_id, shows_name=shows
    )
    events.publish(session, happened)


def demand_words(text: str, most: int, missing: str) -> str:
    """What was typed, tidied; nothing, or too much of it, is refused."""
    words = plain(text)
    if not words:
        raise BadInput("text", missing)
    if len(words) > most:
        raise BadInput("text", _("Use at most %(most)s characters.", most=most))
    return words
