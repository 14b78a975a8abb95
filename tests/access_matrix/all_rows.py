"""The whole access matrix, and the few rows of which it says why they are unlike the others."""

from __future__ import annotations

from collections.abc import Mapping

from tests.access_matrix.rows import (
    applications,
    ground_floor,
    of_assessments,
    of_calendars,
    of_candidates,
    of_certificates,
    of_classroom,
    of_cohorts,
    of_complaints,
    of_courses,
    of_deadlines,
    of_evaluation,
    of_evidence,
    of_exports,
    of_imports,
    of_meetings,
    of_messages,
    of_missions,
    of_observations,
    of_offline_sheets,
    of_panels,
    of_practice,
    of_printed,
    of_programme,
    of_questions,
    of_reporting,
    of_rolls,
    of_roster,
    of_schemes,
    of_sheets,
    of_sittings,
    of_surveys,
    of_workshops,
)
from tests.access_matrix.table import Row, join

ROWS: Mapping[str, Row] = join(
    ground_floor.ROWS,
    applications.ROWS,
    of_messages.ROWS,
    of_calendars.ROWS,
    of_exports.ROWS,
    of_courses.ROWS,
    of_classroom.ROWS,
    of_cohorts.ROWS,
    of_deadlines.ROWS,
    of_questions.ROWS,
    of_imports.ROWS,
    of_meetings.ROWS,
    of_rolls.ROWS,
    of_surveys.ROWS,
    of_programme.ROWS,
    of_evaluation.ROWS,
    of_evidence.ROWS,
    of_reporting.ROWS,
    of_assessments.ROWS,
    of_observations.ROWS,
    of_printed.ROWS,
    of_offline_sheets.ROWS,
    of_sittings.ROWS,
    of_missions.ROWS,
    of_sheets.ROWS,
    of_certificates.ROWS,
    of_complaints.ROWS,
    of_workshops.ROWS,
    of_schemes.ROWS,
    of_panels.ROWS,
    of_practice.ROWS,
    of_roster.ROWS,
    of_candidates.ROWS,
)

# What is sent and changes no table, each with the reason.
CHANGES_NOTHING: Mapping[str, str] = {
    "POST papers.index": "a right code leads on to its sheet",
    "POST printed.by_code": "a right code leads on to its sheet",
    "POST offline_sheets.take": "a file that holds no sheet which this server can open",
    "POST account.step_up": "the password was typed at this very moment already",
    "POST calendar_feeds.end": "only the owner has an address",
    "POST account.end_others": "only the owner is signed in on another device",
    "POST cohorts.join": "a right code leads on to the page that says what one joins",
    "POST learning.answer_check": "an answer to a practice check is judged and forgotten",
    "POST learning.answer_projected": "an answer to a practice check is judged and forgotten",
    "POST learning.answer_practice": "an answer to a practice check is judged and forgotten",
    "POST register.check_file": "nothing of a file that is checked is kept",
    "POST surveys.check": "a right code leads on to the sheets that wait",
    "POST register.check_number": "a try that was right is taken back",
}
# What takes a form without its token, each with the reason.
WITHOUT_TOKEN: Mapping[str, str] = {
    "POST messages.unsubscribe": "a mail program presses it, and the signed address is the proof",
}
# What is done about others without asking for the password again, each with the reason.
WITHOUT_STEP_UP: Mapping[str, str] = {
    "learning.answer_projected": "an answer to a practice check is judged and forgotten",
    "cohorts.change": "days and place of a class are no right, name or result of anybody",
    "cohorts.end": "a class that has ended takes no right from its officers",
    "cohorts.deadlines": "days of a class are no right, name or result of anybody",
    "cohorts.extend": "more time in a class is no right, name or result of anybody",
    "cohorts.question": "words to an officer are no right, name or result of anybody",
    "cohorts.share_question": "words without a name are no right, name or result of anybody",
    "cohorts.call_back": "a cohort that stays where it is gives nobody a right",
    "cohorts.new_code": "a code is shown in a classroom, where there is no time for a password",
    "cohorts.stop_code": "a code that got about must be stopped at once",
    "cohorts.import_file": "a file is read and reported, and nobody is changed by it",
    "cohorts.import_answers": "who is meant by a row changes nobody until it is applied",
    "cohorts.import_apply": "who sits in which class is no right or result of anybody; accounts are proposed",
    "cohorts.import_discard": "a file that was not applied changed nobody",
    "cohorts.new_meeting": "when a class meets is no right, name or result of anybody",
    "cohorts.change_meeting": "when a class meets is no right, name or result of anybody",
    "cohorts.cancel_meeting": "when a class meets is no right, name or result of anybody",
    "cohorts.roll": "a roll is taken in a classroom, where there is no time for a password",
    "cohorts.decide_presence": "a roll is taken in a classroom, where there is no time for a password",
    "cohorts.withdraw": "who sits in which class is no right, name or result of anybody",
    "cohorts.move": "who sits in which class is no right, name or result of anybody",
    "cohorts.substitute": "who sits in which class is no right, name or result of anybody",
    "administrations.new": "an administration is no right, name or result of anybody",
    "administrations.edit": "an administration is no right, name or result of anybody",
    "administrations.contacts": "whom to call is no right, name or result of anybody",
    "administrations.new_unit": "a place of work is no right, name or result of anybody",
    "administrations.edit_unit": "a place of work is no right, name or result of anybody",
    "cohorts.write": "words to officers are no right, name or result of anybody",
    "printed.print_one": "a class waits for its sheets, and a paper that is drawn decides nothing",
    "printed.by_code": "a code that is looked up changes nobody",
    "printed.key": "what one person keys in counts once another has keyed in the same",
    "printed.lost": "what is reported of a sheet changes nothing until somebody else agrees",
    "offline_sheets.take": "what an assessor sealed is brought as it is, and nobody reads it",
    "papers.index": "a code that is looked up changes nobody",
    "papers.print_all": "a paper that is printed decides nothing",
    "papers.key_in": "what one person keys in counts once another has keyed in the same",
    "sheets.fill": "a sheet is kept one rating after another at an exercise, where there is no time for a password",
    "sheets.autosave": "a sheet is kept one rating after another at an exercise, where there is no time for a password",
    "sheets.open_again": "one's own sheet, at an exercise, until the other is sealed; the reason is kept",
    **dict.fromkeys(
        ("sheets.recording", "performances.recording", "workshops.recordings"),
        "whether something was recorded is said at an exercise, and no right, name or result of anybody",
    ),
    **dict.fromkeys(
        (
            "observations.begin", "observations.fill", "observations.autosave", "observations.open_again",
            "observations.remove",
        ),
        "one's own sheet is kept at a meeting, where there is no time for a password; releasing it asks",
    ),
    "surveys.make": "a form that a group answers without names is no right, name or result of anybody",
    "surveys.close": "a form that a group answers without names is no right, name or result of anybody",
    "surveys.copy": "a sheet without a name is no right, name or result of anybody",
    **dict.fromkeys(
        (
            "programme.new_activity", "programme.change", "programme.restate", "programme.link", "programme.unlink",
            "programme.new_fund", "programme.change_fund", "programme.new_partner", "programme.change_partner",
            "programme.new_region", "programme.change_region", "programme.take_set_up",
        ),
        "what the programme plans is no right, name or result of anybody",
    ),
    **dict.fromkeys(
        ("missions.new", "missions.change", "missions.add_member", "missions.take_out", "missions.cancel"),
        "who travels when and what they look at is no right, name or result of anybody",
    ),
    **dict.fromkeys(
        ("rubrics.load", "rubrics.criteria"), "a new version of a rubric changes no sheet that is under way"
    ),
    "missions.write_annex": "a draft is read by its expert alone; signing it asks",
    "missions.record": "what one saw oneself is evidence, and decides nothing",
    "surveys.check": "a code that leads on to its sheets changes nothing",
    "surveys.check_one": "a sheet without a name is no right, name or result of anybody",
    "surveys.set_aside": "a sheet without a name is no right, name or result of anybody",
    **dict.fromkeys(
        (
            "workshops.change", "workshops.frame", "workshops.new_exercise", "workshops.change_exercise",
            "workshops.end_exercise", "workshops.fresh", "workshops.new_room", "workshops.change_room",
            "workshops.end_room",
        ),
        "what is held when and where at a workshop is no right, name or result of anybody",
    ),
    **dict.fromkeys(
        (
            "workshops.new_candidate", "workshops.list_candidates", "workshops.new_assessor",
            "workshops.new_interpreter", "workshops.change_person", "workshops.end_person",
        ),
        "who takes part does nothing before a rotation is put in use, which asks",
    ),
    "workshops.ask_rotation": "a proposed rotation changes nobody before it is put in use, which asks",
    "workshops.changed": "a proposed rotation changes nobody before it is put in use, which asks",
    "workshops.stop": "a search that is stopped changed nobody",
    "workshops.ask_waiver": "another person decides, and that asks",
    "sittings.cancel": "a room that does not open takes no right, name or result from anybody",
    "reporting.freeze": "sums in which nobody can be told are no right, name or result of anybody",
    "people.end_sessions": "a stolen phone must be shut out at once",
    "people.close": "whoever must not come in any more is kept out at once; opening again asks",
}  # fmt: skip
HOW_TO_ADD = """\
These addresses have no row in the access matrix: {missing}.
Add one for each to the file of its package in tests/access_matrix/rows/: `Row(may, at, send=…, form=…, changes=…)`.
`may`: who may, such as `held(MANAGER, *COVERING)`. `at`: the parts of the address, from `things.py`; add there what it
leads to, for `owner`. `send` with `form`: what is typed, and the page on which the form stands. `changes`: the tables
that are then not what they were. Everybody else must find nothing; run tests/access_matrix to see who does not."""
