"""Certificates made with fixed keys, a fixed clock and fixed random draws, for comparing what is made with what was."""

from __future__ import annotations

import base64
import json
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import Issuing, issuing
from certificates.credentials.models import Achievement, Claim, Credential, CredentialVersion, StatusList
from certificates.credentials.queries.held import credential_held
from certificates.credentials.services import allocating, confirming
from certificates.credentials.services.naming import Names
from certificates.credentials.signing.keys import KeyKind, KeyPair
from certificates.register.pages.name_preview import proof_picture
from courses.catalogue.models import Course, CourseVersion
from lms import ids, storage
from lms.db import end_read_session
from tests.builders import certificates as build
from tests.builders.people import person

AT = datetime(2026, 9, 14, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Scene:
    """What one person earned by the final exam of one course, and how the name is written."""

    title: str
    certifies: str
    language: str
    valid_months: int | None
    exam: str
    share: Fraction
    cut: Fraction
    supervised: bool
    name: str
    local_name: str = ""
    email: str | None = None
    corrected: str = ""  # the name of a second version


ENGLISH = ("Identifying wildlife products", "Tells ivory, horn and scales from what is sold in their place.", "en")
FRENCH = (
    "Reconnaître les produits de la faune sauvage",
    "Distingue l’ivoire, la corne et les écailles de ce qui est vendu à leur place : bois, os, résine.",
    "fr",
)
SCENES = {
    "plain": Scene(*ENGLISH, 36, "Final exam", Fraction(17, 20), Fraction(7, 10), False, "Ngozi Okafor",
                   email="Ngozi@Example.org"),
    "no-end": Scene(*ENGLISH, None, "Final exam", Fraction(1), Fraction(7, 10), False, "Somchai Phommachan",
                    "ສົມໄຊ ພົມມະຈັນ", "somchai@example.org"),
    "french": Scene(*FRENCH, 24, "Examen final", Fraction(171, 200), Fraction(2, 3), False,
                    "Amélie N’Guessan-Kouassi", email="amelie@example.org"),
    "french-no-end": Scene(*FRENCH, None, "Examen final", Fraction(3, 4), Fraction(3, 4), True, "Cheikh Ould Sidi",
                           "الشيخ ولد سيدي", "cheikh@example.org"),
    "supervised": Scene(*ENGLISH, 12, "Final exam at the academy", Fraction(2, 3), Fraction(13, 20), True,
                        "Prasert Thongdee", "ประเสริฐ ทองดี"),
    "composed": Scene("Cafe\u0301 and timber, ports of Co\u0302te", "Reads “HS codes”, e\u0301crit & lu.", "en", 6,
                      "Exa\u0301men", Fraction(999, 1000), Fraction(1, 3), False,
                      "Maria-Magdalena Wolfeschlegelsteinhausenbergerdorff de Albuquerque e Vasconcelos"),
    "replaced": Scene(*ENGLISH, 36, "Final exam", Fraction(9, 10), Fraction(7, 10), False, "Grace Wambui",
                      email="grace@example.org", corrected="Grace Wambui-Otieno"),
}  # fmt: skip


class Draws:
    """What would be drawn at random, always the same; each kind of draw has a row of its own."""

    def __init__(self) -> None:
        self._rows = {kind: random.Random(f"{kind} of 2026") for kind in ("uuid", "token", "below")}

    def new_uuid(self) -> str:
        return str(uuid.UUID(int=self._rows["uuid"].getrandbits(128), version=4))

    def new_token(self, size: int = 12) -> str:
        return base64.urlsafe_b64encode(self._rows["token"].randbytes(size)).rstrip(b"=").decode()

    def below(self, most: int) -> int:
        return self._rows["below"].randrange(most)


def fixed_pair(kind: KeyKind) -> KeyPair:
    """The keys of these scenes."""
    if kind is KeyKind.ED25519:
        return KeyPair(ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
    return KeyPair(ec.derive_private_key(20261126, ec.SECP256R1()))


@contextmanager
def fixed(folder: Path) -> Iterator[Issuing]:
    """Fixed draws and keys, which are kept in a folder of their own."""
    draws = Draws()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ids, "new_uuid", draws.new_uuid)
        patch.setattr(ids, "new_token", draws.new_token)
        patch.setattr(allocating.new_number, "__defaults__", (draws.below,))
        patch.setattr(allocating.take_place, "__kwdefaults__", {"draw": draws.below})
        patch.setattr(tasks, "new_pair", fixed_pair)
        yield replace(issuing(), keys=folder)


Earn = Callable[[Session, int, CourseVersion, Scene, datetime], Claim]


def play(session: Session, folder: Path, earn: Earn) -> dict[str, bytes]:
    """Everything that is made of the scenes, by `<scene>.<version>.<suffix>`, with the published list."""
    made: dict[str, bytes] = {}
    people = {name: _ground(session, name, scene) for name, scene in SCENES.items()}
    with fixed(folder) as setting:
        for number, (name, scene) in enumerate(SCENES.items()):
            at = AT + timedelta(days=number)
            claim = earn(session, *people[name], scene, at)
            made[f"{name}.proof.png"], credential_id = _issued(session, claim, scene, setting, at)
            if scene.corrected:
                _corrected(session, credential_id, scene, setting, at + timedelta(days=2))
            made |= _versions(session, name, credential_id)
        tasks.publish_due(setting, now=AT + timedelta(days=30))
        end_read_session()
        session.expire_all()
        lists = session.scalars(select(StatusList).order_by(StatusList.id))
        made |= {f"status.{row.name}.json": (row.document or "").encode() for row in lists}
    return made


def _ground(session: Session, name: str, scene: Scene) -> tuple[int, CourseVersion]:
    """A person who takes the course of a scene."""
    version = build.course_version(session, valid_months=scene.valid_months)
    session.get_one(Course, version.course_id).slug = f"golden-{name}"
    version.title, version.certifies, version.language = scene.title, scene.certifies, scene.language
    holder = person(session, scene.name, email=scene.email)
    build.name_checked(session, holder, scene.name, scene.local_name)
    holder.email = scene.email
    build.enrol(session, holder, version)
    session.commit()
    return holder.id, version


def _issued(session: Session, claim: Claim, scene: Scene, setting: Issuing, at: datetime) -> tuple[bytes, int]:
    """The proof of the paper, and the credential that is made after it."""
    names = Names(scene.name, scene.local_name)
    picture = proof_picture(claim, session.get_one(Achievement, claim.achievement_id), names, setting, at)
    version = confirming.confirm_name(
        session, claim, names, setting, by_id=claim.person_id, now=at + timedelta(hours=3)
    )
    session.commit()
    _make(version.id, setting, at + timedelta(hours=4))
    return picture, version.credential_id


def _corrected(session: Session, credential_id: int, scene: Scene, setting: Issuing, at: datetime) -> None:
    session.expire_all()
    held = credential_held(session, Credential.id == credential_id)
    assert held is not None
    names = Names(scene.corrected, scene.local_name)
    version = confirming.reissue(session, held, names, setting, reason="A slip in the name.", by_id=None, now=at)
    session.commit()
    _make(version.id, setting, at)


def _make(version_id: int, setting: Issuing, at: datetime) -> None:
    end_read_session()
    tasks.make_version(version_id, setting, now=at)
    end_read_session()


def _versions(session: Session, name: str, credential_id: int) -> dict[str, bytes]:
    session.expire_all()
    rows = session.scalars(
        select(CredentialVersion).where(CredentialVersion.credential_id == credential_id).order_by(CredentialVersion.no)
    ).all()
    found: dict[str, bytes] = {}
    for row in rows:
        assert row.record
        assert row.token
        pictures = [row.pdf_key, row.png_key, row.svg_key]
        pdf, png, svg = [storage.get(key) for key in pictures if key]
        found |= {
            f"{name}.{row.no}.json": row.record.encode(),
            f"{name}.{row.no}.unsigned": json.dumps(row.unsigned, ensure_ascii=False).encode(),
            f"{name}.{row.no}.token": row.token.rpartition(".")[0].encode(),  # its signature is never twice the same
            f"{name}.{row.no}.pdf": pdf,
            f"{name}.{row.no}.png": png,
            f"{name}.{row.no}.svg": svg,
        }
    return found
