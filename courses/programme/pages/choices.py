"""What the forms of the programme offer: places, funds, courses, partners, countries; and what was typed in them."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy.orm import Session

from courses.learning.queries.runs import on_offer
from courses.programme import policy
from courses.programme.forms import ActivityForm, FundForm, PartnerForm, RegionForm
from courses.programme.models import Fund, Partner
from courses.programme.queries.activities import FoundActivity
from courses.programme.queries.lists import FoundRegion, all_funds, all_partners, all_regions
from courses.programme.rules.activities import ActivityKind, FundKind, PartnerKind, TargetKind
from courses.programme.services.activities import ActivityDraft
from courses.programme.services.lists import FundDraft, PartnerDraft, RegionDraft
from lms.access import Viewer
from lms.i18n import _, language
from lms.people.api import COUNTRY, all_administrations, countries, country_name
from lms.web.api import options, typed

REGION = "region"


def near_countries(session: Session) -> list[str]:
    """The countries with an administration here, by name."""
    return sorted({one.country for one in all_administrations(session)}, key=country_name)


def country_options(near: Collection[str], before: str = "") -> list[Any]:
    """Every country, those with an administration here first; `before` stands in front of each code."""
    every = {code: (f"{before}{code}", name) for code, name in countries().items()}
    return [
        *options((every[code] for code in near if code in every), _("Countries with an administration here")),
        *options((one for code, one in every.items() if code not in near), _("Other countries")),
    ]


def fill_activity(session: Session, viewer: Viewer, form: ActivityForm, activity: FoundActivity | None = None) -> None:
    """Offer places within the viewer's right, funds, courses and partners."""
    form.place.choices = place_options(session, viewer)
    form.fund.choices = options([("", _("none yet")), *fund_options(all_funds(session))])
    offered = {one.slug: one.title for one in on_offer(session, viewer, language=language(), published=True)}
    if activity is not None and activity.row.course_slug:
        offered.setdefault(activity.row.course_slug, activity.row.course_slug)
    form.course.choices = options([("", _("none")), *offered.items()])
    form.partners.choices = options((one.uuid, one.name) for one in all_partners(session))


def place_options(session: Session, viewer: Viewer) -> list[Any]:
    """The countries of one's right; whoever runs the whole programme finds all of them, and the regions."""
    run = policy.countries_run(viewer)
    if run is not None:
        return options((f"{COUNTRY}:{code}", country_name(code)) for code in sorted(run, key=country_name))
    regions = ((f"{REGION}:{one.row.uuid}", one.row.name) for one in all_regions(session))
    return [*options(regions, _("Regions")), *country_options(near_countries(session), f"{COUNTRY}:")]


def fund_options(funds: Iterable[Fund]) -> list[tuple[str, str]]:
    """Funds by their codes."""
    return [(one.uuid, f"{one.code}: {one.name}") for one in funds]


def activity_values(activity: FoundActivity) -> dict[str, Any]:
    """What a form shows of an activity before anything is changed."""
    row = activity.row
    place = f"{REGION}:{activity.region.row.uuid}" if activity.region else f"{COUNTRY}:{row.country}"
    return {
        "kind": row.kind,
        "title": row.title,
        "words": row.words,
        "place": place,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "fund": activity.fund.uuid if activity.fund else "",
        "course": row.course_slug or "",
        "partners": [one.uuid for one in activity.partners],
        **{f"target_{kind}": people for kind, people in activity.targets.items()},
    }


def activity_typed(session: Session, form: ActivityForm) -> ActivityDraft:
    """What was typed of an activity; the form has seen that each value is on its list."""
    kind, _colon, key = typed(form.place).partition(":")
    regions = {one.row.uuid: one.row.id for one in all_regions(session)} if kind == REGION else {}
    funds = {one.uuid: one.id for one in all_funds(session)}
    partners = {one.uuid: one.id for one in all_partners(session)}
    people = {one: form[f"target_{one}"].data for one in TargetKind}
    return ActivityDraft(
        kind=ActivityKind(typed(form.kind)),
        title=typed(form.title),
        words=typed(form.words),
        country=key if kind == COUNTRY else None,
        region_id=regions.get(key),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        fund_id=funds.get(typed(form.fund)),
        course_slug=typed(form.course) or None,
        partner_ids=[partners[uuid] for uuid in form.partners.data or ()],
        targets={one: number for one, number in people.items() if number is not None},
    )


def fund_values(fund: Fund) -> dict[str, Any]:
    """What a form shows of a fund before anything is changed."""
    shown = ("code", "name", "kind", "donor", "starts_on", "ends_on")
    return {name: getattr(fund, name) for name in shown} | {"currency": fund.currency or ""}


def fund_typed(form: FundForm) -> FundDraft:
    """What was typed of a fund; the form has seen that both days are there."""
    assert form.starts_on.data is not None
    assert form.ends_on.data is not None
    return FundDraft(
        code=typed(form.code),
        name=typed(form.name),
        kind=FundKind(typed(form.kind)),
        donor=typed(form.donor),
        currency=typed(form.currency),
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
    )


def fill_partner(session: Session, form: PartnerForm) -> None:
    """Offer every country, and none."""
    form.country.choices = [*options([("", _("of several countries"))]), *country_options(near_countries(session))]


def partner_values(partner: Partner) -> dict[str, Any]:
    """What a form shows of a partner before anything is changed."""
    return {"name": partner.name, "kind": partner.kind, "country": partner.country or ""}


def partner_typed(form: PartnerForm) -> PartnerDraft:
    """What was typed of a partner."""
    return PartnerDraft(typed(form.name), PartnerKind(typed(form.kind)), typed(form.country))


def fill_region(session: Session, form: RegionForm) -> None:
    """Offer the countries with an administration here as boxes."""
    form.countries.choices = options((code, country_name(code)) for code in near_countries(session))


def region_values(session: Session, region: FoundRegion) -> dict[str, Any]:
    """What a form shows of a region before anything is changed."""
    near = set(near_countries(session))
    others = ", ".join(code for code in region.countries if code not in near)
    return {"name": region.row.name, "countries": [one for one in region.countries if one in near], "others": others}


def region_typed(form: RegionForm) -> RegionDraft:
    """What was typed of a region; codes may stand in small letters, with or without commas."""
    others = typed(form.others).upper().replace(",", " ").replace(";", " ").split()
    return RegionDraft(typed(form.name), [*(form.countries.data or ()), *others])
