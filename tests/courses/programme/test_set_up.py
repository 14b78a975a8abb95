"""The set-up goes along as a folder without people, is checked line by line, and is loaded once."""

import io
import json
import zipfile
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from courses.programme.commands import programme_commands
from courses.programme.models import (
    Activity,
    ActivityCohort,
    ActivityPartner,
    ActivityState,
    ActivityTarget,
    Partner,
    Region,
    RegionCountry,
)
from courses.programme.queries.activities import all_activities
from courses.programme.rules.activities import ActivityKind, ActivityStatus, FundKind, PartnerKind, TargetKind
from courses.programme.services.states import link_cohort, set_state
from courses.programme.set_up.content import ActivityPlan, CourseReference, PartnerPlan, RegionPlan, SetUp
from courses.programme.set_up.loading import load_set_up
from courses.programme.set_up.reading import read_set_up
from courses.programme.set_up.taking import set_up_of
from courses.programme.set_up.writing import files_of
from lms.access import Role
from lms.errors import RuleBroken
from tests.builders import cohorts, programme
from tests.builders.people import administration, person

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    str.strip
)
REGION = RegionPlan("Mekong", ("LA", "NO"))  # a bare NO would be no text in other readers
PARTNER = PartnerPlan("WCO", PartnerKind.INTERNATIONAL, None)
ACTIVITY = ActivityPlan(
    "Port course",
    ActivityKind.TRAINING,
    "",
    "LA",
    None,
    "tiny-course",
    ("WCO",),
    {TargetKind.REACHED: 60},
    FundKind.GRANT,
)
SET_UP = SetUp(
    ("en", "fr"), ("reaction",), (CourseReference("tiny-course", "Tiny"),), (REGION,), (PARTNER,), (ACTIVITY,)
)


@pytest.fixture
def filled(session, now, version):
    """A programme with people in it: a cohort with officers, a fund, a partner and activities."""
    place = administration(session, "Lao Customs", country="LA")
    leader = cohorts.trainer(session, "Anong Wattana", place=place)
    cohort = cohorts.cohort(session, version, now, leader=leader, place=place, title="Class of Malee Srisuk")
    officer = person(session, "Malee Srisuk", Role.OFFICER, place=place, email="malee@example.org")
    region = programme.region(session, now, "LA", "TH", name="Mekong")
    partner = programme.partner(session, now, name="WCO")
    fund = programme.fund(session, now, code="SECRET-77", donor="A donor")
    targets = {TargetKind.REACHED: 60, TargetKind.TRAINERS: 4}
    made = programme.activity(
        session, now, title="Port course", words="For ports.", course_slug="tiny-course", fund_id=fund.id,
        partner_ids=[partner.id], targets=targets,
    )  # fmt: skip
    programme.activity(session, now, title="Regional mission", kind=ActivityKind.MISSION, region_id=region.row.id)
    link_cohort(session, made, cohort, by=None, now=now)
    session.commit()
    return [leader, officer]


@pytest.fixture
def lms(app):
    """Runs `lms programme …` in the application of this test."""
    return lambda *words: CliRunner().invoke(
        programme_commands,
        [str(word) for word in words],
        obj=SimpleNamespace(get=lambda: app, apart=lambda _folder, _port: nullcontext(app)),
    )


def empty(session):
    """As in another installation, which has people and nothing planned."""
    for table in (
        ActivityCohort,
        ActivityPartner,
        ActivityTarget,
        ActivityState,
        Activity,
        RegionCountry,
        Region,
        Partner,
    ):
        session.execute(delete(table))
    session.commit()


def without_funds(made):
    return replace(made, activities=tuple(replace(one, fund_kind=None) for one in made.activities))


def test_loaded_elsewhere_and_taken_along_again_it_is_the_same(session, filled, lms, tmp_path):
    before = set_up_of(session, ("en", "fr"))
    assert lms("export", tmp_path / "folder").exit_code == 0
    empty(session)
    assert lms("load", tmp_path / "folder").exit_code == 0
    session.expire_all()
    assert set_up_of(session, ("en", "fr")) == without_funds(before)
    assert len(before.activities) == 2


def test_what_is_loaded_is_planned_without_days(session, filled, now):
    made = set_up_of(session, ("en",))
    empty(session)
    load_set_up(session, made, now=now)
    assert {(one.status, one.row.starts_on, one.fund) for one in all_activities(session)} == {
        (ActivityStatus.PLANNED, None, None)
    }


def test_no_person_is_in_any_file(session, filled):
    text = b"\n".join(files_of(set_up_of(session, ("en",))).values()).decode()
    told = [word for one in filled for word in (one.name, one.username, one.uuid, one.email or one.name)]
    assert [word for word in (*told, "Class of", "Lao Customs", "SECRET-77", "A donor") if word in text] == []
    assert "Port course" in text


@pytest.mark.parametrize("words", ["Ask Malee Srisuk.", "ask (malee srisuk), please", "MALEE SRISUK"])
def test_a_text_that_names_somebody_stays_here(session, filled, now, words):
    programme.activity(session, now, title="Workshop", words=words)
    with pytest.raises(RuleBroken, match="“Workshop” name somebody"):
        set_up_of(session, ("en",))


def test_a_part_of_a_name_is_any_word(session, filled, now):
    programme.activity(session, now, title="Workshop", words="Malee is a flower.")
    assert len(set_up_of(session, ("en",)).activities) == 3


def test_a_name_in_another_script_is_found_too(session, filled, now):
    filled[1].local_name = "มาลีศรีสุข"
    programme.activity(session, now, title="Workshop", words="ถาม มาลีศรีสุข")
    with pytest.raises(RuleBroken):
        set_up_of(session, ("en",))


def test_what_was_cancelled_stays_here(session, filled, manager, now):
    made = programme.activity(session, now, title="Dropped")
    set_state(session, made, ActivityStatus.CANCELLED, "No fund.", by=manager.id, now=now)
    assert "Dropped" not in {one.title for one in set_up_of(session, ("en",)).activities}


def test_a_second_load_changes_nothing(session, now, told):
    first, second = (load_set_up(session, SET_UP, now=now) for _time in range(2))
    assert first.added == {"regions": 1, "partners": 1, "activities": 1}
    assert (second.added, second.kept) == ({}, first.added)
    assert len(told("programme.set-up-loaded")) == 1


def test_what_it_only_refers_to_is_said(session, now):
    to_do = load_set_up(session, replace(SET_UP, forms=("reaction", "own-form")), now=now).to_do
    assert any("“tiny-course” is not here yet" in line for line in to_do)
    assert any("no form “own-form”" in line for line in to_do)
    assert any("this kind: grant" in line for line in to_do)


@given(
    name=WORDS, title=WORDS, words=WORDS, targets=st.dictionaries(st.sampled_from(TargetKind), st.integers(1, 10**6))
)
def test_whatever_is_written_is_read_again(name, title, words, targets):
    region = RegionPlan(name, ("LA", "NO"))
    plan = replace(ACTIVITY, title=title, words=words, country=None, region=name, partners=(), targets=targets)
    made = replace(SET_UP, regions=(region,), activities=(plan,))
    assert read_set_up(files_of(made)) == (made, [])


def wrong(**changed):
    files = files_of(SET_UP) | {f"{name}.yaml".replace("_", "-"): data for name, data in changed.items()}
    return [str(one) for one in read_set_up({name: data for name, data in files.items() if data is not None})[1]]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"set_up": None}, "set-up.yaml:1: This file is missing in the folder."),
        ({"set_up": b"format: 2\n"}, "set-up.yaml:1: “format” must be 1: this program reads no other."),
        ({"set_up": b"format: 1\npeople: [Malee]\n"}, "set-up.yaml:2: “people” is not known here."),
        ({"set_up": b"format: 1\ncourses: tiny\n"}, "set-up.yaml:2: “courses” must be a list."),
        ({"regions": b"\xff\xfe"}, "regions.yaml:1: This file is no text in UTF-8."),
        ({"regions": b"name: Mekong\n"}, "regions.yaml:1: This file must be a list"),
        ({"regions": b"- name: A\n  countries: [LA]\n- Mekong\n"}, "regions.yaml:3: Here a list of names"),
        ({"regions": b"- name: A\n  countries: []\n"}, "regions.yaml:2: A region needs at least one country."),
        ({"regions": b"- name: A\n  countries: [Laos]\n"}, "regions.yaml:2: “Laos” is no country"),
        (
            {"regions": b"- {name: A, countries: [LA]}\n- {name: a, countries: [TH]}\n"},
            "regions.yaml:2: This stands twice; the first is in line 1.",
        ),
        ({"regions": b"- name: [\n"}, "regions.yaml:2: This is not YAML"),
        ({"partners": b"- name: WCO\n  kind: club\n"}, "partners.yaml:2: “kind” must be one of: administration"),
        ({"partners": b"- kind: private\n"}, "partners.yaml:1: “name” must be some words."),
        ({"activities": b"- {title: A, kind: training}\n"}, "activities.yaml:1: Name either a country or a region."),
        (
            {"activities": b"- title: A\n  kind: training\n  region: Andes\n"},
            "activities.yaml:3: “Andes” is not in regions.yaml.",
        ),
        (
            {"activities": b"- title: A\n  kind: training\n  country: LA\n  partners: [Nobody]\n"},
            "activities.yaml:4: “Nobody” is not in partners.yaml.",
        ),
        (
            {"activities": b"- title: A\n  kind: training\n  country: LA\n  targets: {reached: many}\n"},
            "activities.yaml:4: “reached” must be a number of people",
        ),
        (
            {"activities": b"- title: A\n  kind: training\n  country: LA\n  starts_on: 2026-01-01\n"},
            "activities.yaml:4: “starts_on” is not known here.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(changed, said):
    assert any(line.startswith(said) for line in wrong(**changed)), wrong(**changed)


def test_a_folder_with_a_fault_is_refused_whole(session, filled, lms, tmp_path):
    folder = tmp_path / "folder"
    lms("export", folder)
    empty(session)
    (folder / "activities.yaml").write_text("- {title: A, kind: training}\n")
    checked, loaded = lms("check", folder, "--json"), lms("load", folder)
    assert (checked.exit_code, loaded.exit_code) == (1, 1)
    assert json.loads(checked.stdout)["problems"][0]["line"] == 1
    assert all_activities(session) == []


def test_an_export_writes_over_nothing(filled, lms, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(RuleBroken, match="not empty"):
        raise lms("export", folder).exception
    assert [one.name for one in folder.iterdir()] == ["mine.txt"]


def test_the_page_gives_the_same_folder_and_the_record_knows_who_took_it(session, filled, signed_in, told):
    page = signed_in(person(session, "Rosa", Role.PROGRAMME_MANAGER))
    assert "All people: no accounts, no names" in page.get("/programme/set-up").text
    archive = zipfile.ZipFile(io.BytesIO(page.post("/programme/set-up").data))
    files = {name: archive.read(name) for name in archive.namelist()}
    assert read_set_up(files)[1] == []
    assert told("programme.set-up-exported") == [{"activities": 2}]


def test_the_page_says_what_keeps_it_from_going(session, filled, signed_in, now):
    programme.activity(session, now, title="Workshop", words="Ask Malee Srisuk.")
    page = signed_in(person(session, "Rosa", Role.PROGRAMME_MANAGER))
    assert "name somebody with an account" in page.get("/programme/set-up").text
