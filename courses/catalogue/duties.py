"""What the worker does for courses: what an older program rendered or never indexed is made anew."""

from datetime import datetime

from courses.catalogue import entries, queries, services
from lms.db import reading, transaction
from lms.jobs import every_minute


@every_minute("courses.render-again")
def render_old_pages(_now: datetime) -> None:
    """One version at a time, so that no transaction is long."""
    if queries.version_to_render(reading()) is None:
        return
    with transaction() as session:
        version = queries.version_to_render(session)
        if version is not None:
            services.render_again(session, version)


@every_minute("courses.make-entries")
def index_versions(_now: datetime) -> None:
    """Every version that cannot be searched yet, the newest first, each in a transaction of its own."""
    while entries.version_to_index(reading()) is not None:
        with transaction() as session:
            version = entries.version_to_index(session)
            if version is not None:
                entries.make_entries(session, version)
