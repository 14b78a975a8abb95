"""The outcome of the last whole verification, kept beside the seals: whether it holds, and since when."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lms.audit.seals import seal_file
from lms.audit.seals.seal import moment
from lms.audit.verification.trail import TrailReport

NAME = "audit-verified.json"
KEPT_FAULTS = 20


@dataclass(frozen=True)
class LastComparison:
    """How the trail stood when everything was last compared; `since` then, or since the earlier ones that said so."""

    at: datetime
    holds: bool
    since: datetime
    entries: int
    faults: tuple[str, ...] = ()


def last_outcome(folder: Path) -> LastComparison | None:
    """The outcome that was kept; none where nothing was compared yet, or it cannot be read."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
        return LastComparison(
            moment(said["at"]),
            said["holds"] is True,
            moment(said["since"]),
            int(said["entries"]),
            tuple(str(words) for words in said["faults"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def keep_outcome(folder: Path, report: TrailReport, *, now: datetime) -> LastComparison:
    """Keep what was found in the place of the outcome before; OSError where nothing can be written."""
    before = last_outcome(folder)
    since = before.since if before is not None and before.holds is report.holds else now
    made = LastComparison(now, report.holds, since, report.read.seen.entries, report.faults[:KEPT_FAULTS])
    said = {
        "at": made.at.isoformat(),
        "holds": made.holds,
        "since": made.since.isoformat(),
        "entries": made.entries,
        "faults": list(made.faults),
    }
    seal_file.replace(folder / NAME, json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n")
    return made
