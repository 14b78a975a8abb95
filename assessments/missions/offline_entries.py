"""Offline entries of missions: a part of a report, written on a phone without a line; the subject is the mission."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.missions.labels import FAULTS, ONE_OF
from assessments.missions.queries.missions import FoundMission, mission_of_team
from assessments.missions.rules.entries import Section, faults, kept
from assessments.missions.services.writing import add_entry, checked
from assessments.permissions import PracticalPermission
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import Envelope, ReceiptState

ENTRY = "missions.entry"


@dataclass(frozen=True)
class EntryTyped:
    """A new part of a report."""

    section: Section
    body: Mapping[str, str]


def read_body(entry: Envelope) -> EntryTyped:
    """`{"section", "fields"}`."""
    body = entry.body if isinstance(entry.body, dict) else {}
    section = next((one for one in Section if one == body.get("section")), None)
    if section is None:
        raise BadInput("body.section", _("This part does not exist in a report."))
    fields = body.get("fields")
    if not isinstance(fields, dict):
        raise BadInput("body.fields", _("This must be an object."))
    for name, fault in faults(section, fields).items():
        raise BadInput(f"body.fields.{name}", str(FAULTS[fault]))
    return EntryTyped(section, kept(section, fields))


def apply(batch: OfflineBatch[EntryTyped]) -> BatchOutcome:
    """Add each part to the report of the mission in whose team the person is."""
    if not batch.entries:
        return BatchOutcome([])
    mission = _own(batch)
    outcomes = []
    for _entry, typed in batch.entries:
        try:
            checked(batch.session, typed.section, typed.body)
        except BadInput as fault:
            outcomes.append(EntryOutcome(ReceiptState.REFUSED, {"message": fault.message}))
            continue
        add_entry(batch.session, mission, typed.section, typed.body, by_id=batch.person.id, now=batch.now)
        outcomes.append(EntryOutcome(ReceiptState.TAKEN, {"section": typed.section.value}))
    return BatchOutcome(outcomes)


def _own(batch: OfflineBatch[EntryTyped]) -> FoundMission:
    try:
        return mission_of_team(batch.session, batch.person, batch.subject)
    except NotFound as fault:
        words = _("You are no longer in the team of this mission, so this was not accepted. Tell the team lead.")
        raise RuleBroken(words) from fault


def in_words(receipt: Mapping[str, Any]) -> dict[str, Any]:
    """The receipt in a sentence."""
    if "section" in receipt:
        what = str(ONE_OF[receipt["section"]])
        return {"message": _("%(what)s: it is in the report now.", what=what)}
    return dict(receipt)


ENTRY_KIND = OfflineKind(ENTRY, PracticalPermission.PRACTICAL_OWN, read_body, apply, tell=in_words)
