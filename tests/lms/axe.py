"""What axe objects to on a page: WCAG 2.2 A and AA and best practice, no rule disabled."""

import functools
import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NEWEST = Path(__file__).parents[1] / "independent" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]


RUN = """(options) => axe.run(document, options).then(({ passes, violations }) => [passes.length, violations])"""


@functools.cache
def newest() -> Axe:
    """The axe of npm, which is the current one; where it was not installed that of the wheel, but never in CI."""
    if NEWEST.exists():
        return Axe.from_file(NEWEST)
    assert os.environ.get("CI") != "true", "The current axe is missing: run npm install in tests/independent."
    return Axe()


def findings(page: Page, *only: str) -> list[str]:
    """One line a finding on the page as it stands, of every rule or of these alone.

    A page that is looked at again has the script already.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(newest().axe_script)
    passed, violations = page.evaluate(RUN, {"runOnly": list(only) or TAGS, "resultTypes": ["violations"]})
    assert passed, "axe looked at nothing"
    return [
        f"{page.url} {one['id']}: {node['html'][:160]} — {node['failureSummary']}"
        for one in violations
        for node in one["nodes"]
    ]


def version(page: Page) -> str:
    """The version of axe that these tests run."""
    return str(page.evaluate(f"{newest().axe_script}; axe.version"))
