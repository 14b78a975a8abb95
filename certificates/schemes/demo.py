"""The part of schemes in the demonstration: the two that ship, loaded by one owner and put in use by another."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from certificates.permissions import SchemeRole
from certificates.schemes.queries.versions import scheme_named
from certificates.schemes.scheme_folder.files import files_of_folder
from certificates.schemes.scheme_folder.reading import read_scheme
from certificates.schemes.services.loading import load_scheme
from certificates.schemes.services.putting_in_use import put_in_use
from lms.access import Grant
from lms.db import transaction
from lms.people.api import PersonDraft, check_name, make_person

CONTENT = Path(__file__).parent / "content"
OWNERS = (("ingrid.solheim", "Ingrid Solheim"), ("tomas.ferreira", "Tomás Ferreira"))
LOADED_BEFORE, USED_BEFORE = timedelta(days=420), timedelta(days=415)


def load(world: dict[str, Any], now: datetime) -> None:
    """Both schemes are in use since more than a year ago, so that candidates of then are on them."""
    if not world.get("people"):
        return
    with transaction() as session:
        for username, name in OWNERS:
            draft = PersonDraft(name=name, username=username)
            made = make_person(
                session, draft, [Grant(SchemeRole.SCHEME_OWNER)], now=now - LOADED_BEFORE, demonstration=True
            )
            check_name(session, made.id, now=now - LOADED_BEFORE)
            world["people"][username] = made.id
        loader, second = (world["people"][username] for username, _name in OWNERS)
        for folder in sorted(CONTENT.iterdir()):
            done = load_scheme(session, read_scheme(files_of_folder(folder)), actor_id=loader, now=now - LOADED_BEFORE)
            found = scheme_named(session, folder.name)
            if found is not None and done.is_new:
                put_in_use(session, found, done.version, actor_id=second, now=now - USED_BEFORE)
