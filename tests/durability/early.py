"""A server that lies: it answers before it commits. It shows that the test of killing finds such a fault."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lms import db
from lms.db import Database, Session
from lms.wsgi import app

DELAY = 0.15  # seconds between the receipt and the commit


def commit_later(session: Session) -> None:
    """What a careless author calls faster."""
    time.sleep(DELAY)
    session.commit()
    session.close()


@contextmanager
def early(self: Database) -> Iterator[Session]:
    """A transaction that is committed by another thread, after the answer has left."""
    session = self.session(write=True)
    yield session
    session.flush()
    threading.Thread(target=commit_later, args=(session,)).start()


db.Database.transaction = early  # type: ignore[method-assign]
__all__ = ["app"]
