"""Pages of hosts by their links, what was seen in operations, and what missions observed, with their files."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessments.missions.links import FOLLOW_UP, REPORT, host_token
from assessments.missions.models import MissionFollowUp, OperationPractice
from assessments.missions.queries.reports import report_by_uuid
from assessments.missions.rules.entries import Section
from assessments.missions.rules.hosts import HostSaid
from courses.api import ActivityKind
from lms.access import Grant, Role
from tests.assessments.missions.forms import refused, said
from tests.builders import people, programme
from tests.builders.people import browser

NOBODY = "There is no account with this user name"


@pytest.fixture
def delivered(session, mission, now):
    mission.write(Section.OBSERVATION, mission.candidate, now)
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    row = mission.deliver(now)
    session.commit()
    return row


def test_a_host_answers_and_releases_by_its_link_and_never_says_that_it_was_silent(app, session, delivered):
    host, link = browser(app), f"/host/reports/{host_token(REPORT, delivered.uuid)}"
    shown = host.get(link)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert all(words in shown.text for words in ("Look at profiles.", "Send the feedback", "Release the report"))
    assert 'id="released_as"' in shown.text
    named = {"answered_as": "Director", "words": "Good."}
    for wrong in ("silent", "nothing"):
        assert host.post(link, data=named | {"what": wrong}).status_code == 200
    refused(host.post(link, data={"what": "feedback", "answered_as": "Director"}), "Write what you think")
    assert host.post(link, data=named | {"what": "kept-back"}).status_code == 409
    session.expire_all()
    assert report_by_uuid(session, delivered.uuid).said == frozenset()
    done = host.post(link, data=named | {"what": "released"})
    page = host.get(said(done)).text
    assert "Thank you. Your answer is saved." in page
    assert "Withdraw the release" in page
    assert "Send the feedback" in page
    session.expire_all()
    assert report_by_uuid(session, delivered.uuid).said == {HostSaid.RELEASED}


def test_a_host_is_asked_by_its_link_once_it_was_sent_and_what_it_typed_stays(app, session, delivered, now):
    asked = session.scalars(select(MissionFollowUp).where(MissionFollowUp.months == 3)).one()
    host, link = browser(app), f"/host/follow-up/{host_token(FOLLOW_UP, asked.uuid)}"
    session.commit()
    assert host.get(link).status_code == 404
    asked.sent_at = now
    session.commit()
    shown = host.get(link)
    assert "Write three profiles." in shown.text
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    uuid = next(one["uuid"] for one in delivered.content["entries"] if one["section"] == "recommendation")
    typed = {f"state-{uuid}": "not", f"words-{uuid}": "No budget."}
    refused(host.post(link, data=typed), "Type your name and function.", "No budget.")
    named = typed | {"answered_as": "Director"}
    refused(host.post(link, data=named | {f"words-{uuid}": ""}), "say why")
    refused(host.post(link, data=named | {f"state-{uuid}": "later"}), "Say of at least one recommendation")
    assert "This was answered. Thank you." in host.get(said(host.post(link, data=named))).text
    assert host.post(link, data=named).status_code == 409


def test_an_observer_keeps_what_they_saw_and_reads_it_with_the_person_who_was_seen(session, mission, desk, now):
    day = now.date()
    operation = programme.activity(
        session, now, kind=ActivityKind.OPERATION, title="Thunder", starts_on=day, ends_on=day + timedelta(days=1)
    )
    expert = desk(mission.expert)
    typed = {
        "activity": operation.row.uuid, "login": mission.candidate.username, "observed_on": day.isoformat(),
        "words": "Searched a container.",
    }  # fmt: skip
    address = "/missions/operations"
    assert "Save observation" in expert.get(address).text
    refused(expert.post(address, data=typed | {"login": "nobody"}), NOBODY, "Searched a container.")
    refused(expert.post(address, data=typed | {"login": mission.expert.username}), "same person")
    page = expert.get(said(expert.post(address, data=typed))).text
    assert "The record is saved. It counts as evidence of practice." in page
    refused(expert.post(address, data=typed), "You have recorded this person, operation and day already.")
    assert len(session.scalars(select(OperationPractice)).all()) == 1
    seen = desk(mission.candidate)
    shown = seen.get(address).text
    assert "Searched a container." in shown
    assert "Save observation" not in shown
    assert "no operation where your role holds" not in shown
    [row] = seen.get(f"{address}/export.json").json
    assert (row["operation"], row["person"], row["observer"]) == ("Thunder", "Cara Candidate", "Ed Expert")
    assert desk(mission.other).get(f"{address}/export.json").json == []


def test_the_picture_and_what_became_of_recommendations_stand_on_pages_and_in_files(session, delivered, desk, now):
    manager = desk(people.person(session, None, Role.PROGRAMME_MANAGER))
    page = manager.get("/missions/picture").text
    assert all(words in page for words in ("Diagnostic mission", "There is no profile of wildlife."))
    [row] = manager.get("/missions/picture/export.json").json
    assert (row["topic"], row["needs"], row["strengths"]) == ("Risk management", 1, 0)
    assert manager.get("/missions/follow-up/export.json").json == []
    session.scalars(select(MissionFollowUp).where(MissionFollowUp.months == 3)).one().sent_at = now
    session.commit()
    [row] = manager.get("/missions/follow-up/export.json").json
    assert (row["months"], row["recommendation"], row["state"]) == (3, "Write three profiles.", "no answer")
    assert "Write three profiles." in manager.get("/missions/follow-up").text
    abroad = people.person(session)
    people.give_anywhere(session, abroad, Grant(Role.COORDINATOR, "country", "KE"))
    foreign = desk(abroad)
    assert "There is no profile of wildlife." not in foreign.get("/missions/picture").text
    assert {one["country"] for one in foreign.get("/missions/picture/export.json").json} == {"Other countries"}
    assert foreign.get("/missions/follow-up/export.json").json == []
