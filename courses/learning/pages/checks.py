"""The practice checks of lessons in HTML, from whoever keeps the questions."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from courses.ports import CheckAnswer, CheckBlocks, CheckPlace, lesson_blocks


def check_blocks(
    session: Session, version_id: int, places: Sequence[CheckPlace], answer: CheckAnswer | None = None
) -> CheckBlocks:
    """The checks at these places, and what they load; with `answer`, that one with its result."""
    html: dict[str, str] = {}
    loads: tuple[dict[str, None], ...] = ({}, {}, {})  # each name once, in the order in which it was asked for
    outcome = ""
    for show in lesson_blocks.all() if places else []:
        made = show(session, version_id, places, answer)
        html.update(made.html)
        for known, names in zip(loads, (made.scripts, made.styles, made.judges), strict=True):
            known.update(dict.fromkeys(names))
        outcome = made.outcome or outcome
    scripts, styles, judges = map(tuple, loads)
    return CheckBlocks(html, scripts, styles, judges, outcome)
