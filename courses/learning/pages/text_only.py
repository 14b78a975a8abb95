"""A lesson without its pictures: each stands as its words, and a link that shows it, with what that costs."""

import mimetypes
import re
from html import escape, unescape

from courses.catalogue.queries import stored_picture
from lms import storage
from lms.db import database
from lms.i18n import _
from lms.web.api import wire_size

REMEMBERED = 2048  # pictures
KB = 1024
PICTURE = re.compile(
    r'<img src="/media/(?P<key>[^"]+)" width="(?P<width>\d+)" height="(?P<height>\d+)"'
    r' alt="(?P<alt>[^"]*)"(?: loading="lazy")?>'
)


def picture_size(key: str) -> int:
    """How many bytes a picture takes on the line; measured once, since it never changes."""
    memory = database().cache("picture-sizes", REMEMBERED)
    size: int | None = memory.get(key)
    if size is None:
        size = memory[key] = wire_size(storage.get(key), mimetypes.guess_type(key)[0] or "")
    return size


def kilobytes(size: int) -> int:
    """Whole kilobytes, upwards: nobody shall fetch more than was said."""
    return -(-size // KB)


def without_pictures(html: str) -> str:
    """The same page with every picture left out until it is tapped."""
    return PICTURE.sub(_unseen, html)


def _unseen(found: re.Match[str]) -> str:
    url = stored_picture(found["key"], int(found["width"]), int(found["height"])).url
    label = _("Show the picture (%(size)s KB)", size=kilobytes(picture_size(found["key"])))
    return (
        f'<div class="unseen"><p>{escape(unescape(found["alt"]))}</p><a class="btn quiet" href="{escape(url)}"'
        f' data-picture="{found["width"]} {found["height"]}"'
        f' data-no-picture="{escape(_("This picture is not on this phone. Try again"))}">{escape(label)}</a></div>'
    )
