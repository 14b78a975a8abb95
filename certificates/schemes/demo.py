"""The part of schemes in the demonstration: two in use, a draft of a next version, and the people of the pathway."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from certificates.permissions import SchemeRole
from certificates.schemes.queries.versions import scheme_named
from certificates.schemes.scheme_folder.files import SCHEME, files_of_folder
from certificates.schemes.scheme_folder.reading import read_scheme
from certificates.schemes.services.loading import load_scheme
from certificates.schemes.services.putting_in_use import put_in_use
from lms.access import Grant
from lms.db import transaction
from lms.people.api import PersonDraft, check_name, give_password, make_person

CONTENT = Path(__file__).parent / "content"
TRAINER, ADVISOR = "iwt-trainer", "iwt-technical-and-operational-advisor"
OWNERS = (("ingrid.solheim", "Ingrid Solheim"), ("tomas.ferreira", "Tomás Ferreira"))
LOADED_BEFORE, USED_BEFORE, DRAFTED_BEFORE = timedelta(days=420), timedelta(days=415), timedelta(days=3)
STAFF = (
    ("paula.ritter", "Paula Ritter", SchemeRole.SCHEME_OFFICER, "scheme officer"),
    ("nadia.haddad", "Nadia Haddad", SchemeRole.DOSSIER_OFFICER, "dossier officer"),
    ("oscar.lind", "Oscar Lind", SchemeRole.DECIDER, "decider"),
    ("miriam.katz", "Miriam Katz", SchemeRole.DECIDER, "second decider"),
    ("jorge.salinas", "Jorge Salinas", SchemeRole.DECIDER, "third decider"),
    ("helen.brandt", "Helen Brandt", SchemeRole.REGISTRAR, "registrar"),
    ("victor.amadi", "Victor Amadi", SchemeRole.REGISTRAR, "second registrar"),
    ("lucia.moretti", "Lucia Moretti", SchemeRole.APPEAL_MEMBER, "appeal member"),
    ("bernard.keller", "Bernard Keller", SchemeRole.APPEAL_MEMBER, ""),
    ("yuki.tanabe", "Yuki Tanabe", SchemeRole.APPEAL_MEMBER, ""),
    ("astrid.holm", "Astrid Holm", SchemeRole.QUALITY_OFFICER, "quality officer"),
    ("karim.saleh", "Karim Saleh", SchemeRole.AUTHORISED_BODY, "authorised body"),
)
DRAFT = (  # of the next version for trainers: what their trainees said must be there before the panel decides
    "    by: dossier.check\n    as: dossier-officer\n    sufficient: true\n",
    "    by: dossier.check\n    as: dossier-officer\n    needs: [trainee-feedback]\n    sufficient: true\n",
)


def load(world: dict[str, Any], now: datetime) -> None:
    """Both schemes are in use since more than a year ago, so that candidates of then are on them."""
    if not world.get("people"):
        return
    made_at = now - LOADED_BEFORE
    with transaction() as session:
        for username, name in OWNERS:
            add(session, world, username, name, SchemeRole.SCHEME_OWNER, made_at)
        for username, name, role, printed in STAFF:
            add(session, world, username, name, role, made_at)
            if printed:
                world["passwords"].append((printed, username, give_password(session, world["people"][username])))
        first, second = (username for username, _name in OWNERS)
        for printed, username in ("scheme owner", first), ("second scheme owner", second):
            world["passwords"].append((printed, username, give_password(session, world["people"][username])))
        for folder in sorted(CONTENT.iterdir()):
            read = read_scheme(files_of_folder(folder))
            done = load_scheme(session, read, actor_id=world["people"][first], now=made_at)
            found = scheme_named(session, folder.name)
            if found is not None and done.is_new:
                put_in_use(session, found, done.version, actor_id=world["people"][second], now=now - USED_BEFORE)


def load_draft(world: dict[str, Any], now: datetime) -> None:
    """A next version for trainers, not in use: a dry run says who of the round before would end elsewhere."""
    if not world.get("people"):
        return
    files = files_of_folder(CONTENT / TRAINER)
    before, after = DRAFT
    text = files.files[SCHEME].decode()
    if text.count(before) != 1:
        raise LookupError(f"The scheme {TRAINER} has no step that the draft changes.")
    files.files[SCHEME] = text.replace(before, after).encode()
    with transaction() as session:
        owner = world["people"][OWNERS[0][0]]
        load_scheme(session, read_scheme(files), actor_id=owner, now=now - DRAFTED_BEFORE)


def add(session: Session, world: dict[str, Any], username: str, name: str, role: SchemeRole, at: datetime) -> None:
    """One invented person with one role everywhere."""
    made = make_person(
        session, PersonDraft(name=name, username=username), [Grant(role)], now=at, demonstration=True
    )  # fmt: skip
    check_name(session, made.id, now=at)
    world["people"][username] = made.id
