"""The pure rules of missions: entries, hosts, follow-up, and the picture with its promise to other countries."""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.missions.rules.digests import digest_of
from assessments.missions.rules.entries import EntryFault, ObservationGrade, Section, Topic, faults, kept
from assessments.missions.rules.following import due_days
from assessments.missions.rules.hosts import SILENCE, HostSaid, is_released, is_silent, may_say
from assessments.missions.rules.picture import Noted, picture
from tests.builders.missions import FIELDS

NOW = datetime(2026, 11, 25, tzinfo=UTC)
notes = st.lists(
    st.builds(
        Noted,
        country=st.sampled_from(["LA", "TH", "KE", "ZA", "VN", "TG"]),
        topic=st.sampled_from(Topic),
        grade=st.sampled_from(ObservationGrade),
        released=st.booleans(),
    ),
    max_size=30,
)


@pytest.mark.parametrize("section", Section)
def test_an_entry_with_every_field_is_whole(section):
    assert faults(section, FIELDS[section]) == {}


@pytest.mark.parametrize(
    ("section", "changed", "fault"),
    [
        (Section.INTERVIEW, {"office": " "}, EntryFault.MISSING),
        (Section.INTERVIEW, {"held_on": "tomorrow"}, EntryFault.NO_DAY),
        (Section.OBSERVATION, {"topic": "ivory"}, EntryFault.NOT_OFFERED),
        (Section.OBSERVATION, {"finding": "x" * 4001}, EntryFault.TOO_LONG),
        (Section.RECOMMENDATION, {"priority": "9"}, EntryFault.NOT_OFFERED),
        (Section.TASK, {"owner": "x" * 201}, EntryFault.TOO_LONG),
        (Section.TASK, {"due_on": "2027-02-30"}, EntryFault.NO_DAY),
    ],
)
def test_a_field_that_cannot_be_is_named(section, changed, fault):
    assert faults(section, FIELDS[section] | changed) == {next(iter(changed)): fault}


def test_a_task_may_have_no_indicator_and_nothing_else_is_kept():
    said = kept(Section.TASK, FIELDS[Section.TASK] | {"indicator": "", "name": "Somebody"})
    assert (said["indicator"], "name" in said) == ("", False)


def test_a_host_is_silent_when_the_fifteenth_day_is_full():
    assert not is_silent(NOW, [], NOW + SILENCE - timedelta(seconds=1))
    assert is_silent(NOW, [], NOW + SILENCE)
    assert not is_silent(NOW, [HostSaid.REFUSED], NOW + SILENCE)
    assert not is_silent(NOW, [HostSaid.SILENT], NOW + SILENCE)


def test_a_host_may_still_answer_after_silence_and_only_once():
    assert may_say(HostSaid.FEEDBACK, [HostSaid.SILENT])
    assert not may_say(HostSaid.FEEDBACK, [HostSaid.REFUSED])
    assert not may_say(HostSaid.SILENT, [])


def test_a_release_is_taken_back_once_and_for_good():
    said = [HostSaid.RELEASED]
    assert is_released(said)
    assert may_say(HostSaid.KEPT_BACK, said)
    assert not is_released([*said, HostSaid.KEPT_BACK])
    assert not may_say(HostSaid.RELEASED, [*said, HostSaid.KEPT_BACK])


def test_recommendations_are_asked_about_three_times():
    assert due_days(date(2026, 11, 30)) == {
        3: date(2027, 2, 28),
        6: date(2027, 5, 30),
        12: date(2027, 11, 30),
    }


def test_the_digest_is_of_what_is_said_and_not_of_its_order():
    assert digest_of({"a": 1, "b": "é"}) == digest_of({"b": "é", "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
    assert digest_of({"b": "é", "a": 1}) == sha256('{"a":1,"b":"é"}'.encode()).hexdigest()


def seen(country, grade=ObservationGrade.NEED, *, released=True, topic=Topic.RISK):
    return Noted(country, topic, grade, released)


def test_other_countries_are_a_number_from_three_on():
    two, three = [seen("KE"), seen("ZA")], [seen("KE"), seen("ZA"), seen("VN")]
    needs = [
        next(one.needs for one in picture(some, {"LA"}).others if one.topic is Topic.RISK) for some in (two, three)
    ]
    assert needs == [None, 3]


def test_ones_own_country_is_in_full_and_is_none_of_the_others():
    shown = picture([seen("LA", released=False), seen("KE"), seen("ZA")], {"LA"})
    assert [(one.country, one.needs) for one in shown.full] == [("LA", 1)]
    assert {one.needs for one in shown.others} == {None}


def test_the_programme_sees_every_country_also_what_no_host_released():
    shown = picture([seen("LA", released=False), seen("KE", ObservationGrade.URGENT_NEED)], None)
    assert [(one.country, one.needs, one.urgent) for one in shown.full] == [("KE", 1, 1), ("LA", 1, 0)]
    assert shown.others == ()


@given(notes, notes)
def test_what_a_coordinator_is_shown_does_not_change_with_reports_that_nobody_released(some, more):
    hidden = [Noted(one.country, one.topic, one.grade, released=False) for one in more if one.country != "LA"]
    assert picture([*some, *hidden], {"LA"}) == picture(some, {"LA"})


@given(notes, notes)
def test_a_single_other_country_shows_nothing_whatever_its_report_says(some, report):
    own = [one for one in some if one.country == "LA"]
    alone = [Noted("KE", one.topic, one.grade, released=True) for one in report]
    assert picture([*own, *alone], {"LA"}) == picture(own, {"LA"})


@given(notes, st.data())
def test_what_a_report_of_one_country_says_in_detail_changes_no_number(some, data):
    theirs = [one for one in some if one.country == "KE" and one.released]
    again = data.draw(st.lists(st.sampled_from(theirs), max_size=9)) if theirs else []
    assert picture([*some, *again], {"LA"}) == picture(some, {"LA"})


@given(notes)
def test_no_number_below_three_is_ever_shown(some):
    for one in picture(some, {"LA"}).others:
        assert all(number is None or number >= 3 for number in (one.needs, one.strengths))
