"""What has happened to the certificate of a holder, as facts that may move them: issued, to be renewed, over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from certificates.schemes.rules.definition import TriggerFact

OF_CERTIFICATES = frozenset(
    {TriggerFact.CERTIFICATE_ISSUED, TriggerFact.RENEWAL_WINDOW_OPEN, TriggerFact.VALIDITY_ENDED}
)


@dataclass(frozen=True)
class SignedCertificate:
    """A signed certificate that has not been revoked: from which day it may be renewed, and its last day.

    Both are none where it has no end.
    """

    opens_on: date | None
    ends_on: date | None


def certificate_facts(
    signed: Collection[SignedCertificate], *, waits: bool, grace_days: int, today: date
) -> frozenset[TriggerFact]:
    """The facts of these certificates of one scheme; what ends last counts.

    While a next one waits for its name (`waits`), nothing of the one before counts: it is renewed already.
    """
    if waits or not signed:
        return frozenset()
    found = {TriggerFact.CERTIFICATE_ISSUED}
    last = max(signed, key=lambda one: one.ends_on or date.max)
    if last.opens_on is not None and today >= last.opens_on:
        found.add(TriggerFact.RENEWAL_WINDOW_OPEN)
    if last.ends_on is not None and today > last.ends_on + timedelta(days=grace_days):
        found.add(TriggerFact.VALIDITY_ENDED)
    return frozenset(found)
