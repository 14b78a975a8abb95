"""A phone as Chromium plays it: a new profile, a slow line, and what went over the wire in both directions."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.benchmarks.figures import say
from tests.benchmarks.people import Learner

SIZE = {"width": 360, "height": 740}
KB = 1024
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")  # quickest first
OWN = "en"  # the language in which every course of the demonstration is written
SLOW = {"offline": False, "latency": 800, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}
PICTURES = {"Image"}
LINE_ENDS = 4  # bytes of ": " and the end of a line, for each header; also those round a request's first line


@contextmanager
def chromium(what: str) -> Iterator[Browser | None]:
    """The browser of this machine; where there is none, that is said of what was to be measured."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        say(f"  {what}: not run, this machine has no Chromium")
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def new_profile(browser: Browser, port: int, learner: Learner, *, language: str = "") -> Iterator[BrowserContext]:
    """A phone that has never been here, but for the sign-in and the choice of a language."""
    context = browser.new_context(viewport=SIZE, device_scale_factor=2, has_touch=True)  # type: ignore[arg-type]
    cookies = {"spoor": learner.token, "spoor-form": learner.form_cookie} | ({"language": language} if language else {})
    context.add_cookies([{"name": name, "value": value, "url": here(port)} for name, value in cookies.items()])
    try:
        yield context
    finally:
        context.close()


def here(port: int) -> str:
    """Where the server answers."""
    return f"http://127.0.0.1:{port}"


@dataclass
class Traffic:
    """What one page sent and got, heads included, as Chromium tells it; from its own cache nothing comes."""

    got: dict[str, int] = field(default_factory=dict)  # bytes by kind of thing
    kinds: dict[str, str] = field(default_factory=dict)  # what the answer to each request is
    lines: dict[str, list[int]] = field(default_factory=dict)  # bytes of first line and body, for each hop of a request
    heads: dict[str, list[int]] = field(default_factory=dict)  # bytes of the head, for each hop that went out

    @property
    def all_got(self) -> int:
        """Everything that came."""
        return sum(self.got.values())

    @property
    def without_pictures(self) -> int:
        """All that came but pictures."""
        return sum(size for kind, size in self.got.items() if kind not in PICTURES)

    @property
    def requests(self) -> int:
        """How many went out."""
        return sum(map(len, self.heads.values()))

    @property
    def sent(self) -> int:
        """Everything that went out; what a cache answers does not."""
        return sum(sum(heads) + sum(self.lines[number][: len(heads)]) for number, heads in self.heads.items())

    def watch(self, cdp: CDPSession) -> None:
        """Count from now on."""
        cdp.on("Network.requestWillBeSent", self._asked)
        cdp.on("Network.requestWillBeSentExtraInfo", self._sent)
        cdp.on("Network.responseReceived", lambda event: self.kinds.update({event["requestId"]: event["type"]}))
        cdp.on("Network.loadingFinished", self._finished)
        cdp.send("Network.enable", {"maxPostDataSize": 65536})

    def _asked(self, event: dict[str, Any]) -> None:
        """A request, or the next hop of a redirect, whose answer is told here alone."""
        request = event["request"]
        if "redirectResponse" in event:
            self._came("Redirect", event["redirectResponse"]["encodedDataLength"])
        path = request["url"].split("/", 3)[3]
        first = len(f"{request['method']} /{path} HTTP/1.1") + LINE_ENDS
        self.lines.setdefault(event["requestId"], []).append(first + len(request.get("postData", "").encode()))

    def _sent(self, event: dict[str, Any]) -> None:
        """The head of a request as it really went out, cookies and all."""
        size = sum(len(name) + len(value) + LINE_ENDS for name, value in event["headers"].items())
        self.heads.setdefault(event["requestId"], []).append(size)

    def _finished(self, event: dict[str, Any]) -> None:
        self._came(self.kinds.get(event["requestId"], "Other"), event["encodedDataLength"])

    def _came(self, kind: str, size: float) -> None:
        self.got[kind] = self.got.get(kind, 0) + int(size)


@contextmanager
def counted(context: BrowserContext, *, slow: bool = False) -> Iterator[tuple[Page, Traffic]]:
    """A new tab with all that goes through it, on a slow line if asked; the profile keeps its cache afterwards."""
    page, made = context.new_page(), Traffic()
    cdp = context.new_cdp_session(page)
    made.watch(cdp)
    if slow:
        cdp.send("Network.emulateNetworkConditions", SLOW)
    yield page, made
    cdp.detach()
    page.close()
