"""The practice checks of lessons in HTML, from whoever keeps the questions."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from courses.ports import ASSESSMENTS, CheckAnswer, CheckBlocks, CheckPlace


def check_blocks(
    session: Session, version_id: int, places: Sequence[CheckPlace], answer: CheckAnswer | None = None
) -> CheckBlocks:
    """The checks at these places, and what they load; with `answer`, that one with its result."""
    if not places:
        return CheckBlocks({})
    return ASSESSMENTS.provider().check_blocks(session, version_id, places, answer)
