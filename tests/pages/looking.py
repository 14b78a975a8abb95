"""What is asked of every page, whatever it shows: axe, order of headings, room on a small phone, room for a thumb."""

from __future__ import annotations

from itertools import pairwise

from playwright.sync_api import Page

from tests.lms.axe import findings

SMALLEST = 320  # pixels: what a page that is read at 400 % on a desk has, and the smallest phones
THUMB = 44
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))"""
# Everything one can press, but a link inside a sentence; a box to tick is as large as its label.
TARGETS = """() => {
  const text = (node) => node.textContent.replace(/\\s+/g, "");
  const inSentence = (one) => {
    if (one.tagName !== "A" || getComputedStyle(one).display !== "inline") return false;
    const block = one.closest("p, li, dd, dt, td, th, figcaption, summary, label, div");
    return text(block).length > text(one).length;
  };
  const hidden = (one) => !one.checkVisibility({ visibilityProperty: true }) || one.closest(".vh, [inert]");
  return [...document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")]
    .filter((one) => !hidden(one) && !inSentence(one) && !one.matches(".skip:not(:focus)"))
    .map((one) => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") : one)
    .map((one) => [one.outerHTML.slice(0, 160), one.getBoundingClientRect().height]);
}"""
EDGES = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.closest(".scroll, .vh, .skip, thead, svg, [popover]"))
  .map((one) => [one.outerHTML.slice(0, 160), one.getBoundingClientRect()])
  .map(([html, box]) => [html, box.left, box.right])"""


def objections(page: Page, width: int) -> list[str]:
    """Whatever is not as it should be, one line each; on a phone also whether it fits, even a smaller one."""
    found = findings(page) + headings(page) + sideways(page, width)
    if width < 700:
        found += thin(page)
        page.set_viewport_size({"width": SMALLEST, "height": 800})
        found += sideways(page, SMALLEST)
    return found


def headings(page: Page) -> list[str]:
    """One first heading, and no step left out."""
    levels = page.evaluate(HEADINGS)
    if levels.count(1) != 1 or levels[0] != 1:
        return [f"headings: {levels}"]
    return [f"headings: {levels}"] if any(below > above + 1 for above, below in pairwise(levels)) else []


def thin(page: Page) -> list[str]:
    """What is too low for a thumb."""
    measured = page.evaluate(TARGETS)
    assert measured, "nothing to press"
    return [f"{height:.1f} px high: {html}" for html, height in measured if height < THUMB - 0.1]


def sideways(page: Page, width: int) -> list[str]:
    """What sticks out of the page."""
    if page.evaluate("document.documentElement.scrollWidth") <= width:
        return []
    out = [html for html, left, right in page.evaluate(EDGES) if left < -0.5 or right > width + 0.5]
    return [f"sticks out at {width}: {html}" for html in out or ["the page"]]
