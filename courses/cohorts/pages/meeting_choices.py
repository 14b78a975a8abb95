"""What people type about meetings: offered, read, and told what is wrong with a series."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import format_date

from courses.cohorts.forms import DAILY, ONCE, MeetingForm, PlanForm
from courses.cohorts.labels import SERIES_REFUSALS
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.queries.meetings import FoundMeeting
from courses.cohorts.rules.recurrence import WEEKDAYS, WeeklySeries, occurrences, refuse_series
from courses.cohorts.services.meetings import MeetingFacts
from lms.errors import BadInput
from lms.web.api import options, typed

A_MONDAY = date(2026, 1, 5)
USUAL_MINUTES = 90


def offer_weekdays(form: PlanForm) -> None:
    """Offer the seven days in the language of the page, Monday first."""
    names = ((str(number), format_date(A_MONDAY + timedelta(days=number), "EEEE")) for number in range(7))
    form.weekdays.choices = options(names)


def facts_typed(form: MeetingForm, zone: str) -> MeetingFacts:
    """What is said of the meeting, or of each of a series."""
    assert form.at.data is not None  # the form demands both
    assert form.minutes.data is not None
    lasts = timedelta(minutes=form.minutes.data)
    return MeetingFacts(typed(form.title), typed(form.place), form.at.data, lasts, zone)


def days_typed(form: PlanForm, facts: MeetingFacts) -> Sequence[date]:
    """The days on which it is held; what makes no series is refused beside its field."""
    first = form.day.data
    assert first is not None
    if form.repeat.data == ONCE:
        return [first]
    chosen = frozenset(int(one) for one in form.weekdays.data or ())
    weekdays = WEEKDAYS if form.repeat.data == DAILY else chosen or frozenset({first.weekday()})
    series = WeeklySeries(first, facts.at, facts.lasts, weekdays, form.until.data, form.count.data)
    refusal = refuse_series(series, facts.zone)
    if refusal is not None:
        name, words = SERIES_REFUSALS[refusal]
        raise BadInput(name, str(words))
    return [one.slot for one in occurrences(series)]


def values_of(meeting: FoundMeeting) -> dict[str, object]:
    """What the form shows of a meeting first."""
    return {
        "title": meeting.title,
        "place": meeting.place,
        "day": meeting.starts.date(),
        "at": meeting.starts.time(),
        "minutes": meeting.lasts // timedelta(minutes=1),
    }


def values_for_new(cohort: FoundCohort, today: date) -> dict[str, object]:
    """What the form shows first of one that is planned: the place of the cohort, and its first day or today."""
    return {"place": cohort.row.venue, "minutes": USUAL_MINUTES, "day": max(today, cohort.row.starts_on)}
