"""The words of the scripts that keep pages on a phone; `{n}` and the like are filled in there."""

from lms.i18n import _


def phone_words() -> dict[str, str]:
    """Every sentence that the course page and the page of what is on this phone may have to say."""
    return {
        "keep": _("Keep on this phone"),
        "working": _("Keeping: {n} of {all} pages"),
        "kept": _("on this phone"),
        "remove": _("Remove from this phone"),
        "removed": _("Removed from this phone."),
        "ready": _("Kept. You can read it and answer its checks without a connection."),
        "newer": _("There is a newer version of this module. The one on this phone still opens."),
        "fetch": _("Fetch the new one"),
        "broken": _("The line broke after {n} of {all} pages. What came stays here. Press again to go on."),
        "full": _(
            "There is no space left for this module: it needs about {size}. What was kept before is still here."
            " Remove a module or free space on this phone, then press again."
        ),
        "cleared": _("This browser has cleared what was kept here. Keep it again when you have a good line."),
        "again": _("Keep again"),
        "insecure": _(
            "Pages can be kept only from a secure address, one that begins with https. Ask your administrator."
        ),
        "old": _("This browser cannot keep pages. A newer one can, and a private window cannot."),
        "stranger": _("You are not signed in any more, or somebody else is. Sign in again, then keep the module."),
        "refusedByServer": _("The server did not give all pages of this module. Open the course again and try later."),
        "space": _("{used} used here, about {left} left."),
        "noFigure": _("This browser does not say how much space is left."),
        "lasting": _("This browser has promised not to clear it by itself."),
        "passing": _("This browser may clear it when the phone is short of space. Open the site often to prevent it."),
        "nothing": _("Nothing is kept yet. Open a course and press “Keep on this phone” beside a module."),
        "nobody": _("Nobody is signed in. What was kept is shown again when the same person signs in on this phone."),
        "waiting": _("waiting"),
        "sent": _("sent"),
        "refused": _("refused"),
        "nothingSent": _("Nothing waits, and nothing was sent from here yet."),
        "papers": _("Exam answers that wait on this phone: {n}. They are sent when the exam or any page is open."),
        "waits": _("It is sent as soon as the line is back and you are signed in."),
        "missing": _("This page is not on this phone, and the network did not answer in time."),
        "retry": _("Try again without a limit"),
        "size": _("{n} KB"),
        "large": _("{n} MB"),
        "huge": _("{n} GB"),
    }
