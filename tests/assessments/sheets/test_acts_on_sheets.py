"""Acts on a sheet at their limits, what each leaves in its row and in the record, and what another sheet keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from assessments.independence.services import declare_interest
from assessments.rubrics.rules.definition import definition_as_data
from assessments.sheets.events import SheetMarked, SheetReopened, SheetSealed
from assessments.sheets.models import Sheet, SheetEvent
from assessments.sheets.queries.sheets import sheet_standing
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import Occasion, SheetAct, Turn, Way
from assessments.sheets.services.arriving import SealedSheet, bring_sealed
from assessments.sheets.services.marking import Bringing, comment, fill_sheet, flag, grade, rate, reopen, seal
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, make_performance
from lms.errors import BadInput, NotFound, RuleBroken
from lms.ids import new_uuid
from tests.builders.audit import entries
from tests.builders.people import NOW
from tests.builders.sheets import Bench, sheets_apart

LATER = NOW + timedelta(minutes=5)
WHY = "I looked at the wrong row."


@pytest.fixture(scope="module")
def made(module_session):
    with module_session() as session:
        return Bench(session)


@pytest.fixture
def bench(session, made):
    return made.at(session)


def told(sheet, key=None, now=NOW):
    return {"by": Bringing(sheet.assessor_id), "now": now, "key": key or new_uuid()}


def events_on(session, sheet):
    return session.scalars(select(SheetEvent).filter_by(sheet_id=sheet.id).order_by(SheetEvent.no)).all()


ACTS = {
    "rate": lambda session, sheet, **how: rate(session, sheet, "names", 1, **how),
    "comment": lambda session, sheet, **how: comment(session, sheet, "names", "Calm.", **how),
    "flag": lambda session, sheet, **how: flag(session, sheet, borderline=True, **how),
    "grade": lambda session, sheet, **how: grade(session, sheet, 2, **how),
    "seal": seal,
    "reopen": lambda session, sheet, **how: reopen(session, sheet, WHY, **how),
}


def ready_for(bench, act, sheet):
    """The sheet as this act needs it."""
    if act in ("seal", "reopen"):
        bench.fill(sheet, 2, 2, sealed=act == "reopen")


@pytest.mark.parametrize("act", ACTS)
def test_a_key_has_one_to_36_signs_and_names_one_act_of_one_sheet(session, bench, act):
    for sheet in (bench.first, bench.second):
        ready_for(bench, act, sheet) if act != "reopen" else None
    ready_for(bench, act, bench.first)
    for key in ("", "k" * 37):
        with pytest.raises(BadInput, match="1 to 36 characters") as refused:
            ACTS[act](session, bench.first, **told(bench.first) | {"key": key})
        assert refused.value.field == "key"
    before = bench.first.revision
    one = ACTS[act](session, bench.first, **told(bench.first, "k" * 36))
    again = ACTS[act](session, bench.first, **told(bench.first, "k" * 36))
    assert (one.id, one.no, one.act, bench.first.revision) == (again.id, before + 1, act, before + 1)
    other = rate(session, bench.second, "names", 2, **told(bench.second, "k" * 36)) if act != "seal" else None
    assert other is None or (other.sheet_id, other.level) == (bench.second.id, 2)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_acts_on_a_sheet_and_no_assessor_who_is_close_to_the_candidate(session, bench, act):
    ready_for(bench, act, bench.first)
    before = bench.first.revision
    with pytest.raises(NotFound):
        ACTS[act](session, bench.first, by=Bringing(bench.two.id), now=NOW, key=new_uuid())
    declare_interest(session, bench.one.id, bench.candidate.id, "Cousins.", now=NOW)
    with pytest.raises(RuleBroken, match="declared an interest"):
        ACTS[act](session, bench.first, **told(bench.first))
    assert len(events_on(session, bench.first)) == bench.first.revision == before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_goes_on_from_what_stands_and_not_from_what_was_read_before(session, bench, act):
    ready_for(bench, act, bench.first)
    before = bench.first.revision
    session.execute(
        update(Sheet).where(Sheet.id == bench.first.id).values(revision=before + 1),
        execution_options={"synchronize_session": False},
    )
    assert ACTS[act](session, bench.first, **told(bench.first)).no == before + 2


def test_an_event_says_who_brought_it_how_and_what_their_device_said(session, bench):
    by = Bringing(bench.one.id, Way.DEVICE, "tablet-7", 4, LATER, -250)
    comment(session, bench.first, "names", "  Long pause. ", key="c", by=by, now=NOW)
    comment(session, bench.first, "", "Well done.", **told(bench.first))
    flag(session, bench.first, borderline=True, **told(bench.first))
    flag(session, bench.first, borderline=False, **told(bench.first))
    one, whole, raised, taken_back = events_on(session, bench.first)
    assert (one.way, one.device, one.device_seq, one.device_at, one.offset_ms, one.actor_id, one.at, one.words) == (
        "device", "tablet-7", 4, LATER, -250, bench.one.id, NOW, "Long pause.",
    )  # fmt: skip
    assert (whole.criterion, whole.words, whole.way) == (None, "Well done.", "line")
    assert (raised.level, taken_back.level) == (1, 0)
    assert bench.second.revision == 0


def test_every_act_is_written_down_by_its_kind_without_what_it_says(app, session, bench):
    bench.fill(bench.first, 2, 2)
    reopen(session, bench.first, f"  {WHY} ", **told(bench.first))
    seal(session, bench.first, **told(bench.first))
    assert [(one.data["no"], one.data["act"]) for one in entries(session, SheetMarked)] == [
        (1, "rate"), (2, "rate"), (3, "grade"),
    ]  # fmt: skip
    first, second = entries(session, SheetSealed)
    assert (first.data["no"], second.data["no"], first.data["way"]) == (4, 6, "line")
    assert first.data["digest"] != second.data["digest"]
    (opened,) = entries(session, SheetReopened)
    assert (opened.data["no"], opened.data["reason"], opened.subject) == (5, WHY, f"sheet:{bench.first.id}")
    assert events_on(session, bench.first)[4].words == WHY
    assert sheets_apart(session) == []


@pytest.mark.parametrize(("about", "field"), [("names", "comment-names"), (None, "comment-"), ("", "comment-")])
def test_a_comment_has_at_most_2000_signs_and_no_words_take_it_back(session, bench, about, field):
    with pytest.raises(BadInput, match="at most 2000") as refused:
        comment(session, bench.first, about, "x" * 2001, **told(bench.first))
    assert refused.value.field == field
    comment(session, bench.first, about, "x" * 2000, **told(bench.first))
    comment(session, bench.first, about, " ", **told(bench.first))
    assert sheet_standing(session, bench.first).standing.content.comments == {}


def test_nothing_is_said_on_a_criterion_that_the_rubric_does_not_have(session, bench):
    with pytest.raises(BadInput, match="no criterion “shouts”") as refused:
        comment(session, bench.first, "shouts", "Loud.", **told(bench.first))
    assert refused.value.field == "criterion"


@pytest.mark.parametrize(("position", "taken"), [(-1, False), (0, True), (4, True), (5, False)])
def test_a_grade_is_one_of_the_grades(session, bench, position, taken):
    if taken:
        assert grade(session, bench.first, position, **told(bench.first)).level == position
        return
    with pytest.raises(BadInput, match="one of the global grades") as refused:
        grade(session, bench.first, position, **told(bench.first))
    assert refused.value.field == "grade"


def test_after_the_total_has_shown_the_same_grade_may_be_given_and_no_other(session, bench):
    bench.fill(bench.first, 2, 2, position=3, sealed=False)
    grade(session, bench.first, 3, **told(bench.first))
    with pytest.raises(BadInput, match="You have seen the total") as refused:
        grade(session, bench.first, 2, **told(bench.first))
    assert refused.value.field == "grade"
    seal(session, bench.first, **told(bench.first))
    reopen(session, bench.first, WHY, **told(bench.first))
    assert grade(session, bench.first, 2, **told(bench.first)).level == 2


def test_a_rubric_without_the_flag_takes_none(session, bench):
    plain = sheet_standing(session, bench.first).definition
    bench.version.definition = definition_as_data(replace(plain, borderline=False))
    session.flush()
    with pytest.raises(BadInput, match="no mark for borderline") as refused:
        flag(session, bench.first, borderline=True, **told(bench.first))
    assert refused.value.field == "flagged"
    assert flag(session, bench.first, borderline=False, **told(bench.first)).level == 0
    content = SheetContent({"names": 2, "protects": 2}, grade=2, flagged=True)
    with pytest.raises(BadInput, match="no mark for borderline") as refused:
        bring_sealed(session, bench.second, SealedSheet(content, "s"), by=Bringing(bench.two.id), now=NOW)
    assert refused.value.field == "flagged"
    content = replace(content, flagged=False)
    bring_sealed(session, bench.second, SealedSheet(content, "s"), by=Bringing(bench.two.id), now=NOW)


@pytest.mark.parametrize("reason", ["", "  abcd  ", "x" * 2001])
def test_a_sheet_is_opened_again_for_a_reason_of_five_to_2000_signs(session, bench, reason):
    bench.fill(bench.first, 2, 2)
    with pytest.raises(BadInput, match="Say briefly why") as refused:
        reopen(session, bench.first, reason, **told(bench.first))
    assert refused.value.field == "reason"


@pytest.mark.parametrize("reason", ["abcde", "x" * 2000])
def test_the_shortest_and_the_longest_reason_open_it(session, bench, reason):
    with pytest.raises(BadInput, match="not sealed") as refused:
        reopen(session, bench.first, reason, **told(bench.first))
    assert refused.value.field == "reason"
    bench.fill(bench.first, 2, 2)
    assert reopen(session, bench.first, reason, **told(bench.first)).words == reason


def test_a_form_writes_what_differs_from_what_stands_and_nothing_else(session, bench):
    sheet, by = bench.first, Bringing(bench.one.id)

    def filled(content):
        before = len(events_on(session, sheet))
        fill_sheet(session, sheet, content, keys=lambda _what: new_uuid(), by=by, now=NOW)
        return [(one.act, one.criterion, one.level, one.words) for one in events_on(session, sheet)[before:]]

    first = SheetContent({"names": 1}, {"names": "Calm.", "": "Well."}, 2, True)
    assert filled(first) == [
        ("rate", "names", 1, None), ("comment", "names", None, "Calm."), ("comment", None, None, "Well."),
        ("flag", None, 1, None), ("grade", None, 2, None),
    ]  # fmt: skip
    assert filled(first) == []
    assert filled(replace(first, comments={"names": " Calm. ", "": ""})) == [("comment", None, None, "")]
    assert filled(replace(first, ratings={}, comments={}, grade=None)) == []
    assert filled(SheetContent({"names": 2}, {}, 3, False)) == [
        ("rate", "names", 2, None), ("flag", None, 0, None), ("grade", None, 3, None),
    ]  # fmt: skip
    assert filled(SheetContent({"names": 2, "protects": 1}, {"protects": ""}, None, False)) == [
        ("rate", "protects", 1, None)
    ]


def test_a_whole_sheet_is_written_with_its_grade_first_and_only_what_differs(session, bench):
    rate(session, bench.first, "names", 2, **told(bench.first))
    comment(session, bench.first, "names", "Calm.", **told(bench.first))
    comment(session, bench.first, "protects", "Gone.", **told(bench.first))
    content = SheetContent({"names": 2, "protects": 1}, {"names": "Calm. ", "": " Well. "}, 3, True)
    bring_sealed(session, bench.first, SealedSheet(content, "seal"), by=Bringing(bench.one.id, Way.FILE), now=LATER)
    written = events_on(session, bench.first)[3:]
    assert [(one.act, one.criterion, one.level, one.words) for one in written] == [
        ("grade", None, 3, None), ("rate", "protects", 1, None), ("comment", "protects", None, ""),
        ("comment", None, None, "Well."), ("flag", None, 1, None), ("seal", None, None, None),
    ]  # fmt: skip
    assert (written[-1].key, {one.way for one in written}, {one.at for one in written}) == ("seal", {"file"}, {LATER})


def test_a_whole_sheet_keeps_the_grade_and_the_flag_that_stand(session, bench):
    grade(session, bench.first, 2, **told(bench.first))
    flag(session, bench.first, borderline=True, **told(bench.first))
    content = SheetContent({"names": 2, "protects": 1}, {}, 2, True)
    bring_sealed(session, bench.first, SealedSheet(content, "seal"), by=Bringing(bench.one.id), now=NOW)
    assert [one.act for one in events_on(session, bench.first)] == ["grade", "flag", "rate", "rate", "seal"]


def test_where_nobody_performs_or_nobody_need_be_independent_nothing_is_asked(session, bench):
    declare_interest(session, bench.one.id, bench.candidate.id, "Cousins.", now=NOW)

    def rated_at(occasion, person_id):
        plan = PerformancePlan(occasion, bench.workshop.id, bench.version.id, person_id=person_id, no=7)
        performance = make_performance(session, plan, by_id=None, now=NOW)
        sheet = assign_sheet(session, performance, bench.one.id, Turn.ONLY, by_id=None, now=NOW)
        return rate(session, sheet, "names", 1, **told(sheet)).act

    assert rated_at(Occasion.CALIBRATION, bench.candidate.id) == SheetAct.RATE
    assert rated_at(Occasion.MISSION, None) == SheetAct.RATE
    with pytest.raises(BadInput, match="declared an interest"):
        rated_at(Occasion.MISSION, bench.candidate.id)


def test_what_is_missing_before_the_seal_is_said_by_the_title_of_its_criterion(session, bench):
    sheet = bench.first
    rate(session, sheet, "protects", 0, **told(sheet))
    grade(session, sheet, 1, **told(sheet))
    with pytest.raises(BadInput, match="“Names the specimen” has no rating yet"):
        seal(session, sheet, **told(sheet))
    with pytest.raises(BadInput, match="“Names the specimen”: choose one of the levels"):
        rate(session, sheet, "names", 7, **told(sheet))
    rate(session, sheet, "names", 1, **told(sheet))
    with pytest.raises(BadInput, match="“Protects the evidence”: say what you saw"):
        seal(session, sheet, **told(sheet))
