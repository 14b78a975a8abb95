"""How what was earned with a course stands, in words for its holder, and whether the course is open to them again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from assessments.api import DecisionFacts, sitting_barred
from certificates.credentials.models import Achievement, Claim, Credential
from certificates.credentials.queries.held import HeldCredential, credentials_held, open_claims
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.rules.reopening import (
    LastEarned,
    RetakeState,
    RunFacts,
    SittingBan,
    longest,
    retake_state,
)
from certificates.credentials.services.confirming import has_lapsed
from certificates.credentials.sources.course_exam import course_of, course_ref
from certificates.decisions.queries import ban_of, decisions_on
from certificates.register.labels import STANDINGS
from certificates.register.pages.answers import day, why
from courses.api import EndReason, Reopening, Run, newest_runs
from lms.i18n import _

SETTLED = frozenset({RetakeState.NOTHING_LOST, RetakeState.WAITS, RetakeState.HELD})  # no bar changes these


@dataclass(frozen=True)
class Earned:
    """The newest that a person earned with a course: a certificate, or what waits to become one."""

    claim: Claim
    held: HeldCredential | None
    last: LastEarned


def reopenings(session: Session, runs: Collection[Run], now: datetime) -> Mapping[int, Reopening]:
    """The port of courses: by run, how what was earned with its course stands.

    Three queries where everything holds, some more where something has ended; however many runs.
    """
    if not runs:
        return {}
    earned = newest_earned(session, runs, now)
    of_run = {run.id: earned.get((run.person_id, course_ref(run.course_id))) for run in runs}
    lost = [run for run in runs if state_of(run, of_run[run.id], None, now) not in SETTLED]
    bars = bars_of(session, lost, now)
    found = {}
    for run in runs:
        one, bar = of_run[run.id], bars.get(run.id)
        state = state_of(run, one, bar, now)
        if state is not RetakeState.NOTHING_LOST:
            shown = one if one and one.last.earned_at >= run.begun_at else None
            ban = longest([bar, one.last.ban if one else None])
            found[run.id] = said(one if state in SETTLED else shown, state, ban, now)
    return found


def state_of(run: Run, earned: Earned | None, bar: SittingBan | None, now: datetime) -> RetakeState:
    """Whether another run may begin after this one."""
    facts = RunFacts(run.begun_at, run.ended_reason is EndReason.ANNULLED, bar)
    return retake_state(earned.last if earned else None, facts, now.astimezone(UTC).date())


def bars_of(session: Session, runs: Collection[Run], now: datetime) -> dict[int, SittingBan]:
    """By run, until when its person is kept from the exams of its course; two queries, or none."""
    if not runs:
        return {}
    people, courses = list({run.person_id for run in runs}), list({run.course_id for run in runs})
    barred = sitting_barred(session, people, courses, now)
    found = {run.id: barred.get(run.person_id, {}).get(run.course_id) for run in runs}
    return {run_id: SittingBan(bar.opens_on, bar.never) for run_id, bar in found.items() if bar}


def newest_earned(session: Session, runs: Collection[Run], now: datetime) -> dict[tuple[int, str], Earned]:
    """The newest that each person of these runs earned, by person and course; a claim that waits is the newest."""
    people = {run.person_id for run in runs}
    refs = {course_ref(run.course_id) for run in runs}
    found: dict[tuple[int, str], Earned] = {}
    for claim, achievement in open_claims(session, Claim.person_id.in_(people), Claim.source_ref.in_(refs)):
        found[claim.person_id, claim.source_ref] = waiting(claim, achievement, now)
    held = credentials_held(session, Credential.person_id.in_(people), Claim.source_ref.in_(refs))
    decided = decisions_on(session, [one for one in held if one.standing(now) is Standing.REVOKED])
    for one in held:  # newest first
        key = (one.credential.person_id, one.claim.source_ref)
        found.setdefault(key, in_hand(one, decided.get(one.credential.id, ()), now))
    return found


def waiting(claim: Claim, achievement: Achievement, now: datetime) -> Earned:
    """What was earned and has no certificate yet."""
    lapsed = has_lapsed(achievement, claim.earned_at, now)
    return Earned(claim, None, LastEarned(claim.earned_at, None, lapsed=lapsed))


def in_hand(held: HeldCredential, decided: Collection[DecisionFacts], now: datetime) -> Earned:
    """What was earned and became a certificate."""
    reason, ban = held.ending.reason if held.ending else None, ban_of(decided)
    return Earned(held.claim, held, LastEarned(held.claim.earned_at, held.standing(now), reason=reason, ban=ban))


def said(earned: Earned | None, state: RetakeState, ban: SittingBan | None, now: datetime) -> Reopening:
    """The words for the person: how it stands, then what they may do; without anything earned, of an annulled try."""
    allowed = state is RetakeState.ALLOWED
    retake = retake_said(state, ban)
    if earned is None:
        words = _("The result of your exam was annulled.") + " " + retake
        return Reopening(words, _("annulled"), "bad", allowed, "/attempts", _("Your attempts"))
    words = " ".join(part for part in (standing_said(earned, now), retake) if part)
    if earned.held is None:
        chip, tone = (_("lapsed"), "warn") if earned.last.lapsed else (_("passed"), "ok")
        url = "" if earned.last.lapsed else f"/certificates/claims/{earned.claim.uuid}"
        return Reopening(words, chip, tone, allowed, url, _("Go on to the certificate") if url else "")
    chip, tone = STANDINGS[earned.held.standing(now)]
    url = f"/certificates/{earned.held.credential.uuid}"
    return Reopening(words, str(chip), tone, allowed, url, _("See the certificate"))


def standing_said(earned: Earned, now: datetime) -> str:
    """How it stands."""
    held = earned.held
    if held is None:
        if earned.last.lapsed:
            return _("You passed, and the time for which your certificate would have been valid is over.")
        return _("You have passed. Your certificate is not made yet.")
    match held.standing(now):
        case Standing.MAKING:
            return _("You have passed. Your certificate is being made.")
        case Standing.SUSPENDED if held.suspension:
            since = day(held.suspension.at)
            return _("Your certificate is suspended since %(day)s. %(why)s", day=since, why=why(held.suspension))
        case Standing.REVOKED if held.ending:
            ended = day(held.ending.at)
            return _("Your certificate was revoked on %(day)s. %(why)s", day=ended, why=why(held.ending))
        case Standing.EXPIRED if held.version.valid_until:
            return _("Your certificate was valid until %(day)s.", day=day(held.version.valid_until))
    if held.version.valid_until:
        return _("You have passed. Your certificate is valid until %(day)s.", day=day(held.version.valid_until))
    return _("You have passed. Your certificate is valid without end.")


def retake_said(state: RetakeState, ban: SittingBan | None) -> str:
    """What the holder may do; nothing where there is nothing to do."""
    match state:
        case RetakeState.ALLOWED:
            return _("You may take this course again. Your attempts count anew.")
        case RetakeState.LATER if ban and ban.opens_on:
            return _("You may take this course again from %(day)s.", day=day(ban.opens_on))
        case RetakeState.NEVER:
            return _("You may not take this course again.")
        case RetakeState.NO_DAY:
            return _("No day is named from which you may take it again. Ask your programme manager.")
    return ""


def retake_of(session: Session, held: HeldCredential, now: datetime) -> str:
    """What the holder of an ended certificate may do; nothing where it is not the newest of its course, or holds."""
    course_id = course_of(held.claim.source_ref)
    run = newest_runs(session, [held.credential.person_id], course_id).get(held.credential.person_id)
    if run is None:
        return ""
    one = newest_earned(session, [run], now).get((run.person_id, held.claim.source_ref))
    if one is None or one.claim.id != held.claim.id:
        return ""
    bar = bars_of(session, [run], now).get(run.id)
    return retake_said(state_of(run, one, bar, now), longest([bar, one.last.ban]))


def dates_said(held: HeldCredential, now: datetime) -> str:
    """The day that matters of a certificate in a list: when it ended, or until when it is valid."""
    if held.ending is not None:
        return _("ended on %(day)s", day=day(held.ending.at))
    if held.suspension is not None:
        return _("suspended since %(day)s", day=day(held.suspension.at))
    if held.version.valid_until is None:
        return ""
    if held.standing(now) is Standing.EXPIRED:
        return _("ended on %(day)s", day=day(held.version.valid_until))
    return _("valid until %(day)s", day=day(held.version.valid_until))
