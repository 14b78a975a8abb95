"""Every address as every role and as nobody, against one table of what each may reach."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from lms.people.models import Person
from tests.builders import access as world
from tests.builders import people

NOBODY, OFFICER, OTHER, TRAINER, ASSESSOR, MANAGER, ADMIN = (
    "nobody", "officer", "other officer", "trainer", "assessor", "manager", "administrator",
)  # fmt: skip
EVERYBODY = {OFFICER, OTHER, TRAINER, ASSESSOR, MANAGER, ADMIN}
ALL = EVERYBODY | {NOBODY}

# Who may reach what. "Own" things belong to `officer`, who works in one administration; `other officer` in another.
# Manager and administrator hold their role everywhere. Everybody else finds nothing (404), nobody is sent to sign in.
TABLE: dict[str, set[str]] = {
    "web.start": ALL,
    "web.choose_language": ALL,
    "web.choose_pictures": ALL,
    "web.offline": ALL,
    "offline.token": EVERYBODY,
    "offline.sync": EVERYBODY,
    "web.worker": ALL,
    "web.healthz": ALL,
    "web.readyz": ALL,
    "web.metrics": ALL,
    "operating.letters": set(),  # outside the demonstration there is no such page
    "operating.letter": set(),
    "people.sign_in": ALL,
    "people.sign_out": EVERYBODY,
    "people.forgot": ALL,
    "people.forgot_sent": ALL,
    "people.link": ALL,
    "people.code": ALL,
    "account.own": EVERYBODY,
    "account.password": EVERYBODY,
    "account.step_up": EVERYBODY,
    "account.signed_in": EVERYBODY,
    "account.end_one": {OFFICER},
    "account.end_others": EVERYBODY,
    "administrations.all_of_them": {ADMIN},
    "administrations.new": {ADMIN},
    "administrations.one": {ADMIN},
    "administrations.edit": {ADMIN},
    "administrations.contacts": {ADMIN},
    "administrations.new_unit": {ADMIN},
    "administrations.edit_unit": {ADMIN},
    "people.all_of_them": {ADMIN},
    "people.check_names": {ADMIN},
    "people.check_name": {ADMIN},
    "people.uncheck_name": {ADMIN},
    "people.new": {ADMIN},
    "people.one": {ADMIN},
    "people.edit": {ADMIN},
    "people.give_role": {ADMIN},
    "people.end_role": {ADMIN},
    "people.send_letter": {ADMIN},
    "people.make_slip": {ADMIN},
    "people.slip": {ADMIN},
    "people.end_sessions": {ADMIN},
    "people.close": {ADMIN},
    "people.reopen": {ADMIN},
    "learning.learn": EVERYBODY,
    "learning.course": EVERYBODY,
    "learning.enrol": EVERYBODY,
    "learning.begin_again": {OFFICER},
    "learning.lesson": EVERYBODY,
    "learning.answer_check": {OFFICER},  # a check is for who takes the course
    "learning.read": {OFFICER},
    "learning.practice": EVERYBODY,  # who does not take the course is led to its page
    "learning.answer_practice": {OFFICER},
    "learning.glossary": EVERYBODY,
    "learning.answers": {OFFICER},
    "learning.module_plan": {OFFICER},
    "learning.reads_of_before": EVERYBODY,
    "learning.search": EVERYBODY,
    "learning.card_used": EVERYBODY,  # who does not take the course is led to its page
    "learning.media": EVERYBODY,
    "exams.exam": {OFFICER},
    "exams.start": {OFFICER},
    "exams.revise": {OFFICER},
    "exams.mine": EVERYBODY,
    "exams.attempt": {OFFICER},
    "exams.save": {OFFICER},
    "exams.save_one": {OFFICER},
    "exams.standing": {OFFICER},
    "exams.token": {OFFICER},
    "exams.submit": {OFFICER},
    "exams.manage": {MANAGER},
    "exams.manage_exam": {MANAGER},
    "exams.set_cut": {MANAGER},
    "exams.agree_cut": {MANAGER},
    "exams.refuse_cut": {MANAGER},
    "exams.questions": {MANAGER},
    "exams.question": {MANAGER},
    "exams.see_keys": {MANAGER},
    "exams.withdraw": {MANAGER},
    "exams.confirm_withdrawal": {MANAGER},
    "exams.refuse_withdrawal": {MANAGER},
    "exams.propose_return": {MANAGER},
    "exams.confirm_return": {MANAGER},
    "exams.refuse_return": {MANAGER},
    "exams.hung_results": {MANAGER},
    "exams.give_time": {MANAGER},
    "exams.late": {MANAGER},
    "exams.attempts": {MANAGER},
    "exams.managed_attempt": {MANAGER},
    "exams.annul": {MANAGER},
    "exams.bar": {MANAGER},
    "exams.give_attempt": {MANAGER},
    "decisions.own": {OFFICER},  # whom it concerns
    "decisions.objecting": {OFFICER},
    "decisions.all_of_them": {MANAGER, ADMIN},
    "decisions.one": {MANAGER},  # an administrator decides on certificates, not on attempts
    "decisions.decide": {MANAGER},
    "decisions.objection": {MANAGER},
    "decisions.judge": {MANAGER},
    "card.page": {OFFICER},  # a card is for who takes the course
    "card.pdf": {OFFICER},
    "certificates.mine": EVERYBODY,
    "certificates.one": {OFFICER},
    "certificates.state": {OFFICER},
    "certificates.file": {OFFICER},
    "certificates.visibility": {OFFICER},
    "certificates.claim": {OFFICER},
    "certificates.proof": {OFFICER},
    "certificates.proof_png": {OFFICER},
    "certificates.confirm": {OFFICER},
    "credentials.all_of_them": {MANAGER, ADMIN},
    "credentials.one": {MANAGER, ADMIN},
    "credentials.revoke": {MANAGER, ADMIN},
    "credentials.propose_revocation": {MANAGER, ADMIN},
    "credentials.suspend": {MANAGER, ADMIN},
    "credentials.lift": {MANAGER, ADMIN},
    "credentials.reissue": {MANAGER, ADMIN},
    "credentials.names": {MANAGER, ADMIN},
    "credentials.judge_name": {MANAGER, ADMIN},
    "register.check": ALL,
    "register.check_file": ALL,
    "register.check_number": ALL,
    "register.credential": ALL,
    "register.credential_file": ALL,
    "register.inside_address": ALL,
    "register.achievement": ALL,
    "register.did_document": ALL,
    "register.key_set": ALL,
    "register.key": ALL,
    "register.status_list": ALL,
    "register.audit_seal": ALL,
    "register.profile": ALL,
}


SAVE = {"page": "p", "saves": [{"position": 1, "client_seq": 1, "base_seq": 0, "value": None}]}


def reached(response: object) -> str:
    """How an address answered: reached, sent to sign in, nothing there, or broken."""
    code, target = response.status_code, response.headers.get("Location", "")
    if code >= 500:
        return f"broken ({code})"
    if code == 401 or (code == 303 and target.startswith("/sign-in")):
        return "sign in"
    return "nothing" if code in (404, 405) else "reached"


def wanted(endpoint: str, who: str, *, open_to_all: bool) -> str:
    """What the table says."""
    if who in TABLE[endpoint]:
        return "reached"
    return "sign in" if who == NOBODY and not open_to_all else "nothing"


def addresses(app: Flask, arguments: Mapping[str, Mapping[str, object]]) -> list[tuple[str, str, str, bool]]:
    """Endpoint, method, address, and whether it is declared public."""
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return [
            (
                rule.endpoint,
                method,
                adapter.build(rule.endpoint, dict(arguments.get(rule.endpoint, {})), method=method),
                vars(app.view_functions[rule.endpoint])["access"] is None,
            )
            for rule in app.url_map.iter_rules()
            for method in sorted(rule.methods & {"GET", "POST"})
        ]


def test_the_table_names_every_address(app):
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(TABLE)


def test_every_address_is_reached_by_those_of_the_table_and_nobody_else(
    app, session, connection, tmp_path, now, monkeypatch
):
    monkeypatch.setattr("lms.clock.now", lambda: now)
    app.config["WTF_CSRF_ENABLED"] = False
    things = world.build(session, tmp_path, now)
    session.commit()
    wrong = []
    for endpoint, method, address, open_to_all in addresses(app, things.arguments):
        for who in sorted(ALL):
            nested = connection.begin_nested()
            browser = people.browser(app)
            if who != NOBODY:
                people.sign_in(browser, session, session.get_one(Person, things.people[who]), at=now)
                session.commit()
            body = {"json": SAVE} if endpoint == "exams.save" else {}
            found = reached(browser.open(address, method=method, **body))
            nested.rollback()
            session.expire_all()
            if found != wanted(endpoint, who, open_to_all=open_to_all):
                wrong.append(f"{method} {address} ({endpoint}) as {who}: {found}")
    assert wrong == []
