"""Versions of rubrics as they are kept, found and exchanged, beside those of another rubric."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from io import BytesIO

import pytest

from assessments.rubrics import views
from assessments.rubrics.events import RubricVersionLoaded
from assessments.rubrics.models import Rubric, RubricVersion
from assessments.rubrics.queries import newest_of, newest_versions, observation_rubrics, version_seen, versions_of
from assessments.rubrics.rules.definition import definition_digest
from assessments.rubrics.rules.reading import read_rubric_text
from assessments.rubrics.services import input_columns, load_rubric, output_rows, read_criteria
from certificates.permissions import SchemeRole
from lms.access import Grant, Role
from lms.audit.models import AuditEntry
from lms.errors import NotFound
from tests.builders.observations import text_of
from tests.builders.people import NOW, browser, browser_of, give_anywhere, person, sign_in, viewer
from tests.builders.rubrics import BENCH

LATER = NOW + timedelta(minutes=5)
ANOTHER = BENCH.replace("slug: bench", "slug: another")


def definition(text=BENCH):
    return read_rubric_text(text)[0]


def load(session, text, now=NOW, by_id=None):
    return load_rubric(session, definition(text), by_id=by_id, now=now)


@pytest.fixture
def owner(session):
    row = person(session, "Nadia Okello")
    give_anywhere(session, row, Grant(SchemeRole.SCHEME_OWNER))
    return row


@pytest.fixture
def here(app, session, owner, client):
    return browser_of(app, session, owner)


def sent(here, address, content, name="bench.yaml"):
    content = content if isinstance(content, bytes) else content.encode()
    return here.post(address, data={"file": (BytesIO(content), name)}, content_type="multipart/form-data")


def test_a_changed_rubric_is_the_next_version_of_its_slug_and_the_same_is_none(session, owner):
    first = load(session, BENCH, by_id=owner.id)
    beside = load(session, ANOTHER)
    same = load(session, BENCH, LATER)
    second = load(session, BENCH.replace("cut: 3.5", "cut: 4"), LATER, owner.id)
    back = load(session, BENCH, LATER)
    assert [(one.fresh, one.version.no) for one in (first, beside, same, second, back)] == [
        (True, 1), (True, 1), (False, 1), (True, 2), (True, 3),
    ]  # fmt: skip
    assert same.version == first.version
    assert (second.version.made_by_id, second.version.made_at) == (owner.id, LATER)
    assert second.version.digest == definition_digest(replace(definition(), cut=Fraction(4)))
    told = session.query(AuditEntry).filter_by(name=RubricVersionLoaded.name).order_by(AuditEntry.id).all()
    rubric = first.version.rubric_id
    assert [(one.subject, one.actor_id, one.data["no"]) for one in told if one.subject == f"rubric:{rubric}"] == [
        (f"rubric:{rubric}", owner.id, 1), (f"rubric:{rubric}", owner.id, 2), (f"rubric:{rubric}", None, 3),
    ]  # fmt: skip
    assert session.query(Rubric).count() == 2


def test_a_version_is_found_by_its_slug_and_number_and_without_one_the_newest(session, owner):
    seen = viewer(session, owner)
    for text in (BENCH, ANOTHER, BENCH.replace("cut: 3.5", "cut: 4"), ANOTHER.replace("cut: 3.5", "cut: 5")):
        load(session, text)
    assert version_seen(session, seen, "bench", 1).definition.cut == Fraction(7, 2)
    assert [version_seen(session, seen, "bench", one).row.no for one in (None, 2)] == [2, 2]
    assert newest_of(session, "bench").definition.cut == 4
    assert newest_of(session, "none") is None
    for slug, no in (("bench", 3), ("bench", 0), ("none", None)):
        with pytest.raises(NotFound):
            version_seen(session, seen, slug, no)
    rubric = newest_of(session, "bench").rubric
    assert [one.no for one in versions_of(session, rubric)] == [2, 1]
    assert [(one.rubric.slug, one.row.no) for one in newest_versions(session, seen)] == [("another", 2), ("bench", 2)]
    assert observation_rubrics(session) == []
    load(session, text_of("talk", "Talk"))
    assert [one.rubric.slug for one in observation_rubrics(session)] == ["talk"]


def test_who_writes_or_reads_rubrics_finds_them_and_nobody_else(session, owner):
    load(session, BENCH)
    for row in (owner, person(session, None, Role.ASSESSOR)):
        assert version_seen(session, viewer(session, row), "bench").row.no == 1
    officer = viewer(session, person(session, None, Role.OFFICER))
    for find in (lambda: newest_versions(session, officer), lambda: version_seen(session, officer, "bench")):
        with pytest.raises(NotFound):
            find()


def table(*rows, head="criterion,title_en,title_fr,critical,pass_level,weight,reason_up_to,level,text_en,text_fr"):
    return "\n".join([head, *rows]).encode()


FIRST = [f"names,Names,Nomme,no,,2.5,,{n},Seen,Vu" for n in range(3)]
SECOND = [f"protects,Protects,Protège,yes,1,,0,{n},Seen,Vu" for n in range(3)]


def test_a_table_is_read_with_what_it_leaves_open_as_usual():
    made, refused = read_criteria(table(*FIRST, *SECOND), definition())
    assert refused == []
    first, second = made.criteria
    assert (first.critical, first.pass_level, first.weight, first.reason_up_to) == (False, None, Fraction(5, 2), None)
    assert (second.critical, second.pass_level, second.weight, second.reason_up_to) == (True, 1, 1, 0)
    assert (first.title, first.descriptors[2]) == ({"en": "Names", "fr": "Nomme"}, {"en": "Seen", "fr": "Vu"})


def test_rows_that_cannot_be_read_are_told_with_their_column_before_any_other_fault():
    wrong = [
        FIRST[0].replace(",no,", ",perhaps,"),
        *FIRST[1:],
        SECOND[0].replace("protects,Protects", "protects,"),
        *SECOND[1:],
    ]
    made, refused = read_criteria(table(*wrong), definition())
    assert made is None
    assert [one.number for one in refused] == [2, 5]
    assert [[said.text for said in one.said] for one in refused] == [["%(column)s: %(said)s"]] * 2
    assert [one.said[0].values["column"] for one in refused] == ["critical", "title_en"]
    made, refused = read_criteria(table(*FIRST, *SECOND[:2]), definition())
    assert made is None
    assert [(one.number, one.said[0].values["level"]) for one in refused] == [(6, 2)]


def test_columns_have_the_lengths_of_the_file_and_rows_are_written_as_they_are_read():
    columns = {one.key: one for one in input_columns(definition())}
    assert {name for name, one in columns.items() if one.required and one.filled} == {
        "criterion", "title_en", "title_fr", "level", "text_en", "text_fr",
    }  # fmt: skip
    assert (columns["criterion"].longest, columns["title_fr"].longest, columns["text_en"].longest) == (40, 120, 600)
    rows = output_rows(definition())
    assert rows[0][:8] == ("names", "Names the specimen", "Nomme le spécimen", "no", None, "2.5", None, 0)
    assert rows[5][3:8] == ("yes", 1, "1", 0, 2)


def test_loading_by_the_page_says_which_version_it_is_and_whether_it_is_new(session, here):
    for text, words in (
        (BENCH, "Version 1 is loaded."),
        (BENCH, "Version 1 is the same."),
        (BENCH.replace("cut: 3.5", "cut: 4"), "Version 2 is loaded."),
    ):
        answer = sent(here, "/rubrics/load", text)
        assert (answer.status_code, answer.location) == (303, "/rubrics/bench")
        assert words in here.get("/rubrics/bench").text
    assert session.query(RubricVersion).count() == 2
    old, new = here.get("/rubrics/bench/versions/1").text, here.get("/rubrics/bench").text
    assert "3.5" in old
    assert old != new
    assert here.get("/rubrics/bench/versions/3").status_code == here.get("/rubrics/none").status_code == 404


def test_a_file_that_is_too_long_or_no_text_is_refused_beside_its_field_and_one_with_a_sign_of_order_is_read(
    here, monkeypatch
):
    long = BENCH + "# the end"
    monkeypatch.setattr(views, "LARGEST", len(long.encode()))
    assert sent(here, "/rubrics/load", long).status_code == 303
    for content, words in ((long + "#", "longer than 1 MB"), (b"\xff\xfe", "not a text in UTF-8"), (b"", None)):
        answer = sent(here, "/rubrics/load", content)
        assert answer.status_code == 422
        assert words is None or words in answer.text
    assert sent(here, "/rubrics/load", BENCH.replace("slug: bench", "slug: bom").encode("utf-8-sig")).status_code == 303
    assert here.get("/rubrics/load").status_code == 200


def test_what_is_wrong_in_a_file_or_a_table_is_listed_under_the_form(session, here):
    answer = sent(here, "/rubrics/load", BENCH.replace("weight: 2.5", "weight: 0"))
    assert "Nothing was loaded. Correct the lines below" in answer.text
    assert sent(here, "/rubrics/load", BENCH).status_code == 303
    assert here.get("/rubrics/bench/criteria").status_code == 200
    answer = sent(here, "/rubrics/bench/criteria", table(*FIRST, *SECOND[:2]), "c.csv")
    assert (answer.status_code, "Nothing was loaded. Correct the rows below" in answer.text) == (422, True)
    answer = sent(here, "/rubrics/bench/criteria", b"", "c.csv")
    assert answer.status_code == 422
    assert sent(here, "/rubrics/none/criteria", table(*FIRST, *SECOND), "c.csv").status_code == 404
    answer = sent(here, "/rubrics/bench/criteria", table(*FIRST, *SECOND), "c.csv")
    assert (answer.status_code, answer.location) == (303, "/rubrics/bench")
    assert session.query(RubricVersion).count() == 2


def test_lists_are_exported_and_only_who_may_load_is_shown_how(app, session, here):
    load(session, BENCH)
    session.commit()
    listed = here.get("/rubrics/export.json").json
    assert "bench" in str(listed)
    assert "Identification bench" in here.get("/rubrics/export.csv").text
    assert "Handles it with bare hands" in here.get("/rubrics/bench/criteria/export.csv").text
    reader = browser(app)
    sign_in(reader, session, person(session, None, Role.ASSESSOR))
    session.commit()
    for address, link in (("/rubrics", "/rubrics/load"), ("/rubrics/bench", '/rubrics/bench/criteria"')):
        assert link in here.get(address).text
        assert link not in reader.get(address).text
    assert reader.get("/rubrics/bench/versions/1/sheet").status_code == 200
    assert reader.get("/rubrics/bench/versions/2/sheet").status_code == 404
    assert reader.get("/rubrics/bench/criteria").status_code == 404
