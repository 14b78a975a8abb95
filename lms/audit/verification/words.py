"""A report on the trail in words for a person, and as one document."""

import json
import re
from contextlib import suppress
from datetime import datetime

from lms.audit.seals.seal import Vouching, as_data, from_data
from lms.audit.verification.judging import Lost, SealsJudged, spoken
from lms.audit.verification.records import data_of
from lms.audit.verification.trail import GivenSeal, TrailReport

TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+")
LINE = re.compile(r'\{"entries":[^{}]*\}')  # of the file of seals, as a letter has it where nothing is signed
SOFT_BREAK = re.compile(r"=\r?\n")  # of quoted-printable, as a letter is kept by a mail program
MOST_SAID = 40  # faults that are told to a person


def seals_in(text: str, where: str) -> list[GivenSeal]:
    """The seals in a text, such as a letter, each once; signed ones if there are any."""
    text = SOFT_BREAK.sub("", text)
    signed = [GivenSeal(where, token) for token in dict.fromkeys(TOKEN.findall(text))]
    if signed:
        return signed
    found = []
    for line in dict.fromkeys(LINE.findall(text.replace("=3D", "="))):
        with suppress(ValueError):
            found.append(GivenSeal(where, None, from_data(json.loads(line))))
    return found


def in_json(report: TrailReport) -> dict[str, object]:
    """The report as one document; moments in ISO 8601."""
    chain, seals = report.read.chain, report.seals
    return {
        "holds": report.holds,
        "faults": list(report.faults),
        "entries": chain.entries,
        "since": moment(chain.since),
        "until": moment(chain.until),
        "last": chain.last,
        "waiting": chain.waiting,
        "waiting_since": moment(chain.waiting_since),
        "broken": chain.broken,
        "reason": chain.fault.reason if chain.fault else "",
        "seals": {
            "in_file": len(report.read.held),
            "published": report.read.published,
            "agreeing": seals.agreeing,
            "signed_until": seals.signed_until,
            "unsigned_after": seals.unsigned,
            "newest": as_data(seals.newest.seal) | {"vouching": seals.newest.vouching} if seals.newest else None,
            "torn": report.read.file.torn,
            "unreadable_lines": list(report.read.file.unreadable),
            "not_compared": seals.uncompared,
            "not_at_hand": list(report.read.unread),
            "restores": [restore_as_data(one) for one in seals.lost],
        },
        "records": None if report.records is None else [data_of(one) for one in report.records],
        "not_compared": not_compared(report),
    }


def restore_as_data(one: Lost) -> dict[str, object]:
    """A restore for a machine."""
    return {
        "at": moment(one.at),
        "backup_made_at": moment(one.backup_made_at),
        "entries": one.entries,
        "known": one.known,
        "lost": one.count,
        "signed": one.signed,
    }


def in_words(report: TrailReport) -> list[str]:
    """The report for a person, a line a sentence or two; first what does not hold."""
    lines = list(report.faults[:MOST_SAID])
    if len(report.faults) > MOST_SAID:
        lines.append(f"{len(report.faults) - MOST_SAID} more: --json tells them all.")
    lines += chain_words(report)
    lines += seal_words(report.seals)
    lines += [restore_words(one) for one in report.seals.lost]
    if report.records is not None:
        compared = ", ".join(f"{one.title} ({one.records})" for one in report.records)
        if compared:
            lines.append(f"Compared with the trail, each with its entry: {compared}.")
    lines += [f"Not compared: {words}" for words in not_compared(report)]
    return lines


def chain_words(report: TrailReport) -> list[str]:
    """What the chain itself tells."""
    chain, lines = report.read.chain, []
    if chain.fault is None:
        part = f" from entry {report.read.read_from} on" if report.read.read_from > 1 else ""
        what = f"The chain holds{part}: {chain.entries} entries."
        if not report.holds:  # whoever reads one line alone must not take it for the whole
            what = f"By itself the chain of what is there{part} has no break: {chain.entries} entries."
        lines.append(f"{what} The last has the hash {chain.last}")
    if chain.since and chain.until:
        which = "Sealed is" if chain.fault is None else f"The {chain.entries} before it hold:"
        lines.append(f"{which} what happened from {spoken(chain.since)} to {spoken(chain.until)}.")
    if chain.waiting_since:
        words = "1 entry waits" if chain.waiting == 1 else f"{chain.waiting} entries wait"
        lines.append(f"{words} to be sealed, the oldest since {spoken(chain.waiting_since)}.")
    return lines


def seal_words(seals: SealsJudged) -> list[str]:
    """Which seals agree, and who vouches for the newest."""
    if seals.newest is None:
        return []
    who = VOUCHED[seals.newest.vouching]
    what = "1 seal agrees" if seals.agreeing == 1 else f"{seals.agreeing} seals agree"
    at = f"entry {seals.newest.seal.entries}, sealed on {spoken(seals.newest.seal.sealed_at)}"
    lines = [f"{what} with it. The newest is of {at}, {who}."]
    if seals.signed_until < seals.newest.seal.entries:
        until = f"Up to entry {seals.signed_until} a signed seal vouches." if seals.signed_until else ""
        lines.append(f"{until} For what comes after it nobody vouches yet.".strip())
    return lines


VOUCHED = {
    Vouching.SIGNED: "signed by the issuer",
    Vouching.UNSIGNED: "not signed",
    Vouching.ELSEWHERE: "signed with a key of the register that is not kept here",
    Vouching.COMPROMISED: "signed with a key that others may have had",
}


def restore_words(one: Lost) -> str:
    """What a restore did to the trail."""
    words = (
        f"Restored on {spoken(one.at)} from the backup of {spoken(one.backup_made_at)}: "
        f"the trail goes on from entry {one.entries}."
    )
    if not one.count:
        return f"{words} No seal at hand knew of more."
    lost = "1 entry known by seals is lost" if one.count == 1 else f"{one.count} entries known by seals are lost"
    return f"{words} {lost}." + ("" if one.signed else " Nobody vouches for this restore.")


def not_compared(report: TrailReport) -> list[str]:
    """What was not looked at, or could not be."""
    read, said = report.read, []
    if read.read_from > 1:
        said.append(f"the entries before {read.read_from}.")
    if read.file.torn:
        said.append("the last line of the file of seals: it was cut off while it was written. The next seal covers it.")
    if read.file.unreadable:
        lines = ", ".join(map(str, read.file.unreadable[:10]))
        said.append(f"lines of the file of seals that cannot be read ({lines}).")
    if report.seals.uncompared:
        seals = "1 seal" if report.seals.uncompared == 1 else f"{report.seals.uncompared} seals"
        said.append(f"{seals} of entries behind the break of the chain.")
    said += [f"the seal in {where}: it is not at hand, or cannot be read." for where in read.unread]
    if report.records is None:
        said.append("the records that the trail tells of. “lms audit verify” compares them.")
    elif not read.published:
        said.append("a seal in the published status lists: none is named there yet.")
    return said


def moment(at: datetime | None) -> str | None:
    """A moment for a machine."""
    return at.isoformat() if at else None
