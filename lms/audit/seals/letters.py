"""The letter with the newest seal, to those who may read the audit trail everywhere and have an address."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_babel import force_locale, format_datetime
from sqlalchemy.orm import Session

from lms.access import Permission
from lms.audit.seals import seal_file
from lms.audit.seals.seal_file import SealLine
from lms.i18n import _
from lms.mail.services import send_letter
from lms.people.api import PersonInfo, holders_everywhere, people_info


def write_seal_letters(session: Session, folder: Path, *, now: datetime) -> int:
    """Have the letters sent; answers how many. Nothing before there is a seal."""
    line = seal_file.tail(seal_file.path_in(folder)).last
    if line is None:
        return 0
    readers = people_info(session, holders_everywhere(session, Permission.AUDIT_READ)).values()
    written = [one for one in readers if one.email is not None and not one.closed]
    for one in written:
        with force_locale(one.language or "en"):
            subject, text = letter(one, line)
        send_letter(session, to=str(one.email), subject=subject, text=text, now=now)
    return len(written)


def letter(reader: PersonInfo, line: SealLine) -> tuple[str, str]:
    """Subject and text, in the language that is set."""
    site, seal = current_app.config["SITE_NAME"], line.seal
    at = f"{format_datetime(seal.sealed_at, 'd MMMM y, HH:mm', rebase=False)} UTC"
    parts = [
        _("Hello %(name)s,", name=reader.name),
        _(
            "This is the newest seal of the audit trail of %(site)s. Save this e-mail: with it "
            "anybody can check later whether entries were removed or changed.",
            site=site,
        ),
        "\n".join(
            [
                _("Entries: %(count)s", count=seal.entries),
                _("Hash of the last entry: %(hash)s", hash=seal.hash),
                _("Sealed on: %(moment)s", moment=at),
            ]
        ),
    ]
    if line.token is None:
        parts += [
            _("It is not signed, because the site has no key yet:"),
            seal_file.line_of(seal, None).decode().strip(),
        ]
    else:
        parts += [_("Signed with the key of the issuer:"), line.token]
    parts += [
        _("To compare, save this e-mail as a file on the server of the site and run:"),
        "lms audit verify --seal letter.txt",
    ]
    return _("The seal of the audit trail: %(count)s entries", count=seal.entries), "\n\n".join(parts)
