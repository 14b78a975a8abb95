"""What must hold when requests come at the same moment, each with a connection of its own and real commits."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from assessments.exams import tasks
from assessments.exams.models import AnswerRevision, Attempt, Result
from assessments.exams.rules.states import AttemptState
from assessments.exams.services import starting
from config import Testing as Settings
from courses.api import lesson_titles
from courses.catalogue.models import CourseVersion
from courses.learning.models import LessonRead
from lms import clock
from lms.app import create_app
from lms.audit.models import AuditEntry
from lms.db import Database, transaction
from lms.offline.models import OfflineReceipt
from tests.builders import assessments as make
from tests.builders.audit import chain_is_whole
from tests.builders.people import sign_in

AT_ONCE = 6


@pytest.fixture
def own_app(new_database, migrated_database, tmp_path, request):
    """An application on a database of its own, where commits are real."""
    url = new_database(f"exam_races_{abs(hash(request.node.name)) % 10**6}", migrated_database)
    database = Database(url)
    settings = Settings(INSTANCE_PATH=str(tmp_path / "instance"), DATABASE_URL=url, SITE_URL="http://127.0.0.1:8000")
    app = create_app(settings, database=database)
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    database.close()


@pytest.fixture
def clients(own_app, tmp_path, quick_reading):
    """Browsers of one officer, who takes the course."""
    made = [own_app.test_client() for _ in range(AT_ONCE)]
    with own_app.test_request_context(), transaction() as session:
        version = make.load_folder(session, make.write_exam_course(tmp_path), clock.now())
        officer = make.learner(session, version, clock.now())
        for client in made:
            sign_in(client, session, officer)
    return made


def at_once(*calls):
    """Make the calls at the same moment, each in a thread of its own; what they answered, in the order of the calls."""
    start, answers = threading.Barrier(len(calls)), {}

    def run(place, call):
        start.wait()
        answers[place] = call()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [answers[place] for place in range(len(calls))]


def begin(client):
    """The address of the attempt that a press on the button leads to."""
    answer = client.post(f"/courses/{make.SLUG}/exams/{make.EXAM}/start")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def saver(client, address, page, client_seq, value, position=1):
    """A call that saves one answer."""
    body = {
        "saves": [
            {"page": page, "position": position, "client_seq": client_seq, "base_seq": 0, "form": {"answer": [value]}}
        ]
    }
    return lambda: client.post(f"{address}/answers", json=body)


def verdict(answer):
    """What became of the one answer that was sent."""
    return answer.json["results"][0]["verdict"]


def test_two_that_start_at_once_are_led_to_the_same_attempt(own_app, clients):
    assert len(set(at_once(*(lambda c=client: begin(c) for client in clients)))) == 1
    with own_app.test_request_context(), transaction() as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 1
        assert session.scalars(select(AuditEntry.name)).all().count("attempt.started") == 1


def test_who_reads_before_another_start_commits_still_finds_that_attempt(own_app, clients, monkeypatch):
    gate, whole = threading.Barrier(2), starting.may_start

    def slow(*values, **named):
        found = whole(*values, **named)
        with suppress(threading.BrokenBarrierError):
            gate.wait(2)  # on PostgreSQL both have looked and found nothing; on SQLite the second waits outside
        return found

    monkeypatch.setattr(starting, "may_start", slow)
    assert len(set(at_once(*(lambda c=client: begin(c) for client in clients[:2])))) == 1


def test_handing_in_at_once_gives_one_receipt_and_one_result(own_app, clients):
    address = begin(clients[0])
    saver(clients[0], address, "p", 1, "a")()
    uuid = address.rpartition("/")[2]
    answers = at_once(*(lambda c=c, n=n: make.submit(c, uuid, key=str(n)) for n, c in enumerate(clients)))
    assert {answer.status_code for answer in answers} == {303}
    pages = {c.get(address).text.split('class="code">')[1].split("<")[0] for c in clients}
    assert len(pages) == 1
    with own_app.test_request_context(), transaction() as session:
        assert session.scalars(select(Attempt.state)).all() == [AttemptState.PUBLISHED]
        assert session.scalar(select(func.count()).select_from(Result)) == 1
        assert session.scalars(select(AuditEntry.name)).all().count("attempt.closed") == 1
        assert chain_is_whole(session)


def test_the_same_save_sent_at_once_is_one_step(own_app, clients):
    address = begin(clients[0])
    kinds = kinds_of(own_app)
    position = next(p for p, kind in kinds.items() if kind == "one-choice")
    answers = at_once(*(saver(c, address, "p", 1, "a", position) for c in clients))
    assert sorted(map(verdict, answers)) == ["repeated"] * (AT_ONCE - 1) + ["taken"]
    with own_app.test_request_context(), transaction() as session:
        assert session.scalar(select(func.count()).select_from(AnswerRevision)) == 1


def test_the_same_entries_sent_at_once_are_applied_once_and_told_to_all(own_app, clients):
    address = begin(clients[0])
    kinds = kinds_of(own_app)
    entries = [
        {
            "id": f"00000000-0000-4000-8000-00000000000{position}",
            "kind": "exams.answer",
            "subject": address.rsplit("/", 1)[1],
            "device": "phone",
            "seq": position,
            "body": {"page": "p", "position": position, "client_seq": 1, "base_seq": 0, "form": make.FORMS[kind]},
        }
        for position, kind in kinds.items()
    ]
    with own_app.test_request_context(), transaction() as session:
        lesson = lesson_titles(session, session.scalars(select(CourseVersion.id)).one())
    read = {"lesson": next(iter(lesson)), "version": "v"}
    entries.append(
        {
            "id": "00000000-0000-4000-8000-000000000009",
            "kind": "courses.read",
            "subject": make.SLUG,
            "device": "phone",
            "seq": 9,
            "body": read,
        }
    )
    person = clients[0].get("/offline/token").json["person"]
    body = {"person": person, "entries": entries}
    answers = at_once(*(lambda c=c: c.post("/offline/sync", json=body) for c in clients))
    for place in range(len(entries)):  # of each, one request was the first
        states = sorted(answer.json["results"][place]["state"] for answer in answers)
        assert states == ["already"] * (AT_ONCE - 1) + ["taken"]
    with own_app.test_request_context(), transaction() as session:
        assert session.scalar(select(func.count()).select_from(AnswerRevision)) == len(kinds)
        assert session.scalars(select(OfflineReceipt.state)).all() == ["taken"]
        assert session.scalar(select(func.count()).select_from(LessonRead)) == 1


def test_of_two_devices_that_save_at_once_one_is_asked(own_app, clients):
    address = begin(clients[0])
    position = next(p for p, kind in kinds_of(own_app).items() if kind == "one-choice")
    answers = at_once(*(saver(c, address, f"page{n}", 1, "abcd"[n % 4], position) for n, c in enumerate(clients)))
    assert sorted(map(verdict, answers)) == ["stale"] * (AT_ONCE - 1) + ["taken"]
    assert sorted(a.status_code for a in answers) == [200] + [409] * (AT_ONCE - 1)


def test_answers_to_different_questions_at_once_are_all_taken(own_app, clients):
    address = begin(clients[0])
    forms = [(position, make.FORMS[kind]) for position, kind in kinds_of(own_app).items()]

    def sender(client, position, form):
        one = {"page": f"p{position}", "position": position, "client_seq": 1, "base_seq": 0, "form": form}
        return lambda: client.post(f"{address}/answers", json={"saves": [one]})

    answers = at_once(*(sender(c, *form) for c, form in zip(clients, forms, strict=True)))
    assert list(map(verdict, answers)) == ["taken"] * 6


def test_an_answer_that_races_with_handing_in_is_in_the_receipt_or_late(own_app, clients):
    address = begin(clients[0])
    position = next(p for p, kind in kinds_of(own_app).items() if kind == "one-choice")
    saved, _handed, *_rest = at_once(
        saver(clients[0], address, "p", 1, "b", position),
        lambda: make.submit(clients[1], address.rpartition("/")[2]),
    )
    page = clients[2].get(address).text
    answered = "1 of 6" in page
    assert (verdict(saved) == "taken") is answered
    assert (verdict(saved) == "late") is ("1 answer arrived after" in page)


def test_two_workers_close_and_score_an_overdue_attempt_once(own_app, clients):
    begin(clients[0])
    later = clock.now() + timedelta(hours=1)

    def work():
        with own_app.app_context():
            tasks.close_and_score(later)

    at_once(*[work] * 4)
    with own_app.test_request_context(), transaction() as session:
        assert session.scalars(select(Attempt.state)).all() == [AttemptState.PUBLISHED]
        assert session.scalar(select(func.count()).select_from(Result)) == 1
        names = session.scalars(select(AuditEntry.name)).all()
        assert names.count("attempt.closed") == names.count("attempt.result-published") == 1


def kinds_of(app):
    """The kind of each question of the only attempt."""
    with app.test_request_context(), transaction() as session:
        return make.kinds(session, session.scalars(select(Attempt)).one())
