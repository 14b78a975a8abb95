"""The statements of a lesson and of the glossary: each with its heading, and the sources that carry it."""

from collections.abc import Iterator

from courses.catalogue.claims.judging import Statement, StatementKind
from courses.catalogue.claims.references import Reference, references_in
from courses.catalogue.claims.text_blocks import BlockKind, TextBlock, text_blocks_of
from courses.catalogue.course_folder.blocks import Block, Case, Counter, Figure, LessonFile, markdown_of
from courses.catalogue.course_folder.files import GLOSSARY
from courses.catalogue.course_folder.glossary import Word

KINDS = {
    BlockKind.PARAGRAPH: StatementKind.PARAGRAPH,
    BlockKind.ITEM: StatementKind.ITEM,
    BlockKind.ROW: StatementKind.ROW,
}

WHOLE: dict[type[Block], StatementKind] = {  # a source anywhere in such a block carries all of it
    Case: StatementKind.CASE,
    Counter: StatementKind.COUNTER,
}


def statements_of(lesson: LessonFile) -> list[Statement]:
    """Every text of a lesson that can hold a claim, in order."""
    made = _Reading(lesson)
    for block in lesson.blocks:
        made.found.extend(made.of_block(block))
    return made.found


class _Reading:
    """One pass through the blocks of a lesson."""

    def __init__(self, lesson: LessonFile) -> None:
        self.lesson = lesson
        self.heading = ""
        self.found: list[Statement] = []

    def of_block(self, block: Block) -> Iterator[Statement]:
        """The statements of one block."""
        if isinstance(block, Figure):
            text = f"{block.alt} {block.caption}".strip()
            references = (*block.sources, *references_in(text))
            yield self.statement(StatementKind.FIGURE, block.line, text, "", references, block.name)
            return
        markdown = markdown_of(block)
        if markdown is None:
            return
        text, before = markdown
        whole = WHOLE.get(type(block))
        for one in text_blocks_of(text):
            if one.kind is BlockKind.HEADING:
                self.heading = one.text
            else:
                yield self.of_text(one, whole or KINDS[one.kind], before, text if whole else one.beside)

    def of_text(self, one: TextBlock, kind: StatementKind, before: int, around: str) -> Statement:
        """A block of text: its own sources count, or else those beside it."""
        references = references_in(one.text) or references_in(around)
        return self.statement(kind, before + one.line, one.text, around, references)

    def statement(
        self,
        kind: StatementKind,
        line: int,
        text: str,
        around: str,
        references: tuple[Reference, ...],
        name: str = "",
    ) -> Statement:
        """A statement under the heading of before."""
        lesson = self.lesson
        return Statement(kind, lesson.path, line, text, references, self.heading, around, lesson.slug, name)


def statement_of_word(word: Word) -> Statement:
    """What the glossary says of a word."""
    text = f"{word.term}: {word.meaning}"
    return Statement(StatementKind.WORD, GLOSSARY, word.line, text, word.sources, name=word.term)
