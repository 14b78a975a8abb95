"""The demonstration: invented people and their learning, loaded once, never beside real people."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from lms import schema
from lms.db import database, read_session
from lms.errors import RuleBroken
from lms.mail.transport import NEAR
from lms.manifest import composition, demo_parts
from lms.people.api import names_by_username

LOADING, LOADED = "loading", "loaded"


def demo_file() -> Path:
    """The file that says that this installation is the demonstration, and who can sign in."""
    return Path(current_app.config["INSTANCE_PATH"]) / "demonstration.json"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody of the demonstration who can sign in; the password is where it was printed."""

    role: str  # in English, as it is printed
    username: str
    name: str


def demo_people() -> list[DemoPerson]:
    """Who can sign in here, for the sign-in page of a demonstration; elsewhere nobody, and no question is asked."""
    path = demo_file()
    if not current_app.config["DEMO"] or not path.exists():
        return []
    found = [(role, key) for role, key, _password in json.loads(path.read_text()).get("people", ())]
    names = names_by_username(read_session(), [key for _role, key in found])
    return [DemoPerson(role, key, names[key]) for role, key in found if key in names]


def init(app: Flask) -> None:
    """Let pages that everybody may open name the people of a demonstration."""
    app.jinja_env.globals["demo_people"] = demo_people


def write_demo_file(content: dict[str, Any]) -> None:
    """Write that file so that only its owner reads it."""
    path = demo_file()
    waiting = path.with_suffix(".part")
    handle = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
    waiting.replace(path)


def people_here() -> tuple[int, int]:
    """How many people of this database are real, and how many the demonstration made."""
    engine = database().engine
    if not inspect(engine).has_table("person"):
        return 0, 0
    counted = text("SELECT demonstration, count(*) FROM person GROUP BY demonstration")
    with engine.connect() as connection:
        found = {bool(invented): int(count) for invented, count in connection.execute(counted)}
    return found.get(False, 0), found.get(True, 0)


def demand_harmless() -> None:
    """The demonstration belongs on one computer."""
    settings = current_app.config["SETTINGS"]
    if not settings.is_loopback:
        raise RuleBroken(
            f"The demonstration is for this computer alone, but SITE_URL is {current_app.config['SITE_URL']}. "
            "Unset SITE_URL, or use an address such as http://127.0.0.1:8000. Nothing was changed."
        )
    if settings.ENVIRONMENT == "production":
        raise RuleBroken("The demonstration does not run in production (SPOOR_ENV). Nothing was changed.")


def check_start(_session: Session) -> None:
    """Refuse to serve the demonstration, whose letters anybody may read, under an address that others can reach."""
    if current_app.config["DEMO"]:
        demand_harmless()


def demand_near(host: str) -> None:
    """Refuse to open the demonstration to other computers."""
    if current_app.config["DEMO"] and host not in NEAR:
        raise RuleBroken(
            f"The demonstration is for this computer alone, and {host} lets others in. Leave --host out, or serve an "
            "installation of its own (INSTANCE_PATH). Nothing was changed."
        )


def load(now: datetime) -> dict[str, Any]:
    """Load the demonstration unless it is there; answers what its file holds.

    People whom somebody makes inside the demonstration belong to it, so a database that it made is known by its own
    people, and any other one with people in it is refused.
    """
    demand_harmless()
    path = demo_file()
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    real, invented = people_here()
    if found.get("state") == LOADED and invented:
        schema.upgrade(database().engine, database().url)
        return found
    if real:
        raise RuleBroken(
            f"This database holds {real} real people. The demonstration is not loaded beside them. "
            "Give it a database of its own (DATABASE_URL or INSTANCE_PATH). Nothing was changed."
        )
    if invented and found.get("state") != LOADING:
        raise RuleBroken(
            f"This database holds a demonstration that was loaded elsewhere: {path} with its passwords is missing. "
            "Bring that file back, or give this demonstration an empty database. Nothing was changed."
        )
    if invented:
        schema.clear(database().engine)  # an earlier loading was cut off: begin again
    schema.upgrade(database().engine, database().url)
    return load_parts(now)


def load_parts(now: datetime) -> dict[str, Any]:
    """Every package's part, one after the other; the file says when all of them are there."""
    write_demo_file({"state": LOADING})
    world: dict[str, Any] = {"passwords": []}
    for part in demo_parts(composition()):
        part(world, now)
    content = {"state": LOADED, "loaded_at": now.isoformat(), "people": world["passwords"]}
    write_demo_file(content)
    return content


def who_can_sign_in(content: dict[str, Any], address: str) -> list[str]:
    """The lines that are printed at every start."""
    lines = [f"The demonstration runs at {address}", "It is invented from end to end. These people can sign in:", ""]
    lines += [f"  {role:<26} {key:<18} {password}" for role, key, password in content["people"]]
    return [*lines, "", f"The passwords are kept in {demo_file()}", "Stop with Ctrl+C; the data stays."]
