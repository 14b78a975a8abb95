"""Evidence as it is kept, and as records and papers say it."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from certificates.credentials.issuing.document import build
from certificates.credentials.rules.award import Evidence, Genre, Standard, Watched
from certificates.credentials.rules.evidence import as_data, from_data
from certificates.credentials.verification import validation
from certificates.credentials.verification.summary import summarised
from certificates.documents import certificate_pdf
from tests.certificates.awards import award, exam

shares = st.none() | st.fractions(0, 1)
pieces = st.builds(
    Evidence,
    genre=st.sampled_from(Genre),
    name=st.text(),
    watched=st.sampled_from(Watched),
    at=st.datetimes(timezones=st.just(UTC)),
    score=shares,
    cut=shares,
    cause=st.none() | st.text(),
    standard=st.none()
    | st.builds(Standard, ref=st.text(), set_by=st.text(), method=st.text(), provisional=st.booleans()),
)


@given(st.lists(pieces))
def test_what_is_kept_is_read_back_exactly(evidence: list[Evidence]) -> None:
    assert from_data(as_data(evidence)) == tuple(evidence)


def test_what_was_kept_before_cut_scores_were_named_is_read_and_written_as_it_was() -> None:
    (stored,) = as_data([exam()])
    assert "standard" not in stored
    assert as_data(from_data([stored])) == [stored]


def test_the_record_that_is_signed_does_not_name_who_set_the_cut() -> None:
    named = exam(standard=Standard("cut-score:3", "A panel", "Angoff", False))
    assert build(award(evidence=(named,))) == build(award(evidence=(exam(),)))


@pytest.mark.parametrize("change", [{"genre": "rumour"}, {"at": "yesterday"}, {"score": "most"}])
def test_evidence_that_cannot_be_read_is_no_evidence(change: dict[str, str]) -> None:
    (stored,) = as_data([exam()])
    with pytest.raises(ValueError):
        from_data([stored | change])


def test_evidence_without_a_member_is_no_evidence() -> None:
    (stored,) = as_data([exam()])
    del stored["supervised"]
    with pytest.raises(ValueError, match="without 'supervised'"):
        from_data([stored])


SECOND = exam(name="Practical exam", watched=Watched.SUPERVISED, score=Fraction(1, 2), cut=None)
UNSCORED = replace(SECOND, score=None)


def test_each_score_has_an_address_of_its_own() -> None:
    document = build(award(evidence=(exam(), SECOND)))
    assert validation.problems(document) == []
    described = document["credentialSubject"]["achievement"]["resultDescription"]
    assert [one["id"].partition("#")[2] for one in described] == ["percent", "percent-2"]
    assert [one.get("requiredValue") for one in described] == ["70", None]
    assert [one["value"] for one in document["credentialSubject"]["result"]] == ["85", "50"]
    assert [one["name"] for one in document["evidence"]] == ["Final exam", "Practical exam"]


def test_what_was_not_scored_has_no_result() -> None:
    document = build(award(evidence=(UNSCORED,)))
    assert validation.problems(document) == []
    assert "result" not in document["credentialSubject"]
    assert "resultDescription" not in document["credentialSubject"]["achievement"]
    assert (summarised(document).result, summarised(document).required) == ("", "")


def test_a_record_is_supervised_only_if_all_its_evidence_is() -> None:
    assert summarised(build(award(evidence=(exam(), SECOND)))).supervised is False
    assert summarised(build(award(evidence=(SECOND, SECOND)))).supervised is True


def test_the_paper_names_each_piece() -> None:
    made = award(evidence=(exam(), SECOND))
    pdf = certificate_pdf.certificate(
        certificate_pdf.CertificatePage(made, "http://127.0.0.1/c", "http://127.0.0.1/verify"), "{}"
    )
    text = " ".join(PdfReader(io.BytesIO(pdf)).pages[0].extract_text().split())
    assert "Final exam" in text
    assert "Practical exam" in text


def test_a_moment_keeps_its_zone() -> None:
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC) + timedelta(microseconds=5)
    assert from_data(as_data([exam(at=at)]))[0].at == at


BEFORE_TRAINER = exam(watched=Watched.TRAINER)


def test_what_only_a_trainer_watched_is_a_valid_record_that_is_not_supervised() -> None:
    document = build(award(evidence=(BEFORE_TRAINER,)))
    assert validation.problems(document) == []
    assert document["evidence"][0]["genre"] == "Examination in the presence of the trainer"
    assert summarised(document).supervised is False
    assert summarised(build(award(evidence=(BEFORE_TRAINER, SECOND)))).supervised is False


def test_the_paper_says_that_only_a_trainer_watched() -> None:
    page = certificate_pdf.CertificatePage(
        award(evidence=(BEFORE_TRAINER,)), "http://127.0.0.1/c", "http://127.0.0.1/verify"
    )
    text = " ".join(PdfReader(io.BytesIO(certificate_pdf.certificate(page, "{}"))).pages[0].extract_text().split())
    assert "Final exam, sat in the presence of their trainer" in text


def test_evidence_of_before_there_were_rooms_is_kept_as_it_was() -> None:
    assert [sorted(one) for one in as_data([exam()])] == [
        ["at", "cause", "cut", "genre", "name", "score", "supervised"]
    ]
    assert as_data([BEFORE_TRAINER])[0]["supervised"] is False
