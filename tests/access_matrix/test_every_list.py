"""Every list has its export: each page either offers its lists as files, or it is said why it has none."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.access_matrix.all_rows import ROWS
from tests.access_matrix.asking import TOKEN, Matrix, body_of, first_who_may
from tests.access_matrix.persons import EVERYWHERE, LEADER, MANAGER
from tests.pages.table import NO_PAGE, PAGES

LISTS: Mapping[str, tuple[str, ...]] = {
    "administrations.all_of_them": ("administrations.export",),
    "administrations.one": ("administrations.export_units",),
    "applications.all_of_them": ("applications.export",),
    "audit.record": ("audit.export",),
    "certificates.mine": ("certificates.export_mine",),
    "cohorts.board": ("cohorts.export_board",),
    "cohorts.index": ("cohorts.export",),
    "cohorts.one": ("cohorts.export_officers",),
    "cohorts.import_one": ("cohorts.export_import",),
    "credentials.all_of_them": ("credentials.export",),
    "credentials.names": ("credentials.export_names",),
    "decisions.all_of_them": ("decisions.export",),
    "exams.attempts": ("exams.export_attempts",),
    "exams.hung_results": ("exams.export_hung",),
    "exams.manage": ("exams.export_exams", "exams.export_late"),
    "exams.manage_exam": ("exams.export_cuts", "exams.export_withdrawn", "exams.export_time", "exams.export_more"),
    "exams.mine": ("exams.export_mine",),
    "exams.questions": ("exams.export_questions",),
    "learning.learn": ("learning.export",),
    "openings.waiting": ("openings.export", "openings.export_opened"),
    "people.all_of_them": ("people.export",),
    "programme.activities": ("programme.export_activities",),
    "programme.funds": ("programme.export_funds",),
    "programme.my_trainings": ("programme.export_my_trainings",),
    "programme.partners": ("programme.export_partners",),
    "programme.regions": ("programme.export_regions",),
    "programme.trained": ("programme.export_trained",),
    "programme.trainer": ("programme.export_trainings",),
    "programme.trainers": ("programme.export_trainers",),
    "reporting.country": ("reporting.export_trainers",),
    "reporting.figures": ("reporting.export_countries", "reporting.export_courses"),
    "reporting.report": ("reporting.export_report",),
    "reporting.reports": ("reporting.export_reports",),
    "surveys.running": ("surveys.export",),
    "surveys.supervisors": ("surveys.export_requests",),
}
WITHOUT: Mapping[str, str] = {
    "account.signed_in": "each line is a button for one of one's own devices, gone once it is pressed",
    "calendar_feeds.own": "one's own address, of which there is one",
    "cohorts.join": "a form; each line below it leads to a cohort of one's own, of which there are few",
    "cohorts.joins": "what waits for a person, each line two buttons",
    "learning.course": "content: the outline of a course, the same for all who take it",
    "learning.glossary": "content: the words of a course",
    "learning.search": "content: results of a search, gone with the next one",
    "exams.revise": "content: questions that one got wrong, shown to be learnt from and not to be passed on",
    "messages.inbox": "letters to oneself, which are read here and sent as mail already",
    "operating.letters": "letters of the demonstration, which are files already",
    "people.many_slips": "a form: people to tick, and the file is what comes of it",
    "people.move": "a form: people to tick, who are in the list of people with its export",
    "surveys.mine": "whom one named oneself, each line with its form",
    "web.offline": "what lies on this phone, which the server does not know",
    "web.start": "what waits for a person, each line a button",
    **dict.fromkeys(
        (
            "account.consent", "account.sex", "account.time_zone", "programme.change", "programme.change_fund",
            "programme.change_partner", "programme.change_region", "programme.new_activity", "programme.new_fund",
            "programme.new_partner", "programme.new_region", "programme.set_up",
            "reporting.freeze",
            "applications.apply", "applications.sent", "cohorts.change",
            "cohorts.co_trainers", "cohorts.code", "cohorts.end", "cohorts.hand_over", "cohorts.join_by",
            "cohorts.new", "cohorts.import_form", "cohorts.write", "learning.newer", "messages.choices",
            "messages.unsubscribe",
            "surveys.answer",
            "surveys.copy", "surveys.make", "surveys.name_supervisor", "surveys.paper", "surveys.supervisor",
            "surveys.thanks", "administrations.contacts", "administrations.edit", "administrations.edit_unit",
            "administrations.new", "administrations.new_unit", "account.own", "account.password", "account.step_up",
            "certificates.claim", "certificates.proof", "credentials.judge_name", "credentials.lift",
            "credentials.propose_revocation",
            "credentials.reissue", "credentials.suspend", "decisions.objection", "exams.late", "learning.card_used",
            "people.code", "people.edit", "people.forgot", "people.forgot_sent", "people.give_role", "people.link",
            "people.new", "people.sign_in", "register.check",
        ),
        "a form",
    ),
    **dict.fromkeys(
        (
            "applications.one", "applications.own", "card.page", "certificates.one", "cohorts.accounts",
            "cohorts.offered",
            "cohorts.officer", "cohorts.own",
            "cohorts.participant", "credentials.one", "decisions.one", "decisions.own", "exams.attempt",
            "exams.exam", "exams.managed_attempt", "exams.question", "learning.lesson", "learning.practice",
            "messages.one", "openings.one", "programme.one",
            "surveys.one", "operating.letter", "people.one", "people.slip",
            "register.achievement", "register.credential",
            "register.inside_address",
        ),
        "one thing, and what belongs to it",
    ),
}  # fmt: skip
READERS = {  # others read the page, without its list
    "cohorts.export_officers": LEADER,
    "programme.export_my_trainings": LEADER,
    "programme.export_trainers": f"{MANAGER} {EVERYWHERE}",
    "programme.export_activities": f"{MANAGER} {EVERYWHERE}",
    "reporting.export_countries": f"{MANAGER} {EVERYWHERE}",
    "reporting.export_courses": f"{MANAGER} {EVERYWHERE}",
    "reporting.export_trainers": f"{MANAGER} {EVERYWHERE}",
}
FIRST = {  # what fills a list that is empty else
    "exams.export_more": "POST exams.give_attempt",
    "openings.export_opened": "POST openings.open_for_one",
    "surveys.export": "POST surveys.make",
}
EXPORTS = [(page, export) for page, exports in LISTS.items() for export in exports]


def do(matrix: Matrix, key: str) -> None:
    """Do what fills the list, as somebody who may."""
    row = ROWS[key]
    who = first_who_may(row)
    fields = {**body_of(matrix, key, row), TOKEN: matrix.signed[who].token}
    done = matrix.browser(who).post(matrix.address(key.split()[1], row, "POST"), data=fields)
    assert done.status_code == 303


def pages(matrix: Matrix) -> set[str]:
    """The endpoints that answer a person who asks for a page."""
    rules = [rule for rule in matrix.app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    return {rule.endpoint for rule in rules} & {state.endpoint for state in PAGES} - set(NO_PAGE)


def test_every_page_offers_its_lists_as_files_or_it_is_said_why_not(matrix):
    unnamed = pages(matrix) - set(LISTS) - set(WITHOUT)
    assert not unnamed, (
        f"Has it a list? Export it (lms/tables/exports.py), or say in WITHOUT why not: {sorted(unnamed)}"
    )
    assert (set(LISTS) | set(WITHOUT)) <= pages(matrix)
    assert not set(LISTS) & set(WITHOUT)


def test_every_export_belongs_to_a_page(matrix):
    there = {name for name in matrix.app.view_functions if name.split(".")[-1].startswith("export")}
    assert there == {export for _page, export in EXPORTS}


@pytest.mark.parametrize(("page", "export"), EXPORTS)
def test_whoever_reads_the_page_takes_the_file_and_the_page_leads_to_it(matrix, page, export):
    row, file = ROWS[f"GET {page}"], ROWS[f"GET {export}"]
    access = [vars(matrix.app.view_functions[name])["access"] for name in (page, export)]
    assert (access[0], row.may) == (access[1], file.may)
    who = READERS.get(export) or first_who_may(ROWS[FIRST.get(export, f"GET {page}")])
    address = matrix.address(export, file, "GET")
    with matrix.undone():
        if export in FIRST:
            do(matrix, FIRST[export])
        shown = matrix.browser(who).get(matrix.address(page, row, "GET")).text
    assert all(address.removesuffix("csv") + form in shown for form in ("csv", "xlsx", "json"))


def test_an_unknown_form_of_file_is_not_found(matrix):
    browser = matrix.browser("administrator everywhere")
    assert browser.get("/people/export.pdf").status_code == 404
