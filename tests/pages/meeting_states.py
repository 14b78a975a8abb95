"""Meetings, as trainers plan them and take their roll, and as officers see them."""

from __future__ import annotations

from tests.pages.acts import fill, press
from tests.pages.state import State

MET, SHOW = "/cohorts/{class}/meetings", "Show the dates first"
FIELDS = {"title": "Valeur", "day": "2099-01-12", "at": "09:00"}
MEETINGS = [
    State("cohorts.meetings", "to come", "trainer", MET),
    State("cohorts.meetings", "past", "trainer", MET + "?show=past"),
    State("cohorts.meetings", "none", "trainer", "/cohorts/{class-empty}/meetings"),
    State("cohorts.meetings", "none past", "trainer", "/cohorts/{class-empty}/meetings?show=past"),
    State("cohorts.new_meeting", "to fill", "trainer", MET + "/new"),
    State("cohorts.new_meeting", "nothing typed", "trainer", MET + "/new", fill(SHOW, title=""), 422),
    State("cohorts.new_meeting", "shown", "trainer", MET + "/new", fill(SHOW, **FIELDS)),
    State("cohorts.meeting", "to come", "trainer", MET + "/{planned}"),
    State("cohorts.meeting", "running", "trainer", MET + "/{met}"),
    State("cohorts.meeting", "over", "trainer", MET + "/{over}"),
    State("cohorts.meeting", "cancelled", "trainer", MET + "/{off}"),
    State("cohorts.meeting", "trainers disagree", "trainer", "/cohorts/{class-shared}/meetings/{disputed}"),
    State("cohorts.change_meeting", "of a series", "trainer", MET + "/{planned}/change"),
    State("cohorts.change_meeting", "shown", "trainer", MET + "/{planned}/change", fill(SHOW, place="Salle 9")),
    State("cohorts.change_meeting", "nothing is other", "trainer", MET + "/{planned}/change", press(SHOW)),
    State("cohorts.change_meeting", "no title", "trainer", MET + "/{planned}/change", fill(SHOW, title=""), 422),
    State("cohorts.cancel_meeting", "to fill", "trainer", MET + "/{planned}/cancel"),
    State("cohorts.cancel_meeting", "no reason", "trainer", MET + "/{met}/cancel", press("Cancel the meeting"), 422),
    State("cohorts.roll", "to take", "trainer", MET + "/{met}/roll"),
    State("cohorts.roll", "from the sheet", "trainer", MET + "/{met}/roll?source=sheet"),
    State("cohorts.roll", "before it begins", "trainer", MET + "/{planned}/roll"),
    State("cohorts.meeting_code", "on the screen", "trainer", MET + "/{met}/code"),
    State("cohorts.meeting_code", "too early", "trainer", MET + "/{planned}/code"),
    State("cohorts.here", "no code is taken", "officer", "/my-cohorts/{class}/meetings/{over}/here"),
    State("cohorts.here", "on the roll", "officer", "/my-cohorts/{class}/meetings/{met}/here"),
    State("cohorts.here", "cancelled", "officer", "/my-cohorts/{class}/meetings/{off}/here"),
    State("cohorts.here", "a code to type", "held-up", "/my-cohorts/{class-shared}/meetings/{open-shared}/here"),
    State(
        "cohorts.here",
        "a wrong code",
        "held-up",
        "/my-cohorts/{class-shared}/meetings/{open-shared}/here",
        fill("I am here", code="1234"),
        422,
    ),
    State("cohorts.own", "with meetings", "officer", "/my-cohorts/{class}"),
]
