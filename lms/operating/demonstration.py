"""The demonstration: invented people and their learning, loaded once, never beside real people."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import text

import lms.ports as ports
from lms import schema
from lms.db import database, end_reading, reading
from lms.errors import RuleBroken

LOADING = "loading"


def mark() -> Path:
    """The file that says that this installation is the demonstration, and who can sign in."""
    return Path(current_app.config["INSTANCE_PATH"]) / "demonstration.json"


def write_mark(content: dict[str, Any]) -> None:
    """Write the mark so that only its owner reads it."""
    path = mark()
    waiting = path.with_suffix(".part")
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
    waiting.replace(path)


def real_people() -> int:
    """How many people of this database the demonstration did not make."""
    count = reading().execute(text("SELECT count(*) FROM person WHERE NOT demonstration")).scalar_one()
    end_reading()
    return int(count)


def refuse_where_it_could_harm() -> None:
    """The demonstration belongs on one computer, away from real people."""
    if not current_app.config["SETTINGS"].is_loopback:
        raise RuleBroken(
            f"The demonstration is for this computer alone, but SITE_URL is {current_app.config['SITE_URL']}. "
            "Unset SITE_URL, or use an address such as http://127.0.0.1:8000. Nothing was changed."
        )
    if current_app.config["SETTINGS"].SURROUNDING == "production":
        raise RuleBroken("The demonstration does not run in production. Nothing was changed.")
    count = real_people()
    if count:
        raise RuleBroken(
            f"This database holds {count} real people. The demonstration is not loaded beside them. "
            "Give it a database of its own (DATABASE_URL or INSTANCE_PATH). Nothing was changed."
        )


def load(now: datetime) -> dict[str, Any]:
    """Load the demonstration unless it is there; answers what the mark holds."""
    path = mark()
    found = json.loads(path.read_text()) if path.exists() else None
    refuse_where_it_could_harm()
    if found is not None and found.get("state") != LOADING:
        return dict(found)
    if found is not None:
        start_over()
    write_mark({"state": LOADING})
    world: dict[str, Any] = {"passwords": []}
    for part in ports.demo_parts.all():
        part(world, now)
    content = {"state": "loaded", "loaded_at": now.isoformat(), "people": world["passwords"]}
    write_mark(content)
    return content


def start_over() -> None:
    """An earlier loading was cut off: empty the demonstration's own database and begin again."""
    found = database()
    with found.engine.begin() as connection:
        people = connection.execute(text("SELECT count(*) FROM person")).scalar_one()
    if not people:
        return
    if not found.sqlite:
        raise RuleBroken(
            "The demonstration was cut off while it was loading. Drop its database, create it anew and start again."
        )
    found.close()
    name = found.engine.url.database
    for suffix in ("", "-wal", "-shm"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)
    schema.upgrade(found.engine, found.url)


def who_can_sign_in(content: dict[str, Any], address: str) -> list[str]:
    """The lines that are printed at every start."""
    lines = [f"The demonstration runs at {address}", "It is invented from end to end. These people can sign in:", ""]
    lines += [f"  {role:<26} {key:<18} {password}" for role, key, password in content["people"]]
    return [*lines, "", f"The passwords are kept in {mark()}", "Stop with Ctrl+C; the data stays."]
