"""An assessor's day as a device keeps it: plan, rubrics and codes, the key to seal to; and what it weighs."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessments.rubrics.pages.sheet_fields import CriterionField, GivenRatings, sheet_fields
from assessments.rubrics.rules.definition import RubricDefinition, definition_from_data
from assessments.sheets.offline.ports import DAY_FILES, DAY_PLACES, DayFile, DayPlace
from assessments.sheets.offline.queries.day import DaySheet, FoundDay, day_of
from assessments.sheets.rules.aliases import candidate_code
from assessments.sheets.sealing.queries import current_key, jwk_of
from assessments.sheets.sealing.tickets import ticket_for
from lms.access import Viewer
from lms.i18n import _, language
from lms.moments import said_briefly
from lms.people.api import people_named
from lms.web.api import asset, asset_size, wire_size

PIECES = ("vault.js", "pages.js", "keeping.js", "clock-time.js", "sheet-sealing.js", "marking.js", "day.js")
UNPACKED = 4  # how much more room a page takes on a device than on the line
DAY_ID = "sheets/day"


def day_as_data(session: Session, viewer: Viewer) -> dict[str, Any]:
    """Everything that a device needs to mark without a line; no rating is in it."""
    day = day_of(session, viewer)
    ids = [one.performance_id for one in day.sheets]
    places = DAY_PLACES.provider_if_any()
    placed = places.places(session, ids) if places else {}
    files = DAY_FILES.provider_if_any()
    given = files.files(session, viewer, ids) if files else {}
    names = people_named(
        session, {one.person_id for one in day.sheets if one.person_id is not None and not one.written}
    )
    key = current_key(session)
    sheets = sorted(day.sheets, key=lambda one: _order(placed.get(one.performance_id)))
    return {
        "person": viewer.uuid,
        "key": jwk_of(key) if key else None,
        "sheets": [
            _sheet(
                one,
                ticket_for(one.performance, viewer.uuid),
                placed.get(one.performance_id),
                names.get(one.person_id or 0, ""),
                [_file(each) for each in given.get(one.performance_id, ())],
            )
            for one in sheets
        ],
        "rubrics": _rubrics(day),
    }


def _order(place: DayPlace | None) -> tuple[bool, float]:
    """What has a time comes first, by it."""
    return (place is None, place.begins_at.timestamp() if place else 0)


def _sheet(
    one: DaySheet, ticket: str, place: DayPlace | None, name: str, files: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "sheet": one.uuid,
        "performance": one.performance,
        "ticket": ticket,
        "code": candidate_code(one.candidate_no),
        "name": name,  # empty where names are hidden
        "exercise": one.exercise,
        "minutes": one.minutes,
        "workshop": one.workshop,
        "when": said_briefly(place.begins_at, one.zone) if place else "",
        "room": place.room if place else "",
        "rubric": one.rubric,
        "after": one.after,
        "sealed": one.sealed_at is not None,
        "files": files,
    }


def _file(one: DayFile) -> dict[str, Any]:
    return {"title": one.title, "type": one.media_type, "url": one.url, "size": one.size}


def _rubrics(day: FoundDay) -> dict[str, Any]:
    return {uuid: rubric_as_data(definition_from_data(data)) for uuid, data in day.rubrics.items()}


def rubric_as_data(definition: RubricDefinition) -> dict[str, Any]:
    """A rubric in the language of the reader; weights as figures that a script adds up."""
    fields = sheet_fields(definition, GivenRatings(), language())
    weights = {one.code: float(one.weight) for one in definition.criteria}
    return {
        "title": fields.title,
        "criteria": [_criterion(one, weights[one.code]) for one in fields.criteria],
        "grades": [one.title for one in fields.grades],
        "borderline": fields.offers_flag,
    }


def _criterion(one: CriterionField, weight: float) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "critical": one.critical,
        "weight": weight,
        "reasonUpTo": one.reason_up_to,
        "levels": [{"value": each.value, "title": each.title, "words": each.words} for each in one.levels],
    }


def keeping_plan(url: str, html: str, now: datetime) -> dict[str, Any]:
    """What a device fetches to keep the page itself, and what that weighs; nothing of the day is in the page."""
    sizes = {url: wire_size(html.encode(), "text/html"), **{asset(name): asset_size(name) for name in PIECES}}
    weight = sum(sizes.values())
    return {
        "id": DAY_ID,
        "title": _("My day as an assessor"),
        "course": _("Offline sheets"),
        "home": url,
        "mark": now.date().isoformat(),
        "bytes": weight,
        "room": weight * UNPACKED,
        "pages": [url],
        "stays": True,  # no button takes it away where lessons are removed
        "sizes": sizes,
        "lessons": [{"url": url, "title": _("Mark")}],
    }
