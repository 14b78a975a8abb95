"""Scopes of roles: where a right holds, and the kinds of things for which a role can be held."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

EVERYWHERE = "everywhere"  # stands for no scope, where the kinds of a role are named
DIGITS_MOST = 9  # ids of so many digits fit the columns of both databases


@dataclass(frozen=True)
class Scopes:
    """Where a permission holds: everywhere, or for these things, by kind and id; ids are texts, whatever the kind."""

    everywhere: bool = False
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def ids(self, kind: str) -> frozenset[str]:
        """The things of this kind that were named one by one; what a wider thing contains is not among them."""
        return self.held.get(kind, frozenset())

    def cover(self, kind: str, thing: object) -> bool:
        """Whether the permission holds for this very thing; no thing at all belongs to nobody's scope."""
        return self.everywhere or (thing is not None and str(thing) in self.ids(kind))


@dataclass(frozen=True)
class ScopeOption:
    """A thing for which a role can be given: its id inside, its key outside, and what it is called."""

    id: str
    key: str
    title: str


class ScopeKind(Protocol):
    """A kind of thing for which a role can be held, such as a country or a cohort; owned by one package.

    Every method takes many ids and asks the database at most once, so that no number of questions grows with rows.
    """

    name: str  # as grants keep it, at most 24 letters; never used again for another kind
    title: Any  # a lazy text: what a thing of this kind is
    missing: Any  # a lazy text: that there is no such thing

    def titles(self, session: Session, ids: Collection[str]) -> Mapping[str, str]:
        """What these things are called, by id; what is not there is left out."""
        ...

    def people(self, ids: Collection[str]) -> Select[int]:
        """The ids of the people in these things, as SQL."""
        ...

    def around(self, person_id: int) -> Select[str]:
        """The same the other way round: the ids, as texts, of the things in which this person is."""
        ...

    def inside(self, session: Session, scopes: Scopes, ids: Collection[str] | None = None) -> list[ScopeOption]:
        """The things that these scopes contain whole, as a form offers them; only among `ids` where some are given.

        A thing contains itself; a wider one, such as a country, contains the administrations in it.
        """
        ...


def numbers(ids: Iterable[str]) -> list[int]:
    """Ids of a kind whose things are numbered; what is no number names nothing."""
    return sorted(int(one) for one in ids if one.isascii() and one.isdigit() and len(one) <= DIGITS_MOST)
