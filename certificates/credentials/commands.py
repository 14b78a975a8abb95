"""`lms verify`, `lms keys` and `lms credentials`."""

from pathlib import Path

import click
from flask import current_app
from sqlalchemy.orm import Session

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.issuing.numbers import read_number
from certificates.credentials.models import Credential, IssuerKey
from certificates.credentials.queries import export as export_queries
from certificates.credentials.queries import keys as key_queries
from certificates.credentials.queries import trusted
from certificates.credentials.queries.held import HeldCredential, credential_held, credentials_held
from certificates.credentials.rules.lifecycle import FAULTLESS, StatusReason
from certificates.credentials.services import holder_messages, signing, suspending
from certificates.credentials.services.taking_over import take_over
from certificates.credentials.signing.keys import KeyKind
from certificates.credentials.verification.export import write_folder
from certificates.credentials.verification.report import HOLDING, CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.trust import Trust, read_folder
from certificates.credentials.verification.verify import verify as verify_content
from certificates.decisions import services as deciding
from lms import clock, schema
from lms.commands import HELP, Failed, as_json, in_app
from lms.db import database, read_session, transaction
from lms.errors import RuleBroken

SIGNS = {True: "yes", False: "NO", None: "not checked"}
MOST_READ = 20_000_000  # bytes; the verifier itself says that such a file is too large


@click.command("verify", context_settings=HELP)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--offline", is_flag=True, help="Judge by published keys and lists alone, without the register.")
@click.option(
    "--trust",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder as “lms credentials export” writes it; adds other issuers, and changes nothing about the own one.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app(current=False)
def verify(file: Path, offline: bool, trust: Path | None, json_wanted: bool) -> None:
    """Verify a certificate in JSON, JWT, PNG, SVG or PDF. Nothing is fetched from anywhere."""
    with file.open("rb") as opened:
        content = opened.read(MOST_READ)
    report = judged(content, read_folder(trust) if trust else Trust(), offline=offline)
    if json_wanted:
        as_json(report.as_data())
    else:
        for line in lines_of(report):
            click.echo(line)
    if report.verdict not in HOLDING:
        raise Failed


def judged(content: bytes, given: Trust, *, offline: bool) -> Report:
    """The report by what was given and, where the database is of this version, by the own issuer and its register."""
    now, setting = clock.now(), issuing()
    found = database()
    if schema.state(found.engine, found.url) is not schema.SchemaState.CURRENT:
        return verify_content(content, given, now=now)
    session = read_session()
    own = trusted.own_trust(session, setting.did, register=not offline)
    report = verify_content(content, own | given, now=now)
    if offline or report.check(CheckName.STATUS).state is CheckState.LIST_BROKEN:  # a list that was altered is told
        return report
    known = trusted.registered(session, report, setting.did)
    return report if known is None else trusted.judged_by_register(report, known, now=now)


def lines_of(report: Report) -> list[str]:
    """The report for a person; what the record says stands above the checks where nothing else can be believed."""
    said = []
    if report.credential is not None:
        said = [f"{'The record says' if report.believed else 'The file claims'}: {report.credential.sentence}"]
    checks = [f"  {check.name:<7} {SIGNS[check.ok]:<12} {check.detail}" for check in report.checks]
    if report.verdict is Verdict.FILE_UNCHECKED:
        warning = "The record is genuine; the paper was not checked. Compare it with what the record says."
        return [f"verdict: {report.verdict}", warning, *said, *checks]
    return [f"verdict: {report.verdict}", *checks, *said]


@click.group("keys", invoke_without_command=True, context_settings=HELP)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@click.pass_context
def keys(ctx: click.Context, json_wanted: bool) -> None:
    """The issuer's signing keys; without a word after it, list them."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_keys, json_wanted=json_wanted)


@keys.command("list")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app()
def list_keys(json_wanted: bool) -> None:
    """List the keys with their states and dates."""
    did, rows = issuing().did, key_queries.all_keys(read_session())
    if json_wanted:
        as_json({"issuer": did, "keys": [key_as_data(row, did) for row in rows]})
        return
    click.echo(f"Issuer: {did or 'not set'}")
    for row in rows:
        click.echo(f"  {row.kind:<8} {row.state:<12} since {row.made_at:%Y-%m-%d}  {row.name}")
    if not rows:
        click.echo("  No key yet: it is made with the first certificate.")


def key_as_data(row: IssuerKey, did: str | None) -> dict[str, str | None]:
    """A key for `--json`."""
    return {
        "kind": row.kind,
        "name": row.name,
        "id": f"{did}#{row.name}" if did else None,
        "state": row.state,
        "made_at": row.made_at.isoformat(),
        "active_from": row.active_from.isoformat() if row.active_from else None,
        "retired_at": row.retired_at.isoformat() if row.retired_at else None,
    }


@click.group("credentials", context_settings=HELP)
def credentials() -> None:
    """Certificates that were issued."""


@credentials.command("list")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app()
def list_credentials(json_wanted: bool) -> None:
    """List every certificate with its state."""
    now = clock.now()
    held = credentials_held(read_session())
    if json_wanted:
        as_json({"credentials": [credential_as_data(one) for one in held]})
        return
    for one in held:
        until = f"{one.version.valid_until:%Y-%m-%d}" if one.version.valid_until else "no end"
        click.echo(f"{one.credential.number}  {one.standing(now):<9} {until:<10}  {one.written.name}")
    click.echo(f"{len(held)} certificates.")


def credential_as_data(one: HeldCredential) -> dict[str, object]:
    """A certificate for `--json`."""
    return {
        "number": one.credential.number,
        "uuid": one.credential.uuid,
        "version": one.version.no,
        "state": one.standing(clock.now()),
        "name": one.written.name,
        "achievement": one.achievement.title,
        "awarded_at": one.credential.awarded_at.isoformat(),
        "valid_from": one.version.valid_from.isoformat(),
        "valid_until": one.version.valid_until.isoformat() if one.version.valid_until else None,
    }


@credentials.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@in_app()
def export(folder: Path) -> None:
    """Write every certificate with keys, lists and contexts into a new folder: enough to verify without the site."""
    setting, now = issuing(), clock.now()
    tasks.ensure_keys(setting, now=now)
    tasks.publish_due(setting, now=now)
    published = export_queries.published(read_session(), setting.did)
    signer = signing.open_signer(read_session(), setting, KeyKind.P256)
    count = write_folder(folder, published, export_queries.issued(read_session()), signer, now=now)
    click.echo(f"{folder}: {count} versions of certificates, {len(published.lists)} status lists.")


@credentials.command("revoke")
@click.argument("number")
@click.option("--reason", required=True, help="One or two sentences; whoever checks the certificate reads them.")
@click.option(
    "--code",
    type=click.Choice([reason.value for reason in FAULTLESS]),
    default=StatusReason.ERROR.value,
    show_default=True,
    help="What kind of reason it is. Misconduct and annulled results take two people: propose them on the site.",
)
@in_app()
def revoke(number: str, reason: str, code: str) -> None:
    """Revoke the certificate of this NUMBER, with a reason, and publish the status list."""
    now, setting = clock.now(), issuing()
    with transaction() as session:
        found = by_number(session, number)
        deciding.revoke_openly(session, found, StatusReason(code), reason, actor=None, now=now)
        holder_messages.tell_ended(session, found, reason, now=now)
    tasks.publish_due(setting, now=now)
    click.echo(f"{found.number} is revoked, and the status list is published.")


@credentials.command("suspend")
@click.argument("number")
@click.option("--reason", required=True, help="One or two sentences; whoever checks the certificate reads them.")
@in_app()
def suspend(number: str, reason: str) -> None:
    """Suspend the certificate of this NUMBER, with a reason, and publish the status list."""
    now, setting = clock.now(), issuing()
    with transaction() as session:
        found = by_number(session, number)
        suspending.suspend(session, found, reason, actor_id=None, now=now)
        holder_messages.tell_ended(session, found, reason, now=now)
    tasks.publish_due(setting, now=now)
    click.echo(f"{found.number} is suspended, and the status list is published.")


@credentials.command("lift")
@click.argument("number")
@click.option("--reason", required=True, help="One or two sentences; for the record of what happened.")
@in_app()
def lift(number: str, reason: str) -> None:
    """Lift the suspension of the certificate of this NUMBER: sign and draw it anew, and tell its holder."""
    now, setting = clock.now(), issuing()
    with transaction() as session:
        found = by_number(session, number)
        version = deciding.lift_openly(session, found, reason, setting, actor=None, now=now)
        if version is not None:
            tasks.ask_to_make(session, version, now=now)  # the worker finishes it if this command is stopped
    if version is None:
        click.echo(f"The suspension of {found.number} is lifted. Its time is over, so nothing is made anew.")
        return
    tasks.finish(version.id, setting, now=now)
    click.echo(f"{found.number} is in force again as version {version.no}. Its holder needs the new files.")


@credentials.command("take-over")
@click.argument("file", metavar="LIST", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@in_app()
def take_over_list(file: Path) -> None:
    """Take over what a signed status LIST says that was published after the backup which was brought back here."""
    now, setting = clock.now(), issuing()
    with transaction() as session:
        said = take_over(session, file.read_bytes(), now)
    tasks.publish_due(setting, now=now)
    click.echo("\n".join(said))


def by_number(session: Session, typed: str) -> Credential:
    """The certificate of a number as somebody typed it."""
    held = credential_held(session, Credential.number == read_number(typed))
    if held is None:
        raise RuleBroken(f"There is no certificate with the number {typed} at {current_app.config['SITE_NAME']}.")
    return held.credential


COMMANDS: tuple[click.Command, ...] = (verify, keys, credentials)
