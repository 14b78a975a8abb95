"""Survey forms of cohorts: whose trainers run them, and the page that lists them."""

from courses.api import GroupRef
from courses.cohorts.queries.survey_groups import cohorts_with_forms
from courses.cohorts.scope_kind import COHORT
from courses.cohorts.services.joining import bring_in
from tests.builders import cohorts
from tests.builders import surveys as build
from tests.builders.people import administration, viewer


def group(cohort):
    return GroupRef(COHORT, cohort.id)


def test_a_trainer_runs_the_forms_of_their_cohorts_and_of_no_other(session, version, now):
    place = administration(session)
    leader = cohorts.trainer(session, place=place)
    own = cohorts.cohort(session, version, now, place=place, leader=leader)
    other = cohorts.cohort(session, version, now, place=place, title="Another")
    assert dict(cohorts_with_forms(session, viewer(session, leader))) == {group(own): own.row.title}
    assert group(other) not in cohorts_with_forms(session, viewer(session, leader))


def test_a_cohort_that_nobody_approved_has_no_forms(session, version, now):
    place = administration(session)
    leader = cohorts.trainer(session, place=place)
    cohorts.proposed(session, version, leader, place, now)
    assert not cohorts_with_forms(session, viewer(session, leader))


def test_nobody_runs_the_forms_of_a_cohort_in_which_they_sit(session, version, now):
    place = administration(session)
    first, second = cohorts.trainer(session, place=place), cohorts.trainer(session, place=place)
    cohort = cohorts.cohort(session, version, now, place=place, leader=first)
    assert group(cohort) in cohorts_with_forms(session, viewer(session, first))
    bring_in(session, cohort, [second.id], by=None, now=now)
    assert group(cohort) not in cohorts_with_forms(session, viewer(session, second))


def test_the_page_of_a_cohort_leads_to_its_forms_and_opens_one_for_it(session, version, now, signed_in):
    place = administration(session)
    leader = cohorts.trainer(session, place=place)
    cohort = cohorts.cohort(session, version, now, place=place, leader=leader)
    held = viewer(session, leader)
    build.code(session, held, now, title="After the first week", group=group(cohort))
    build.code(session, held, now, title="Some other class")
    session.commit()
    desk = signed_in(leader)
    assert f"/cohorts/{cohort.row.uuid}/forms" in desk.get(f"/cohorts/{cohort.row.uuid}").text
    page = desk.get(f"/cohorts/{cohort.row.uuid}/forms").text
    assert "After the first week" in page
    assert "Some other class" not in page
    assert f"group=cohort:{cohort.id}" in page
    form = desk.get(f"/forms/new?group=cohort:{cohort.id}").text
    assert f'value="{cohort.row.title}"' in form
    assert f'<option selected value="cohort:{cohort.id}"' in form


def test_a_group_that_one_does_not_run_is_not_chosen_from_an_address(session, now, signed_in):
    desk = signed_in(cohorts.trainer(session, place=administration(session)))
    assert desk.get("/forms/new?group=cohort:999").status_code == 200
