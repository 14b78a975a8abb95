"""The cascade: one's own trainings, the trainers of a scope, one of them with who trains after them, a cohort."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from courses.cohorts.queries.cohorts import cohort_seen
from courses.permissions import CoursePermission
from courses.programme.pages import cascade as pages
from courses.programme.pages import exports
from courses.programme.queries.cascade import cohorts_led, trainer_seen
from courses.programme.views.blueprints import bp
from lms import clock
from lms.access import needs, viewer
from lms.db import read_session
from lms.i18n import lazy as _l
from lms.people.api import people_info
from lms.tables.exports import ASKED, ListExport, answer_export
from lms.web.api import page_asked, words_asked


@bp.get("/my-trainings")
@needs(CoursePermission.COURSE_TAKE)
def my_trainings() -> ResponseReturnValue:
    """What one has taught oneself: the log that builds itself."""
    me = people_info(read_session(), [viewer().id])[viewer().id]
    page = pages.trainer_page(read_session(), viewer(), me, clock.now())
    return render_template("programme/my_trainings.html", page=page)


@bp.get("/my-trainings/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COURSE_TAKE)
def export_my_trainings(form: str) -> Response:
    """One's own log as a file."""
    return training_file(viewer().id, form)


@bp.get("/cascade")
@needs(CoursePermission.PROGRAMME_SEE)
def trainers() -> ResponseReturnValue:
    """The trainers whom one may name, page by page, or found by name."""
    words, number = words_asked("person"), page_asked()
    piece, lines = pages.trainers_list(read_session(), viewer(), clock.now(), words=words, number=number)
    return render_template("programme/trainers.html", piece=piece, lines=lines, words=words)


@bp.get("/cascade/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.PROGRAMME_SEE)
def export_trainers(form: str) -> Response:
    """The trainers whom one may name, narrowed as on their page, as a file."""
    words = words_asked("person")
    _piece, lines = pages.trainers_list(read_session(), viewer(), clock.now(), words=words, number=1, size=ASKED)
    listed = ListExport(
        name="trainers",
        title=_l("Trainers"),
        columns=exports.TRAINER_COLUMNS,
        rows=exports.trainer_rows(lines),
        names_people=True,
        filter={"words": bool(words)},
    )
    return answer_export(listed, form)


@bp.get("/cascade/<uuid:person>")
@needs(CoursePermission.COHORT_SEE)
def trainer(person: object) -> ResponseReturnValue:
    """A trainer whom one may name: what they taught, and who of their officers trains others."""
    found = trainer_seen(read_session(), viewer(), str(person))
    page = pages.trainer_page(read_session(), viewer(), found, clock.now())
    return render_template("programme/trainer.html", page=page, sees_all=viewer().may(CoursePermission.PROGRAMME_SEE))


@bp.get("/cascade/<uuid:person>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_SEE)
def export_trainings(person: object, form: str) -> Response:
    """What a trainer taught as a file."""
    return training_file(trainer_seen(read_session(), viewer(), str(person)).id, form)


def training_file(person_id: int, form: str) -> Response:
    """The log of a trainer as a file; it names nobody, and whoever takes it knows whose it is."""
    led = cohorts_led(read_session(), [person_id])[person_id]
    lines, _sums = pages.training_lines(read_session(), viewer(), led)
    listed = ListExport(
        name="trainings",
        title=_l("Trainings given"),
        columns=exports.TRAINING_COLUMNS,
        rows=exports.training_rows(lines),
        names_people=False,
    )
    return answer_export(listed, form)


@bp.get("/cascade/cohorts/<uuid:uuid>")
@needs(CoursePermission.COHORT_SEE)
def trained(uuid: object) -> ResponseReturnValue:
    """The officers of a cohort that one sees, with their results, and who of them trains others."""
    cohort = cohort_seen(read_session(), viewer(), str(uuid))
    page = pages.trained_page(read_session(), viewer(), cohort)
    return render_template("programme/trained.html", page=page, cohort=cohort)


@bp.get("/cascade/cohorts/<uuid:uuid>/export.<any(csv,xlsx,json):form>")
@needs(CoursePermission.COHORT_SEE)
def export_trained(uuid: object, form: str) -> Response:
    """The same as a file: those whom one may name."""
    cohort = cohort_seen(read_session(), viewer(), str(uuid))
    page = pages.trained_page(read_session(), viewer(), cohort)
    listed = ListExport(
        name="trained-officers",
        title=_l("Officers and results"),
        columns=exports.TRAINED_COLUMNS,
        rows=exports.trained_rows(page.officers),
        names_people=True,
        filter={"cohort": cohort.row.uuid},
    )
    return answer_export(listed, form)
