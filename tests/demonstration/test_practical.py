"""The demonstration of practical assessment: missions, a workshop half marked, a round before, and a draft.

PostgreSQL holds the whole of it for `test_figures.py`; what it tells is read once.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.missions.demo.people import SUPERVISING
from assessments.missions.models import Mission, MissionAnnexVersion, MissionFollowUp, MissionReport
from assessments.missions.queries.missions import missions_where, team_of
from assessments.missions.queries.reports import noted
from assessments.missions.rules.picture import COUNTRIES_LEAST, picture
from assessments.permissions import PracticalRole
from assessments.sheets.models import Performance, Reconciliation, Sheet
from assessments.sheets.queries.sheets import sheets_of_performances
from assessments.sheets.rules.states import Settlement, Turn
from assessments.workshops.models import Workshop
from assessments.workshops.queries.rotations import rotation_in_use
from assessments.workshops.queries.workshops import workshop_by_id
from certificates.candidates.queries.found import candidates_where, transitions_of
from certificates.candidates.queries.standing import file_at
from certificates.credentials.models import Claim, Credential
from certificates.panels.demo.round_before import ROUND
from certificates.panels.demo.round_now import SCHEME
from certificates.panels.models import Panel
from certificates.permissions import SchemeRole
from certificates.recognised.models import RecognisedCredential
from certificates.schemes.models import Candidate
from certificates.schemes.queries.histories import histories_of, names_of
from certificates.schemes.queries.versions import definition_of, scheme_named
from certificates.schemes.rules.definition import StateKind
from certificates.schemes.rules.dry_run import Hindrance, dry_run
from courses.programme.models import Activity
from lms.access import Role
from lms.people.api import people_info
from lms.people.models import Person, RoleGrant
from tests.builders.audit import chain_is_whole
from tests.builders.people import NOW, browser, sign_in

pytestmark = pytest.mark.once


def person(world, username):
    return world["people"][username]


def candidates_of(session, slug):
    return candidates_where(session, Candidate.scheme_id == scheme_named(session, slug).row.id)


def test_nine_missions_were_held_in_nine_countries_in_two_months(session, world):
    rows = session.scalars(select(Mission)).all()
    assert (len(rows), len({row.country for row in rows})) == (9, 9)
    assert max(row.ends_on for row in rows) - min(row.starts_on for row in rows) <= timedelta(days=62)


def test_some_missions_were_diagnostic_assignments_with_a_signed_annex_on_each_candidate(session, world):
    teams = {one.id: Counter(each.part for each in team_of(session, one.id)) for one in missions_where(session)}
    assert sorted(each["candidate"] for each in teams.values()) == [0, 0, 0, 2, 2, 2, 2, 3, 3]
    signed = session.scalars(select(func.count()).where(MissionAnnexVersion.signed_at.is_not(None))).one()
    assert signed == 14


def test_two_funds_pay_the_missions_and_the_workshop(session, world):
    held = [*session.scalars(select(Mission.activity_id)), *session.scalars(select(Workshop.activity_id))]
    funds = set(session.scalars(select(Activity.fund_id).where(Activity.id.in_(held))))
    assert (len(held), len(funds), None in funds) == (10, 2, False)


def test_reports_went_to_hosts_of_whom_most_released_them_and_were_asked_again(session, world):
    assert session.scalars(select(func.count()).select_from(MissionReport)).one() == 9
    assert len({one.country for one in noted(session) if one.released}) == 8
    asked = session.scalars(select(MissionFollowUp).where(MissionFollowUp.sent_at.is_not(None))).all()
    assert len(asked) > 5
    assert any(one.answered_at is not None for one in asked)


def test_the_picture_of_other_countries_names_topics_of_at_least_three(session, world):
    others = picture(noted(session), {"KE"}).others
    assert all(one.needs is None or one.needs >= COUNTRIES_LEAST for one in others)
    assert sum(one.needs is not None for one in others) >= 3


def test_fourteen_candidates_of_twelve_countries_are_admitted_to_the_workshop(session, world):
    found = candidates_of(session, SCHEME)
    people = people_info(session, [one.row.person_id for one in found])
    assert (len(found), len({one.country for one in people.values()})) == (14, 12)
    assert {one.row.state for one in found} == {"admitted"}
    assert {one.person_id for one in workshop_by_id(session, world["workshop"]).candidates} == set(people)


def test_nobody_acted_in_two_parts_for_one_candidate(session, world):
    chain = {"trainer", "supervisor", "examiner", "decider", "appeal"}
    for one in (*candidates_of(session, SCHEME), *candidates_of(session, "iwt-trainer")):
        parts = {}
        for step in transitions_of(session, [one.row.id])[one.row.id]:
            part = one.definition.transition(step.transition).part
            if part in chain:
                assert parts.setdefault(step.actor_id, part) == part


def test_each_expert_and_assessor_has_a_credential_that_two_registrars_compared(session, world):
    rows = session.scalars(select(RecognisedCredential)).all()
    experts = {person(world, one.username) for one in SUPERVISING}
    assessors = {one.person_id for one in workshop_by_id(session, world["workshop"]).assessors}
    assert {row.person_id for row in rows} == assessors | experts
    assert all(row.confirmed_by_id not in (None, row.entered_by_id) for row in rows)


def test_the_workshop_lasts_five_days_and_has_a_rotation_in_use(session, world):
    parts = workshop_by_id(session, world["workshop"])
    assert (parts.row.ends_on - parts.row.starts_on).days == 4
    assert parts.row.starts_on < NOW.date() < parts.row.ends_on
    assert rotation_in_use(session, parts.id) is not None
    assert len(parts.interpreters) == 3


def test_half_of_the_performances_are_marked_and_sealed_by_both(session, world):
    rows = session.scalars(select(Performance).where(Performance.occasion_id == world["workshop"])).all()
    sheets = sheets_of_performances(session, [row.id for row in rows])
    sealed = [sum(one.standing.sealed for one in sheets[row.id]) for row in rows]
    assert Counter(sealed) == {0: 35, 2: 34, 3: 1}


def test_one_third_rating_was_asked_and_given_and_nothing_else_waits_for_one(session, world):
    third = session.scalars(select(Sheet).where(Sheet.turn == Turn.THIRD)).one()
    said = session.scalars(
        select(Reconciliation.settlement)
        .where(Reconciliation.performance_id == third.performance_id)
        .order_by(Reconciliation.no)
    ).all()
    assert said == [Settlement.THIRD_MARKING, Settlement.SETTLED]
    wanted = session.scalars(select(Reconciliation).where(Reconciliation.settlement == Settlement.THIRD_MARKING)).all()
    assert len(wanted) == 1


def test_of_the_round_before_two_hold_certificates_and_one_waits_for_a_panel(session, world):
    found = {one.row.person_id: one for one in candidates_of(session, "iwt-trainer")}
    assert Counter(one.row.state for one in found.values()) == {"issued": 2, "appeal-open": 1, "dossier-complete": 1}
    held = session.scalars(
        select(Credential.person_id).join(Claim, Claim.id == Credential.claim_id).where(Credential.person_id.in_(found))
        .where(Claim.source_ref.like("scheme:%"))
    ).all()  # fmt: skip
    assert set(held) == {number for number, one in found.items() if one.row.state == "issued"}
    assert Counter(session.scalars(select(Panel.state))) == {"done": 17, "voting": 2}


def test_there_is_one_appeal_before_a_panel_that_had_no_earlier_role(session, world):
    kinds = [(one, one.definition.state(one.row.state).kind) for one in candidates_where(session)]
    (appealed,) = [one for one, kind in kinds if kind is StateKind.APPEAL]
    standing = file_at(session, appealed, NOW.date()).standing
    assert standing.refused is not None
    panel = session.scalars(select(Panel).where(Panel.candidate_id == appealed.row.id, Panel.state == "voting")).one()
    assert panel.right == "appeal.judge"


def test_a_dry_run_of_the_draft_names_who_would_end_elsewhere_and_why(session, world):
    scheme = scheme_named(session, "iwt-trainer")
    assert (scheme.newest.no, scheme.newest.used_from) == (2, None)
    elsewhere = dry_run(definition_of(scheme.newest), histories_of(session, scheme.row.id))
    names = names_of(session, scheme.row.id)
    (one,) = elsewhere
    assert names[one.candidate] == "Paul Wekesa"
    assert (one.ended, one.would_end, one.step) == ("issued", "training-observed", "complete-dossier")
    assert (one.why, one.names) == (Hindrance.EVIDENCE_MISSING, ("trainee-feedback",))
    assert len(ROUND) == len(names) == 4


def test_what_the_parts_did_stands_in_the_audit_trail(session, world):
    assert chain_is_whole(session)


def addresses(session, world):
    """The pages that the demonstration's people look at first, by user name."""
    workshop = workshop_by_id(session, world["workshop"])
    ways = {one.row.person_id: one.row.uuid for one in candidates_where(session)}
    panels = dict(session.execute(select(Panel.right, Panel.uuid).where(Panel.state == "voting")).all())
    mission = session.scalars(select(Mission.uuid).where(Mission.country == "KH")).one()
    rotation = rotation_in_use(session, workshop.id)
    here = f"/workshops/{workshop.row.uuid}"
    return {
        "aisha.mbeki": ("/performances/board", "/performances", "/sheets/devices"),
        "brigitte.ekambi": ("/candidacies", f"/candidacies/{ways[person(world, 'brigitte.ekambi')]}"),
        "hellen.cherop": (f"/candidacies/{ways[person(world, 'hellen.cherop')]}", "/decision-letters"),
        "samuel.banda": (here, f"{here}/rotations/{rotation.no}"),
        "kofi.ansah": (f"{here}/my-day", "/sheets", "/sheets/day"),
        "claire.dumont": (f"{here}/my-day",),
        "marta.kowalska": ("/missions", f"/missions/{mission}"),
        "elena.marchetti": ("/missions/mine", f"/missions/{mission}/report"),
        "rosa.almeida": ("/missions/picture", "/missions/follow-up"),
        "somchai.rattana": ("/missions/picture", "/nominations"),
        "oscar.lind": ("/panels", f"/panels/{panels['panel.decide']}"),
        "lucia.moretti": ("/panels", f"/panels/{panels['appeal.judge']}"),
        "paula.ritter": ("/candidates", f"/candidates/{ways[person(world, 'brigitte.ekambi')]}", "/panels"),
        "helen.brandt": ("/recognised", "/candidates"),
        "ingrid.solheim": ("/schemes", "/schemes/iwt-trainer", "/schemes/iwt-trainer/versions/2/changes"),
        "astrid.holm": ("/panels", "/complaints"),
    }


def test_the_pages_that_people_look_at_first_answer(app, session, world):
    wanted = addresses(session, world)
    browsers = {username: browser(app) for username in wanted}
    for username, client in browsers.items():
        sign_in(client, session, session.get_one(Person, person(world, username)))
    session.commit()
    for username, pages in wanted.items():
        for address in pages:
            status = browsers[username].get(address).status_code
            assert (username, address, status) == (username, address, 200)


def test_everybody_who_is_printed_has_a_password_and_one_role_of_each_kind_is_among_them(session, world):
    printed = {username for _words, username, _password in world["passwords"]}
    rows = session.scalars(select(Person).where(Person.username.in_(printed))).all()
    assert len(rows) == len(printed) == len(world["passwords"])
    assert all(row.password_hash for row in rows)
    held = {
        row.role for row in session.scalars(select(RoleGrant).where(RoleGrant.person_id.in_([one.id for one in rows])))
    }
    assert set(SchemeRole) | set(PracticalRole) | set(Role) <= held
