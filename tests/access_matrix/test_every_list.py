"""Every list has its export: each page either offers its lists as files, or it is said why it has none."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.access_matrix.all_rows import ROWS
from tests.access_matrix.asking import Matrix, fields_of, first_who_may
from tests.access_matrix.persons import EVERYWHERE, LEADER, MANAGER, OWNER
from tests.pages.table import NO_PAGE, PAGES

LISTS: Mapping[str, tuple[str, ...]] = {
    "administrations.all_of_them": ("administrations.export",),
    "administrations.one": ("administrations.export_units",),
    "applications.all_of_them": ("applications.export",),
    "audit.record": ("audit.export",),
    "complaints.all_of_them": ("complaints.export",),
    "panels.index": ("panels.export",),
    "schemes.index": ("schemes.export",),
    "candidacies.mine": ("candidacies.export",),
    "candidates.index": ("candidates.export",),
    "candidates.nominations": ("candidates.export_nominations",),
    "recognised.index": ("recognised.export",),
    "certificates.mine": ("certificates.export_mine",),
    "cohorts.board": ("cohorts.export_board",),
    "cohorts.index": ("cohorts.export",),
    "cohorts.questions": ("cohorts.export_questions",),
    "cohorts.one": ("cohorts.export_officers",),
    "cohorts.meeting": ("cohorts.export_roll",),
    "cohorts.meetings": ("cohorts.export_meetings",),
    "cohorts.import_one": ("cohorts.export_import",),
    "credentials.all_of_them": ("credentials.export",),
    "credentials.names": ("credentials.export_names",),
    "decisions.all_of_them": ("decisions.export",),
    "evidence.mine": ("evidence.export",),
    "exams.answers": ("exams.export_answers",),
    "exams.attempts": ("exams.export_attempts",),
    "exams.hung_results": ("exams.export_hung",),
    "exams.manage": ("exams.export_exams", "exams.export_late"),
    "evaluation.cohort": ("evaluation.export_cohort",),
    "evaluation.course": ("evaluation.export_course",),
    "exams.manage_exam": ("exams.export_cuts", "exams.export_withdrawn", "exams.export_time", "exams.export_more"),
    "exams.mine": ("exams.export_mine",),
    "exams.questions": ("exams.export_questions",),
    "impact.appendices": ("impact.export_appendices",),
    "impact.comparison": ("impact.export_comparison",),
    "learning.learn": ("learning.export",),
    "mistakes.all_of_them": ("mistakes.export",),
    "mistakes.mine": ("mistakes.export_mine",),
    "missions.follow_up": ("missions.export_follow_up",),
    "missions.index": ("missions.export",),
    "missions.mine": ("missions.export_mine",),
    "missions.picture": ("missions.export_picture",),
    "missions.practice": ("missions.export_practice",),
    "openings.waiting": ("openings.export", "openings.export_opened"),
    "people.all_of_them": ("people.export",),
    "practice.mine": ("practice.export",),
    "practice.of_candidate": ("practice.export_candidate",),
    "programme.activities": ("programme.export_activities",),
    "programme.funds": ("programme.export_funds",),
    "programme.my_trainings": ("programme.export_my_trainings",),
    "programme.partners": ("programme.export_partners",),
    "programme.regions": ("programme.export_regions",),
    "programme.trained": ("programme.export_trained",),
    "programme.trainer": ("programme.export_trainings",),
    "programme.trainers": ("programme.export_trainers",),
    "progress.index": ("progress.export_places",),
    "progress.place": ("progress.export",),
    "printed.of_cohort": ("printed.export",),
    "reviews.course": ("reviews.export_course",),
    "reviews.index": ("reviews.export", "reviews.export_mine"),
    "sittings.index": ("sittings.export",),
    "sittings.one": ("sittings.export_candidates", "sittings.export_protocol"),
    "workshops.index": ("workshops.export",),
    "workshops.one": ("workshops.export_people",),
    "workshops.rotation": ("workshops.export_rotation",),
    "observations.meeting": ("observations.export",),
    "offline_sheets.devices": ("offline_sheets.export_devices",),
    "papers.of_workshop": ("papers.export",),
    "performances.index": ("performances.export",),
    "performances.recommendations": ("performances.export_recommendations",),
    "rubrics.index": ("rubrics.export",),
    "rubrics.one": ("rubrics.export_criteria",),
    "sheets.feedback": ("sheets.export_feedback",),
    "sheets.mine": ("sheets.export",),
    "reporting.country": ("reporting.export_trainers",),
    "reporting.figures": ("reporting.export_countries", "reporting.export_courses"),
    "reporting.report": ("reporting.export_report",),
    "reporting.reports": ("reporting.export_reports",),
    "surveys.running": ("surveys.export",),
    "surveys.supervisors": ("surveys.export_requests",),
}
WITHOUT: Mapping[str, str] = {
    "reviews.lesson": "the texts of one lesson; how every text of a course stands is a file",
    "reviews.words": "the words of one course; how every text of a course stands is a file",
    "reviews.rule": "one rule with what was proposed before, of which there is little",
    "performances.board": "figures of a workshop; its performances and devices are lists with their files",
    "complaints.complain": "a form; each line above it leads to a complaint of one's own, of which there are few",
    "complaints.one": "one complaint with what was done about it",
    "complaints.own": "one complaint with what was done about it",
    "progress.person": "one person; the board of their place is the list, with its file",
    "progress.who_sees": "who answers for oneself, which is few people",
    "panels.convene": "a form; its lines are who may be chosen for one panel",
    "panels.letter": "one letter",
    "panels.letters": "letters to oneself, of which there are few",
    "panels.one": "one panel; the file of its candidate is a page of its own",
    "practice.add": "a form",
    "practice.correct": "a form about one entry of one's own log",
    "practice.withdraw": "a form about one entry of one's own log",
    "roster.found": "the roster gives no file (decision 144)",
    "roster.listing": "what one agreed to; each line says which body found one, and why",
    "roster.search": "the roster gives no file (decision 144)",
    "roster.write": "a form: a letter to one holder who was found",
    "schemes.changes": "what differs between two versions of one scheme, which are files of their owner",
    "schemes.load": "a form; what it refuses is gone once the file is mended",
    "schemes.one": "the versions of one scheme, which are files of their owner",
    "schemes.version": "one version of a scheme, which is a file of its owner",
    "workshops.bell": "the rings of a bell, which are no list of anything",
    "candidate_files.photograph": "one’s own photograph",
    "candidate_files.photographs": "faces, which are in no file; who takes part is a list of the workshop",
    "workshops.close": "a form; its lines are what is still open, as the board says it too",
    "workshops.fresh": "a form: who assesses one exercise, when and where",
    "workshops.performances": "boxes to tick; performances are a list of their moderator, and the plan has its file",
    "workshops.list_candidates": "a form; its lines that were refused are gone once they are mended",
    "workshops.my_day": "one’s own day, which is kept as a page",
    "workshops.room_check": "what this browser can do, which the server does not know",
    "attendance.check": "one paper, and no list",
    "cohorts.confirmations": "who gets a paper; the meetings of the cohort are the list, with its file",
    "cohorts.on_phone": "a roll to tick on a phone; the page of the meeting shows it as a list, with its file",
    "uploads.mine": "each line is a button for a file of one's own that waits, gone once it is used",
    "account.signed_in": "each line is a button for one of one's own devices, gone once it is pressed",
    "calendar_feeds.own": "one's own address, of which there is one",
    "cohorts.forms": "those of one cohort out of the list of forms, which has its export",
    "cohorts.join": "a form; each line below it leads to a cohort of one's own, of which there are few",
    "moving.index": "what waits for a person, each line gone once the step is taken",
    "cohorts.joins": "what waits for a person, each line two buttons",
    "surveys.check_list": "what waits for a second person, each line gone once it is checked",
    "learning.course": "content: the outline of a course, the same for all who take it",
    "evaluation.courses": "links to the courses that officers take",
    "cohorts.room": "content: the lessons of a course, each with its links",
    "web.insecure": "a page to read",
    "learning.handout": "content: lessons to be printed",
    "learning.projected": "content: a lesson on a projector",
    "learning.glossary": "content: the words of a course",
    "learning.sources": "content: the sources of a lesson",
    "learning.search": "content: results of a search, gone with the next one",
    "exams.revise": "content: questions that one got wrong, shown to be learnt from and not to be passed on",
    "performances.calibration": "how few assessors began a workshop, gone with its first day",
    "printed.batch": "sheets to print, which are in the list of sheets with its export",
    "printed.print_one": "a form: officers to tick, who are in the list of officers with its export",
    "missions.annexes": "confidential: each is read by itself and never passed on as a file",
    "missions.annex": "confidential: read by itself and never passed on as a file",
    "missions.deliver": "a form, above the text that it sends",
    "missions.one": "one mission; its team is few people, and the list of missions has its export",
    "missions.on_phone": "forms to write on a phone",
    "missions.report": "a text, which is taken along as a PDF",
    "missions.host_report": "a text, which is taken along as a PDF",
    "offline_sheets.day": "one's own sheets, to be marked; what they say is on no list before all are sealed",
    "offline_sheets.files": "a form; what became of a file is said once, and the sheets are on the board",
    "messages.inbox": "letters to oneself, which are read here and sent as mail already",
    "operating.letters": "letters of the demonstration, which are files already",
    "people.many_slips": "a form: people to tick, and the file is what comes of it",
    "people.move": "a form: people to tick, who are in the list of people with its export",
    "sittings.room": "a room for one supervisor; who opened it has the list of its candidates with its export",
    "surveys.mine": "whom one named oneself, each line with its form",
    "web.offline": "what lies on this phone, which the server does not know",
    "web.start": "what waits for a person, each line a button",
    **dict.fromkeys(
        (
            "account.consent", "account.sex", "account.time_zone", "programme.change", "programme.change_fund",
            "programme.change_partner", "programme.change_region", "programme.new_activity", "programme.new_fund",
            "programme.new_partner", "programme.new_region", "programme.set_up",
            "cohorts.deadlines", "cohorts.extend", "cohorts.question", "cohorts.under_lesson", "mistakes.new",
            "reporting.freeze",
            "applications.apply", "applications.sent", "cohorts.change",
            "cohorts.co_trainers", "cohorts.code", "cohorts.end", "cohorts.hand_over", "cohorts.join_by",
            "cohorts.new", "cohorts.import_form", "cohorts.newer_version", "cohorts.write", "learning.newer",
            "messages.choices", "messages.unsubscribe", "uploads.go_on",
            "evidence.add", "evidence.name_witness", "evidence.witness",
            "messages.choices", "messages.unsubscribe",
            "missions.add", "missions.change", "missions.host_follow_up", "missions.new", "missions.revise",
            "missions.write_annex",
            "cohorts.cancel_meeting", "cohorts.change_meeting", "cohorts.here", "cohorts.meeting_code",
            "cohorts.new_meeting", "cohorts.roll",
            "sittings.begin", "sittings.cancel", "sittings.key_in", "sittings.name_supervisor",
            "sittings.new",
            "workshops.ask_waiver", "workshops.change", "workshops.change_exercise", "workshops.change_person",
            "workshops.change_room", "workshops.changed", "workshops.decide_waiver", "workshops.frame",
            "workshops.new", "workshops.new_assessor", "workshops.new_candidate", "workshops.new_exercise",
            "workshops.new_interpreter", "workshops.new_room",
            "surveys.answer",
            "surveys.check", "surveys.check_one",
            "printed.by_code", "printed.key", "rubrics.criteria", "rubrics.load", "rubrics.preview",
            "sheets.open_again", "observations.open_again", "performances.new_reference", "performances.sampling",
            "papers.index", "papers.key",
            "surveys.copy", "surveys.make", "surveys.name_supervisor", "surveys.paper", "surveys.supervisor",
            "surveys.thanks", "administrations.contacts", "administrations.edit", "administrations.edit_unit",
            "administrations.new", "administrations.new_unit", "account.own", "account.password", "account.step_up",
            "certificates.claim", "certificates.proof", "credentials.judge_name", "credentials.lift",
            "credentials.propose_revocation",
            "credentials.reissue", "credentials.suspend", "decisions.objection", "exams.late", "learning.card_used",
            "people.code", "people.edit", "people.forgot", "people.forgot_sent", "people.give_role", "people.link",
            "people.new", "people.sign_in", "register.check",
            "candidacies.apply_for", "candidates.nominate_file", "recognised.enter",
        ),
        "a form",
    ),
    **dict.fromkeys(
        (
            "applications.one", "applications.own", "card.page", "certificates.one", "cohorts.accounts",
            "candidacies.one", "candidates.one", "moving.one", "recognised.one",
            "cohorts.offered",
            "cohorts.officer", "cohorts.own",
            "cohorts.participant", "credentials.one", "decisions.one", "decisions.own", "exams.attempt",
            "exams.exam", "exams.managed_attempt", "exams.question", "exams.review",
            "learning.lesson", "learning.practice", "mistakes.one",
            "messages.one", "openings.one", "evidence.one", "uploads.one", "programme.one",
            "messages.one", "openings.one", "performances.one", "performances.recommendation", "rubrics.version",
            "sheets.one", "observations.one", "programme.one",
            "surveys.one", "operating.letter", "people.one", "people.slip",
            "register.achievement", "register.credential",
            "register.inside_address",
        ),
        "one thing, and what belongs to it",
    ),
}  # fmt: skip
READERS = {  # others read the page, without its list
    "sheets.export": "assessor home",
    "sheets.export_feedback": OWNER,
    "cohorts.export_officers": LEADER,
    "programme.export_my_trainings": LEADER,
    "programme.export_trainers": f"{MANAGER} {EVERYWHERE}",
    "programme.export_activities": f"{MANAGER} {EVERYWHERE}",
    "missions.export_follow_up": f"{MANAGER} {EVERYWHERE}",
    "missions.export_mine": OWNER,
    "reporting.export_countries": f"{MANAGER} {EVERYWHERE}",
    "reporting.export_courses": f"{MANAGER} {EVERYWHERE}",
    "reporting.export_trainers": f"{MANAGER} {EVERYWHERE}",
}
FIRST = {  # what fills a list that is empty else
    "exams.export_more": "POST exams.give_attempt",
    "missions.export_practice": "POST missions.record",
    "openings.export_opened": "POST openings.open_for_one",
    "sheets.export_feedback": "POST performances.release",
    "surveys.export": "POST surveys.make",
}
EXPORTS = [(page, export) for page, exports in LISTS.items() for export in exports]


def do(matrix: Matrix, key: str) -> None:
    """Do what fills the list, as somebody who may."""
    row = ROWS[key]
    who = first_who_may(row)
    fields = fields_of(matrix, key, row, who)
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
