"""Pages of missions: what was typed is not lost, the second of two sees both texts, the phone page and its plan."""

from assessments.missions.links import REPORT, host_token
from assessments.missions.queries.entries import entry_of
from assessments.missions.rules.entries import Section
from assessments.missions.services.writing import revise_entry
from lms.people.models import Person
from tests.builders.missions import FIELDS
from tests.builders.people import browser


def test_a_mission_with_a_wrong_day_is_refused_and_what_was_typed_stays(session, mission, desk):
    planner = desk(session.get_one(Person, mission.planner.id))
    said = {
        "title": "Second mission", "country": "LA", "starts_on": "2027-02-08", "ends_on": "2027-02-01",
        "time_zone": "Vientiane", "language": "en", "terms_risk": "Look at profiles again.",
    }  # fmt: skip
    answer = planner.post("/missions/new", data=said)
    assert answer.status_code == 422
    assert "The last day is before the first day." in answer.text
    assert "Look at profiles again." in answer.text
    done = planner.post("/missions/new", data=said | {"ends_on": "2027-02-12"})
    assert done.status_code == 303
    page = planner.get(done.location).text
    assert "Asia/Vientiane" in page
    assert "Nobody is in the team yet" in page


def test_a_planner_reads_that_no_credential_of_an_expert_covers_the_topics(session, mission, desk):
    planner = desk(session.get_one(Person, mission.planner.id))
    assert "no credential for these topics" in planner.get(f"/missions/{mission.row.uuid}").text
    assert "no credential for these topics" not in desk(mission.candidate).get(f"/missions/{mission.row.uuid}").text


def test_the_second_of_two_sees_both_texts_and_decides(session, mission, desk, now):
    uuid = mission.write(Section.OBSERVATION, mission.candidate, now)
    address = f"/missions/{mission.row.uuid}/report/{uuid}"
    second = desk(mission.other)
    typed = FIELDS[Section.OBSERVATION] | {"finding": "Typed by the second.", "base": "1"}
    first = FIELDS[Section.OBSERVATION] | {"finding": "Saved by the first."}
    revise_entry(session, mission.found, uuid, first, base=1, by_id=mission.lead.id, now=now)
    session.commit()
    both = second.post(address, data=typed)
    assert both.status_code == 422
    assert "Saved by the first." in both.text
    assert "Typed by the second." in both.text
    assert 'name="base" type="hidden" value="2"' in both.text
    assert second.post(address, data=typed | {"base": "2"}).status_code == 303
    session.expire_all()
    assert entry_of(session, mission.row.id, uuid).body["finding"] == "Typed by the second."


def test_a_host_that_forgets_its_name_keeps_what_it_wrote(app, client, session, mission, now):
    mission.write(Section.OBSERVATION, mission.lead, now)
    link = f"/host/reports/{host_token(REPORT, mission.deliver(now).uuid)}"
    session.commit()
    host = browser(app)
    answer = host.post(link, data={"what": "feedback", "words": "We learnt much."})
    assert answer.status_code == 422
    assert "We learnt much." in answer.text
    assert host.post(link, data={"what": "feedback", "words": "Much.", "answered_as": "Director"}).status_code == 303
    assert "This report was answered." in host.get(link).text
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_phone_learns_what_the_page_weighs_and_nobody_outside_the_team_does(session, mission, desk):
    address = f"/missions/{mission.row.uuid}/phone"
    plan = desk(mission.candidate).get(f"{address}/plan").json
    assert plan["home"] == address
    assert plan["bytes"] < 120_000
    planner = desk(session.get_one(Person, mission.planner.id))
    assert planner.get(address).status_code == 404
