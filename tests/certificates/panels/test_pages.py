"""The pages of panels: what is typed wrong is asked again, what was voted stands in the form, who is offered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from certificates.panels.models import Panel, PanelMember, PanelVote
from certificates.permissions import SchemeRole
from lms.access import Role
from tests.builders import candidates as build
from tests.builders import panels as make
from tests.builders import people

BALLOT = {"transition": "certify", "met-teach": "met", "words-teach": "Seen on two days.", "words": "I saw it."}


@pytest.fixture
def on(session, now):
    return build.scheme(session, people.person(session), now, make.defined())


@pytest.fixture
def enter(in_, session):
    return lambda who: in_(session.get_one(people.Person, who.id))


def test_a_panel_is_put_together_on_its_page_and_what_is_missing_is_asked_again(
    session, on, found, officer, deciders, enter
):
    browser, at = enter(officer), f"/panels/convene/{found.row.uuid}"
    ids = [str(one.id) for one in deciders]
    assert "Ama Quill" in browser.get("/panels").text
    page = browser.get(at)
    assert (page.status_code, all(one.name in page.text for one in deciders)) == (200, True)
    for data, words in (
        ({"members": ids[:2], "chair": ids[0], "language_fits": "y"}, "at least 3 members"),
        ({"members": [*ids, "x"], "chair": "x", "language_fits": "y"}, "Choose who of the members leads"),
        ({"members": ids, "chair": ids[0]}, "has to read the language"),
    ):
        answer = browser.post(at, data=data)
        assert (answer.status_code, words in answer.text) == (422, True), words
    assert enter(deciders[0]).get(at).status_code == 404
    done = browser.post(at, data={"members": ids, "chair": ids[1], "language_fits": "y"})
    assert done.status_code == 303
    assert "The panel is created." in browser.get(done.location).text
    row = session.scalars(select(Panel)).one()
    assert row.chair_id == deciders[1].id
    assert browser.get(at).status_code == 404  # one is at it
    assert "Ama Quill" in browser.get("/panels/export.csv").text
    assert "Ama Quill" not in enter(make.holder(session, on, SchemeRole.DECIDER)).get("/panels").text


def test_a_vote_is_cast_on_the_page_and_stands_in_the_form_until_it_is_cast_anew(
    session, found, officer, deciders, now, enter
):
    panel = make.together(session, found, deciders, officer, now)
    member, at = enter(deciders[1]), f"/panels/{panel.row.uuid}"
    wrong = member.post(f"{at}/vote", data=BALLOT | {"words": ""})
    assert (wrong.status_code, "Seen on two days." in wrong.text) == (422, True)
    assert wrong.headers["Cache-Control"] == "no-store"
    assert member.post(f"{at}/vote", data=BALLOT | {"met-teach": "not-met"}).status_code == 303
    page = member.get(at)
    assert "Your vote is saved." in page.text
    assert ("I saw it." in page.text, page.headers["Cache-Control"]) == (True, "no-store")
    assert "I saw it." not in enter(deciders[2]).get(at).text  # nobody sees the vote of another before their own
    session.expire_all()
    vote = session.scalars(select(PanelVote)).one()
    assert vote.views == {"teach": {"met": False, "words": "Seen on two days."}}
    assert enter(officer).post(f"{at}/vote", data=BALLOT).status_code == 404


def test_votes_are_closed_signed_and_read_as_a_letter_by_the_candidate(session, found, officer, deciders, now, enter):
    panel = make.together(session, found, deciders, officer, now)
    at = f"/panels/{panel.row.uuid}"
    for one in deciders:
        make.cast(session, panel, one, "reject", now, make.NOT_SHOWN)
    chair, second = enter(deciders[0]), enter(deciders[1])
    empty = chair.post(f"{at}/decision", data={"reason": "", "minutes": "All agreed."})
    assert (empty.status_code, "All agreed." in empty.text) == (422, True)
    assert chair.post(f"{at}/decision", data={"reason": "Not shown.", "minutes": "All agreed."}).status_code == 303
    assert "The decision is saved." in chair.get(at).text
    assert chair.post(f"{at}/again").status_code == 303
    assert "Votes may be changed again." in chair.get(at).text
    chair.post(f"{at}/decision", data={"reason": "Not shown yet.", "minutes": "All agreed."})
    assert chair.post(f"{at}/signature").status_code == 303
    assert "Your signature is saved." in chair.get(at).text
    row = session.get_one(people.Person, found.row.person_id)
    people.give(session, row, Role.OFFICER)
    own = enter(people.viewer(session, row))
    early = own.get("/decision-letters")
    assert (early.status_code, "/decision-letters/" in early.text) == (200, False)
    assert second.post(f"{at}/signature").status_code == 303
    assert "The decision is signed and the candidate is told." in second.get(at).text
    listed = own.get("/decision-letters").text
    address = "/decision-letters/" + listed.split("/decision-letters/")[1].split('"')[0]
    letter = own.get(address)
    assert ("Not shown yet." in letter.text, letter.headers["Cache-Control"]) == (True, "no-store")
    assert "All agreed." not in letter.text  # the minutes are for those who see the file
    assert chair.get(address).status_code == 404


def test_members_are_added_leave_and_a_panel_ends_on_its_page(session, on, found, officer, deciders, now, enter):
    panel = make.together(session, found, deciders, officer, now)
    (new,) = make.deciders(session, on, 1)
    at = f"/panels/{panel.row.uuid}"
    browser, member = enter(officer), enter(deciders[2])
    assert browser.post(f"{at}/members", data={"person": ""}).status_code == 422
    assert browser.post(f"{at}/members", data={"person": str(deciders[0].id)}).status_code == 422  # is in it
    assert member.post(f"{at}/members", data={"person": str(new.id)}).status_code == 404
    assert browser.post(f"{at}/members", data={"person": str(new.id)}).status_code == 303
    assert "The member is added and told." in browser.get(at).text
    assert member.post(f"{at}/leave", data={"words": "No"}).status_code == 422
    assert member.post(f"{at}/leave", data={"words": "I know the family."}).location == "/panels"
    assert "You have left the panel." in member.get("/panels").text
    session.expire_all()
    gone = session.scalars(select(PanelMember.person_id).where(PanelMember.left_at.is_not(None))).all()
    assert gone == [deciders[2].id]
    assert member.post(f"{at}/end", data={"words": "Two are ill."}).status_code == 404
    assert browser.post(f"{at}/end", data={"words": ""}).status_code == 422
    assert browser.post(f"{at}/end", data={"words": "Two are ill."}).location == "/panels"
    assert "The panel has ended." in browser.get("/panels").text
    session.expire_all()
    assert session.scalars(select(Panel.closed_words)).all() == ["Two are ill."]
