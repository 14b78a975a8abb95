"""What courses bring to the home page."""

from courses.cohorts.pages import meetings_next, start_page
from courses.cohorts.queries import home as cohorts
from courses.surveys.pages.start_page import courses_next
from courses.surveys.queries.home import courses_first
from lms.ports import HomeSource

HOME = (
    HomeSource(cohorts.decided_first, follows=start_page.decided_next),
    HomeSource(cohorts.offered_first, start_page.offered_next),
    HomeSource(cohorts.led_first, start_page.led_next),
    HomeSource(cohorts.own_runs_first, start_page.own_runs_next),
    HomeSource(cohorts.led_meetings_first, meetings_next.led_next),
    HomeSource(cohorts.own_meetings_first, meetings_next.own_next),
    HomeSource(courses_first, follows=courses_next),
)
