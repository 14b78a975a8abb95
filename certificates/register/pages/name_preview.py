"""How a certificate will look before its name is confirmed."""

from datetime import datetime

from certificates.credentials.issuing.awards import facts_of
from certificates.credentials.issuing.issuing_config import Issuing
from certificates.credentials.models import Achievement, Claim
from certificates.credentials.rules.award import Award, StatusEntry, TaughtIn
from certificates.credentials.rules.evidence import from_data
from certificates.credentials.rules.renewal import version_begins
from certificates.credentials.rules.wording import AwardWords, evidence_in
from certificates.credentials.services.confirming import valid_until
from certificates.credentials.services.naming import Names
from certificates.documents import certificate_pdf
from certificates.documents.typesetting import NotTypeset
from lms.errors import BadInput
from lms.i18n import _

NO_NUMBER = "000-000-000"
NOBODY = "00000000-0000-4000-8000-000000000000"


def proof_picture(
    claim: Claim,
    achievement: Achievement,
    names: Names,
    setting: Issuing,
    now: datetime,
    *,
    taught_in: TaughtIn | None = None,
    words: AwardWords | None = None,
    language: str | None = None,
) -> bytes:
    """The paper as a PNG, without number and signature; a name that it cannot hold is refused beside its field.

    `language` is that which its holder chose, with its words where what is awarded has another; none: nobody was asked.
    """
    award = Award(
        issuer=setting.issuer,
        achievement=facts_of(achievement, words),
        uuid=NOBODY,
        version=1,
        number=NO_NUMBER,
        name=names.latin,
        local_name=names.local,
        email="",
        salt="",
        subject_uuid=NOBODY,
        evidence=evidence_in(from_data(claim.evidence), words),
        status=StatusEntry("0", 0),
        awarded_at=claim.earned_at,
        made_at=now,
        valid_from=version_begins(now, claim.begins_at, None),
        valid_until=valid_until(achievement, claim),
        taught_in=taught_in,
        paper_language=language,
    )
    sheet = certificate_pdf.CertificatePage(
        award, setting.site_url, f"{setting.site_url}/verify", language=award.achievement.language
    )
    try:
        return certificate_pdf.proof(sheet)
    except NotTypeset as fault:
        raise BadInput("name", _("This name is too long for the certificate. Write a shorter form.")) from fault
