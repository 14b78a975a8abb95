"""A made-up language that runs from right to left: its catalogue, and a course folder that speaks it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from tests.builders import assessments, kinds
from tests.builders.kind_names import KindName

WRITTEN = Path(__file__).resolve().parents[2] / "lms/web/translations/fr/LC_MESSAGES/messages.po"
LATIN = "abcdefghijklmnopqrstuvwxyz"
ARABIC = "ابجدهوزحطيكلمنسعفصقرشتثخذض"
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w+\}|</?\w+[^>]*>|&\w+;|%)")
FORMS = ("صفر", "واحد", "اثنان", "قليل", "كثير", "غير")  # a word for each of the six forms of a number
ENDINGS = {
    **{name: assessments.ENDINGS[name] for name in (KindName.ONE_CHOICE, KindName.SPOT, KindName.ANGLE)},
    **{name: kinds.ENDINGS[name] for name in (KindName.MATCHING, KindName.ORDERING, KindName.MANIFEST)},
}


def made_up(text: str) -> str:
    """The text in letters of the other script; values and marks stay."""
    letters = str.maketrans(LATIN + LATIN.upper(), ARABIC * 2)
    return "".join(part if KEPT.fullmatch(part) else part.translate(letters) for part in KEPT.split(text))


@cache
def _source() -> list[Message]:
    """Every text of the program."""
    with WRITTEN.open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


def catalogue(without: Collection[str] = (), only: Collection[str] = ()) -> bytes:
    """A catalogue in the made-up language, as its translator sends it; some texts, or all but some, are not in it."""
    made = Catalog(locale="ar", charset="utf-8")
    for message in _source():
        if only and message.id not in only:
            continue
        if isinstance(message.id, tuple):
            made.add(message.id, tuple(f"{word} {made_up(message.id[1])}" for word in FORMS))
        else:
            made.add(message.id, "" if message.id in without else made_up(message.id))
    file = BytesIO()
    write_po(file, made)
    return file.getvalue()


def add_language(instance: Path, text: bytes, code: str = "ar") -> Path:
    """Put a catalogue where an installation looks for it."""
    path = instance / "translations" / code / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(text)
    return path


def write_course(folder: Path) -> Path:
    """The small course with its exam, and inside it the folder of its translation."""
    root = assessments.write_exam_course(folder, endings=ENDINGS)
    own = root / "ar"
    for part in ("lessons", "questions"):
        shutil.copytree(root / part, own / part)
    for name in ("course.yaml", "exams.yaml"):
        shutil.copy(root / name, own / name)
    said = {"language: en": "language: ar", '"Tiny course"': '"دورة صغيرة"', '"Three lessons."': '"ثلاثة دروس."'}
    change(own / "course.yaml", said)
    for lesson in (own / "lessons").iterdir():
        change(
            lesson, {'title: "Lesson': 'title: "درس', "## A heading": "## عنوان", "The bag is heavy.": "الحقيبة ثقيلة."}
        )
    for questions in (own / "questions").iterdir():
        change(questions, {'stem: "': 'stem: "ما هذا؟ '})
    return root


def change(file: Path, words: dict[str, str]) -> None:
    """Write other words into a file."""
    text = file.read_text()
    for old, new in words.items():
        assert old in text, (file, old)
        text = text.replace(old, new)
    file.write_text(text)
