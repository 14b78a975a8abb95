"""Bytes over the wire and a slow line, seen by Chromium: a first and a repeat visit of every lesson."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Learner, Taught

PHONE = {"width": 360, "height": 740}
KB = 1024
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
PICTURES = {"Image"}
STILL = 400  # milliseconds without any request, after which a page is taken to be whole
WATCH = """window.seen = new Promise((done) => {
  const laidOut = (e) => e && e.getClientRects().length > 0;
  let readable;
  const look = () => {
    const main = document.querySelector("main"), now = performance.now() / 1000;
    if (main && laidOut(main.querySelector("h1")) && laidOut(main.querySelector("[lang] p"))) readable ??= now;
    if (readable && document.readyState !== "loading") done([readable, now]);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""  # frames are drawn only once the style sheet is there, so what is laid out in one can be read


@dataclass
class Visit:
    """What came over the wire during one visit, by kind of thing."""

    bytes: dict[str, int] = field(default_factory=dict)
    readable: float = 0.0  # seconds
    whole: float = 0.0

    @property
    def all(self) -> int:
        """Everything."""
        return sum(self.bytes.values())

    @property
    def without_pictures(self) -> int:
        """All but pictures."""
        return sum(size for kind, size in self.bytes.items() if kind not in PICTURES)


def chromium() -> str | None:
    """The browser of this machine."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@contextmanager
def new_profile(browser: Browser, port: int, learner: Learner) -> Iterator[BrowserContext]:
    """A phone that has never been here, but for the sign-in."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True)  # type: ignore[arg-type]
    here = f"http://127.0.0.1:{port}"
    context.add_cookies(
        [
            {"name": "spoor", "value": learner.token, "url": here},
            {"name": "spoor-form", "value": learner.form_cookie, "url": here},
        ]
    )
    context.add_init_script(WATCH)
    try:
        yield context
    finally:
        context.close()


def visit(context: BrowserContext, address: str, *, slow: bool = False, scroll: bool = True) -> Visit:
    """Open the page in a new tab, go down to its end so that every picture loads, and count what came."""
    page = context.new_page()
    cdp = context.new_cdp_session(page)
    made, kinds = Visit(), {}
    cdp.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    cdp.on("Network.loadingFinished", lambda event: finished(event, kinds, made))
    cdp.send("Network.enable")
    if slow:
        cdp.send("Network.emulateNetworkConditions", SLOW)
    page.goto(address, wait_until="load", timeout=120_000)
    if scroll:
        to_the_end(page)
    made.readable, made.whole = page.evaluate("window.seen")
    leave(page, cdp)
    return made


def finished(event: dict[str, Any], kinds: dict[str, str], made: Visit) -> None:
    """One thing came whole; from the browser's own cache nothing comes over the wire."""
    kind = kinds.get(event["requestId"], "Other")
    made.bytes[kind] = made.bytes.get(kind, 0) + int(event["encodedDataLength"])


def to_the_end(page: Page) -> None:
    """Show every part of the page once."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 600) {
            scrollTo(0, y); await new Promise((go) => setTimeout(go, 30));
          }
          await Promise.all([...document.images].map((one) => one.decode().catch(() => {})));
        }"""
    )
    page.wait_for_timeout(STILL)


def leave(page: Page, cdp: CDPSession) -> None:
    """Close the tab; the profile keeps its cache."""
    cdp.detach()
    page.close()


def measure(port: int, course: Taught, learner: Learner, report: Report) -> None:
    """The heaviest lesson counts: for bytes each of them is visited, twice."""
    found = chromium()
    if found is None:
        say("  weight and slow line: not run, this machine has no Chromium")
        return
    addresses = [f"http://127.0.0.1:{port}/courses/{course.slug}/lessons/{one}" for one in course.lessons]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        say("  bytes of every lesson")
        pairs = [both(browser, port, learner, address) for address in addresses]
        say("  the heaviest lesson on a slow line")
        heaviest = max(range(len(pairs)), key=lambda n: pairs[n][0].without_pictures)
        slow = both(browser, port, learner, addresses[heaviest], slow=True)
        browser.close()
    firsts, repeats = [first for first, _ in pairs], [repeat for _, repeat in pairs]
    size = "KB, heaviest lesson"
    report.add("first visit without pictures", max(v.without_pictures for v in firsts) / KB, size, aim=at_most(40))
    report.add("first visit with pictures", max(v.all for v in firsts) / KB, size, aim=at_most(100))
    report.add("repeat visit", max(v.all for v in repeats) / KB, size, aim=at_most(8))
    for name, one, most in (("first visit", slow[0], 8), ("repeat visit", slow[1], 2.5)):
        report.add(f"{name} at 50 kbit/s and 800 ms, readable", one.readable, "s", aim=at_most(most))
        report.add(f"{name} at 50 kbit/s and 800 ms, whole text", one.whole, "s", aim=at_most(most))


def both(browser: Browser, port: int, learner: Learner, address: str, *, slow: bool = False) -> tuple[Visit, Visit]:
    """A first visit in a new profile, and one more."""
    with new_profile(browser, port, learner) as context:
        first = visit(context, address, slow=slow, scroll=not slow)
        return first, visit(context, address, slow=slow, scroll=not slow)
