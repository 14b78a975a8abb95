"""What a moderator decides: who rates a third time, what a panel or a discussion came to, which sheet counts."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assessments.independence.api import ActingPart, demand_free
from assessments.ports import CredentialsInForce
from assessments.rubrics.rules.definition import RubricDefinition
from assessments.sheets.events import PerformanceReviewClosed, SheetCopySettled
from assessments.sheets.models import Performance, PerformanceReview, Reconciliation, Sheet, SheetCopy
from assessments.sheets.queries.moderators import moderating
from assessments.sheets.queries.sheets import (
    definitions_of,
    lock_performance,
    newest_reconciliations,
    open_copies,
    sheet_standing,
    sheets_of_performances,
)
from assessments.sheets.rules.outcomes import result_as_data, result_from_data
from assessments.sheets.rules.reconciliation import (
    ReconciledResult,
    ReconciliationStatus,
    settle_by_panel,
    settle_without_third,
    with_levels,
)
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import KeptContent, Occasion, SheetAct, ThirdBasis, Turn, Way
from assessments.sheets.services.arriving import SealedSheet, write_content
from assessments.sheets.services.marking import Bringing, SheetEntry, append
from assessments.sheets.services.performances import PerformancePlan, assign_sheet, here, make_performance
from assessments.sheets.services.reconciling import (
    append_result,
    cites,
    reconcile_performance,
    sealed_sheets,
    settings_for,
)
from lms import events
from lms.errors import BadInput, Conflict, RuleBroken
from lms.i18n import _
from lms.ids import new_uuid

MINUTES_LEAST, MINUTES_MOST = 20, 5000
REASON_LEAST, REASON_MOST = 5, 2000


def demand_moderator(session: Session, performance: Performance, by_id: int, now: datetime) -> None:
    """Whoever settles something is independent of the candidate and rates nothing of this performance."""
    if performance.person_id is not None:
        demand_free(session, by_id, performance.person_id, ActingPart.MODERATOR, now=now, here=here(performance))
    among = sheets_of_performances(session, [performance.id]).get(performance.id, [])
    if any(one.row.assessor_id == by_id for one in among):
        raise RuleBroken(_("You rate this performance yourself. Another moderator has to decide it."))


def name_third(
    session: Session,
    performance: Performance,
    assessor_id: int,
    basis: ThirdBasis,
    *,
    by_id: int,
    now: datetime,
    scopes: CredentialsInForce | None = None,
) -> Sheet:
    """Name who rates a third time, without having seen either sheet."""
    lock_performance(session, performance.id)
    demand_moderator(session, performance, by_id, now)
    demand_status(session, performance, ReconciliationStatus.THIRD_WANTED)
    if basis is ThirdBasis.RECORDING and not performance.recorded:
        raise BadInput(
            "basis",
            _("There is no recording. A third assessor can rate only what they saw in the room, or a repeat exercise."),
        )
    if assessor_id == by_id:
        raise BadInput("assessor", _("You have seen both sheets. Choose somebody who has seen neither."))
    if moderating(session, performance.occasion_id, [assessor_id]):
        raise BadInput("assessor", _("A moderator of this workshop may see both sheets. Choose somebody else."))
    return assign_sheet(session, performance, assessor_id, Turn.THIRD, by_id=by_id, now=now, scopes=scopes)


def plan_fresh(
    session: Session, performance: Performance, *, by_id: int, now: datetime, exercise_id: int | None = None
) -> Performance:
    """The same person at a fresh exercise, where a third rating is wanted and there is nothing to rate."""
    lock_performance(session, performance.id)
    demand_moderator(session, performance, by_id, now)
    demand_status(session, performance, ReconciliationStatus.THIRD_WANTED)
    plan = PerformancePlan(
        occasion=Occasion(performance.occasion),
        occasion_id=performance.occasion_id,
        rubric_version_id=performance.rubric_version_id,
        person_id=performance.person_id,
        exercise_id=exercise_id or performance.exercise_id,
        no=performance.no + 1,
        written=performance.written,
    )
    return make_performance(session, plan, by_id=by_id, now=now)


def settle(
    session: Session,
    performance: Performance,
    decided: Mapping[str, int],
    minutes: str,
    *,
    by_id: int,
    now: datetime,
) -> Reconciliation:
    """What a panel decided, with its minutes: at least where a third agreed with nobody; without a third, all."""
    lock_performance(session, performance.id)
    demand_moderator(session, performance, by_id, now)
    if not MINUTES_LEAST <= len(minutes.strip()) <= MINUTES_MOST:
        raise BadInput(
            "minutes",
            _("Write the minutes: who was there, what was discussed. Use %(least)s to %(most)s characters.",
              least=MINUTES_LEAST, most=MINUTES_MOST),
        )  # fmt: skip
    definition = definition_by(session, performance)
    result = demand_status(session, performance, ReconciliationStatus.THIRD_WANTED, ReconciliationStatus.PANEL_WANTED)
    wanted = result.panel_criteria or tuple(range(len(definition.codes)))
    for place in wanted:
        if definition.codes[place] not in decided:
            raise BadInput(f"level-{definition.codes[place]}", _("The panel has to decide this criterion."))
    places = checked_places(definition, decided)
    settings = settings_for(session, performance)
    act = settle_by_panel if result.status is ReconciliationStatus.PANEL_WANTED else settle_without_third
    settled = act(result, places, settings)
    outcome = {**result_as_data(definition, settled, settings), "by": "panel"}
    cited = cites(sealed_sheets(session, performance))
    return append_result(session, performance, settled, outcome, cited, by_id=by_id, reason=minutes.strip(), now=now)


def settle_by_discussion(
    session: Session, performance: Performance, decided: Mapping[str, int], reason: str, *, by_id: int, now: datetime
) -> Reconciliation:
    """Other levels after the assessors talked, as a new result with its reason; the blind sheets stay as they are."""
    lock_performance(session, performance.id)
    demand_moderator(session, performance, by_id, now)
    demand_reason(reason)
    definition = definition_by(session, performance)
    result = demand_status(session, performance, *ReconciliationStatus)
    if result.criteria is None or not result.is_final:
        raise RuleBroken(_("This performance has no result yet. A discussion comes after it."))
    if not decided:
        raise BadInput("level", _("Name at least one criterion with its new level."))
    places = checked_places(definition, decided)
    settings = settings_for(session, performance)
    settled = with_levels(result, places, settings)
    outcome = {**result_as_data(definition, settled, settings), "by": "discussion"}
    cited = cites(sealed_sheets(session, performance))
    return append_result(session, performance, settled, outcome, cited, by_id=by_id, reason=reason.strip(), now=now)


def settle_copy(
    session: Session, copy: SheetCopy, kept: KeptContent, reason: str, *, by_id: int, now: datetime
) -> None:
    """Choose which of two contents of one sheet counts, and reconcile; both are kept."""
    sheet = session.scalars(select(Sheet).where(Sheet.id == copy.sheet_id)).one()
    performance = session.scalars(select(Performance).where(Performance.id == sheet.performance_id)).one()
    lock_performance(session, performance.id)
    demand_moderator(session, performance, by_id, now)
    demand_reason(reason)
    taken = session.scalars(
        update(SheetCopy)
        .where(SheetCopy.id == copy.id, SheetCopy.kept.is_(None))
        .values(kept=kept, settled_by_id=by_id, settled_at=now, reason=reason.strip())
        .returning(SheetCopy.id)
    ).one_or_none()
    if taken is None:
        raise Conflict(_("Somebody else has chosen already."))
    if kept is KeptContent.COPY:
        session.refresh(sheet)
        found = sheet_standing(session, sheet)
        by = Bringing(by_id, Way(copy.way), copy.device, copy.device_seq, copy.device_at, copy.offset_ms)
        append(session, found, SheetEntry(SheetAct.REOPEN, words=reason.strip()), key=new_uuid(), by=by, now=now)
        sealed = SealedSheet(SheetContent.from_data(copy.content), copy.key)
        write_content(session, sheet_standing(session, sheet), sealed, by=by, now=now)
    events.publish(
        session,
        SheetCopySettled(
            subject=f"sheet:{sheet.id}", actor_id=by_id, at=now, copy_id=copy.id, kept=kept, reason=reason.strip()
        ),
    )
    newest = newest_reconciliations(session, [performance.id]).get(performance.id)
    if newest is None or newest.by_id is None:
        reconcile_performance(session, performance, now=now)


def close_review(
    session: Session, review: PerformanceReview, reason: str, *, anew: bool, by_id: int, now: datetime
) -> None:
    """Say what was found about a sheet that came late; `anew` reconciles again with it."""
    performance = session.scalars(select(Performance).where(Performance.id == review.performance_id)).one()
    lock_performance(session, performance.id)
    demand_moderator(session, performance, by_id, now)
    demand_reason(reason)
    taken = session.scalars(
        update(PerformanceReview)
        .where(PerformanceReview.id == review.id, PerformanceReview.closed_at.is_(None))
        .values(closed_at=now, closed_by_id=by_id, reason=reason.strip())
        .returning(PerformanceReview.id)
    ).one_or_none()
    if taken is None:
        raise Conflict(_("Somebody else has reviewed it already."))
    events.publish(
        session,
        PerformanceReviewClosed(
            subject=f"performance:{performance.id}", actor_id=by_id, at=now, review_id=review.id, reason=reason.strip()
        ),
    )
    if anew:
        reconcile_performance(session, performance, now=now)


def demand_status(session: Session, performance: Performance, *wanted: ReconciliationStatus) -> ReconciledResult:
    """The newest result of a performance, if it is of one of these kinds and no sheet waits for a choice."""
    if open_copies(session, [performance.id]):
        raise RuleBroken(
            _("A sheet of this performance was received twice, with differences. First choose which one counts.")
        )
    newest = newest_reconciliations(session, [performance.id]).get(performance.id)
    if newest is not None:
        result = result_from_data(definition_by(session, performance), newest.outcome)
        if result.status in wanted:
            return result
    raise RuleBroken(_("This performance does not wait for that. Load the page again: something has changed."))


def demand_reason(reason: str) -> None:
    """Some words, not too many."""
    if not REASON_LEAST <= len(reason.strip()) <= REASON_MOST:
        raise BadInput(
            "reason",
            _(
                "Give the reason in %(least)s to %(most)s characters. It is saved.",
                least=REASON_LEAST,
                most=REASON_MOST,
            ),
        )


def checked_places(definition: RubricDefinition, decided: Mapping[str, int]) -> dict[int, int | Fraction]:
    """The levels by the place of their criteria; what the rubric does not have is refused."""
    places: dict[int, int | Fraction] = {}
    for code, level in decided.items():
        if code not in definition.codes:
            raise BadInput("level", _("The rubric has no criterion “%(criterion)s”.", criterion=code[:40]))
        if level not in definition.values:
            raise BadInput(
                f"level-{code}",
                _("Choose one of the levels %(levels)s.", levels=", ".join(map(str, definition.values))),
            )
        places[definition.codes.index(code)] = level
    return places


def definition_by(session: Session, performance: Performance) -> RubricDefinition:
    """The rubric by which a performance is judged."""
    return definitions_of(session, [performance.rubric_version_id])[performance.rubric_version_id]
