"""The words of the scripts that keep pages on a phone; `{n}` and the like are filled in there."""

from lms.i18n import _


def phone_words() -> dict[str, str]:
    """Every sentence that the course page and the page of what is on this phone may have to say."""
    return {**_saving_words(), **_refusing_words(), **_page_words()}


def _saving_words() -> dict[str, str]:
    return {
        "keep": _("Save for offline use"),
        "download": _("{size} download"),
        "working": _("Saving: {n} of {all} pages"),
        "kept": _("saved on this phone"),
        "held": _("saved with “{title}”"),
        "remove": _("Remove from this phone"),
        "removed": _("Removed from this phone."),
        "stillHeld": _("Removed. But “{title}” is saved too, and holds this lesson: it stays until you remove that."),
        "ready": _("Saved. You can read it and answer its checks when you are offline."),
        "newer": _("There is a newer version. The one on this phone still opens."),
        "fetch": _("Get the new version"),
        "again": _("Save again"),
        "cleared": _("This browser has deleted what was saved here. Save it again when you have a good connection."),
        "size": _("{n} KB"),
        "large": _("{n} MB"),
        "huge": _("{n} GB"),
    }


def _refusing_words() -> dict[str, str]:
    return {
        "broken": _("The connection broke after {n} of {all} pages. What came stays here. Press again to continue."),
        "limit": _("This needs {need}. {left} are left. Remove something first."),
        "full": _(
            "This phone has no space left: about {size} are needed. Nothing of it was saved."
            " What was saved before is still here. Remove something, then press again."
        ),
        "insecure": _(
            "Pages can be saved only from a secure address, one that starts with https. Ask your administrator."
        ),
        "old": _("This browser cannot save pages. A newer one can, and a private window cannot."),
        "stranger": _("You are no longer signed in, or somebody else is. Sign in again, then save it."),
        "refusedByServer": _("The server did not give all pages. Open the course again and try later."),
    }


def _page_words() -> dict[str, str]:
    return {
        "here": _("On this phone"),
        "offline": _("You are offline."),
        "offlineHere": _("This is what you have on this phone."),
        "missing": _("You are offline and this page is not saved."),
        "missingHere": _("These pages are saved on this phone."),
        "savedAgo": _("saved {ago}"),
        "openedAgo": _("opened {ago}"),
        "unopened": _("not opened yet"),
        "madeAgo": _("done {ago}"),
        "stays": _("It stays here as long as you need it for your work."),
        "limitUsed": _("{used} of {limit} used"),
        "limitSet": _("The limit is {limit} now."),
        "limitOver": _(
            "More is saved than the limit allows. Nothing is removed by itself: remove what you do not need."
        ),
        "limitNear": _("The limit is nearly reached. Remove what you do not need."),
        "space": _("The browser uses {used} for this site. About {left} are free on this phone."),
        "noFigure": _("This browser does not say how much space is free."),
        "lasting": _("It has promised not to delete saved pages by itself."),
        "passing": _("It may delete saved pages when the phone is short of space. Open the site often to prevent it."),
        "nothing": _("Nothing is saved yet. Open a course and press “Save for offline use” beside a module."),
        "nobody": _("Nobody is signed in. What was saved is shown again when the same person signs in on this phone."),
        "waiting": _("waiting"),
        "sent": _("sent"),
        "refused": _("not accepted"),
        "nothingWaits": _("Nothing is waiting."),
        "papers": _("Exam answers that wait on this phone: {n}. They are sent when you are online and a page is open."),
        "waits": _("It is sent when you are online and signed in."),
    }
