"""What certificates bring to the home page."""

from certificates.candidates.pages import start_page as candidate_steps
from certificates.candidates.queries import home as candidates
from certificates.complaints import pages as complaints
from certificates.complaints.queries import complaints_first
from certificates.credentials.queries.home import claims_first, names_first
from certificates.panels.pages.lists import convening_next, sitting_next
from certificates.panels.queries.home import convening_first, sitting_first
from certificates.register.pages import start_page
from certificates.roster import pages as roster
from certificates.roster.queries.listings import listing_first
from lms.ports import HomeSource

HOME = (
    HomeSource(claims_first, follows=start_page.claims_next),
    HomeSource(names_first, follows=start_page.names_next),
    HomeSource(complaints_first, follows=complaints.what_next),
    HomeSource(candidates.own_first, follows=candidate_steps.own_next),
    HomeSource(candidates.files_first, candidate_steps.files_next),
    HomeSource(candidates.care_first, follows=candidate_steps.care_next),
    HomeSource(sitting_first, follows=sitting_next),
    HomeSource(convening_first, convening_next),
    HomeSource(listing_first, roster.what_next),
)
