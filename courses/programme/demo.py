"""The part of the programme in the demonstration: funds, partners, regions and activities; all invented."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from courses.cohorts.queries.cohorts import cohort_by_id
from courses.learning.rules.progress import GroupRef
from courses.programme.models import Activity
from courses.programme.queries.activities import FoundActivity, activities_where
from courses.programme.rules.activities import ActivityKind, ActivityStatus, FundKind, PartnerKind, TargetKind
from courses.programme.services.activities import ActivityDraft, add_activity
from courses.programme.services.lists import (
    FundDraft,
    PartnerDraft,
    RegionDraft,
    save_fund,
    save_partner,
    save_region,
)
from courses.programme.services.states import link_cohort, set_state
from lms.db import transaction

PARTNERS = (
    ("Regional Customs Academy (demonstration)", PartnerKind.ACADEMIC, "TH"),
    ("Wildlife Trade Forum (demonstration)", PartnerKind.INTERNATIONAL, ""),
    ("Coast Ports Company (demonstration)", PartnerKind.PRIVATE, "KE"),
)
REGIONS = (("Mekong", ("KH", "LA", "MM", "TH", "VN")), ("East African coast", ("KE", "MZ", "TZ")))
COURSE = "identifying-wildlife-products"
PAST = (  # activities of the year before: title, country, days before today, how many days, their classes
    ("Border officers: first classes", "KE", 340, 270, ("lake", "airport")),
    ("Agents de port : première classe", "SN", 215, 65, ("coast",)),
)
MISSION_COUNTRIES = ("KH", "AO", "LA", "BW", "CM", "TH", "TZ", "NG", "TG")  # of expert missions, in their order
FIRST_MISSION, BETWEEN_MISSIONS = timedelta(days=160), timedelta(days=7)
DONE = (ActivityStatus.UNDER_WAY, ActivityStatus.DONE)


def load(world: dict[str, Any], now: datetime) -> None:
    """Everything that the programme plans and did, with the open cohort in the training that it belongs to."""
    if not world.get("people"):
        return
    with transaction() as session:
        funds = [save_fund(session, None, one, actor=None, now=now).id for one in fund_drafts(now.date())]
        partners = [save_partner(session, None, PartnerDraft(*one), actor=None, now=now).id for one in PARTNERS]
        regions = [save_region(session, None, RegionDraft(*one), actor=None, now=now).id for one in REGIONS]
        training = plan(session, drafts(now.date(), funds, partners, regions), now)
        if "past_groups" in world:
            world["reported_fund"] = last_year(session, world["past_groups"], now)
        world["expert_missions"] = expert_missions(session, funds, now)
        if "cohort" in world:
            link_cohort(session, training, cohort_by_id(session, world["cohort"]["id"]), by=None, now=now)


def fund_drafts(today: date) -> tuple[FundDraft, FundDraft]:
    """A grant of three years, and one of four."""
    first, last = date(today.year - 1, 1, 1), date(today.year + 2, 12, 31)
    return (
        FundDraft("WT-ASIA-1", "Wildlife trade, South-East Asia", FundKind.GRANT, "First donor (demonstration)", "EUR",
                  first, last),
        FundDraft("WT-COAST-2", "East African coast ports", FundKind.TRUST_FUND, "Second donor (demonstration)",
                  "USD", first, last),
    )  # fmt: skip


def expert_missions(session: Session, funds: list[int], now: datetime) -> dict[str, int]:
    """Nine expert missions in two months and the workshop that follows, paid by two funds; by country, “” of the last.

    Those of the Mekong are paid by the first fund, the others and the workshop by the second.
    """
    asia, coast = funds
    mekong = dict(REGIONS)["Mekong"]
    made = {}
    for number, country in enumerate(MISSION_COUNTRIES):
        begin = now - FIRST_MISSION + number * BETWEEN_MISSIONS
        draft = ActivityDraft(
            ActivityKind.MISSION, f"Expert mission {number + 1} of {len(MISSION_COUNTRIES)}", "", country,
            starts_on=begin.date(), ends_on=begin.date() + timedelta(days=4),
            fund_id=asia if country in mekong else coast,
        )  # fmt: skip
        made[country] = plan(session, ((draft, DONE),), begin - timedelta(days=20)).id
    first = now.date() - timedelta(days=2)
    workshop = ActivityDraft(
        ActivityKind.WORKSHOP, "Final workshop for advisors", "Fourteen candidates of twelve countries.", "ZM",
        starts_on=first, ends_on=first + timedelta(days=4), fund_id=coast,
    )  # fmt: skip
    made[""] = plan(session, ((workshop, DONE[:1]),), now - timedelta(days=60)).id
    return made


def last_year(session: Session, classes: dict[str, tuple[GroupRef, str]], now: datetime) -> int:
    """A fund of the year before, and what it paid: the classes in two countries; answers the fund."""
    today = now.date()
    first = date(today.year - 1, 3 * ((today.month - 1) // 3) + 1, 1)  # of this quarter, a year ago
    draft = FundDraft("WT-AFRICA-3", "Wildlife trade, Africa", FundKind.GRANT, "Third donor (demonstration)", "EUR",
                      first, date(today.year + 1, 12, 31))  # fmt: skip
    fund = save_fund(session, None, draft, actor=None, now=now - timedelta(days=350))
    for title, country, began, lasted, words in PAST:
        begin = today - timedelta(days=began)
        wanted = ActivityDraft(
            ActivityKind.TRAINING, title, "", country, fund_id=fund.id, course_slug=COURSE,
            targets={TargetKind.REACHED: 12 * len(words)}, starts_on=begin,
            ends_on=begin + timedelta(days=lasted),
        )  # fmt: skip
        at = now - timedelta(days=began)
        activity = plan(session, ((wanted, (ActivityStatus.UNDER_WAY,)),), at)
        for word in words:
            group, _title = classes[word]
            link_cohort(session, activity, cohort_by_id(session, group.id), by=None, now=at)
        set_state(session, activity, ActivityStatus.DONE, "", by=None, now=at + timedelta(days=lasted))
    return fund.id


def drafts(
    today: date, funds: list[int], partners: list[int], regions: list[int]
) -> tuple[tuple[ActivityDraft, tuple[ActivityStatus, ...]], ...]:
    """The five activities, and the states that follow on being planned."""
    asia, coast = funds
    academy, forum, ports = partners
    mekong, east_africa = regions

    def on(first: int, length: int, draft: ActivityDraft) -> ActivityDraft:
        """The same on days that are counted from today."""
        begin = today + timedelta(days=first)
        return replace(draft, starts_on=begin, ends_on=begin + timedelta(days=length))

    port_course = ActivityDraft(
        ActivityKind.TRAINING, "Port officers: first course", "Full course in class, trainer on site.", "TH",
        fund_id=asia, course_slug=COURSE, partner_ids=[academy],
        targets={TargetKind.REACHED: 30, TargetKind.CERTIFIED: 20},
    )  # fmt: skip
    trainers = ActivityDraft(
        ActivityKind.WORKSHOP, "Trainers: a regional week", "How to lead a cohort.", region_id=mekong, fund_id=asia,
        partner_ids=[academy, forum], targets={TargetKind.TRAINERS: 12},
    )  # fmt: skip
    advice = ActivityDraft(
        ActivityKind.MISSION, "Advice at two ports", "What ports check, which tools they use.", "KE", fund_id=coast,
        partner_ids=[ports],
    )  # fmt: skip
    checks = ActivityDraft(
        ActivityKind.OPERATION, "Two weeks: joint checks", region_id=east_africa, fund_id=coast,
        partner_ids=[forum, ports], targets={TargetKind.REACHED: 80},
    )  # fmt: skip
    airport_course = ActivityDraft(
        ActivityKind.TRAINING, "Airport officers: first course", "", "KE", fund_id=coast, course_slug=COURSE,
        targets={TargetKind.REACHED: 40, TargetKind.PASSED: 30},
    )  # fmt: skip
    return (
        (on(-14, 55, port_course), (ActivityStatus.UNDER_WAY,)),
        (on(-120, 4, trainers), DONE),
        (on(-60, 9, advice), DONE),
        (on(60, 13, checks), ()),
        (airport_course, ()),
    )


def plan(
    session: Session, wanted: tuple[tuple[ActivityDraft, tuple[ActivityStatus, ...]], ...], now: datetime
) -> FoundActivity:
    """Plan all of them and bring each to its state; answers the first."""
    made = []
    for draft, states in wanted:
        activity = add_activity(session, draft, actor=None, now=now)
        for status in states:
            set_state(session, activity, status, "", by=None, now=now)
            activity = activities_where(session, Activity.id == activity.id)[0]
        made.append(activity)
    return made[0]
