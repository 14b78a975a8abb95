"""Commits of the outbox: one transaction for the entries of one subject, so that one bad entry spoils no other."""

import traceback
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import IntegrityError

from lms import outages
from lms.access import Viewer
from lms.db import transaction
from lms.errors import NotFound, RuleBroken
from lms.i18n import _
from lms.manifest import composition
from lms.offline.kinds import OfflineKind
from lms.offline.rules import Envelope, grouped
from lms.offline.services import EntryReceipt, for_later, not_taken, receive

log = structlog.get_logger()


def take_entries(person: Viewer, entries: Sequence[Envelope], *, now: datetime) -> dict[str, EntryReceipt]:
    """The receipt of each entry by its id; what is told as taken is committed.

    Where something of ours fails for one subject, that is said in the log, its entries stay on the device and the
    others are taken; where it fails for all, or the database is away, so does the request.
    """
    told: dict[str, EntryReceipt] = {}
    groups, faults = grouped(entries), []
    for group in groups:
        try:
            receipts = _take_group(person, group, now)
        except Exception as fault:  # said in the log; the device sends them again
            if outages.is_outage(fault):
                raise  # the others would fail as well
            log.exception("outbox-failed", kind=group[0].kind, fault=str(fault), trace=traceback.format_exc())
            faults.append(fault)
            receipts = [for_later(one, _("The site is busy. It is sent again."), soon=True) for one in group]
        told |= {entry.id: receipt for entry, receipt in zip(group, receipts, strict=True) if entry.id not in told}
    if faults and len(faults) == len(groups):
        raise faults[-1]
    return told


def _take_group(person: Viewer, group: Sequence[Envelope], now: datetime) -> list[EntryReceipt]:
    """Entries of one kind and subject: all in one transaction, or one by one where a rule broke it off."""
    kind = next((one for one in composition().offline_kinds if one.name == group[0].kind), None)
    if kind is None:
        return [for_later(one, _("This site does not know this kind of entry.")) for one in group]
    if not person.may(kind.permission):
        return [for_later(one, _("You do not have the right to do this now.")) for one in group]
    try:
        return _commit(kind, person, group, now)
    except (RuleBroken, NotFound) as fault:
        if len(group) == 1:
            return [not_taken(group[0], fault)]
        return [receipt for one in group for receipt in _take_group(person, [one], now)]


def _commit(kind: OfflineKind[Any], person: Viewer, group: Sequence[Envelope], now: datetime) -> list[EntryReceipt]:
    try:
        with transaction() as session:
            return receive(session, kind, person, group, now=now)
    except IntegrityError:  # the same entry came twice at once, and the other request was faster: now it is known
        with transaction() as session:
            return receive(session, kind, person, group, now=now)
