"""What missions, performances and people's own work say of candidates, as a scheme takes it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import certificates.schemes as certificate_schemes
from assessments.api import EVIDENCE_SOURCES
from assessments.evidence.rules import OwnEvidenceKind
from certificates.candidates.queries.collecting import collected, kind_in
from certificates.candidates.queries.practical_sources import OwnSource, of_performances
from certificates.panels.queries.decided import DecidedByPanels
from certificates.schemes.rules.definition import RubricUse
from certificates.schemes.scheme_folder.files import files_of_folder
from certificates.schemes.scheme_folder.reading import read_scheme
from tests.builders import evidence, people
from tests.builders.candidates import definition
from tests.builders.people import NOW

SHIPPED = Path(certificate_schemes.__file__).parent / "content"
REVIEW = "The interviews went well. My notes came late each evening; next time I write them on the same day."


def result(number: int, **more: object) -> SimpleNamespace:
    values: dict = {
        "performance_id": number, "workshop_id": 1, "rubric": "presenting", "total": Fraction(7), "cut": Fraction(5),
        "sem": Fraction(0), "critical_ok": True,
        "passed": True, "reconciliation_no": 1, "decided_at": NOW, "assessors": (8, 5),
    }  # fmt: skip
    return SimpleNamespace(**(values | more))


def test_a_performance_counts_once_something_final_stands_and_says_when_all_are_settled():
    open_one, done = result(1, total=None, decided_at=None), result(2)
    assert [one.ref for one in of_performances(9, [open_one, done])] == ["performance:2"]
    assert "facts" not in of_performances(9, [open_one, done])[0].outcome
    (piece,) = of_performances(9, [done])
    assert piece.outcome["facts"] == ["performances-settled"]
    assert (piece.kind, piece.observed_by_id) == ("rubric:presenting", 5)


def test_another_result_is_another_version_of_the_same_piece():
    (before,) = of_performances(9, [result(2)])
    (after,) = of_performances(9, [result(2, total=Fraction(4), passed=False, reconciliation_no=2)])
    assert before.ref == after.ref
    assert before.digest != after.digest


def test_a_scheme_takes_a_performance_as_what_its_rubric_rates_and_leaves_out_what_it_does_not_collect():
    scheme = definition(rubrics=(RubricUse("presenting", "observation"),))
    (piece,) = of_performances(9, [result(2)])
    taken = collected(scheme, piece)
    assert taken is not None
    assert taken.kind == "observation"
    assert "met" not in taken.outcome
    assert collected(definition(), piece) is None
    assert kind_in(scheme, "rubric:other") == "rubric:other"


def test_a_performance_that_was_not_passed_shows_that_its_competences_are_not_met():
    scheme = definition(rubrics=(RubricUse("presenting", "observation"),))
    (piece,) = of_performances(9, [result(2, passed=False)])
    taken = collected(scheme, piece)
    assert taken is not None
    assert taken.outcome["met"] == {"teach": False}


def test_each_source_withdraws_what_it_alone_brings(app):
    with app.app_context():
        sources = EVIDENCE_SOURCES.providers()
    kinds = [kind for one in sources for kind in one.kinds]
    assert len(kinds) == len(set(kinds))
    assert {"annex", "performance", "evidence"} <= set(kinds)


def test_without_people_nothing_is_asked(app, session):
    for one in EVIDENCE_SOURCES.providers():
        assert list(one.pieces(session, [], NOW)) == []
    assert DecidedByPanels().decided_at(session, [1, 2]) == {}


def test_a_self_review_of_ones_own_is_what_the_shipped_schemes_ask_for(session):
    writer = people.person(session)
    evidence.item(session, writer.id, NOW, kind=OwnEvidenceKind.SELF_REVIEW, text=REVIEW)
    evidence.item(session, writer.id, NOW)
    found = OwnSource().pieces(session, [writer.id], NOW)
    assert [one.kind for one in found] == ["self-review", "own-training"]
    for slug in ("iwt-trainer", "iwt-technical-and-operational-advisor"):
        shipped = read_scheme(files_of_folder(SHIPPED / slug)).definition
        assert shipped is not None
        taken = [collected(shipped, one) for one in found]
        assert [one.kind if one else None for one in taken] == ["self-review", None]
