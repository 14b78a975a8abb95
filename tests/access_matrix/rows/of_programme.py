"""Rows of the programme: managers of everything or of a country, coordinators who read, and trainers with their log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.access_matrix.persons import (
    ABROAD,
    COORDINATOR,
    COUNTRY_OF_HOME,
    EVERYWHERE,
    LEADER,
    MANAGER,
    SIGNED_IN,
    WITH_ROLE,
    held,
)
from tests.access_matrix.rows.of_cohorts import SEE
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

RUN = held(MANAGER, EVERYWHERE, COUNTRY_OF_HOME, ABROAD)
READ = RUN | held(COORDINATOR)
HERE = held(MANAGER, EVERYWHERE, COUNTRY_OF_HOME)  # run what is planned at home
WHOLE = held(MANAGER, EVERYWHERE)
FUND = {"code": "EU-9", "name": "A fund", "kind": "grant", "donor": "A donor"}
DAYS = {"starts_on": "2026-01-01", "ends_on": "2028-12-31"}
PARTNER = {"name": "A partner", "kind": "private", "country": ""}
REGION = {"name": "A region", "others": "LA, KH"}


def activity(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.planned.activity}


def linked(things: Things) -> Mapping[str, Any]:
    return {**activity(things), "cohort": things.classes.home}


def trainer(things: Things) -> Mapping[str, Any]:
    return {"person": things.people[LEADER].uuid}


def cohort(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.classes.home}


ACTIVITIES = {
    "GET programme.activities": Row(READ),
    "GET programme.new_activity": Row(RUN),
    "POST programme.new_activity": Row(
        HERE,
        send=lambda _t: {"kind": "training", "title": "A course", "place": "country:TH"},
        form="programme.new_activity",
        refused={422: held(MANAGER, ABROAD)},
        changes="activity activity_state audit_entry",
    ),
    "GET programme.one": Row(HERE | held(COORDINATOR, COUNTRY_OF_HOME), activity),
    "GET programme.change": Row(HERE, activity),
    "POST programme.change": Row(
        HERE,
        activity,
        send=lambda _t: {"title": "Another course"},
        form="programme.change",
        changes="activity audit_entry",
    ),
    "POST programme.restate": Row(
        HERE,
        activity,
        send=lambda _t: {"status": "under-way"},
        form="programme.one",
        changes="activity_state audit_entry",
    ),
    "POST programme.link": Row(
        HERE,
        activity,
        send=lambda t: {"cohort": t.classes.third},
        form="programme.one",
        changes="activity_cohort audit_entry",
    ),
    "POST programme.unlink": Row(HERE, linked, form="programme.one", changes="activity_cohort audit_entry"),
}
LISTS = {
    "GET programme.funds": Row(READ),
    "GET programme.new_fund": Row(WHOLE),
    "POST programme.new_fund": Row(
        WHOLE, send=lambda _t: FUND | DAYS, form="programme.new_fund", changes="audit_entry fund"
    ),
    "GET programme.change_fund": Row(WHOLE, lambda t: {"uuid": t.planned.fund}),
    "POST programme.change_fund": Row(
        WHOLE,
        lambda t: {"uuid": t.planned.fund},
        send=lambda _t: {"donor": "Another donor"},
        form="programme.change_fund",
        changes="audit_entry fund",
    ),
    "GET programme.partners": Row(READ),
    "GET programme.new_partner": Row(WHOLE),
    "POST programme.new_partner": Row(
        WHOLE, send=lambda _t: PARTNER, form="programme.new_partner", changes="audit_entry partner"
    ),
    "GET programme.change_partner": Row(WHOLE, lambda t: {"uuid": t.planned.partner}),
    "POST programme.change_partner": Row(
        WHOLE,
        lambda t: {"uuid": t.planned.partner},
        send=lambda _t: {"name": "Another partner"},
        form="programme.change_partner",
        changes="audit_entry partner",
    ),
    "GET programme.regions": Row(READ),
    "GET programme.new_region": Row(WHOLE),
    "POST programme.new_region": Row(
        WHOLE, send=lambda _t: REGION, form="programme.new_region", changes="audit_entry region region_country"
    ),
    "GET programme.change_region": Row(WHOLE, lambda t: {"uuid": t.planned.region}),
    "POST programme.change_region": Row(
        WHOLE,
        lambda t: {"uuid": t.planned.region},
        send=lambda _t: {"name": "Another region"},
        form="programme.change_region",
        changes="audit_entry region",
    ),
    "GET programme.set_up": Row(WHOLE),
    "POST programme.take_set_up": Row(WHOLE, form="programme.set_up", answers=200, changes="audit_entry"),
}
CASCADE = {
    "GET programme.my_trainings": Row(WITH_ROLE),
    "GET programme.trainers": Row(READ),
    "GET programme.trainer": Row(WHOLE | {LEADER}, trainer),
    "GET programme.trained": Row(SEE, cohort),
}
SEX = {
    "GET account.sex": Row(SIGNED_IN),
    "POST account.sex": Row(SIGNED_IN, send=lambda _t: {"sex": "other"}, form="account.sex", changes="person_sex"),
}
ROWS = {**ACTIVITIES, **LISTS, **CASCADE, **SEX}
