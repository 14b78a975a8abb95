"""Marking a sheet: what is refused and in which words, keys that come twice, seals, and opening again."""

import pytest

from assessments.sheets.models import Reconciliation, SheetEvent
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.standing import total_shows
from assessments.sheets.rules.states import Turn
from assessments.sheets.services import marking
from assessments.sheets.services.marking import Bringing, comment, flag, grade, rate, reopen, seal
from assessments.sheets.services.performances import assign_sheet, withdraw_sheet
from lms.access import Role
from lms.errors import BadInput, Conflict, NotFound, RuleBroken
from lms.ids import new_uuid
from lms.people.models import Administration
from tests.builders.people import NOW, person
from tests.builders.sheets import Bench


@pytest.fixture
def bench(session):
    return Bench(session)


def by(sheet):
    return {"by": Bringing(sheet.assessor_id), "now": NOW, "key": new_uuid()}


def test_a_rating_may_change_until_the_seal_and_every_one_stays_in_its_row(session, bench):
    for level in (0, 2, 1):
        rate(session, bench.first, "names", level, **by(bench.first))
    found = sheet_standing(session, bench.first)
    assert found.standing.content.ratings == {"names": 1}
    assert bench.first.revision == 3


def test_the_same_key_twice_is_one_event(session, bench):
    told = by(bench.first)
    one = rate(session, bench.first, "names", 2, **told)
    assert rate(session, bench.first, "names", 0, **told).id == one.id
    assert session.query(SheetEvent).filter_by(sheet_id=bench.first.id).count() == 1


@pytest.mark.parametrize(
    ("criterion", "level", "field", "said"),
    [("names", 3, "rating-names", "one of the levels 0, 1, 2"), ("shouts", 1, "criterion", "no criterion “shouts”")],
)
def test_what_the_rubric_does_not_have_is_refused_by_its_field(session, bench, criterion, level, field, said):
    with pytest.raises(BadInput, match=said) as fault:
        rate(session, bench.first, criterion, level, **by(bench.first))
    assert fault.value.field == field


def test_a_seal_wants_every_rating_then_the_grade_then_the_reasons(session, bench):
    sheet = bench.first
    rate(session, sheet, "protects", 0, **by(sheet))
    for field, act in (
        ("rating-names", lambda: rate(session, sheet, "names", 2, **by(sheet))),
        ("grade", lambda: grade(session, sheet, 1, **by(sheet))),
        ("comment-protects", lambda: comment(session, sheet, "protects", "No gloves.", **by(sheet))),
    ):
        with pytest.raises(BadInput) as fault:
            seal(session, sheet, **by(sheet))
        assert fault.value.field == field
        act()
    seal(session, sheet, **by(sheet))
    with pytest.raises(BadInput, match="sealed already"):
        seal(session, sheet, **by(sheet))


def test_the_total_shows_after_the_grade_alone_and_then_the_grade_stays(session, bench):
    sheet = bench.first
    rate(session, sheet, "names", 2, **by(sheet))
    rate(session, sheet, "protects", 2, **by(sheet))
    found = sheet_standing(session, sheet)
    assert not total_shows(found.definition, found.standing.content)
    grade(session, sheet, 3, **by(sheet))
    found = sheet_standing(session, sheet)
    assert total_shows(found.definition, found.standing.content)
    with pytest.raises(BadInput, match="You gave the global grade before it, and cannot change it"):
        grade(session, sheet, 4, **by(sheet))


def test_a_sealed_sheet_changes_by_opening_it_with_a_reason_alone(session, bench):
    sheet = bench.first
    bench.fill(sheet, 2, 2)
    for act in (
        lambda: rate(session, sheet, "names", 1, **by(sheet)),
        lambda: flag(session, sheet, borderline=True, **by(sheet)),
        lambda: comment(session, sheet, None, "Calm.", **by(sheet)),
    ):
        with pytest.raises(BadInput, match="sealed"):
            act()
    with pytest.raises(BadInput, match="why"):
        reopen(session, sheet, " ", **by(sheet))
    reopen(session, sheet, "I rated the wrong candidate.", **by(sheet))
    rate(session, sheet, "names", 1, **by(sheet))
    seal(session, sheet, **by(sheet))
    assert sheet_standing(session, sheet).standing.seals == 2


def test_once_both_are_sealed_nothing_opens_any_more(session, bench):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 2, 2)
    with pytest.raises(RuleBroken, match="Both sheets"):
        reopen(session, bench.first, "I want to change my mind.", **by(bench.first))
    assert session.query(Reconciliation).filter_by(performance_id=bench.performance.id).count() == 1


def test_a_sheet_is_not_there_for_anybody_else(session, bench):
    with pytest.raises(NotFound):
        rate(session, bench.first, "names", 1, by=Bringing(bench.two.id), key=new_uuid(), now=NOW)


def test_of_two_acts_at_once_one_succeeds(session, bench, monkeypatch):
    stale = sheet_standing(session, bench.first)
    rate(session, bench.first, "names", 1, **by(bench.first))
    session.expunge(bench.first)
    stale.row.revision = 0
    with pytest.raises(Conflict):
        marking.append(session, stale, marking.SheetEntry("rate", "names", 2), **by(stale.row))


def test_whoever_works_where_the_candidate_works_cannot_be_named(session, bench):
    near = person(
        session, "A colleague", Role.ASSESSOR, place=session.get(Administration, bench.candidate.administration_id)
    )
    with pytest.raises(BadInput, match="cannot assess here") as fault:
        assign_sheet(session, bench.performance, near.id, Turn.THIRD, by_id=None, now=NOW)
    assert fault.value.field == "assessor"


def test_a_turn_is_one_persons_and_an_untouched_sheet_can_be_withdrawn(session, bench):
    with pytest.raises(BadInput, match="already rates this performance in this place"):
        assign_sheet(session, bench.performance, bench.three.id, Turn.FIRST, by_id=None, now=NOW)
    withdraw_sheet(session, bench.first, by_id=None, now=NOW)
    assign_sheet(session, bench.performance, bench.three.id, Turn.FIRST, by_id=None, now=NOW)
    rate(session, bench.second, "names", 1, **by(bench.second))
    with pytest.raises(RuleBroken, match="It stays"):
        withdraw_sheet(session, bench.second, by_id=None, now=NOW)


def test_a_topic_wants_a_credential_that_covers_it(session, bench):
    bench.exercise.topic = "operations"

    def nobody(session, people, on):
        return {}

    with pytest.raises(BadInput, match="no valid credential"):
        assign_sheet(session, bench.performance, bench.three.id, Turn.THIRD, by_id=None, now=NOW, scopes=nobody)
