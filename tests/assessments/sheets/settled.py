"""Sheets of a bench that agree, differ, came twice or late, and what they came to."""

from __future__ import annotations

from sqlalchemy import select

from assessments.sheets.models import PerformanceReview, Reconciliation, SheetCopy
from assessments.sheets.rules.standing import SheetContent
from assessments.sheets.rules.states import ThirdBasis, Way
from assessments.sheets.services.arriving import SealedSheet, bring_sealed
from assessments.sheets.services.marking import Bringing
from assessments.sheets.services.settling import name_third
from lms.ids import new_uuid
from tests.builders.people import NOW


def results(bench):
    query = select(Reconciliation).filter_by(performance_id=bench.performance.id)
    return bench.session.scalars(query.order_by(Reconciliation.no)).all()


def content(names, protects, grade=2, **more):
    return SheetContent({"names": names, "protects": protects}, grade=grade, **more)


def bring(bench, sheet, said, *, way=Way.DEVICE, key=None, **more):
    by = Bringing(sheet.assessor_id, way, **more)
    return bring_sealed(bench.session, sheet, SealedSheet(said, new_uuid() if key is None else key), by=by, now=NOW)


def agree(bench):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 1, 2)


def differ(bench):
    bench.fill(bench.first, 2, 2)
    bench.fill(bench.second, 0, 2)


def alone(bench):
    """A third agrees with nobody on the second criterion."""
    differ(bench)
    third = name_third(
        bench.session, bench.performance, bench.three.id, ThirdBasis.IN_ROOM, by_id=bench.moderator.id, now=NOW
    )
    bring(bench, third, content(1, 0, comments={"protects": "No gloves."}))


def copy_of(bench):
    return bench.session.scalars(select(SheetCopy).filter_by(sheet_id=bench.first.id)).one()


def review_of(bench):
    return bench.session.scalars(select(PerformanceReview).filter_by(performance_id=bench.performance.id)).one()
