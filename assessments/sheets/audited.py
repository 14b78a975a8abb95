"""What the audit trail is compared with: performances, all that happened on sheets, results, choices, reviews."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessments.sheets.events import (
    FeedbackReleased,
    ModerationPlanned,
    ObservationsReleased,
    PaperSheetKeyed,
    PaperSheetPrinted,
    PerformanceMade,
    PerformanceReconciled,
    PerformanceReviewClosed,
    RecommendationSigned,
    ReferenceAgreed,
    SampleLookedAt,
    SheetCameLate,
    SheetCopySettled,
    SheetDiffered,
    SheetMarked,
    SheetReopened,
    SheetSealed,
)
from assessments.sheets.models import (
    FeedbackRelease,
    ModerationPlan,
    ObservationRelease,
    PaperKeying,
    Performance,
    PerformanceReview,
    PrintedRatingSheet,
    Recommendation,
    Reconciliation,
    ReferenceRating,
    SampleLook,
    SheetCopy,
    SheetEvent,
)
from assessments.sheets.queries.sheets import events_of, line_of
from assessments.sheets.rules.standing import content_digest
from assessments.sheets.rules.states import SheetAct
from lms.audited_rows import next_of, rows_of
from lms.ports import AuditedRecord, AuditedRecords

ENDS = (SheetAct.SEAL, SheetAct.REOPEN)


def seals(session: Session, after: int) -> list[AuditedRecord]:
    """Every seal, with the digest of all that had happened on the sheet by then: what was changed since is found."""
    some = list(session.scalars(next_of(SheetEvent.sheet_id, after, SheetEvent.act == SheetAct.SEAL)))
    found = []
    for sheet_id, events in sorted(events_of(session, some).items()):
        lines = [(one.key, line_of(one)) for one in events]
        found += [
            AuditedRecord(
                sheet_id,
                f"sheet:{sheet_id}",
                {"no": one.no, "way": one.way, "digest": content_digest(lines[: place + 1])},
            )
            for place, one in enumerate(events)
            if one.act == SheetAct.SEAL
        ]
    return found


def results(session: Session, after: int) -> list[AuditedRecord]:
    """Every result of a performance."""
    some = next_of(Reconciliation.performance_id, after)
    rows = session.scalars(
        select(Reconciliation)
        .where(Reconciliation.performance_id.in_(some))
        .order_by(Reconciliation.performance_id, Reconciliation.no)
    )
    return [
        AuditedRecord(
            one.performance_id,
            f"performance:{one.performance_id}",
            {
                "reconciliation_id": one.id,
                "settlement": one.settlement,
                "passed": one.outcome["passed"],
                "reason": one.reason,
            },
        )
        for one in rows
    ]


def keyings(session: Session, after: int) -> list[AuditedRecord]:
    """Every keying of a paper sheet."""
    some = next_of(PrintedRatingSheet.sheet_id, after)
    rows = session.execute(
        select(PrintedRatingSheet.sheet_id, PaperKeying.id, PaperKeying.step)
        .join(PaperKeying, PaperKeying.paper_id == PrintedRatingSheet.id)
        .where(PrintedRatingSheet.sheet_id.in_(some))
        .order_by(PrintedRatingSheet.sheet_id, PaperKeying.id)
    )
    return [
        AuditedRecord(sheet_id, f"sheet:{sheet_id}", {"keying_id": keying_id, "step": step})
        for sheet_id, keying_id, step in rows
    ]


AUDITED: tuple[AuditedRecords, ...] = (
    AuditedRecords(
        "performances",
        PerformanceMade.name,
        rows_of(
            "performance",
            Performance.id,
            Performance.id,
            person_id=Performance.person_id,
            rubric_version_id=Performance.rubric_version_id,
            occasion=Performance.occasion,
            occasion_id=Performance.occasion_id,
        ),
    ),
    AuditedRecords(
        "marks on sheets",
        SheetMarked.name,
        rows_of(
            "sheet",
            SheetEvent.sheet_id,
            SheetEvent.no,
            SheetEvent.act.not_in(ENDS),
            no=SheetEvent.no,
            act=SheetEvent.act,
        ),
        paired_by="no",
    ),
    AuditedRecords("seals of sheets", SheetSealed.name, seals, paired_by="no"),
    AuditedRecords(
        "sheets opened again",
        SheetReopened.name,
        rows_of(
            "sheet",
            SheetEvent.sheet_id,
            SheetEvent.no,
            SheetEvent.act == SheetAct.REOPEN,
            no=SheetEvent.no,
            reason=SheetEvent.words,
        ),
        paired_by="no",
    ),
    AuditedRecords("results of performances", PerformanceReconciled.name, results, paired_by="reconciliation_id"),
    AuditedRecords(
        "sheets that came twice and differ",
        SheetDiffered.name,
        rows_of("sheet", SheetCopy.sheet_id, SheetCopy.id, copy_id=SheetCopy.id, way=SheetCopy.way),
        paired_by="copy_id",
    ),
    AuditedRecords(
        "choices between such sheets",
        SheetCopySettled.name,
        rows_of(
            "sheet",
            SheetCopy.sheet_id,
            SheetCopy.id,
            SheetCopy.kept.is_not(None),
            copy_id=SheetCopy.id,
            kept=SheetCopy.kept,
            reason=SheetCopy.reason,
        ),
        paired_by="copy_id",
    ),
    AuditedRecords(
        "sheets that came late",
        SheetCameLate.name,
        rows_of(
            "sheet",
            PerformanceReview.sheet_id,
            PerformanceReview.id,
            review_id=PerformanceReview.id,
            cause=PerformanceReview.cause,
        ),
        paired_by="review_id",
    ),
    AuditedRecords(
        "late sheets that were looked at",
        PerformanceReviewClosed.name,
        rows_of(
            "performance",
            PerformanceReview.performance_id,
            PerformanceReview.id,
            PerformanceReview.closed_at.is_not(None),
            review_id=PerformanceReview.id,
            reason=PerformanceReview.reason,
        ),
        paired_by="review_id",
    ),
    AuditedRecords(
        "printed sheets of assessors",
        PaperSheetPrinted.name,
        rows_of("sheet", PrintedRatingSheet.sheet_id, PrintedRatingSheet.id, paper_id=PrintedRatingSheet.id),
    ),
    AuditedRecords("sheets keyed in from paper", PaperSheetKeyed.name, keyings, paired_by="keying_id"),
    AuditedRecords(
        "released feedback",
        FeedbackReleased.name,
        rows_of("workshop", FeedbackRelease.workshop_id, FeedbackRelease.id, release_id=FeedbackRelease.id),
    ),
    AuditedRecords(
        "released observation sheets",
        ObservationsReleased.name,
        rows_of("meeting", ObservationRelease.meeting_id, ObservationRelease.id, release_id=ObservationRelease.id),
        paired_by="release_id",
    ),
    AuditedRecords(
        "agreed reference performances",
        ReferenceAgreed.name,
        rows_of("performance", ReferenceRating.performance_id, ReferenceRating.no, reference_id=ReferenceRating.id),
        paired_by="reference_id",
    ),
    AuditedRecords(
        "sampling plans",
        ModerationPlanned.name,
        rows_of(
            "workshop", ModerationPlan.workshop_id, ModerationPlan.no,
            plan_id=ModerationPlan.id, plan=ModerationPlan.plan,
        ),
        paired_by="plan_id",
    ),
    AuditedRecords(
        "results that moderators looked at",
        SampleLookedAt.name,
        rows_of(
            "performance", SampleLook.performance_id, SampleLook.no,
            look_id=SampleLook.id, agrees=SampleLook.agrees, reason=SampleLook.reason,
        ),
        paired_by="look_id",
    ),
    AuditedRecords(
        "signed recommendations",
        RecommendationSigned.name,
        rows_of(
            "workshop", Recommendation.workshop_id, Recommendation.id,
            recommendation_id=Recommendation.id, person_id=Recommendation.person_id,
            reason=Recommendation.summary, cites=Recommendation.cites,
        ),
        paired_by="recommendation_id",
    ),
)  # fmt: skip
