"""The page of one rotation: how its search goes, the plan, why there is none, what would help, what it changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, Tie, may_be_waived, tie_said
from assessments.workshops.labels import PROOFS, RULES, STAGES, STANDINGS
from assessments.workshops.models import Rotation
from assessments.workshops.queries.plans import (
    ChangeShown,
    PlannedPerformance,
    WallPlan,
    changes_shown,
    planned,
    wall_plan,
)
from assessments.workshops.queries.rotations import placed_in, waivers_of
from assessments.workshops.queries.workshops import WorkshopParts
from assessments.workshops.rules.proofs import RotationProof
from assessments.workshops.rules.rotation import RotationRule
from assessments.workshops.rules.standing import RotationStage, RotationStanding
from assessments.workshops.services.waiving import NEVER
from lms.i18n import _


@dataclass(frozen=True)
class RuleAsked:
    """A rule that would have to be relaxed, whether somebody may ask for that, and what stands in the way."""

    rule: str
    said: Any
    may_ask: bool
    note: str


@dataclass(frozen=True)
class RelaxationShown:
    """Rules that together give a rotation when they are relaxed, and how many times it would break them."""

    rules: Sequence[RuleAsked]
    breaches: Sequence[str]
    more_slots: int


@dataclass(frozen=True)
class RotationPage:
    """Everything that the page of a rotation shows."""

    parts: WorkshopParts
    no: int
    stage: Any
    standing: str
    chip: tuple[Any, str]
    made_at: datetime
    tried: int
    version: str
    performances: Sequence[PlannedPerformance]
    wall: WallPlan
    why: Sequence[str]
    relaxations: Sequence[RelaxationShown]
    breaches: Sequence[str]
    changes: Sequence[tuple[str, Sequence[ChangeShown]]]  # by name
    from_at: datetime | None


def rotation_version(rotation: Rotation) -> str:
    """Another value whenever the page would show something else."""
    return f"{rotation.no}-{rotation.standing}-{rotation.tried}-{rotation.told_at.timestamp():.0f}"


def rotation_page(session: Session, parts: WorkshopParts, rotation: Rotation) -> RotationPage:
    """The page; a constant number of queries."""
    performances = planned(parts, placed_in(session, rotation.id))
    changed: list[tuple[str, Sequence[ChangeShown]]] = []
    if rotation.before_id is not None and performances:
        shown = changes_shown(planned(parts, placed_in(session, rotation.before_id)), performances)
        changed = sorted((parts.name(person), lines) for person, lines in shown.items())
    waits = {one.rule for one in waivers_of(session, parts.id) if one.decided_at is None}
    return RotationPage(
        parts=parts,
        no=rotation.no,
        stage=STAGES[RotationStage(rotation.stage)],
        standing=rotation.standing,
        chip=STANDINGS[RotationStanding(rotation.standing)],
        made_at=rotation.made_at,
        tried=rotation.tried,
        version=rotation_version(rotation),
        performances=performances,
        wall=wall_plan(parts, performances),
        why=_why(parts, rotation),
        relaxations=[_relaxation(parts, one, waits) for one in rotation.report.get("relaxations", [])],
        breaches=[_breach(parts, one) for one in rotation.report.get("breaches", [])],
        changes=changed,
        from_at=rotation.from_at,
    )


def _why(parts: WorkshopParts, rotation: Rotation) -> list[str]:
    """Why there is none, as sentences."""
    report = rotation.report
    if report.get("stopped"):
        return [_("Somebody stopped the search.")]
    if report.get("missing"):
        return [str(report["missing"])]
    if report.get("unmarked"):
        names = {one.person_id: one.uuid for one in parts.every_candidate}
        titles = {one.id: one.title for one in parts.every_exercise}
        return [
            _("Nobody may mark the written work of %(name)s: %(exercise)s.",
              name=parts.name(person), exercise=titles.get(exercise, ""))
            for person, exercise in report["unmarked"]
            if person in names
        ]  # fmt: skip
    if rotation.standing == RotationStanding.NONE_EXISTS:
        said = [_("There is no rotation that keeps all rules. This is certain.")]
        return [*said, str(PROOFS[RotationProof(report["proof"])])] if report.get("proof") else said
    if rotation.standing == RotationStanding.NONE_FOUND:
        seconds = report.get("seconds", 60)
        return [_("No rotation was found in %(seconds)s seconds. There may still be one.", seconds=seconds)]
    return []


def _relaxation(parts: WorkshopParts, one: dict[str, Any], waits: set[str]) -> RelaxationShown:
    ties = one.get("ties", [])
    never = [
        (person, candidate, tie)
        for person, candidate, part, tie in ties
        if not may_be_waived(Tie(tie), ActingPart(part))
    ]
    rules = []
    for name in one["rules"]:
        note, may = "", name not in NEVER
        if name == RotationRule.TIME:
            note = _("No exception is possible. Add another half-day under “Times of the workshop”.")
        elif name == RotationRule.SCOPE:
            note = _("No exception is possible. Add an assessor whose credential covers the topic.")
        elif name == RotationRule.CONFLICT and never:
            person, candidate, tie = never[0]
            may, note = False, _(
                "No exception is possible between %(one)s and %(two)s: %(fact)s",
                one=parts.name(person), two=parts.name(candidate), fact=tie_said(Tie(tie)),
            )  # fmt: skip
        elif name in waits:
            may, note = False, _("Already requested. It waits for another person.")
        rules.append(RuleAsked(name, RULES[RotationRule(name)], may, note))
    return RelaxationShown(rules, [_breach(parts, each) for each in one.get("breaches", [])][:12], one.get("more", 0))


def _breach(parts: WorkshopParts, one: Sequence[Any]) -> str:
    """A breach in words: who, at which exercise, which rule."""
    rule, candidate, exercise, person = one
    titles = {row.id: row.title for row in parts.every_exercise}
    known = candidate in parts.people
    who = parts.name(person) if person in parts.people else ""
    return _(
        "%(candidate)s, %(exercise)s, %(person)s: rule not kept: %(rule)s",
        candidate=parts.name(candidate) if known else "", exercise=titles.get(exercise, ""), person=who or "–",
        rule=RULES[RotationRule(rule)],
    )  # fmt: skip
