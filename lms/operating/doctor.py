"""What is wrong with this installation, in words, with the way to mend it."""

import os
import shutil
import smtplib
import stat
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from lms import ports, schema
from lms.db import database
from lms.jobs import Job, JobState
from lms.operating.models import WorkerBeat
from lms.ports import Finding, Health

LEAST_FREE = 500 * 1024 * 1024  # bytes
DRIFT = timedelta(seconds=30)
QUIET = timedelta(minutes=5)


def check_database(session: Session, _now: datetime) -> list[Finding]:
    """Version and settings of the database."""
    found = database()
    kind = "SQLite" if found.sqlite else "PostgreSQL"
    state = schema.state(found.engine, current_app.config["DATABASE_URL"])
    if state is not schema.SchemaState.CURRENT:
        return [Finding("database", Health.BAD, schema.WORDS[state])]
    if found.sqlite:
        mode = session.execute(text("PRAGMA journal_mode")).scalar_one()
        intact = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if intact != "ok":
            return [Finding("database", Health.BAD, f"SQLite finds damage: {intact}. Restore the last backup.")]
        return [Finding("database", Health.OK, f"{kind}, of this version, intact, journal {mode}")]
    version = session.execute(text("SHOW server_version")).scalar_one()
    return [Finding("database", Health.OK, f"{kind} {version}, of this version")]


def check_clock(session: Session, now: datetime) -> list[Finding]:
    """Whether the clocks of this machine, its disk and the database agree."""
    with tempfile.NamedTemporaryFile(dir=current_app.config["INSTANCE_PATH"]) as file:
        disk = datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)
    pairs = [("the disk", disk)]
    if not database().sqlite:
        pairs.append(("the database server", session.execute(text("SELECT clock_timestamp()")).scalar_one()))
    wrong = [f"{name} says {moment:%Y-%m-%d %H:%M:%S %Z}" for name, moment in pairs if abs(moment - now) > DRIFT]
    if wrong:
        detail = f"This machine says {now:%Y-%m-%d %H:%M:%S} UTC, {'; '.join(wrong)}. Set up time synchronisation."
        return [Finding("clock", Health.BAD, detail)]
    return [Finding("clock", Health.OK, f"{now:%Y-%m-%d %H:%M:%S} UTC, the same everywhere")]


def check_disk(_session: Session, _now: datetime) -> list[Finding]:
    """Room on the disk and who may read the secrets."""
    folder = Path(current_app.config["INSTANCE_PATH"])
    free = shutil.disk_usage(folder).free
    health = Health.OK if free > LEAST_FREE else Health.BAD
    found = [Finding("disk", health, f"{free // 1024**2} MiB free in {folder}")]
    for name in ("secret.key", "keys.secret", "demonstration.json"):
        path = folder / name
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append(Finding("secrets", Health.BAD, f"Others can read {path}. Run: chmod 600 {path}"))
    if not os.access(folder, os.W_OK):
        found.append(Finding("disk", Health.BAD, f"This user cannot write in {folder}."))
    return found


def check_worker(session: Session, now: datetime) -> list[Finding]:
    """Whether work is being done, and what failed."""
    last = session.scalars(select(WorkerBeat.at).order_by(WorkerBeat.at.desc()).limit(1)).first()
    if last is None:
        beat = Finding("worker", Health.BAD, "No worker has ever run here. Start “lms work”.")
    elif now - last > QUIET:
        beat = Finding("worker", Health.BAD, f"No worker since {last:%Y-%m-%d %H:%M} UTC. Start “lms work”.")
    else:
        beat = Finding("worker", Health.OK, f"last seen {last:%Y-%m-%d %H:%M:%S} UTC")
    failed = session.execute(
        select(Job.id, Job.kind, Job.error).where(Job.state == JobState.FAILED).order_by(Job.id.desc()).limit(3)
    ).all()
    return [beat, *(Finding("worker", Health.WARN, f"job {i} ({kind}) failed: {error}") for i, kind, error in failed)]


def check_mail(_session: Session, _now: datetime) -> list[Finding]:
    """Whether the mail server answers."""
    address = current_app.config["MAIL_URL"]
    if not address:
        folder = Path(current_app.config["INSTANCE_PATH"]) / "letters"
        return [Finding("mail", Health.WARN, f"MAIL_URL is not set: letters are kept in {folder} and sent to nobody.")]
    server = urlsplit(address)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(server.hostname or "", server.port or 25, timeout=5) as line:
            line.noop()
    except OSError as fault:
        return [Finding("mail", Health.BAD, f"The mail server {server.hostname} does not answer: {fault}")]
    return [Finding("mail", Health.OK, f"{server.hostname} answers")]


def check_https(_session: Session, _now: datetime) -> list[Finding]:
    """Whether people reach the site over a protected line."""
    address = current_app.config["SITE_URL"]
    if address.startswith("https://"):
        return [Finding("https", Health.OK, address)]
    if current_app.config["SETTINGS"].is_loopback:
        return [Finding("https", Health.WARN, f"{address} is for this computer alone.")]
    return [Finding("https", Health.BAD, f"{address} is not protected. Passwords could be read on the way. Use https.")]


CHECKS = (check_database, check_clock, check_disk, check_worker, check_mail, check_https)


def examine(session: Session, now: datetime) -> list[Finding]:
    """Every finding, those of the upper packages last; a database of another version ends the examination."""
    found = check_database(session, now)
    if found[0].health is Health.BAD:
        return found
    for check in (*CHECKS[1:], *ports.doctor.all()):
        found += check(session, now)
    return found
