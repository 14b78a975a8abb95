"""Sheets without a network in words, for pages and their scripts; `{n}` and the like are filled in there."""

from typing import Any

from lms.i18n import _


def day_words() -> dict[str, Any]:
    """Every sentence that the page of one's day may have to say."""
    return {
        "fetching": _("Fetching your day…"),
        "keptDay": _("Your day is on this device. It opens without a connection until 72 hours from now."),
        "oldDay": _("No connection. This is your day as you kept it."),
        "noDay": _("Your day is not on this device. Open this page once with a connection."),
        "noKey": _("The server has no key to seal to yet. Try again in some minutes, or tell the administrator."),
        "noSheets": _("No sheets are planned for you now."),
        "broken": _("The line broke. Press “Fetch again” to go on."),
        "full": _("There is no space left on this device."),
        "refusedByServer": _("The server did not give your day. Sign in again."),
        "stranger": _("You are not signed in any more, or somebody else is. What you sealed waits on this device."),
        "unkept": _("This browser could not keep it. Use the paper sheet, and do not close this page."),
        "left": {
            "large": _("{title}: too large to be kept. Open it with a connection, from the sheet."),
            "full": _("{title}: the day has no room left for it. Open it with a connection, from the sheet."),
            "gone": _("{title}: it is not there any more, or not for you."),
        },
        "mark": _("Mark"),
        "open": _("open"),
        "draft": _("begun"),
        "refused": _("refused"),
        "sealedWaits": _("sealed {time}, not sent yet"),
        "sealedSent": _("sealed {time}, sent"),
        "sealedThere": _("sealed"),
        "sealed": _("Sealed. Your ratings are no longer on this device: only the server can open them."),
        "unsent": _("Sealed and not sent yet: {n}."),
        "allSent": _("Everything that you sealed here is sent."),
        "handedOver": _(
            "Sheets in the file: {n}. Give it to the coordinator. They also stay here until the server has them."
        ),
        "pin": {
            "short": _("Use at least six digits."),
            "signs": _("Use digits only."),
            "easy": _("This PIN is too easy: not all the same digits, and none in a row."),
            "differ": _("The two PINs are not the same. Type it again."),
            "wrong": _("This PIN is wrong. Tries left: {n}."),
            "gone": _("Ten wrong PINs: your plan and rubrics are gone from this device. What is unsent is still here."),
            "changed": _("The PIN is changed."),
            "forgetSure": _("Remove your day and your PIN from this device? Sealed sheets that wait stay."),
            "forgetDrafts": _(
                "Sheets that are begun and not sealed here: {n}. They are lost. Remove your day and PIN?"
            ),
        },
        "marking": marking_words(),
    }


def marking_words() -> dict[str, str]:
    """Every sentence of a sheet on a device."""
    return {
        "kept": _("Kept on this device, encrypted."),
        "unkept": _("This browser could not keep it. Use the paper sheet, and do not close this page."),
        "unsealed": _("It could not be sealed. Your ratings are still here. Press again, or use the paper sheet."),
        "critical": _("critical"),
        "comment": _("Comment"),
        "whole": _("Comment on the whole"),
        "commentWanted": _("Comment (needed up to level {level})"),
        "grade": _("Global grade: your impression of the whole"),
        "flag": _("I call it borderline"),
        "gradeFirst": _("Give the global grade. Then the total shows."),
        "toRate": _("Criteria without a rating: {n}."),
        "total": _("Total: {total}. The global grade stays now."),
        "start": _("Start the timer: {minutes} min"),
        "left": _("{time} left"),
        "over": _("{time} over"),
        "restart": _("Start the timer again from the beginning?"),
        "seal": _("Seal my sheet"),
        "sealSure": _("Seal this sheet? After that your ratings are no longer on this device."),
        "back": _("Back to my day"),
        "notYet": _("Not ready to seal"),
        "unrated": _("“{title}” has no rating."),
        "unexplained": _("“{title}”: say what you saw. This level needs a comment."),
        "ungraded": _("The global grade is missing."),
        "sealedTitle": _("Sealed sheet: {code}, {exercise}"),
    }
