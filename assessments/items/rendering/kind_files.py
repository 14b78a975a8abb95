"""Templates and scripts of the kinds, found in their folders: a Jinja loader, and assets put together from parts."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, TemplateNotFound

from assessments.items.kinds import registry
from assessments.items.kinds.base import BrowserPractice, QuestionKind, ScoredKind

HERE = Path(__file__).resolve().parents[1]
FRAME = HERE / "templates" / "items" / "review_frame.html"
PREFIX = "items/kinds/"  # items/kinds/spot/fields.html is fields.html in the folder of the kind `spot`
SHARED_FIRST = {  # what kinds share, in front of their own practice.js in the file of this name
    "practice.js": "base.js",
    "practice-figures.js": "figures.js",
    "practice-parts.js": "parts.js",
    "practice-words.js": "words.js",
    "result.js": "result.js",
}


class KindTemplates(BaseLoader):
    """Jinja loader of the templates in the folders of the kinds that there are when it is asked."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The text of a template, where it lies, and whether it is still as it was."""
        path = _templates().get(template)
        if path is None:
            raise TemplateNotFound(template)
        read_at = path.stat().st_mtime
        return path.read_text("utf-8"), str(path), lambda: path.stat().st_mtime == read_at

    def list_templates(self) -> list[str]:
        """The names of all templates of kinds."""
        return sorted(_templates())


def _templates() -> dict[str, Path]:
    """Every template of a kind; a kind without a review of its own has the frame."""
    found = {f"{PREFIX}{one.name}/review.html": FRAME for one in registry.KINDS}
    for one in registry.KINDS:
        found |= {f"{PREFIX}{one.name}/{path.name}": path for path in _files(one.folder, ".html")}
    return found


@cache  # of a program that runs: files do not come and go
def _files(folder: Path, suffix: str) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.iterdir() if path.suffix == suffix))


def template_loader() -> BaseLoader:
    """Finds the templates that all items share, and those of the kinds."""
    return ChoiceLoader([FileSystemLoader(HERE / "templates"), KindTemplates()])


def items_blueprint() -> Blueprint:
    """What makes these templates known to the application; it has no addresses."""
    made = Blueprint("items", __name__)
    made.jinja_loader = template_loader()
    return made


def practice_of(one: QuestionKind[Any, Any]) -> BrowserPractice | None:
    """How practice of a kind is judged in the browser; None where it needs the server."""
    return one.practice if isinstance(one, ScoredKind) else None


def composed_scripts() -> dict[str, bytes]:
    """The scripts of the kinds by the name under which they are served: widgets, and practice put together.

    A comment at the head of a part is for who reads the part; it is left out of what is served.
    """
    parts = {name: [(HERE / "practice" / shared).read_text("utf-8")] for name, shared in SHARED_FIRST.items()}
    for one in registry.KINDS:
        if practice := practice_of(one):
            parts.setdefault(practice.script, []).append((one.folder / "practice.js").read_text("utf-8"))
        if has_widget(one):
            parts[f"{one.name}.js"] = [(one.folder / "widget.js").read_text("utf-8")]
    return {name: "".join(map(_without_head, texts)).encode() for name, texts in parts.items()}


def _without_head(script: str) -> str:
    """A script without the comment that it begins with."""
    return script.partition("*/")[2].lstrip() if script.startswith("/*") else script


def has_widget(one: QuestionKind[Any, Any]) -> bool:
    """Whether its fields have a script."""
    return one.folder / "widget.js" in _files(one.folder, ".js")


def scripts(names: Iterable[str]) -> tuple[str, ...]:
    """The scripts that a page with these kinds loads."""
    asked = set(names)
    return tuple(f"{one.name}.js" for one in registry.KINDS if one.name in asked and has_widget(one))


def judges(names: Iterable[str]) -> tuple[str, ...]:
    """The scripts, in their order, that judge practice of these kinds without a connection and show its result."""
    asked = set(names)
    found = [practice_of(one) for one in registry.KINDS if one.name in asked]
    more = dict.fromkeys(practice.script for practice in found if practice)
    return tuple(dict.fromkeys(("practice.js", *more, "result.js"))) if asked else ()
