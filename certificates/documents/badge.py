"""The badge picture of an award: what was achieved, by whom it is awarded, in which year; no person's name."""

import json
from functools import lru_cache
from typing import Literal

from lxml import etree

from certificates.credentials.rules.award import Award
from certificates.credentials.rules.issuers import is_demonstration
from certificates.documents import typesetting
from certificates.documents.labels import words_of

HOUSE = "house"

_PIXELS_PER_INCH = 127.0  # 600 pixels a side


def badge_png(award: Award, *, design: str = HOUSE) -> bytes:
    """The picture as PNG, 600 by 600, transparent round the medal; nothing is baked in yet."""
    return _picture(design, _shown(award, design), "png")


def badge_svg(award: Award, *, design: str = HOUSE) -> bytes:
    """The picture as SVG with a text alternative; nothing is baked in yet."""
    root = etree.fromstring(_picture(design, _shown(award, design), "svg"))
    title = etree.Element("{http://www.w3.org/2000/svg}title")
    title.text = alternative(award)
    root.insert(0, title)
    root.set("role", "img")
    root.set("aria-label", alternative(award))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def alternative(award: Award) -> str:
    """The picture in words."""
    return f"Badge: {award.achievement.name}, {award.issuer.name}, {award.awarded_at.year}"


@lru_cache(maxsize=32)
def _picture(design: str, shown: str, kind: Literal["png", "svg"]) -> bytes:
    """The picture; a class that passes in one year shares it, so it is drawn once."""
    return typesetting.picture(design, "badge", {"badge": shown}, kind, ppi=_PIXELS_PER_INCH)


def _shown(award: Award, design: str) -> str:
    language, year = award.achievement.language, str(award.awarded_at.year)
    if is_demonstration(award.issuer.did):
        year = words_of(design, award.paper_language)["demonstration_badge"].format(year=year)
    shown = {
        "language": language,
        "achievement": award.achievement.name,
        "issuer": award.issuer.name,
        "year": year,
    }
    return json.dumps(shown, ensure_ascii=False)
