"""Sheets without a network, in this process: what a kept day weighs, and 500 events that come sealed at once."""

import time
import uuid

from sqlalchemy import func, select

from assessments.sheets.models import SheetEvent
from assessments.sheets.offline.entries import SEALED
from assessments.sheets.rules.states import Turn
from assessments.sheets.services.performances import assign_sheet
from lms import clock
from lms.db import read_session, transaction
from lms.offline.receiving import take_entries
from lms.offline.rules import Envelope
from lms.people.models import Person
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.searching import installation
from tests.builders import sealed_sheets
from tests.builders.people import NOW, browser, sign_in, viewer
from tests.builders.sheets import Bench

DAY, SHEETS = 12, 84  # of the small rubric: six events each
LINE = 50_000 / 8  # bytes a second
WORDS = "Handled the specimen with gloves, logged it and sealed the bag before the witness. " * 2


def measure(report: Report, *, pg: bool) -> None:
    """A day of twelve performances, one sealed sheet, and a tablet that comes home with many."""
    say("Measuring sheets without a network")
    with installation(pg=pg) as app, app.test_request_context():
        with transaction() as session:
            bench, key = Bench(session), sealed_sheets.key(session)
            performances = [bench.performance, *(bench.perform(no=no) for no in range(2, SHEETS + 1))]
            for no, each in enumerate(performances[1:], 1):
                if no < DAY:
                    assign_sheet(session, each, bench.one.id, Turn.FIRST, by_id=None, now=NOW)
                assign_sheet(session, each, bench.two.id, Turn.SECOND, by_id=None, now=NOW)
            client, one, two = browser(app), bench.one, bench.two.id
            sign_in(client, session, one)
            uuids, said_by = [each.uuid for each in performances], bench.two.uuid
            entries = []
            for no, subject in enumerate(uuids):
                said = sealed_sheets.content(subject, said_by, comments={"names": WORDS, "protects": WORDS})
                body = sealed_sheets.seal(key, said)
                entries.append(Envelope(str(uuid.uuid4()), SEALED, subject, "tablet", no, NOW, body))
        kept, plan = client.get("/sheets/day/kept"), client.get("/sheets/day/plan").json
        weight = len(kept.data) + plan["bytes"]
        report.add("a kept day of 12 performances, without photographs", weight / 1024, "KB", aim=at_most(1500))
        report.add("the same at 50 kbit/s", weight / LINE, "s")
        report.add("a sealed sheet with two comments", max(len(each.body) for each in entries), "B", aim=at_most(3000))
        with transaction() as session:
            sender = viewer(session, session.get_one(Person, two))
            before = session.scalars(select(func.count(SheetEvent.id))).one()
        begun, busy = time.perf_counter(), time.process_time()
        take_entries(sender, entries, now=clock.now())
        took, worked = time.perf_counter() - begun, time.process_time() - busy
        came = read_session().scalars(select(func.count(SheetEvent.id))).one() - before
        report.add(f"{SHEETS} sealed sheets taken, {came} events", took, "s", aim=at_most(2))
        report.add(f"{SHEETS} sealed sheets taken, processor", worked, "s", aim=at_most(2))
