"""The letters of the demonstration, which no mail server takes anywhere: shown, so that their links can be tried."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from lms.access import public
from lms.errors import NotFound
from lms.mail.folder import letters_folder

bp = Blueprint("operating", __name__, template_folder="templates")
NAME = re.compile(r"^[0-9A-Za-z-]+\.eml$")
LINK = re.compile(r"https?://\S+")
MOST = 50


@dataclass(frozen=True)
class Letter:
    """A letter as the page shows it."""

    name: str
    to: str
    subject: str
    at: datetime | None
    text: str

    @property
    def html(self) -> Markup:
        """The text with its links made to be pressed."""
        words = LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', str(escape(self.text)))
        return Markup(words)  # noqa: S704  # escaped just here


def read_letter(path: Path) -> Letter:
    """One letter from its file."""
    found = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = found.get_body(("plain",)) if isinstance(found, EmailMessage) else None
    date = found["Date"]
    return Letter(
        path.name,
        str(found["To"]),
        str(found["Subject"]),
        getattr(date, "datetime", None),
        body.get_content() if body else "",
    )


def demand_demonstration() -> None:
    """Outside the demonstration there is no such page."""
    if not current_app.config["DEMO"]:
        raise NotFound


@bp.get("/letters")
@public
def letters() -> ResponseReturnValue:
    """The newest letters."""
    demand_demonstration()
    paths = sorted(letters_folder().glob("*.eml"), reverse=True)[:MOST]
    return render_template("operating/letters.html", letters=[read_letter(path) for path in paths])


@bp.get("/letters/<name>")
@public
def letter(name: str) -> ResponseReturnValue:
    """One letter."""
    demand_demonstration()
    path = letters_folder() / name
    if not NAME.match(name) or not path.is_file():
        raise NotFound
    return render_template("operating/letter.html", letter=read_letter(path))
