"""The set-up as it stands here, taken along; a text that names somebody stops it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from courses.catalogue.queries import titles_of_slugs
from courses.programme.events import SetUpExported
from courses.programme.queries.activities import FoundActivity, all_activities
from courses.programme.queries.lists import all_partners, all_regions
from courses.programme.rules.activities import ActivityStatus, FundKind, PartnerKind, TargetKind
from courses.programme.set_up.content import ActivityPlan, CourseReference, PartnerPlan, RegionPlan, SetUp
from courses.surveys.services.publishing import shipped_forms
from lms import events
from lms.errors import RuleBroken
from lms.i18n import _
from lms.people.api import texts_with_names

SUBJECT = "programme:set-up"


def set_up_of(session: Session, languages: Sequence[str]) -> SetUp:
    """Regions, partners, activities that were not cancelled, and what they refer to; no person, day or fund."""
    activities = [one for one in all_activities(session) if one.status is not ActivityStatus.CANCELLED]
    partners = [PartnerPlan(one.name, PartnerKind(one.kind), one.country) for one in all_partners(session)]
    _demand_nobody_named(session, activities, partners)
    plans = {_identity(plan): plan for plan in map(_plan, activities)}
    return SetUp(
        languages=tuple(languages),
        forms=tuple(shipped_forms()),
        courses=_courses(session, activities),
        regions=tuple(RegionPlan(one.row.name, tuple(sorted(one.countries))) for one in all_regions(session)),
        partners=tuple(partners),
        activities=tuple(plans[key] for key in sorted(plans)),
    )


def note_taken(session: Session, made: SetUp, *, by: int | None, now: datetime) -> None:
    """Tell the record that somebody took the set-up along."""
    told = SetUpExported(subject=SUBJECT, actor_id=by, at=now, activities=len(made.activities))
    events.publish(session, told)


def _identity(plan: ActivityPlan) -> tuple[str, str, str]:
    """What makes two activities one plan: the same training that is given every year is planned once."""
    return plan.title.casefold(), plan.kind, (plan.country or plan.region or "").casefold()


def _plan(activity: FoundActivity) -> ActivityPlan:
    row = activity.row
    return ActivityPlan(
        title=row.title,
        kind=activity.kind,
        words=row.words,
        country=row.country,
        region=activity.region.row.name if activity.region else None,
        course=row.course_slug,
        partners=tuple(sorted(one.name for one in activity.partners)),
        targets={kind: activity.targets[kind] for kind in TargetKind if kind in activity.targets},
        fund_kind=FundKind(activity.fund.kind) if activity.fund else None,
    )


def _courses(session: Session, activities: Sequence[FoundActivity]) -> tuple[CourseReference, ...]:
    """The courses that activities name, with their titles where they are here."""
    slugs = sorted({one.row.course_slug for one in activities if one.row.course_slug})
    titles = titles_of_slugs(session, slugs)
    return tuple(CourseReference(slug, titles.get(slug, "")) for slug in slugs)


def _demand_nobody_named(
    session: Session, activities: Sequence[FoundActivity], partners: Sequence[PartnerPlan]
) -> None:
    """A text that names somebody with an account here does not leave the house."""
    texts = [(one.row.title, f"{one.row.title} \n {one.row.words}") for one in activities]
    texts += [(one.name, one.name) for one in partners]
    named = sorted(texts_with_names(session, {place: text for place, (_title, text) in enumerate(texts)}))
    if named:
        titles = ", ".join(f"“{texts[place][0]}”" for place in named[:3])
        text = _("The texts of %(titles)s name somebody with an account. Remove the name first.", titles=titles)
        raise RuleBroken(text)
