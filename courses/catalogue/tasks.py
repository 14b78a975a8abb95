"""Periodic tasks of courses: what an older program rendered, never indexed or never took apart is made anew."""

from datetime import datetime, timedelta

from courses.catalogue import queries
from courses.catalogue.rendering import search_entries
from courses.catalogue.review.queries import version_without_pieces
from courses.catalogue.review.services.keeping import keep_missing_pieces
from courses.catalogue.services.rendering import render_again
from lms.db import read_session, transaction
from lms.queue.kinds import periodic


@periodic("courses.render-again", every=timedelta(minutes=1))
def render_old_pages(_now: datetime) -> None:
    """One version at a time, so that no transaction is long."""
    if queries.version_to_render(read_session()) is None:
        return
    with transaction() as session:
        version = queries.version_to_render(session)
        if version is not None:
            render_again(session, version)


@periodic("courses.make-entries", every=timedelta(minutes=1))
def index_versions(_now: datetime) -> None:
    """Every version that cannot be searched yet, the newest first, each in a transaction of its own."""
    while search_entries.version_to_index(read_session()) is not None:
        with transaction() as session:
            version = search_entries.version_to_index(session)
            if version is not None:
                search_entries.make_entries(session, version)


@periodic("courses.keep-pieces", every=timedelta(minutes=1))
def keep_pieces(_now: datetime) -> None:
    """What specialists read of every version that an older program loaded, each in a transaction of its own."""
    while version_without_pieces(read_session()) is not None:
        with transaction() as session:
            keep_missing_pieces(session)
