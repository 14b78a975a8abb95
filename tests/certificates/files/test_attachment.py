"""The record attached to a PDF, and PDFs that are made to keep whoever opens them busy."""

import io
import json
import struct
import time
import tracemalloc
import zlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import pytest
from pypdf import PdfWriter

from certificates.credentials.files.attachment import LARGEST, AttachmentBroken, records_in
from certificates.credentials.files.carriers import Unreadable, open_file
from certificates.documents.certificate_pdf import CertificatePage, certificate
from tests.certificates.awards import award, signed


@cache
def record() -> str:
    return json.dumps(signed(award()), ensure_ascii=False)


def attached(*contents: bytes, packed: bool = True) -> bytes:
    """A PDF with these attached files, all under the name of our record."""
    names = b" ".join(b"(credential.json) %d 0 R" % (3 + 2 * n) for n in range(len(contents)))
    parts = [b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>>>" % names, b"<</Type/Pages/Kids[]>>"]
    for n, content in enumerate(contents):
        parts.append(b"<</Type/Filespec/F(credential.json)/EF<</F %d 0 R>>>>" % (4 + 2 * n))
        stored, how = (zlib.compress(content, 9), b"/Filter/FlateDecode") if packed else (content, b"")
        parts.append(b"<</Type/EmbeddedFile/Length %d%s>>stream\n%s\nendstream" % (len(stored), how, stored))
    return whole(dict(enumerate(parts, 1)))


def whole(objects: dict[int, bytes], packed: Mapping[int, int] = MappingProxyType({})) -> bytes:
    """A PDF of these objects; `packed` says in which object stream other ones lie."""
    pdf, places = io.BytesIO(b"%PDF-1.7\n"), {}
    pdf.seek(0, io.SEEK_END)
    for number, content in objects.items():
        places[number] = pdf.tell()
        pdf.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    size, at = max([*objects, *packed]) + 1, pdf.tell()
    rows = [
        struct.pack(">BIH", 2, packed[n], 0) if n in packed else struct.pack(">BIH", 1, places.get(n, at), 0)
        for n in range(size + 1)
    ]
    table = b"".join(rows)
    head = b"<</Type/XRef/Size %d/W[1 4 2]/Root 1 0 R/Length %d>>" % (size + 1, len(table))
    pdf.write(b"%d 0 obj\n%sstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (size, head, table, at))
    return pdf.getvalue()


def packed_trees(count: int, size: int) -> bytes:
    """A small PDF whose list of attached files leads through many objects, each in a huge packed stream."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(count))
    objects = {1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Kids[%s]>>>>>>" % kids, 2: b"<</Kids[]>>"}
    for n in range(count):
        head = b"%d 0 " % (10 + 2 * n)
        stored = zlib.compress(head + b"<</Names[]>>" + b" " * size, 9)
        kind = b"<</Type/ObjStm/N 1/First %d/Filter/FlateDecode/Length %d>>" % (len(head), len(stored))
        objects[11 + 2 * n] = kind + b"stream\n" + stored + b"\nendstream"
    return whole(objects, {10 + 2 * n: 11 + 2 * n for n in range(count)})


def test_the_record_of_our_own_paper_is_found() -> None:
    pdf = certificate(
        CertificatePage(award(), "https://academy.example/credentials/x", "https://academy.example/verify"), record()
    )
    assert open_file(pdf).document == json.loads(record())


def test_it_is_found_when_other_software_has_written_the_file_anew() -> None:
    pdf = certificate(
        CertificatePage(award(), "https://academy.example/credentials/x", "https://academy.example/verify"), record()
    )
    again = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(pdf)).write(again)
    assert again.getvalue() != pdf
    assert open_file(again.getvalue()).document == json.loads(record())


@pytest.mark.parametrize("packed", [True, False])
def test_it_is_found_packed_and_unpacked_and_beside_other_files(packed: bool) -> None:
    pdf = attached(b"name,mark\nNgozi,17\n", record().encode(), packed=packed)
    assert records_in(pdf) == {record().encode()}


def test_two_records_are_not_believed_and_the_same_twice_is_one() -> None:
    assert open_file(attached(record().encode(), record().encode())).document == json.loads(record())
    with pytest.raises(Unreadable, match="more than one record"):
        open_file(attached(record().encode(), b'{"name": "another"}'))


def test_a_file_that_would_unpack_into_a_whole_memory_is_refused_before_it_does() -> None:
    bombs = attached(*(b"{" + b" " * (30 * LARGEST + n) for n in range(3)))
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable, match="too large"):
            open_file(bombs)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * LARGEST


def test_a_file_whose_trees_are_packed_keeps_nobody_busy() -> None:
    pdf = packed_trees(20, 1_000_000)
    assert len(pdf) < 50_000
    begun = time.process_time()
    with pytest.raises(Unreadable, match="holds no record"):
        open_file(pdf)
    assert time.process_time() - begun < 0.5


def test_ten_megabytes_of_names_are_refused_at_the_hundredth() -> None:
    with pytest.raises(AttachmentBroken, match="too many"):
        records_in(b"%PDF-1.7\n" + b"/EmbeddedFile " * 700_000 + b"%%EOF")


@pytest.mark.parametrize("how", [b"/LZWDecode", b"[/FlateDecode/FlateDecode]", b"[/ASCIIHexDecode /FlateDecode]"])
def test_a_record_packed_in_another_way_is_refused(how: bytes) -> None:
    pdf = attached(record().encode()).replace(b"/Filter/FlateDecode", b"/Filter" + how)
    with pytest.raises(Unreadable, match="ours never are"):
        open_file(pdf)


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.95])
def test_a_file_that_is_cut_off_is_told_as_such(part: float) -> None:
    pdf = attached(record().encode())
    with pytest.raises(Unreadable, match="cut off"):
        open_file(pdf[: int(len(pdf) * part)])


@pytest.mark.parametrize("packed", [True, False])
def test_a_file_with_a_part_of_its_record_missing_is_told_as_such(packed: bool) -> None:
    pdf = attached(record().encode(), packed=packed)
    with pytest.raises(Unreadable, match="cut off"):
        open_file(pdf[: pdf.index(b"stream") + 300] + b"%%EOF")
