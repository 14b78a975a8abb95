"""Everybody of a cohort is told of its meetings: to the inbox, and by letter with an invitation for the calendar."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.models.cohort import Cohort
from courses.cohorts.models.meeting import Meeting
from courses.cohorts.queries.calendars import event_of
from courses.cohorts.queries.cohorts import cohort_by_id, trainers_of_one
from courses.cohorts.queries.meetings import FoundMeeting, meetings_where
from courses.cohorts.queries.participants import participants_of
from courses.cohorts.rules.meetings import MeetingStep
from courses.cohorts.rules.recurrence import begins_at
from courses.cohorts.rules.states import IN
from lms.calendars import CalendarAddress, Invitation, invitation, publication
from lms.i18n import _, lazy, ngettext
from lms.mail.composing import organizer
from lms.messages.kinds import MessageKind, Params, PerPerson, Said
from lms.messages.rules.delivery import Channel
from lms.messages.services.sending import send_messages
from lms.moments import said_moment


def meeting_said(params: Params, _language: str) -> Said:
    """What happened to a meeting, or to several of a series, and when the first of them begins now."""
    path = f"/cohorts/{params['uuid']}/meetings" if params["leads"] else f"/my-cohorts/{params['uuid']}"
    step, count = MeetingStep(params["step"]), params["count"]
    title = TITLES[step] % {"title": params["title"], "cohort": params["cohort"]}
    begins = _moment(params["starts"], params["zone"])
    lines = [_("Cohort: %(cohort)s", cohort=params["cohort"])]
    if count > 1:
        lines.append(ngettext("It is about %(num)s meeting.", "It is about %(num)s meetings.", count))
        lines.append(str(FIRST[step]) % {"moment": begins})
    else:
        lines.append(str(ALONE[step]) % {"moment": begins})
    if params["was"]:
        lines.append(_("Before: %(moment)s.", moment=_moment(params["was"], params["zone"])))
    if params["place"] and step is not MeetingStep.CANCELLED:
        lines.append(_("Place: %(place)s", place=params["place"]))
    return Said(title, "\n".join(lines), path, _("See the meetings"))


TITLES = {
    MeetingStep.SCHEDULED: lazy("Meeting: %(title)s"),
    MeetingStep.MOVED: lazy("Meeting moved: %(title)s"),
    MeetingStep.CHANGED: lazy("Meeting changed: %(title)s"),
    MeetingStep.CANCELLED: lazy("Meeting cancelled: %(title)s"),
}
ALONE = {
    MeetingStep.SCHEDULED: lazy("It starts: %(moment)s."),
    MeetingStep.MOVED: lazy("It starts now: %(moment)s."),
    MeetingStep.CHANGED: lazy("It starts: %(moment)s."),
    MeetingStep.CANCELLED: lazy("It would have started: %(moment)s. Do not come."),
}
FIRST = {
    MeetingStep.SCHEDULED: lazy("The first starts: %(moment)s."),
    MeetingStep.MOVED: lazy("The first starts now: %(moment)s."),
    MeetingStep.CHANGED: lazy("The first starts: %(moment)s."),
    MeetingStep.CANCELLED: lazy("The first would have started: %(moment)s. Do not come."),
}
PARAMS: Mapping[str, type] = {
    **dict.fromkeys(("cohort", "uuid", "meeting", "series", "title", "step"), str),
    **dict.fromkeys(("starts", "was", "zone", "place", "reason"), str),
    "count": int,
    "leads": bool,
}


def invited(session: Session, params: Params, guest: CalendarAddress) -> Invitation | None:
    """What goes along for the reader's calendar: one meeting as a request or its cancellation, several as a list."""
    several = params["series"] and params["count"] > 1
    chosen = Meeting.series == params["series"] if several else Meeting.uuid == params["meeting"]
    found = meetings_where(session, chosen)
    if not found:
        return None
    cohort: Cohort = cohort_by_id(session, found[0].cohort_id).row
    events = [event_of(one, cohort, leads=params["leads"]) for one in found]
    return publication(events) if several else invitation(events[0], organizer=organizer(), guest=guest)


MEETING_MESSAGE = MessageKind(
    "cohorts.meeting",
    lazy("Meetings of your cohorts"),
    meeting_said,
    PARAMS,
    Channel.AT_ONCE,
    free_words="reason",
    invites=invited,
)


def tell_of_meetings(
    session: Session,
    meetings: Sequence[FoundMeeting],
    before: Mapping[int, FoundMeeting],
    *,
    by: int | None,
    now: datetime,
) -> int:
    """Tell officers and trainers what became of meetings of one cohort that are still to come; answers how many."""
    coming = [one for one in meetings if one.ends_at > now]
    if not coming:
        return 0
    first = coming[0]
    cohort = cohort_by_id(session, first.cohort_id)
    officers = [one.person_id for one in participants_of(session, [cohort.id])[cohort.id] if one.status in IN]
    trainers = set(trainers_of_one(session, cohort.id))
    was = before.get(first.id)
    params: dict[str, Any] = {
        "cohort": cohort.row.title,
        "uuid": cohort.row.uuid,
        "meeting": first.uuid,
        "series": first.series or "",
        "title": first.title,
        "step": _step_of(coming).value,
        "starts": first.starts.isoformat(),
        "was": was.starts.isoformat() if was is not None and was.starts != first.starts else "",
        "zone": first.zone,
        "place": first.place,
        "reason": first.reason,
        "count": len(coming),
    }
    of = {person: params | {"leads": person in trainers} for person in (trainers | set(officers)) - {by}}
    return send_messages(session, MEETING_MESSAGE, list(of), PerPerson(of), by_id=by, now=now)


def _step_of(meetings: Collection[FoundMeeting]) -> MeetingStep:
    """What happened to most of them, in a word: moved, if one of them was."""
    steps = {one.step for one in meetings}
    return MeetingStep.MOVED if MeetingStep.MOVED in steps else next(iter(sorted(steps)))


def _moment(wall: str, zone: str) -> str:
    return said_moment(begins_at(datetime.fromisoformat(wall), zone), zone)
