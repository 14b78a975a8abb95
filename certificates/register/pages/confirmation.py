"""An act on a certificate before it is done: what follows from it, and what people will read who check it."""

from dataclasses import dataclass
from datetime import date

from certificates.credentials.queries.held import HeldCredential
from certificates.credentials.rules.lifecycle import StatusReason, Visibility
from certificates.credentials.services.naming import Names
from certificates.register.labels import WHY
from certificates.register.pages.answers import day
from certificates.schemes.rules.releasing import is_of_scheme
from lms.i18n import _


@dataclass(frozen=True)
class ActShown:
    """An act to look at once more."""

    question: str
    button: str
    happens: tuple[str, ...]
    read: tuple[str, ...]  # who reads what of it, a sentence each


def revoking(held: HeldCredential, reason: StatusReason, words: str) -> ActShown:
    """Revoked by one person, at once."""
    return ActShown(
        _("Revoke this certificate?"),
        _("Revoke this certificate"),
        (
            _("It is no longer valid from this moment. Its files and its page say so."),
            _("You cannot undo this. It becomes valid again only if its holder objects and is right."),
            _("Its holder gets a message and may object."),
        ),
        read_by(held, reason, words),
    )


def proposing(
    held: HeldCredential, reason: StatusReason, words: str, opens_on: date | None, *, never_again: bool
) -> ActShown:
    """Proposed to be revoked: suspended meanwhile, unless a scheme awarded it."""
    of_scheme = is_of_scheme(held.claim.source_ref)
    until = (
        _("It stays as it is until a second person confirms.")
        if of_scheme
        else _("It is suspended at once. People who check it read: “%(said)s”", said=reviewed())
    )
    again = _("The holder may never sit the exam again.") if never_again else ""
    if opens_on is not None:
        again = _("The holder may sit the exam again from %(day)s.", day=day(opens_on))
    return ActShown(
        _("Propose to revoke this certificate?"),
        _("Propose to revoke it") if of_scheme else _("Suspend it and propose to revoke it"),
        tuple(filter(None, (until, _("If a second person confirms, it is revoked. You cannot undo that."), again))),
        tuple(_("Once it is revoked: %(read)s", read=one) for one in read_by(held, reason, words)),
    )


def suspending(held: HeldCredential, words: str) -> ActShown:
    """Suspended by one person, or proposed to be where a scheme awarded it."""
    if is_of_scheme(held.claim.source_ref):
        return ActShown(
            _("Suspend this certificate?"),
            _("Suspend this certificate"),
            (_("Two people are needed: the first proposes, the second confirms."), _never_back()),
            (
                _("Only the holder reads your sentence."),
                _("People who check the certificate read: “%(said)s”", said=reviewed()),
            ),
        )
    return ActShown(
        _("Suspend this certificate?"),
        _("Suspend this certificate"),
        (
            _("It is not valid from this moment, until somebody lifts the suspension."),
            _never_back(),
            _("Its holder gets a message and may object."),
        ),
        read_by(held, StatusReason.UNDER_REVIEW, words),
    )


def reissuing(names: Names) -> ActShown:
    """Reissued under a corrected name."""
    name = f"{names.latin} ({names.local})" if names.local else names.latin
    return ActShown(
        _("Reissue this certificate?"),
        _("Reissue certificate"),
        (
            _("The new certificate bears the name “%(name)s”.", name=name),
            _("Number, link and date of the award stay the same."),
            _("The files that its holder has now are not accepted any more. You cannot undo this."),
            _("Its holder gets a message to download the new files."),
        ),
        (_("People who check an older paper read that it was replaced, because the name was corrected."),),
    )


def read_by(held: HeldCredential, reason: StatusReason, words: str) -> tuple[str, ...]:
    """What people read of a reason, as the holder chose: all of it, or of the link and the number the kind alone."""
    kind = f"{WHY[reason]}."
    if held.credential.visibility == Visibility.LINK:
        return (_("Everybody who checks the certificate reads: “%(said)s”", said=f"{kind} {words}"),)
    return (
        _("The holder shows no details. With the link or the number people read: “%(said)s”", said=kind),
        _("Its holder, and people who check its file, read: “%(said)s”", said=f"{kind} {words}"),
    )


def hint_on_words(held: HeldCredential, *, suspends: bool = False) -> str:
    """Who reads the sentence that a manager writes, beside its field."""
    if suspends and is_of_scheme(held.claim.source_ref):
        return _("Only the holder reads this sentence. People who check the certificate do not.")
    if held.credential.visibility == Visibility.LINK:
        return _("Everybody who checks the certificate can read this sentence. Do not name anybody in it.")
    return _(
        "The holder shows no details: with the link or the number nobody reads this sentence. "
        "Its holder, and people who check its file, read it. Do not name anybody in it."
    )


def reviewed() -> str:
    """What people read of a certificate that is looked at."""
    return f"{WHY[StatusReason.UNDER_REVIEW]}."


def _never_back() -> str:
    return _("The files that its holder has now are not accepted any more, even after that: new ones are made then.")
