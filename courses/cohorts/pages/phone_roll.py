"""The roll of a meeting on a trainer's phone: whom it lists, what a phone fetches to keep it, how it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.labels import PRESENCES
from courses.cohorts.offline_rolls import conflict_words, standing_said
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting
from courses.cohorts.queries.participants import participants_seen
from courses.cohorts.queries.rolls import standings_of
from courses.cohorts.rules.states import REACHED
from courses.cohorts.services.door_checks import names_to_check
from lms.access import Viewer
from lms.i18n import _
from lms.moments import said_moment
from lms.people.api import PersonInfo, people_info, shown_names
from lms.web.api import asset, asset_size, wire_size

PIECES = ("cohorts.css", "pages.js", "keeping.js", "roll.js")
UNPACKED = 4  # how much more room a page takes on a phone than on the line


@dataclass(frozen=True)
class RollRow:
    """An officer on the roll."""

    uuid: str
    name: str
    shown: str  # both names, as they are compared with a document
    stands: str  # what the roll says: a presence, "conflict" or nothing
    message: str  # of a conflict: who says what
    check_name: bool  # nobody has checked the name, and the viewer may


@dataclass(frozen=True)
class PhoneRoll:
    """The roll of a meeting for a phone."""

    cohort: FoundCohort
    meeting: FoundMeeting
    when: str
    rows: Sequence[RollRow]

    @property
    def version(self) -> str:
        """Another one when the meeting or those on the list are others."""
        said = (self.meeting.sequence, self.meeting.title, *((one.uuid, one.shown) for one in self.rows))
        return sha256(repr(said).encode()).hexdigest()[:16]


def phone_roll(session: Session, viewer: Viewer, cohort: FoundCohort, meeting: FoundMeeting) -> PhoneRoll:
    """Everybody who is in the cohort and whom the viewer sees, by name, never themselves; queries do not grow."""
    people = _people(session, viewer, cohort)
    standings = standings_of(session, [meeting.id])[meeting.id]
    words = conflict_words(session, standings, [one.id for one in people])
    unchecked = names_to_check(session, viewer, [one.id for one in people if not one.name_checked])
    return PhoneRoll(
        cohort,
        meeting,
        said_moment(meeting.begins_at, meeting.zone),
        [
            RollRow(
                uuid=one.uuid,
                name=one.name,
                shown=shown_names(one.name, one.local_name),
                stands=standing_said(standings.get(one.id)),
                message=words.get(one.id, ""),
                check_name=one.id in unchecked,
            )
            for one in people
        ],
    )


def _people(session: Session, viewer: Viewer, cohort: FoundCohort) -> list[PersonInfo]:
    seen = [one.person_id for one in participants_seen(session, viewer, cohort.id) if one.status in REACHED]
    people = people_info(session, [one for one in seen if one != viewer.id])
    return sorted(people.values(), key=lambda one: (one.name.casefold(), one.id))


def standing_now(roll: PhoneRoll, now: datetime) -> dict[str, Any]:
    """How the roll stands, as a script reads it, and the time of the server."""
    return {
        "now": now.isoformat(),
        "people": {one.uuid: [one.stands, one.message, one.check_name] for one in roll.rows},
    }


def roll_plan(roll: PhoneRoll, url: str, html: str) -> dict[str, Any]:
    """What a phone fetches to keep this page, and what that weighs on the line."""
    sizes = {url: wire_size(html.encode(), "text/html"), **{asset(name): asset_size(name) for name in PIECES}}
    weight = sum(sizes.values())
    title = roll_title(roll)
    return {
        "id": f"roll/{roll.meeting.uuid}",
        "title": title,
        "course": roll.cohort.row.title,
        "home": url,
        "mark": roll.version,
        "bytes": weight,
        "room": weight * UNPACKED,
        "pages": [url],
        "sizes": sizes,
        "lessons": [{"url": url, "title": _("Record attendance")}],
    }


def roll_title(roll: PhoneRoll) -> str:
    """What this roll is called among what is on a phone."""
    return _("Attendance: %(meeting)s, %(day)s", meeting=roll.meeting.title, day=roll.when)


def roll_words(roll: PhoneRoll) -> dict[str, Any]:
    """Every sentence that the script of the page may have to say; `{n}` and the like are filled in there."""
    return {
        "presences": {one.value: str(words) for one, (words, _tone) in PRESENCES.items()},
        "nothing": _("Not yet"),
        "how": _("Attendance of {name}"),
        "title": _("{name}: {said}") + " · " + roll_title(roll),
        "nameTitle": _("Name compared: {name}") + " · " + roll_title(roll),
        "takenBack": _("removed"),
        "compared": _("Name as in the document"),
        "comparedWho": _("The name is like this in the document: {name}"),
        "checked": _("The name is checked."),
        "waits": _("waits on this phone"),
        "unkept": _("This browser could not save it. Write it down on paper, and do not close this page."),
        "count": _("Present: {n} of {all}."),
        "allSent": _("Everything is sent."),
        "waiting": _("Waiting on this phone: {n}. It is sent as soon as you are online and signed in."),
        "stranger": _("You are no longer signed in. Sign in again: your entries are saved on this phone."),
        "keep": _("Save for offline use"),
        "working": _("Saving: {n} of {all} pages"),
        "kept": _("This list is saved for offline use. You also find it under “On this phone”."),
        "broken": _("The connection was lost. Press again to continue."),
        "full": _("There is no space left on this phone. It needs about {size}."),
        "refusedByServer": _("The server did not give this page. Open the meeting again and try later."),
        "insecure": _(
            "Pages can be saved only from a secure address, one that starts with https. Ask your administrator."
        ),
        "old": _("This browser cannot save pages. Use a newer browser, and not a private window."),
        "size": _("{n} KB"),
        "large": _("{n} MB"),
        "huge": _("{n} GB"),
    }
