"""Offline entries of cohorts: who was at a meeting, and whose name stands so in the document, said on a phone.

The subject is the meeting, so what a phone kept of one meeting is taken together.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from courses.cohorts.labels import PRESENCES
from courses.cohorts.queries.meetings import FoundMeeting, meeting_led
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.rolls import LineSource, Presence, RollLine, RollLineId, RollStanding
from courses.cohorts.services.door_checks import check_names_at_door
from courses.cohorts.services.rolls import keep_lines, were_in
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.errors import BadInput, NotFound, RuleBroken
from lms.i18n import _
from lms.offline.kinds import BatchOutcome, EntryOutcome, OfflineBatch, OfflineKind
from lms.offline.rules import Envelope, ReceiptState
from lms.people.api import DoorCheck, DoorCheckState, people_named, person_ids

ROLL, NAME = "cohorts.roll", "cohorts.name"
UUID_LENGTH = 36
SHOWN_LENGTH = 500
LONGEST_GAP = 100 * 366 * 86_400_000  # milliseconds by which a clock may be wrong
DOOR_STATES = {
    DoorCheckState.CHECKED: ReceiptState.TAKEN,
    DoorCheckState.BEFORE: ReceiptState.ALREADY,
    DoorCheckState.REFUSED: ReceiptState.REFUSED,
}


@dataclass(frozen=True)
class SaidPresence:
    """How one officer was there, or that an earlier word is taken back, and how wrong the clock of the phone is."""

    person: str
    presence: Presence | None
    clock_offset: timedelta


@dataclass(frozen=True)
class SaidName:
    """An officer whose name was compared with the document, and the name that stood on the page."""

    person: str
    seen: str


def read_presence(entry: Envelope) -> SaidPresence:
    """`{"person", "presence", "offset"}`; the offset in milliseconds, to be added to the clock of the phone."""
    body = _body(entry)
    word, offset = body.get("presence"), body.get("offset", 0)
    said = next((one for one in Presence if one == word), None)
    if word is not None and said is None:
        raise BadInput("body.presence", _("This is not a known kind of attendance."))
    if not isinstance(offset, int) or isinstance(offset, bool) or abs(offset) > LONGEST_GAP:
        raise BadInput("body.offset", _("This must be a whole number of milliseconds."))
    return SaidPresence(_text(body, "person", UUID_LENGTH), said, timedelta(milliseconds=offset))


def read_name(entry: Envelope) -> SaidName:
    """`{"person", "seen"}`."""
    body = _body(entry)
    return SaidName(_text(body, "person", UUID_LENGTH), _text(body, "seen", SHOWN_LENGTH))


def _body(entry: Envelope) -> Mapping[str, object]:
    if not isinstance(entry.body, dict):
        raise BadInput("body", _("This must be an object."))
    return entry.body


def _text(body: Mapping[str, object], name: str, most: int) -> str:
    text = body.get(name)
    if not isinstance(text, str) or not 0 < len(text) <= most:
        raise BadInput(f"body.{name}", _("This is missing, too long, or has characters that are not allowed."))
    return text


def apply_presences(batch: OfflineBatch[SaidPresence]) -> BatchOutcome:
    """Add what a phone kept to the roll; each receipt says what the roll now says of that officer."""
    if not batch.entries:
        return BatchOutcome([])
    meeting = _led(batch.session, batch.person, batch.subject)
    ids = person_ids(batch.session, {said.person for _entry, said in batch.entries})
    lines = {
        entry.id: RollLine(
            id=RollLineId(entry.device, entry.seq),
            person_id=ids[said.person],
            by_id=batch.person.id,
            source=LineSource.LIST,
            presence=said.presence,
            at=entry.made_at or batch.now,
            clock_offset=said.clock_offset if entry.made_at else timedelta(),
        )
        for entry, said in batch.entries
        if said.person in ids
    }
    kept = keep_lines(batch.session, meeting, list(lines.values()), by=batch.person, now=batch.now)
    standings = standings_of(batch.session, [meeting.id])[meeting.id]
    words = conflict_words(batch.session, standings, [line.person_id for line in lines.values()])
    return BatchOutcome(
        [_outcome(lines.get(entry.id), kept.refused, kept.known, standings, words) for entry, _said in batch.entries]
    )


def _outcome(
    line: RollLine | None,
    refused: Mapping[RollLineId, str],
    known: Collection[RollLineId],
    standings: Mapping[int, RollStanding],
    words: Mapping[int, str],
) -> EntryOutcome:
    if line is None:
        return EntryOutcome(ReceiptState.REFUSED, {"message": _("This person was never in the cohort.")})
    if line.id in refused:
        return EntryOutcome(ReceiptState.REFUSED, {"message": refused[line.id]})
    state = ReceiptState.ALREADY if line.id in known else ReceiptState.TAKEN
    stands = standing_said(standings.get(line.person_id))
    return EntryOutcome(state, {"stands": stands, "message": words.get(line.person_id, "")})


def standing_said(standing: RollStanding | None) -> str:
    """What the roll says of somebody, for a script: a presence, that trainers disagree, or nothing."""
    if standing is not None and standing.in_conflict:
        return "conflict"
    return standing.presence.value if standing is not None and standing.presence is not None else ""


def conflict_words(session: Session, standings: Mapping[int, RollStanding], people: Collection[int]) -> dict[int, str]:
    """Of whom trainers disagree: who says what, in words; one query where there is anything to say."""
    disputed = {one: standings[one] for one in people if one in standings and standings[one].in_conflict}
    names = people_named(session, {line.by_id for one in disputed.values() for line in one.lines}) if disputed else {}
    return {one: _disagreement(standing, names) for one, standing in disputed.items()}


def _disagreement(standing: RollStanding, names: Mapping[int, str]) -> str:
    told = "; ".join(
        f"{names[line.by_id]}: {PRESENCES[line.presence][0]}" for line in standing.lines if line.presence is not None
    )
    return _("The trainers disagree (%(told)s). One of you decides on the attendance page.", told=told)


def apply_names(batch: OfflineBatch[SaidName]) -> BatchOutcome:
    """Check each name that was compared with the document at the door of this meeting."""
    if not batch.entries:
        return BatchOutcome([])
    meeting = _led(batch.session, batch.person, batch.subject)
    if not meeting.roll_is_open(batch.now):
        raise RuleBroken(_("Names are compared at a meeting: this one is cancelled, or has not started."))
    ids = person_ids(batch.session, {said.person for _entry, said in batch.entries})
    inside = were_in(batch.session, meeting.cohort_id, list(ids.values()))
    seen = {said.person: said.seen for _entry, said in batch.entries if ids.get(said.person) in inside}
    checks = check_names_at_door(batch.session, seen, by=batch.person, now=batch.now)
    return BatchOutcome([_checked(said, checks) for _entry, said in batch.entries])


def _checked(said: SaidName, checks: Mapping[str, DoorCheck]) -> EntryOutcome:
    check = checks.get(said.person)
    if check is None:
        return EntryOutcome(ReceiptState.REFUSED, {"message": _("This person was never in the cohort.")})
    return EntryOutcome(DOOR_STATES[check.state], {"message": check.message})


def _led(session: Session, viewer: Viewer, uuid: str) -> FoundMeeting:
    try:
        return meeting_led(session, viewer, uuid)
    except NotFound as fault:
        words = _("You no longer lead this cohort, so this was not accepted. Tell one of its trainers.")
        raise RuleBroken(words) from fault


ROLL_KIND = OfflineKind(ROLL, CoursePermission.COHORT_LEAD, read_presence, apply_presences)
NAME_KIND = OfflineKind(NAME, CoursePermission.COHORT_LEAD, read_name, apply_names)  # whose names, the service judges
OFFLINE_KINDS: Sequence[OfflineKind[SaidPresence] | OfflineKind[SaidName]] = (ROLL_KIND, NAME_KIND)
