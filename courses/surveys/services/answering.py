"""Answers by a code, taken from somebody unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from courses.surveys.labels import WRONG
from courses.surveys.models import SurveyAnswer
from courses.surveys.queries.forms import OpenedForm, code_called
from courses.surveys.rules.answers import AnswerFault, Answers, judge
from courses.surveys.rules.codes import CodeState
from courses.surveys.rules.form import SurveyContent
from lms import db
from lms.errors import NotFound, RuleBroken, TooMany
from lms.i18n import _, ngettext
from lms.inserts import insert_missing
from lms.rate_limits import RateLimit, bucket, count_try, seconds_to_wait

TRIES_NETWORK = 120  # within a quarter of an hour: a class of sixty behind one address, each with one correction
UNKNOWN_NETWORK = 30  # codes and links that do not exist


@dataclass(frozen=True)
class FilledSheet:
    """What was sent from a page: its key, so that it is kept once; the answers; the language in which it was asked."""

    key: str
    raw: Mapping[str, str]
    language: str


class WrongSheet(RuleBroken):
    """Some answers cannot be taken; nothing was kept."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        super().__init__(" ".join(str(WRONG[one.wrong]) for one in faults))
        self.faults = faults


def answers_taken(content: SurveyContent, sheet: FilledSheet) -> Answers:
    """The answers of a sheet, or all that is wrong with it."""
    answers, faults = judge(content, sheet.raw)
    if faults:
        raise WrongSheet(faults)
    return answers


def answer_form(session: Session, code: str, sheet: FilledSheet, *, now: datetime) -> None:
    """Keep what somebody answered; nothing is kept of who that was, and of the time only the day."""
    opened = code_called(session, code)
    if opened is None:
        raise NotFound
    answers = answers_taken(opened.content, sheet)
    _keep(session, demand_open(session, opened, now), sheet, answers, now=now)


def demand_open(session: Session, opened: OpenedForm, now: datetime) -> OpenedForm:
    """The form, counted again while nobody else answers it, if it takes one more answer."""
    db.lock(session, f"survey-code:{opened.row.id}")
    again = code_called(session, opened.row.code)
    if again is None:
        raise NotFound
    state = again.state(now)
    if state is CodeState.FULL:
        raise RuleBroken(_("This form already has all its answers. Your answer was not saved."))
    if state is not CodeState.OPEN:
        raise RuleBroken(_("This form is not open. Your answer was not saved."))
    return again


def _keep(session: Session, opened: OpenedForm, sheet: FilledSheet, answers: Answers, *, now: datetime) -> None:
    """Write the answers down, unless they are there already."""
    insert_missing(
        session,
        SurveyAnswer,
        uuid=sheet.key,
        code_id=opened.row.id,
        form_version_id=opened.row.form_version_id,
        answers=dict(answers),
        language=opened.content.spoken_in(sheet.language),
        answered_on=now.astimezone(UTC).date(),
        paper=False,
        keyed_by_id=None,
    )


def count_sheet(session: Session, network: str, *, now: datetime) -> None:
    """Rate limit for sheets from one network, which is a hash; the limit is wide enough for a class behind one."""
    _count(session, RateLimit(bucket("survey network", network), TRIES_NETWORK), now)


def count_unknown(session: Session, network: str, *, now: datetime) -> None:
    """Rate limit for codes and links that do not exist, so that nobody finds one by guessing."""
    _count(session, RateLimit(bucket("survey guess", network), UNKNOWN_NETWORK), now)


def _count(session: Session, limit: RateLimit, now: datetime) -> None:
    seconds = seconds_to_wait(session, [limit], now=now)
    if seconds is not None:
        words = ngettext(
            "There were too many tries. Wait %(num)s minute, then try again.",
            "There were too many tries. Wait %(num)s minutes, then try again.",
            -(-seconds // 60),
        )
        raise TooMany(words, seconds)
    count_try(session, [limit.bucket], now=now)
