"""Text-only mode: a picture stands as its words, and a link that shows it, with what that costs."""

import mimetypes
from dataclasses import dataclass

from courses.catalogue.queries import picture_key
from lms import storage
from lms.db import database
from lms.web.api import text_only, wire_size

REMEMBERED = 2048  # pictures
KB = 1024


@dataclass(frozen=True)
class ShownPicture:
    """A picture as this device shows it; `kilobytes` is what it costs where it is left out until it is tapped."""

    url: str
    width: int
    height: int
    alt: str
    lazy: bool = False
    kilobytes: int | None = None


def shown_picture(url: str, width: int, height: int, alt: str, *, lazy: bool = False) -> ShownPicture:
    """A picture of a page, left out if this device leaves pictures out."""
    return ShownPicture(url, width, height, alt, lazy, kilobytes(picture_size(url)) if text_only() else None)


def picture_size(url: str) -> int:
    """How many bytes a picture takes on the line; measured once, since it never changes."""
    memory = database().cache("picture-sizes", REMEMBERED)
    size: int | None = memory.get(url)
    if size is None:
        key = picture_key(url)
        size = memory[url] = wire_size(storage.get(key), mimetypes.guess_type(key)[0] or "")
    return size


def picture_room(url: str) -> int:
    """How many bytes a picture takes where it is kept, unpacked; looked at once, since it never changes."""
    memory = database().cache("picture-rooms", REMEMBERED)
    size: int | None = memory.get(url)
    if size is None:
        size = memory[url] = len(storage.get(picture_key(url)))
    return size


def kilobytes(size: int) -> int:
    """Whole kilobytes, upwards: nobody shall fetch more than was said."""
    return -(-size // KB)
