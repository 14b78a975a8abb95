"""What the final exam of a run waits for, and who opened it all the same: for the packages that hold the exam."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from courses.catalogue.rules import FinalOpens
from courses.learning.outline import OutlineStep, outlines
from courses.learning.queries.one_run import Opening, course_of_run, done_and_opening
from courses.learning.rules.progress import Run


@dataclass(frozen=True)
class BeforeFinal:
    """How the final exam of a run opens, what is missing, and who opened it before that was done."""

    opens: FinalOpens
    missing: tuple[OutlineStep, ...] = ()  # in the order of the course
    opening: Opening | None = None

    @property
    def waits_for(self) -> tuple[OutlineStep, ...]:
        """What keeps the person from it; empty: it is open to them."""
        return () if self.opening else self.missing


def before_final(session: Session, run: Run, language: str = "") -> BeforeFinal:
    """What is to be done in this run before its final exam; one query, none where the exam is open to everybody."""
    course = course_of_run(session, run, language)
    if course.final is None or course.final_opens is FinalOpens.ALWAYS:
        return BeforeFinal(course.final_opens)
    done, opening = done_and_opening(session, run.id)
    outline = outlines(session, [course], language)[course.version_id]
    return BeforeFinal(course.final_opens, tuple(outline.before_final(course.final_opens, done)), opening)
