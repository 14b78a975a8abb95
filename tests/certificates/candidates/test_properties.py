"""No sequence of permitted acts skips a state, lets one person act twice along the chain, or on their own file."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessments.independence.rules import CHAIN, ActingPart, Fact, Tie, obstacles
from certificates.candidates.queries.conflicts import facts_of_steps
from certificates.candidates.rules.history import Step, history
from certificates.candidates.rules.moving import Acting, CandidateStanding, Mover, PanelVerdict, may_move, target
from certificates.schemes.rules.definition import (
    BEFORE,
    CANDIDATE,
    PanelRule,
    SchemeDefinition,
    StateKind,
    Transition,
)
from tests.builders.candidates import DECIDE, JUDGE, SCREEN, definition, said, state

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ME, PEOPLE = 1, (1, 2, 3, 4, 5, 6)
STATES = ("a", "b", "c", "d", "appeal")
RIGHTS = (SCREEN, DECIDE, JUDGE, "mission.supervise")
PARTS = tuple(one.value for one in (*CHAIN, ActingPart.SCHEME_OFFICER, ActingPart.REGISTRAR))


@st.composite
def schemes(draw: st.DrawFn) -> SchemeDefinition:
    """States and steps at random: who may, as what, with whom, and whether it refuses."""
    steps = []
    for number in range(draw(st.integers(2, 9))):
        mover = draw(st.sampled_from((*RIGHTS, CANDIDATE)))
        sources = draw(st.lists(st.sampled_from(STATES), min_size=1, max_size=2, unique=True))
        before = "appeal" in sources and draw(st.booleans())
        steps.append(
            Transition(
                f"t{number}",
                said("Step"),
                tuple(sources),
                BEFORE if before else draw(st.sampled_from(STATES)),
                mover,
                part="" if mover == CANDIDATE else draw(st.sampled_from(PARTS)),
                second=draw(st.booleans()),
                refusal=draw(st.booleans()),
                reason=draw(st.booleans()),
            )
        )
    panels = (PanelRule("p", said("Panel"), quorum=2, signatures=2),)
    kinds = {"appeal": StateKind.APPEAL}
    named = tuple(state(one, kinds.get(one, StateKind.OPEN), panel="p" if one == "c" else "") for one in STATES)
    return definition(states=named, transitions=tuple(steps), initial="a", panels=panels)


people = st.sampled_from(PEOPLE)
acts = st.tuples(st.integers(0, 8), people, people, st.frozensets(people, max_size=3), st.sampled_from(("", "so")))


def walk(scheme: SchemeDefinition, tries: list[Any]) -> list[tuple[Step, frozenset[int]]]:
    """Try the acts one after the other; the steps that the rules let through, with everybody who acted in each."""
    now, at = "a", NOW
    done: list[tuple[Step, frozenset[int]]] = []
    steps: list[Step] = []
    panels: list[Fact] = []
    for number, first, second, voters, reason in tries:
        at += timedelta(days=1)
        step = scheme.transition(f"t{number}")
        if step is None:
            continue
        facts = [*facts_of_steps(scheme, 9, ME, steps), *panels, Fact(Tie.SELF, ME, ME)]

        def mover(person: int, step: Transition = step, facts: list[Fact] = facts, at: datetime = at) -> Mover:
            mine = [one for one in facts if one.actor_id == person]
            ties = obstacles(mine, ActingPart(step.part), now=at) if step.part else []
            return Mover(person, frozenset(RIGHTS), tuple(one.tie.value for one in ties))

        free = frozenset(one for one in voters if not mover(one).ties)
        panel = PanelVerdict(free, free) if step.by_panel and scheme.panel_of(now) else None
        past = history(scheme, steps)
        where = CandidateStanding(ME, now, at.date(), refused=past.refused, overturned=past.overturned)
        acting = Acting(mover(first), mover(second) if step.second else None, panel, reason)
        if may_move(scheme, step.code, where, acting):
            continue
        leads_to = target(scheme, step.code, where)
        taken = Step(step.code, now, leads_to, first, second if step.second and step.by_person else None, at)
        everybody = taken.people | (panel.voters if panel else frozenset())
        if panel and step.part and ActingPart(step.part) in CHAIN:
            panels += [Fact(CHAIN[ActingPart(step.part)], one, ME, "panel") for one in panel.voters]
        steps.append(taken)
        done.append((taken, everybody))
        now = leads_to
    return done


@given(schemes(), st.lists(acts, max_size=25))
def test_permitted_acts_keep_to_the_scheme_and_nobody_acts_twice_along_the_chain_or_on_their_own_file(
    scheme: SchemeDefinition, tries: list[Any]
) -> None:
    parts: dict[int, set[str]] = defaultdict(set)
    before = "a"
    for step, everybody in walk(scheme, tries):
        known = scheme.transition(step.transition)
        assert known is not None
        assert step.from_state == before
        assert step.from_state in known.sources
        assert step.to_state in scheme.targets_of(known)
        if known.by_person:
            assert ME not in everybody
            assert len(step.people) == 1 + known.second
        if known.part and ActingPart(known.part) in CHAIN:
            for person in everybody:
                parts[person].add(known.part)
        before = step.to_state
    assert all(len(held) == 1 for held in parts.values()), parts
