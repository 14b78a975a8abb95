"""A workshop is planned and changed, with the frame of its days: what is refused at which field, and what is told."""

from datetime import date, timedelta

import pytest

from assessments.permissions import PracticalRole
from assessments.workshops import policy
from assessments.workshops.models import Workshop
from assessments.workshops.queries.workshops import workshop_by_id
from assessments.workshops.rules.settings import frame_kept, frame_typed
from assessments.workshops.scope_kind import WORKSHOP
from assessments.workshops.services.planning import change_workshop, plan_workshop
from lms.access import Grant
from lms.errors import BadInput, RuleBroken
from lms.people.api import COUNTRY
from tests.access_matrix import gathered
from tests.builders import people
from tests.builders import workshops as build
from tests.builders.audit import told
from tests.builders.people import NOW, a_viewer

FIRST, LAST = build.DAYS
EVERYWHERE = Grant(PracticalRole.WORKSHOP_COORDINATOR)
IN_ZAMBIA = Grant(PracticalRole.WORKSHOP_COORDINATOR, COUNTRY, "ZM")


@pytest.fixture(scope="module")
def worlds(module_session):
    """A workshop that is being planned, and one with a rotation in use, written work in it."""
    with module_session() as session:
        planned, used = build.small(session, NOW), build.small(session, NOW)
        used.exercise("Case on paper", written=True)
        gathered.use(session, used, NOW)
        return planned, used


def change(made, viewer=None, **changed):
    row = made.parts.row
    said = {name: getattr(row, name) for name in vars(build.draft())} | changed
    change_workshop(
        made.session, made.parts, build.draft(**said), viewer=viewer or a_viewer(made.by.id, EVERYWHERE), now=NOW
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"country": "XX"}, "country"),
        ({"country": ""}, "country"),
        ({"country": "KE"}, "country"),  # one may not there
        ({"time_zone": "Africa/Nowhere"}, "time_zone"),
        ({"ends_on": FIRST - timedelta(days=1)}, "ends_on"),
        ({"ends_on": FIRST + timedelta(days=30)}, "ends_on"),
    ],
)
def test_a_workshop_that_cannot_be_is_neither_planned_nor_made_of_another(session, made, changed, field):
    for attempt in (
        lambda: plan_workshop(session, build.draft(**changed), viewer=a_viewer(1, IN_ZAMBIA), now=NOW),
        lambda: change(made, a_viewer(made.by.id, IN_ZAMBIA), **changed),
    ):
        with pytest.raises(BadInput) as fault:
            attempt()
        assert fault.value.field == field


@pytest.mark.parametrize("days", [0, 29])
def test_a_workshop_of_one_day_or_of_thirty_is_planned_and_told(session, days):
    who = people.person(session)
    row = plan_workshop(
        session, build.draft(ends_on=FIRST + timedelta(days=days)), viewer=a_viewer(who.id, IN_ZAMBIA), now=NOW
    )
    kept = session.get_one(Workshop, row.id, populate_existing=True)
    assert (kept.title, kept.made_by_id, kept.made_at, kept.settings, kept.closed_at) == (
        "Certification workshop", who.id, NOW, {}, None,
    )  # fmt: skip
    data = {"scheme": "iwt-advisor", "country": "ZM", "starts_on": "2026-12-07", "ends_on": kept.ends_on.isoformat()}
    assert told(session, "workshop.planned")[-1] == (f"workshop:{row.id}", who.id, data)


def test_who_runs_one_workshop_alone_plans_no_other(app):
    one, country, nobody = a_viewer(1, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, "1")), a_viewer(
        1, IN_ZAMBIA
    ), a_viewer(1)  # fmt: skip
    assert [policy.may_plan(who) for who in (one, country, nobody, a_viewer(1, EVERYWHERE))] == [
        False, True, False, True,
    ]  # fmt: skip
    assert [policy.may_plan_in(who, "ZM") for who in (one, country, nobody)] == [False, True, False]
    assert not policy.may_plan_in(country, "KE")


def test_what_is_said_of_a_workshop_changes_and_only_what_differs_is_told(session, made):
    change(made, title="Second workshop", venue="Kitwe")
    assert (made.parts.row.title, made.parts.row.venue) == ("Second workshop", "Kitwe")
    assert told(session, "workshop.changed")[-1] == (f"workshop:{made.number}", made.by.id, {
        "before": {"title": "Certification workshop", "venue": "Academy, Lusaka"},
        "after": {"title": "Second workshop", "venue": "Kitwe"},
    })  # fmt: skip
    before = len(told(session, "workshop.changed"))
    change(made)
    assert len(told(session, "workshop.changed")) == before


def test_another_country_is_chosen_only_by_who_may_plan_there(made):
    one = a_viewer(made.by.id, Grant(PracticalRole.WORKSHOP_COORDINATOR, WORKSHOP, str(made.number)))
    change(made, one, title="By who runs this one alone")
    with pytest.raises(BadInput) as fault:
        change(made, a_viewer(made.by.id, IN_ZAMBIA), country="KE")
    assert fault.value.field == "country"
    change(made, a_viewer(made.by.id, IN_ZAMBIA), title="At home")
    change(made, country="KE")
    assert (made.parts.row.country, made.parts.row.title) == ("KE", "At home")


@pytest.mark.parametrize(
    "changed",
    [{"starts_on": FIRST - timedelta(days=1)}, {"ends_on": LAST + timedelta(days=1)}, {"time_zone": "Asia/Bangkok"}],
)
def test_days_and_zone_change_while_no_rotation_is_in_use_and_take_the_frame_along(session, made, used, changed):
    made.parts.row.settings = {**made.parts.row.settings, "other": 1}
    session.flush()
    change(made, title="Moved", **changed)
    assert made.parts.row.settings == {"other": 1}
    with pytest.raises(BadInput) as fault:
        change(used, **changed)
    assert fault.value.field == "starts_on"
    change(used, title="Only its title", venue="Kitwe")
    assert "frame" in used.parts.row.settings


@pytest.mark.parametrize("what", ["said", "frame"])
def test_a_closed_workshop_is_not_changed(session, made, what):
    made.parts.row.closed_at = NOW
    session.flush()
    with pytest.raises(RuleBroken, match="closed"):
        change(made, title="Late") if what == "said" else made.frame()


def lines(*hours, on=7):
    return "\n".join(f"2026-12-{on:02} {one}" for one in hours)


@pytest.mark.parametrize(
    ("text", "change", "spare", "field"),
    [
        (lines("08:00-20:00"), -1, 0, "change"),
        (lines("08:00-20:00"), 0, 0, None),
        (lines("08:00-20:00"), 60, 6, None),
        (lines("08:00-20:00"), 61, 0, "change"),
        (lines("08:00-20:00"), 5, -1, "spare"),
        (lines("08:00-20:00"), 5, 7, "spare"),
        (lines("08:00-20:00", on=9), 5, 0, None),
        (lines("08:00-20:00", on=6), 5, 0, "half_days"),
        (lines("08:00-20:00", on=10), 5, 0, "half_days"),
        (lines("08:00-08:35"), 5, 0, None),
        (lines("08:00-08:34"), 5, 0, "half_days"),
        (lines("eight"), 5, 0, "half_days"),
        ("", 5, 0, "half_days"),
    ],
)
def test_a_frame_is_taken_at_its_edges_and_refused_beyond_them(made, text, change, spare, field):
    if field is None:
        made.frame(text, change, spare)
        frame = made.parts.frame
        assert (frame_typed(frame.half_days), frame.change, frame.spare) == (text, change, spare)
        return
    with pytest.raises(BadInput) as fault:
        made.frame(text, change, spare)
    assert fault.value.field == field


def test_a_frame_has_sixty_lines_at_most_and_needs_no_exercise_yet(session):
    bare = build.workshop(session, NOW, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 30))
    halves = [line for day in range(1, 31) for line in lines("08:00-09:00", "10:00-11:00", on=day).split("\n")]
    bare.frame("\n".join(halves), spare=0)
    assert len(bare.parts.frame.half_days) == 60
    with pytest.raises(BadInput, match="at most 60 lines"):
        bare.frame("\n".join([*halves, lines("12:00-13:00", on=1)]), spare=0)
    assert bare.parts.slots == ()  # slots need an exercise


def test_a_new_frame_is_told_with_the_one_before(session, made):
    before = frame_kept(made.parts.frame)
    made.parts.row.settings = {**made.parts.row.settings, "other": 1}
    made.frame(lines("08:00-20:00"), 7, 2)
    assert made.parts.row.settings["other"] == 1
    subject, by, data = told(session, "workshop.changed")[-1]
    assert (subject, by) == (f"workshop:{made.number}", made.by.id)
    assert data["before"] == before
    assert data["after"] == {"half_days": [["2026-12-07", "08:00", "20:00"]], "change": 7, "spare": 2}
    seen = len(told(session, "workshop.changed"))
    made.frame(lines("08:00-20:00"), 7, 2)
    assert len(told(session, "workshop.changed")) == seen


def test_while_a_rotation_is_in_use_lines_are_added_and_none_that_is_used_changes(session, used):
    used.frame(f"{build.FRAME}\n{lines('15:00-17:00')}")
    assert len(used.parts.frame.half_days) == 7
    with pytest.raises(BadInput, match="You can add lines, but not change them") as fault:
        used.frame(build.FRAME.replace("08:00", "08:10"))
    assert fault.value.field == "half_days"
    with pytest.raises(BadInput):
        used.frame(change=6)
    assert len(workshop_by_id(session, used.number).candidates) == 3
