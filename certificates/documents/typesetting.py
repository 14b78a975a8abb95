"""Typst with our fonts alone: no font of the system or of the program can slip in."""

import re
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
DESIGNS = HERE / "designs"

PIECE = re.compile(r"\S{8}(?=\S)")
MAY_BREAK = "\u200b"
FIRST_PAGE = '#set page(width: auto, height: auto, margin: 0pt)\n#image("paper.pdf", page: 1)\n'

_ONE_AT_A_TIME = Lock()  # a compiler keeps the inputs of its last run


class NotTypeset(Exception):
    """The text cannot be set; the message is typst's own."""


def may_break(text: str, longest: int) -> str:
    """The text, in which words of more signs than this may break after every eighth: so none runs over an edge."""
    long_word = re.compile(rf"\S{{{longest + 1},}}")
    return long_word.sub(lambda word: PIECE.sub(rf"\g<0>{MAY_BREAK}", word.group()), text)


def pdf(design: str, page: str, inputs: Mapping[str, str], *, made_at: datetime) -> bytes:
    """The page as a PDF that is PDF/A-3a and PDF/UA-1 at once; the same inputs give the same bytes."""
    return _set(design, page, inputs, "pdf", made_at=made_at)


def pdf_with_pictures(
    design: str, page: str, inputs: Mapping[str, str], pictures: Mapping[str, bytes], *, made_at: datetime
) -> bytes:
    """The same for a page that shows pictures of its own, by their names: it is set in a folder that is gone then."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for source in (DESIGNS / design).glob("*.typ"):
            shutil.copyfile(source, folder / source.name)
        for name, content in pictures.items():
            (folder / name).write_bytes(content)
        compiler = typst.Compiler(input=folder / f"{page}.typ", root=folder, font_paths=_fonts())
        return _compiled(compiler, inputs, "pdf", made_at=made_at)


def picture(design: str, page: str, inputs: Mapping[str, str], kind: Literal["png", "svg"], *, ppi: float) -> bytes:
    """The page as a picture; in SVG all text is drawn, so it needs no font."""
    return _set(design, page, inputs, kind, ppi=ppi)


def first_page_of(pdf: bytes, *, ppi: float) -> bytes:
    """The first page of a PDF as a PNG, as large as it is on paper; what is no PDF is NotTypeset."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "paper.pdf").write_bytes(pdf)
        (folder / "page.typ").write_text(FIRST_PAGE, "utf-8")
        compiler = typst.Compiler(input=folder / "page.typ", root=folder, font_paths=_fonts())
        return _compiled(compiler, {}, "png", ppi=ppi)


def _set(
    design: str,
    page: str,
    inputs: Mapping[str, str],
    kind: Literal["pdf", "png", "svg"],
    *,
    made_at: datetime | None = None,
    ppi: float | None = None,
) -> bytes:
    with _ONE_AT_A_TIME:
        return _compiled(_compiler(design, page), inputs, kind, made_at=made_at, ppi=ppi)


def _compiled(
    compiler: typst.Compiler,
    inputs: Mapping[str, str],
    kind: Literal["pdf", "png", "svg"],
    *,
    made_at: datetime | None = None,
    ppi: float | None = None,
) -> bytes:
    try:
        made = compiler.compile(
            format=kind,
            sys_inputs=dict(inputs),
            pdf_standards=["a-3a", "ua-1"] if kind == "pdf" else [],
            timestamp=made_at and made_at.replace(microsecond=0),
            ppi=ppi,
        )
    except typst.TypstError as error:
        raise NotTypeset(error.message) from error
    if not isinstance(made, bytes):
        raise NotTypeset("The text fills more than one page.")
    return made


@cache
def _compiler(design: str, page: str) -> typst.Compiler:
    folder = DESIGNS / design
    return typst.Compiler(input=folder / f"{page}.typ", root=folder, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
