"""Versions of rubrics that an exercise may be judged by."""

from collections.abc import Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from assessments.rubrics.models import Rubric, RubricVersion


def rubric_versions(session: Session) -> Sequence[Row[str, int, int]]:
    """Every version: the slug of its rubric, its number inside, which version it is; the newest of a rubric first."""
    return session.execute(
        select(Rubric.slug, RubricVersion.id, RubricVersion.no)
        .join(Rubric, Rubric.id == RubricVersion.rubric_id)
        .order_by(Rubric.slug, RubricVersion.no.desc())
    ).all()
