"""What keeps a certificate alive: practice counts from its release on, and years are confirmed one after the other."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from certificates.candidates.rules.history import Step
from certificates.schemes.rules.definition import SchemeDefinition
from certificates.schemes.rules.releasing import confirms_year, narrows, releases


def released_at(definition: SchemeDefinition, steps: Sequence[Step]) -> datetime | None:
    """When the newest certificate was released, one with less scope aside; none before the first."""
    found = [
        one.at
        for one in steps
        if releases(definition, one.transition, one.from_state, one.to_state)
        and not narrows(definition, one.transition, one.from_state, one.to_state)
    ]
    return found[-1] if found else None


def counts_since_release(definition: SchemeDefinition, steps: Sequence[Step], kind: str, at: datetime) -> bool:
    """Whether a piece is there for a step: what counts as practice has to be younger than the certificate.

    Before the first release, and for every other kind of evidence, its age does not matter.
    """
    if kind not in definition.practice.kinds:
        return True
    released = released_at(definition, steps)
    return released is None or at > released


def years_confirmed(definition: SchemeDefinition, steps: Iterable[Step], since: date) -> int:
    """How many years of practice registrars have confirmed since this day, the day itself included."""
    return sum(
        confirms_year(definition, one.transition, one.from_state, one.to_state)
        and one.at.astimezone(UTC).date() >= since
        for one in steps
    )
