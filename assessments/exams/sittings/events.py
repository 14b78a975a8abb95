"""What sittings record."""

from dataclasses import dataclass

from lms.events import Event
from lms.gettext_noop import N_


@dataclass(frozen=True, kw_only=True)
class SittingOpened(Event):
    """An exam was planned for a room; the subject is the sitting."""

    name = "sitting.opened"
    said = N_("Session opened")
    exam_id: int
    begins_at: str
    ends_at: str


@dataclass(frozen=True, kw_only=True)
class SittingCancelled(Event):
    """A sitting does not take place; the subject is the sitting."""

    name = "sitting.cancelled"
    said = N_("Session cancelled")
    reason: str


@dataclass(frozen=True, kw_only=True)
class SittingSupervisorNamed(Event):
    """Somebody was named to supervise a room; the subject is the sitting."""

    name = "sitting.supervisor-named"
    said = N_("Supervisor of a session named")
    supervisor_id: int
    person_id: int | None


@dataclass(frozen=True, kw_only=True)
class SittingSupervisorEnded(Event):
    """Somebody supervises a room no more; the subject is the sitting."""

    name = "sitting.supervisor-ended"
    said = N_("Supervisor of a session removed")
    supervisor_id: int


@dataclass(frozen=True, kw_only=True)
class SittingLinkMade(Event):
    """A supervisor without an account got a link; links of before work no more. The subject is the sitting."""

    name = "sitting.link-made"
    said = N_("Link for a supervisor made")
    supervisor_id: int


@dataclass(frozen=True, kw_only=True)
class SittingLinkOpened(Event):
    """The link of a supervisor was opened on a device, to which it is bound now; the subject is the sitting."""

    name = "sitting.link-opened"
    said = N_("Link for a supervisor opened")
    supervisor_id: int


@dataclass(frozen=True, kw_only=True)
class SittingAttemptBegun(Event):
    """A candidate began the exam with the code of a room; the subject is the sitting."""

    name = "sitting.attempt-begun"
    said = N_("Exam started in a room")
    attempt_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class SittingPresenceSaid(Event):
    """A supervisor ticked a candidate as present and identified, or took it back; the subject is the sitting."""

    name = "sitting.presence-said"
    said = N_("Candidate marked present in a room")
    presence_id: int
    person_id: int
    supervisor_id: int
    present: bool


@dataclass(frozen=True, kw_only=True)
class SittingLineWritten(Event):
    """A line was written into the protocol; the subject is the sitting."""

    name = "sitting.line-written"
    said = N_("Entry in a record of the room written")
    line_id: int
    supervisor_id: int
    line_kind: str


@dataclass(frozen=True, kw_only=True)
class SittingProtocolSigned(Event):
    """A supervisor signed the protocol; the subject is the sitting."""

    name = "sitting.protocol-signed"
    said = N_("Record of a room signed")
    supervisor_id: int
    on_paper: bool


@dataclass(frozen=True, kw_only=True)
class SittingPaperKeyedIn(Event):
    """A printed protocol was keyed in and waits for a second person; the subject is the sitting."""

    name = "sitting.paper-keyed-in"
    said = N_("Printed record of a room entered")
    paper_id: int


@dataclass(frozen=True, kw_only=True)
class SittingPaperDecided(Event):
    """A second person compared a printed protocol with what was keyed in; the subject is the sitting."""

    name = "sitting.paper-decided"
    said = N_("Printed record of a room compared")
    paper_id: int
    confirmed: bool
