"""What the forms about cohorts offer: courses, places, time zones, languages."""

from collections.abc import Collection
from typing import Any
from zoneinfo import available_timezones

from babel.core import get_global
from sqlalchemy.orm import Session

from courses.cohorts.forms import DetailsForm, NewCohortForm
from courses.cohorts.queries.cohorts import FoundCohort
from courses.cohorts.rules.attended import USUAL_PERCENT
from courses.cohorts.services.details import CohortDetails, details_of
from courses.cohorts.services.opening import CohortDraft
from courses.learning.queries.runs import on_offer
from courses.permissions import CoursePermission
from lms.access import Viewer
from lms.access_model import access_model
from lms.errors import BadInput
from lms.i18n import _, language
from lms.people.api import ADMINISTRATION, COUNTRY, all_administrations
from lms.web.api import languages, options, own_name, typed

OLD_NAMES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/", "posix/", "right/")


def fill_details(form: DetailsForm, countries: Collection[str], *, zone: str = "") -> None:
    """Offer time zones, those of these countries first, and the languages of this site."""
    territories = get_global("zone_territories")
    every = sorted(name for name in available_timezones() if "/" in name and not name.startswith(OLD_NAMES))
    near = [name for name in every if territories.get(name) in countries]
    others = [name for name in ["UTC", *every] if name not in near]
    if zone and zone not in (*near, *others):
        others.insert(0, zone)
    form.time_zone.choices = [
        *zone_options(near, _("In these countries")),
        *zone_options(others, _("Elsewhere")),
    ]
    form.language.choices = options((code, own_name(code)) for code in languages())


def zone_options(names: Collection[str], group: str) -> list[Any]:
    """Time zones under a heading, by their names in the database of time zones, which no language translates."""
    return options(((name, name) for name in names), group)


def fill_new(session: Session, viewer: Viewer, form: NewCohortForm) -> None:
    """Offer the courses that may be begun, and the places where the viewer may open a cohort."""
    offered = on_offer(session, viewer, language=language(), published=True)
    form.course.choices = options((one.slug, one.title) for one in offered)
    scopes, kinds = viewer.scopes(CoursePermission.COHORT_OPEN), access_model().scope_kinds
    places = kinds[ADMINISTRATION].inside(session, scopes)
    countries = kinds[COUNTRY].inside(session, scopes)
    form.place.choices = [
        *options(((f"{ADMINISTRATION}:{one.key}", one.title) for one in places), _("One administration")),
        *options(((f"{COUNTRY}:{one.key}", one.title) for one in countries), _("All administrations of a country")),
    ]
    known = {one.uuid: one.country for one in all_administrations(session)}
    fill_details(form, {one.id for one in countries} | {known[one.key] for one in places})


def fill_change(form: DetailsForm, cohort: FoundCohort) -> None:
    """Offer what a cohort may be changed to."""
    fill_details(form, [cohort.row.country], zone=cohort.row.time_zone)


def values_of(cohort: FoundCohort) -> dict[str, Any]:
    """What a form shows of a cohort before anything is changed."""
    return details_of(cohort).columns()


def details_typed(form: DetailsForm) -> CohortDetails:
    """What was typed of a cohort; the form has seen that both days are there."""
    assert form.starts_on.data is not None
    assert form.ends_on.data is not None
    return CohortDetails(
        title=typed(form.title),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        time_zone=typed(form.time_zone),
        venue=typed(form.venue),
        language=typed(form.language),
        attendance_percent=form.attendance_percent.data or USUAL_PERCENT,
    )


def draft_typed(session: Session, viewer: Viewer, form: NewCohortForm) -> CohortDraft:
    """What was typed of a new cohort."""
    slug, (kind, _colon, key) = typed(form.course), typed(form.place).partition(":")
    course = next(iter(on_offer(session, viewer, slug, published=True)), None)
    if course is None:
        raise BadInput("course", _("Nobody can start this course now. Choose another one."))
    if kind == COUNTRY:
        return CohortDraft(course.course_id, key, None, details_typed(form))
    place = next((one for one in all_administrations(session) if one.uuid == key), None)
    if place is None:
        raise BadInput("place", _("This administration no longer exists. Choose another one."))
    return CohortDraft(course.course_id, place.country, place.id, details_typed(form))
