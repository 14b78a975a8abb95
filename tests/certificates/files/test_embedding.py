import json
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from certificates.credentials.files.embedding import PictureBroken, bake_png, bake_svg, read_png, read_svg
from certificates.credentials.verification.report import CheckName, CheckState, Verdict
from certificates.credentials.verification.trust import Trust
from certificates.credentials.verification.verify import verify
from certificates.documents.badge import badge_png, badge_svg
from tests.certificates.awards import ISSUER, NOW, award, did_document, register, signed, status_list, token

AWARD = award(name="Amélie ສົມໄຊ")


@cache
def record() -> str:
    return json.dumps(signed(AWARD), ensure_ascii=False)


@cache
def png() -> bytes:
    return badge_png(AWARD)


@cache
def svg() -> bytes:
    return badge_svg(AWARD)


@cache
def trust() -> Trust:
    return Trust({ISSUER.did: did_document()}, {"https://academy.example/status/1": status_list()})


@cache
def baked_png() -> bytes:
    return bake_png(png(), record())


@cache
def baked_svg() -> bytes:
    return bake_svg(svg(), record())


def baked_token() -> bytes:
    return bake_svg(svg(), token(AWARD))


def test_a_record_is_baked_into_a_png_and_read_again() -> None:
    assert read_png(bake_png(png(), record())) == record()


@pytest.mark.parametrize("made", [record, lambda: token(AWARD)], ids=["json", "jwt"])
def test_a_record_is_baked_into_an_svg_and_read_again(made: Callable[[], str]) -> None:
    baked = made()
    assert read_svg(bake_svg(svg(), baked)) == baked


def test_the_svg_names_the_namespace_at_its_root_and_holds_the_record_first() -> None:
    baked = bake_svg(svg(), record()).decode()
    assert 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"' in baked.partition(">")[2].partition(">")[0]
    assert baked.index("<openbadges:credential>") < baked.index("<title>")
    assert "<![CDATA[{" in baked


@pytest.mark.parametrize("baked", [baked_png, baked_svg, baked_token])
def test_a_baked_picture_is_verified_where_its_hash_is_known(baked: Callable[[], bytes]) -> None:
    content = baked()
    known = replace(trust(), issued=register(AWARD, files=(content,)))
    assert verify(content, known, now=NOW).verdict is Verdict.VALID


@pytest.mark.parametrize("baked", [baked_png, baked_svg])
def test_a_picture_that_was_not_compared_is_not_called_valid(baked: Callable[[], bytes]) -> None:
    report = verify(baked(), trust(), now=NOW)
    assert (report.verdict, report.check(CheckName.FILE).ok) == (Verdict.FILE_UNCHECKED, None)


@pytest.mark.parametrize("baked", [baked_png, baked_svg])
def test_a_foreign_drawing_round_a_genuine_record_was_changed(baked: Callable[[], bytes]) -> None:
    known = replace(trust(), issued=register(AWARD, files=(b"the picture that was issued",)))
    report = verify(baked(), known, now=NOW)
    assert (report.verdict, report.check(CheckName.FILE).state) == (Verdict.INVALID, CheckState.CHANGED)
    assert report.believed


def test_a_record_is_baked_only_once() -> None:
    with pytest.raises(PictureBroken, match="already holds a record"):
        bake_png(bake_png(png(), record()), record())
    with pytest.raises(PictureBroken, match="already holds a record"):
        bake_svg(bake_svg(svg(), record()), record())


def _with_second(baked: bytes) -> bytes:
    """The PNG with its record chunk there twice."""
    at = baked.index(b"iTXt") - 4
    length = struct.unpack(">I", baked[at : at + 4])[0] + 12
    return baked[:at] + baked[at : at + length] + baked[at:]


def test_a_picture_with_two_records_is_not_trusted() -> None:
    with pytest.raises(PictureBroken, match="more than one record"):
        read_png(_with_second(bake_png(png(), record())))
    twice = bake_svg(svg(), record()).replace(
        b"<openbadges:credential>", b"<openbadges:credential/><openbadges:credential>"
    )
    with pytest.raises(PictureBroken, match="more than one record"):
        read_svg(twice)


@pytest.mark.parametrize("kept", [4, 8, 20, 60, 4_000, -1, -4, -12, -500])
def test_a_truncated_png_is_refused(kept: int) -> None:
    with pytest.raises(PictureBroken, match=r"cut off|not a PNG"):
        read_png(bake_png(png(), record())[:kept])


@pytest.mark.parametrize("kept", [4, 60, 4_000, -1, -500])
def test_a_truncated_svg_is_refused(kept: int) -> None:
    with pytest.raises(PictureBroken, match="cut off"):
        read_svg(bake_svg(svg(), record())[:kept])


def test_a_damaged_png_is_refused() -> None:
    baked = bake_png(png(), record())
    with pytest.raises(PictureBroken, match="damaged"):
        read_png(baked.replace("Amélie".encode(), b"Amalie!"))


def test_a_picture_without_a_record_is_refused() -> None:
    for content in (png(), svg()):
        report = verify(content, trust(), now=NOW)
        assert report.check(CheckName.PROOF).state is CheckState.UNREADABLE
        assert "holds no record" in report.check(CheckName.PROOF).detail


@pytest.mark.parametrize("made", [b"GIF89a", b"<html/>", b"<svg/>", lambda: record().encode()])
def test_a_foreign_file_is_refused(made: bytes | Callable[[], bytes]) -> None:
    content = made() if callable(made) else made
    with pytest.raises(PictureBroken):
        read_png(content)
    with pytest.raises(PictureBroken):
        read_svg(content)


def test_an_svg_with_a_document_type_is_refused() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
    with pytest.raises(PictureBroken, match="document type"):
        read_svg(bomb)


def test_a_compressed_record_is_refused() -> None:
    body = b"openbadgecredential\0\1\0\0\0" + zlib.compress(record().encode())
    chunk = struct.pack(">I", len(body)) + b"iTXt" + body + struct.pack(">I", zlib.crc32(b"iTXt" + body))
    with pytest.raises(PictureBroken, match="does not allow"):
        read_png(png()[:33] + chunk + png()[33:])
