"""Why a file is not to be relied on, each reason in words of its own: title and text."""

from certificates.credentials.verification.report import CheckState
from lms.i18n import _


def signature_words() -> dict[CheckState, tuple[str, str]]:
    """Title and text of a signature that does not hold, or does not make a certificate."""
    return {
        CheckState.NO_SIGNATURE: (
            _("The record is not signed"),
            _("Anybody can write such a record. Do not trust it. Ask the holder for the original file."),
        ),
        CheckState.TAMPERED: (
            _("The record was changed"),
            _("The content is different from what was signed. Do not trust it. Ask the holder for the original file."),
        ),
        CheckState.ONE_OF_SEVERAL: (
            _("One of its signatures is not valid"),
            _("The record has several signatures, and all must be valid. Do not trust it. Ask its issuer."),
        ),
        CheckState.UNCOVERED: (
            _("The signature does not cover the whole record"),
            _("Parts of it can be written by anybody. Do not trust it. Ask for the original file."),
        ),
        CheckState.INCOMPLETE: (
            _("The record is signed, but it is not a complete certificate"),
            _("Something that a certificate must have is missing, or two parts do not agree. Ask its issuer."),
        ),
        CheckState.OTHER_KEY: (
            _("Not signed by its issuer"),
            _("The record was not signed with a key of the issuer that it names. Do not trust it."),
        ),
    }


def fault_words() -> dict[CheckState, tuple[str, str]]:
    """Title and text of a genuine record that is not to be relied on as it is."""
    return {
        CheckState.CHANGED: (
            _("The file was changed"),
            _("The paper is different from the original. Trust only what the signed record says."),
        ),
        CheckState.ENDED: (
            _("This certificate has expired or is suspended"),
            _("It is genuine, but not valid. The issuer's status list does not say why; ask the issuer."),
        ),
        CheckState.LIST_BROKEN: (
            _("The status cannot be trusted"),
            _("The status list of this record is not from the issuer. Do not trust it."),
        ),
    }


def no_certificate_words() -> dict[CheckState, tuple[str, str]]:
    """Title and text of a file that holds nothing to check."""
    return {
        CheckState.UNREADABLE: (
            _("This file cannot be read as a certificate"),
            _(
                "Perhaps it is not complete, damaged, or another kind of file. This does not mean "
                "that the certificate is false. Download the file again, or type the number."
            ),
        ),
        CheckState.NO_CERTIFICATE: (
            _("This is not a certificate"),
            _("The file is complete, but it is something else. Use the file of the certificate, or type the number."),
        ),
        CheckState.ENCRYPTED: (
            _("This PDF is protected"),
            _("Nothing in it can be read. Ask its holder for the original file, or type the number."),
        ),
    }
