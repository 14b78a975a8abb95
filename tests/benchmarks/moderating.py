"""The moderator's board of 60 candidates at ten exercises with two sheets of each, and ten viewers who refresh it."""

import gzip
import time
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assessments.permissions import PracticalRole
from assessments.sheets.models import Performance, Sheet, SheetEvent
from assessments.sheets.rules.states import Occasion, SheetAct, Turn, Way
from assessments.sheets.services.sampling import set_plan
from assessments.statistics.sampling import SamplingPlan
from assessments.workshops.scope_kind import WORKSHOP
from lms import clock
from lms.access import Grant
from lms.db import database, transaction
from lms.ids import new_uuid
from lms.inserts import insert_many
from tests.benchmarks.boards import bare_page
from tests.benchmarks.figures import Report, at_most, say
from tests.benchmarks.queries import counted
from tests.benchmarks.searching import installation
from tests.builders import people, sheets
from tests.builders.people import NOW

SMALL, LARGE = (6, 2), (60, 10)  # candidates and exercises
ASSESSORS, VIEWERS, TIMES = 20, 10, 9
BOARD, PARTS = "/performances/board?workshop={}", "/performances/board/parts?workshop={}"


def measure(report: Report, *, pg: bool) -> None:
    """Both sizes: statements of the page, milliseconds made anew and unchanged, beside the bare page."""
    say("Measuring moderators' boards")
    with installation(pg=pg) as app:
        bare_page(app)
        with app.test_request_context():
            uuids, viewers = filled(app)
        first = viewers[0]
        bare = 1000 * quickest(first, "/bench/bare")
        report.add("bare page of a moderator, in this process", bare, "ms")
        for name, uuid in uuids.items():
            asked(report, app, viewers, name, uuid, bare)


def asked(report: Report, app: Flask, viewers: list[FlaskClient], name: str, uuid: str, bare: float) -> None:
    """What one board costs."""
    board, parts, first = BOARD.format(uuid), PARTS.format(uuid), viewers[0]
    first.get(board)
    with counted(app) as found:
        body = first.get(board).data
    report.add(f"moderator's board of {name}, queries", len(found), "statements", aim=at_most(8))
    report.add(f"moderator's board of {name}", 1000 * quickest(first, board), "ms", yardstick=bare)
    report.add(f"moderator's board of {name}, bytes compressed", len(gzip.compress(body)), "bytes")
    tags = {one: {"If-None-Match": one.get(parts).headers["ETag"]} for one in viewers}
    with counted(app) as found:
        assert first.get(parts, headers=tags[first]).status_code == 304
    report.add(f"unchanged board of {name}, queries", len(found), "statements", aim=at_most(8))
    begun, busy = time.perf_counter(), time.process_time()
    for one in viewers:
        assert one.get(parts, headers=tags[one]).status_code == 304
    report.add(
        f"{len(viewers)} viewers refresh an unchanged board of {name}", 1000 * (time.perf_counter() - begun), "ms"
    )
    report.add(f"the same, processor, {name}", 1000 * (time.process_time() - busy), "ms", yardstick=len(viewers) * bare)


def quickest(client: FlaskClient, address: str) -> float:
    """Seconds for a page that this process has shown before."""
    times = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        assert client.get(address).status_code == 200
        times.append(time.perf_counter() - begun)
    return min(times)


def filled(app: Flask) -> tuple[dict[str, str], list[FlaskClient]]:
    """Two workshops with every sheet sealed, and ten moderators of both, signed in."""
    with transaction() as session:
        moderators = [people.person(session, f"Moderator {n}") for n in range(VIEWERS)]
        uuids = {}
        for candidates, exercises in (SMALL, LARGE):
            place = workshop_of(session, candidates, exercises, moderators[0].id)
            uuids[f"{candidates} × {exercises} × 2"] = place.uuid
            for one in moderators:
                people.give_anywhere(session, one, Grant(PracticalRole.MODERATOR, WORKSHOP, str(place.id)))
        clients = []
        for one in moderators:
            client = app.test_client()
            people.sign_in(client, session, one, at=clock.now())
            clients.append(client)
    if database().engine.dialect.name == "postgresql":
        with transaction() as session:
            session.execute(text("ANALYZE"))  # as its server does by itself within a minute
    return uuids, clients


def workshop_of(session: Session, candidates: int, exercises: int, by_id: int) -> sheets.Workshop:
    """A workshop of this size; each performance is rated by two of twenty, and both have sealed."""
    place = sheets.workshop(
        session, title=f"Workshop of {candidates}", starts_on=NOW.date() - timedelta(days=candidates)
    )
    version = sheets.rubric(session)
    tasks = [
        sheets.exercise(session, place, version, position=n + 1, title=f"Exercise {n + 1}") for n in range(exercises)
    ]
    judges = [sheets.assessor(session, place, n + 1, f"Assessor {n + 1}") for n in range(ASSESSORS)]
    shown = [sheets.candidate(session, place, n + 1, f"Candidate {n + 1}") for n in range(candidates)]
    insert_many(
        session,
        Performance,
        [
            {
                "uuid": new_uuid(), "person_id": one.id, "rubric_version_id": version.id, "occasion": Occasion.WORKSHOP,
                "occasion_id": place.id, "exercise_id": task.id, "no": 1, "written": False, "recorded": True,
                "made_at": NOW,
            }
            for one in shown
            for task in tasks
        ],
    )  # fmt: skip
    performances = list(session.scalars(select(Performance.id).where(Performance.occasion_id == place.id)))
    insert_many(
        session,
        Sheet,
        [
            {
                "uuid": new_uuid(), "performance_id": performance, "assessor_id": judges[(n + step) % ASSESSORS].id,
                "turn": turn, "revision": 4, "made_at": NOW,
            }
            for n, performance in enumerate(performances)
            for step, turn in ((0, Turn.FIRST), (1 + n % 7, Turn.SECOND))
        ],
    )  # fmt: skip
    made = list(session.scalars(select(Sheet.id).where(Sheet.performance_id.in_(performances))))
    acts = ((SheetAct.RATE, "names"), (SheetAct.RATE, "protects"), (SheetAct.GRADE, None), (SheetAct.SEAL, None))
    insert_many(
        session,
        SheetEvent,
        [
            {
                "sheet_id": sheet, "no": no, "key": new_uuid(), "act": act, "criterion": criterion,
                "level": None if act is SheetAct.SEAL else (sheet + no * no) % 3, "words": None, "way": Way.LINE,
                "at": NOW,
            }
            for sheet in made
            for no, (act, criterion) in enumerate(acts, 1)
        ],
    )  # fmt: skip
    set_plan(session, place, SamplingPlan(), seed="bench", by_id=by_id, now=NOW)
    return place
