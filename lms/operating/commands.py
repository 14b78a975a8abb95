"""The commands of who runs an installation."""

import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click
from flask import current_app

from lms import audit, clock, jobs, schema
from lms.app import demand_ready
from lms.commands import Failed, as_json, in_app
from lms.db import database, reading
from lms.operating import backup as backups
from lms.operating import demonstration, doctor, serving
from lms.ports import Health


def stop_on_terminate() -> None:
    """Let SIGTERM end the process in the ordinary way, so that the worker inside ends its work first."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


@click.group("db")
def db_group() -> None:
    """The database."""


@db_group.command("upgrade")
@in_app(current=False)
def db_upgrade() -> None:
    """Bring the database to this version."""
    schema.upgrade(database().engine, current_app.config["DATABASE_URL"])
    click.echo("The database is of this version.")


@click.group("audit")
def audit_group() -> None:
    """The record of what happened."""


@audit_group.command("verify")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app()
def audit_verify(json_wanted: bool) -> None:
    """Check the chain; says the first broken entry."""
    report = audit.verify_chain(reading())
    if json_wanted:
        as_json({"entries": report.entries, "broken": report.broken_id, "reason": report.reason})
    elif report.broken_id is None:
        click.echo(f"The chain holds: {report.entries} entries.")
    else:
        click.echo(f"The chain breaks at entry {report.broken_id}: {report.reason}.")
    if report.broken_id is not None:
        raise Failed


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=int, default=None, help="Default: the setting PORT.")
@click.option("--worker/--no-worker", default=False, help="Do the work that waits in this process too.")
@click.pass_obj
def serve(obj: Any, host: str, port: int | None, worker: bool) -> None:
    """The web server."""
    app = obj.get(queue=True)
    demand_ready(app)
    stop_on_terminate()
    port = port or app.config["PORT"]
    server = serving.bind(app, host, port)
    click.echo(f"Serving {app.config['SITE_URL']} at {host}:{port}")
    with serving.worker_inside(app) if worker else nullcontext():
        server.run()


@click.command("work")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True)
@click.pass_obj
def work(obj: Any, workers: int) -> None:
    """The worker."""
    app = obj.get(queue=True)
    demand_ready(app)
    serving.work(app, workers)


@click.group("demo", invoke_without_command=True)
@click.pass_context
def demo(ctx: click.Context) -> None:
    """Load the demonstration once and serve it, with the worker inside."""
    if ctx.invoked_subcommand is not None:
        return
    app = ctx.obj.get(queue=True, demonstration=True)
    content = load_demonstration(app)
    demand_ready(app)
    with app.app_context():
        jobs.beat(clock.now())
        jobs.run_due(clock.now())
        lines = demonstration.who_can_sign_in(content, app.config["SITE_URL"])
    stop_on_terminate()
    server = serving.bind(app, "127.0.0.1", app.config["PORT"])
    click.echo("\n".join(lines))
    with serving.worker_inside(app):
        server.run()


@demo.command("load")
@click.pass_context
def demo_load(ctx: click.Context) -> None:
    """Load the demonstration, once."""
    app = ctx.obj.get(demonstration=True)
    content = load_demonstration(app)
    click.echo(f"The demonstration is loaded: {len(content['people'])} people can sign in.")


def load_demonstration(app: Any) -> dict[str, Any]:
    """Bring the database to this version and load what is not there yet."""
    with app.app_context():
        if not app.config["SETTINGS"].is_loopback:
            demonstration.refuse_where_it_could_harm()
        schema.upgrade(database().engine, app.config["DATABASE_URL"])
        return demonstration.load(clock.now())


@click.command("doctor")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app(current=False)
def doctor_command(json_wanted: bool) -> None:
    """Say what is wrong with this installation."""
    found = doctor.examine(reading(), clock.now())
    if json_wanted:
        as_json({"findings": [{"name": f.name, "health": f.health, "detail": f.detail} for f in found]})
    else:
        for finding in found:
            click.echo(f"{finding.health.upper():<5} {finding.name:<10} {finding.detail}")
    if any(f.health is Health.BAD for f in found):
        raise Failed


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@in_app()
def backup(file: Path) -> None:
    """Database, uploads and wrapped keys in one file."""
    manifest = backups.make(file, clock.now())
    click.echo(f"{file}: {len(manifest['files'])} files, version {manifest['revision']} of the database.")
    click.echo("KEYS_SECRET and SECRET_KEY are not inside. Keep them apart from this file: without them the keys")
    click.echo("of the issuer stay closed. In the embedded default they are instance/keys.secret and secret.key.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_app(current=False)
def restore(file: Path) -> None:
    """Bring a backup back into an empty installation."""
    manifest = backups.restore(file)
    click.echo(f"Restored the backup of {manifest['made_at']}. Start the worker: it signs the status lists anew.")


COMMANDS: list[click.Command] = [db_group, audit_group, serve, work, demo, doctor_command, backup, restore]
