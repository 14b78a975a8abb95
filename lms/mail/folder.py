"""Mail folder: where letters are kept when no mail server is named."""

import os
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from flask import current_app


def letters_folder() -> Path:
    """The folder of kept letters."""
    return Path(current_app.config["INSTANCE_PATH"]) / "letters"


def keep(letter: EmailMessage, now: datetime) -> None:
    """Put a letter in the folder, whole or not at all; one that is there already is not kept twice."""
    number = letter["Message-ID"].strip("<>").partition("@")[0]
    folder = letters_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.glob(f"*-{number}.eml")):
        return
    path = folder / f"{now:%Y%m%dT%H%M%S}-{number}.eml"
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(letter.as_bytes())
    part.replace(path)
