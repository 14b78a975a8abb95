"""Rules of moves: what becomes of an open move, and which roles go along."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

Held = tuple[str, str | None, str | None]  # a role, the kind of its scope and its id
WORDS_MOST = 500


class TransferOutcome(StrEnum):
    """What became of a move that was asked for."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by the sending side


@dataclass(frozen=True)
class Home:
    """An administration with its country, as scopes name them."""

    administration: str
    country: str

    @property
    def scopes(self) -> frozenset[tuple[str, str]]:
        """The scopes in which whoever works there is."""
        return frozenset({("administration", self.administration), ("country", self.country)})


@dataclass(frozen=True)
class RolesAfter:
    """Which roles end with a move, and which are given in their place."""

    ending: tuple[Held, ...]
    given: tuple[Held, ...]


def roles_after(held: Iterable[Held], harmless: Collection[str], old: Home, new: Home) -> RolesAfter:
    """Rights over others end unless they are held everywhere or for where the person still is; the others go along.

    `harmless` are the roles about one's own things alone. One that was held for the old place is held for the new one.
    """
    roles = tuple(held)
    ending, given = [], []
    for one in roles:
        role, kind, thing = one
        if kind is None or (kind, thing) in new.scopes:
            continue
        if role not in harmless:
            ending.append(one)
        elif (kind, thing) in old.scopes:
            ending.append(one)
            moved: Held = (role, "administration", new.administration)
            if moved not in roles and moved not in given:
                given.append(moved)
    return RolesAfter(tuple(ending), tuple(given))
