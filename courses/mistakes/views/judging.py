"""Reports of mistakes for who answers for courses: a list, its file, and a page of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courses.catalogue.queries import course_titles
from courses.catalogue.review.labels import PIECES
from courses.catalogue.review.rules.standing import PieceKind
from courses.mistakes import policy
from courses.mistakes.forms import MistakeJudgeForm
from courses.mistakes.labels import SORTS, STATES
from courses.mistakes.models import NAME_LENGTH
from courses.mistakes.pages.reports import (
    REPORT_COLUMNS,
    JudgedPage,
    judged_page,
    lines_of,
    report_rows,
    reports_list,
)
from courses.mistakes.queries.reports import MistakeFilter, courses_reported, report_judged, reports_listed
from courses.mistakes.rules import MistakeSort, MistakeState
from courses.mistakes.services.judging import MistakeJudgement, judge
from courses.mistakes.views.blueprint import bp
from courses.permissions import CoursePermission
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session, transaction
from lms.errors import BadInput, NotFound
from lms.i18n import _, language
from lms.i18n import lazy as _l
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import choice_asked, page_asked, show, typed

ALL = "all"  # in place of a state: decided ones too


def demand_judge() -> None:
    """Whoever does not answer for courses everywhere finds nothing."""
    if not policy.may_judge(viewer()):
        raise NotFound


@dataclass(frozen=True)
class ReportsWanted:
    """By what the list is narrowed, and the same as it stands in addresses."""

    narrowed: MistakeFilter
    asked: dict[str, str]


def wanted(courses: Mapping[str, int]) -> ReportsWanted:
    """What the address asks for; without a state those that are not decided. What there is not narrows nothing."""
    state, course = choice_asked(MistakeState, "state", None), request.args.get("course", "")
    piece, sort = choice_asked(PieceKind, "piece", None), choice_asked(MistakeSort, "kind", None)
    name, every = request.args.get("name", "").replace("\0", "")[:NAME_LENGTH], request.args.get("state") == ALL
    narrowed = MistakeFilter(courses.get(course), state is None and not every, state, piece, sort, name)
    values = {"course": course if course in courses else "", "piece": piece, "kind": sort, "name": name}
    values["state"] = ALL if every else state
    return ReportsWanted(narrowed, {key: str(value) for key, value in values.items() if value})


@bp.get("/mistakes")
@needs(CoursePermission.MISTAKE_JUDGE)
def all_of_them() -> ResponseReturnValue:
    """The reports page by page, and the pieces about which most are open."""
    demand_judge()
    courses = courses_reported(read_session(), viewer())
    asked = wanted(courses)
    page = reports_list(read_session(), viewer(), asked.narrowed, page_asked())
    return render_template("mistakes/all_of_them.html", page=page, asked=asked.asked, filters=filters(courses), all=ALL)


def filters(courses: Mapping[str, int]) -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """The lists by which reports are narrowed: their name, their label and what they offer."""
    titles = course_titles(read_session(), courses.values(), language()) if courses else {}
    states = [(state, words) for state, (words, _tone) in STATES.items()]
    return [
        ("course", _("Course"), [(slug, titles.get(number, slug)) for slug, number in courses.items()]),
        ("state", _("Status"), [*states, (ALL, _("All"))]),
        ("piece", _("What it is about"), list(PIECES.items())),
        ("kind", _("Kind"), list(SORTS.items())),
    ]


@bp.get("/mistakes/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.MISTAKE_JUDGE)
def export(form: str) -> Response:
    """The reports, narrowed as on their page, as a file."""
    demand_judge()
    asked = wanted(courses_reported(read_session(), viewer()))
    found = reports_listed(read_session(), viewer(), asked.narrowed, size=ASKED)
    listed = ListExport(
        name="mistakes",
        title=_l("Reported mistakes"),
        columns=REPORT_COLUMNS,
        rows=report_rows(lines_of(read_session(), found.lines, named=True)),
        names_people=True,
        filter={**asked.asked, "name": "name" in asked.asked},
    )
    return answer_export(listed, form)


@bp.get("/mistakes/<uuid:uuid>")
@needs(CoursePermission.MISTAKE_JUDGE)
def one(uuid: object) -> ResponseReturnValue:
    """One report with what was said, and what became of it."""
    page = judged_page(read_session(), viewer(), report_judged(read_session(), viewer(), str(uuid)))
    return shown(page, offered(page, MistakeJudgeForm(formdata=None)))


def offered(page: JudgedPage, form: MistakeJudgeForm) -> MistakeJudgeForm:
    """The form with what can be chosen for this report."""
    form.offer(page.states, page.versions, page.before)
    form.seen.data = form.seen.data or str(page.line.found.step.no)
    return form


def shown(page: JudgedPage, form: MistakeJudgeForm) -> ResponseReturnValue:
    """The page with its form, which may carry errors."""
    answer = make_response(render_template("mistakes/one.html", page=page, form=form), 422 if form.errors else 200)
    if page.line.found.is_of_exam:
        answer.headers["Cache-Control"] = "no-store"  # what an exam asks stays in no browser
    return answer


@bp.post("/mistakes/<uuid:uuid>")
@needs(CoursePermission.MISTAKE_JUDGE)
def say(uuid: object) -> ResponseReturnValue:
    """Say what became of a report."""
    page = judged_page(read_session(), viewer(), report_judged(read_session(), viewer(), str(uuid)))
    form = offered(page, MistakeJudgeForm())
    if form.validate():
        try:
            with transaction() as session:
                found = report_judged(session, viewer(), str(uuid))
                judge(session, viewer(), found, judgement_typed(form), now=clock.now())
        except BadInput as fault:
            show(form, fault)
        else:
            flash(_("Saved. The person who reported it gets a message."), "success")
            return redirect(url_for("mistakes.one", uuid=uuid), code=303)
    return shown(page, form)


def judgement_typed(form: MistakeJudgeForm) -> MistakeJudgement:
    """What was chosen and typed."""
    seen, version = typed(form.seen), typed(form.version)
    return MistakeJudgement(
        state=MistakeState(form.state.data),
        reason=typed(form.reason),
        seen=int(seen) if seen.isascii() and seen.isdigit() else 0,
        mended_in=int(version) if version else None,
        duplicate_of=typed(form.before) or None,
    )
