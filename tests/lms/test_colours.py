"""Contrast of every pair of colours that the stylesheet puts together, in both modes."""

import re

import pytest

from tests.lms.gallery.site import WEB

TEXT_ON_GROUND = [
    *((ink, ground) for ink in ("ink", "muted", "forest", "clay") for ground in ("paper", "surface", "sunk")),
    *((tone, f"{tone}-soft") for tone in ("forest", "ochre", "clay", "sky")),
    *((ink, f"{tone}-soft") for ink in ("ink", "muted") for tone in ("forest", "ochre", "clay", "sky")),
    ("muted", "quiet"),
    ("ink", "quiet"),
    ("surface", "forest"), ("surface", "clay"), ("ochre", "surface"), ("sky", "surface"),
]  # fmt: skip
SHAPE_ON_GROUND = [
    *((shape, ground) for shape in ("edge", "forest-bright", "ochre") for ground in ("paper", "surface", "sunk")),
    *((series, ground) for series in ("sky", "clay") for ground in ("paper", "surface")),
    ("forest-bright", "line"),
    ("ochre", "forest-soft"),
]


def tokens(scheme):
    """The colours of a mode, as the stylesheet has them."""
    light, dark = (WEB / "static" / "app.css").read_text().split("prefers-color-scheme: dark", 1)
    pattern = r"--([a-z-]+): (#[0-9a-f]{6})"
    return dict(re.findall(pattern, light)) | (dict(re.findall(pattern, dark)) if scheme == "dark" else {})


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_ON_GROUND, 4.5), (SHAPE_ON_GROUND, 3)], ids=["text", "shapes"])
def test_every_pair_of_colours_has_the_contrast_of_level_aa(pairs, least, scheme):
    colours = {name: luminance(colour) for name, colour in tokens(scheme).items()}
    ratios = {
        (one, two): (max(colours[one], colours[two]) + 0.05) / (min(colours[one], colours[two]) + 0.05)
        for one, two in pairs
    }
    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least} == {}
