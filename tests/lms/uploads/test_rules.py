"""What a file is, its pieces and its name: judged from what is handed in."""

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.uploads.contents.looking import kind_in
from lms.uploads.rules.kinds import FileKind, UnfitFile, told_kind
from lms.uploads.rules.limits import in_megabytes, plain_name
from lms.uploads.rules.pieces import WrongPiece, missing, piece_at, piece_count, piece_length, received
from tests.builders import uploads as make

SIZES = st.integers(1, 5_000)
PIECES = st.integers(1, 700)
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


@given(SIZES, PIECES, st.data())
def test_what_is_missing_and_what_is_here_are_the_whole_file(size, piece, data):
    have = data.draw(st.sets(st.integers(0, piece_count(size, piece) - 1)))
    gaps = missing(have, size, piece)
    assert received(have, size, piece) + sum(end - begin for begin, end in gaps) == size
    assert all(begin < end for begin, end in gaps)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(gaps))
    assert all(gap[0] // piece not in have for gap in gaps)


@given(SIZES, PIECES, st.integers(-10, 6_000), st.integers(0, 800))
def test_a_piece_is_taken_only_where_one_of_the_file_begins_and_ends(size, piece, offset, length):
    fits = 0 <= offset < size and offset % piece == 0 and length == min(piece, size - offset)
    try:
        number = piece_at(offset, length, size, piece)
    except WrongPiece:
        assert not fits
    else:
        assert fits
        assert (number * piece, piece_length(number, size, piece)) == (offset, length)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (make.photo(), FileKind.JPEG),
        (make.png(), FileKind.PNG),
        (make.pdf(), FileKind.PDF),
        (make.sound(), FileKind.WAV),
        (make.docx(), FileKind.DOCX),
        (make.packed("content.xml", mimetype=OPEN_DOCUMENT), FileKind.ODT),
        (make.packed("readme.txt"), FileKind.ZIP),
        (make.film(b"soun"), FileKind.M4A),
        (make.film(b"soun", b"vide", brand=b"M4A "), FileKind.MP4),  # its brand lies
        (make.film(b"vide", brand=b"qt  "), FileKind.MOV),
        (b"\x1aE\xdf\xa3" + bytes(20) + b"webm" + bytes(40), FileKind.WEBM),
        (b"OggS" + bytes(40), FileKind.OGG),
        (b"ID3\x04" + bytes(40), FileKind.MP3),
    ],
)
def test_a_kind_is_told_by_what_is_inside(tmp_path, content, kind):
    (tmp_path / "any.name").write_bytes(content)
    assert kind_in(tmp_path / "any.name") is kind


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xef\xbb\xbf <!DOCTYPE html><script>", "web page"),
        (b"<svg xmlns=", "web page"),
        (make.film(brand=b"heic"), "HEIC"),
        (make.packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "macros"),
        (make.packed("[Content_Types].xml", "other.xml"), "This kind of file is not accepted"),
        (b"PK\x03\x04 cut off", "This kind of file is not accepted"),
        (b"MZ\x90\x00", "This kind of file is not accepted"),
        (b"GIF89a", "This kind of file is not accepted"),
        (b"", "This kind of file is not accepted"),
    ],
)
def test_what_is_inside_and_not_taken_is_refused_in_words(tmp_path, content, words):
    (tmp_path / "photo.jpg").write_bytes(content)
    with pytest.raises(UnfitFile, match=words):
        kind_in(tmp_path / "photo.jpg")


@given(st.binary(max_size=200))
def test_whatever_the_bytes_they_have_a_kind_or_are_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any-bytes"
    path.write_bytes(content)
    with contextlib.suppress(UnfitFile):
        assert kind_in(path) in FileKind


def test_a_heic_photo_is_refused_by_its_name_alone():
    with pytest.raises(UnfitFile, match="Most Compatible"):
        told_kind("IMG_1.HEIC", "")
    assert told_kind("talk.m4a", "audio/x-m4a; x=y") is FileKind.M4A
    assert told_kind("LETTER.DOCX", "application/octet-stream") is FileKind.DOCX
    assert told_kind("letter.exe", "") is None


@given(st.text())
def test_a_name_has_no_folder_no_unseen_sign_and_fits(text):
    name = plain_name(text)
    assert 0 < len(name) <= 200
    assert not {"/", "\\", "\0", "\u202e"} & set(name)


def test_a_size_just_above_a_limit_is_never_shown_as_the_limit():
    assert (in_megabytes(60_000_000), in_megabytes(60_000_001), in_megabytes(1)) == ("60", "60.1", "0.1")
