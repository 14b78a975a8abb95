"""The page of a candidate for somebody who takes one step of theirs, and keeps no files."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.candidates.pages.file import FilePage, file_page
from certificates.candidates.policy import by_person
from certificates.candidates.queries.found import CandidateFound
from lms.access import Viewer


def mover_page(session: Session, viewer: Viewer, found: CandidateFound, now: datetime) -> FilePage:
    """Where the candidate is, the steps that wait for a right over the person, and a proposal of such a step alone."""
    page, definition = file_page(session, viewer, found, now), found.definition
    theirs = by_person(definition, found.row.state)
    proposed = definition.transition(page.proposal.transition) if page.proposal else None
    kept = page.proposal if proposed is not None and proposed.mover in theirs else None
    return replace(
        page,
        mine=[one for one in page.mine if one.step.mover in theirs],
        proposal=kept,
        may_confirm=page.may_confirm and kept is not None,
        may_withdraw=page.may_withdraw and kept is not None,
        told=(),
        competences=(),
        pieces=(),
        application=None,
    )
