"""What is reported: a figure of the country of home, and a frozen report of the fund that is planned."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.reporting.models import FigureRollup
from certificates.reporting.services.freezing import NextReport, freeze_report
from courses.programme.models import Fund

COUNTRY = "TH"


def build(session: Session, fund_uuid: str, now: datetime) -> str:
    """Both; answers the name of the report outside."""
    rollup = FigureRollup(breakdown="country", row=COUNTRY, figure="reached", people=12, counted_at=now)
    session.add(rollup)
    fund = session.scalars(select(Fund).where(Fund.uuid == fund_uuid)).one()
    return freeze_report(session, fund, NextReport(1), actor_id=None, now=now).uuid
