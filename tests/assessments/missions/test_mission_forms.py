"""Forms of missions: what is refused is said beside its field and keeps what was typed; what was done is said too."""

import re

import pytest

from assessments.missions.queries.annexes import own_annex
from assessments.missions.queries.entries import entries_of
from assessments.missions.queries.missions import team_of
from assessments.missions.rules.entries import Section
from assessments.missions.services.planning import cancel_mission
from lms.people.models import Person
from tests.assessments.missions.forms import refused, said
from tests.builders import missions, people
from tests.builders.missions import FIELDS

NOBODY = "There is no account with this user name"


@pytest.fixture
def planner(session, mission, desk):
    return desk(session.get_one(Person, mission.planner.id))


def test_the_list_of_missions_is_narrowed_by_its_address_and_what_is_unknown_narrows_nothing(
    session, mission, planner, now
):
    missions.mission(session, now, country="KE", words="Second")
    for asked, titles in (
        ("", {"Diagnostic mission", "Second Diagnostic mission"}),
        ("?country=LA", {"Diagnostic mission"}),
        ("?country=XX", {"Diagnostic mission", "Second Diagnostic mission"}),
        ("?state=never", {"Diagnostic mission", "Second Diagnostic mission"}),
        ("?state=cancelled", set()),
        ("?country=KE&state=delivered", set()),
    ):
        rows = planner.get(f"/missions/export.json{asked}").json
        assert {one["title"] for one in rows} == titles
    page = planner.get("/missions?country=KE").text
    assert "Second Diagnostic mission" in page
    assert ">Diagnostic mission<" not in page
    assert '<option value="KE" selected>' in page


def test_ones_own_missions_stand_on_a_page_and_in_a_file_with_ones_part(session, mission, desk, now):
    missions.mission(session, now, country="KE", words="Second")
    member = desk(mission.expert)
    page = member.get("/missions/mine").text
    assert "Supervising expert" in page
    assert "Second" not in page
    [row] = member.get("/missions/mine/export.json").json
    assert (row["title"], row["part"]) == ("Diagnostic mission", "Supervising expert")


def test_a_mission_is_changed_and_the_next_page_says_whether_anything_is_other_than_it_was(mission, planner):
    address = f"/missions/{mission.row.uuid}/change"
    page = planner.get(address).text
    assert 'value="Diagnostic mission"' in page
    typed = {
        "title": "Other title", "country": "LA", "host": mission.host.uuid, "starts_on": "2026-11-02",
        "ends_on": "2026-11-06", "time_zone": "Asia/Vientiane", "language": "en", "terms_risk": "Look at profiles.",
    }  # fmt: skip
    for words in ("The change is saved.", "Nothing was changed."):
        assert words in planner.get(said(planner.post(address, data=typed))).text
    refused(planner.post(address, data=typed | {"ends_on": "2026-11-01"}), "The last day is before", "Other title")
    refused(planner.post(address, data=typed | {"title": ""}), "Give the mission a title.")


def test_a_mission_is_cancelled_with_a_reason_that_is_asked_for(session, mission, planner):
    address = f"/missions/{mission.row.uuid}/cancel"
    refused(planner.post(address, data={"reason": ""}), "Say why. The team reads it.")
    page = planner.get(said(planner.post(address, data={"reason": "The port is closed."}))).text
    assert "The mission is cancelled. The team is told." in page
    assert planner.post(address, data={"reason": "Again."}).status_code == 409
    assert "Change" not in re.findall(r'class="btn[^"]*"[^>]*>([^<]*)<', page)


def test_a_delivered_mission_is_not_cancelled_and_says_so(mission, planner, now):
    mission.write(Section.RECOMMENDATION, mission.lead, now)
    mission.deliver(now)
    mission.session.commit()
    answer = planner.post(f"/missions/{mission.row.uuid}/cancel", data={"reason": "No."})
    refused(answer, "It cannot be cancelled any more.")


def test_somebody_joins_and_leaves_a_team_and_a_wrong_name_is_refused_beside_it(session, mission, planner):
    address = f"/missions/{mission.row.uuid}/team"
    refused(planner.post(address, data={"login": "nobody", "part": "facilitator"}), NOBODY, 'value="nobody"')
    refused(planner.post(address, data={"login": "", "part": "facilitator"}), "Type the user name")
    helper = people.person(session, "Hal Helper")
    session.commit()
    done = planner.post(address, data={"login": helper.username, "part": "facilitator", "supervisor": ""})
    page = planner.get(said(done)).text
    assert "This person is in the team now, and is told." in page
    assert "Hal Helper" in page
    session.expire_all()
    uuid = mission.member(helper).uuid
    out = planner.post(f"{address}/{uuid}/out")
    assert "no longer in the team, and is told." in planner.get(said(out)).text
    session.expire_all()
    assert helper.id not in [one.person_id for one in team_of(session, mission.row.id)]
    kept = planner.post(f"{address}/{mission.member(mission.expert).uuid}/out")
    assert kept.status_code == 409
    assert "supervises a candidate" in kept.text


def test_a_candidate_who_was_there_may_review_and_the_others_may_not(session, mission, desk, planner, now):
    address = f"/missions/{mission.row.uuid}"
    assert "Write a self-review" in desk(mission.candidate).get(address).text
    lead = desk(mission.lead).get(address).text
    assert "Write a self-review" not in lead
    assert "Deliver the report" in lead
    page = planner.get(address).text
    assert "Deliver the report" not in page
    assert "Add to the team" in page
    assert "Add to the team" not in lead


def test_a_part_of_the_report_is_added_changed_and_removed_and_each_is_said(session, mission, desk, now):
    member, address = desk(mission.candidate), f"/missions/{mission.row.uuid}/report"
    assert member.get(f"{address}/add/poem").status_code == 404
    typed = FIELDS[Section.TASK]
    refused(member.post(f"{address}/add/task", data=typed | {"owner": "Lena Lead"}), "Write the function only",
            "Write the first profile.")  # fmt: skip
    refused(member.post(f"{address}/add/task", data=typed | {"words": ""}), "Fill in this field.")
    added = member.post(f"{address}/add/task", data=typed)
    page = member.get(said(added)).text
    assert "It is in the report now." in page
    assert "Write on a phone" in page
    session.expire_all()
    [entry] = entries_of(session, [mission.row.id])[mission.row.id]
    assert entry.body == typed
    one = f"{address}/{entry.row.uuid}"
    assert "Write the first profile." in member.get(one).text
    for words in ("The change is saved.", "Nothing was changed."):
        changed = member.post(one, data=typed | {"words": "Write two.", "base": "1"})
        assert words in member.get(said(changed)).text
    refused(member.post(one, data=typed | {"owner": "Lena Lead", "base": "2"}), "Write the function only")
    assert member.post(f"{one}/remove", data={"base": "1"}).status_code == 409
    removed = member.post(f"{one}/remove", data={"base": "2"})
    assert "It is no longer in the report." in member.get(said(removed)).text
    session.expire_all()
    assert entries_of(session, [mission.row.id])[mission.row.id] == []


def test_whoever_only_plans_reads_the_report_and_a_cancelled_one_is_written_by_nobody(session, mission, desk, planner):
    address = f"/missions/{mission.row.uuid}/report"
    shown = planner.get(address)
    assert (shown.status_code, "Write on a phone" in shown.text) == (200, False)
    cancel_mission(session, mission.found, "No.", actor=mission.planner, now=mission.row.made_at)
    member = desk(mission.candidate)
    assert "Write on a phone" not in member.get(address).text


def test_the_paper_of_a_report_is_what_was_delivered_else_what_stands(session, mission, desk, now):
    made, member = [], desk(mission.lead)
    address = f"/missions/{mission.row.uuid}/report.pdf"
    for act in (lambda: mission.write(Section.OBSERVATION, mission.lead, now), lambda: mission.deliver(now),
                lambda: mission.write(Section.TASK, mission.lead, now)):  # fmt: skip
        act()
        session.commit()
        answer = member.get(address)
        assert answer.mimetype == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        assert f"mission-report-{mission.row.uuid[:8]}.pdf" in answer.headers["Content-Disposition"]
        made.append(answer.data)
    assert made[0] != made[1] == made[2]


def test_the_lead_delivers_and_the_next_time_the_address_of_the_host_is_known(session, mission, desk, now):
    lead, address = desk(mission.lead), f"/missions/{mission.row.uuid}/deliver"
    typed = {"host_name": "Office of the Director", "host_email": "office@host.example"}
    refused(lead.post(address, data=typed), "There is nothing to deliver yet.", "Office of the Director")
    mission.write(Section.OBSERVATION, mission.lead, now)
    session.commit()
    assert "was delivered" not in lead.get(address).text
    refused(lead.post(address, data=typed | {"host_email": "office"}), "Type the e-mail address of that office")
    assert "The report is delivered." in lead.get(said(lead.post(address, data=typed))).text
    page = lead.get(address).text
    assert 'value="office@host.example"' in page
    assert "1 version was delivered." in page
    refused(lead.post(address, data=typed), "has not changed since")
    assert desk(mission.candidate).get(address).status_code == 404


def test_an_annex_is_written_refused_and_signed_and_each_is_said(session, mission, desk):
    expert, member = desk(mission.expert), mission.member(mission.candidate)
    address = f"/missions/{mission.row.uuid}/candidates/{member.uuid}/annex"
    begun = expert.get(address)
    assert (begun.headers["Cache-Control"], "Sign the annex" in begun.text) == ("no-store", False)
    assert "Annex: Cara Candidate" in begun.text
    typed = {"words": "Asks well.", "strengths": "Calm", "needs": "Law", "recommendation": "nearly", "base": "0"}
    refused(expert.post(address, data=typed | {"words": ""}), "Write what you saw of the candidate.")
    refused(expert.post(address, data=typed | {"base": "4"}), "was changed on another page", "Asks well.")
    drafted = expert.get(said(expert.post(address, data=typed))).text
    assert "The draft is saved. Only you can read it until you sign it." in drafted
    assert re.findall(r'name="base"[^>]*value="(\d)"', drafted) == ["1", "1"]
    assert expert.post(f"{address}/sign", data={"base": "7"}).status_code == 409
    signed = expert.get(said(expert.post(f"{address}/sign", data={"base": "1"}))).text
    assert "The annex is signed. Assessors of the candidate read it now." in signed
    assert re.findall(r'name="base"[^>]*value="(\d)"', signed) == ["1"]
    refused(expert.post(address, data=typed | {"base": "1"}), "The annex is signed. Say why you change it.")
    again = expert.post(address, data=typed | {"base": "1", "words": "More.", "reason": "I forgot."})
    assert 'value="I forgot."' in expert.get(said(again)).text
    expert.post(f"{address}/sign", data={"base": "2"})
    assert 'value="I forgot."' not in expert.get(address).text
    session.expire_all()
    found = own_annex(session, mission.viewer(mission.expert), mission.member(mission.candidate))
    assert [one.signed_at is not None for one in found.versions] == [True, True]
    read = expert.get(f"/missions/annexes/{found.row.uuid}")
    assert read.headers["Cache-Control"] == "no-store"
    assert all(words in read.text for words in ("Cara Candidate", "by Ed Expert", "Changed because: I forgot."))
    listed = expert.get("/missions/annexes").text
    assert "Cara Candidate" in listed
    assert "Ed Expert" in listed
