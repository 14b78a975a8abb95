"""The commands of the audit trail."""

import sys
from pathlib import Path

import click

from lms import clock
from lms.audit.verification.running import verify_here
from lms.audit.verification.trail import GivenSeal
from lms.audit.verification.words import in_json, in_words, seals_in
from lms.commands import HELP, Failed, as_json, in_app
from lms.errors import RuleBroken

MOST_READ = 5_000_000  # bytes of a file with a seal


@click.group("audit", context_settings=HELP)
def audit_group() -> None:
    """The record of what happened."""


@audit_group.command("verify")
@click.option(
    "--seal",
    "seals",
    multiple=True,
    metavar="FILE|TEXT",
    help="A seal from elsewhere, such as a letter: a file, the text itself, or - for what is typed in.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON document.")
@in_app()
def audit_verify(seals: tuple[str, ...], json_wanted: bool) -> None:
    """Compare the trail with its seals and with the records that it tells of; says what does not hold."""
    given = [seal for text in seals for seal in given_seals(text)]
    report = verify_here(given=given, now=clock.now())
    if json_wanted:
        as_json(in_json(report))
    else:
        click.echo("\n".join(in_words(report)))
    if not report.holds:
        raise Failed


def given_seals(text: str) -> list[GivenSeal]:
    """The seals in a file or a text; one that holds none is refused."""
    content, where = read(text)
    found = seals_in(content, where)
    if not found:
        raise RuleBroken(f"There is no seal in {where}. Give the whole letter, or the line that begins with eyJ.")
    return found


def read(text: str) -> tuple[str, str]:
    """What is to be looked through, and how it is called."""
    if text == "-":
        return sys.stdin.read(MOST_READ), "what was typed in"
    if "\n" not in text and not text.lstrip().startswith(("eyJ", "{")):
        with Path(text).open("rb") as file:
            return file.read(MOST_READ).decode("utf-8", "replace"), text
    return text, "the given text"
