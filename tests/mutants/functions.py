"""Functions of the product: which there are in which file, each with what is nested in it."""

import ast
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("lms", "courses", "assessments", "certificates")
ROOMS = {"rules", "services", "policy", "queries", "views"}
CERTIFYING = (  # what a certificate rests on: who assesses and decides, who holds it, who may sit, and who may at all
    "assessments", "certificates", "courses/openings", "courses/progress",
    "lms/people", "lms/access.py", "lms/access_model.py", "lms/audit",
)  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef


def outermost(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Function]]:
    """Functions and methods with their qualified names; what is nested in one counts for it."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield inside + node.name, node
        else:
            yield from outermost(node, f"{inside}{node.name}." if isinstance(node, ast.ClassDef) else inside)


def every_name() -> list[str]:
    """Each function of the product as `file::name`; a name that a file gives twice counts once."""
    names = dict[str, None]()
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            file = path.relative_to(ROOT)
            names |= dict.fromkeys(f"{file}::{name}" for name, _node in outermost(ast.parse(path.read_bytes())))
    return list(names)


def files_of(areas: Iterable[str]) -> list[str]:
    """The rooms that judge, do, find, allow and show in these areas; a file that is named itself is taken as it is."""
    found = set[Path]()
    for area in areas:
        path = ROOT / (area if area.endswith(".py") else area.replace(".", "/"))
        module = path.with_name(f"{path.name}.py")
        if not (path.exists() or module.exists()):
            raise SystemExit(f"There is no {area}: name a folder, a file or a module of {', '.join(PACKAGES)}.")
        found |= {one for one in (path, module) if one.is_file()}
        found |= {one for one in path.rglob("*.py") if ROOMS & set(one.relative_to(ROOT).with_suffix("").parts)}
    return sorted(str(path.relative_to(ROOT)) for path in found)


def digest() -> str:
    """Of the Python files of product and tests: with other files, a map may be out of date."""
    whole = hashlib.sha256()
    for folder in (*PACKAGES, "tests"):
        own = ROOT / "tests" / "mutants"
        for path in sorted(one for one in (ROOT / folder).rglob("*.py") if not one.is_relative_to(own)):
            whole.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()[:12]
