"""A set-up loaded here: what is new is added, what has its name already stays as it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.catalogue.models import Course
from courses.programme.events import SetUpLoaded
from courses.programme.queries.activities import all_activities
from courses.programme.queries.lists import all_partners, all_regions
from courses.programme.services.activities import ActivityDraft, add_activity
from courses.programme.services.lists import PartnerDraft, RegionDraft, save_partner, save_region
from courses.programme.set_up.content import ActivityPlan, PartnerPlan, RegionPlan, SetUp
from courses.programme.set_up.taking import SUBJECT
from courses.surveys.services.publishing import shipped_forms
from lms import db, events


@dataclass(frozen=True)
class LoadedSetUp:
    """What became of a set-up, and what is still to be done by hand, a sentence each."""

    added: Mapping[str, int]
    kept: Mapping[str, int]
    to_do: tuple[str, ...]


@dataclass
class _Loading:
    """A set-up on its way in: what is here by now, and what was added or kept."""

    session: Session
    now: datetime
    regions: dict[str, int]
    partners: dict[str, int]
    added: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)

    def is_new(self, what: str, known: Collection[object], key: object) -> bool:
        """Whether this is added; counted either way."""
        new = key not in known
        (self.added if new else self.kept)[what] += 1
        return new

    def take_region(self, plan: RegionPlan) -> None:
        """Add a region whose name is not here yet."""
        if self.is_new("regions", self.regions, plan.name.casefold()):
            draft = RegionDraft(plan.name, plan.countries)
            self.regions[plan.name.casefold()] = save_region(self.session, None, draft, actor=None, now=self.now).id

    def take_partner(self, plan: PartnerPlan) -> None:
        """Add a partner whose name is not here yet."""
        if self.is_new("partners", self.partners, plan.name.casefold()):
            draft = PartnerDraft(plan.name, plan.kind, plan.country or "")
            self.partners[plan.name.casefold()] = save_partner(self.session, None, draft, actor=None, now=self.now).id

    def take_activities(self, plans: Iterable[ActivityPlan]) -> None:
        """Plan what is not planned yet under this title in this place."""
        known = {
            (one.row.title.casefold(), one.kind, one.row.country, one.row.region_id)
            for one in all_activities(self.session)
        }
        for plan in plans:
            region_id = self.regions[plan.region.casefold()] if plan.region else None
            if self.is_new("activities", known, (plan.title.casefold(), plan.kind, plan.country, region_id)):
                add_activity(self.session, _draft(plan, region_id, self.partners), actor=None, now=self.now)


def load_set_up(session: Session, made: SetUp, *, now: datetime) -> LoadedSetUp:
    """Add what is not here yet, in the same transaction; loaded a second time it changes nothing."""
    db.lock(session, SUBJECT)
    loading = _Loading(
        session,
        now,
        regions={one.row.name.casefold(): one.row.id for one in all_regions(session)},
        partners={one.name.casefold(): one.id for one in all_partners(session)},
    )
    for region in made.regions:
        loading.take_region(region)
    for partner in made.partners:
        loading.take_partner(partner)
    loading.take_activities(made.activities)
    if loading.added:
        told = SetUpLoaded(subject=SUBJECT, actor_id=None, at=now, added=dict(loading.added))
        events.publish(session, told)
    return LoadedSetUp(dict(loading.added), dict(loading.kept), tuple(_to_do(session, made)))


def _draft(plan: ActivityPlan, region_id: int | None, partners: Mapping[str, int]) -> ActivityDraft:
    return ActivityDraft(
        kind=plan.kind,
        title=plan.title,
        words=plan.words,
        country=plan.country,
        region_id=region_id,
        course_slug=plan.course,
        partner_ids=[partners[name.casefold()] for name in plan.partners],
        targets=plan.targets,
    )


def _to_do(session: Session, made: SetUp) -> list[str]:
    """What a set-up only refers to, and is not here."""
    slugs = {one.slug for one in made.courses}
    here = set(session.scalars(select(Course.slug).where(Course.slug.in_(slugs))))
    missing = [
        f"The course “{slug}” is not here yet. Load its folder: lms courses load." for slug in sorted(slugs - here)
    ]
    forms = [f"This program has no form “{one}”." for one in made.forms if one not in shipped_forms()]
    funds = [f"Activities need a fund of this kind: {kind}. Add it, and name it in them." for kind in made.fund_kinds]
    return [*missing, *forms, *funds]
