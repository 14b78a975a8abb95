"""Sheets without a network in words, for pages and their scripts; `{n}` and the like are filled in there."""

from typing import Any

from lms.i18n import _


def day_words() -> dict[str, Any]:
    """Every sentence that the page of one's day may have to say."""
    return {
        "fetching": _("Downloading your day…"),
        "keptDay": _("Your day is saved for offline use. It opens on this device for the next 72 hours."),
        "oldDay": _("You are offline. This is your day as you saved it."),
        "noDay": _("Your day is not saved on this device. Open this page once while you are online."),
        "noKey": _("The server has no key to seal with yet. Try again in a few minutes, or tell the administrator."),
        "noSheets": _("No sheets are planned for you now."),
        "broken": _("The connection was lost. Press “Download again” to continue."),
        "full": _("There is no space left on this device."),
        "refusedByServer": _("The server did not give your day. Sign in again."),
        "stranger": _("You are no longer signed in, or somebody else is. Your sealed sheets are saved on this device."),
        "unkept": _("This browser could not save it. Use the paper sheet, and do not close this page."),
        "left": {
            "large": _("{title}: too large to save for offline use. Open it from the sheet while you are online."),
            "full": _("{title}: no space left for it. Open it from the sheet while you are online."),
            "gone": _("{title}: it no longer exists, or it is not for you."),
        },
        "mark": _("Mark"),
        "open": _("open"),
        "draft": _("started"),
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
            "easy": _("This PIN is too easy. Do not use the same digit only, or digits in a row."),
            "differ": _("The two PINs are not the same. Type it again."),
            "wrong": _("This PIN is wrong. Tries left: {n}."),
            "gone": _(
                "The PIN was wrong ten times: your plan and rubrics were removed from this device. "
                "Sheets that are not sent are still here."
            ),
            "changed": _("The PIN is changed."),
            "forgetSure": _(
                "Remove your day and your PIN from this device? Sealed sheets that wait to be sent stay here."
            ),
            "forgetDrafts": _("Sheets started here and not sealed: {n}. They will be lost. Remove your day and PIN?"),
        },
        "marking": marking_words(),
    }


def marking_words() -> dict[str, str]:
    """Every sentence of a sheet on a device."""
    return {
        "kept": _("Saved on this device, locked with your PIN."),
        "unkept": _("This browser could not save it. Use the paper sheet, and do not close this page."),
        "unsealed": _("The sheet could not be sealed. Your ratings are still here. Try again, or use the paper sheet."),
        "critical": _("critical"),
        "comment": _("Comment"),
        "whole": _("Comment on the whole"),
        "commentWanted": _("Comment (required up to level {level})"),
        "grade": _("Global grade: your impression of the whole"),
        "flag": _("I think it is borderline"),
        "gradeFirst": _("Give the global grade. Then you see the total."),
        "toRate": _("Criteria without a rating: {n}."),
        "total": _("Total: {total}. You cannot change the global grade now."),
        "start": _("Start the timer: {minutes} min"),
        "left": _("{time} left"),
        "over": _("{time} over"),
        "restart": _("Start the timer again?"),
        "seal": _("Seal sheet"),
        "sealSure": _("Seal this sheet? After that your ratings are no longer on this device."),
        "back": _("Back to my day"),
        "notYet": _("Not ready to seal"),
        "unrated": _("“{title}” has no rating."),
        "unexplained": _("“{title}”: say what you saw. This level needs a comment."),
        "ungraded": _("The global grade is missing."),
        "sealedTitle": _("Sealed sheet: {code}, {exercise}"),
    }
