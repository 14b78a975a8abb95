"""The certificate as a picture for pages: the first page of the paper that was issued, small enough for a phone."""

import io
from enum import StrEnum

from PIL import Image

from certificates.documents import typesetting

PAPER_SIDES = (297, 210)  # millimetres: A4, landscape
_QUALITY = 70  # of WebP: below it thin letters fray
_MM_PER_INCH = 25.4


class PictureScale(StrEnum):
    """How large a picture of a certificate is, by what it is for."""

    PAGE = "picture"  # on the page of the certificate
    THUMBNAIL = "thumbnail"  # in lists
    GLIMPSE = "glimpse"  # for who knows the number alone: the code that leads to the link cannot be scanned from it


WIDTHS = {PictureScale.PAGE: 960, PictureScale.THUMBNAIL: 320, PictureScale.GLIMPSE: 240}  # pixels
MIMETYPE = "image/webp"


def size_of(scale: PictureScale) -> tuple[int, int]:
    """Width and height in pixels."""
    width, (long, short) = WIDTHS[scale], PAPER_SIDES
    return width, round(width * short / long)


def picture_of(pdf: bytes, scale: PictureScale) -> bytes:
    """The first page of this PDF as WebP; the same file gives the same picture."""
    size = size_of(scale)
    drawn = typesetting.first_page_of(pdf, ppi=size[0] * _MM_PER_INCH / PAPER_SIDES[0])
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    if picture.size != size:  # the renderer rounds a part of a pixel upwards
        picture = picture.resize(size)
    made = io.BytesIO()
    picture.save(made, "WEBP", quality=_QUALITY, method=6)
    return made.getvalue()
