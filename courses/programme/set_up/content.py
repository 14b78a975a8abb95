"""What a set-up holds: names and plans, no person, no day, no fund."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.programme.rules.activities import ActivityKind, FundKind, PartnerKind, TargetKind

FORMAT = 1


@dataclass(frozen=True)
class RegionPlan:
    """A region by its name."""

    name: str
    countries: tuple[str, ...]


@dataclass(frozen=True)
class PartnerPlan:
    """A partner by its name."""

    name: str
    kind: PartnerKind
    country: str | None


@dataclass(frozen=True)
class CourseReference:
    """A course by its name in folders; its folder is taken along by itself."""

    slug: str
    title: str


@dataclass(frozen=True)
class ActivityPlan:
    """An activity without days: it names its region, partners and course, and what kind of fund would pay for it."""

    title: str
    kind: ActivityKind
    words: str
    country: str | None
    region: str | None
    course: str | None
    partners: tuple[str, ...]
    targets: Mapping[TargetKind, int]
    fund_kind: FundKind | None


@dataclass(frozen=True)
class SetUp:
    """Everything that goes along."""

    languages: tuple[str, ...]  # in which the site speaks
    forms: tuple[str, ...]  # surveys that are asked
    courses: tuple[CourseReference, ...]
    regions: tuple[RegionPlan, ...]
    partners: tuple[PartnerPlan, ...]
    activities: tuple[ActivityPlan, ...]

    @property
    def fund_kinds(self) -> tuple[FundKind, ...]:
        """The kinds of funds that its activities would need."""
        wanted = {one.fund_kind for one in self.activities}
        return tuple(kind for kind in FundKind if kind in wanted)
