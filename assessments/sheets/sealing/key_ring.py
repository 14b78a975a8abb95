"""Where the keys of sealed sheets lie on this installation, and what opens their files."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import current_app

from assessments.sheets.sealing.keys import FOLDER

KEY_LIFE = timedelta(days=90)  # so long a key is given to tablets; then a fresh one is


@dataclass(frozen=True)
class KeyRing:
    """The folder of the wrapped keys, and the secret that unwraps them."""

    folder: Path
    secret: str


def key_ring() -> KeyRing:
    """That of this application."""
    return KeyRing(Path(current_app.config["INSTANCE_PATH"]) / FOLDER, current_app.config["KEYS_SECRET"])
