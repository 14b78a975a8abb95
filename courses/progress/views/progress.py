"""Progress of the people of a place: the places, the board of one, the same as a file, and one person."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from courses.cohorts.pages.board_summary import KEPT
from courses.cohorts.rules.board import BoardFilter, BoardOrder
from courses.cohorts.views.board import asks_for_newest
from courses.permissions import CoursePermission
from courses.progress import labels
from courses.progress.pages.index import PLACE_COLUMNS, place_lines, place_list_rows
from courses.progress.pages.place import ProgressChoice, place_page
from courses.progress.pages.place_summary import EVERY_COURSE, CourseChosen, PlaceSummary, course_chosen, place_summary
from courses.progress.pages.rows import COLUMNS, place_rows
from courses.progress.rules import LastSeen
from courses.progress.views.blueprint import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.errors import NotFound
from lms.i18n import lazy as _l
from lms.people.api import (
    PlaceKind,
    PlaceReached,
    holders_of,
    people_named,
    person_by_uuid,
    person_parts,
    place_reached,
    rights_over,
)
from lms.tables.exports import ListExport, answer_export
from lms.web.api import choice_asked, words_asked

PLACE = "/progress/<any(unit,administration,country):kind>/<key>"


def progress_choice() -> ProgressChoice:
    """What the address asks for."""
    show = choice_asked(BoardFilter, "show", BoardFilter.ALL)
    return ProgressChoice(
        show=show if show in labels.STATES else BoardFilter.ALL,
        order=choice_asked(BoardOrder, "order", BoardOrder.ATTENTION),
        seen=choice_asked(LastSeen, "seen", LastSeen.ANY),
        words=words_asked("words"),
        after=request.args.get("after", ""),
    )


def place_asked(kind: str, key: str) -> PlaceReached:
    """The place that the address names, if the viewer answers for all of it."""
    return place_reached(read_session(), viewer(), CoursePermission.PROGRESS_SEE, PlaceKind(kind), key)


def summary_asked(place: PlaceReached) -> tuple[CourseChosen, PlaceSummary]:
    """The course that is asked for, and how everybody of the place stands in it."""
    now, newest = clock.now(), asks_for_newest()
    course = course_chosen(read_session(), place, request.args.get("course", ""), now, newest=newest)
    return course, place_summary(read_session(), place, course, now, newest=newest)


@bp.get("/progress")
@needs(CoursePermission.PROGRESS_SEE)
def index() -> ResponseReturnValue:
    """The places that one answers for."""
    return render_template("progress/index.html", lines=place_lines(read_session(), viewer()))


@bp.get("/progress/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.PROGRESS_SEE)
def export_places(form: str) -> Response:
    """The places that one answers for as a file."""
    return answer_export(
        ListExport(
            name="places",
            title=_l("Places of work"),
            columns=PLACE_COLUMNS,
            rows=place_list_rows(place_lines(read_session(), viewer())),
            names_people=False,
        ),
        form,
    )


@bp.get(PLACE)
@needs(CoursePermission.PROGRESS_SEE)
def place(kind: str, key: str) -> ResponseReturnValue:
    """How the people of a unit, an administration or a country stand."""
    found, choice = place_asked(kind, key), progress_choice()
    course, summary = summary_asked(found)
    page, said = place_page(summary, found, course, choice), narrowed(choice)
    shown = {"place": found, "page": page, "narrowed": said, "labels": labels}
    body = summary.made(("body", choice, *said.items()), lambda: rendered(shown))
    return render_template(
        "progress/place.html", course=course, kept=KEPT.seconds, every_course=EVERY_COURSE, body=body, **shown
    )


def rendered(shown: Mapping[str, Any]) -> Markup:
    """A page of the board, the same for all who see the place in one language."""
    return Markup(render_template("progress/_place.html", **shown))  # noqa: S704  # made by our template


def narrowed(choice: ProgressChoice) -> dict[str, str]:
    """What narrows the list as it stands in addresses, without where its page begins; what is usual is left out."""
    usual = ProgressChoice()
    said = {
        "course": request.args.get("course", ""),
        "show": choice.show if choice.show != usual.show else "",
        "order": choice.order if choice.order != usual.order else "",
        "seen": choice.seen if choice.seen != usual.seen else "",
        "words": choice.words,
    }
    return {name: str(value) for name, value in said.items() if value}


@bp.get(PLACE + "/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.PROGRESS_SEE)
def export(kind: str, key: str, form: str) -> Response:
    """The board of a place as a file, whole, narrowed as on its page."""
    found, choice = place_asked(kind, key), progress_choice()
    course, summary = summary_asked(found)
    listed = ListExport(
        name="progress",
        title=_l("Progress"),
        columns=COLUMNS,
        rows=place_rows(summary, choice),
        names_people=True,
        filter={
            kind: key, "course": course.key, "show": choice.show.value, "seen": choice.seen.value,
            "words": bool(choice.words),
        },
    )  # fmt: skip
    return answer_export(listed, form)


@bp.get("/progress/people/<uuid:uuid>")
@needs(CoursePermission.PROGRESS_SEE)
def person(uuid: object) -> ResponseReturnValue:
    """One person: courses, results, certificates, each as far as the viewer's rights reach."""
    found = person_by_uuid(read_session(), str(uuid))
    if found is None:
        raise NotFound
    rights = rights_over(read_session(), viewer(), found.id)
    if CoursePermission.PROGRESS_SEE not in rights:
        raise NotFound
    parts = person_parts(read_session(), viewer(), found, rights, clock.now())
    return render_template("progress/person.html", person=found, parts=parts)


@bp.get("/progress/who-sees")
@needs(CoursePermission.COURSE_TAKE)
def who_sees() -> ResponseReturnValue:
    """Who sees how far one is, by name and by rule."""
    people = holders_of(read_session(), CoursePermission.PROGRESS_SEE, viewer().id)
    names = people_named(read_session(), [one for one in people if one != viewer().id])
    return render_template("progress/who_sees.html", names=sorted(names.values(), key=str.casefold))
