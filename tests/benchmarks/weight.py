"""Bytes over the wire and a slow line, seen by Chromium: a first and a repeat visit of every lesson."""

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.people import Learner, Taught
from tests.benchmarks.phone import KB, OWN, Traffic, chromium, counted, here, new_profile

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


@dataclass(frozen=True)
class Visit:
    """What came over the wire during one visit, and when it could be read."""

    traffic: Traffic
    readable: float  # seconds
    whole: float


@dataclass(frozen=True)
class Visits:
    """A first and a repeat visit of a lesson."""

    lesson: str
    first: Visit
    repeat: Visit

    @property
    def weight(self) -> int:
        """What tells the heaviest: a first visit without pictures."""
        return self.first.traffic.without_pictures


@dataclass(frozen=True)
class Phone:
    """Who visits lessons, and on which site."""

    browser: Browser
    port: int
    learner: Learner

    def visits(self, course: Taught, lesson: str, language: str = OWN, *, slow: bool = False) -> Visits:
        """A first visit in a new profile, and one more; on a slow line without going down the page."""
        address = f"{here(self.port)}/courses/{course.slug}/lessons/{lesson}"
        with new_profile(self.browser, self.port, self.learner, language=language) as context:
            context.add_init_script(WATCH)
            first = visit(context, address, slow=slow)
            return Visits(lesson, first, visit(context, address, slow=slow))


def visit(context: BrowserContext, address: str, *, slow: bool) -> Visit:
    """Open the page in a new tab, go down to its end so that every picture loads, and count what came."""
    with counted(context, slow=slow) as (page, traffic):
        page.goto(address, wait_until="load", timeout=120_000)
        if not slow:
            to_the_end(page)
        return Visit(traffic, *page.evaluate("window.seen"))


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


def measure(port: int, courses: Sequence[Taught], learner: Learner, report: Report) -> None:
    """For bytes each lesson of each course is visited twice, in each language that the course speaks."""
    with chromium("weight and slow line") as browser:
        if browser is None:
            return
        phone = Phone(browser, port, learner)
        of_home(report, phone)
        for course in courses:
            for language in (OWN, *course.languages):
                say(f"  bytes of every lesson: {course.slug}, {language}")
                pairs = [phone.visits(course, lesson, language) for lesson in course.lessons]
                heaviest = max(pairs, key=lambda one: one.weight).lesson
                weights(report, f"{course.slug}, {language}", heaviest, pairs)
                if course is courses[0]:
                    say(f"  on a slow line: {heaviest}")
                    times(report, language, phone.visits(course, heaviest, language, slow=True))


def weights(report: Report, name: str, heaviest: str, pairs: Sequence[Visits]) -> None:
    """Of each measure the heaviest lesson counts; the first one names it."""
    firsts, repeats = [pair.first.traffic for pair in pairs], [pair.repeat.traffic for pair in pairs]
    unit = "KB, heaviest lesson"
    bare = max(traffic.without_pictures for traffic in firsts) / KB
    report.add(f"first visit without pictures, {name}", bare, f"KB, {heaviest}", aim=at_most(40))
    report.add(f"first visit with pictures, {name}", max(one.all_got for one in firsts) / KB, unit, aim=at_most(100))
    report.add(f"repeat visit, {name}", max(one.all_got for one in repeats) / KB, unit, aim=at_most(8))


def times(report: Report, language: str, pair: Visits) -> None:
    """Seconds on a slow line."""
    for name, one, most in (("first visit", pair.first, 8), ("repeat visit", pair.repeat, 2.5)):
        line = f"{name} at 50 kbit/s and 800 ms, {language}"
        report.add(f"{line}, readable", one.readable, "s", aim=at_most(most))
        report.add(f"{line}, whole text", one.whole, "s", aim=at_most(most))


def of_home(report: Report, phone: Phone) -> None:
    """A first and a repeat visit of home, with every figure on it."""
    with new_profile(phone.browser, phone.port, phone.learner) as context:
        for name, most in (("first", 60), ("repeat", 8)):
            with counted(context, slow=False) as (page, traffic):
                page.goto(f"{here(phone.port)}/", wait_until="load", timeout=120_000)
                to_the_end(page)
            report.add(f"{name} visit of home with its figures", traffic.all_got / KB, "KB", aim=at_most(most))
