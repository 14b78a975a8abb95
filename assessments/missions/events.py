"""What the audit trail keeps of missions: their plan, team and report, annexes, and practice in operations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class MissionSaved(Event):
    """A mission was planned or changed; the subject is the mission."""

    name = "mission.saved"
    said = N_("Mission saved")
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class MissionCancelled(Event):
    """A mission does not take place; the subject is the mission."""

    name = "mission.cancelled"
    said = N_("Mission cancelled")
    reason: str


@dataclass(frozen=True, kw_only=True)
class MissionMemberJoined(Event):
    """Somebody was put into the team of a mission; the subject is the mission."""

    name = "mission.member-joined"
    said = N_("Member added to a mission")
    member_id: int
    person_id: int
    part: str
    supervised_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class MissionMemberLeft(Event):
    """Somebody is no longer in the team of a mission; the subject is the mission."""

    name = "mission.member-left"
    said = N_("Member removed from a mission")
    member_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class MissionEntryWritten(Event):
    """A part of a mission report was written, revised or removed; the subject is the entry."""

    name = "mission.entry-written"
    said = N_("Part of a mission report written")
    entry_id: int
    number: int
    section: str
    removed: bool


@dataclass(frozen=True, kw_only=True)
class MissionReportDelivered(Event):
    """A report was frozen and sent to the host; the subject is the mission."""

    name = "mission.report-delivered"
    said = N_("Mission report delivered")
    number: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class MissionHostAnswered(Event):
    """A host said something of a report, or was silent; the subject is the report."""

    name = "mission.host-answered"
    said = N_("Host answered, or did not answer")
    what: str


@dataclass(frozen=True, kw_only=True)
class MissionFollowedUp(Event):
    """A host said what became of the recommendations; the subject is the mission."""

    name = "mission.followed-up"
    said = N_("Recommendations followed up")
    months: int


@dataclass(frozen=True, kw_only=True)
class MissionAnnexSigned(Event):
    """A supervising expert signed what they say of a candidate; the subject is the annex."""

    name = "mission.annex-signed"
    said = N_("Annex of a mission signed")
    number: int
    digest: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MissionAnnexReleased(Event):
    """The candidate may read an annex from now on; the subject is the annex."""

    name = "mission.annex-released"
    said = N_("Annex released to the candidate")
    candidate_id: int


@dataclass(frozen=True, kw_only=True)
class OperationPracticeObserved(Event):
    """A qualified person saw somebody at work in an operation; the subject is the person who was seen."""

    name = "mission.practice-observed"
    said = N_("Practice in an operation observed")
    practice_id: int
    activity_id: int
    digest: str
