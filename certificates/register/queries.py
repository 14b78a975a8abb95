"""Credentials as the pages ask for them: one's own, those that one manages, and what a stranger may find."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from certificates.credentials.issuing.names import is_family_name_of
from certificates.credentials.models import (
    Achievement,
    Claim,
    Credential,
    CredentialVersion,
    NameConfirmation,
    NameRequest,
)
from certificates.credentials.policy import held_by, managed_by, names_judged_by
from certificates.credentials.queries.held import HeldCredential, chosen, credential_held, credentials_held, shown
from certificates.credentials.queries.name_requests import AskedName, count_waiting, names_asked, waiting
from lms.access import Viewer
from lms.errors import NotFound
from lms.paging import page_of


def own_credentials(session: Session, viewer: Viewer) -> list[HeldCredential]:
    """A person's own credentials, newest first."""
    return credentials_held(session, held_by(viewer))


def own_credential(session: Session, viewer: Viewer, uuid: str) -> HeldCredential:
    """One of a person's own credentials."""
    return _found(credential_held(session, Credential.uuid == uuid, held_by(viewer)))


def own_claim(session: Session, viewer: Viewer, uuid: str) -> tuple[Claim, Achievement]:
    """One of a person's own claims, taken or not."""
    row = session.execute(
        select(Claim, Achievement)
        .join(Achievement, Achievement.id == Claim.achievement_id)
        .where(Claim.uuid == uuid, Claim.person_id == viewer.id)
    ).one_or_none()
    if row is None:
        raise NotFound
    claim, achievement = row
    return claim, achievement


def credential_of_claim(session: Session, claim_id: int) -> Credential:
    """What became of a claim that was taken."""
    return session.scalars(select(Credential).where(Credential.claim_id == claim_id)).one()


def managed_credential(session: Session, viewer: Viewer, uuid: str) -> HeldCredential:
    """One of the credentials that the viewer manages."""
    return _found(credential_held(session, Credential.uuid == uuid, managed_by(viewer)))


def managed_among(session: Session, viewer: Viewer, ids: Collection[int]) -> Sequence[Credential]:
    """Those of these credentials that the viewer manages."""
    return session.scalars(select(Credential).where(Credential.id.in_(ids), managed_by(viewer))).all()


@dataclass(frozen=True)
class ManagedPage:
    """Some credentials of a long list, and where they stand in it."""

    rows: list[HeldCredential]
    count: int
    number: int
    pages: int


def managed_page(session: Session, viewer: Viewer, *, words: str, number: int, size: int = 25) -> ManagedPage:
    """The credentials that the viewer manages, newest first, or those whose number or name holds `words`."""
    wanted: list[ColumnElement[bool]] = [managed_by(viewer)]
    if words:
        named = (
            select(CredentialVersion.credential_id)
            .join(NameConfirmation, NameConfirmation.id == CredentialVersion.confirmation_id)
            .where(
                or_(
                    NameConfirmation.name.icontains(words, autoescape=True),
                    NameConfirmation.local_name.icontains(words, autoescape=True),
                )
            )
        )
        wanted.append(or_(Credential.number.icontains(words, autoescape=True), Credential.id.in_(named)))
    count = session.scalars(select(func.count()).select_from(Credential).where(*wanted)).one()
    number, pages = page_of(count, number, size)
    query = chosen().where(*wanted).order_by(Credential.id.desc()).limit(size).offset((number - 1) * size)
    return ManagedPage(shown(session, query), count, number, pages)


@dataclass(frozen=True)
class NamesPage:
    """Some of the names that wait, and where they stand among them."""

    rows: list[AskedName]
    count: int
    number: int
    pages: int


def names_page(session: Session, viewer: Viewer, *, number: int, size: int = 25) -> NamesPage:
    """The names that wait for a manager of these people, oldest first; never the viewer's own."""
    mine = names_judged_by(viewer)
    count = count_waiting(session, mine)
    number, pages = page_of(count, number, size)
    return NamesPage(names_asked(session, *waiting(mine), most=size, skip=(number - 1) * size), count, number, pages)


def names_waiting(session: Session, viewer: Viewer) -> int:
    """How many names wait for a manager of these people."""
    return count_waiting(session, names_judged_by(viewer))


def name_asked(session: Session, viewer: Viewer, uuid: str) -> AskedName:
    """One of the names that wait for a manager of this person."""
    found = names_asked(session, *waiting(names_judged_by(viewer), NameRequest.uuid == uuid))
    if not found:
        raise NotFound
    return found[0]


def by_token(session: Session, token: str) -> HeldCredential | None:
    """The credential of a link."""
    return credential_held(session, Credential.token == token)


def by_uuid(session: Session, uuid: str) -> HeldCredential | None:
    """The credential of an address inside a record."""
    return credential_held(session, Credential.uuid == uuid)


def by_number(session: Session, number: str) -> HeldCredential | None:
    """The credential of a printed number."""
    return credential_held(session, Credential.number == number)


def by_number_and_name(session: Session, number: str, family_name: str) -> HeldCredential | None:
    """The credential of a number, if the family name is that of its holder, in whichever version."""
    held = by_number(session, number)
    if held is None:
        return None
    names = session.execute(
        select(NameConfirmation.name, NameConfirmation.local_name)
        .join(CredentialVersion, CredentialVersion.confirmation_id == NameConfirmation.id)
        .where(CredentialVersion.credential_id == held.credential.id)
    ).all()
    known = [name for row in names for name in row if name]
    return held if is_family_name_of(family_name, known) else None


def achievement_named(session: Session, slug: str, version: int) -> Achievement:
    """What a version of a course awards."""
    found = session.scalars(
        select(Achievement).where(Achievement.slug == slug, Achievement.version == version)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _found(held: HeldCredential | None) -> HeldCredential:
    if held is None:
        raise NotFound
    return held
