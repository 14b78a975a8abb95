"""Certificates a second on one processor: signed in both forms, and set as a PDF."""

import itertools
import json
import time
from collections.abc import Callable

from certificates.documents.certificate_pdf import CertificatePage, certificate
from tests.benchmarks.figures import Report, say
from tests.certificates.awards import award, signed, token

SECONDS = 3.0


def each_second(work: Callable[[int], object]) -> float:
    """How often this can be done in a second; the first time is not counted."""
    work(0)
    begun = time.perf_counter()
    for n in itertools.count(1):
        work(n)
        if (passed := time.perf_counter() - begun) >= SECONDS:
            return n / passed
    raise AssertionError


def name(n: int) -> str:
    """Another holder each time."""
    return f"Ngozi Okafor {n}"


def measure(report: Report) -> None:
    """Three figures."""
    say("  credentials and PDF")
    report.add("records signed with a proof", each_second(lambda n: signed(award(name=name(n)))), "credentials/s")
    report.add("records signed as a token", each_second(lambda n: token(award(name=name(n)))), "credentials/s")

    def paper(n: int) -> bytes:
        made = award(name=name(n))
        shown = CertificatePage(made, "https://academy.example/credentials/abcdefghijklmnop", "academy.example/verify")
        return certificate(shown, record)

    record = json.dumps(signed(award()))
    report.add("certificates set as PDF", each_second(paper), "PDF/s")
