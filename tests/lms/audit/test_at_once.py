"""Who records waits for nobody; sealers take turns; whatever ends in the middle is gone on with."""

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import select, text

from lms.audit.models import AuditEntry
from lms.audit.queries import verify_chain
from lms.audit.services import seal_batch
from lms.audit.tasks import seal
from lms.db import transaction
from tests.builders.audit import NOW, chain_is_whole, happen
from tests.builders.races import at_once

ROOT = Path(__file__).resolve().parents[3]


def subjects(session):
    return session.scalars(select(AuditEntry.subject).order_by(AuditEntry.id)).all()


def test_while_one_that_recorded_works_on_others_record_commit_and_are_sealed(own_app, own_database, impatient):
    if own_database.sqlite:
        work_beside_one_writer(own_database)
        return
    with transaction() as long:
        happen(long, "thing:long")
        long.flush()  # it has its id, and is not committed
        for number in range(3):
            with transaction() as short:
                happen(impatient(short), f"thing:{number}")
        with transaction() as sealing:
            assert seal_batch(impatient(sealing)) == 3  # the one that is not committed is not there yet
        happen(long, "thing:long-again")
    with transaction() as session:
        assert seal_batch(session) == 2
        in_chain = session.scalars(select(AuditEntry.subject).order_by(AuditEntry.seq)).all()
        assert in_chain == ["thing:0", "thing:1", "thing:2", "thing:long", "thing:long-again"]
        assert in_chain != subjects(session)  # the ids were given in another order
        assert verify_chain(session).broken is None


def work_beside_one_writer(database):
    """SQLite: who reads and checks goes on beside the writer, and sees what was committed."""
    with transaction() as before:
        happen(before, "thing:before")
    with transaction() as long:
        happen(long, "thing:long")
        with database.session(write=False) as reading:
            assert (subjects(reading), verify_chain(reading).waiting) == (["thing:before"], 1)
    with transaction() as session:
        assert chain_is_whole(session)


def test_while_one_seals_others_record(own_app, own_database, impatient):
    with transaction() as session:
        happen(session, "thing:1")
    if own_database.sqlite:
        return
    with transaction() as sealing:
        assert seal_batch(sealing) == 1
        with transaction() as short:
            happen(impatient(short), "thing:2")
    with transaction() as session:
        assert chain_is_whole(session)


def test_two_sealers_at_once_give_each_entry_one_number(own_app):
    with transaction() as session:
        for number in range(40):
            happen(session, f"thing:{number}")

    def work():
        counts = []
        while not counts or counts[-1]:
            with transaction() as session:
                counts.append(seal_batch(session, 3))
        return sum(counts)

    assert sum(at_once(own_app, *[work] * 3)) == 40
    with transaction() as session:
        assert chain_is_whole(session)
        assert verify_chain(session).entries == 40


def test_many_who_record_while_it_is_sealed_make_one_chain(own_app):
    def record(writer):
        def work():
            for number in range(10):
                with transaction() as session:
                    happen(session, f"thing:{writer}-{number}")

        return work

    def sealing():
        for _ in range(10):
            seal(NOW)

    at_once(own_app, *[record(writer) for writer in range(4)], sealing, sealing)
    with transaction() as session:
        assert chain_is_whole(session)
        assert verify_chain(session).entries == 40


def test_a_batch_that_fails_leaves_its_entries_to_the_next(own_app):
    with transaction() as session:
        for number in range(5):
            happen(session, f"thing:{number}")
    with transaction() as session:
        seal_batch(session, 2)
    with pytest.raises(ZeroDivisionError), transaction() as session:
        assert seal_batch(session, 2) == 2
        raise ZeroDivisionError
    with transaction() as session:
        assert (verify_chain(session).entries, verify_chain(session).waiting) == (2, 3)
        assert chain_is_whole(session)


def test_the_lock_of_the_sealer_ends_with_its_transaction(own_app, own_database, impatient):
    with transaction() as session:
        seal_batch(session)
    with transaction() as session:
        assert seal_batch(impatient(session)) == 0
        if not own_database.sqlite:
            held = session.execute(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")).scalar_one()
            assert held == 1


SEALER = """
import sys
from config import Testing
from lms.app import create_app
from lms.audit.services import seal_batch
from lms.db import transaction

app = create_app(Testing(INSTANCE_PATH=sys.argv[2], DATABASE_URL=sys.argv[1], SITE_URL="http://127.0.0.1:8000"))
with app.app_context():
    while True:
        with transaction() as session:
            seal_batch(session, 2)
            print("before the commit", flush=True)
        print("after the commit", flush=True)
"""


@pytest.mark.parametrize("lines", [3, 4])
def test_a_sealer_killed_in_or_between_batches_is_gone_on_with(own_app, own_database, prepared, tmp_path, lines):
    with transaction() as session:
        for number in range(200):
            happen(session, f"thing:{number}")
    said = tmp_path / "said"
    os.mkfifo(said)
    sealer = prepared.start(SEALER, own_database.url, tmp_path, env=os.environ, cwd=ROOT, log=said)
    with said.open() as heard:
        for _ in range(lines):
            assert heard.readline()
        sealer.kill()
        assert sealer.wait() == -signal.SIGKILL
    with transaction() as session:
        held = verify_chain(session)
        assert (held.broken, held.entries % 2) == (None, 0)
        assert 2 <= held.entries < 200
        assert chain_is_whole(session)
        assert verify_chain(session).entries == 200
