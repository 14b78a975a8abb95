"""An assessor's day of twelve performances kept on a device, with photographs and dossiers, in this process."""

from collections.abc import Iterable

from flask import Flask
from flask.testing import FlaskClient

from assessments.sheets.offline.pages.day import keeping_plan
from assessments.sheets.rules.states import Turn
from lms.db import transaction
from lms.web.api import wire_size
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.searching import installation
from tests.builders import candidate_files, evidence, people, sealed_sheets, sheets
from tests.builders.people import NOW
from tests.builders.sheets import Bench

DAY, PIECES = 12, 6  # performances; pieces of evidence in each dossier
LINE = 50_000 / 8  # bytes a second
MOST = 1_500_000 / 1024  # KB of a day
WORDS = (
    "Taught twelve officers of the airport for two days: which shells, scales and plants pass, how they are packed, "
    "what to ask, and what to do with what was found. On the second day they searched eleven bags. "
) * 5


def measure(report: Report, *, pg: bool) -> None:
    """Bytes on the line by what they are, and how long they take at 50 kbit/s, as a share of the whole day."""
    say("Measuring kept days")
    with installation(pg=pg) as app, app.test_request_context():
        client = filled(app)
        kept = client.get("/sheets/day/kept")
        page = keeping_plan("/sheets/day", client.get("/sheets/day").text, NOW)["bytes"]
        sizes = {"image/jpeg": 0, "application/pdf": 0}
        for answer in (client.get(url) for url in addresses(kept.json["sheets"])):
            if answer.status_code != 200:
                raise RuntimeError(f"A file of the day did not come: {answer.status}.")
            sizes[answer.mimetype] += len(answer.data)
        plan = page + wire_size(kept.data, "application/json")
        seen = plan + sizes["image/jpeg"]
        whole = seen + sizes["application/pdf"]
        report.add(f"a kept day of {DAY}: pages, plan, rubrics, codes", plan / 1024, "KB")
        for name, size in (("with photographs", seen), ("with photographs and dossiers", whole)):
            report.add(f"a kept day of {DAY} {name}", size / 1024, "KB", aim=at_most(MOST))
            report.add(f"a kept day of {DAY} {name}, at 50 kbit/s", size / LINE, "s")
        report.add("share of the photographs in that day", sizes["image/jpeg"] / whole, "of 1")
        report.add("share of the dossiers in that day", sizes["application/pdf"] / whole, "of 1")


def addresses(kept: Iterable[dict[str, list[dict[str, str]]]]) -> list[str]:
    """What a device fetches beside the plan, each once."""
    return list(dict.fromkeys(file["url"] for sheet in kept for file in sheet["files"]))


def filled(app: Flask) -> FlaskClient:
    """Twelve candidates with a photograph and evidence before one assessor, who is signed in."""
    with transaction() as session:
        sealed_sheets.key(session)
        bench = Bench(session)
        everybody = [bench.candidate]
        for number in range(2, DAY + 1):
            who = sheets.candidate(session, bench.workshop, number, f"Candidate Number{number}")
            bench.performance = bench.perform(person_id=who.id)
            bench.assign(bench.one, Turn.FIRST)
            everybody.append(who)
        for who in everybody:
            row = candidate_files.candidacy(session, bench.workshop.id, who.id)
            candidate_files.photograph(session, row, NOW, candidate_files.portrait())
            for piece in range(PIECES):
                evidence.item(session, who.id, NOW, title=f"Work {piece}", text=WORDS, files=False)
        client = people.browser(app)
        people.sign_in(client, session, bench.one)
    return client
