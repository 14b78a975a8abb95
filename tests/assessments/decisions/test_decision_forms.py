"""What the forms of decisions do, and what is said afterwards to who pressed the button."""

import pytest
from sqlalchemy import select

from assessments.decisions.models import Objection
from lms.access import Role
from lms.audit.models import AuditEntry
from lms.people.models import Person
from tests.builders import decisions as make
from tests.builders.clocks import standing_clock
from tests.builders.people import administration, browser_of, person, viewer

SAID = {"words": "I saw it too."}


@pytest.fixture(autouse=True)
def at_now(monkeypatch, now):
    return standing_clock(monkeypatch, now)


@pytest.fixture
def enter(app, session):
    def sign(who):
        return browser_of(app, session, session.get_one(Person, who.id))

    return sign


def done(here, address, data):
    """The page that follows, after the form was done."""
    answer = here.post(address, data=data, follow_redirects=True)
    assert [one.status_code for one in answer.history] == [303]
    return answer


@pytest.mark.parametrize(
    ("button", "state", "words"),
    [
        ("confirm", "in-force", "The decision applies now. The person can read it, and may object."),
        ("refuse", "refused", "The proposal is closed. The person is not told about it."),
    ],
)
def test_the_second_person_reads_what_they_decided(session, officer, first, second, enter, now, button, state, words):
    made = make.proposed(session, officer, first, now)
    page = done(enter(second), f"/manage/decisions/{made.uuid}", SAID | {button: "1"})
    assert page.request.path == f"/manage/decisions/{made.uuid}"
    assert words in page.text
    session.refresh(made)
    assert (made.state, made.decided_words) == (state, "I saw it too.")


def test_the_person_reads_that_the_objection_is_saved(session, officer, enter, now):
    made = make.in_force(session, officer, now)
    page = done(enter(officer), f"/decisions/{made.uuid}", {"words": "  The phone was mine. "})
    assert page.request.path == f"/decisions/{made.uuid}"
    assert "Your objection is saved. People who had no part in the decision will decide on it." in page.text
    objection = session.scalars(select(Objection)).one()
    assert (objection.decision_id, objection.words, objection.at) == (made.id, "The phone was mine.", now)


@pytest.mark.parametrize(
    ("button", "state", "words"),
    [
        ("uphold", "overturned", "The objection is accepted. The decision no longer applies, and the person is told."),
        ("dismiss", "in-force", "The objection is rejected. The decision stays, and the person is told."),
    ],
)
def test_who_judges_reads_what_became_of_it_and_before_that_that_their_vote_is_saved(
    session, officer, enter, now, button, state, words
):
    made = make.in_force(session, officer, now)
    judges = [make.manager(session) for _each in range(3)]
    objection = make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    address, sent = f"/manage/objections/{objection.uuid}", {"reason": "We asked the unit.", button: "1"}
    voted = done(enter(judges[0]), address, sent)
    assert voted.request.path == address
    assert "Your vote is saved. The person is told when there is a majority." in voted.text
    page = done(enter(judges[1]), address, sent)
    assert page.request.path == f"/manage/decisions/{made.uuid}"
    assert words in page.text
    session.refresh(made)
    assert made.state == state


def test_who_decides_elsewhere_finds_neither_the_decision_nor_the_objection(session, officer, enter, now):
    made = make.in_force(session, officer, now)
    objection = make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    proposed = make.proposed(session, officer, make.manager(session), now)
    here = enter(person(session, None, (Role.PROGRAMME_MANAGER, administration(session))))
    for address, data in (
        (f"/manage/decisions/{proposed.uuid}", SAID | {"confirm": "1"}),
        (f"/manage/objections/{objection.uuid}", {"reason": "We asked the unit.", "uphold": "1"}),
        (f"/manage/objections/{objection.uuid}", {}),
    ):
        assert here.get(address).status_code == 404
        assert here.post(address, data=data).status_code == 404
    session.refresh(made)
    assert (made.state, proposed.state) == ("in-force", "proposed")


def test_the_file_of_decisions_holds_the_three_lists_and_is_in_the_record(session, officer, first, enter, now):
    make.proposed(session, officer, first, now)
    made = make.in_force(session, officer, now, subject="thing:2")
    make.object_to(session, made.uuid, words="No, no.", actor=viewer(session, officer), now=now)
    rows = enter(make.manager(session)).get("/manage/decisions/export.csv").text.splitlines()[1:]
    lists = [(row.split(",")[0], row.split(",")[3]) for row in rows]
    assert lists == [
        ("Wait for a second person", "thing:1"), ("Objections to judge", "thing:2"), ("Decided", "thing:2")
    ]  # fmt: skip
    told = session.scalars(select(AuditEntry).where(AuditEntry.name == "list.exported")).one()
    assert (told.subject, told.data["count"]) == ("list:decisions", 3)
