"""How what was earned with a course stands, in words for its holder, and whether the course is open to them again."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.orm import Session

from assessments.api import DecisionFacts, sitting_barred
from certificates.credentials.models import Claim
from certificates.credentials.queries.earned import OpenClaim, open_and_made
from certificates.credentials.queries.held import HeldCredential, renewed_certificates
from certificates.credentials.rules.lifecycle import HELD, Standing
from certificates.credentials.rules.reopening import (
    LastEarned,
    RetakeState,
    RunFacts,
    SittingBan,
    longest,
    retake_state,
)
from certificates.credentials.services.confirming import has_lapsed
from certificates.credentials.sources.course_exam import course_of, course_ref, is_of_course
from certificates.decisions.queries import ban_of, decisions_on
from certificates.register.labels import STANDINGS
from certificates.register.pages.answers import day, why
from certificates.register.pages.claim_states import ClaimState, claim_state
from certificates.register.pages.course_awards import award_of, award_that_waits, ends_last
from courses.api import CourseAward, EndReason, Reopening, Run, newest_runs
from lms.i18n import _

SETTLED = frozenset(
    {RetakeState.NOTHING_LOST, RetakeState.WAITS, RetakeState.HELD, RetakeState.RENEWING}
)  # no bar changes these
OPEN = frozenset({RetakeState.ALLOWED, RetakeState.RENEWABLE})
RENEWAL = frozenset({RetakeState.RENEWABLE, RetakeState.RENEWING})
NOBODY_SITS = frozenset({RetakeState.WAITS, RetakeState.HELD})


@dataclass(frozen=True)
class Earned:
    """Something that a person earned with a course: a certificate, or what waits to become one."""

    claim: Claim
    held: HeldCredential | None
    last: LastEarned
    needs_holder: bool = False  # it waits for its holder, who confirms their name


EarnedByCourse = Mapping[tuple[int, str], list[Earned]]  # by person and course


def reopenings(session: Session, runs: Collection[Run], now: datetime) -> Mapping[int, Reopening]:
    """The port of courses: by run, how what was earned with its course stands.

    One query where everything holds, some more where something has ended; however many runs.
    """
    if not runs:
        return {}
    earned = all_earned(session, runs, now)
    of_run = {run.id: earned.get((run.person_id, course_ref(run.course_id)), []) for run in runs}
    lost = [run for run in runs if state_of(run, of_run[run.id], None, now) not in SETTLED]
    bars = bars_of(session, lost, now)
    found = {}
    for run in runs:
        every, bar = of_run[run.id], bars.get(run.id)
        state = state_of(run, every, bar, now)
        if state is not RetakeState.NOTHING_LOST:
            one = told_of(every, run, state)
            ban = longest([bar, every[0].last.ban if every else None])
            found[run.id] = replace(said(one, state, ban, now), award=award_from(every, now))
    return found


def award_from(every: Sequence[Earned], now: datetime) -> Callable[[], CourseAward] | None:
    """What they have from it: what waits for them, else the certificate in force that ends last."""
    waits = next((one for one in every if one.last.waits), None)
    if waits is not None:
        return partial(award_that_waits, waits.claim, needs_holder=waits.needs_holder)
    in_force = (one.held for one in every if one.held is not None and one.last.standing is Standing.IN_FORCE)
    held = ends_last(in_force, now)
    return partial(award_of, held, now) if held is not None else None


def told_of(every: Sequence[Earned], run: Run, state: RetakeState) -> Earned | None:
    """What of it the person is told of: what holds or waits, else the newest that was earned in this run."""
    good = next((one for one in every if one.last.waits or one.last.standing in HELD), None)
    if good is not None:
        return good
    return every[0] if every and (state in SETTLED or every[0].last.earned_at >= run.begun_at) else None


def state_of(run: Run, every: Sequence[Earned], bar: SittingBan | None, now: datetime) -> RetakeState:
    """Whether another run may begin after this one."""
    facts = RunFacts(run.begun_at, run.ended_reason is EndReason.ANNULLED, bar, run.is_open)
    return retake_state([one.last for one in every], facts, now.astimezone(UTC).date())


def bars_of(session: Session, runs: Collection[Run], now: datetime) -> dict[int, SittingBan]:
    """By run, until when its person is kept from the exams of its course; two queries, or none."""
    if not runs:
        return {}
    people, courses = list({run.person_id for run in runs}), list({run.course_id for run in runs})
    barred = sitting_barred(session, people, courses, now)
    found = {run.id: barred.get(run.person_id, {}).get(run.course_id) for run in runs}
    return {run_id: SittingBan(bar.opens_on, bar.never) for run_id, bar in found.items() if bar}


def all_earned(session: Session, runs: Collection[Run], now: datetime) -> EarnedByCourse:
    """All that each person of these runs earned, by person and course, newest first; a claim that waits is newest."""
    people = {run.person_id for run in runs}
    refs = {course_ref(run.course_id) for run in runs}
    found: dict[tuple[int, str], list[Earned]] = defaultdict(list)
    opened, held = open_and_made(session, Claim.person_id.in_(people), Claim.source_ref.in_(refs))
    renewed = renewed_by(session, opened, held)
    for open_claim in opened:
        own = waiting(open_claim, renewed.get(open_claim.claim.id), now)
        found[own.claim.person_id, own.claim.source_ref].append(own)
    decided = decisions_on(session, [one for one in held if one.standing(now) is Standing.REVOKED])
    for one in held:  # newest first
        key = (one.credential.person_id, one.claim.source_ref)
        found[key].append(in_hand(one, decided.get(one.credential.id, ()), now))
    return found


def renewed_by(
    session: Session, claims: Collection[OpenClaim], held: Collection[HeldCredential]
) -> Mapping[int, HeldCredential]:
    """By claim the certificate that it renews; no query where that is among those that are held."""
    known = {one.claim.id: one for one in held}
    renewing = [one.claim for one in claims if one.claim.renews_id is not None]
    asked = [one for one in renewing if one.renews_id not in known]
    return renewed_certificates(session, asked) | {
        one.id: known[one.renews_id] for one in renewing if one.renews_id in known
    }


def waiting(one: OpenClaim, renews: HeldCredential | None, now: datetime) -> Earned:
    """What was earned and has no certificate yet."""
    lapsed = has_lapsed(one.achievement, one.claim, now)
    suspended = renews is not None and renews.standing(now) is Standing.SUSPENDED
    state = claim_state(one.is_checked, one.request, over=lapsed, suspended=suspended)
    last = LastEarned(one.claim.earned_at, None, lapsed=lapsed)
    return Earned(one.claim, None, last, needs_holder=state in {ClaimState.TO_CONFIRM, ClaimState.REFUSED})


def in_hand(held: HeldCredential, decided: Collection[DecisionFacts], now: datetime) -> Earned:
    """What was earned and became a certificate."""
    reason, ban = held.ending.reason if held.ending else None, ban_of(decided)
    last = LastEarned(held.claim.earned_at, held.standing(now), reason=reason, ban=ban, term=held.term)
    return Earned(held.claim, held, last)


def said(earned: Earned | None, state: RetakeState, ban: SittingBan | None, now: datetime) -> Reopening:
    """The words for the person: how it stands, then what they may do; without anything earned, of an annulled try."""
    allowed, sits = state in OPEN, state not in NOBODY_SITS
    if earned is None:
        words = _("The result of your exam was cancelled.") + " " + retake_said(state, ban, None)
        return Reopening(words, _("cancelled"), "bad", allowed, url="/attempts", link=_("Your attempts"))
    retake = retake_said(state, ban, earned)
    stands = valid_said(earned) if state in RENEWAL else standing_said(earned, now)
    words = " ".join(part for part in (stands, retake) if part)
    if earned.held is None:
        chip, tone = (_("expired"), "warn") if earned.last.lapsed else (_("passed"), "ok")
        url = "" if earned.last.lapsed else f"/certificates/claims/{earned.claim.uuid}"
        link = _("Continue to the certificate") if url else ""
        return Reopening(words, chip, tone, allowed, sits=sits, url=url, link=link)
    standing = earned.held.standing(now)
    chip, tone = STANDINGS[standing]
    renews = allowed and standing in {Standing.IN_FORCE, Standing.EXPIRED}
    url = f"/certificates/{earned.held.credential.uuid}"
    return Reopening(words, str(chip), tone, allowed, renews, sits, url, _("See the certificate"))


def standing_said(earned: Earned, now: datetime) -> str:
    """How it stands."""
    held = earned.held
    if held is None:
        if earned.last.lapsed:
            return _("You passed, but your certificate would already have expired.")
        return _("You have passed. Your certificate is not created yet.")
    match held.standing(now):
        case Standing.MAKING:
            return _("You have passed. Your certificate is being created.")
        case Standing.SUSPENDED if held.suspension:
            since = day(held.suspension.at)
            return _("Your certificate is suspended since %(day)s. %(why)s", day=since, why=why(held.suspension))
        case Standing.REVOKED if held.ending:
            ended = day(held.ending.at)
            return _("Your certificate was revoked on %(day)s. %(why)s", day=ended, why=why(held.ending))
        case Standing.NOT_YET:
            return begins_said(held)
        case Standing.EXPIRED if held.version.valid_until:
            return _("Your certificate was valid until %(day)s.", day=day(held.version.valid_until))
    if held.version.valid_until:
        return _("You have passed. Your certificate is valid until %(day)s.", day=day(held.version.valid_until))
    return _("You have passed. Your certificate has no end date.")


def valid_said(earned: Earned) -> str:
    """Until when a certificate is valid that may be renewed."""
    until = earned.held.version.valid_until if earned.held else None
    return _("Your certificate is valid until %(day)s.", day=day(until)) if until else ""


def begins_said(held: HeldCredential) -> str:
    """From when until when a certificate is valid that has not begun."""
    begins = day(held.version.valid_from)
    if held.version.valid_until is None:
        return _("You have passed. Your new certificate is valid from %(begins)s and has no end date.", begins=begins)
    ends = day(held.version.valid_until)
    return _("You have passed. Your new certificate is valid from %(begins)s to %(ends)s.", begins=begins, ends=ends)


def retake_said(state: RetakeState, ban: SittingBan | None, earned: Earned | None) -> str:
    """What the holder may do; nothing where there is nothing to do."""
    match state:
        case RetakeState.ALLOWED:
            return _("You may take this course again. You start with all attempts again.")
        case RetakeState.RENEWABLE:
            return _(
                "You may renew it now. You start with all attempts again. The new certificate starts "
                "when this one ends."
            )
        case RetakeState.RENEWING:
            return _("If you pass until then, your new certificate starts when this one ends.")
        case RetakeState.HELD:
            return renewal_said(earned)
        case RetakeState.LATER if ban and ban.opens_on:
            return _("You may take this course again from %(day)s.", day=day(ban.opens_on))
        case RetakeState.NEVER:
            return _("You may not take this course again.")
        case RetakeState.NO_DAY:
            return _("There is no day yet from which you may take it again. Ask your programme manager.")
    return ""


def renewal_said(earned: Earned | None) -> str:
    """From when a certificate in force may be renewed; nothing where that is not to be said yet."""
    if earned is None or earned.last.standing is not Standing.IN_FORCE:
        return ""
    opens_on = earned.last.term.opens_on if earned.last.term else None
    return _("You may renew it from %(day)s.", day=day(opens_on)) if opens_on else ""


def retake_of(session: Session, held: HeldCredential, now: datetime) -> str:
    """What the holder of a certificate may do; nothing where a newer one counts, or a scheme awarded it."""
    if not is_of_course(held.claim.source_ref):
        return ""
    course_id = course_of(held.claim.source_ref)
    run = newest_runs(session, [held.credential.person_id], course_id).get(held.credential.person_id)
    if run is None:
        return ""
    every = all_earned(session, [run], now).get((run.person_id, held.claim.source_ref), [])
    one = next((one for one in every if one.claim.id == held.claim.id), None)
    newest = every[0] if every else None
    if one is None or newest is None:
        return ""
    if newest is not one and (newest.last.waits or newest.last.standing in HELD or one.last.standing not in HELD):
        return ""
    bar = bars_of(session, [run], now).get(run.id)
    return retake_said(state_of(run, every, bar, now), longest([bar, newest.last.ban]), one)


def dates_said(held: HeldCredential, now: datetime) -> str:
    """The day that matters of a certificate in a list: when it ended, or until when it is valid."""
    if held.ending is not None:
        return _("expired on %(day)s", day=day(held.ending.at))
    if held.suspension is not None:
        return _("suspended since %(day)s", day=day(held.suspension.at))
    if held.standing(now) is Standing.NOT_YET:
        return _("valid from %(day)s", day=day(held.version.valid_from))
    if held.version.valid_until is None:
        return ""
    if held.standing(now) is Standing.EXPIRED:
        return _("expired on %(day)s", day=day(held.version.valid_until))
    return _("valid until %(day)s", day=day(held.version.valid_until))
