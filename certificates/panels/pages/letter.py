"""The letter of a decision, in the language of the dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from assessments.api import Tie, tie_said
from certificates.candidates.labels import competence_said, gap_said, state_said, step_said
from certificates.candidates.queries.standing import File
from certificates.candidates.rules.days import last_day_to_appeal
from certificates.panels.models import PanelDecision
from certificates.panels.pages.decided import decided_scope
from certificates.panels.queries.found import FoundPanel
from certificates.schemes.rules.definition import words
from lms.i18n import _, locale_of
from lms.people.api import person_of


@dataclass(frozen=True)
class DecisionLetter:
    """A decision as the candidate reads it, in the language of their dossier."""

    language: str
    name: str
    scheme: str
    outcome: str
    state: str
    reason: str
    not_met: Sequence[tuple[str, Sequence[str]]]
    gaps: Sequence[tuple[str, Sequence[str]]]
    waivers: Sequence[str]
    appeal_until: date | None
    decided_at: datetime
    panel: int  # how many voted
    scope: Sequence[tuple[str, str]] = ()  # for what it certifies


def letter_of(session: Session, panel: FoundPanel, decision: PanelDecision, file: File) -> DecisionLetter:
    """The letter, built from the decision and the matrix, in the language of the dossier."""
    definition, row = panel.definition, panel.candidate.row
    step = definition.transition(decision.transition)
    closed_at = panel.row.closed_at or decision.at
    refused = step is not None and step.refusal
    taken = next((one for one in file.transitions if one.id == decision.transition_id), None)
    with force_locale(locale_of(row.language)):
        return DecisionLetter(
            language=row.language,
            name=person_of(session, row.person_id).name,
            scheme=words(definition.title, row.language),
            outcome=step_said(decision.transition, definition),
            state=state_said(taken.to_state if taken else row.state, definition),
            reason=decision.reason,
            not_met=[(competence_said(code, definition), reasons) for code, reasons in decision.not_met.items()],
            gaps=[
                (words(one.competence.title, row.language), [gap_said(gap) for gap in one.gaps])
                for one in file.matrix.rows
                if one.gaps
            ] if refused else [],
            waivers=[
                _("One member of the panel decided although there was a reason against it: %(fact)s "
    "Another person allowed it.",
                  fact=tie_said(Tie(one["tie"])))
                for one in decision.waivers
            ],
            appeal_until=last_day_to_appeal(definition, closed_at) if refused else None,
            decided_at=closed_at,
            panel=len(decision.voters),
            scope=decided_scope(panel, decision),
        )  # fmt: skip
