"""The picture of a certificate on its pages: its address, its size, what it says in words, and the file itself."""

import base64
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from certificates.credentials.models import CredentialVersion
from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.rules.lifecycle import Visibility
from certificates.credentials.rules.pictured import is_pictured, is_pictured_to_strangers
from certificates.credentials.verification.trust import digest
from certificates.documents.certificate_picture import MIMETYPE, PictureScale, picture_of, size_of
from courses.api import CertificatePicture
from lms import storage
from lms.db import database
from lms.errors import NotFound
from lms.i18n import _
from lms.web.api import text_only

REMEMBERED = 512  # pictures, of some 20 KB
PAPER_SIGNS = 12  # signs of the hash of the paper in an address: of another paper the address is another
KB = 1024


@dataclass(frozen=True)
class PictureShown:
    """A picture of a certificate on a page; `kilobytes` where this device leaves pictures out until they are tapped."""

    url: str
    width: int
    height: int
    alt: str
    lazy: bool = True
    kilobytes: int | None = None


def own_picture(held: HeldCredential, scale: PictureScale, now: datetime) -> PictureShown | None:
    """For the holder, while it is valid."""
    return shown_picture(held, scale, own_address(held, scale)) if is_for_insiders(held, now) else None


def managed_picture(held: HeldCredential, now: datetime) -> PictureShown | None:
    """For who manages it, while it is valid."""
    if not is_for_insiders(held, now):
        return None
    scale = PictureScale.PAGE
    address = url_for(
        "credentials.picture", uuid=held.credential.uuid, scale=scale.value, paper=paper_sign(held.version)
    )
    return shown_picture(held, scale, address)


def linked_picture(held: HeldCredential, now: datetime) -> PictureShown | None:
    """For whoever has the link or the file, as its holder allows."""
    if not is_for_strangers(held, now):
        return None
    scale = PictureScale.PAGE
    address = url_for("register.credential_picture", token=held.credential.token, scale=scale.value)
    return shown_picture(held, scale, address)


def glimpsed_picture(held: HeldCredential, now: datetime) -> PictureShown | None:
    """For who knows its number and family name: inside the page, since an address would tell them the link."""
    if not is_for_strangers(held, now) or text_only():
        return None
    content = picture_bytes(held.version, PictureScale.GLIMPSE)
    address = f"data:{MIMETYPE};base64,{base64.b64encode(content).decode()}"
    width, height = size_of(PictureScale.GLIMPSE)
    return PictureShown(address, width, height, words_of(held))


def award_picture(held: HeldCredential, now: datetime) -> CertificatePicture | None:
    """For pages of courses, to the holder."""
    if not is_for_insiders(held, now):
        return None
    return CertificatePicture(own_address(held, PictureScale.THUMBNAIL), *size_of(PictureScale.THUMBNAIL))


def is_for_insiders(held: HeldCredential, now: datetime) -> bool:
    """Whether its holder and who manages it see the picture; of what has no paper there is none."""
    return held.version.pdf_sha256 is not None and is_pictured(held.standing(now))


def is_for_strangers(held: HeldCredential, now: datetime) -> bool:
    """Whether strangers see it."""
    visibility = Visibility(held.credential.visibility)
    return held.version.pdf_sha256 is not None and is_pictured_to_strangers(held.standing(now), visibility)


def shown_picture(held: HeldCredential, scale: PictureScale, address: str) -> PictureShown:
    """A picture at this address, fetched when it comes into view."""
    width, height = size_of(scale)
    weight = -(-len(picture_bytes(held.version, scale)) // KB) if text_only() else None
    return PictureShown(address, width, height, words_of(held), kilobytes=weight)


def words_of(held: HeldCredential) -> str:
    """What the picture shows, in words."""
    title, name = held.title, held.written.name
    return _("Picture of the certificate “%(title)s” of %(name)s.", title=title, name=name)


def own_address(held: HeldCredential, scale: PictureScale) -> str:
    """Where its holder finds it."""
    uuid, paper = held.credential.uuid, paper_sign(held.version)
    return url_for("certificates.picture", uuid=uuid, scale=scale.value, paper=paper)


def paper_sign(version: CredentialVersion) -> str:
    """By which an address names the paper: a corrected name is another paper."""
    return (version.pdf_sha256 or "")[:PAPER_SIGNS]


def picture_bytes(version: CredentialVersion, scale: PictureScale) -> bytes:
    """The picture as a file, made from the paper when it is first asked for; nothing where that is not as issued."""
    if version.pdf_key is None:
        raise NotFound
    memory, key = database().cache("certificate-pictures", REMEMBERED), (version.pdf_sha256, scale)
    made: bytes | None = memory.get(key)
    if made is None:
        paper = storage.get(version.pdf_key)
        if digest(paper) != version.pdf_sha256:
            raise NotFound
        made = memory[key] = picture_of(paper, scale)
    return made
