"""The commands of who runs an installation."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app

from lms import clock, schema
from lms.app import demand_ready
from lms.audit.tasks import seal
from lms.commands import HELP, Failed, as_json, in_app
from lms.db import database, transaction
from lms.errors import RuleBroken
from lms.manifest import composition
from lms.operating import backup as backups
from lms.operating import demonstration, doctor, serving
from lms.operating import restore as restoring
from lms.ports import Health
from lms.queue import jobs, periodic
from lms.queue.worker import note_beat


@click.group("db", context_settings=HELP)
def db_group() -> None:
    """The database."""


@db_group.command("upgrade")
@in_app(current=False)
def db_upgrade() -> None:
    """Bring the database to this version."""
    schema.upgrade(database().engine, current_app.config["DATABASE_URL"])
    seal(clock.now())  # what was written before there were seals is covered at once
    click.echo("The database is of this version.")


@click.command("serve", context_settings=HELP)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Default: the setting PORT.")
@click.option("--worker/--no-worker", default=False, help="Do the work that waits in this process too.")
@click.pass_obj
def serve(obj: Any, host: str, port: int | None, worker: bool) -> None:
    """The web server."""
    app = obj.get()
    demand_ready(app)
    with app.app_context():
        demonstration.demand_near(host)
    serving.stop_on_terminate()
    port = port or app.config["PORT"]
    server = serving.bind(app, host, port)
    click.echo(f"Serving {app.config['SITE_URL']} at {host}:{port}")
    with serving.worker_inside(app) if worker else nullcontext():
        server.run()


@click.command("work", context_settings=HELP)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.pass_obj
def work(obj: Any, workers: int) -> None:
    """The worker."""
    app = obj.get()
    demand_ready(app)
    serving.stop_on_terminate()
    click.echo(f"Working, {workers} jobs at a time.")
    serving.work(app, workers)


@click.group("demo", invoke_without_command=True, context_settings=HELP)
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Load the demonstration once and serve it, with the worker inside."""
    if ctx.invoked_subcommand is not None:
        return
    app = ctx.obj.get(demonstration=True)
    with app.app_context():
        demonstration.demand_harmless()
    server = serving.bind(app, "127.0.0.1", app.config["PORT"])  # first, so that a port in use is told at once
    serving.stop_on_terminate()
    lines = ready_demonstration(app)
    click.echo("\n".join(lines))
    with serving.worker_inside(app):
        server.run()


def ready_demonstration(app: Flask) -> list[str]:
    """Load what is not there yet and do the work that waits; answers what is printed at every start."""
    with app.app_context():
        content = demonstration.load(clock.now())
    demand_ready(app)
    with app.app_context():
        note_beat(clock.now())
        periodic.run_all(clock.now())
        jobs.run_due(clock.now())
        seal(clock.now())
        return demonstration.who_can_sign_in(content, app.config["SITE_URL"])


@demo.command("load")
@click.pass_context
def demo_load(ctx: click.Context) -> None:
    """Load the demonstration, once."""
    app = ctx.obj.get(demonstration=True)
    with app.app_context():
        content = demonstration.load(clock.now())
    click.echo(f"The demonstration is loaded: {len(content['people'])} people can sign in.")


@click.command("doctor", context_settings=HELP)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app(current=False)
def doctor_command(json_wanted: bool) -> None:
    """Say what is wrong with this installation."""
    found = doctor.examine(clock.now())
    if json_wanted:
        as_json({"findings": [{"name": f.name, "health": f.health, "detail": f.detail} for f in found]})
    else:
        for finding in found:
            click.echo(f"{finding.health.upper():<5} {finding.name:<10} {finding.detail}")
    if any(f.health is Health.BAD for f in found):
        raise Failed


@click.command("backup", context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
@in_app()
def backup(file: Path) -> None:
    """Database, uploads and wrapped keys in one file."""
    manifest = backups.make(file, clock.now())
    click.echo(f"{file}: {len(manifest['files'])} files, version {manifest['revision']} of the database.")
    click.echo("KEYS_SECRET and SECRET_KEY are not inside. Keep them apart from this file: without them the keys")
    click.echo("of the issuer stay closed. In the embedded default they are instance/keys.secret and secret.key.")


@click.command("restore", context_settings=HELP)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--seals",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file of seals that was kept elsewhere; it may know of more than the backup.",
)
@click.option(
    "--status-list",
    "lists",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A signed status list that was published after the backup: what ended meanwhile is taken over.",
)
@in_app(current=False)
def restore(file: Path, seals: Path | None, lists: tuple[Path, ...]) -> None:
    """Bring a backup back into an empty installation; one of the last 0.1 comes across too."""
    restored = restoring.restore(file, clock.now(), seals=seals)
    manifest = restored.manifest
    click.echo(f"Restored the backup of {manifest['made_at']}. Start the worker: it signs the status lists anew.")
    for one in restored.left:
        click.echo(f"Left behind: {one.rows} rows of {one.table} ({one.why}).")
    for name in ("site_url", "issuer"):
        if manifest[name] != current_app.config[name.upper()]:
            here = current_app.config[name.upper()] or "not set"
            click.echo(f"{name.upper()} was {manifest[name] or 'not set'} there; here it is {here}.")
    for words in restored.trail.words():
        click.echo(words)
    believed = [take_over(path) for path in lists]
    if not all(believed):
        raise Failed


def take_over(path: Path) -> bool:
    """Take over what a newer published document says; answers whether it was believed. The restore stands anyway."""
    try:
        with transaction() as session:
            said = [
                words for take in composition().take_overs for words in take(session, path.read_bytes(), clock.now())
            ]
    except RuleBroken as fault:
        click.echo(f"{path} was not taken over: {fault.message}", err=True)
        return False
    click.echo("\n".join([f"Taken over from {path}:", *said]))
    return True


COMMANDS: tuple[click.Command, ...] = (db_group, serve, work, demo, doctor_command, backup, restore)
