"""What is said after a step of a candidate, by whomever it was taken."""

from flask import flash

from lms.i18n import _


def tell_taken(*, proposed: bool) -> None:
    """After a step was taken, or proposed where the scheme asks for two people."""
    if proposed:
        flash(_("It is proposed. Another person with the same role has to confirm it."), "success")
    else:
        flash(_("The step is taken. The candidate is told."), "success")


def tell_decided(*, confirmed: bool) -> None:
    """After the second person has decided about a proposed step."""
    said = _("The step is taken. The candidate is told.") if confirmed else _("The proposal is closed.")
    flash(said, "success")
