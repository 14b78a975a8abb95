import json
import struct
import zlib
from dataclasses import replace

import pytest

from certificates.credentials.files.embedding import PictureBroken, bake_png, bake_svg, read_png, read_svg
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import Trust
from certificates.credentials.verification.verify import verify
from certificates.documents.badge import badge_png, badge_svg
from tests.certificates.awards import ISSUER, NOW, award, did_document, register, signed, status_list, token

AWARD = award(name="Amélie ສົມໄຊ")
RECORD = json.dumps(signed(AWARD), ensure_ascii=False)
PNG, SVG = badge_png(AWARD), badge_svg(AWARD)
TRUST = Trust({ISSUER.did: did_document()}, {"https://academy.example/status/1": status_list()})


def test_a_record_is_baked_into_a_png_and_read_again() -> None:
    assert read_png(bake_png(PNG, RECORD)) == RECORD


@pytest.mark.parametrize("record", [RECORD, token(AWARD)], ids=["json", "jwt"])
def test_a_record_is_baked_into_an_svg_and_read_again(record: str) -> None:
    assert read_svg(bake_svg(SVG, record)) == record


def test_the_svg_names_the_namespace_at_its_root_and_holds_the_record_first() -> None:
    baked = bake_svg(SVG, RECORD).decode()
    assert 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"' in baked.partition(">")[2].partition(">")[0]
    assert baked.index("<openbadges:credential>") < baked.index("<title>")
    assert "<![CDATA[{" in baked


@pytest.mark.parametrize("content", [bake_png(PNG, RECORD), bake_svg(SVG, RECORD), bake_svg(SVG, token(AWARD))])
def test_a_baked_picture_is_verified_where_its_hash_is_known(content: bytes) -> None:
    known = replace(TRUST, issued=register(AWARD, files=(content,)))
    assert verify(content, known, now=NOW).verdict is Verdict.VALID


@pytest.mark.parametrize("content", [bake_png(PNG, RECORD), bake_svg(SVG, RECORD)])
def test_a_picture_that_was_not_compared_is_not_called_valid(content: bytes) -> None:
    report = verify(content, TRUST, now=NOW)
    assert (report.verdict, report.check(CheckName.FILE).ok) == (Verdict.FILE_UNCHECKED, None)


@pytest.mark.parametrize("content", [bake_png(PNG, RECORD), bake_svg(SVG, RECORD)])
def test_a_foreign_drawing_round_a_genuine_record_was_changed(content: bytes) -> None:
    known = replace(TRUST, issued=register(AWARD, files=(b"the picture that was issued",)))
    report = verify(content, known, now=NOW)
    assert (report.verdict, report.check(CheckName.FILE).state) == (Verdict.INVALID, CheckState.CHANGED)
    assert report.believed


def test_a_record_is_baked_only_once() -> None:
    with pytest.raises(PictureBroken, match="already holds a record"):
        bake_png(bake_png(PNG, RECORD), RECORD)
    with pytest.raises(PictureBroken, match="already holds a record"):
        bake_svg(bake_svg(SVG, RECORD), RECORD)


def _with_second(baked: bytes) -> bytes:
    """The PNG with its record chunk there twice."""
    at = baked.index(b"iTXt") - 4
    length = struct.unpack(">I", baked[at : at + 4])[0] + 12
    return baked[:at] + baked[at : at + length] + baked[at:]


def test_a_picture_with_two_records_is_not_trusted() -> None:
    with pytest.raises(PictureBroken, match="more than one record"):
        read_png(_with_second(bake_png(PNG, RECORD)))
    twice = bake_svg(SVG, RECORD).replace(
        b"<openbadges:credential>", b"<openbadges:credential/><openbadges:credential>"
    )
    with pytest.raises(PictureBroken, match="more than one record"):
        read_svg(twice)


@pytest.mark.parametrize("kept", [4, 8, 20, 60, 4_000, -1, -4, -12, -500])
def test_a_truncated_png_is_refused(kept: int) -> None:
    with pytest.raises(PictureBroken, match=r"cut off|not a PNG"):
        read_png(bake_png(PNG, RECORD)[:kept])


@pytest.mark.parametrize("kept", [4, 60, 4_000, -1, -500])
def test_a_truncated_svg_is_refused(kept: int) -> None:
    with pytest.raises(PictureBroken, match="cut off"):
        read_svg(bake_svg(SVG, RECORD)[:kept])


def test_a_damaged_png_is_refused() -> None:
    baked = bake_png(PNG, RECORD)
    with pytest.raises(PictureBroken, match="damaged"):
        read_png(baked.replace("Amélie".encode(), b"Amalie!"))


def test_a_picture_without_a_record_is_refused() -> None:
    for content in (PNG, SVG):
        report = verify(content, TRUST, now=NOW)
        assert report.check(CheckName.PROOF).state is CheckState.UNREADABLE
        assert "holds no record" in report.check(CheckName.PROOF).detail


@pytest.mark.parametrize("content", [b"GIF89a", b"<html/>", b"<svg/>", RECORD.encode()])
def test_a_foreign_file_is_refused(content: bytes) -> None:
    with pytest.raises(PictureBroken):
        read_png(content)
    with pytest.raises(PictureBroken):
        read_svg(content)


def test_an_svg_with_a_document_type_is_refused() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    with pytest.raises(PictureBroken, match="document type"):
        read_svg(bomb)


def test_a_compressed_record_is_refused() -> None:
    body = b"openbadgecredential\0\1\0\0\0" + zlib.compress(RECORD.encode())
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    with pytest.raises(PictureBroken, match="does not allow"):
        read_png(PNG[:33] + chunk + PNG[33:])
