"""The courses compared with the official list: each difference with every place that it touches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from courses.impact.rules.listings import DifferenceKind, LawDifference, OfficialList, differences
from courses.impact.rules.places import Named, NamedPlace, places_of
from courses.impact.rules.taxa import Rank, Taxa


@dataclass(frozen=True)
class Touched:
    """A difference, and where courses name its taxon."""

    difference: LawDifference
    places: tuple[NamedPlace, ...]


@dataclass(frozen=True)
class Comparison:
    """What a list says otherwise than the courses, and how many taxa were looked up."""

    touched: tuple[Touched, ...]
    taxa: int

    @property
    def in_law(self) -> int:
        """How many differences are more than a listing under a higher taxon."""
        return sum(one.difference.kind is not DifferenceKind.HIGHER for one in self.touched)


ORDER = tuple(DifferenceKind)


def named_taxa(named: Iterable[Named], taxa: Taxa) -> frozenset[str]:
    """The taxa that courses name, and the members of the groups that they name; of a wide group only itself."""
    found = {taxon for one in named for taxon in one.taxa}
    below = (taxa.below(one) for one in found if taxa.by_id[one].rank is not Rank.WIDE)
    return frozenset(found.union(*below))


def compare(named: Sequence[Named], taxa: Taxa, listed: OfficialList, before: OfficialList | None = None) -> Comparison:
    """Every difference with its places: first what changes the law, then what is listed under a higher taxon."""
    wanted = named_taxa(named, taxa)
    found = differences(taxa, wanted, listed, before)
    touched = [Touched(one, tuple(places_of(named, taxa, [one.taxon]))) for one in found]
    touched.sort(key=lambda one: (ORDER.index(one.difference.kind), taxa.by_id[one.difference.taxon].called))
    return Comparison(tuple(touched), len(wanted))
