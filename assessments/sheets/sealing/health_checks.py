"""What `lms doctor` asks of the keys of sealed sheets, and what is looked at before a backup is brought back."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.orm import Session

from assessments.sheets.sealing.key_ring import key_ring
from assessments.sheets.sealing.keys import FOLDER, key_file, open_key
from assessments.sheets.sealing.queries import all_keys
from lms.errors import RuleBroken
from lms.ports import Finding, Health
from lms.wrapped_keys import others_can_read, unwrap

NAME = "sheet keys"


def check_sheet_keys(session: Session, _now: datetime) -> list[Finding]:
    """Whether every key that may still have to open something lies there, opens, and is read by its owner alone."""
    ring, keys = key_ring(), all_keys(session)
    if not keys:
        return [Finding(NAME, Health.OK, "No key for sealed sheets yet: the worker makes it within an hour.")]
    found = []
    for row in keys:
        try:
            open_key(ring.folder, row.kid, ring.secret)
        except RuleBroken as fault:
            found.append(Finding(NAME, Health.BAD, fault.message))
            continue
        path = key_file(ring.folder, row.kid)
        if others_can_read(path):
            found.append(Finding(NAME, Health.BAD, f"Others can read {path}. Run: chmod 600 {path}"))
    return found or [Finding(NAME, Health.OK, f"{len(keys)}, the newest of {keys[-1].made_at:%Y-%m-%d}")]


def check_restored_sheet_keys(folder: Path) -> None:
    """Refuse a backup whose keys of sealed sheets the KEYS_SECRET of this installation does not open."""
    for path in sorted((folder / FOLDER).glob("*.pem")):
        unwrap(path.read_bytes(), current_app.config["KEYS_SECRET"], called=f"key of sealed sheets {path.name}")
