"""Rows of missions: planners of a country, a team, hosts with a link, those who read an annex, and the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.access_matrix.persons import (
    ALL,
    ASSESSOR,
    COORDINATOR,
    EXPERT,
    HOME,
    LEAD,
    MANAGER,
    MODERATOR,
    OWNER,
    PLANNER,
    WITH_ROLE,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things

PLANS = frozenset({PLANNER})
TEAM = frozenset({OWNER, LEAD, EXPERT})
SUPERVISES = frozenset({EXPERT})
RATES = held(ASSESSOR, HOME) | {MODERATOR}  # who rates the candidate, and who moderates it
READS = held(MANAGER) | held(COORDINATOR)


def mission(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.travelling.mission}


def coming(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.travelling.coming}


def member(things: Things) -> Mapping[str, Any]:
    return {**mission(things), "member": things.travelling.member}


def entry(things: Things) -> Mapping[str, Any]:
    return {**mission(things), "entry": things.travelling.entry}


def section(things: Things) -> Mapping[str, Any]:
    return {**mission(things), "section": "task"}


def host(things: Things) -> Mapping[str, Any]:
    return {"token": things.travelling.host}


def asked(things: Things) -> Mapping[str, Any]:
    return {"token": things.travelling.asked}


TASK = {"words": "Do it.", "owner": "Head of the unit", "due_on": "2027-03-01", "state": "open", "indicator": ""}
PLANNING = {
    "GET missions.index": Row(PLANS),
    "GET missions.export": Row(PLANS, lambda _t: {"form": "csv"}),
    "GET missions.mine": Row(WITH_ROLE),
    "GET missions.export_mine": Row(WITH_ROLE, lambda _t: {"form": "csv"}),
    "GET missions.new": Row(PLANS),
    "POST missions.new": Row(
        PLANS,
        send=lambda _t: {
            "title": "A mission",
            "country": "TH",
            "starts_on": "2027-01-04",
            "ends_on": "2027-01-08",
            "time_zone": "Asia/Bangkok",
            "language": "en",
            "terms_risk": "Look.",
        },
        form="missions.new",
        changes="audit_entry mission",
    ),
    "GET missions.one": Row(PLANS | TEAM, mission),
    "GET missions.change": Row(PLANS, mission),
    "POST missions.change": Row(
        PLANS, mission, send=lambda _t: {"title": "Another"}, form="missions.change", changes="audit_entry mission"
    ),
    "POST missions.add_member": Row(
        PLANS,
        mission,
        send=lambda t: {"login": t.travelling.newcomer, "part": "facilitator"},
        form="missions.one",
        changes="audit_entry message mission_member",
    ),
    "POST missions.take_out": Row(PLANS, member, form="missions.one", changes="audit_entry job message mission_member"),
    "POST missions.cancel": Row(
        PLANS, coming, send=lambda _t: {"reason": "Closed."}, form="missions.one", changes="audit_entry mission"
    ),
}
WRITING = {
    "GET missions.report": Row(PLANS | TEAM, mission),
    "GET missions.report_pdf": Row(PLANS | TEAM, mission),
    "GET missions.add": Row(TEAM, section),
    "POST missions.add": Row(
        TEAM,
        section,
        send=lambda _t: TASK,
        form="missions.add",
        changes="audit_entry mission_entry mission_entry_revision",
    ),
    "GET missions.revise": Row(TEAM, entry),
    "POST missions.revise": Row(
        TEAM,
        entry,
        send=lambda _t: {"finding": "Another finding."},
        form="missions.revise",
        changes="audit_entry mission_entry_revision",
    ),
    "POST missions.remove": Row(TEAM, entry, form="missions.revise", changes="audit_entry mission_entry_revision"),
    "GET missions.deliver": Row(frozenset({LEAD}), mission),
    "POST missions.deliver": Row(
        frozenset({LEAD}),
        mission,
        send=lambda _t: {"host_name": "Office", "host_email": "office@host.example"},
        form="missions.deliver",
        changes="audit_entry job mission_report",
    ),
    "GET missions.on_phone": Row(TEAM, mission),
    "GET missions.on_phone_plan": Row(TEAM, mission),
}
HOSTS = {
    "GET missions.host_report": Row(ALL, host, is_open=True),
    "POST missions.host_report": Row(
        ALL,
        host,
        send=lambda _t: {"what": "feedback", "words": "Useful.", "answered_as": "Director"},
        form="missions.host_report",
        changes="audit_entry mission_host_answer",
    ),
    "GET missions.host_report_pdf": Row(ALL, host, is_open=True),
    "GET missions.host_follow_up": Row(ALL, asked, is_open=True),
    "POST missions.host_follow_up": Row(
        ALL,
        asked,
        send=lambda t: {f"state-{t.travelling.recommendation}": "done", "answered_as": "Director"},
        form="missions.host_follow_up",
        changes="audit_entry mission_follow_up mission_follow_up_answer",
    ),
}
ANNEXES = {
    "GET missions.annexes": Row(WITH_ROLE, names=RATES),
    "GET missions.annex": Row(SUPERVISES | RATES, names=RATES, at=lambda t: {"uuid": t.travelling.annex}),
    "GET missions.write_annex": Row(SUPERVISES, member),
    "POST missions.write_annex": Row(
        SUPERVISES,
        member,
        send=lambda _t: {"words": "Asks very well.", "recommendation": "ready", "reason": "One day more."},
        form="missions.write_annex",
        changes="mission_annex_version",
    ),
    "POST missions.sign_annex": Row(
        SUPERVISES,
        lambda t: {"uuid": t.travelling.mission, "member": t.travelling.member},
        send=lambda _t: {"base": "2"},
        form="missions.write_annex",
        changes="audit_entry mission_annex_version",
    ),
}
PICTURE = {
    "GET missions.picture": Row(READS),
    "GET missions.export_picture": Row(READS, lambda _t: {"form": "csv"}),
    "GET missions.follow_up": Row(READS),
    "GET missions.export_follow_up": Row(READS, lambda _t: {"form": "csv"}),
}
PRACTICE = Row(WITH_ROLE)
OPERATIONS = {
    "GET missions.practice": PRACTICE,
    "GET missions.export_practice": replace(PRACTICE, at=lambda _t: {"form": "csv"}, changes="audit_entry"),
    "POST missions.record": Row(
        SUPERVISES,
        send=lambda t: {
            "activity": t.travelling.operation,
            "login": t.owner.person.username,
            "observed_on": t.travelling.day,
            "words": "Searched a container.",
        },
        form="missions.practice",
        changes="audit_entry operation_practice",
    ),
}
ROWS: Mapping[str, Row] = {**PLANNING, **WRITING, **HOSTS, **ANNEXES, **PICTURE, **OPERATIONS}
