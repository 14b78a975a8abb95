"""Pages and files of the four levels, over a cohort of twelve that is measured once."""

import csv
import io

import pytest

from courses.catalogue.models import CourseVersion
from courses.cohorts.queries.cohorts import cohort_by_id
from courses.evaluation.pages.charts import charts_of
from courses.evaluation.pages.levels import levels_of
from courses.evaluation.queries.parts import of_cohort
from courses.surveys.services.codes import close_code
from lms.charts import chart_table
from lms.people.models import Person
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import surveys as build
from tests.builders.people import NOW, viewer
from tests.courses.evaluation.conftest import sit_all


@pytest.fixture(scope="module", autouse=True)
def measured(module_session, led):
    """A form of the cohort, gains and passes."""
    with pytest.MonkeyPatch.context() as patch, module_session() as session:
        patch.setattr("lms.clock.now", lambda: NOW)
        trainer, cohort = viewer(session, session.get_one(Person, led.leader)), cohort_by_id(session, led.cohort)
        row = build.code(session, trainer, NOW, group=cohort.group, answers=6)
        close_code(session, row.uuid, viewer=trainer, now=NOW)
        people, version = cohorts.officers(session, cohort, 12, NOW), session.get_one(CourseVersion, led.version)
        sit_all(session, version, people[:5])
        sit_all(session, version, people[5:6], wrong=1)


def test_the_page_shows_four_levels_and_says_what_is_not_measured(cohort, leader, signed_in):
    page = signed_in(leader).get(f"/cohorts/{cohort.row.uuid}/evaluation").text
    for words in ("1. Reaction", "2. Learning", "3. Behaviour", "4. Results", "This is not measured here"):
        assert words in page
    assert page.count("<svg") >= 3
    assert "5 officers answered both tests" in page
    assert "6 of 12" in page


def test_the_page_of_a_cohort_leads_to_it_and_that_of_forms_to_courses(cohort, leader, signed_in):
    desk = signed_in(leader)
    assert f"/cohorts/{cohort.row.uuid}/evaluation" in desk.get(f"/cohorts/{cohort.row.uuid}").text
    assert f"/forms/evaluation/{make.SLUG}" in desk.get("/forms/evaluation").text
    assert "1. Reaction" in desk.get(f"/forms/evaluation/{make.SLUG}").text


def test_its_figures_are_a_file(cohort, leader, signed_in):
    desk = signed_in(leader)
    text = desk.get(f"/cohorts/{cohort.row.uuid}/evaluation/export.csv").text.lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][:2] == ["Level", "Measure"]
    assert any(row[:4] == ["2", "Gain between the two tests", "Gain in points", "5"] for row in rows)
    for form in ("xlsx", "json"):
        assert desk.get(f"/forms/evaluation/{make.SLUG}/export.{form}").status_code == 200


def test_another_trainer_finds_no_evaluation_of_the_cohort(cohort, session, signed_in):
    assert signed_in(cohorts.trainer(session)).get(f"/cohorts/{cohort.row.uuid}/evaluation").status_code == 404


def test_the_words_of_a_chart_say_what_its_bars_do(session, trainer, cohort, now):
    charts = charts_of(levels_of(session, trainer, of_cohort(cohort), now))
    head, rows = chart_table(charts["gain"])
    assert head == ["Test", "Gain in points", "From", "To"]
    assert rows[0][1] == "+50.0"
