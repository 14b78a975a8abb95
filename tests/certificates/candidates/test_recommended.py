"""A signed recommendation is evidence, takes the steps of a moderator, and says once a result has changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from assessments.independence.services import declare_interest
from assessments.sheets.models import Performance
from assessments.sheets.rules.recommending import TopicProposal, cites_digest
from assessments.sheets.services.recommending import (
    RecommendationDraft,
    cited_by,
    lines_at,
    sign_recommendation,
)
from assessments.sheets.services.settling import settle_by_discussion
from assessments.workshops.labels import TOPICS
from assessments.workshops.models import WorkshopCandidate
from certificates.candidates.queries.found import candidate_by_id, evidence_of, transitions_of
from certificates.candidates.services.evidence import take_up
from certificates.panels.pages.panel import panel_page
from certificates.panels.queries.found import file_of_panel, panel_sat_in
from certificates.panels.services.convening import convene
from certificates.permissions import SchemeRole
from certificates.schemes.rules.definition import EvidenceKind, RubricUse, StateKind, TriggerFact
from lms.access import Grant
from tests.builders import candidates as build
from tests.builders.people import NOW, give_anywhere, person, viewer
from tests.builders.sheets import Bench, seal_with

MODERATE = "sheet.moderate"
KINDS = ("recommendation", "presentation", "exam", "observation")


def defined():
    """Admitted, examined, recommended: the last two steps are a moderator's."""
    return build.definition(
        slug="advisor",
        initial="admitted",
        states=(
            build.state("admitted"),
            build.state("examined"),
            build.state("recommended", StateKind.DECISION, panel="first"),
            build.state("certified", StateKind.AWARD),
            build.state("not-certified", StateKind.END),
        ),
        transitions=(
            build.step("close", "admitted", "examined", MODERATE, part="moderator", needs=("presentation",),
                       fact=TriggerFact.PERFORMANCES_SETTLED),
            build.step("send-away", "examined", "not-certified", MODERATE, part="moderator", refusal=True),
            build.step("recommend", "examined", "recommended", MODERATE, part="moderator", reason=True,
                       needs=("recommendation",)),
            build.step("certify", "recommended", "certified", build.DECIDE, part="decider"),
        ),
        evidence=tuple(EvidenceKind(one, build.said(one.capitalize())) for one in KINDS),
        rubrics=(RubricUse("bench", "presentation"),),
    )  # fmt: skip


@pytest.fixture
def bench(session):
    found = Bench(session)
    version = build.scheme(session, person(session, "Loader"), NOW, defined())
    found.way = build.candidate(session, found.candidate, version, NOW, state="admitted")
    for sheet in (found.first, found.second):
        seal_with(session, sheet, 2, 2)
    return found


def sign(bench, minority=""):
    session = bench.session
    row = session.scalars(select(WorkshopCandidate)).one()
    seen = cites_digest(cited_by(lines_at(session, bench.workshop.id, bench.candidate.id)))
    draft = RecommendationDraft(dict.fromkeys(TOPICS, TopicProposal.CERTIFY), "Shows all of it.", minority, seen)
    return sign_recommendation(session, bench.workshop, row, draft, by_id=bench.moderator.id, now=NOW)


def taken(bench):
    return [one.transition for one in transitions_of(bench.session, [bench.way.row.id])[bench.way.row.id]]


def pieces(bench):
    rows = evidence_of(bench.session, [bench.way.row.id])[bench.way.row.id]
    return [one for one in rows if one.kind == "recommendation"]


def test_the_signature_takes_the_steps_of_a_moderator_up_to_the_recommendation(bench):
    sign(bench)
    assert taken(bench) == ["close", "recommend"]
    last = transitions_of(bench.session, [bench.way.row.id])[bench.way.row.id][-1]
    assert (last.actor_id, last.reason, last.to_state) == (bench.moderator.id, "Shows all of it.", "recommended")
    (piece,) = pieces(bench)
    assert {"ref": piece.ref, "digest": piece.digest, "uuid": piece.uuid} in last.cites


def test_a_way_of_another_scheme_does_not_move(bench):
    bench.workshop.scheme = "another"
    sign(bench)
    assert taken(bench) == []
    assert len(pieces(bench)) == 1  # it is evidence all the same


def test_what_stands_in_the_way_leaves_the_step_to_the_file(bench):
    other = bench.session.get_one(Performance, bench.performance.id)
    bench.way.row.state = "certified"
    bench.session.flush()
    sign(bench)
    assert taken(bench) == []
    assert other.person_id == bench.candidate.id


def test_a_result_that_changes_afterwards_is_another_version_of_the_evidence(bench):
    sign(bench)
    settle_by_discussion(
        bench.session, bench.performance, {"names": 1}, "The film shows it.", by_id=bench.moderator.id, now=NOW
    )
    take_up(bench.session, [bench.candidate.id], now=NOW)
    assert [one.outcome["results_changed"] for one in pieces(bench)] == [False, True]
    sign(bench)
    assert [one.outcome["version"] for one in pieces(bench)] == [1, 1, 2]
    assert candidate_by_id(bench.session, bench.way.row.id).row.state == "recommended"


def test_a_moderator_with_a_tie_neither_signs_nor_moves(bench):
    declare_interest(
        bench.session, declared_by_id=bench.candidate.id, about_id=bench.moderator.id, words="Cousins.", now=NOW
    )
    with pytest.raises(Exception, match="cannot sign"):
        sign(bench)
    assert (taken(bench), pieces(bench)) == ([], [])


def test_the_panel_reads_the_recommendation_with_the_minority_view(app, bench):
    session = bench.session
    sign(bench, minority="B would wait for one more mission.")
    scope = ("scheme", str(bench.way.row.scheme_id))
    officer, *deciders = (person(session, f"Panel {number}") for number in range(4))
    for row, role in ((officer, SchemeRole.SCHEME_OFFICER), *((one, SchemeRole.DECIDER) for one in deciders)):
        give_anywhere(session, row, Grant(role, *scope))
    found = candidate_by_id(session, bench.way.row.id)
    members = [one.id for one in deciders]
    with app.test_request_context():
        by = viewer(session, officer)
        row = convene(session, found, members, members[0], language_fits=True, by=by, now=NOW)
        member = viewer(session, deciders[0])
        panel = panel_sat_in(session, member, row.uuid)
        (read,) = panel_page(session, member, panel, file_of_panel(session, panel, NOW.date()), []).recommended
        outside = panel_page(session, by, panel, file_of_panel(session, panel, NOW.date()), []).recommended
    assert (read.by, read.minority, read.out_of_date) == ("Aisha Mbeki", "B would wait for one more mission.", False)
    assert [str(proposal) for _topic, proposal, _tone in read.proposals] == ["certify"] * len(TOPICS)
    assert outside == []
