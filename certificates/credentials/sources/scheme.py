"""Adapter for schemes: what a panel decided and a registrar released earns the certificate of the scheme's version."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from certificates.candidates.events import CandidateMoved
from certificates.candidates.queries.found import CandidateFound, candidate_by_id, transitions_of
from certificates.candidates.queries.scopes import as_award, as_decided, scope_decided
from certificates.credentials import tasks
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim, Credential
from certificates.credentials.queries.held import credentials_held
from certificates.credentials.rules import evidence
from certificates.credentials.rules.award import AwardScope, Evidence, Genre, Watched, scope_of
from certificates.credentials.rules.lifecycle import Standing
from certificates.credentials.services import suspending
from certificates.credentials.services.claims import AchievementEarned, Source, Terms, take_up
from certificates.schemes.models import CandidateTransition
from certificates.schemes.rules.definition import words
from certificates.schemes.rules.releasing import HELD, is_panel_decision, narrows, releases, scheme_ref
from certificates.schemes.rules.scopes import is_less, whole_scope
from lms.errors import BadInput, RuleBroken
from lms.i18n import N_, _

KIND = "scheme-version"
CRITERIA = N_(
    "A panel of the programme decided on the evidence collected for “{title}”. These requirements were met: {all}."
)
SLUG_LENGTH = 64  # of achievements
HELD_ALREADY = N_(
    "This person already has a certificate of this scheme, or one waits for their name, "
    "and this one would not renew it. Look at their certificates first."
)


def candidate_moved(session: Session, event: CandidateMoved) -> None:
    """Listener: the release by a registrar earns the certificate; every other step earns nothing."""
    found = candidate_by_id(session, int(event.subject.partition(":")[2]))
    if not releases(found.definition, event.transition, event.from_state, event.to_state):
        return
    steps = transitions_of(session, [found.row.id])[found.row.id]
    if narrows(found.definition, event.transition, event.from_state, event.to_state):
        narrow(session, found, steps, event)
        return
    if take_up(session, certificate_earned(found, steps, event.at), now=event.at) is None:
        raise RuleBroken(_(HELD_ALREADY))


def narrow(
    session: Session, found: CandidateFound, steps: Sequence[CandidateTransition], event: CandidateMoved
) -> None:
    """Put the suspended certificate in force again with fewer topics, as a newer version that names both decisions."""
    ref = scheme_ref(found.version.scheme_id)
    every = credentials_held(session, Credential.person_id == found.row.person_id, Claim.source_ref == ref)
    held = next((one for one in every if one.standing(event.at) is Standing.SUSPENDED and not one.being_made), None)
    if held is None:
        raise RuleBroken(_("There is no suspended certificate whose scope could be reduced."))
    before = evidence.from_data(held.claim.evidence)
    scope = scope_of(before)
    decided = certificate_earned(found, steps, event.at).evidence
    proposed = scope_decided(found, steps)
    reduced = as_award(found.definition, proposed) if proposed is not None else None
    if scope is not None and reduced is not None:
        if not is_less(found.definition, as_decided(found.definition, reduced), as_decided(found.definition, scope)):
            raise RuleBroken(
                _("The scope that the panel decided is not smaller than the scope of the certificate now.")
            )
    elif scope is None or not set(event.topics) < set(scope.topics) or not event.topics:
        raise BadInput("topics", _("Choose the topics that stay: at least one, and fewer than there are now."))
    stays = tuple(one for one in scope.topics if one in event.topics)
    less = [replace(one, scope=reduced or replace(scope, topics=stays)) for one in decided]
    held.claim.evidence = evidence.as_data([*before, *less])
    session.flush()
    version = suspending.reinstate(session, held.credential, "", issuing(), actor_id=event.actor_id, now=event.at)
    if version is not None:
        tasks.ask_to_make(session, version, now=event.at)


def certificate_earned(
    found: CandidateFound, steps: Sequence[CandidateTransition], released_at: datetime
) -> AchievementEarned:
    """What a released candidate earns, with the newest decision of a panel as its evidence.

    It counts from the release. In a renewal the run begins when the holder left the award to ask for it.
    """
    definition, version = found.definition, found.version
    decided = [one for one in steps if is_panel_decision(definition.transition(one.transition))]
    if not decided:
        raise RuleBroken(_("No panel has decided about this candidate, so there is nothing to release."))
    language = definition.languages[0]
    title = words(definition.title, language)
    met = "; ".join(words(one.title, language) for one in definition.competences)
    panel = definition.panel_of(decided[-1].from_state)
    return AchievementEarned(
        person_id=found.row.person_id,
        source=Source(KIND, version.id, scheme_ref(version.scheme_id)),
        terms=Terms(
            slug=slug_of(version.slug, version.scheme_id),
            version=version.no,
            title=title,
            description=words(definition.summary, language),
            criteria=CRITERIA.format(title=title, all=met),
            language=language,
            valid_months=definition.practice.validity_months,
            renewal_window_months=definition.practice.renewal_window_months,
        ),
        evidence=(
            Evidence(
                genre=Genre.PANEL,
                name=words(panel.title, language) if panel else title,
                watched=Watched.NONE,
                at=decided[-1].at,
                cause=f"candidate-step:{decided[-1].id}",
                scope=scope_released(found, steps),
            ),
        ),
        earned_at=released_at,
        run_began_at=began_at(found, steps),
    )


def began_at(found: CandidateFound, steps: Sequence[CandidateTransition]) -> datetime:
    """When the way to this release began: as they last left an award, or as they became a candidate."""
    holding = {one.code for one in found.definition.states if one.kind in HELD}
    left = [one.at for one in steps if one.from_state in holding and one.to_state not in holding]
    return left[-1] if left else found.row.began_at


def scope_released(found: CandidateFound, steps: Sequence[CandidateTransition]) -> AwardScope | None:
    """For what the certificate is: as the panel decided; a decision that names no scope means all of the scheme."""
    definition = found.definition
    if not definition.scopes.topics:
        return None
    return as_award(definition, scope_decided(found, steps) or whole_scope(definition, found.row.language))


def slug_of(slug: str, scheme_id: int) -> str:
    """The name of what the scheme awards, in addresses: never that of a course."""
    named = f"scheme-{slug}"
    return named if len(named) <= SLUG_LENGTH else f"scheme-{scheme_id}"
