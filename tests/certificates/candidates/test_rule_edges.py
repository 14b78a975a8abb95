"""The rules of candidates at their edges: what nobody knows, who acts beside whom, days, certificates, ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest

from certificates.candidates.rules.certificates import SignedCertificate, certificate_facts
from certificates.candidates.rules.days import act_by, days_over, last_day_to_be_heard
from certificates.candidates.rules.digests import digest_of
from certificates.candidates.rules.history import CandidateHistory, Step, history
from certificates.candidates.rules.matrix import Piece, matrix, speaks
from certificates.candidates.rules.moving import (
    Acting,
    CandidateStanding,
    Mover,
    Obstacle,
    PanelVerdict,
    StandingRefusal,
    StepBarrier,
    by_hand,
    is_appeal,
    may_move,
    needs_panel,
    target,
)
from certificates.candidates.rules.path import path_ahead
from certificates.schemes.rules.definition import BEFORE, CANDIDATE, StateKind, TriggerFact
from certificates.schemes.rules.sufficiency import Lack
from tests.builders.candidates import DECIDE, DOSSIER, JUDGE, SCREEN, definition, state, step
from tests.builders.people import NOW

ME, TODAY = 1, NOW.date()
MORE = (
    step("weigh", "eligible", "certified", DOSSIER, sufficient=True),
    step("send-back", "known", "eligible", SCREEN),
    step("restore", "eligible", BEFORE, SCREEN),
    step("ask-again", "eligible", BEFORE, CANDIDATE),
    step("refer", "eligible", "appeal", SCREEN),
)
WHOLE = definition()
SCHEME = replace(WHOLE, transitions=(*WHOLE.transitions, *MORE))
REFUSED = StandingRefusal("applied", TODAY, frozenset({2}))


def by(person: int, *rights: str, **more) -> Acting:
    return Acting(Mover(person, frozenset(rights)), **more)


def two(first: Mover, second: Mover | None, reason: str = "So.") -> Acting:
    return Acting(first, second, reason=reason)


def mover(person: int, *rights: str) -> Mover:
    return Mover(person, frozenset(rights))


def of(state: str, **more) -> CandidateStanding:
    return CandidateStanding(ME, state, TODAY, **more)


def panel(voters: set[int], signers: set[int]) -> PanelVerdict:
    return PanelVerdict(frozenset(voters), frozenset(signers))


READY = {"kinds": frozenset({"application"})}
ALONE = {"machine_alone": ("Exam",)}
ENOUGH = panel({2, 3, 4}, {2, 3})


@pytest.mark.parametrize(
    ("code", "where", "acting", "expected"),
    [
        ("fly", of("applied"), by(2, SCREEN), [("unknown-step", "fly")]),
        ("admit", of("eligible", **READY), by(2, SCREEN), [("wrong-state", "eligible")]),
        ("apply", of("enrolled"), by(ME), [("evidence-missing", "application")]),
        ("apply", of("enrolled", **READY), by(2, CANDIDATE), [("not-candidate",)]),
        ("apply", of("enrolled", **READY), Acting(), [("no-right", CANDIDATE)]),
        ("admit", of("applied", **READY), Acting(), [("no-right", SCREEN)]),
        ("admit", of("applied", **READY), by(2, DOSSIER), [("no-right", SCREEN)]),
        ("admit", of("applied", **READY), by(2, SCREEN), []),
        ("admit", of("applied", **READY, **ALONE), by(2, SCREEN), []),  # decides nothing
        ("admit", of("applied", **READY, gaps=("teach",)), by(2, SCREEN), []),
        ("refuse", of("applied"), two(mover(2, SCREEN), mover(3, SCREEN)), []),
        ("refuse", of("applied"), two(mover(2, SCREEN), None), [("second-missing",)]),
        ("refuse", of("applied"), two(mover(2, SCREEN), mover(2, SCREEN)), [("second-same",)]),
        ("refuse", of("applied"), two(mover(2, SCREEN), mover(3)), [("no-right", SCREEN)]),
        ("refuse", of("applied"), two(mover(2), mover(3)), [("no-right", SCREEN)]),  # said once
        ("refuse", of("applied"), two(mover(2), None), [("no-right", SCREEN), ("second-missing",)]),
        ("refuse", of("applied"), two(mover(2), mover(2)), [("no-right", SCREEN), ("second-same",)]),
        ("refuse", of("applied"), two(mover(2, SCREEN), mover(3, SCREEN), " "), [("no-reason",)]),
        ("check", of("eligible", gaps=("teach",)), by(2, DOSSIER), [("gaps", "teach")]),
        ("weigh", of("eligible", **ALONE), by(2, DOSSIER), [("machine-alone", "Exam")]),  # sufficient alone decides
        ("reject", of("known", **ALONE), by(2, DECIDE, panel=ENOUGH, reason="So."), [("machine-alone", "Exam")]),
        ("reject", of("known", gaps=("teach",)), by(2, DECIDE, panel=ENOUGH, reason="So."), []),
        ("reject", of("known"), by(2, DECIDE, panel=ENOUGH), [("no-reason",)]),
        ("certify", of("known"), by(2, DECIDE, panel=ENOUGH), [("no-reason",)]),
        ("certify", of("known"), by(2, DECIDE, reason="So."), [("panel-missing", "first")]),
        ("certify", of("known"), by(2, DECIDE, reason="So.", panel=panel({2, 3}, {2, 3})), [("no-quorum", "3")]),
        ("certify", of("known"), by(2, DECIDE, reason="So.", panel=panel({2, 3, 4}, {2, 9})), [("signatures", "2")]),
        ("certify", of("known"), by(2, DECIDE, reason="So.", panel=panel({ME, 2, 3}, {2, 3})), [("own-file",)]),
        ("certify", of("known"), by(2, DECIDE, reason="So.", panel=panel({2, 3, 4}, {ME, 2, 3})), [("own-file",)]),
        ("send-back", of("known"), by(2, SCREEN), []),  # one person, though a panel decides in this state
        ("uphold", of("appeal", refused=REFUSED), by(2, JUDGE, reason="So."), []),  # no panel is named there
        ("uphold", of("appeal"), by(2, JUDGE, reason="So."), [("nothing-refused",)]),
        ("restore", of("eligible", refused=REFUSED, **ALONE), by(2, SCREEN), []),
        ("ask-again", of("eligible", refused=REFUSED), by(ME), []),  # leads back, and is no appeal
        ("refer", of("eligible"), by(2, SCREEN), []),  # to where appeals are heard, by somebody else
        ("object", of("not-eligible", refused=REFUSED), by(ME, reason="No."), []),
        ("object", of("not-eligible"), by(ME, reason="No."), [("nothing-refused",)]),
        (
            "object", of("not-eligible", refused=replace(REFUSED, last_day=TODAY - timedelta(days=1))),
            by(ME, reason="No."), [("too-late", "2026-11-24")],
        ),
        (
            "pass", of("eligible", **ALONE), Acting(),
            [("machine-alone", "Exam"), ("cuts", "final"), ("fact-missing", "exam-passed")],
        ),
        ("pass", of("eligible"), by(ME), [("only-rule",), ("cuts", "final"), ("fact-missing", "exam-passed")]),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_a_step_is_named_whole_and_nothing_else_is(code, where, acting, expected):
    found = may_move(SCHEME, code, where, acting)
    assert found == [Obstacle(StepBarrier(barrier), tuple(what)) for barrier, *what in expected]


def test_a_step_leads_where_the_scheme_says_or_back_to_where_was_refused_and_else_nowhere():
    assert target(SCHEME, "admit", of("applied")) == "eligible"
    assert target(SCHEME, "uphold", of("appeal", refused=REFUSED)) == "applied"
    for code in ("fly", "uphold"):
        with pytest.raises(LookupError):
            target(SCHEME, code, of("appeal"))


def test_only_a_candidate_appeals_and_only_a_panel_that_is_named_takes_its_steps():
    assert [one.code for one in SCHEME.transitions if is_appeal(SCHEME, one)] == ["object"]
    by_panel = {one.code: one for one in SCHEME.transitions if one.by_panel}
    assert {code for code, one in by_panel.items() if needs_panel(SCHEME, one, one.sources[0])} == {"certify", "reject"}
    assert {code for code, one in by_panel.items() if by_hand(SCHEME, one, one.sources[0])} == {"uphold", "dismiss"}
    manager = step("stop", "eligible", "left", "credential.manage")
    assert not by_hand(SCHEME, manager, "eligible")


REFUSE = Step("refuse", "applied", "not-eligible", 2, 3, NOW)
OBJECT = Step("object", "not-eligible", "appeal", ME, None, NOW)
UPHOLD = Step("uphold", "appeal", "applied", 8, None, NOW)
UNKNOWN = Step("gone", "applied", "eligible", 5, None, NOW)
STANDS = StandingRefusal("applied", date(2026, 12, 25), frozenset({2, 3}))


def test_a_refusal_stands_until_a_step_that_is_neither_an_appeal_nor_unknown():
    assert history(SCHEME, [UNKNOWN, REFUSE, UNKNOWN, OBJECT]).refused == STANDS
    assert history(SCHEME, [REFUSE, Step("admit", "applied", "eligible", 4, None, NOW)]).refused is None
    lost = replace(REFUSE, from_state="a-state-of-before")
    assert history(SCHEME, [lost]).refused == replace(STANDS, from_state="a-state-of-before")
    assert history(SCHEME, [UPHOLD]) == CandidateHistory()


def test_an_upheld_appeal_undoes_the_refusal_by_its_place_whoever_took_it():
    first = Step("apply", "enrolled", "applied", ME, None, NOW)
    alone = replace(REFUSE, second_id=None)
    after = history(SCHEME, [first, UNKNOWN, alone, OBJECT, UPHOLD])
    assert (after.undone, after.refused) == (frozenset({2}), None)
    assert after.overturned == {"refuse": frozenset({2}), "admit": frozenset({2})}
    again = history(SCHEME, [first, REFUSE, OBJECT, UPHOLD, replace(REFUSE, actor_id=6), OBJECT, UPHOLD])
    assert (again.undone, again.overturned["admit"]) == (frozenset({1, 4}), frozenset({2, 3, 6}))
    assert [Step("a", "b", "c", *two, NOW).people for two in ((1, 2), (1, None), (None, None))] == [
        {1, 2}, {1}, frozenset(),
    ]  # fmt: skip


def test_a_state_without_days_or_that_nobody_knows_is_never_over_and_a_hearing_has_its_last_day():
    for code in ("eligible", "gone"):
        assert act_by(SCHEME, code, NOW) is None
        assert not days_over(SCHEME, code, NOW, date.max)
    assert last_day_to_be_heard(SCHEME, NOW) == TODAY + timedelta(days=15)


ISSUED, OPEN, ENDED = (
    TriggerFact.CERTIFICATE_ISSUED,
    TriggerFact.RENEWAL_WINDOW_OPEN,
    TriggerFact.VALIDITY_ENDED,
)
FIRST = SignedCertificate(date(2029, 2, 28), date(2029, 8, 31))
NEXT = SignedCertificate(date(2032, 2, 28), date(2032, 8, 31))
ENDLESS = SignedCertificate(None, None)


@pytest.mark.parametrize(
    ("signed", "today", "expected"),
    [
        ([], date(2029, 3, 1), set()),
        ([FIRST], date(2029, 2, 27), {ISSUED}),
        ([FIRST], date(2029, 2, 28), {ISSUED, OPEN}),
        ([FIRST], date(2029, 11, 29), {ISSUED, OPEN}),  # the last of ninety days of grace
        ([FIRST], date(2029, 11, 30), {ISSUED, OPEN, ENDED}),
        ([FIRST, NEXT], date(2029, 11, 30), {ISSUED}),
        ([NEXT, FIRST], date(2029, 11, 30), {ISSUED}),
        ([ENDLESS, FIRST], date(2029, 11, 30), {ISSUED}),
        ([FIRST, ENDLESS], date.max, {ISSUED}),
        ([replace(FIRST, opens_on=None)], date(2029, 11, 30), {ISSUED, ENDED}),
        ([replace(FIRST, ends_on=None)], date(2029, 11, 30), {ISSUED, OPEN}),
    ],
)
def test_what_has_happened_to_a_certificate_follows_from_the_one_that_ends_last(signed, today, expected):
    assert certificate_facts(signed, waits=False, grace_days=90, today=today) == expected
    assert certificate_facts(signed, waits=True, grace_days=90, today=today) == frozenset()


def test_a_digest_is_that_of_what_is_said_in_any_order_and_any_script():
    said = sha256('{"at": "2026-11-25 09:00:00+00:00", "words": "Déjà"}'.encode()).hexdigest()
    assert digest_of({"words": "Déjà", "at": NOW}) == digest_of({"at": NOW, "words": "Déjà"}) == said


def piece(**more) -> Piece:
    return Piece("a", "a", "a", more.pop("kind", "exam"), "A", NOW, **more)


@pytest.mark.parametrize(
    ("more", "counts", "shows"),
    [
        ({}, True, True),
        ({"by_machine": True}, False, True),
        ({"by_machine": True, "confirmed": True}, True, True),
        ({"by_machine": True, "confirmed": True, "withdrawn": True}, False, True),
        ({"withdrawn": True}, False, True),
        ({"competences": ("teach", "assess")}, True, True),
        ({"competences": ("assess",)}, True, None),
        ({"kind": "course"}, True, None),
        ({"met": {"teach": False}}, True, False),
        ({"met": {"assess": False}}, True, True),
    ],
)
def test_a_piece_counts_once_a_person_saw_it_and_shows_what_it_names(more, counts, shows):
    (teach,) = SCHEME.competences
    one = piece(**more)
    assert (one.counts, speaks(one, teach)) == (counts, shows)
    (row,) = matrix(SCHEME, [one, replace(one, ref="b", kind="observation", observed=True)]).rows
    assert row.is_met == (counts and shows is True)
    assert row.competence == teach


def test_a_gap_says_how_many_more_are_missing_than_are_there():
    (row,) = matrix(SCHEME, [piece(), replace(piece(), ref="b")]).rows
    assert [(one.competence, one.lack, one.missing) for one in row.gaps] == [
        ("teach", Lack.KINDS, 1), ("teach", Lack.OBSERVED, 1),
    ]  # fmt: skip
    assert not row.is_met


def test_the_way_ahead_is_the_shortest_to_an_award_without_refusals_appeals_and_ends():
    assert path_ahead(SCHEME, "enrolled") == ("applied", "eligible", "certified")  # weighed, past the panel
    assert path_ahead(WHOLE, "enrolled") == ("applied", "eligible", "known", "certified")
    assert path_ahead(WHOLE, "not-eligible") == ()  # an appeal alone leads on
    assert path_ahead(WHOLE, "certified") == ()
    assert path_ahead(WHOLE, "nowhere") == ()
    states = (*WHOLE.states, state("held-back", StateKind.SUSPENDED), state("again", StateKind.AWARD))
    ways = (
        step("hold", "certified", "held-back", DECIDE),
        step("free", "held-back", "again", DECIDE),
        step("lose", "known", "gone", DECIDE),
        step("win", "gone", "certified", DECIDE),
        step("shun", "eligible", "certified", DECIDE, refusal=True),
    )
    held = replace(WHOLE, states=states, transitions=(*ways, *WHOLE.transitions))
    assert path_ahead(held, "certified") == ()  # a suspension is no way on
    assert path_ahead(held, "held-back") == ("again",)
    assert path_ahead(held, "eligible") == ("known", "certified")  # neither a refusal nor a state that is not there
    renewed = replace(held, transitions=(*held.transitions, step("renew", "certified", "again", DECIDE)))
    assert path_ahead(renewed, "certified") == ("again",)
    circle = replace(
        WHOLE, transitions=(step("on", "enrolled", "applied", SCREEN), step("b", "applied", "enrolled", SCREEN))
    )
    assert path_ahead(circle, "enrolled") == ()
