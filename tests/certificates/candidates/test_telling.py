"""What candidates are told of steps that others took, in which words, and what pages say to whoever acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.api import FoundEvidence
from certificates.candidates.events import CandidateMoved
from certificates.candidates.models import Nomination, StepProposal
from certificates.candidates.queries.found import transitions_of, version_in_use
from certificates.candidates.rules.moving import Mover
from certificates.candidates.services.applying import nominate
from certificates.candidates.services.evidence import add_piece
from certificates.candidates.services.messages import moved_said, nominated_said, tell_moved
from certificates.candidates.services.moving import Taking, move
from certificates.permissions import SchemeRole
from certificates.schemes.models import Candidate, EvidencePiece, Scheme
from certificates.schemes.rules.definition import StateKind
from lms.access import Grant, Role
from lms.messages.models import Message
from tests.builders import candidates as build
from tests.builders import people
from tests.builders.candidates import SCREEN

PARAMS = {
    "candidate": "the-uuid", "scheme": '{"en": "Trainer", "fr": "Formateur"}', "state": '{"en": "Refused"}',
    "appeal_until": "", "heard_until": "", "reason": "", "withdrawn": False,
}  # fmt: skip
APPEAL, HEARD, REASON = "you may appeal until 25 December 2026", "statement by 9 December 2026", "The reasons:"
LOST = "no longer valid"


@pytest.mark.parametrize(
    ("changed", "title", "texts"),
    [
        ({}, "Your application has a new status", []),
        ({"reason": "So."}, "Your application has a new status", [REASON]),
        ({"appeal_until": "2026-12-25", "reason": "So."}, "Your application was refused", [APPEAL, REASON]),
        ({"heard_until": "2026-12-09"}, "Your certificate is suspended", [HEARD]),
        ({"heard_until": "2026-12-09", "appeal_until": "2026-12-25"}, "Your certificate is suspended", [HEARD, APPEAL]),
        ({"withdrawn": True, "appeal_until": "2026-12-25"}, "Your certificate is withdrawn", [LOST, APPEAL]),
    ],
)
def test_a_message_says_the_status_and_only_what_follows_from_it(in_request, changed, title, texts):
    said = moved_said(PARAMS | changed, "en")
    text = str(said.text)
    assert (str(said.title), said.path) == (title, "/candidacies/the-uuid")
    assert "Trainer: your status is now “Refused”." in text
    assert [one for one in (LOST, HEARD, APPEAL, REASON) if one in text] == texts
    assert "“Formateur”" in str(nominated_said({"scheme": PARAMS["scheme"], "nomination": ""}, "fr").text)


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now)


@pytest.fixture
def person(session):
    return people.person(session, "Ama Quill", Role.OFFICER)


def keeper(session, on, role=SchemeRole.SCHEME_OFFICER):
    row = people.person(session, f"Zoe {role}")
    people.give_anywhere(session, row, Grant(role, "scheme", str(on.scheme_id)))
    return row


def messages(session, person):
    rows = select(Message).where(Message.person_id == person.id, Message.kind == "candidate.moved")
    return [(one.params, one.by_id) for one in session.scalars(rows.order_by(Message.id))]


def test_candidates_are_told_of_what_others_did_and_not_of_their_own_acts(session, on, person, now, in_request):
    found = build.candidate(session, person, on, now, "applied")
    two = [Mover(keeper(session, on).id, frozenset({SCREEN})) for _ in range(2)]
    move(session, found, Taking(step="refuse", by=two[0], second=two[1], reason="So"), now=now)
    move(session, found, Taking(step="object", by=Mover(person.id), reason="No"), now=now)
    ((params, by),) = messages(session, person)
    assert (params["reason"], by, params["heard_until"], params["withdrawn"]) == ("So", two[0].person_id, "", False)
    assert params["appeal_until"] == (now + timedelta(days=30)).date().isoformat()
    assert (params["candidate"], params["state"]) == (found.row.uuid, '{"en": "Not-eligible"}')

    def told(**changed):
        values = {
            "subject": f"candidate:{found.row.id}", "actor_id": None, "at": now, "person_id": person.id,
            "transition_id": 1, "transition": "pass", "from_state": "eligible", "to_state": "known",
            "second_id": None, "reason": "", "cites": [],
        }  # fmt: skip
        tell_moved(session, CandidateMoved(**(values | changed)))
        return [each for each, _by in messages(session, person)]

    assert len(told(transition="newer-version")) == 1
    assert len(told(actor_id=person.id)) == 1
    last = told()[-1]
    assert (last["appeal_until"], last["state"]) == ("", '{"en": "Known"}')
    gone = told(transition="gone", to_state="a-state-of-before")[-1]
    assert (gone["appeal_until"], gone["state"]) == ("", '{"en": "a-state-of-before"}')


def test_a_step_is_taken_on_the_page_where_it_belongs_and_on_no_other(in_, session, on, person, now):
    whole = replace(build.definition("heard"), transitions=(
        *build.definition().transitions, build.step("stop", "known", "left", "credential.manage"),
    ))  # fmt: skip
    other = build.scheme(session, people.person(session), now, whole)
    found, decided = (
        build.candidate(session, person, version, now, state) for version, state in ((on, "applied"), (other, "known"))
    )
    officer, own = in_(keeper(session, on)), in_(person)
    at, mine = f"/candidates/{found.row.uuid}", f"/candidacies/{found.row.uuid}"
    for browser, address in ((officer, f"{at}/steps/fly"), (own, f"{mine}/steps/fly"), (own, f"{mine}/steps/admit")):
        assert browser.post(address, data={"reason": "So."}).status_code == 404
    second = in_(keeper(session, other))
    for code in ("certify", "stop"):  # of a panel, and of those who manage certificates
        assert second.post(f"/candidates/{decided.row.uuid}/steps/{code}", data={"reason": "So."}).status_code == 404
    assert own.post(f"{mine}/steps/leave", data={"reason": "x" * 2001}).status_code == 422
    assert own.post(f"{mine}/steps/leave", data={"reason": "Moved."}).status_code == 303
    session.expire_all()
    assert [one.state for one in session.scalars(select(Candidate).order_by(Candidate.id))] == ["left", "known"]


def test_a_proposal_is_answered_by_one_button_and_the_next_page_says_what_became_of_it(in_, session, on, person, now):
    found = build.candidate(session, person, on, now, "applied")
    first, second = in_(keeper(session, on)), in_(keeper(session, on))
    at = f"/candidates/{found.row.uuid}"
    first.post(f"{at}/steps/refuse", data={"reason": "Too short"})
    assert "It is proposed." in first.get(at).text
    for data in ({}, {"confirm": "1", "refuse": "1"}):
        assert second.post(f"{at}/proposal", data=data).status_code == 303
        session.expire_all()
        assert session.scalars(select(StepProposal.outcome)).all() == [None]
    second.post(f"{at}/proposal", data={"refuse": "1"})
    assert "The proposal is closed." in second.get(at).text
    session.expire_all()
    assert session.scalars(select(StepProposal.outcome)).all() == ["refused"]
    first.post(f"{at}/steps/refuse", data={"reason": "Too short"})
    second.post(f"{at}/proposal", data={"confirm": "1"})
    assert "The step is taken. The candidate is told." in second.get(at).text
    assert [one.transition for one in transitions_of(session, [found.row.id])[found.row.id]] == ["refuse"]


def test_what_a_machine_scored_is_confirmed_on_the_page_and_moves_its_candidate_at_once(in_, session, on, person, now):
    found = build.candidate(session, person, on, now, "eligible")
    said = {"course": "identifying", "facts": ["exam-passed"]}
    scored = FoundEvidence(person.id, "exam", "invented:1", "a", "Exam", now, by_machine=True, outcome=said)
    piece = add_piece(session, found, scored, "a", now=now)
    officer, at = in_(keeper(session, on)), f"/candidates/{found.row.uuid}"
    assert officer.post(f"{at}/evidence/{piece.uuid}/confirm").status_code == 303
    assert "You have confirmed it." in officer.get(at).text
    session.expire_all()
    assert session.scalars(select(EvidencePiece.confirmed_by_id)).one() is not None
    assert [one.transition for one in transitions_of(session, [found.row.id])[found.row.id]] == ["pass"]


def test_a_holder_who_is_suspended_makes_a_statement_and_nobody_else(in_, session, person, now):
    states = tuple(
        replace(one, kind=StateKind.SUSPENDED) if one.code == "known" else one for one in build.definition().states
    )
    on = build.scheme(session, people.person(session), now, build.definition(states=states))
    found = build.candidate(session, person, on, now, "known")
    own, at = in_(person), f"/candidacies/{found.row.uuid}"
    assert in_(keeper(session, on)).post(f"{at}/statement", data={"reason": "I was there."}).status_code == 404
    assert own.post(f"{at}/statement", data={"reason": " "}).status_code == 422
    assert own.post(f"{at}/statement", data={"reason": "I was there."}).status_code == 303
    assert "Your statement is saved." in own.get(at).text
    session.expire_all()
    assert [one.outcome["words"] for one in session.scalars(select(EvidencePiece))] == ["I was there."]
    session.get_one(Candidate, found.row.id).state = "applied"
    session.commit()
    assert own.post(f"{at}/statement", data={"reason": "I was there."}).status_code == 409


def test_one_goes_on_with_a_newer_version_and_declines_what_one_was_nominated_for(in_, session, on, person, now):
    found = build.candidate(session, person, on, now, "applied")
    newer = build.version(session, session.get_one(Scheme, on.scheme_id), build.definition(), now, no=2)
    build.scheme(session, people.person(session), now, build.definition("other"))
    row = nominate(
        session, version_in_use(session, "other", now), person.id, "", by_id=people.person(session).id, now=now
    )
    own, stranger = in_(person), in_(people.person(session, "Stranger", Role.OFFICER))
    at, decline = f"/candidacies/{found.row.uuid}", f"/candidacies/nominations/{row.uuid}/decline"
    assert [stranger.post(one).status_code for one in (f"{at}/newer-version", decline)] == [404, 404]
    assert own.post(f"{at}/newer-version").status_code == 303
    assert "You are now on the newer version" in own.get(at).text
    assert own.post(decline).status_code == 303
    assert "You have declined." in own.get("/candidacies").text
    session.expire_all()
    assert session.get_one(Candidate, found.row.id).scheme_version_id == newer.id
    assert session.scalars(select(Nomination.accepted)).all() == [False]
    assert [own.post(one).status_code for one in (f"{at}/newer-version", decline)] == [409, 404]


def test_one_applies_for_schemes_in_which_one_is_not_under_way_and_lists_tell_the_rest(in_, session, on, person, now):
    other = build.scheme(session, people.person(session), now, build.definition("other", title={"en": "Other way"}))
    over = build.candidate(session, person, other, now, "left")
    over.row.closed_at = now
    found = build.candidate(session, person, on, now, "applied")
    own = in_(person)
    page = own.get("/candidacies").text
    assert ("/schemes/other/apply" in page, "/schemes/iwt-trainer/apply" in page) == (True, False)
    assert own.get("/schemes/nowhere/apply").status_code == 404
    exported = own.get("/candidacies/export.csv").text
    assert ("Other way" in exported, "IWT Trainer" in exported) == (True, True)
    stranger = people.person(session, "Bo Stranger", Role.OFFICER)
    build.candidate(session, stranger, on, now, "eligible")
    officer = in_(keeper(session, on))
    for query, names in (
        ("", {"Ama", "Bo"}),
        ("?state=eligible", {"Bo"}),
        ("?scheme=other", set()),
        ("?late=1", set()),
    ):
        for address in ("/candidates", "/candidates/export.csv"):
            text = officer.get(address + query).text
            assert {one.split()[0] for one in ("Ama Quill", "Bo Stranger") if one in text} == names, (address, query)
    assert found.row.uuid in officer.get("/candidates").text
