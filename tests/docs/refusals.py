"""The sentences with which `lms courses check` and `load` refuse a folder, as the source says them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GAP = "…"  # what differs from folder to folder
READERS = {
    "any file": ("lms/text/located_yaml.py", "courses/catalogue/course_folder/files.py",
                 "courses/catalogue/course_folder/bundle.py"),
    "course.yaml": ("courses/catalogue/course_folder/course_file.py", "courses/catalogue/checking/course.py",
                    "courses/catalogue/services/corrections.py"),
    "sources.yaml": ("courses/catalogue/course_folder/sources.py", "courses/catalogue/course_folder/not_examined.py"),
    "claims": ("courses/catalogue/claims/judging.py", "courses/catalogue/checking/claims.py"),
    "glossary.csv": ("courses/catalogue/course_folder/glossary.py",),
    "lessons": ("courses/catalogue/course_folder/blocks.py", "courses/catalogue/checking/lessons.py"),
    "figures": ("courses/catalogue/course_folder/pictures.py",),
    "questions": ("assessments/items/content/bundle.py", "assessments/items/content/claims.py",
                  "assessments/items/item.py", "assessments/items/parsing", "assessments/items/scoring"),
    "exams.yaml": ("assessments/exams/rules/blueprint.py", "assessments/exams/content/bundle.py",
                   "assessments/exams/services/loading.py"),
    "another language": ("courses/catalogue/checking/translations.py", "assessments/exams/content/comparison.py",
                         "assessments/items/content/translated.py"),
}  # fmt: skip
KINDS = "assessments/items/kinds"
MARKED = {"_", "N_", "_l", "lazy", "ngettext"}  # what is said to learners is marked for translation; refusals are not


def sentences(path: Path) -> Iterator[str]:
    """Every sentence that this module says to authors, with a gap where something is filled in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = {id(part) for node in ast.walk(tree) if _is_aside(node) for part in ast.walk(node)}
    left_out |= {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            left_out |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) not in left_out and (words := said(node)) and is_sentence(words):
            yield words


def said(node: ast.AST) -> str:
    """The text of a literal; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        parts: list[str] = []
        text, depth = node.value, 0
        for sign in text:  # the places of str.format
            depth += sign == "{"
            if not depth:
                parts.append(sign)
            elif sign == "}":
                depth -= 1
                parts.append(GAP)
        return "".join(parts)
    if isinstance(node, ast.JoinedStr):
        return "".join(said(part) or GAP for part in node.values)
    return ""


def is_sentence(words: str) -> bool:
    """Whether this is something that an author reads."""
    return " " in words and words.endswith((".", GAP + ".")) and len(words) > len(GAP) + 8


def _is_aside(node: ast.AST) -> bool:
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Name) and called.id in MARKED


def _has_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and bool(node.body)
        and isinstance(node.body[0], ast.Expr)
    )


def modules(named: str) -> list[Path]:
    """The modules under a path."""
    path = ROOT / named
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


@cache
def refusals() -> dict[str, list[str]]:
    """The sentences of each part of a folder, in the order of the source; a kind of question is a part of its own."""
    found = {
        part: [s for one in named for path in modules(one) for s in sentences(path)] for part, named in READERS.items()
    }
    for path in sorted((ROOT / KINDS).rglob("kind.py")):
        found[f"questions: {path.parent.name.replace('_', '-')}"] = list(sentences(path))
    return {part: list(dict.fromkeys(each)) for part, each in found.items() if each}


def table() -> str:
    """The rows of the table in docs/authoring.md."""
    return "\n".join(
        f"| {part} | {words.replace('|', chr(92) + '|')} |" for part, each in refusals().items() for words in each
    )


if __name__ == "__main__":
    print(table())
