"""The part of sheets in the demonstration: half of a workshop marked and sealed, and one third rating."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.missions.demo.people import ASSESSORS, CANDIDATES, MODERATOR
from assessments.rubrics.rules.definition import RubricDefinition, rubric_total
from assessments.sheets.models import Performance, Sheet
from assessments.sheets.offline.services.devices import HeardDevice, hear
from assessments.sheets.queries.sheets import definitions_of
from assessments.sheets.rules.outcomes import ReconciliationThresholds, reconcile_sheets, settings_of
from assessments.sheets.rules.reconciliation import ReconciliationStatus
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import Occasion, ThirdBasis, Turn, Way
from assessments.sheets.services.arriving import SealedSheet, bring_sealed
from assessments.sheets.services.marking import Bringing
from assessments.sheets.services.settling import name_third
from assessments.workshops.queries.plans import PlannedPerformance, planned
from assessments.workshops.queries.rotations import placed_in, rotation_in_use
from assessments.workshops.queries.workshops import workshop_by_id
from lms.db import transaction
from lms.ids import new_uuid

PAIR = (Turn.FIRST, Turn.SECOND)
A_DAY = timedelta(days=1)
SEALED_AFTER = timedelta(minutes=12)
ABLE = (3, 2, 3, 3, 2, 3, 4, 2, 3, 3, 2, 3, 3, 3)  # of the candidates, in their order: the level that is usual
STRICT = {ASSESSORS[3].username: -0.35, ASSESSORS[1].username: 0.3}  # how far an assessor is from the others
APART = 20  # the performance that two see too differently
REASON = "Seen once, and not repeated."
SEED = 11
UNSENT = 3  # sheets that a tablet still holds


def load(world: dict[str, Any], now: datetime) -> None:
    """All written work and the first performances are sealed, one by a third too; a tablet still holds some."""
    if "workshop" not in world:
        return
    with transaction() as session:
        parts = workshop_by_id(session, world["workshop"])
        used = rotation_in_use(session, parts.id)
        plan = planned(parts, placed_in(session, used.id)) if used else []  # by time, written work last
        timed = [(one, one.ends_at) for one in plan if one.ends_at is not None]
        written = [(one, timed[0][1] + A_DAY) for one in plan if one.written]
        half = (written + timed)[: len(plan) // 2]
        marked = Marking(session, world["people"], parts.id, Random(SEED))  # noqa: S311  # invented, always the same
        for place, (one, ended) in enumerate(half):
            marked.performance(one, ended, apart=place == APART)
        devices(session, world["people"], half[-1][1], now)


class Marking:
    """What assessors see at the first half of a workshop, sealed on their tablets."""

    def __init__(self, session: Session, people: Mapping[str, int], workshop_id: int, chance: Random) -> None:
        self.session, self.chance = session, chance
        rows = session.scalars(
            select(Performance).where(Performance.occasion == Occasion.WORKSHOP, Performance.occasion_id == workshop_id)
        ).all()
        sheets = session.scalars(select(Sheet).where(Sheet.performance_id.in_([row.id for row in rows])))
        self.rows = {(row.person_id, row.exercise_id): row for row in rows}
        self.sheets = {(one.performance_id, one.assessor_id): one for one in sheets}
        self.rubrics = definitions_of(session, {row.rubric_version_id for row in rows})
        self.able = {people[one.username]: level for one, level in zip(CANDIDATES, ABLE, strict=True)}
        self.strict = {people[key]: shift for key, shift in STRICT.items()}
        self.assessors = [people[one.username] for one in ASSESSORS]
        self.moderator = people[MODERATOR]
        self.sent: dict[int, int] = {}

    def performance(self, plan: PlannedPerformance, ended: datetime, *, apart: bool) -> None:
        """Both seal what they saw; where they are too far apart, a third who was in the room rates too."""
        row = self.rows[plan.candidate_id, plan.exercise_id]
        rubric = self.rubrics[row.rubric_version_id]
        levels = self.pair(rubric, plan, apart=apart)
        for place, (assessor, given) in enumerate(zip(plan.assessor_ids, levels, strict=False)):
            self.seal(row, rubric, assessor, given, ended + SEALED_AFTER + timedelta(minutes=4 * place))
        if apart:
            third, asked = self.free_of(plan), ended + timedelta(hours=2)
            name_third(self.session, row, third, ThirdBasis.IN_ROOM, by_id=self.moderator, now=asked)
            mine = select(Sheet).where(Sheet.performance_id == row.id, Sheet.assessor_id == third)
            self.sheets[row.id, third] = self.session.scalars(mine).one()
            self.seal(row, rubric, third, levels[2], asked + timedelta(hours=1))

    def free_of(self, plan: PlannedPerformance) -> int:
        """An assessor who rates nothing of this performance."""
        return next(one for one in self.assessors if one not in plan.assessor_ids)

    def pair(self, rubric: RubricDefinition, plan: PlannedPerformance, *, apart: bool) -> list[dict[str, int]]:
        """What two gave, near enough to each other, or so that a third is wanted and settles it."""
        wanted = ReconciliationStatus.RESOLVED if apart else ReconciliationStatus.AGREED
        settings = settings_of(rubric, ReconciliationThresholds())
        while True:
            shown = {code: self.able[plan.candidate_id] + self.chance.gauss(0, 0.9) for code in rubric.codes}
            levels = [self.given(rubric, shown, one) for one in plan.assessor_ids]
            if apart:
                levels = far_apart(rubric, levels[0])
            turns = dict(zip((*PAIR, Turn.THIRD), levels, strict=False))
            result = reconcile_sheets(rubric, turns, settings)
            if result is not None and result.status is wanted:
                return levels

    def given(self, rubric: RubricDefinition, shown: Mapping[str, float], assessor: int) -> dict[str, int]:
        """What one assessor gives on each criterion: what was shown, and how strict they are."""
        shift, values = self.strict.get(assessor, 0.0), rubric.values
        seen = {code: round(level + shift + self.chance.gauss(0, 0.22)) for code, level in shown.items()}
        return {code: min(max(level, values[0]), values[-1]) for code, level in seen.items()}

    def seal(
        self, row: Performance, rubric: RubricDefinition, assessor: int, given: dict[str, int], at: datetime
    ) -> None:
        """One sheet, sealed on the tablet of its assessor."""
        sheet = self.sheets[row.id, assessor]
        self.sent[assessor] = self.sent.get(assessor, 0) + 1
        by = Bringing(
            assessor, Way.DEVICE, tablet(assessor), self.sent[assessor], at - timedelta(minutes=3), offset_ms=0
        )
        reasons = {
            one.code: REASON
            for one in rubric.criteria
            if one.reason_up_to is not None and given[one.code] <= one.reason_up_to
        }
        content = SheetContent(given, reasons, grade_of(rubric, given))
        bring_sealed(self.session, sheet, SealedSheet(content, new_uuid()), by=by, now=at)


def far_apart(rubric: RubricDefinition, given: dict[str, int]) -> list[dict[str, int]]:
    """Three sheets: the second is two levels lower at one criterion, the third stands between."""
    code = rubric.codes[0]
    second, third = dict(given), dict(given)
    second[code], third[code] = given[code] - 2, given[code] - 1
    return [given, second, third] if second[code] >= rubric.values[0] else [given, given, given]


def grade_of(rubric: RubricDefinition, given: Mapping[str, int]) -> int:
    """The impression of the whole, as the total will say: fail, borderline, pass, good, excellent."""
    share = rubric_total(rubric, given) / rubric.highest
    cut = rubric.cut / rubric.highest
    return sum(share >= step for step in (cut * Fraction(9, 10), cut, cut * Fraction(6, 5), Fraction(9, 10)))


def tablet(assessor: int) -> str:
    """The device of an assessor."""
    return f"tablet-{assessor}"


def devices(session: Session, people: Mapping[str, int], last: datetime, now: datetime) -> None:
    """All tablets were heard; one of them still holds sheets that are sealed and were not sent."""
    for place, one in enumerate(ASSESSORS):
        person_id, waits = people[one.username], place == len(ASSESSORS) - 1
        heard = HeardDevice(tablet(person_id), UNSENT if waits else 0, 0, keeps=not waits)
        hear(session, person_id, heard, now=last if waits else max(last, now - timedelta(minutes=20 + place)))
