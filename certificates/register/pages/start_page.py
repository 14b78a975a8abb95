"""What waits for a person in this area, and what every page of a demonstration says."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from certificates.credentials.health_checks import OLD_ADDRESSES
from certificates.credentials.issuing.issuing_config import issuing
from certificates.credentials.models import Claim
from certificates.credentials.policy import claimed_by
from certificates.credentials.queries.name_requests import claims_with_requests
from certificates.credentials.rules.issuers import is_demonstration
from certificates.credentials.sources.course_words import titles_said
from certificates.register.labels import DEMONSTRATION, DEMONSTRATION_MORE
from certificates.register.pages.claim_states import ClaimState, claim_states
from certificates.schemes.rules.releasing import is_of_scheme
from lms.access import Viewer
from lms.i18n import _, language, lazy, ngettext
from lms.ports import NextStep, StepGroup

ORDER = 0  # before anything half done: it is the last step to something earned
ORDER_WAITS = 19  # somebody else has to act: before the next lesson
ORDER_NAMES = 5
TO_DO = frozenset({ClaimState.TO_CONFIRM, ClaimState.REFUSED, ClaimState.UNCHECKED})
COMES_NEXT = {
    ClaimState.UNCHECKED: (
        lazy("Your name must be compared with your identity document first."),
        lazy("See whom to ask"),
    ),
    ClaimState.TO_CONFIRM: (lazy("Confirm how your name is written."), lazy("Confirm my name")),
    ClaimState.WAITS: (lazy("A manager checks your name."), lazy("See the status")),
    ClaimState.SUSPENDED: (
        lazy("Your certificate is suspended: the new one waits until that is decided."),
        lazy("See the status"),
    ),
    ClaimState.REFUSED: (lazy("A manager refused the name. Confirm another."), lazy("See the reason")),
}  # behind what was earned: the sentence, and what the button says


def claims_next(session: Session, person: Viewer, now: datetime, told: Sequence[bool]) -> list[NextStep]:
    """Certificates that wait for a name, as long as one can be made; one query, more where one is a renewal."""
    any_open, checked = told
    rows = claims_with_requests(session, claimed_by(person)) if any_open else []
    states = claim_states(session, rows, now, checked=checked)
    titles = titles_said(session, (achievement for _claim, achievement, _request in rows), language())
    return [
        _own_step(claim, titles[achievement.id], state)
        for (claim, achievement, _request), state in zip(rows, states, strict=True)
        if state is not ClaimState.LAPSED
    ]


def _own_step(claim: Claim, title: str, state: ClaimState) -> NextStep:
    """What was earned, and what comes next: to confirm the name, or to wait for somebody else."""
    by_scheme = is_of_scheme(claim.source_ref)  # a panel decided; else the exam of a course was passed
    earned = _("You are certified: %(title)s.", title=title) if by_scheme else _("You passed “%(title)s”.", title=title)
    comes_next, action = COMES_NEXT[state]
    return NextStep(
        title=_("Your certificate waits"),
        text=f"{earned} {comes_next}",
        action=str(action),
        url=url_for("certificates.claim", uuid=claim.uuid),
        order=ORDER if state in TO_DO else ORDER_WAITS,
    )


def names_next(session: Session, person: Viewer, now: datetime, told: Sequence[int]) -> list[NextStep]:
    """Names that are not the checked names of their accounts."""
    (count,) = told
    text = ngettext(
        "%(num)s certificate waits, because its name is not the checked name of the account.",
        "%(num)s certificates wait, because their names are not the checked names of the accounts.",
        count,
    )
    url = url_for("credentials.names")
    return [NextStep(_("Names to decide"), text, _("See the names"), url, ORDER_NAMES, group=StepGroup.DUTY)]


def demonstration_notice() -> str | None:
    """What a demonstration says on every page; printed codes that lead to another port are named."""
    did = issuing().did
    if did is None or not is_demonstration(did):
        return None
    more = str(DEMONSTRATION_MORE)
    old = current_app.extensions.get(OLD_ADDRESSES, [])
    if old:
        more += " " + _("Older printed codes lead to %(old)s.", old=", ".join(old))
    return Markup('{}<span class="rest"> {}</span>').format(DEMONSTRATION, more)
