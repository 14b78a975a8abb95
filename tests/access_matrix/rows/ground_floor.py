"""Rows of the ground floor: the front door, accounts, people and administrations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms.people.rules import shown_names
from lms.text.codes import shown_code
from tests.access_matrix.persons import (
    ABROAD,
    ADMINISTRATOR,
    ALL,
    COLLEAGUES,
    COORDINATOR,
    COUNTRY_OF_HOME,
    COVERING,
    EVERYWHERE,
    FAR,
    FORMER,
    HOMES,
    NEAR,
    NEIGHBOUR,
    NEIGHBOURS,
    OWNER,
    OWNERS,
    SIGNED_IN,
    STRANGERS,
    held,
)
from tests.access_matrix.table import Row
from tests.access_matrix.things import Things
from tests.builders.people import PASSWORD

CHOSEN = "a heron stands in the reeds"
ADMINISTRATORS, HERE = held(ADMINISTRATOR), held(ADMINISTRATOR, *COVERING)
OF_ALL = held(ADMINISTRATOR, EVERYWHERE)
PEOPLE_MANAGERS = ADMINISTRATORS | held(COORDINATOR)
KEEPERS = HERE | held(COORDINATOR, *COVERING)  # of the people of home
ELSEWHERE = held(ADMINISTRATOR, NEIGHBOUR, ABROAD) | held(COORDINATOR, NEIGHBOUR, ABROAD)
PEOPLE = frozenset({OWNERS, COLLEAGUES, NEIGHBOURS, STRANGERS})


def place(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.place.administration.uuid}


def unit(things: Things) -> Mapping[str, Any]:
    return {**place(things), "unit_uuid": things.place.unit.uuid}


def owner(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.owner.person.uuid}


def colleague(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.unchecked.uuid}


def chief(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.chief.uuid}


def leaver(things: Things) -> Mapping[str, Any]:
    return {"uuid": things.leaver.uuid}


def seen(things: Things) -> str:
    return shown_names(things.unchecked.name, things.unchecked.local_name)


def new_password(**more: str) -> Mapping[str, str]:
    return {"password": CHOSEN, "again": CHOSEN, **more}


FRONT = {
    "GET web.start": Row(ALL),
    "GET web.choose_language": Row(ALL, lambda t: {"code": "en"}, answers=303),
    "GET web.choose_shared": Row(ALL, lambda t: {"choice": "on"}, answers=303),
    "GET web.insecure": Row(ALL),
    "GET web.choose_pictures": Row(ALL, lambda t: {"choice": "off"}, answers=303),
    "GET web.offline": Row(ALL),
    "GET web.worker": Row(ALL),
    "GET web.healthz": Row(ALL),
    "GET web.readyz": Row(ALL),
    "GET web.metrics": Row(ALL),
    "GET operating.letters": Row(frozenset()),  # outside the demonstration there is no such page
    "GET operating.letter": Row(frozenset(), lambda t: {"name": "a.eml"}),
    "GET offline.token": Row(SIGNED_IN),
    "POST offline.sync": Row(
        SIGNED_IN,
        json=lambda t, who: {
            "person": t.people[who].uuid if who in t.people else "",
            "entries": [
                {
                    "id": "4b1e5a80-6c1f-4d0b-9d62-2f8f1f7d3c11",
                    "kind": "courses.read",
                    "subject": "tiny-course",
                    "device": "phone",
                    "seq": 1,
                    "made_at": None,
                    "body": {"lesson": "second", "version": t.courses.taken.uuid},
                }
            ],
        },
        answers=200,
        changes="offline_receipt",  # that they take no such course is kept as well
        unlike={OWNER: "lesson_read offline_receipt", FORMER: ""},
    ),
}
WAYS_IN = {
    "GET people.sign_in": Row(ALL - SIGNED_IN, led=SIGNED_IN),
    "POST people.sign_in": Row(
        ALL,
        send=lambda t: {"login": t.unchecked.username, "password": PASSWORD},
        form="people.sign_in",
        changes="user_session",
    ),
    "POST people.sign_out": Row(SIGNED_IN, form="account.own", changes="user_session"),
    "POST people.change_user": Row(SIGNED_IN, changes="user_session"),
    "GET people.forgot": Row(ALL),
    "POST people.forgot": Row(
        ALL, send=lambda t: {"login": t.unchecked.username}, form="people.forgot", changes="job rate_limit_try"
    ),
    "GET people.forgot_sent": Row(ALL),
    "GET people.link": Row(ALL, lambda t: {"token": t.link}, is_open=True),
    "POST people.link": Row(
        ALL,
        lambda t: {"token": t.link},
        send=lambda t: new_password(),
        form="people.link",
        changes="audit_entry one_time_secret person user_session",
    ),
    "GET people.code": Row(ALL),
    "POST people.code": Row(
        ALL,
        send=lambda t: new_password(login=t.newcomer.username, code=shown_code(t.code)),
        form="people.code",
        changes="audit_entry one_time_secret person user_session",
    ),
}
ACCOUNT = {
    "GET account.own": Row(SIGNED_IN),
    "POST account.own": Row(SIGNED_IN, send=lambda t: {"language": "fr"}, form="account.own", changes="person"),
    "GET account.password": Row(SIGNED_IN),
    "POST account.password": Row(
        SIGNED_IN,
        send=lambda t: new_password(current=PASSWORD),
        form="account.password",
        changes="audit_entry person user_session",
    ),
    "GET account.step_up": Row(SIGNED_IN),
    "POST account.step_up": Row(SIGNED_IN, send=lambda t: {"step_up_password": PASSWORD}, form="account.step_up"),
    "GET account.consent": Row(SIGNED_IN),
    "POST account.say": Row(  # only who was asked answers, and none of these was
        frozenset(), send=lambda t: {"answer": "yes"}, refused={409: SIGNED_IN}
    ),
    "GET account.signed_in": Row(SIGNED_IN),
    "POST account.end_one": Row(
        frozenset({OWNER}),
        lambda t: {"session_uuid": t.other_device.uuid},
        form="account.signed_in",
        changes="audit_entry user_session",
    ),
    "POST account.end_others": Row(
        SIGNED_IN, form="account.signed_in", changes="", unlike={OWNER: "audit_entry user_session"}
    ),
}
ADMINISTRATIONS = {
    "GET administrations.all_of_them": Row(ADMINISTRATORS, lists=frozenset({HOMES, NEAR, FAR})),
    "GET administrations.new": Row(held(ADMINISTRATOR, EVERYWHERE, COUNTRY_OF_HOME, ABROAD)),
    "POST administrations.new": Row(
        held(ADMINISTRATOR, EVERYWHERE, COUNTRY_OF_HOME),
        send=lambda t: {"name": "Newport Customs", "kind": "customs", "country": "TH"},
        form="administrations.new",
        refused={422: held(ADMINISTRATOR, ABROAD)},
        changes="administration audit_entry",
    ),
    "GET administrations.one": Row(HERE, place),
    "GET administrations.edit": Row(HERE, place),
    "POST administrations.edit": Row(
        HERE,
        place,
        send=lambda t: {"name": f"{HOMES} Customs House"},
        form="administrations.edit",
        changes="administration audit_entry",
    ),
    "GET administrations.contacts": Row(HERE, place),
    "POST administrations.contacts": Row(
        HERE,
        place,
        send=lambda t: {"superior_name": f"{HOMES} watch"},
        form="administrations.contacts",
        changes="administration_contact audit_entry",
    ),
    "GET administrations.new_unit": Row(HERE, place),
    "POST administrations.new_unit": Row(
        HERE,
        place,
        send=lambda t: {"name": f"{HOMES} gate", "kind": "airport"},
        form="administrations.new_unit",
        changes="audit_entry unit",
    ),
    "GET administrations.edit_unit": Row(HERE, unit),
    "POST administrations.edit_unit": Row(
        HERE,
        unit,
        send=lambda t: {"name": f"{HOMES} pier"},
        form="administrations.edit_unit",
        changes="audit_entry unit",
    ),
}
OF_PEOPLE = {
    "GET people.all_of_them": Row(PEOPLE_MANAGERS, lists=PEOPLE),
    "GET people.new": Row(PEOPLE_MANAGERS),
    "POST people.new": Row(
        KEEPERS,
        send=lambda t: {
            "name": "Gus Newcomer",
            "administration": t.place.administration.uuid,
            "scope": "own",
            "roles": ["officer"],
            "way": "slip",
        },
        form="people.new",
        refused={422: ELSEWHERE},
        changes="audit_entry one_time_secret person placement role_grant",
    ),
    "GET people.one": Row(KEEPERS, owner),
    "GET people.edit": Row(KEEPERS, owner),
    "POST people.edit": Row(
        KEEPERS,
        owner,
        send=lambda t: {"name": f"Anna {OWNERS}"},
        form="people.edit",
        changes="account_name_change audit_entry person",
    ),
    "GET people.give_role": Row(HERE, owner),
    "POST people.give_role": Row(
        HERE,
        owner,
        send=lambda t: {"role": "trainer", "scope": f"administration:{t.place.administration.uuid}"},
        form="people.give_role",
        changes="audit_entry job message role_grant",
    ),
    "POST people.give_role everywhere": Row(
        OF_ALL,
        owner,
        send=lambda t: {"role": "trainer", "scope": "everywhere"},
        form="people.give_role",
        refused={422: HERE - OF_ALL},
        changes="audit_entry job message role_grant",
    ),
    "POST people.make_slip of who holds more": Row(
        OF_ALL, chief, form="people.one", refused={409: KEEPERS - OF_ALL}, changes="audit_entry one_time_secret"
    ),
    "POST people.close of who holds more": Row(
        OF_ALL, chief, form="people.one", refused={409: KEEPERS - OF_ALL}, changes="audit_entry person role_grant"
    ),
    "POST people.end_role": Row(
        HERE,
        lambda t: {**owner(t), "role_uuid": t.role.uuid},
        form="people.one",
        changes="audit_entry job message role_grant",
    ),
    "POST people.send_letter": Row(KEEPERS, owner, form="people.one", changes="job"),
    "POST people.make_slip": Row(KEEPERS, owner, form="people.one", changes="audit_entry one_time_secret"),
    "GET people.slip": Row(KEEPERS, owner),
    "GET people.many_slips": Row(PEOPLE_MANAGERS),
    "POST people.print_slips": Row(
        KEEPERS,
        send=lambda t: {"who": t.newcomer.uuid},
        refused={409: ELSEWHERE},
        answers=200,
        changes="audit_entry one_time_secret",
    ),
    "POST people.end_sessions": Row(KEEPERS, owner, form="people.one", changes="audit_entry user_session"),
    "POST people.close": Row(
        KEEPERS, owner, form="people.one", changes="audit_entry message person role_grant upload user_session"
    ),
    "POST people.reopen": Row(KEEPERS, leaver, form="people.one", changes="audit_entry person"),
    "POST people.check_names": Row(
        KEEPERS,
        send=lambda t: {"seen": f"{t.unchecked.uuid} {seen(t)}"},
        form="people.all_of_them",
        changes="audit_entry person",
    ),
    "POST people.check_name": Row(
        KEEPERS, colleague, send=lambda t: {"seen": seen(t)}, form="people.one", changes="audit_entry person"
    ),
    "POST people.uncheck_name": Row(KEEPERS, owner, form="people.one", changes="audit_entry person"),
}
ROWS = {**FRONT, **WAYS_IN, **ACCOUNT, **ADMINISTRATIONS, **OF_PEOPLE}
