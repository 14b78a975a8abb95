"""The certificate as a picture: for its holder, for who manages it, and for strangers as its holder allows."""

from flask import Response, request
from flask.typing import ResponseReturnValue

from certificates.credentials.queries.held import HeldCredential
from certificates.documents.certificate_picture import MIMETYPE, PictureScale
from certificates.permissions import CertificatePermission
from certificates.register import queries
from certificates.register.pages.pictures import is_for_insiders, is_for_strangers, paper_sign, picture_bytes
from certificates.register.views.blueprints import holder, manager, verifier
from certificates.register.views.checking import TOKEN
from lms import clock
from lms.access import needs, public, viewer
from lms.db import read_session
from lms.errors import NotFound

OWN_SCALES = f"any({PictureScale.PAGE},{PictureScale.THUMBNAIL})"
PAGE = f"any({PictureScale.PAGE})"
PERSONAL = "private, max-age=86400"  # the address names the paper


@holder.get(f"/certificates/<uuid:uuid>/<{OWN_SCALES}:scale>.webp")
@needs(CertificatePermission.CREDENTIAL_HOLD)
def picture(uuid: object, scale: str) -> ResponseReturnValue:
    """One's own certificate as a picture, while it is valid."""
    held = queries.own_credential(read_session(), viewer(), str(uuid))
    return personal(held, PictureScale(scale))


@manager.get(f"/<uuid:uuid>/<{PAGE}:scale>.webp", endpoint="picture")
@needs(CertificatePermission.CREDENTIAL_MANAGE)
def managed_picture(uuid: object, scale: str) -> ResponseReturnValue:
    """A certificate that one manages as a picture, while it is valid."""
    held = queries.managed_credential(read_session(), viewer(), str(uuid))
    return personal(held, PictureScale(scale))


@verifier.get(f"/credentials/<{TOKEN}:token>/<{PAGE}:scale>.webp")
@public
def credential_picture(token: str, scale: str) -> ResponseReturnValue:
    """The certificate of a link as a picture, while it is valid and its holder shows it; nothing keeps a copy."""
    held = queries.by_token(read_session(), token)
    if held is None or not is_for_strangers(held, clock.now()):
        raise NotFound
    return answer(held, PictureScale(scale), "no-store")


def personal(held: HeldCredential, scale: PictureScale) -> Response:
    """The picture for somebody who is signed in; of what is not valid there is none."""
    if not is_for_insiders(held, clock.now()):
        raise NotFound
    return answer(held, scale, PERSONAL)


def answer(held: HeldCredential, scale: PictureScale, cache: str) -> Response:
    """The picture, sent again only if it is another than the one that the browser has."""
    response = Response(mimetype=MIMETYPE, headers={"Cache-Control": cache})
    response.set_etag(f"{paper_sign(held.version)}-{scale}")
    response.make_conditional(request.environ)
    if response.status_code != 304:  # not modified
        response.set_data(picture_bytes(held.version, scale))
    return response
