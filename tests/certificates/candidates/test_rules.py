"""The rules of the pathway, each by its number, as pure judgements."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from assessments.independence.rules import ActingPart, Fact, Tie, Waiver, obstacles
from certificates.candidates.rules.citing import changed_since, cites
from certificates.candidates.rules.days import act_by, last_day_to_appeal
from certificates.candidates.rules.history import Step, history
from certificates.candidates.rules.matrix import Piece, current, matrix
from certificates.candidates.rules.moving import (
    Acting,
    CandidateStanding,
    Mover,
    PanelVerdict,
    StandingRefusal,
    StepBarrier,
    by_hand,
    may_move,
    target,
)
from certificates.recognised.rules import RecognisedFacts, RecognisedState, scope_covers, state_on
from certificates.schemes.queries.versions import intervals_of
from certificates.schemes.rules.definition import RELEASES, TriggerFact
from certificates.schemes.rules.sufficiency import Lack
from tests.builders.candidates import DECIDE, DOSSIER, JUDGE, SCREEN, definition, step

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
SCHEME = definition()
ME, OFFICER, OTHER = 1, 2, 3


def standing(state: str, **more: object) -> CandidateStanding:
    return CandidateStanding(ME, state, TODAY, **more)  # type: ignore[arg-type]


def by(person: int, *rights: str, ties: tuple[str, ...] = (), reason: str = "", **more: object) -> Acting:
    return Acting(Mover(person, frozenset(rights), ties), reason=reason, **more)  # type: ignore[arg-type]


def barriers(step: str, where: CandidateStanding, acting: Acting) -> list[StepBarrier]:
    return [one.barrier for one in may_move(SCHEME, step, where, acting)]


def piece(ref: str, kind: str = "exam", digest: str = "a", **more: object) -> Piece:
    return Piece(ref, ref, digest, kind, ref, NOW, **more)  # type: ignore[arg-type]


def test_rule_1_no_step_skips_a_state_that_the_scheme_does_not_skip() -> None:
    assert barriers("certify", standing("applied"), by(OFFICER, DECIDE, reason="so")) == [StepBarrier.WRONG_STATE]
    assert barriers("fly", standing("applied"), by(OFFICER, SCREEN)) == [StepBarrier.UNKNOWN_STEP]
    assert barriers("admit", standing("applied", kinds=frozenset({"application"})), by(OFFICER, SCREEN)) == []


def test_rule_2_who_has_a_tie_in_the_chain_does_not_act() -> None:
    where = standing("applied", kinds=frozenset({"application"}))
    assert barriers("admit", where, by(OFFICER, SCREEN, ties=("examined",))) == [StepBarrier.NOT_INDEPENDENT]


def test_rule_3_a_trainer_examines_after_the_interval_of_the_scheme_or_with_a_waiver_of_somebody_else() -> None:
    ended = NOW - timedelta(days=365)
    fact = Fact(Tie.TAUGHT, OFFICER, ME, "cohort:1", ended)
    year = intervals_of(replace(SCHEME, intervals={"taught": 12}))
    usual = intervals_of(SCHEME)
    assert obstacles([fact], ActingPart.EXAMINER, now=NOW, intervals=usual) == [fact]
    assert obstacles([fact], ActingPart.EXAMINER, now=NOW, intervals=year) == []
    waiver = Waiver(Tie.TAUGHT, ActingPart.EXAMINER, OFFICER, ME)
    assert obstacles([fact], ActingPart.EXAMINER, now=NOW, intervals=usual, waivers=[waiver]) == []


@pytest.mark.parametrize(
    ("confirmed", "closed", "until", "state"),
    [
        (True, False, TODAY, RecognisedState.IN_FORCE),
        (True, False, TODAY - timedelta(days=1), RecognisedState.EXPIRED),
        (False, False, TODAY, RecognisedState.WAITING),
        (True, True, TODAY, RecognisedState.ENDED),
        (False, True, TODAY, RecognisedState.REFUSED),
    ],
)
def test_rule_4_a_recognised_credential_counts_until_its_last_day_once_two_people_agree(
    confirmed: bool, closed: bool, until: date, state: RecognisedState
) -> None:
    assert state_on(RecognisedFacts(until, confirmed, closed), TODAY) is state


def test_rule_4_the_scope_of_a_credential_covers_the_exercise() -> None:
    assert scope_covers({"operations"}, "operations")
    assert not scope_covers({"operations"}, "risk-management")
    assert scope_covers({"operations"}, None)
    assert not scope_covers((), None)


def test_rule_6_a_changed_piece_is_a_newer_version_and_the_old_one_stays() -> None:
    pieces = [piece("attempt:1", digest="a"), piece("attempt:1", digest="b")]
    assert [one.digest for one in current(pieces)] == ["b"]
    assert len(pieces) == 2


def test_rule_7_evidence_that_changes_or_goes_flags_the_decision_that_used_it() -> None:
    cited = cites([piece("attempt:1", digest="a"), piece("cohort:2"), piece("credential:3")])
    after = [
        piece("attempt:1", digest="a"), piece("cohort:2"), piece("credential:3"),
        piece("attempt:1", digest="b"), piece("cohort:2", withdrawn=True), piece("mission:9"),
    ]  # fmt: skip
    assert changed_since(cited, after) == ["attempt:1", "cohort:2"]
    assert changed_since(cited, after[:3]) == []


def test_rule_8_nobody_acts_on_their_own_file_whatever_the_role() -> None:
    where = standing("applied", kinds=frozenset({"application"}))
    assert StepBarrier.OWN_FILE in barriers("admit", where, by(ME, SCREEN))
    second = Acting(Mover(OFFICER, frozenset({SCREEN})), Mover(ME, frozenset({SCREEN})), reason="so")
    assert StepBarrier.OWN_FILE in barriers("refuse", where, second)
    panel = PanelVerdict(frozenset({ME, OFFICER, OTHER}), frozenset({OFFICER, OTHER}))
    assert StepBarrier.OWN_FILE in barriers("certify", standing("known"), by(OFFICER, DECIDE, reason="so", panel=panel))


def test_rule_9_a_panel_decides_with_its_quorum_and_signatures_of_those_who_voted() -> None:
    where = standing("known")
    assert barriers("certify", where, by(OFFICER, DECIDE, reason="so")) == [StepBarrier.PANEL_MISSING]
    few = PanelVerdict(frozenset({2, 3}), frozenset({2, 9}))
    assert barriers("certify", where, by(2, DECIDE, reason="so", panel=few)) == [
        StepBarrier.NO_QUORUM,
        StepBarrier.SIGNATURES,
    ]
    enough = PanelVerdict(frozenset({2, 3, 4}), frozenset({2, 3}))
    assert barriers("certify", where, by(2, DECIDE, reason="so", panel=enough)) == []


def test_rule_10_a_refusal_carries_reasons_and_a_last_day_to_appeal() -> None:
    two = Acting(Mover(2, frozenset({SCREEN})), Mover(3, frozenset({SCREEN})))
    assert barriers("refuse", standing("applied"), two) == [StepBarrier.NO_REASON]
    refused_at = datetime(2026, 11, 1, 23, 59, tzinfo=UTC)
    assert last_day_to_appeal(SCHEME, refused_at) == date(2026, 12, 1)
    past = history(SCHEME, [Step("refuse", "applied", "not-eligible", 2, 3, refused_at)])
    assert past.refused == StandingRefusal("applied", date(2026, 12, 1), frozenset({2, 3}))
    for day, expected in ((date(2026, 12, 1), []), (date(2026, 12, 2), [StepBarrier.TOO_LATE])):
        where = CandidateStanding(ME, "not-eligible", day, refused=past.refused)
        assert barriers("object", where, by(ME, reason="No.")) == expected


def test_an_upheld_appeal_goes_back_to_the_state_before_and_asks_for_new_people() -> None:
    steps = [
        Step("refuse", "applied", "not-eligible", 2, 3, NOW),
        Step("object", "not-eligible", "appeal", ME, None, NOW),
    ]
    past = history(SCHEME, steps)
    assert past.refused is not None
    assert target(SCHEME, "uphold", standing("appeal", refused=past.refused)) == "applied"
    after = history(SCHEME, [*steps, Step("uphold", "appeal", "applied", 8, None, NOW)])
    gone = frozenset({2, 3})
    assert (after.refused, after.overturned, after.undone) == (None, {"refuse": gone, "admit": gone}, frozenset({0}))
    again = Acting(Mover(2, frozenset({SCREEN})), Mover(4, frozenset({SCREEN})), reason="so")
    for code in ("refuse", "admit"):
        assert StepBarrier.OVERTURNED in barriers(code, standing("applied", overturned=after.overturned), again)


def test_an_appeal_that_was_dismissed_cannot_be_made_again() -> None:
    steps = [
        Step("refuse", "applied", "not-eligible", 2, 3, NOW),
        Step("object", "not-eligible", "appeal", ME, None, NOW),
        Step("dismiss", "appeal", "left", 8, None, NOW),
    ]
    assert history(SCHEME, steps).refused is None
    assert barriers("object", standing("not-eligible"), by(ME, reason="No.")) == [StepBarrier.NOTHING_REFUSED]
    assert barriers("uphold", standing("appeal"), by(8, JUDGE, reason="so")) == [StepBarrier.NOTHING_REFUSED]


def test_rule_12_what_a_machine_scored_counts_once_a_person_confirmed_it() -> None:
    alone = piece("attempt:1", by_machine=True)
    observed = piece("meeting:1", "observation", observed=True)
    gaps = {gap.lack: gap.missing for gap in matrix(SCHEME, [alone, observed]).gaps}
    assert gaps == {Lack.PIECES: 1, Lack.KINDS: 1}
    assert matrix(SCHEME, [replace(alone, confirmed=True), observed]).gaps == ()
    where = standing("eligible", machine_alone=("Exam",))
    assert barriers("check", where, by(OFFICER, DOSSIER)) == [StepBarrier.MACHINE_ALONE]


def test_a_step_by_a_rule_needs_its_fact_and_its_cut_and_nobody_takes_it_by_hand() -> None:
    assert barriers("pass", standing("eligible"), Acting())[-2:] == [StepBarrier.CUTS, StepBarrier.FACT_MISSING]
    ready = standing("eligible", cuts=frozenset({"final"}), happened=frozenset({TriggerFact.EXAM_PASSED}))
    assert barriers("pass", ready, Acting()) == []
    assert barriers("pass", ready, by(OFFICER, SCREEN)) == [StepBarrier.ONLY_RULE]


def test_a_gap_says_what_is_missing_and_pieces_that_do_not_show_a_competence_do_not_count() -> None:
    row = matrix(SCHEME, [piece("a:1", met={"teach": False}), piece("b:1", "course")]).rows[0]
    assert row.cells == (False, None)
    assert [(gap.lack, gap.missing) for gap in row.gaps] == [(Lack.KINDS, 2), (Lack.PIECES, 2), (Lack.OBSERVED, 1)]


def test_somebody_acts_within_the_days_of_the_state() -> None:
    assert act_by(SCHEME, "applied", NOW) == date(2026, 12, 25)
    assert act_by(SCHEME, "eligible", NOW) is None


def test_what_a_panel_takes_or_who_manages_certificates_is_not_taken_on_the_page_of_a_file() -> None:
    more = (step("release", "known", "certified", RELEASES), step("stop", "known", "left", "credential.manage"))
    released = replace(SCHEME, transitions=(*SCHEME.transitions, *more))
    offered = [one.code for one in released.transitions if by_hand(released, one, "known") and "known" in one.sources]
    assert offered == ["release"]
    assert by_hand(SCHEME, next(one for one in SCHEME.transitions if one.code == "admit"), "applied")
