"""Password policy: which new passwords are refused because they are easy to guess."""

import runpy
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy.orm import Session

from lms.errors import BadInput
from lms.people import labels
from lms.people.models import Administration, Person
from lms.people.rules import HOUSE_WORD_LEAST, PasswordFault, holds_name, password_fault


@cache
def common_words() -> frozenset[str]:
    """The 30,000 commonest passwords, and words and names: the lists of zxcvbn, read when first asked.

    The file is read without its package, whose import builds tables of ten times the size.
    """
    package = find_spec("zxcvbn")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("The package zxcvbn is missing: install what pyproject.toml names.", name="zxcvbn")
    lists = runpy.run_path(str(Path(package.origin).with_name("frequency_lists.py")))["FREQUENCY_LISTS"]
    return frozenset(word for words in lists.values() for word in words)


def demand_good(session: Session, person: Person, password: str) -> None:
    """Refuse a password that is too easy to guess, in words for its owner."""
    home = session.get_one(Administration, person.administration_id).name if person.administration_id else ""
    own = (person.name, person.username)
    fault = password_fault(password, listed=common_words(), own=own, house=(home,))
    if fault is not None:
        raise BadInput("password", str(labels.PASSWORD_FAULTS[fault]))


def demand_free_of(site_name: str, password: str) -> None:
    """Refuse a password that holds the name of this site."""
    if holds_name(password, [site_name], word_least=HOUSE_WORD_LEAST):
        raise BadInput("password", str(labels.PASSWORD_FAULTS[PasswordFault.HOUSE_NAME]))
