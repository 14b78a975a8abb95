"""Why a file is not to be relied on, each reason in words of its own: title and text."""

from certificates.credentials.verification.report import CheckState
from lms.i18n import _


def signature_words() -> dict[CheckState, tuple[str, str]]:
    """Title and text of a signature that does not hold, or does not make a certificate."""
    return {
        CheckState.NO_SIGNATURE: (
            _("The record is not signed"),
            _("Anybody can write such a record. Do not rely on it; ask the holder for the file as it was issued."),
        ),
        CheckState.TAMPERED: (
            _("The record was changed"),
            _("What it says is not what was signed. Do not rely on it; ask the holder for the file as it was issued."),
        ),
        CheckState.ONE_OF_SEVERAL: (
            _("One of its signatures does not hold"),
            _("The record has several signatures, and all must hold. Do not rely on it; ask its issuer."),
        ),
        CheckState.UNCOVERED: (
            _("The signature does not cover all of the record"),
            _("Parts of it can be written by anybody. Do not rely on it; ask for the file as it was issued."),
        ),
        CheckState.INCOMPLETE: (
            _("The record is signed, but it is no whole certificate"),
            _("What a certificate must say is missing in it or contradicts itself. Ask its issuer."),
        ),
        CheckState.OTHER_KEY: (
            _("Not signed by its issuer"),
            _("The record was not signed with a key of the issuer that it names. Do not rely on it."),
        ),
    }


def fault_words() -> dict[CheckState, tuple[str, str]]:
    """Title and text of a genuine record that is not to be relied on as it is."""
    return {
        CheckState.CHANGED: (
            _("The file was changed"),
            _("The paper is not as it was issued. Believe only what the signed record in it says."),
        ),
        CheckState.ENDED: (
            _("This certificate has ended or is suspended"),
            _("It is genuine, but not valid. The issuer's status list does not say why; ask the issuer."),
        ),
        CheckState.LIST_BROKEN: (
            _("The status cannot be believed"),
            _("The status list that belongs to this record is not the issuer's own. Do not rely on it."),
        ),
    }


def no_certificate_words() -> dict[CheckState, tuple[str, str]]:
    """Title and text of a file that holds nothing to check."""
    return {
        CheckState.UNREADABLE: (
            _("This file cannot be read as a certificate"),
            _(
                "It may be cut off or damaged, or be another kind of file. That does not say that the certificate is "
                "false. Download the file again, or type the number."
            ),
        ),
        CheckState.NO_CERTIFICATE: (
            _("This is no certificate"),
            _("The file is whole, but it is something else. Bring the file of the certificate, or type the number."),
        ),
        CheckState.ENCRYPTED: (
            _("This PDF is encrypted"),
            _("Nothing in it can be read. Ask its holder for the file as it was issued, or type the number."),
        ),
    }
