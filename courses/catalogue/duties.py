"""What the worker does for courses: pages that an older program rendered are rendered anew."""

from datetime import datetime

from courses.catalogue import queries, services
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
