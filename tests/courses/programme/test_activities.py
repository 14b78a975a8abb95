"""Activities are planned, changed, begun, done and cancelled; cohorts belong to one of them at a time."""

from datetime import date

import pytest

from courses.programme.queries.activities import (
    activities_seen,
    activity_run,
    activity_seen,
    all_activities,
    history_of,
)
from courses.programme.queries.activity_list import ActivityFilter, activities_page
from courses.programme.queries.audited import AUDITED
from courses.programme.rules.activities import ActivityKind, ActivityStatus, TargetKind, next_states
from courses.programme.services.activities import add_activity, change_activity
from courses.programme.services.states import link_cohort, set_state, unlink_cohort
from lms.access import Grant, Role
from lms.audit.verification.records import compare_all
from lms.errors import BadInput, Conflict, NotFound
from tests.builders import cohorts, programme
from tests.builders.people import administration, give_anywhere, person, viewer

PLANNED, UNDER_WAY, DONE, CANCELLED = ActivityStatus


def reader(session, role, country):
    row = person(session)
    give_anywhere(session, row, Grant(role, "country", country))
    return viewer(session, row)


def again(session, activity):
    return next(one for one in all_activities(session) if one.id == activity.id)


def test_an_activity_is_planned_with_all_that_belongs_to_it(session, manager, now):
    fund, partner = programme.fund(session, now), programme.partner(session, now)
    targets = {TargetKind.REACHED: 60, TargetKind.CERTIFIED: 40}
    draft = programme.activity_draft(fund_id=fund.id, partner_ids=[partner.id], targets=targets)
    made = add_activity(session, draft, actor=manager, now=now)
    assert (made.status, made.fund.code, made.partners[0].name) == (PLANNED, fund.code, partner.name)
    assert (made.targets, made.countries, made.cohort_ids) == (targets, ("LA",), ())


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"words": "x" * 2001}, "words"),
        ({"country": "XX"}, "place"),
        ({"country": None}, "place"),
        ({"country": None, "region_id": 999}, "place"),
        ({"ends_on": None}, "ends_on"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": date(2026, 1, 1)}, "ends_on"),
        ({"fund_id": 999}, "fund"),
        ({"partner_ids": [999]}, "partners"),
        ({"targets": {TargetKind.REACHED: 0}}, "targets"),
        ({"targets": {TargetKind.REACHED: 10**7}}, "targets"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(session, manager, now, changed, field):
    with pytest.raises(BadInput) as fault:
        add_activity(session, programme.activity_draft(**changed), actor=manager, now=now)
    assert fault.value.field == field


def test_an_activity_lies_within_the_days_of_its_fund(session, manager, now):
    fund = programme.fund(session, now, ends_on=date(2026, 11, 30))
    with pytest.raises(BadInput, match="pays from 2026-01-01 to 2026-11-30"):
        add_activity(session, programme.activity_draft(fund_id=fund.id), actor=manager, now=now)


def test_a_change_is_told_with_before_and_after(session, manager, now, told):
    made = programme.activity(session, now, title="Port course")
    draft = programme.activity_draft(title="Airport course", targets={TargetKind.REACHED: 30})
    assert change_activity(session, made, draft, actor=manager, now=now)
    assert told("programme.activity-saved")[1] == {
        "before": {"title": "Port course", "targets": {}},
        "after": {"title": "Airport course", "targets": {"reached": 30}},
    }


def test_saved_as_it_was_nothing_is_told(session, manager, now, told):
    draft = programme.activity_draft()
    made = add_activity(session, draft, actor=manager, now=now)
    assert not change_activity(session, made, draft, actor=manager, now=now)
    assert len(told("programme.activity-saved")) == 1


def test_what_has_begun_keeps_its_days(session, manager, now):
    made = programme.activity(session, now)
    set_state(session, made, UNDER_WAY, "", by=manager.id, now=now)
    with pytest.raises(BadInput, match="has started"):
        change_activity(
            session,
            again(session, made),
            programme.activity_draft(starts_on=None, ends_on=None),
            actor=manager,
            now=now,
        )


def test_states_are_appended_and_the_newest_counts(session, manager, now):
    made = programme.activity(session, now)
    set_state(session, made, UNDER_WAY, "", by=manager.id, now=now)
    set_state(session, again(session, made), DONE, "", by=manager.id, now=now)
    assert again(session, made).status is DONE
    assert [one.status for one in history_of(session, made.id)] == [PLANNED, UNDER_WAY, DONE]


def test_cancelling_and_going_back_need_a_reason(session, manager, now):
    made = programme.activity(session, now)
    with pytest.raises(BadInput, match="Say why"):
        set_state(session, made, CANCELLED, " ", by=manager.id, now=now)
    set_state(session, made, CANCELLED, "The port is closed.", by=manager.id, now=now)
    with pytest.raises(BadInput, match="Say why"):
        set_state(session, again(session, made), PLANNED, "", by=manager.id, now=now)


def test_without_days_nothing_begins(session, manager, now):
    made = programme.activity(session, now, starts_on=None, ends_on=None)
    with pytest.raises(BadInput, match="its days first"):
        set_state(session, made, UNDER_WAY, "", by=manager.id, now=now)


def test_a_step_that_does_not_follow_is_a_conflict(session, manager, now):
    made = programme.activity(session, now)
    with pytest.raises(Conflict):
        set_state(session, made, DONE, "", by=manager.id, now=now)


@pytest.mark.parametrize("status", ActivityStatus)
def test_every_state_leads_on_and_never_to_itself(status):
    assert next_states(status)
    assert status not in next_states(status)


@pytest.fixture
def cohort(session, version, now):
    return cohorts.cohort(session, version, now, place=administration(session, country="LA"))


def test_a_cohort_belongs_to_one_activity_at_a_time(session, manager, now, cohort):
    first, second = (programme.activity(session, now, title=title) for title in ("First", "Second"))
    link_cohort(session, first, cohort, by=manager.id, now=now)
    with pytest.raises(BadInput, match="belongs to “First”"):
        link_cohort(session, second, cohort, by=manager.id, now=now)
    unlink_cohort(session, first, cohort.id, by=manager.id, now=now)
    link_cohort(session, second, cohort, by=manager.id, now=now)
    assert (again(session, first).cohort_ids, again(session, second).cohort_ids) == ((), (cohort.id,))


def test_a_cohort_of_another_country_does_not_belong_to_it(session, manager, now, cohort):
    with pytest.raises(BadInput, match="another country"):
        link_cohort(session, programme.activity(session, now, country="VN"), cohort, by=manager.id, now=now)


def test_a_region_takes_the_cohorts_of_its_countries(session, manager, now, cohort):
    region = programme.region(session, now, "LA", "TH")
    made = programme.activity(session, now, region_id=region.row.id)
    link_cohort(session, made, cohort, by=manager.id, now=now)
    assert again(session, made).cohort_ids == (cohort.id,)


def test_a_proposed_cohort_belongs_to_none(session, manager, now, version):
    place = administration(session, country="LA")
    waiting = cohorts.proposed(session, version, cohorts.trainer(session, place=place), place, now)
    with pytest.raises(BadInput, match="not open"):
        link_cohort(session, programme.activity(session, now), waiting, by=manager.id, now=now)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.PROGRAMME_MANAGER])
def test_whoever_sees_a_country_sees_its_activities_and_those_of_regions_with_it(session, now, role):
    region = programme.region(session, now, "LA", "TH")
    own, wide, far = (
        programme.activity(session, now),
        programme.activity(session, now, region_id=region.row.id),
        programme.activity(session, now, country="VN"),
    )
    seen = {one.id for one in activities_seen(session, reader(session, role, "LA"))}
    assert seen == {own.id, wide.id}
    with pytest.raises(NotFound):
        activity_seen(session, reader(session, role, "LA"), far.row.uuid)


def test_a_coordinator_changes_no_activity(session, now):
    made = programme.activity(session, now)
    assert not reader(session, Role.COORDINATOR, "LA").may("programme.run")
    with pytest.raises(NotFound):
        activity_run(session, reader(session, Role.COORDINATOR, "LA"), made.row.uuid)


def test_whoever_runs_a_country_plans_there_and_neither_elsewhere_nor_for_a_region(session, now):
    local, region = reader(session, Role.PROGRAMME_MANAGER, "LA"), programme.region(session, now)
    assert add_activity(session, programme.activity_draft(), actor=local, now=now).row.country == "LA"
    for wrong in ({"country": "VN"}, {"region_id": region.row.id}):
        with pytest.raises(BadInput, match="does not include"):
            add_activity(session, programme.activity_draft(**wrong), actor=local, now=now)


def test_the_number_of_queries_does_not_grow_with_activities(session, manager, now, counting):
    region = programme.region(session, now)

    def more():
        targets = {TargetKind.REACHED: 5}
        partner, fund = programme.partner(session, now), programme.fund(session, now)
        programme.activity(session, now, partner_ids=[partner.id], fund_id=fund.id, targets=targets)
        programme.activity(session, now, region_id=region.row.id, kind=ActivityKind.MISSION)

    more()
    with counting() as few:
        activities_seen(session, manager)
    for _round in range(5):
        more()
    with counting() as many:
        activities_seen(session, manager)
    assert len(many) == len(few) == 6


def test_the_record_has_every_state_and_every_cohort(session, manager, now, cohort):
    made = programme.activity(session, now)
    set_state(session, made, UNDER_WAY, "", by=manager.id, now=now)
    link_cohort(session, made, cohort, by=manager.id, now=now)
    found = compare_all(session, AUDITED)
    assert {one.title: (one.records, one.faults) for one in found} == {
        "states of activities": (2, ()),
        "cohorts of activities": (1, ()),
    }


def test_a_list_is_narrowed_by_the_newest_state(session, manager, now):
    began, planned = (programme.activity(session, now, title=title) for title in ("Began", "Planned"))
    set_state(session, began, UNDER_WAY, "", by=manager.id, now=now)
    found = {
        status: [one.id for one in activities_page(session, manager, ActivityFilter(status=status), number=1).lines]
        for status in (PLANNED, UNDER_WAY)
    }
    assert found == {PLANNED: [planned.id], UNDER_WAY: [began.id]}
