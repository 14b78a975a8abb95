"""The rows of a credential as the plain award from which its documents are made."""

from certificates.credentials.models import Achievement, Claim, Credential, CredentialVersion, NameConfirmation
from certificates.credentials.rules.award import AchievementFacts, Award, Issuer, StatusEntry
from certificates.credentials.rules.evidence import from_data
from certificates.credentials.rules.taught_in import taught_from_data
from certificates.credentials.rules.wording import AwardWords, evidence_in, words_kept


def award_of(
    credential: Credential,
    version: CredentialVersion,
    claim: Claim,
    achievement: Achievement,
    written: NameConfirmation,
    *,
    list_name: str,
) -> Award:
    """One version of a credential as an award; the e-mail address is not kept: only its hash is in the record."""
    words = words_kept(achievement.translations, claim.language)
    return Award(
        issuer=Issuer(version.issuer_did, version.issuer_name),
        achievement=facts_of(achievement, words),
        uuid=credential.uuid,
        version=version.no,
        number=credential.number,
        name=written.name,
        local_name=written.local_name,
        email="",
        salt="",
        subject_uuid=credential.subject_uuid,
        evidence=evidence_in(from_data(claim.evidence), words),
        status=StatusEntry(list_name, version.status_index),
        awarded_at=credential.awarded_at,
        made_at=version.made_at or version.valid_from,
        valid_from=version.valid_from,
        valid_until=version.valid_until,
        taught_in=taught_from_data(credential.taught_in),
        paper_language=claim.language,
    )


def facts_of(row: Achievement, words: AwardWords | None = None) -> AchievementFacts:
    """What is awarded, in its own words or in those of another language."""
    if words is not None:
        return AchievementFacts(
            slug=row.slug,
            version=row.version,
            name=words.title,
            description=words.description,
            criteria=words.criteria,
            language=words.language,
            translated=True,
        )
    return AchievementFacts(
        slug=row.slug,
        version=row.version,
        name=row.title,
        description=row.description,
        criteria=row.criteria,
        language=row.language,
    )
