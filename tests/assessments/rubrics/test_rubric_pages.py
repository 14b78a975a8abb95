"""Pages of rubrics: files in and out, what is refused with its line or row, who may."""

from io import BytesIO

import pytest

from assessments.rubrics.models import Rubric, RubricVersion
from certificates.permissions import SchemeRole
from lms.access import Grant, Role
from tests.builders import sheets
from tests.builders.people import browser_of, give_anywhere, person
from tests.builders.rubrics import BENCH


@pytest.fixture
def owner(app, client, session):
    sheets.rubric(session, BENCH.replace("slug: bench", "slug: another"))
    row = person(session, "Nadia Okello")
    give_anywhere(session, row, Grant(SchemeRole.SCHEME_OWNER))
    return browser_of(app, session, row)


def versions(session):
    return session.query(RubricVersion).join(Rubric).filter(Rubric.slug == "bench").count()


def sent(client, address, content, name="bench.yaml"):
    return client.post(address, data={"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def test_a_rubric_is_loaded_once_and_shown_as_a_sheet(session, owner):
    assert sent(owner, "/rubrics/load", BENCH.encode()).status_code == 303
    assert sent(owner, "/rubrics/load", BENCH.encode()).status_code == 303
    assert versions(session) == 1
    assert "Identification bench" in owner.get("/rubrics").text
    page = owner.get("/rubrics/bench/versions/1/sheet").text
    assert "Handles it with bare hands" in page
    assert page.count('name="rating-names"') == 3


def test_a_faulty_file_is_told_by_its_lines_and_nothing_is_loaded(session, owner):
    page = sent(owner, "/rubrics/load", BENCH.replace("weight: 2.5", "weight: 0").encode())
    assert page.status_code == 422
    assert "“weight” must lie above 0" in page.text
    assert sent(owner, "/rubrics/load", b"\xff\xfe\x00").status_code == 422
    assert versions(session) == 0


def test_the_exported_criteria_load_again_and_a_wrong_row_is_named(session, owner):
    assert sent(owner, "/rubrics/load", BENCH.encode()).status_code == 303
    file = owner.get("/rubrics/bench/criteria/export.csv").data
    assert sent(owner, "/rubrics/bench/criteria", file, "c.csv").status_code == 303
    assert versions(session) == 1
    changed = file.replace(b"Wrong group", b"Another kind of animal")
    assert sent(owner, "/rubrics/bench/criteria", changed, "c.csv").status_code == 303
    assert versions(session) == 2
    page = sent(owner, "/rubrics/bench/criteria", file.replace(b"2.5", b"0"), "c.csv")
    assert page.status_code == 422
    assert "The weight must be more than 0" in page.text
    assert versions(session) == 2


def test_an_assessor_reads_rubrics_and_loads_none_and_an_officer_finds_nothing(app, client, session):
    sheets.rubric(session)
    assessor = browser_of(app, session, person(session, None, Role.ASSESSOR))
    assert assessor.get("/rubrics/bench").status_code == 200
    assert assessor.get("/rubrics/load").status_code == 404
    assert browser_of(app, session, person(session, None, Role.OFFICER)).get("/rubrics").status_code == 404
