"""The commands on schemes: check a folder, load it, replay past candidates by a version."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from certificates.schemes.queries.histories import histories_of, names_of
from certificates.schemes.queries.versions import definition_of, scheme_named
from certificates.schemes.rules.comparison import SchemeDifference
from certificates.schemes.rules.dry_run import EndsElsewhere, Hindrance, dry_run
from certificates.schemes.scheme_folder.files import files_of_folder
from certificates.schemes.scheme_folder.reading import ReadScheme, read_scheme
from certificates.schemes.services.loading import SchemeRefused, load_scheme
from lms import clock
from lms.commands import HELP, Failed, as_json, in_app, in_app_apart
from lms.db import read_session, transaction
from lms.errors import RuleBroken
from lms.people.api import person_by_login
from lms.text.problems import Problem

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
JSON = click.option("--json", "json_wanted", is_flag=True, help="One JSON document on standard output.")
WHY = {
    Hindrance.NO_STEP: "there is no such step",
    Hindrance.NOT_FROM_HERE: "the step does not begin there",
    Hindrance.NO_STATE: "the state to which the appeal led is not there",
    Hindrance.EVIDENCE_MISSING: "this evidence is missing",
    Hindrance.NOT_SUFFICIENT: "these competences are not met",
    Hindrance.NO_SECOND: "a second person did not agree",
    Hindrance.NO_REASON: "no reason was given",
}


@click.group("schemes", context_settings=HELP)
def schemes_commands() -> None:
    """Ways to a certificate, as folders."""


def tell(problems: Sequence[Problem], *, json_wanted: bool) -> None:
    """What is wrong, one line a problem, or as JSON; then exit code 1."""
    if json_wanted:
        said = [{"file": one.file, "line": one.line, "message": one.message} for one in problems]
        as_json({"ok": False, "problems": said})
    else:
        for one in problems:
            click.echo(str(one), err=True)
        click.echo(f"{len(problems)} problems. The folder was not accepted.", err=True)
    raise Failed


def counts_of(read: ReadScheme) -> dict[str, Any]:
    """What a folder holds, in numbers."""
    one = read.definition
    assert one is not None
    return {
        "scheme": one.slug,
        "states": len(one.states),
        "steps": len(one.transitions),
        "competences": len(one.competences),
        "rubrics": len(read.rubrics),
        "digest": read.digest,
    }


@schemes_commands.command("check")
@click.argument("folder", type=FOLDER)
@JSON
@in_app_apart
def check(folder: Path, json_wanted: bool) -> None:
    """Say whether the scheme in FOLDER may be loaded; name file and line of whatever is wrong."""
    read = read_scheme(files_of_folder(folder))
    if read.definition is None:
        tell(read.problems, json_wanted=json_wanted)
    counts = counts_of(read)
    if json_wanted:
        as_json({"ok": True, **counts, "problems": []})
    else:
        said = ", ".join(f"{counts[name]} {name}" for name in ("states", "steps", "competences", "rubrics"))
        click.echo(f"{folder}: {said}. Nothing is wrong.")


@schemes_commands.command("load")
@click.argument("folder", type=FOLDER)
@click.option("--as", "login", default="", help="Who loads it: user name or e-mail. Somebody else puts it in use.")
@JSON
@in_app()
def load(folder: Path, login: str, json_wanted: bool) -> None:
    """Keep the scheme in FOLDER as its newest version; the same text again changes nothing.

    Nobody applies under a new version before a second person has put it in use on its page.
    """
    read = read_scheme(files_of_folder(folder))
    try:
        with transaction() as session:
            actor = person_by_login(session, login) if login else None
            if login and actor is None:
                raise RuleBroken(f"Nobody has the user name or e-mail address “{login}”.")
            done = load_scheme(session, read, actor_id=actor.id if actor else None, now=clock.now())
            no = done.version.no
    except SchemeRefused as refused:
        tell(refused.problems, json_wanted=json_wanted)
        return
    if json_wanted:
        changes = [change_json(one) for one in done.changes]
        as_json({"ok": True, **counts_of(read), "version": no, "new": done.is_new, "changes": changes})
    elif done.is_new:
        for one in done.changes:
            click.echo(change_said(one))
        click.echo(f"Version {no} is loaded. Somebody else has to put it in use on its page.")
    else:
        click.echo(f"This is the text of version {no}. Nothing was changed.")


def change_said(one: SchemeDifference) -> str:
    """A difference in one line."""
    what = " ".join(word for word in (one.part, one.code, one.value) if word)
    values = f": {one.before or '-'} → {one.after or '-'}" if one.value else ""
    return f"{one.change} {what}{values}"


def change_json(one: SchemeDifference) -> dict[str, str]:
    """A difference as JSON."""
    said = {"change": str(one.change), "part": one.part, "code": one.code, "value": one.value}
    return said | {"before": one.before, "after": one.after}


@schemes_commands.command("dry-run")
@click.argument("slug")
@click.option("--version", "no", type=click.IntRange(1), help="By which version; else the newest.")
@JSON
@in_app()
def dry_run_command(slug: str, no: int | None, json_wanted: bool) -> None:
    """Take every step of the candidates of SLUG again by another version, and name who would end elsewhere, and why.

    Exit code 1 says that somebody would. Nothing is changed, and marks are not judged again.
    """
    session = read_session()
    found = scheme_named(session, slug)
    if found is None:
        raise RuleBroken(f"There is no scheme “{slug}”.")
    version = next((one for one in found.versions if one.no == (no or found.newest.no)), None)
    if version is None:
        raise RuleBroken(f"The scheme “{slug}” has no version {no}.")
    histories = histories_of(session, found.row.id)
    elsewhere = dry_run(definition_of(version), histories)
    names = names_of(session, found.row.id)
    if json_wanted:
        listed = [elsewhere_json(one, names.get(one.candidate, "")) for one in elsewhere]
        as_json({"ok": not elsewhere, "version": version.no, "candidates": len(histories), "elsewhere": listed})
    else:
        for one in elsewhere:
            click.echo(elsewhere_said(one, names.get(one.candidate) or one.candidate))
        click.echo(f"Version {version.no}: {len(elsewhere)} of {len(histories)} candidates would end elsewhere.")
    if elsewhere:
        raise Failed


def elsewhere_said(one: EndsElsewhere, name: str) -> str:
    """Somebody who would end elsewhere, in one line."""
    why = WHY[one.why] if one.why else "the step leads elsewhere"
    names = f": {', '.join(one.names)}" if one.names else ""
    at = f" At “{one.step}” {why}{names}." if one.step else " Everybody begins elsewhere."
    return f"{name}: is in “{one.ended}”, would be in “{one.would_end}”.{at}"


def elsewhere_json(one: EndsElsewhere, name: str) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "candidate": one.candidate,
        "name": name,
        "state": one.ended,
        "would_be": one.would_end,
        "step": one.step,
        "why": str(one.why) if one.why else "leads-elsewhere",
        "names": list(one.names),
    }


COMMANDS: tuple[click.Command, ...] = (schemes_commands,)
