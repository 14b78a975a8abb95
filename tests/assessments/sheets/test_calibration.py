"""Calibration: three reference performances, and how near an assessor must be."""

from fractions import Fraction

import pytest

from assessments.rubrics.rules.reading import read_rubric_text
from assessments.sheets.models import Sheet
from assessments.sheets.queries.calibration import calibrated
from assessments.sheets.rules.qualification import RatedReference, qualification
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
