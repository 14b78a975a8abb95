"""The words in a drawing can be read on a phone: at least 12 px where the drawing is 328 px wide."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from courses.demo import CONTENT

FOLDERS = sorted(one for where in ("*/figures", "*/*/figures") for one in CONTENT.glob(where))  # and their translations
WIDE, LEAST = 328, 12
SCALE = re.compile(r"scale\((?P<by>[\d.]+)")


def sizes_in(drawing: Path) -> Iterator[float]:
    """How large each text stands on the phone, in px."""
    root = etree.fromstring(drawing.read_bytes())
    for text in root.iter("{*}text", "{*}tspan"):
        size = next((one.get("font-size") for one in (text, *text.iterancestors()) if one.get("font-size")), None)
        assert size, f"{drawing.name}: a text without a size"
        shrunk = WIDE / float(root.get("width"))
        for one in (text, *text.iterancestors()):
            if found := SCALE.search(one.get("transform", "")):
                shrunk *= float(found["by"])
        yield float(size) * shrunk


def test_every_course_and_every_translation_is_measured():
    courses = {one.parent for one in CONTENT.glob("*/course.yaml")}
    translations = {one.parent for one in CONTENT.glob("*/*/figures")}
    assert courses | translations == {one.parent for one in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda one: str(one.relative_to(CONTENT)))
def test_every_word_in_a_drawing_is_at_least_12_px_high_on_a_phone(folder):
    smallest = {path.name: min(sizes_in(path), default=LEAST) for path in folder.glob("*.svg")}
    assert len(smallest) > 20
    assert {one: size for one, size in smallest.items() if size < LEAST} == {}
