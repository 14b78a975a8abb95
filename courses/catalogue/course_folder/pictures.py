"""Pictures of a course: their natural size, and drawings that can do nothing but be seen."""

import io
import re
import warnings
from pathlib import PurePosixPath
from typing import Any

from lxml import etree
from PIL import Image

from courses.ports.questions import PictureSize

MEDIA_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP"}
MOST_PIXELS = 12_000_000
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
SHAPES = ["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"]
HOLDERS = ["svg", "g", "defs", "symbol", "use", "marker", "pattern", "clipPath", "mask", "title", "desc"]
PAINTS = ["linearGradient", "radialGradient", "stop"]
ELEMENTS = frozenset([*SHAPES, *HOLDERS, *PAINTS])
FOREIGN_ATTRIBUTES = frozenset({f"{{{XLINK}}}href", f"{{{XML}}}space", f"{{{XML}}}lang"})
OWN_REFERENCE = re.compile(r"^#[\w.-]+$")
URL = re.compile(r"url\(([^)]*)\)?", re.IGNORECASE)
LENGTH = re.compile(r"^\d+(?:\.\d+)?(?:px)?$")

Fault = tuple[int, str]  # line and words


def media_type(name: str) -> str:
    """What a picture of this name is served as."""
    return MEDIA_TYPES[PurePosixPath(name).suffix]


def look(name: str, data: bytes) -> tuple[PictureSize | None, list[Fault]]:
    """The natural size of a picture, and everything that is wrong with it."""
    return _look_at_svg(data) if name.endswith(".svg") else _look_at_pixels(name, data)


def _look_at_pixels(name: str, data: bytes) -> tuple[PictureSize | None, list[Fault]]:
    wanted = FORMATS[PurePosixPath(name).suffix]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[wanted]) as picture:
                width, height = picture.size
                picture.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None, [(1, f"This is not a sound {wanted} picture.")]
    if width * height > MOST_PIXELS:
        return None, [(1, f"The picture has {width} × {height} pixels; that is too many for a phone.")]
    return PictureSize(width, height), []


def _look_at_svg(data: bytes) -> tuple[PictureSize | None, list[Fault]]:
    """A drawing is read without entities, document types and network, and may hold only what draws."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: Any = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None) or 1
        return None, [(line, f"This is not an SVG drawing: {getattr(fault, 'msg', fault)}.")]
    faults: list[Fault] = []
    if root.getroottree().docinfo.doctype:
        faults.append((1, "A document type is not allowed in a drawing."))
    if root.tag != f"{{{SVG}}}svg":
        return None, [(root.sourceline or 1, "This is not an SVG drawing: the outermost element must be <svg>.")]
    nodes = [*root.itersiblings(preceding=True), *root.iter(), *root.itersiblings()]
    for node in nodes:
        faults.extend(_node_faults(node))
    size = _svg_size(root)
    if size is None:
        faults.append((root.sourceline or 1, "The drawing needs width and height in whole pixels, as its viewBox has."))
    return size, faults


def _node_faults(node: Any) -> list[Fault]:
    line = node.sourceline or 1
    if isinstance(node, etree._Comment):
        return []
    if not isinstance(node.tag, str):
        return [(line, "Entities and processing instructions are not allowed in a drawing.")]
    name = etree.QName(node)
    if name.namespace != SVG or name.localname not in ELEMENTS:
        return [(line, f"<{name.localname}> is not allowed in a drawing.")]
    return [(line, words) for key, value in node.attrib.items() if (words := _attribute_fault(str(key), str(value)))]


def _attribute_fault(key: str, value: str) -> str | None:
    plain = key.rpartition("}")[2]
    if plain.lower().startswith("on"):
        return f"{plain}=… is not allowed: a drawing may not act."
    if plain == "style":
        return "style=… is not allowed: use attributes such as fill and stroke."
    if key.startswith("{") and key not in FOREIGN_ATTRIBUTES:
        return f"{plain}=… is of a kind that is not allowed in a drawing."
    if plain == "href" and not OWN_REFERENCE.match(value):
        return "A drawing may refer only to its own parts (#name)."
    if any(not OWN_REFERENCE.match(inner.strip(" \"'")) for inner in URL.findall(value)):
        return f"{plain}=… refers to something outside the drawing."
    return None


def _svg_size(root: Any) -> PictureSize | None:
    """Width and height, which must be those of the viewBox, so that a place in the drawing is a place on the page."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    width, height = root.get("width", ""), root.get("height", "")
    if len(box) != 4 or not LENGTH.match(width) or not LENGTH.match(height):
        return None
    try:
        wide, high = float(width.removesuffix("px")), float(height.removesuffix("px"))
        same = [float(number) for number in box] == [0, 0, wide, high]
    except ValueError:
        return None
    return (
        PictureSize(int(wide), int(high)) if same and wide.is_integer() and high.is_integer() and wide * high else None
    )
