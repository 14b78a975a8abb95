"""The clock of a workshop in a browser that has no line: rings by the plan in its page, also on a device gone wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import assessments.workshops

pytestmark = pytest.mark.browser
SCRIPT = Path(assessments.workshops.__file__).parent / "static" / "workshop-clock.js"
NOW = datetime(2026, 12, 7, 6, 0, tzinfo=UTC)  # 08:00 in Lusaka
PAGE = """<!doctype html><html lang="en"><body><p id="said" role="status"></p>
<section data-bell="{data}" data-begin="Start" data-near-end="Two minutes left" data-end="End" data-before="Next"
data-next-day="Next start" data-running="Left" data-over="Over" hidden><p data-part="time"></p>
<p data-part="label"></p><p data-part="left"></p><button data-part="sound">Bell</button>
<p data-part="on" hidden>On</p></section></body></html>"""
COUNTED = "window.buzzed = 0; Object.defineProperty(navigator, 'vibrate', { value: () => { window.buzzed += 1; } })"


def opened(page: Page, device: datetime) -> Page:
    """The clock on a device that shows this time; a slot of five minutes begins ten seconds after NOW."""
    begins = NOW.timestamp() + 10
    plan = {
        "now": NOW.timestamp(),
        "zone": "Africa/Lusaka",
        "rings": [[begins, "begin"], [begins + 180, "near-end"], [begins + 300, "end"]],
        "slots": [[begins, begins + 300]],
    }
    page.clock.install(time=device - timedelta(seconds=5))
    page.clock.pause_at(device)
    page.set_content(PAGE.format(data=escape(json.dumps(plan))))
    page.evaluate(
        "window.buzzed = 0; Object.defineProperty(navigator, 'vibrate', { value: () => (window.buzzed += 1) })"
    )
    page.context.set_offline(True)
    page.add_script_tag(path=SCRIPT)
    return page


@pytest.mark.parametrize("wrong", [timedelta(0), timedelta(days=1), timedelta(minutes=-7)])
def test_the_clock_rings_at_each_moment_of_its_plan_without_a_line(browser, wrong):
    clock = opened(browser.new_context().new_page(), NOW + wrong)
    box = clock.locator("[data-bell]")
    expect(box).to_have_attribute("data-state", "before")
    for seconds, said, state in ((12, "Start", "running"), (180, "Two minutes left", "near-end"), (120, "End", "over")):
        clock.clock.run_for(seconds * 1000)
        expect(clock.locator("#said")).to_have_text(said)
        expect(box).to_have_attribute("data-state", state)
    assert clock.evaluate("window.buzzed") == 3
    assert clock.locator("[data-part=time]").inner_text().startswith("08:05:1")
    clock.context.close()
