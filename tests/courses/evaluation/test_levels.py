"""Kirkpatrick's four levels: what is counted, what is left out, and that sums never tell of fewer than five."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from courses.evaluation.pages.charts import charts_of
from courses.evaluation.pages.levels import levels_of
from courses.evaluation.queries.parts import courses_evaluated, of_cohort, of_course
from courses.evaluation.rules import MeanOf, Share, Uses, means, share, uses
from courses.learning.models import CardUse
from courses.surveys.rules.summary import summarize
from courses.surveys.rules.suppression import LEAST, in_lots
from courses.surveys.services.codes import close_code
from lms.access import Role
from lms.errors import NotFound
from tests.builders import assessments as make
from tests.builders import cohorts
from tests.builders import surveys as build
from tests.builders.crowd import statements
from tests.builders.people import person, viewer

counts = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6)
summary = st.lists(st.integers(1, 5), max_size=12)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([], None),
        ([(4, 20)], None),
        ([(17, 20)], None),
        ([(10, 20)], Share(10, 20)),
        ([(10, 20), (4, 20)], Share(10, 20)),
        ([(10, 20), (5, 10)], Share(15, 30)),
    ],
)
def test_a_share_over_groups_is_the_sum_of_what_each_shows_alone(parts, found):
    assert share(parts) == found


@given(counts)
def test_a_share_speaks_of_five_people_or_more_on_either_side(pairs):
    found = share((did, did + did_not) for did, did_not in pairs)
    assert found is None or (found.number >= LEAST and found.of - found.number >= LEAST)


@given(st.lists(st.lists(st.integers(), max_size=14), max_size=5), st.integers(0, 4), st.integers())
def test_one_more_adds_nothing_or_a_whole_lot(parts, which, one):
    grown = [[*part, one] if place == which else part for place, part in enumerate(parts)]
    assert len(in_lots(grown)) - len(in_lots(parts)) in {0, LEAST}


def test_days_of_use_are_told_in_whole_lots():
    assert uses([(6, 12, 13), (2, 9, 40)]) == Uses(Share(6, 12), 10)


@given(st.lists(summary, max_size=4))
def test_a_mean_over_groups_follows_from_the_means_that_each_shows(groups):
    summaries = [summarize(build.FORM, [{"clear": one} for one in group], seed="x") for group in groups]
    every = [one for group in groups if len(group) >= LEAST for one in group]
    found = means(summaries)
    if not every:
        assert found == {}
    else:
        assert found["clear"].number == len(every)
        assert found["clear"].mean == pytest.approx(sum(every) / len(every))


def test_means_of_nothing_are_none():
    assert means([None]) == {}
    assert MeanOf(4.0, 5).mean == 4.0


def levels(session, trainer, cohort, now):
    return levels_of(session, trainer, of_cohort(cohort), now)


def test_the_gain_of_five_is_told_and_of_four_is_not(session, trainer, cohort, tested, now):
    people = cohorts.officers(session, cohort, 5, now)
    tested(people[:4])
    few = levels(session, trainer, cohort, now)
    assert (few.has_gain_test, few.gain.number) == (True, None)
    assert "gain" not in charts_of(few)
    tested(people[4:], wrong=1)
    found = levels(session, trainer, cohort, now).gain
    assert (found.number, found.before, found.after) == (5, 55.0, 100.0)
    assert found.interval.low < found.mean == 45.0 < found.interval.high


def test_the_sixth_changes_nothing_until_there_are_ten(session, trainer, cohort, tested, now):
    people = cohorts.officers(session, cohort, 6, now)
    tested(people[:5])
    before = levels(session, trainer, cohort, now).gain
    tested(people[5:], wrong=0)
    assert levels(session, trainer, cohort, now).gain == before


def test_who_passed_is_told_where_five_did_and_five_did_not(session, trainer, cohort, version, now):
    people = cohorts.officers(session, cohort, 11, now)
    for number, row in enumerate(people):
        make.sit(session, make.exam_of(session, version), row, now, wrong=() if number < 6 else make.KINDS)
    found = levels(session, trainer, cohort, now)
    [final] = [one for one in found.steps if one.is_final]
    assert final.share == Share(6, 11)
    assert [one.share for one in found.steps if not one.is_final] == [None, None]


def test_forms_of_the_cohort_tell_how_it_was(session, trainer, cohort, now):
    row = build.code(session, trainer, now, group=cohort.group, answers=6)
    build.code(session, trainer, now, answers=9)
    assert levels(session, trainer, cohort, now).reaction is None
    close_code(session, row.uuid, viewer=trainer, now=now)
    found = levels(session, trainer, cohort, now).reaction
    assert found.after["relevant"] == MeanOf(5.0, 6)


def test_no_answer_to_a_form_of_others_is_even_read(session, trainer, cohort, now):
    own, other = (build.code(session, trainer, now, answers=5, **at) for at in ({"group": cohort.group}, {}))
    for row in (own, other):
        close_code(session, row.uuid, viewer=trainer, now=now)
    read = set()

    def note(asked):
        if {"code_id", "answers"} == {one["name"] for one in asked.statement.column_descriptions}:
            read.update(*asked.statement.compile().params.values())

    event.listen(session, "do_orm_execute", note)
    levels(session, trainer, cohort, now)
    event.remove(session, "do_orm_execute", note)
    assert read == {own.id}


def test_confidence_stands_before_and_after(session, trainer, cohort, now):
    before = build.code(session, trainer, now, form="confidence", group=cohort.group)
    after = build.code(session, trainer, now, form="confidence", group=cohort.group, before=before.uuid)
    for row, point in ((before, "2"), (after, "4")):
        for _number in range(5):
            build.answer_form(session, row.code, build.sheet({"recognise": point}), now=now)
        close_code(session, row.uuid, viewer=trainer, now=now)
    found = levels(session, trainer, cohort, now).confidence
    assert (found.before["recognise"].mean, found.after["recognise"].mean) == (2.0, 4.0)
    assert set(found.after) == {"recognise"}


def test_the_card_is_told_as_a_sum_and_never_for_fewer_than_five(session, trainer, cohort, version, now):
    people = cohorts.officers(session, cohort, 11, now)

    def use(row, days):
        for day in range(days):
            used_on = (now - timedelta(days=day)).date()
            session.add(CardUse(person_id=row.id, course_id=version.course_id, used_on=used_on))
        session.flush()

    for row in people[:4]:
        use(row, 3)
    assert levels(session, trainer, cohort, now).uses is None
    use(people[4], 1)
    assert levels(session, trainer, cohort, now).uses == Uses(Share(5, 11), 10)


def test_supervisors_of_the_cohort_are_told_from_five_on(session, trainer, cohort, version, now):
    people = cohorts.officers(session, cohort, 5, now - timedelta(days=130))
    alone = make.learner(session, version, now - timedelta(days=130))
    for row in (*people, alone):
        first, _second = build.named(session, viewer(session, row), version, now)
        build.answered(session, first, now)
    [after] = [one for one in levels(session, trainer, cohort, now).supervisors if one.months == 3]
    assert after.results.number == 5


def test_a_course_is_the_sum_of_its_cohorts_and_of_who_took_it_alone(session, version, place, cohort, tested, now):
    manager = viewer(session, person(session, None, Role.PROGRAMME_MANAGER))
    other = cohorts.cohort(session, version, now, place=place, title="Another")
    tested([*cohorts.officers(session, cohort, 5, now), *cohorts.officers(session, other, 4, now)])
    tested([make.learner(session, version, now) for _each in range(5)], wrong=0)
    found = levels_of(session, manager, of_course(session, manager, make.SLUG), now).gain
    assert (found.number, found.before) == (10, 75.0)


def test_a_course_that_nobody_in_reach_takes_is_not_found(session, version, now):
    stranger = viewer(session, cohorts.trainer(session))
    assert courses_evaluated(session, stranger, "en") == []
    with pytest.raises(NotFound):
        of_course(session, stranger, make.SLUG)


def test_many_officers_and_forms_are_asked_for_as_often_as_few(session, trainer, cohort, tested, now):
    def more(count):
        tested(cohorts.officers(session, cohort, count, now))
        row = build.code(session, trainer, now, group=cohort.group, answers=5)
        close_code(session, row.uuid, viewer=trainer, now=now)

    counts = []
    for count in (5, 1, 3):
        more(count)
        counts.append(statements(session, lambda: levels(session, trainer, cohort, now))[0])
    assert counts[1] == counts[2] <= 16
