"""A registrar confirms years of practice; a holder asks for renewal in the window and in the days of grace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.api import FoundEvidence
from certificates.candidates.queries.found import candidate_by_id
from certificates.candidates.rules.history import Step
from certificates.candidates.rules.maintenance import counts_since_release, released_at, years_confirmed
from certificates.candidates.services.advancing import advance
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.proposals import take_step
from certificates.credentials.models import Claim
from certificates.credentials.rules.lifecycle import Standing
from certificates.panels.queries.found import panel_sat_in
from certificates.panels.rules import CompetenceView
from certificates.panels.services.convening import convene
from certificates.panels.services.deciding import PanelBallot, sign, vote, write_down
from certificates.permissions import SchemeRole
from certificates.practice.pages import own_log
from certificates.practice.rules.log import PracticeKind, PracticeUnit
from certificates.practice.services import PracticeDraft, log_practice
from certificates.schemes.rules.definition import CANDIDATE, RULE, EvidenceKind, PracticeRule, StateKind, TriggerFact
from lms.errors import Conflict, RuleBroken
from tests.builders import candidates as build
from tests.builders import certificates, people
from tests.builders import scheme_certificates as make

pytestmark = pytest.mark.usefixtures("in_request")

WINDOW, GRACE = 6, 90  # months, days
WINDOW_OPENS = TriggerFact.RENEWAL_WINDOW_OPEN


def definition():
    """The scheme of the builder, with years to confirm, a window, renewal by a panel, and an end after the grace."""
    whole = make.definition()
    award, opening = StateKind.AWARD, ("registered", "maintained")
    practice, observed = "practice", "observed-practice"
    return replace(
        whole,
        states=(
            *whole.states,
            build.state("maintained", award),
            build.state("due", award),
            build.state("asked", StateKind.DECISION, panel="first"),
            build.state("granted"),
            build.state("expired", StateKind.END),
        ),
        transitions=(
            *whole.transitions,
            replace(
                build.step(
                    "confirm-year", "registered", "maintained", make.RELEASE, part="registrar", needs=(practice,),
                    fact=TriggerFact.PRACTICE_SUFFICIENT,
                ),
                sources=opening,
            ),
            replace(build.step("open", "registered", "due", RULE, fact=WINDOW_OPENS), sources=opening),
            build.step("ask", "due", "asked", CANDIDATE, needs=(practice, observed), brings=(practice, observed)),
            build.step("grant", "asked", "granted", "panel.decide", part="decider", reason=True),
            build.step("release-renewal", "granted", "registered", make.RELEASE, part="registrar"),
            build.step("expire", "due", "expired", RULE, fact=TriggerFact.VALIDITY_ENDED),
        ),
        evidence=(*whole.evidence, *(EvidenceKind(one, build.said(one)) for one in (practice, observed))),
        practice=PracticeRule(36, WINDOW, GRACE, a_year=2, kinds=(practice, observed)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def defined():
    return definition()


@pytest.fixture
def registrar(session, on):
    return make.of_scheme(session, on, SchemeRole.REGISTRAR)


@pytest.fixture
def deciders(session, on):
    return [make.of_scheme(session, on, SchemeRole.DECIDER) for _number in range(3)]


def way(session, held):
    from certificates.decisions.scheme_steps import way_of

    return way_of(session, held)


def holder(session, held):
    return people.viewer(session, session.get_one(people.Person, held.credential.person_id))


def log(session, held, on, now, *, many=1):
    for _number in range(many):
        draft = PracticeDraft(
            kind=PracticeKind.TRAINING, on=on, amount=1, unit=PracticeUnit.DAYS, country="GH", role="Trainer",
            words="Trained officers.",
        )  # fmt: skip
        log_practice(session, draft, actor=holder(session, held), now=now)


def observe(session, held, now, ref="invented:seen"):
    piece = FoundEvidence(0, "observed-practice", ref, "d", "Seen", now, observed_by_id=people.person(session).id)
    add_piece(session, way(session, held), piece, "d", now=now)


def confirm(session, held, registrar, now):
    advance(session, [held.credential.person_id], now=now)
    take_step(session, way(session, held), "confirm-year", "", actor=registrar, now=now)


def test_a_registrar_confirms_a_year_once_it_has_enough_and_each_year_once(session, held, registrar, now):
    later = now + timedelta(days=100)
    log(session, held, later.date(), later)
    with pytest.raises(RuleBroken, match="enough for the next year"):
        confirm(session, held, registrar, later)
    log(session, held, later.date(), later)
    confirm(session, held, registrar, later)
    assert way(session, held).row.state == "maintained"
    log(session, held, later.date(), later, many=3)  # of the year that is confirmed already
    with pytest.raises(RuleBroken, match="enough for the next year"):
        confirm(session, held, registrar, later)
    next_year = now + timedelta(days=400)
    log(session, held, next_year.date(), next_year, many=2)
    confirm(session, held, registrar, next_year)
    assert way(session, held).row.state == "maintained"


def test_the_holder_confirms_no_year_of_their_own(session, on, held, now):
    log(session, held, now.date(), now, many=2)
    row = session.get_one(people.Person, held.credential.person_id)
    people.give_anywhere(session, row, people.Grant(SchemeRole.REGISTRAR, "scheme", str(on.scheme_id)))
    with pytest.raises(RuleBroken, match="own file"):
        confirm(session, held, people.viewer(session, row), now)


def ask(session, held, now):
    advance(session, [held.credential.person_id], now=now)
    take_step(session, way(session, held), "ask", "", actor=holder(session, held), now=now)


def test_before_the_first_day_of_the_window_nobody_asks_and_on_it_one_does(session, held, now):
    opens = held.term.opens_on
    log(session, held, now.date() + timedelta(days=30), now + timedelta(days=30))
    observe(session, held, now + timedelta(days=40))
    day_before = now.replace(year=opens.year, month=opens.month, day=opens.day) - timedelta(days=1)
    with pytest.raises(Conflict, match="faster"):
        ask(session, held, day_before)
    ask(session, held, day_before + timedelta(days=1))
    assert way(session, held).row.state == "asked"


@pytest.mark.parametrize(("days", "state"), [(GRACE, "asked"), (GRACE + 1, "expired")])
def test_in_the_days_of_grace_one_may_still_ask_and_after_the_last_the_way_is_over(session, held, now, days, state):
    log(session, held, now.date() + timedelta(days=30), now + timedelta(days=30))
    observe(session, held, now + timedelta(days=40))
    at = held.version.valid_until + timedelta(days=days)
    if state == "asked":
        ask(session, held, at)
    else:
        advance(session, [held.credential.person_id], now=at)
    assert candidate_by_id(session, way_id(session, held)).row.state == state


def way_id(session, held):
    from certificates.schemes.models import Candidate

    return session.scalars(select(Candidate.id).where(Candidate.person_id == held.credential.person_id)).one()


def test_a_log_and_an_observation_from_before_the_release_are_not_enough(session, held, now):
    log(session, held, now.date() - timedelta(days=40), now)
    observe(session, held, now - timedelta(days=30))
    with pytest.raises(RuleBroken, match="Evidence is missing"):
        ask(session, held, held.version.valid_until - timedelta(days=10))


def granted(session, on, held, registrar, deciders, at):
    log(session, held, at.date() - timedelta(days=30), at)
    observe(session, held, at - timedelta(days=20))
    ask(session, held, at)
    found, panel = way(session, held), deciders
    screener = make.of_scheme(session, on, SchemeRole.SCHEME_OFFICER)
    row = convene(session, found, [one.id for one in panel], panel[0].id, language_fits=True, by=screener, now=at)
    ballot = PanelBallot("grant", {"teach": CompetenceView(True, "Seen.")}, "I read the log.")
    for one in panel:
        session.expire_all()
        vote(session, panel_sat_in(session, one, row.uuid), ballot, by=one, now=at)
    session.expire_all()
    write_down(session, panel_sat_in(session, panel[0], row.uuid), "Practised.", "All agreed.", by=panel[0], now=at)
    for one in panel[:2]:
        session.expire_all()
        sign(session, panel_sat_in(session, one, row.uuid), by=one, now=at)
    take_step(session, way(session, held), "release-renewal", "", actor=registrar, now=at)
    session.commit()
    return session.scalars(select(Claim).order_by(Claim.id.desc())).first()


def test_in_the_window_the_renewed_certificate_begins_where_the_old_one_ends(
    session, on, held, registrar, deciders, now
):
    ends = held.version.valid_until
    at = ends - timedelta(days=60)
    claim = granted(session, on, held, registrar, deciders, at)
    assert (claim.renews_id, claim.begins_at) == (held.claim.id, ends)
    fresh = certificates.taken(session, claim, "Ama Quill", at=at)
    assert fresh.credential.id != held.credential.id
    assert fresh.standing(at) is Standing.NOT_YET
    assert certificates.again(session, held.credential.id).standing(at) is Standing.IN_FORCE
    assert certificates.again(session, fresh.credential.id).standing(ends) is Standing.IN_FORCE
    assert fresh.version.valid_until == ends.replace(year=ends.year + 3)
    assert way(session, fresh).row.state == "registered"


def test_in_the_days_of_grace_it_begins_with_the_release_so_that_a_verifier_reads_the_gap(
    session, on, held, registrar, deciders, now
):
    at = held.version.valid_until + timedelta(days=20)
    claim = granted(session, on, held, registrar, deciders, at)
    fresh = certificates.taken(session, claim, "Ama Quill", at=at)
    assert certificates.again(session, held.credential.id).standing(at) is Standing.EXPIRED
    assert fresh.standing(at) is Standing.IN_FORCE
    assert fresh.term.begins_at == at


def test_after_a_renewal_the_years_begin_anew(session, on, held, registrar, deciders, now):
    later = now + timedelta(days=100)
    log(session, held, later.date(), later, many=2)
    confirm(session, held, registrar, later)
    ends = held.version.valid_until
    claim = granted(session, on, held, registrar, deciders, ends - timedelta(days=60))
    certificates.taken(session, claim, "Ama Quill", at=ends - timedelta(days=60))
    (one,) = own_log(session, holder(session, held), ends + timedelta(days=1)).certificates
    assert [year.year.begins_on for year in one.years] == [ends.date()]
    with pytest.raises(RuleBroken, match="enough for the next year"):
        confirm(session, held, registrar, ends + timedelta(days=1))


def test_what_counts_since_the_release_is_told_by_the_steps_alone(now):
    whole = definition()
    steps = [
        Step("release", "decided", "certified", 1, None, now),
        Step("confirm-year", "registered", "maintained", 1, None, now + timedelta(days=9)),
    ]
    assert released_at(whole, steps) == now
    assert not counts_since_release(whole, steps, "practice", now)
    assert counts_since_release(whole, steps, "practice", now + timedelta(seconds=1))
    assert counts_since_release(whole, steps, "exam", now - timedelta(days=900))
    assert counts_since_release(whole, [], "practice", now)
    assert years_confirmed(whole, steps, now.date()) == 1
    assert years_confirmed(whole, steps, now.date() + timedelta(days=10)) == 0
