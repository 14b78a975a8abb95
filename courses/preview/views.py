"""What a preview shows beside the pages of an officer: the problems of its folder, and a page about itself.

These views belong to the application of a preview alone; no other application knows their addresses.
"""

from itertools import groupby

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from courses.permissions import CoursePermission
from courses.preview.site import PreviewSite
from lms import clock
from lms.access import needs
from lms.errors import NotFound
from lms.i18n import _, in_its_language
from lms.text.problems import Problem

NAME = "spoor-preview"
MOST = 200  # problems on one page
KEEP_NOTHING = {"learning.answer_check", "learning.answer_practice"}  # of what is sent, these alone answer with a page
SWITCHES = {"web.choose_language", "web.choose_pictures"}
bp = Blueprint("preview", __name__, template_folder="templates")


def preview() -> PreviewSite:
    """The preview of this application."""
    found: PreviewSite = current_app.extensions[NAME]
    return found


def notice() -> str | None:
    """What every page of a preview says; other applications say nothing."""
    found: PreviewSite | None = current_app.extensions.get(NAME)
    if found is None:
        return None
    words = _("Preview of %(folder)s. Nothing is saved.", folder=found.root.name)
    about = in_its_language(_("About this preview"))
    return Markup('{} <a href="{}">{}</a>').format(in_its_language(words), url_for("preview.about"), about)


def is_for_a_page() -> bool:
    """Whether a person opens a page, as browsers say; where they say nothing, it is taken for one."""
    asks = request.method in {"GET", "HEAD"} or request.endpoint in KEEP_NOTHING
    return asks and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def keep_up() -> ResponseReturnValue | None:
    """Before every request: bring the course to its folder, or show what is wrong there instead of the page.

    Pictures, what scripts ask for and what is sent go on as they were: no answer is lost by a slip of the pen.
    """
    problems = preview().look(clock.now())
    if not problems or not is_for_a_page() or request.endpoint in SWITCHES:
        return None
    return show(problems)


def show(problems: list[Problem]) -> ResponseReturnValue:
    """Every problem with its file and line."""
    shown = problems[:MOST]
    page = render_template(
        "preview/problems.html",
        folder=preview().root.name,
        count=len(problems),
        more=len(problems) - len(shown),
        files=[(file, list(each)) for file, each in groupby(shown, key=lambda one: one.file)],
        again=request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else url_for("web.start"),
    )
    return page, 422, {"Cache-Control": "no-store"}


@bp.get("/preview")
@needs(CoursePermission.COURSE_TAKE)
def about() -> ResponseReturnValue:
    """What this preview is, the languages of the course, and the ways past its gates."""
    if preview().version is None:
        raise NotFound
    return render_template("preview/about.html", preview=preview())


@bp.post("/preview/anew")
@needs(CoursePermission.COURSE_TAKE)
def anew() -> ResponseReturnValue:
    """Be another officer."""
    preview().begin_anew(clock.now())
    return to_course()


@bp.post("/preview/read")
@needs(CoursePermission.COURSE_TAKE)
def read() -> ResponseReturnValue:
    """Have read every lesson and passed every checkpoint quiz."""
    preview().read_and_pass_all(clock.now())
    return to_course()


def to_course() -> ResponseReturnValue:
    """On to the course, or to the start while there is none."""
    slug = preview().slug
    return redirect(url_for("learning.course", slug=slug) if slug else url_for("web.start"), code=303)


def add_to(app: Flask, made: PreviewSite) -> None:
    """Hang a preview into the application that was made for it; its look comes before all else."""
    app.extensions[NAME] = made
    app.register_blueprint(bp)
    app.before_request_funcs.setdefault(None, []).insert(0, keep_up)
