"""The kinds of messages of the running application, and what a message of a kind says in the language of now."""

from flask import Flask

from lms.access import Viewer
from lms.i18n import _, language
from lms.manifest import EXTENSION, composition
from lms.messages.kinds import MessageKind, Params, Said


def init(app: Flask) -> None:
    """Two kinds of one name are a fault of the composition, and stop the start."""
    kinds = app.extensions[EXTENSION].message_kinds
    if len({kind.name for kind in kinds}) != len(kinds):
        raise ValueError("Two kinds of messages have one name.")


def message_kinds() -> tuple[MessageKind, ...]:
    """Every kind, in the order of the packages."""
    return composition().message_kinds


def kind_named(name: str) -> MessageKind | None:
    """The kind of this name; nothing where the package that brought it is gone."""
    return next((kind for kind in message_kinds() if kind.name == name), None)


def kinds_offered(viewer: Viewer) -> list[MessageKind]:
    """The kinds about which this person chooses."""
    return [kind for kind in message_kinds() if viewer.may(kind.permission)]


def said(name: str, params: Params) -> Said:
    """What a message says, in the language that is set."""
    kind = kind_named(name)
    if kind is None:
        return Said(_("An earlier message"), _("This site no longer shows messages of this kind."))
    return kind.says(params, language())


def free_words(name: str, params: Params) -> str:
    """The words in a message that somebody typed; they are never translated."""
    kind = kind_named(name)
    return str(params[kind.free_words]) if kind is not None and kind.free_words else ""
