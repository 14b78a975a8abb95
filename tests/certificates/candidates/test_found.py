"""What speaks for whom and what a file says, asked beside others: sources, cuts, facts, ties, the start page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from assessments.api import ActingPart, FoundEvidence, Tie
from certificates.candidates.queries.audited import AUDITED
from certificates.candidates.queries.conflicts import StepFacts, facts_of_steps, tie_of
from certificates.candidates.queries.found import (
    candidate_by_id,
    file_of,
    files_seen,
    moved_at,
    own_candidate,
    own_candidates,
    standings_seen,
    version_in_use,
)
from certificates.candidates.queries.home import care_first, files_first, own_first
from certificates.candidates.queries.known import known_of
from certificates.candidates.queries.practical_sources import OwnSource
from certificates.candidates.queries.scopes import as_award, as_decided, scope_decided
from certificates.candidates.queries.sources import RecognisedEvidence
from certificates.candidates.queries.standing import cuts_met, facts_of, file_at
from certificates.candidates.queries.workshop_cut import root_up
from certificates.candidates.rules.digests import digest_of
from certificates.candidates.rules.history import Step
from certificates.candidates.services.applying import nominate
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.proposals import confirm_step, take_step
from certificates.credentials.rules.award import AwardScope
from certificates.permissions import SchemeRole
from certificates.schemes.models import CandidateTransition
from certificates.schemes.rules.definition import (
    CANDIDATE,
    RULE,
    CutKind,
    CutRule,
    Eligibility,
    Grade,
    SchemeScopes,
    TriggerFact,
)
from certificates.schemes.rules.scopes import DecidedScope
from lms.access import Grant, Role
from lms.audit.verification.records import compare_all
from lms.errors import NotFound
from tests.builders import candidates as build
from tests.builders import evidence, people
from tests.builders.candidates import SCREEN, step
from tests.builders.people import NOW
from tests.builders.recognised import in_force

pytestmark = pytest.mark.usefixtures("in_request")


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now)


def officer(session, on, role=SchemeRole.SCHEME_OFFICER):
    row = people.person(session)
    people.give_anywhere(session, row, Grant(role, "scheme", str(on.scheme_id)))
    return people.viewer(session, row)


def test_a_source_answers_for_whom_it_is_asked_and_for_what_is_in_force(session, now):
    holder, other = people.person(session), people.person(session)
    row, strange = in_force(session, holder.id, now), in_force(session, other.id, now)
    refused = in_force(session, holder.id, now, "B-18")
    refused.closed_at, refused.closed_reason, refused.closed_by_id = now, "Withdrawn.", refused.confirmed_by_id
    session.flush()
    source = RecognisedEvidence()
    (piece,) = source.pieces(session, [holder.id], now)
    assert (piece.ref, piece.title, piece.kind) == (
        f"recognised:{row.id}", "World Customs Organization A-17", "recognised",
    )  # fmt: skip
    assert (piece.at, piece.by_machine, piece.digest) == (row.confirmed_at, False, digest_of(piece.outcome))
    assert {one.person_id for one in source.pieces(session, [holder.id, other.id], now)} == {holder.id, other.id}
    assert source.pieces(session, [other.id], now)[0].ref == f"recognised:{strange.id}"
    assert source.pieces(session, [holder.id], now + timedelta(days=1)) == []
    known = known_of(session, holder.id, build.definition(), "en", now=now)
    assert [one.ref for one in known.pieces] == [piece.ref]


def test_what_somebody_uploaded_speaks_until_they_withdraw_it(session, now):
    writer = people.person(session)
    kept, gone = (evidence.item(session, writer.id, now) for _ in range(2))
    evidence.item(session, people.person(session).id, now)
    gone.withdrawn_at, gone.withdrawn_reason = now, "Not mine."
    session.flush()
    assert [one.ref for one in OwnSource().pieces(session, [writer.id], now)] == [f"evidence:{kept.uuid}"]


def test_what_is_known_of_somebody_names_the_courses_that_are_asked_for(session, now):
    asking = replace(build.definition(), eligibility=Eligibility(courses=("identifying",)))
    known = known_of(session, people.person(session).id, asking, "en", now=now)
    assert (known.pieces, known.courses) == ([], frozenset())


EXAM = CutRule("final", CutKind.EXAM, course="identifying")


@pytest.mark.parametrize(
    ("cuts", "outcomes", "met"),
    [
        ((EXAM,), [], set()),
        ((EXAM,), [{"course": "identifying"}], {"final"}),
        ((EXAM,), [{"course": "another"}], set()),
        ((replace(EXAM, share=Fraction(7, 10)),), [{"course": "identifying", "percent": 70}], {"final"}),
        ((replace(EXAM, share=Fraction(7, 10)),), [{"course": "identifying", "percent": 69.9}], set()),
        ((replace(EXAM, share=Fraction(7, 10)),), [{"course": "identifying", "percent": "70"}], set()),
        ((replace(EXAM, share=Fraction(7, 10)),), [{"course": "identifying"}], set()),
        ((EXAM,), [{"cuts": ["said", "itself"]}], {"said", "itself"}),
        ((EXAM,), [{"cuts": "said"}], set()),
        ((replace(EXAM, kind=CutKind.WORKSHOP),), [{"course": "identifying"}], set()),
        ((CutRule("bench", CutKind.WORKSHOP), EXAM), [{"total": "5", "cut": "5"}], {"bench"}),
        ((EXAM,), [{"total": "5", "cut": "5"}], set()),
        ((CutRule("bench", CutKind.WORKSHOP),), [{"total": "5"}, {"cut": "5"}], set()),
    ],
)
def test_a_cut_is_met_by_its_own_exam_its_stations_or_what_says_so_itself(cuts, outcomes, met):
    assert cuts_met(replace(build.definition(), cuts=cuts), outcomes) == met


def test_facts_are_those_that_are_known_and_everybody_has_an_account():
    account, passed = TriggerFact.ACCOUNT_CONFIRMED, TriggerFact.EXAM_PASSED
    assert facts_of([]) == {account}
    assert facts_of([{"facts": ["exam-passed", "of-a-later-version"]}, {"facts": "exam-passed"}, {}]) == {
        account,
        passed,
    }
    assert facts_of([{"facts": "exam-passed"}]) == {account}


def test_a_root_is_rounded_up_to_a_hundredth_and_never_down():
    assert [root_up(Fraction(one)) for one in ("1/10000", "1/9999", "4", "41/10")] == [
        Fraction(1, 100), Fraction(2, 100), 2, Fraction(203, 100),
    ]  # fmt: skip


def test_a_file_says_what_counts_what_waits_for_a_person_and_what_is_missing(session, on, now):
    found, other = (build.candidate(session, people.person(session), on, now, "eligible") for _ in range(2))

    def seen(way, kind, ref, **more):
        piece = FoundEvidence(way.row.person_id, kind, ref, "", ref.capitalize(), now, **({"outcome": {}} | more))
        return add_piece(session, way, piece, ref, now=now)

    seen(found, "exam", "machine", by_machine=True, outcome={"course": "identifying", "facts": ["exam-passed"]})
    seen(found, "course", "course")
    seen(other, "observation", "strange", observed_by_id=people.person(session).id)
    standing = file_at(session, found, now.date()).standing
    assert (standing.kinds, standing.machine_alone, standing.gaps) == (frozenset({"course"}), ("Machine",), ("teach",))
    assert (standing.cuts, standing.happened) == (frozenset(), {TriggerFact.ACCOUNT_CONFIRMED})
    assert (standing.person_id, standing.state, standing.refused) == (found.row.person_id, "eligible", None)
    confirmed = seen(found, "exam", "again", by_machine=True, outcome={"course": "identifying"})
    confirmed.confirmed_by_id = people.person(session).id
    session.flush()
    file = file_at(session, found, now.date())
    assert (file.standing.kinds, file.standing.cuts) == (frozenset({"course", "exam"}), {"final"})
    assert len(file.evidence) == 3


def test_who_refused_or_acted_in_a_part_of_the_chain_has_a_tie_and_nobody_else():
    parts = {one.value: step("s", "a", "b", SCREEN, part=one.value) for one in ActingPart}
    assert {part: tie_of(one) for part, one in parts.items() if tie_of(one)} == {
        "trainer": Tie.TAUGHT, "supervisor": Tie.SUPERVISED, "examiner": Tie.EXAMINED, "decider": Tie.DECIDED,
        "appeal": Tie.APPEALED,
    }  # fmt: skip
    refusing = replace(parts["scheme-officer"], refusal=True)
    assert (tie_of(refusing), tie_of(replace(refusing, part=""))) == (Tie.DECIDED, Tie.DECIDED)
    assert tie_of(replace(parts["trainer"], refusal=True)) is Tie.TAUGHT
    for mover in (CANDIDATE, RULE):
        assert tie_of(replace(refusing, mover=mover)) is None
    walked = [
        Step("gone", "applied", "eligible", 4, None, NOW),
        Step("admit", "applied", "eligible", 5, None, NOW),
        Step("refuse", "applied", "not-eligible", 2, 3, NOW),
        Step("object", "not-eligible", "appeal", 1, None, NOW),
        Step("uphold", "appeal", "applied", 8, None, NOW),
        Step("reject", "known", "not-eligible", 1, None, NOW),
    ]
    facts = facts_of_steps(build.definition(), 7, 1, walked)
    assert [(one.tie, one.actor_id, one.person_id, one.ref, one.failed) for one in facts] == [
        (Tie.DECIDED, 2, 1, "candidate:7:refuse", True), (Tie.DECIDED, 3, 1, "candidate:7:refuse", True),
        (Tie.APPEALED, 8, 1, "candidate:7:uphold", False),
    ]  # fmt: skip


def test_steps_tie_those_who_took_them_first_or_second_to_that_candidate(session, on, now):
    found, other = (build.candidate(session, people.person(session), on, now, "applied") for _ in range(2))
    first, second, third = (officer(session, on) for _ in range(3))
    for way, pair in ((found, (first, second)), (other, (first, third))):
        take_step(session, way, "refuse", "So", actor=pair[0], now=now)
        confirm_step(session, way, actor=pair[1], now=now)
    pieces = StepFacts()
    both = [found.row.person_id, other.row.person_id]

    def tied(actors, people):
        return [(one.actor_id, one.person_id) for one in pieces.between(session, [each.id for each in actors], people)]

    assert tied([first], both[:1]) == [(first.id, both[0])]
    assert tied([second, third], both[:1]) == [(second.id, both[0])]
    assert sorted(tied([first, second, third], both)) == sorted(
        [(first.id, both[0]), (second.id, both[0]), (first.id, both[1]), (third.id, both[1])]
    )
    assert [one.title for one in compare_all(session, AUDITED) if one.faults] == ["candidates"]


def test_the_last_step_of_those_who_are_asked_for_is_known_and_of_who_took_none_nothing(session, on, now):
    found, beside, waits = (build.candidate(session, people.person(session), on, now, "applied") for _ in range(3))
    for way, day in ((found, 1), (beside, 2)):
        take_step(session, way, "refuse", "So", actor=officer(session, on), now=now)
        confirm_step(session, way, actor=officer(session, on), now=now + timedelta(days=day))
    assert moved_at(session, [found.row.id, waits.row.id]) == {found.row.id: now + timedelta(days=1)}


def test_each_sees_their_own_ways_the_files_they_keep_and_where_their_officers_are(session, on, now):
    place = people.administration(session)
    other = build.scheme(session, people.person(session), now, build.definition("other"))
    near, far = people.person(session, place=place), people.person(session)
    mine = build.candidate(session, near, on, now, "applied")
    theirs = build.candidate(session, far, on, now + timedelta(hours=1), "applied")
    elsewhere = build.candidate(session, near, other, now + timedelta(hours=2), "applied")
    keeper = officer(session, on)
    people.give_anywhere(session, near, Grant(SchemeRole.SCHEME_OFFICER, "scheme", str(on.scheme_id)))
    people.give(session, near, Role.COORDINATOR, place)
    own = people.viewer(session, near)
    coordinator = people.viewer(session, people.person(session, None, (Role.COORDINATOR, place)))

    def ids(found):
        return [one.row.id for one in found]

    assert ids(own_candidates(session, near.id)) == [elsewhere.row.id, mine.row.id]
    assert own_candidate(session, own, mine.row.uuid).row.id == mine.row.id
    assert ids(files_seen(session, keeper)) == [theirs.row.id, mine.row.id]
    assert ids(files_seen(session, own)) == [theirs.row.id]  # never one's own
    assert ids(standings_seen(session, coordinator)) == [elsewhere.row.id, mine.row.id]
    assert (ids(standings_seen(session, own)), ids(standings_seen(session, keeper))) == ([], [])
    assert file_of(session, keeper, theirs.row.uuid).row.id == theirs.row.id
    for ask, who, way in (
        (own_candidate, own, theirs), (file_of, own, mine), (file_of, keeper, elsewhere), (file_of, coordinator, mine),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            ask(session, who, way.row.uuid)
    with pytest.raises(NotFound):
        candidate_by_id(session, elsewhere.row.id + 1000)


def test_home_asks_for_open_nominations_ways_files_and_those_in_ones_care(session, on, now):
    build.scheme(session, people.person(session), now, build.definition("other"))
    person, stranger = people.person(session, None, Role.OFFICER), people.person(session, None, Role.OFFICER)
    own, keeper = people.viewer(session, person), officer(session, on)
    mover = people.viewer(session, people.person(session, None, Role.TRAINER))
    by = people.person(session)

    def told(columns):
        return tuple(session.execute(select(*columns)).one()) if columns else None

    def versions(who):
        (said,) = told(care_first(who, now))
        return [int(one.partition(":")[0]) for one in (said or "").split()]

    assert told(own_first(own, now)) == (None, False)
    for slug, whom in (("iwt-trainer", stranger), ("other", person), ("iwt-trainer", person)):
        row = nominate(session, version_in_use(session, slug, now), whom.id, "", by_id=by.id, now=now)
    assert told(own_first(own, now)) == ("other iwt-trainer", False)
    row.answered_at, row.accepted = now, False
    assert (told(files_first(keeper, now)), files_first(own, now)) == ((False,), [])
    strange = build.candidate(session, stranger, on, now)
    assert told(own_first(own, now)) == ("other", False)
    assert (told(files_first(keeper, now)), versions(mover)) == ((True,), [on.id])
    strange.row.closed_at = now
    way = build.candidate(session, person, on, now)
    assert told(own_first(own, now)) == ("other", True)
    assert own_first(people.a_viewer(person.id), now) == []
    assert (care_first(own, now), versions(mover)) == ([], [on.id])
    way.row.closed_at = now
    session.flush()
    assert told(own_first(own, now)) == ("other", False)
    assert (told(files_first(keeper, now)), versions(mover)) == ((False,), [])
    build.candidate(session, session.get_one(people.Person, mover.id), on, now)
    assert versions(mover) == []  # nobody moves themselves


GRADES = (Grade("trainer", {"en": "Trainer", "fr": "Formateur"}), Grade("lead", {"en": "Lead", "fr": "Chef"}))


def test_a_scope_is_said_by_its_grade_and_found_again_by_it():
    whole = build.definition(languages=("fr", "en"), scopes=SchemeScopes(("operations",), GRADES))
    scope = DecidedScope(("operations",), "lead", ("en",))
    assert as_award(whole, scope) == AwardScope(("operations",), "Chef", ("en",))
    assert as_decided(whole, as_award(whole, scope)) == scope
    assert as_decided(whole, AwardScope(("operations",), "Of before", ("en",))).grade == "trainer"
    assert as_award(whole, replace(scope, grade="gone")).grade == ""
    gradeless = replace(whole, scopes=SchemeScopes(("operations",)))
    assert as_decided(gradeless, AwardScope(("operations",), "Chef", ("en",))).grade == ""


def test_the_newest_decision_of_a_panel_says_the_scope(session, on, now):
    found = build.candidate(session, people.person(session), on, now, "known")

    def steps(*rows):
        return [CandidateTransition(transition=code, scope=scope) for code, scope in rows]

    said = {"topics": ["operations"], "grade": "", "languages": ["en"]}
    less = said | {"languages": []}
    assert scope_decided(found, []) is None
    assert scope_decided(found, steps(("admit", said))) is None  # no panel
    assert scope_decided(found, steps(("certify", said), ("admit", less))) == DecidedScope(("operations",), "", ("en",))
    assert scope_decided(found, steps(("certify", said), ("certify", less))) == DecidedScope(("operations",), "", ())
    assert scope_decided(found, steps(("certify", said), ("reject", None))) is None
