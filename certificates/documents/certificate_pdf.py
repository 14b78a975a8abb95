"""The certificate on paper: one PDF with the signed record attached."""

import io
import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import segno
from babel import Locale
from babel.dates import format_date

from certificates.credentials.rules.award import Award, Evidence, Genre, TaughtIn, Watched, scope_of, topics_written
from certificates.credentials.rules.issuers import is_demonstration
from certificates.documents import typesetting
from certificates.documents.font_coverage import printable_part
from certificates.documents.labels import words_of

HOUSE = "house"
_WATCHED_WORDS = {
    Watched.SUPERVISED: "supervised",
    Watched.TRAINER: "before_trainer",
    Watched.NONE: "unsupervised",
}

_PROOF_PIXELS_PER_INCH = 96.0  # 1123 by 794 pixels


@dataclass(frozen=True)
class CertificatePage:
    """What the paper shows besides the award: the link in its code, where a number is typed, its language."""

    award: Award
    link: str
    verify_address: str
    language: str = "en"
    design: str = HOUSE


def certificate(paper: CertificatePage, record: str) -> bytes:
    """The PDF of an award with its signed record (JSON) attached; the same award gives the same bytes."""
    inputs = {
        "paper": json.dumps(_shown(paper), ensure_ascii=False),
        "code": code(paper.link),
        "record": record,
    }
    return typesetting.pdf(paper.design, "certificate", inputs, made_at=paper.award.made_at)


def proof(paper: CertificatePage) -> bytes:
    """How the paper will look, as a PNG; set as a PDF first, so that whatever cannot be printed is found now."""
    inputs = {"paper": json.dumps(_shown(paper), ensure_ascii=False), "code": code(paper.link), "record": "{}"}
    typesetting.pdf(paper.design, "certificate", inputs, made_at=paper.award.made_at)
    return typesetting.picture(paper.design, "certificate", inputs, "png", ppi=_PROOF_PIXELS_PER_INCH)


def code(link: str) -> str:
    """The link as a code to scan (QR, level M, with its quiet zone), as SVG text."""
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=4, dark="#14463a", xmldecl=False)
    return drawn.getvalue().decode("utf-8")


def _shown(paper: CertificatePage) -> Mapping[str, object]:
    award = paper.award
    words = words_of(paper.design, award.paper_language)
    return {
        "language": paper.language,
        "words": words,
        "title": f"{award.achievement.name} · {award.name}",
        "issuer": award.issuer.name,
        "did": award.issuer.did,
        "achievement": award.achievement.name,
        "description": award.achievement.description,
        "name": award.name,
        "local_name": award.local_name,
        "local_name_rtl": runs_right_to_left(award.local_name),
        "number": award.number,
        "valid_from": written_day(award.valid_from, paper.language),
        "valid_until": written_day(award.valid_until, paper.language) if award.valid_until else words["no_end"],
        "shown_by": "; ".join(
            [
                *(_shown_by(one, words, paper.language) for one in award.evidence),
                *_certified_for(award, words, paper.language),
            ]
        ),
        "taught_in": _taught_in(award.taught_in, words),
        "link": paper.link,
        "verify_address": paper.verify_address,
        "demonstration": is_demonstration(award.issuer.did),
    }


def _shown_by(one: Evidence, words: Mapping[str, str], language: str) -> str:
    """How a piece of evidence was shown: supervised or not, or only by a trainer, is said in so many words."""
    if one.genre is Genre.PANEL:
        return words["decided"].format(panel=one.name, day=written_day(one.at, language))
    return words[_WATCHED_WORDS[one.watched]].format(exam=one.name)


def _certified_for(award: Award, words: Mapping[str, str], language: str) -> list[str]:
    """Topics, grade and languages, where the award has a scope."""
    scope = scope_of(award.evidence)
    if scope is None:
        return []
    languages = languages_written(scope.languages, language)
    said = ", ".join(filter(None, (topics_written(scope.topics), scope.grade, languages)))
    return [words["scope"].format(scope=said)]


def languages_written(codes: Sequence[str], language: str) -> str:
    """Languages by their names in the language of the paper."""
    names = Locale.parse(language).languages
    return ", ".join(str(names.get(one, one)) for one in codes)


def _taught_in(taught_in: TaughtIn | None, words: Mapping[str, str]) -> list[str]:
    """The cohort in words, the fullest first: the design takes the first for which there is room."""
    if taught_in is None:
        return []
    cohort = printable_part(taught_in.cohort)
    placed = ", ".join(filter(None, (cohort, printable_part(taught_in.venue))))
    if not taught_in.trainers:
        return [placed, cohort]
    first, *others = taught_in.trainers
    named = [words["taught_by"].format(trainers=", ".join(taught_in.trainers))]
    if others:
        named.append(words["taught_by_more"].format(trainer=first, n=len(others)))
    return [*(f"{where}; {who}" for where in (placed, cohort) for who in named), cohort]


def written_day(moment: date, language: str) -> str:
    """The day in the paper's language; English puts the day before the month, as most of its readers do."""
    return format_date(moment, "long", locale="en_GB" if language == "en" else language)


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs from right to left."""
    directions = (unicodedata.bidirectional(sign) for sign in text)
    return next((direction in {"R", "AL"} for direction in directions if direction in {"L", "R", "AL"}), False)
