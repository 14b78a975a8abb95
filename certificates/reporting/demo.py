"""The part of reporting in the demonstration: figures that are counted, and a donor report that is frozen."""

from datetime import datetime, timedelta
from typing import Any

from certificates.reporting.rules.periods import LENGTHS
from certificates.reporting.services.counting import count_programme
from certificates.reporting.services.freezing import NextReport, freeze_report
from courses.api import Fund
from lms.db import transaction

MANAGER = "rosa.almeida"


def load(world: dict[str, Any], now: datetime) -> None:
    """What the worker would count later, and the first report of the fund that paid for the classes of last year."""
    if not world.get("people"):
        return
    with transaction() as session:
        count_programme(session, now)
        if "reported_fund" in world:
            fund = session.get_one(Fund, world["reported_fund"])
            wanted, at = NextReport(max(LENGTHS)), now - timedelta(hours=1)
            freeze_report(session, fund, wanted, actor_id=world["people"][MANAGER], now=at)
