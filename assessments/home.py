"""What assessments bring to the home page."""

from assessments.decisions.pages import waiting
from assessments.decisions.queries import decisions_first
from assessments.exams.pages.cuts import cuts_to_agree
from assessments.exams.pages.start_page import attempts_next, late_next
from assessments.exams.pages.withdrawals import withdrawals_to_confirm
from assessments.exams.printed.pages import start_page as printed
from assessments.exams.printed.queries import sheets_first as printed_first
from assessments.exams.queries.home import attempts_first, cuts_first, late_first, withdrawals_first
from assessments.exams.sittings.pages import start_page as sittings
from assessments.exams.sittings.queries.sittings import sittings_first
from assessments.missions.pages import mission
from assessments.missions.queries.missions import missions_first
from assessments.sheets.pages import start_page as sheets
from assessments.sheets.queries.home import sheets_first
from assessments.workshops.pages import start_page as workshops
from assessments.workshops.queries.waiting import workshops_first
from lms.ports import HomeSource

HOME = (
    HomeSource(attempts_first, follows=attempts_next),
    HomeSource(late_first, follows=late_next),
    HomeSource(withdrawals_first, follows=withdrawals_to_confirm),
    HomeSource(cuts_first, follows=cuts_to_agree),
    HomeSource(sittings_first, follows=sittings.what_next),
    HomeSource(printed_first, printed.what_next),
    HomeSource(decisions_first, follows=waiting.decisions_next),
    HomeSource(missions_first, follows=mission.what_next),
    HomeSource(workshops_first, follows=workshops.what_next),
    HomeSource(sheets_first, sheets.what_next),
)
