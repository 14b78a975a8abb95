"""Calibration: three reference performances, and how near an assessor must be."""

from dataclasses import replace
from fractions import Fraction

import pytest

from assessments.rubrics.rules.reading import read_rubric_text
from assessments.sheets.models import Sheet
from assessments.sheets.queries.calibration import calibrated
from assessments.sheets.rules.qualification import QualificationSettings, RatedReference, qualification
from assessments.sheets.services.calibrating import add_reference, hand_out
from assessments.sheets.services.marking import Bringing, reopen
from lms.errors import BadInput, RuleBroken
from tests.builders import sheets
from tests.builders.people import NOW
from tests.builders.rubrics import BENCH
from tests.builders.sheets import Bench

DEFINITION = read_rubric_text(BENCH)[0]


def rated(*pairs):
    """Reference performances agreed on the middle, rated like this."""
    return [
        RatedReference(DEFINITION, {"names": 1, "protects": 1}, {"names": names, "protects": protects})
        for names, protects in pairs
    ]


@pytest.mark.parametrize(
    ("pairs", "qualified"),
    [
        (((1, 1), (1, 1), (1, 1)), True),
        (((2, 1), (1, 1), (1, 1)), True),  # one of six, one level away
        (((2, 1), (2, 1), (1, 1)), False),  # four of six are fewer than 70 %
        (((2, 1), (0, 1), (1, 1)), False),
        (((1, 0), (1, 1), (1, 1)), False),  # a critical criterion on the wrong side
    ],
)
def test_an_assessor_qualifies_who_is_near_enough(pairs, qualified):
    assert qualification(rated(*pairs)).qualified is qualified


def test_the_mean_difference_says_which_way():
    found = qualification(rated((2, 1), (2, 1), (2, 1)))
    assert (found.exact, found.adjacent, found.bias, found.critical_misses) == (Fraction(1, 2), 1, Fraction(1, 2), 0)


def test_every_assessor_gets_a_sheet_and_is_compared_once_all_three_are_sealed(session):
    bench = Bench(session)
    told = {"by_id": bench.moderator.id, "now": NOW}
    for number in (1, 2, 3):
        add_reference(session, bench.workshop, "bench", f"Film {number}", {"names": 1, "protects": 1}, **told)
    with pytest.raises(RuleBroken, match="3 reference performances already"):
        add_reference(session, bench.workshop, "bench", "Film 4", {"names": 1, "protects": 1}, **told)
    own = session.query(Sheet).filter_by(assessor_id=bench.three.id, turn="only").all()
    for sheet in own[:2]:
        sheets.seal_with(session, sheet, 1, 1)
    assert [one.found for one in calibrated(session, bench.workshop.id)] == [None, None, None]
    sheets.seal_with(session, own[2], 1, 1)
    found = {one.row.person_id: one for one in calibrated(session, bench.workshop.id)}
    assert found[bench.three.id].found.qualified
    assert (found[bench.one.id].sealed, found[bench.one.id].found) == (0, None)
    with pytest.raises(RuleBroken, match="agreed levels"):
        reopen(session, own[0], "I want to be nearer.", key="k", by=Bringing(bench.three.id), now=NOW)
    late = sheets.assessor(session, bench.workshop, 9, "Late Comer")
    hand_out(session, bench.workshop, **told)
    assert session.query(Sheet).filter_by(assessor_id=late.id).count() == 3


def test_a_reference_without_all_its_levels_is_refused_by_its_field(session):
    bench = Bench(session)
    with pytest.raises(BadInput, match="Choose the level") as fault:
        add_reference(session, bench.workshop, "bench", "Film", {"names": 1}, by_id=bench.moderator.id, now=NOW)
    assert fault.value.field == "level-protects"


CRITERION = DEFINITION.criteria[0]
PLAIN = replace(DEFINITION, criteria=tuple(replace(CRITERION, code=f"c{number}") for number in range(20)))


def of_twenty(*errors):
    """Twenty ratings of which the first ones are off by so much."""
    agreed = dict.fromkeys(PLAIN.codes, 5)
    given = {code: 5 + (errors[place] if place < len(errors) else 0) for place, code in enumerate(PLAIN.codes)}
    return qualification([RatedReference(PLAIN, agreed, given)])


@pytest.mark.parametrize(
    ("errors", "qualified"),
    [
        ((1, -1, 1, -1, 1, -1), True),  # 70 % exact
        ((1, -1, 1, -1, 1, -1, 1), False),
        ((2, -1, -1), True),  # 95 % adjacent
        ((2, -2), False),
        ((1, 1, 1, 1, 1), True),  # a mean of a quarter
        ((-1, -1, -1, -1, -1), True),
        ((1, 1, 1, 1, 1, 1), False),
        ((-1, -1, -1, -1, -1, -1), False),
    ],
)
def test_the_thresholds_themselves_qualify_and_what_lies_beyond_does_not(errors, qualified):
    assert of_twenty(*errors).qualified is qualified


def test_a_critical_criterion_is_missed_in_either_direction():
    assert [qualification(rated(pair)).critical_misses for pair in ((1, 0), (0, 1), (2, 2))] == [1, 0, 0]
    low = [RatedReference(DEFINITION, {"names": 1, "protects": 0}, {"names": 1, "protects": 1})]
    assert (qualification(low).critical_misses, qualification(low).adjacent) == (1, 1)
    settings = QualificationSettings(exact=Fraction(1, 2), bias=Fraction(1))
    assert qualification(rated((2, 1)), settings).qualified
