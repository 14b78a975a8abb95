"""Missions as planners, teams, hosts, experts and the programme see them."""

from __future__ import annotations

from tests.pages.acts import fill, press
from tests.pages.state import State

PLANNER, LEAD, EXPERT, CANDIDATE = "mission-planner", "mission-lead", "mission-expert", "mission-candidate"
ONE, REPORT = "/missions/{mission}", "/missions/{mission}/report"
ANNEX = ONE + "/candidates/{mission-member}/annex"
HOST, ASKED = "/host/reports/{host-unanswered}", "/host/follow-up/{host-asked}"
MISSIONS = [
    State("missions.index", "all", PLANNER, "/missions"),
    State("missions.index", "nothing found", PLANNER, "/missions?country=TH&state=cancelled"),
    State("missions.mine", "some", CANDIDATE, "/missions/mine"),
    State("missions.mine", "none", "officer", "/missions/mine"),
    State("missions.new", "to fill", PLANNER, "/missions/new"),
    State("missions.new", "nothing typed", PLANNER, "/missions/new", press("Plan the mission"), 422),
    State("missions.change", "to change", PLANNER, ONE + "/change"),
    State("missions.change", "no title", PLANNER, ONE + "/change", fill("Save", title=""), 422),
    State("missions.one", "as a planner", PLANNER, ONE),
    State("missions.one", "as a candidate", CANDIDATE, ONE),
    State("missions.one", "as an expert", EXPERT, ONE),
    State("missions.one", "cancelled", PLANNER, "/missions/{mission-off}"),
    State("missions.one", "nobody named", PLANNER, ONE, press("Add to the team"), 422),
    State("missions.report", "as a candidate", CANDIDATE, REPORT),
    State("missions.report", "as a planner", PLANNER, REPORT),
    State("missions.add", "to fill", CANDIDATE, REPORT + "/add/interview"),
    State("missions.add", "nothing typed", CANDIDATE, REPORT + "/add/task", press("Save"), 422),
    State("missions.revise", "to change", LEAD, REPORT + "/{mission-entry}"),
    State("missions.revise", "no finding", LEAD, REPORT + "/{mission-entry}", fill("Save", finding=""), 422),
    State("missions.deliver", "again", LEAD, ONE + "/deliver"),
    State("missions.deliver", "no address", LEAD, ONE + "/deliver", fill("Deliver it", host_email=""), 422),
    State("missions.on_phone", "to fill", CANDIDATE, ONE + "/phone"),
    State("missions.host_report", "to answer", None, HOST),
    State("missions.host_report", "answered", None, "/host/reports/{host-report}"),
    State("missions.host_report", "nothing typed", None, HOST, press("Send the feedback"), 422),
    State("missions.host_follow_up", "to answer", None, ASKED),
    State("missions.host_follow_up", "nothing said", None, ASKED, press("Send the answer"), 422),
    State("missions.host_follow_up", "answered", None, "/host/follow-up/{host-followed}"),
    State("missions.annexes", "own", EXPERT, "/missions/annexes"),
    State("missions.annexes", "none", "officer", "/missions/annexes"),
    State("missions.annex", "signed", EXPERT, "/missions/annexes/{mission-annex}"),
    State("missions.write_annex", "signed", EXPERT, ANNEX),
    State("missions.write_annex", "first", EXPERT, ONE + "/candidates/{mission-other}/annex"),
    State("missions.write_annex", "no words", EXPERT, ANNEX, fill("Save the draft", words=""), 422),
    State("missions.picture", "whole", "manager", "/missions/picture"),
    State("missions.picture", "of another country", "mission-abroad", "/missions/picture"),
    State("missions.follow_up", "some", "manager", "/missions/follow-up"),
    State("missions.follow_up", "none", "mission-abroad", "/missions/follow-up"),
    State("missions.practice", "observed", EXPERT, "/missions/operations"),
    State("missions.practice", "nothing typed", EXPERT, "/missions/operations", press("Save observation"), 422),
    State("missions.practice", "none", "officer", "/missions/operations"),
]
