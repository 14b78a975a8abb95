"""Health checks of this installation (`lms doctor`): what is wrong, in words, with the way to mend it."""

import os
import shutil
import stat
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from lms import schema, storage
from lms.db import database, end_read_session, read_session
from lms.mail.folder import letters_folder
from lms.mail.queries import LANE_NAME, outbound
from lms.mail.rules import LATE
from lms.mail.transport import connect
from lms.manifest import composition
from lms.operating.https_check import check_https
from lms.operating.open_files import check_open_files
from lms.ports import Finding, Health, HealthCheck
from lms.queue.models import Job, JobState, PeriodicRun, WorkerBeat

LEAST_FREE = 500 * 1024 * 1024  # bytes
DRIFT = timedelta(seconds=30)
QUIET = timedelta(minutes=5)
PATIENCE = 5  # seconds that a mail server may take
NAMED = 3  # files that are named of many
MEND = "Bring them back from the folder “files” of a backup."
KEPT_CLOSED = ("secret.key", "keys.secret", "demonstration.json")


def instance() -> Path:
    """The instance folder."""
    return Path(current_app.config["INSTANCE_PATH"])


def check_database() -> list[Finding]:
    """Whether the database answers, its version, and whether it is whole."""
    found = database()
    try:
        state = schema.state(found.engine, found.url)
        if state is not schema.SchemaState.CURRENT:
            return [Finding("database", Health.BAD, schema.WORDS[state])]
        return [inside_sqlite(read_session()) if found.sqlite else inside_postgresql(read_session())]
    except DBAPIError as fault:
        return [Finding("database", Health.BAD, f"The database does not answer: {str(fault.orig).strip()}")]


def inside_sqlite(session: Session) -> Finding:
    """An embedded database is read from end to end."""
    mode = session.execute(text("PRAGMA journal_mode")).scalar_one()
    intact = session.execute(text("PRAGMA quick_check(1)")).scalar_one()
    if intact != "ok":
        return Finding("database", Health.BAD, f"SQLite finds damage: {intact}. Restore the last backup.")
    return Finding("database", Health.OK, f"SQLite, of this version, intact, journal {mode}")


def inside_postgresql(session: Session) -> Finding:
    """A server's version, and that it keeps every script."""
    version, encoding = (
        session.execute(text(f"SHOW {it}")).scalar_one() for it in ("server_version", "server_encoding")
    )
    if encoding != "UTF8":
        words = (
            f"PostgreSQL keeps this database as {encoding}. Make a new one with the encoding UTF8 and restore into it."
        )
        return Finding("database", Health.BAD, words)
    return Finding("database", Health.OK, f"PostgreSQL {version}, of this version")


def check_disk(_session: Session, _now: datetime) -> list[Finding]:
    """Room on the disk, and who may read the secrets."""
    folder = instance()
    if not os.access(folder, os.W_OK):
        return [Finding("disk", Health.BAD, f"This user cannot write in {folder}.")]
    free = shutil.disk_usage(folder).free
    found = [Finding("disk", Health.OK if free > LEAST_FREE else Health.BAD, f"{free // 1024**2} MiB free in {folder}")]
    if folder.stat().st_mode & stat.S_IRWXO:
        words = f"Everybody on this computer can look into {folder}. Run: chmod 700 {folder}"
        found.append(Finding("secrets", Health.BAD, words))
    for path in (folder / name for name in KEPT_CLOSED):
        if path.exists() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            found.append(Finding("secrets", Health.BAD, f"Others can read {path}. Run: chmod 600 {path}"))
    return found


def check_mail(_session: Session, _now: datetime) -> list[Finding]:
    """Whether the mail server answers and takes the password."""
    address = current_app.config["MAIL_URL"]
    if not address:
        words = f"MAIL_URL is not set: letters are kept in {letters_folder()} and sent to nobody."
        return [Finding("mail", Health.WARN, words)]
    host = urlsplit(address).hostname
    try:
        with connect(address, PATIENCE) as line:
            line.noop()
    except OSError as fault:  # those of smtplib are of this kind too
        return [Finding("mail", Health.BAD, f"Letters cannot be handed to {host}: {fault}")]
    return [Finding("mail", Health.OK, f"{host} answers")]


def check_clock(session: Session, now: datetime) -> list[Finding]:
    """Whether the clocks of this machine, its disk and the database agree."""
    with tempfile.NamedTemporaryFile(dir=instance()) as file:
        disk = datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)
    pairs = [("the disk", disk)]
    if not database().sqlite:
        pairs.append(("the database server", session.execute(text("SELECT clock_timestamp()")).scalar_one()))
    wrong = [f"{name} says {moment:%Y-%m-%d %H:%M:%S %Z}" for name, moment in pairs if abs(moment - now) > DRIFT]
    if wrong:
        detail = f"This machine says {now:%Y-%m-%d %H:%M:%S} UTC, {'; '.join(wrong)}. Set up time synchronisation."
        return [Finding("clock", Health.BAD, detail)]
    return [Finding("clock", Health.OK, f"{now:%Y-%m-%d %H:%M:%S} UTC, the same everywhere")]


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
        select(Job.id, Job.kind, Job.error)
        .where(Job.state == JobState.FAILED, Job.lane != LANE_NAME)  # letters are told apart
        .order_by(Job.id.desc())
        .limit(3)
    ).all()
    tasks = session.execute(
        select(PeriodicRun.name, PeriodicRun.error).where(PeriodicRun.error.is_not(None)).order_by(PeriodicRun.name)
    ).all()
    said = [f"job {i} ({kind}) failed: {error}" for i, kind, error in failed]
    said += [f"what comes round as {name} failed: {error}" for name, error in tasks]
    return [beat, *(Finding("worker", Health.WARN, words) for words in said)]


def check_letters(session: Session, now: datetime) -> list[Finding]:
    """How many letters wait, since when and why, and how many were given up."""
    found = outbound(session, now)
    words = f"{found.waiting} wait" if found.waiting != 1 else "1 waits"
    if found.since is not None:
        words += f", the oldest since {found.since:%Y-%m-%d %H:%M} UTC"
    if found.away_since is not None:
        words += f". The mail server is out of reach since {found.away_since:%Y-%m-%d %H:%M} UTC: {found.fault}"
    if found.given_up:
        words += f". {found.given_up} given up in the last 30 days; “lms mail retry” sends again what is still kept"
    late = found.since is not None and now - found.since > LATE
    return [Finding("letters", Health.WARN if late or found.given_up else Health.OK, words)]


def check_files(session: Session, _now: datetime) -> list[Finding]:
    """Files that are missing, and files that were altered; every one is read."""
    named = {key for query in composition().stored_files for key in query(session)}
    there = {path.name: path for path in storage.folder().iterdir() if storage.KEY.fullmatch(path.name)}
    missing = sorted(named - there.keys())
    altered = sorted(name for name, path in there.items() if storage.is_altered(path))
    if not missing and not altered:
        return [Finding("files", Health.OK, f"{len(there)} files, each as it was stored")]
    return [
        Finding("files", Health.BAD, f"{len(names)} {fault} in {storage.folder()}: {first_of(names)}. {MEND}")
        for names, fault in ((missing, "missing"), (altered, "altered"))
        if names
    ]


def first_of(names: list[str]) -> str:
    """The first names, and how many more there are."""
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


WITHOUT_DATABASE: tuple[HealthCheck, ...] = (check_disk, check_open_files, check_mail, check_https)
WITH_DATABASE: tuple[HealthCheck, ...] = (check_clock, check_worker, check_letters, check_files)


def examine(now: datetime) -> list[Finding]:
    """Every finding, those of the upper packages last; with a database of another version only what needs none."""
    found = check_database()
    checks = list(WITHOUT_DATABASE)
    if found[0].health is not Health.BAD:
        checks += [*WITH_DATABASE, *composition().health_checks]
    for check in checks:
        found += made(check, now)
    end_read_session()
    return found


def made(check: HealthCheck, now: datetime) -> list[Finding]:
    """What a check found; one that fails itself is a finding too, and the others go on."""
    try:
        return check(read_session(), now)
    except Exception as fault:  # noqa: BLE001  # whatever it is, who asked must hear it beside the rest
        name = getattr(check, "__name__", "check").removeprefix("check_")
        return [Finding(name, Health.BAD, f"This could not be looked at: {type(fault).__name__}: {fault}")]
