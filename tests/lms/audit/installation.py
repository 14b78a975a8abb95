"""An installation with an issuer, whose trail is sealed: what happens in it, and what is told of it."""

from datetime import UTC, datetime

from sqlalchemy import text

from lms.audit.seals import seal_file
from lms.audit.tasks import seal
from lms.audit.verification.health_checks import check_trail
from lms.audit.verification.running import verify_here
from lms.db import end_read_session, read_session, transaction
from tests.builders.audit import happen

DID = "did:web:demo.spoor.example"
NOW = datetime.now(UTC).replace(microsecond=0)


def write(*subjects):
    with transaction() as session:
        for subject in subjects:
            happen(session, subject, at=NOW)
    seal(NOW)


def tamper(*statements):
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def found():
    end_read_session()
    report = verify_here(now=NOW)
    end_read_session()
    return report


def doctor():
    end_read_session()
    told = check_trail(read_session(), NOW)
    end_read_session()
    return told


def lines(folder):
    return seal_file.read(seal_file.path_in(folder)).lines
