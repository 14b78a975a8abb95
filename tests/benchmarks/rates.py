"""Requests a second and their p95, each beside the bare page in the same minutes."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from tests.benchmarks import quizzes
from tests.benchmarks.figures import Report, at_least, say
from tests.benchmarks.load import CLIENTS, Journey, Load, expect, run
from tests.benchmarks.people import Learner, Taught
from tests.benchmarks.requests import get
from tests.benchmarks.site import Server

ROUNDS = 11  # short and many: whatever else this machine does then falls on both
SECONDS = 0.5
OF_THE_ISSUE = 1600.0  # requests a second of the bare page for which the aims of whole quizzes are given
LESSON = "ivory-what-it-is"


@dataclass(frozen=True)
class Bench:
    """What the measures share."""

    port: int
    server: Server
    readers: list[Learner]
    course: Taught
    report: Report

    def run(self, journeys: Iterator[Journey], *, seconds: float | None = None) -> Load:
        """Keep the clients busy with these journeys."""
        before = self.server.processor_seconds()
        made = run(self.port, journeys, seconds=seconds)
        made.processor = self.server.processor_seconds() - before
        return made


def asking(request: bytes) -> Journey:
    """One page, again and again."""
    while True:
        expect((yield request), 200)


def for_each(requests: list[bytes]) -> Iterator[Journey]:
    """One client for each."""
    return (asking(request) for request in requests)


def bare(bench: Bench) -> Load:
    """The yardstick."""
    return bench.run(for_each([get("/bench/bare", who) for who in bench.readers]), seconds=SECONDS)


def beside(bench: Bench, measure: Callable[[], Load]) -> tuple[list[Load], list[Load]]:
    """The measure and the yardstick, turn about."""
    sticks, loads = [], []
    for _ in range(ROUNDS):
        sticks.append(bare(bench))
        loads.append(measure())
    share = max(load.own_share for load in loads)
    say(f"    the generator took at most {share:.0%} of a processor")
    return loads, sticks


def measure_rate(bench: Bench, name: str, measure: Callable[[], Load], aim: float | None = None) -> None:
    """Three figures: rate, p95, and the share of the yardstick's rate."""
    say(f"  {name}")
    loads, sticks = beside(bench, measure)
    rates, bares = [load.rate for load in loads], [stick.rate for stick in sticks]
    shares = [rate / stick for rate, stick in zip(rates, bares, strict=True)]
    bench.report.add(f"{name}, rate", median(rates), "requests/s", yardstick=median(bares))
    p95, bare_p95 = median(load.p95 for load in loads), median(stick.p95 for stick in sticks)
    bench.report.add(f"{name}, p95", p95, "ms", yardstick=bare_p95)
    bench.report.add(f"{name}, share", median(shares), "of the bare page", aim=at_least(aim) if aim else None)
    cost(bench, name, loads, sticks)


def cost(bench: Bench, name: str, loads: list[Load], sticks: list[Load]) -> None:
    """Processor time of the server a request: what else this machine does hardly touches it."""
    asked, bare_asked = sum(len(one.waits) for one in loads), sum(len(one.waits) for one in sticks)
    value, stick = sum(one.processor for one in loads) / asked, sum(one.processor for one in sticks) / bare_asked
    bench.report.add(f"{name}, processor time of a request", 1000 * value, "ms", yardstick=1000 * stick)


def pages(bench: Bench, others: dict[str, tuple[str, bool]]) -> None:
    """Lesson, course, and whatever else is named: name → path, and whether one is signed in."""
    slug = bench.course.slug
    named = {"lesson page": (f"/courses/{slug}/lessons/{LESSON}", True), "course page": (f"/courses/{slug}", True)}
    for name, (path, signed_in) in (named | others).items():
        requests = [get(path, who if signed_in else None) for who in bench.readers]
        warm = for_each(requests)
        bench.run(warm, seconds=0.5)
        measure_rate(
            bench,
            name,
            lambda requests=requests: bench.run(for_each(requests), seconds=SECONDS),  # type: ignore[misc]
            aim=0.6 if name == "lesson page" else None,
        )


def next_lessons(bench: Bench) -> None:
    """Going from lesson to lesson: where the person is, is written after the page, with the places of others."""

    def walking(who: Learner) -> Journey:
        requests = [get(f"/courses/{bench.course.slug}/lessons/{one}", who) for one in bench.course.lessons]
        for request in itertools.cycle(requests):
            expect((yield request), 200)

    measure_rate(
        bench,
        "lesson page, another each time",
        lambda: bench.run((walking(who) for who in bench.readers), seconds=SECONDS),
        aim=0.6,
    )


def saves(bench: Bench, sitters: list[Learner]) -> None:
    """One answer a request; every client goes through papers of its own."""
    papers: list[quizzes.Paper] = []
    bench.run(quizzes.opened(who, bench.course.slug, papers) for who in sitters)
    own = len(papers) // CLIENTS
    clients = [(papers[n * own : (n + 1) * own], itertools.count(1)) for n in range(CLIENTS)]

    def measure() -> Load:
        journeys = (quizzes.saving(own_papers, numbers) for own_papers, numbers in clients)
        return bench.run(journeys, seconds=SECONDS)

    measure_rate(bench, "save of an answer", measure, aim=0.4)


def exams(bench: Bench, sitters: Iterator[Learner], name: str, at_once: int, count: int, aim: float) -> None:
    """Whole exams a second, scaled to the bare page of the issue too."""
    say(f"  {name}")

    def measure() -> Load:
        lot = itertools.islice(sitters, count)
        return bench.run(quizzes.whole(who, bench.course.slug, at_once) for who in lot)

    loads, sticks = beside(bench, measure)
    rates, bares = [load.journey_rate for load in loads], [stick.rate for stick in sticks]
    scaled = [OF_THE_ISSUE * rate / stick for rate, stick in zip(rates, bares, strict=True)]
    bench.report.add(f"{name}, rate", median(rates), "quizzes/s", yardstick=median(bares))
    bench.report.add(f"{name}, p95 of a request", median(load.p95 for load in loads), "ms")
    cost(bench, name, loads, sticks)
    bench.report.add(f"{name}, where bare does 1600/s", median(scaled), "quizzes/s", aim=at_least(aim))
