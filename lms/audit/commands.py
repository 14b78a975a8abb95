"""The commands of the audit trail."""

from datetime import datetime

import click

from lms.audit.queries import ChainReport, verify_chain
from lms.commands import HELP, Failed, as_json, in_app
from lms.db import read_session


@click.group("audit", context_settings=HELP)
def audit_group() -> None:
    """The record of what happened."""


@audit_group.command("verify")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app()
def audit_verify(json_wanted: bool) -> None:
    """Check the chain; says the first broken entry, and what is sealed or waits for it."""
    report = verify_chain(read_session())
    if json_wanted:
        as_json(in_json(report))
    else:
        click.echo("\n".join(in_words(report)))
    if report.fault:
        raise Failed


def in_json(report: ChainReport) -> dict[str, object]:
    """The report as one document; moments in ISO 8601."""
    return {
        "entries": report.entries,
        "since": moment(report.since),
        "until": moment(report.until),
        "last": report.last,
        "waiting": report.waiting,
        "waiting_since": moment(report.waiting_since),
        "broken": report.broken,
        "reason": report.fault.reason if report.fault else "",
    }


def in_words(report: ChainReport) -> list[str]:
    """The report for a person, a line a sentence or two."""
    if report.fault:
        lines = [f"The chain breaks at entry {report.fault.number}: {report.fault.reason}."]
    else:
        lines = [f"The chain holds: {report.entries} entries. The last has the hash {report.last}"]
    if report.since and report.until:
        which = "Sealed is" if report.fault is None else f"The {report.entries} before it hold:"
        lines.append(f"{which} what happened from {spoken(report.since)} to {spoken(report.until)}.")
    if report.waiting_since:
        words = "1 entry waits" if report.waiting == 1 else f"{report.waiting} entries wait"
        lines.append(f"{words} to be sealed, the oldest since {spoken(report.waiting_since)}.")
    return lines


def moment(at: datetime | None) -> str | None:
    """A moment for a machine."""
    return at.isoformat() if at else None


def spoken(at: datetime) -> str:
    """A moment for a person."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
