"""The commands on course folders."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from courses.catalogue.checking.claims import reading_problems
from courses.catalogue.checking.course import problems_of
from courses.catalogue.course_folder.bundle import Bundle, facts, read_bundle
from courses.catalogue.review.services.exporting import demand_no_reviews, export_reviews, reviews_file
from courses.catalogue.review.services.keeping import note_loader
from courses.catalogue.review.services.publishing import Lacking, lacking
from courses.catalogue.services.exporting import export_course
from courses.catalogue.services.holding import holder_named, note_holder
from courses.catalogue.services.loading import FolderRefused, load_course
from courses.catalogue.services.new_course import begin_course
from courses.catalogue.services.withdrawing import withdraw_course
from courses.ports.assessments import ASSESSMENTS
from lms import clock
from lms.commands import HELP, Failed, as_json, in_app, in_app_apart
from lms.db import transaction
from lms.text.problems import Problem

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("courses", context_settings=HELP)
def courses_commands() -> None:
    """Course folders."""


def report(bundle: Bundle, problems: Sequence[Problem]) -> dict[str, object]:
    """The JSON of a check: what is wrong, and what is advised."""
    course = bundle.course
    return {
        "ok": not problems,
        "course": course.slug if course else None,
        "lessons": len(bundle.lessons),
        "figures": len(bundle.figures),
        "files": len(bundle.files),
        "hash": bundle.hash,
        "problems": [{"file": one.file, "line": one.line, "message": one.message} for one in problems],
        "advice": advice_on(bundle),
    }


def advice_on(bundle: Bundle) -> list[str]:
    """What an author should look at although nothing is wrong: surface clues of the questions, with figures."""
    if bundle.course is None:
        return []
    return list(ASSESSMENTS.provider().questions.advice(bundle.files, facts(bundle, bundle.course)))


def tell(problems: Sequence[Problem]) -> None:
    """One line a problem, as editors and people read it."""
    for one in problems:
        click.echo(str(one), err=True)
    click.echo(f"{len(problems)} problems. The folder was not accepted.", err=True)


@courses_commands.command("new")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@in_app_apart
def new(folder: Path) -> None:
    """Write a small course into a new FOLDER: a whole example that `check` accepts, to be rewritten text by text."""
    begin_course(folder)
    click.echo(f"{folder} holds a small course. Look at it: lms courses preview {folder}")
    click.echo(f"Replace its texts by yours, and look for mistakes: lms courses check {folder}")


@courses_commands.command("check")
@click.argument("folder", type=FOLDER)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
@click.option("--on", "day", type=DAY, help="Look at all dates as on this day, such as 2028-01-01.")
@in_app_apart
def check(folder: Path, json_wanted: bool, day: datetime | None) -> None:
    """Say whether a course FOLDER may be loaded; name file and line of whatever is wrong.

    What the surface of its questions gives away is told as advice, with figures; advice refuses nothing.
    """
    bundle, on = read_bundle(folder), (day or clock.now()).date()
    problems = sorted({*problems_of(bundle, on), *reading_problems(bundle, on)})
    if json_wanted:
        as_json(report(bundle, problems))
    elif problems:
        tell(problems)
    else:
        click.echo(f"{folder}: {len(bundle.lessons)} lessons, {len(bundle.figures)} pictures. Nothing is wrong.")
    if not json_wanted:
        click.echo("".join(f"Advice: {one}\n" for one in advice_on(bundle)), nl=False)
    if problems:
        raise Failed


AS = click.option("--as", "login", default="", help="Who has the files: user name or e-mail. It is written down.")
UNNAMED = "Nobody is named with --as, so it is not written down who holds the questions with their keys."


@courses_commands.command("load")
@click.argument("folder", type=FOLDER)
@click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
@AS
@in_app()
def load(folder: Path, json_wanted: bool, login: str) -> None:
    """Publish a course FOLDER as the newest version; the same content again changes nothing.

    Whoever is named with --as holds its questions with their keys, and earns no certificate by them. A cut score that
    the folder changes is proposed by nobody all the same: a name on a command proves nothing.
    """
    bundle, now = read_bundle(folder), clock.now()
    try:
        with transaction() as session:
            holder = holder_named(session, login) if login else None
            loading = load_course(session, bundle, actor_id=None, now=now)
            no, is_new = loading.version.no, loading.is_new
            if holder is not None:
                note_holder(session, loading.version, holder.id, now=now)
                note_loader(session, loading.version.id, holder.id)
            lacks = lacking(session, loading.version) if loading.version.published_at is None else Lacking()
            withdrawn = ASSESSMENTS.provider().questions.withdrawn(session, loading.version.course_id, now)
    except FolderRefused as refused:
        if json_wanted:
            as_json(report(bundle, refused.problems))
        else:
            tell(refused.problems)
        raise Failed from refused
    if json_wanted:
        waits = {"waits": bool(lacks.count), "lacking": lacks.count}
        as_json({**report(bundle, ()), "version": no, "new": is_new, **waits, "withdrawn": list(withdrawn)})
    elif lacks.count:
        click.echo(f"Version {no} waits: {lacks.count} of its {lacks.of} texts lack a signature that the course needs.")
        click.echo("Nobody can start it until they are signed. Only specialists and who answers for the course see it.")
    elif is_new:
        click.echo(f"Version {no} is published. Whoever is under way stays on the version they began.")
    else:
        click.echo(f"This is the content of version {no}. Nothing was changed.")
    for line in withdrawn:
        click.echo(line, err=True)
    for overdue in reading_problems(bundle, now.date()):
        click.echo(str(overdue), err=True)
    if not login:
        click.echo(UNNAMED, err=True)


@courses_commands.command("export")
@click.argument("slug")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@AS
@in_app()
def export(slug: str, folder: Path, login: str) -> None:
    """Write the newest version of the course SLUG into an empty FOLDER, and beside it what specialists said of it.

    The file FOLDER.reviews.json is no part of the course, so its hash is what it was.

    Whoever is named with --as holds its questions with their keys, and earns no certificate by them.
    """
    with transaction() as session:
        holder = holder_named(session, login) if login else None
        demand_no_reviews(folder)
        version = export_course(session, slug, folder)
        export_reviews(session, version, folder)
        no = version.no
        if holder is not None:
            note_holder(session, version, holder.id, now=clock.now())
    click.echo(f"Version {no} is in {folder}. What specialists said of it is in {reviews_file(folder)}.")
    if not login:
        click.echo(UNNAMED, err=True)


@courses_commands.command("withdraw")
@click.argument("slug")
@click.option("--reason", default="", help="Why; whoever wants to begin the course reads it.")
@click.option("--offer-again", is_flag=True, help="Take the withdrawal back.")
@click.option("--as", "login", default="", help="Who withdraws it: user name or e-mail. It is written down.")
@in_app()
def withdraw(slug: str, reason: str, offer_again: bool, login: str) -> None:
    """Let nobody begin the course SLUG any more; who is under way goes on to the end, in cohorts too."""
    with transaction() as session:
        actor_id = holder_named(session, login).id if login else None
        changed = withdraw_course(
            session, slug, withdrawn=not offer_again, reason=reason, actor_id=actor_id, now=clock.now()
        )
    if not changed:
        click.echo("It stands so already. Nothing was changed.")
    elif offer_again:
        click.echo("The course is offered again.")
    else:
        click.echo("Nobody begins this course any more. Who is under way goes on to the end.")
