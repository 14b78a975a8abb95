import io
import json
from dataclasses import replace
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter

from certificates.credentials.files.carriers import ATTACHMENT
from certificates.credentials.rules.award import Issuer
from certificates.credentials.rules.issuers import DEMONSTRATION
from certificates.credentials.verification.report import CheckName, CheckState, Report, Verdict
from certificates.credentials.verification.trust import Trust
from certificates.credentials.verification.verify import verify
from certificates.documents.certificate_pdf import CertificatePage, certificate, runs_right_to_left
from certificates.documents.font_coverage import check_printable, unprintable
from certificates.documents.typesetting import FONTS
from lms.errors import BadInput
from tests.certificates.awards import ISSUER, NOW, TAUGHT_IN, award, did_document, register, signed, status_list

LINK = "https://academy.example/credentials/Zk3v9QpLw8aT1xYb"
ADDRESS = "https://academy.example/verify"

NAMES = [
    ("Ngozi Okafor", ""),
    ("Amélie Ångström-Núñez y Çelik", ""),
    ("Nguyễn Thị Hồng Phượng", ""),
    ("Wanjikũ wa Mũriũki", ""),
    ("Somchai Phommachanh", "ສົມໄຊ ພົມມະຈັນ"),
    ("Sok Chanthy", "សុខ ចាន់ធី"),
    ("Somying Rattanaphon", "สมหญิง รัตนพร"),
    ("Abdulrahman Al-Khatib", "عبد الرحمن الخطيب"),
    ("Олександра Шевченко", "Ελένη Παπαδοπούλου"),
    ("W" * 60 + " " + "M" * 59, "ກ" * 120),
]


def made(**changes: Any) -> bytes:
    shown = award(**changes)
    return certificate(CertificatePage(shown, LINK, ADDRESS), json.dumps(signed(shown), ensure_ascii=False))


def words_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def judged(pdf: bytes, *known: bytes) -> Report:
    lists = {"https://academy.example/status/1": status_list()}
    issued = register(award(), files=known) if known else {}
    return verify(pdf, Trust({ISSUER.did: did_document()}, lists, issued=issued), now=NOW)


@pytest.mark.parametrize(("name", "local_name"), NAMES)
def test_a_name_is_printed_on_one_page_with_our_fonts_alone(name: str, local_name: str) -> None:
    reader = PdfReader(io.BytesIO(made(name=name, local_name=local_name)))
    assert len(reader.pages) == 1
    fonts = {str(font.get_object()["/BaseFont"]) for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all(font.partition("+")[2].startswith(("NotoSans", "NotoSerif")) for font in fonts), fonts
    assert unprintable(name + local_name) == []


def test_the_paper_shows_what_a_verifier_needs() -> None:
    text = words_of(made())
    assert "Ngozi Okafor" in text
    assert "Identifying wildlife products" in text
    assert "21 October 2026" in text
    assert "16 August 2029" in text
    assert "sat without supervision" in text
    assert all(shown in text for shown in (award().number, ADDRESS, ISSUER.did, ISSUER.name))
    assert "Demonstration" not in text


def test_a_certificate_of_the_demonstration_says_that_it_certifies_nothing() -> None:
    text = words_of(made(issuer=Issuer(DEMONSTRATION, "Spoor demonstration")))
    assert "Demonstration: certifies nothing" in text
    assert "open only on the computer" in text


def test_a_certificate_without_end_says_so() -> None:
    assert "no end" in words_of(made(valid_until=None))


def test_the_pdf_claims_archive_and_accessible_form() -> None:
    reader = PdfReader(io.BytesIO(made()))
    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Identifying wildlife products · Ngozi Okafor"


def test_the_signed_record_is_attached() -> None:
    attached = PdfReader(io.BytesIO(made())).attachments[ATTACHMENT]
    assert json.loads(attached[0]) == signed(award())


def test_the_same_award_gives_the_same_bytes() -> None:
    assert made() == made()


def test_text_is_never_read_as_markup() -> None:
    assert '#panic("x") *bold* $x$' in words_of(made(name='#panic("x") *bold* $x$'))


def test_the_file_that_was_issued_is_valid() -> None:
    pdf = made()
    report = judged(pdf, pdf)
    assert report.verdict is Verdict.VALID
    assert report.check(CheckName.FILE).ok is True


def test_a_changed_pdf_says_what_the_signed_record_says() -> None:
    pdf = made()
    report = judged(pdf.replace(b"/ViewerPreferences", b"/ViewerPreferencez"), pdf)
    assert report.verdict is Verdict.INVALID
    assert report.first_failure == report.check(CheckName.FILE)
    assert report.check(CheckName.FILE).state is CheckState.CHANGED
    assert report.check(CheckName.FILE).detail.startswith(
        "The file was changed; the signed record says: Ngozi Okafor, "
    )


def test_without_the_register_the_file_is_not_checked_and_the_record_stands() -> None:
    report = judged(made())
    assert report.verdict is Verdict.FILE_UNCHECKED
    assert report.check(CheckName.FILE).ok is None
    assert report.believed


@pytest.mark.parametrize("part", [0.001, 0.02, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_truncated_pdf_is_never_valid(part: float) -> None:
    pdf = made()
    report = judged(pdf[: int(len(pdf) * part)], pdf)
    assert report.verdict is Verdict.INVALID
    assert report.check(CheckName.FILE).state in {CheckState.UNREADABLE, CheckState.CHANGED}


def test_a_foreign_pdf_holds_no_record() -> None:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(content)
    assert "holds no record" in judged(content.getvalue()).check(CheckName.PROOF).detail


@pytest.mark.parametrize("name", ["山田太郎", "Нгози ᠮᠣᠩᠭᠣᠯ", "Ngozi 🐘"])
def test_a_name_that_no_font_has_is_refused_when_it_is_confirmed(name: str) -> None:
    with pytest.raises(BadInput, match="cannot print") as caught:
        check_printable("local_name", name)
    assert caught.value.field == "local_name"
    assert unprintable(name)[0] in caught.value.message


def test_the_list_of_printable_characters_is_that_of_the_fonts() -> None:
    """Every listed character is in both weights of one family, and of both Noto Sans and Noto Serif if in either."""
    held: dict[str, set[int]] = {}
    for path in FONTS.glob("*.ttf"):
        has = set(TTFont(path).getBestCmap())
        family = path.name.partition("-")[0]
        held[family] = held.get(family, has) & has
    plain = held.pop("NotoSans") & held.pop("NotoSerif")
    listed = {
        point
        for first, last in json.loads((FONTS / "coverage.json").read_text("utf-8"))
        for point in range(first, last + 1)
    }
    assert listed == {point for point in plain.union(*held.values()) if point >= 0x20}


def test_the_direction_of_a_name_is_that_of_its_first_letter() -> None:
    assert runs_right_to_left("عبد الرحمن")
    assert not runs_right_to_left("Somchai")
    assert not runs_right_to_left("")
    assert not runs_right_to_left("12 ກ")


def test_the_paper_names_the_cohort_its_place_and_its_trainers() -> None:
    text = words_of(made(taught_in=TAUGHT_IN))
    assert "Cohort 2026-2, Training school, Mombasa; taught by Amina Odhiambo, Juma Otieno" in text
    assert "Taken in the cohort" not in words_of(made())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"venue": "V" * 70}, "Cohort 2026-2; taught by Amina Odhiambo, Juma Otieno"),
        ({"venue": "V" * 70, "trainers": ("A" * 40, "B" * 40)}, f"Cohort 2026-2; taught by {'A' * 40} and 1 more"),
        ({"venue": "V" * 200, "trainers": ("W" * 120,) * 4}, "Cohort 2026-2"),
        ({"venue": "", "trainers": ()}, "Cohort 2026-2"),
        ({"cohort": "አዲስ 2026"}, "2026, Training school"),
    ],
)
def test_where_there_is_no_room_the_paper_says_less_of_the_cohort(changes: dict[str, Any], said: str) -> None:
    pdf = made(taught_in=replace(TAUGHT_IN, **changes))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
    assert said in words_of(pdf)


def test_the_longest_words_about_everything_stay_on_one_page() -> None:
    long = replace(TAUGHT_IN, cohort="M" * 120, venue="V" * 200, trainers=("W" * 120,) * 4)
    pdf = made(name="W" * 60 + " " + "M" * 59, local_name="ກ" * 120, taught_in=long)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1
