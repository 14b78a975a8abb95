"""Manifest of courses: what is taught, who takes it, how far they are."""

from pathlib import Path

from courses import demo
from courses.catalogue import legacy as catalogue_legacy
from courses.catalogue import models as catalogue_models
from courses.catalogue import tasks
from courses.catalogue.commands import courses_commands
from courses.catalogue.queries import stored_keys
from courses.catalogue.register_commands import sources_command
from courses.catalogue.review import models as review_models
from courses.catalogue.review.audited import AUDITED as AUDITED_REVIEWS
from courses.catalogue.review.commands import reviews
from courses.cohorts import tasks as cohort_tasks
from courses.cohorts.account_kind import ACCOUNTS_KIND
from courses.cohorts.cohort_kinds import COHORT_KIND, JOIN_KIND
from courses.cohorts.demo import current, history
from courses.cohorts.models import cohort as cohort_models
from courses.cohorts.models import deadline as deadline_models
from courses.cohorts.models import imports as import_models
from courses.cohorts.models import lapse as lapse_models
from courses.cohorts.models import meeting as meeting_models
from courses.cohorts.models import message as message_models
from courses.cohorts.models import participant as participant_models
from courses.cohorts.models import question as question_models
from courses.cohorts.offline_questions import QUESTION_KIND
from courses.cohorts.offline_rolls import OFFLINE_KINDS as COHORT_KINDS
from courses.cohorts.queries.audited import AUDITED as AUDITED_COHORTS
from courses.cohorts.queries.audited_meetings import AUDITED as AUDITED_MEETINGS
from courses.cohorts.queries.calendars import calendar_events
from courses.cohorts.queries.deadlines import run_deadlines
from courses.cohorts.queries.survey_groups import cohorts_with_forms
from courses.cohorts.scope_kind import COHORT
from courses.cohorts.services.cohort_versions import VERSION_MESSAGE, version_published
from courses.cohorts.services.deadlines import DEADLINE_EXTENDED
from courses.cohorts.services.joining import run_ended
from courses.cohorts.services.lapses import TRAINER_LAPSED
from courses.cohorts.services.meeting_messages import MEETING_MESSAGE
from courses.cohorts.services.questions import QUESTION_ANSWERED
from courses.cohorts.services.writing import TRAINER_MESSAGE
from courses.cohorts.views import (
    accounts,
    board,
    deadlines,
    forms_of,
    importing,
    joining,
    leading,
    listing,
    meeting_codes,
    meetings,
    participants,
    phone_roll,
    questions,
    rolls,
    writing,
)
from courses.cohorts.views import attended as attended_views
from courses.cohorts.views import blueprints as cohort_blueprints
from courses.cohorts.views import classroom as cohort_classroom
from courses.cohorts.views import exports as cohort_exports
from courses.cohorts.views import versions as cohort_versions
from courses.evaluation import views as evaluation
from courses.events import CourseVersionPublished, RunEnded
from courses.home import HOME
from courses.impact import models as impact_models
from courses.impact import views as impact_views
from courses.impact.commands.appendices import appendices
from courses.impact.commands.impact import impact
from courses.impact.queries import AUDITED as AUDITED_APPENDICES
from courses.impact.queries import stored_keys as appendices_keys
from courses.learning import legacy as learning_legacy
from courses.learning import models as learning_models
from courses.learning.offline_reads import READ_KIND
from courses.learning.views import check_answers, classroom, exports, learner, looking_up, offline, sources, versions
from courses.mistakes import demo as mistakes_demo
from courses.mistakes import models as mistake_models
from courses.mistakes.offline_reports import MISTAKE_KIND
from courses.mistakes.queries.audited import AUDITED as AUDITED_MISTAKES
from courses.mistakes.services.judging import MISTAKE_JUDGED
from courses.mistakes.views import judging as mistakes_judging
from courses.mistakes.views import reporting as mistakes_reporting
from courses.mistakes.views.blueprint import bp as mistakes_bp
from courses.openings import views as openings
from courses.openings.queries import AUDITED as AUDITED_OPENINGS
from courses.permissions import ACCESS, CoursePermission
from courses.ports.pages import COURSE_PAGES, LESSON_FOOT, CoursePage, LessonFoot
from courses.ports.runs import RUN_DEADLINES, SURVEY_GROUPS
from courses.preview.commands import preview
from courses.preview.views import notice
from courses.programme import demo as programme_demo
from courses.programme import models as programme_models
from courses.programme.commands import programme_commands
from courses.programme.queries.audited import AUDITED as AUDITED_PROGRAMME
from courses.programme.views import activities, cascade, lists, set_up
from courses.programme.views import exports as programme_exports
from courses.programme.views import one as one_activity
from courses.programme.views.blueprints import bp as programme_bp
from courses.progress.pages.person import COURSES_PART
from courses.progress.views import progress
from courses.progress.views.blueprint import bp as progress_bp
from courses.reviews import demo as review_demo
from courses.reviews.services import PIECE_RETURNED
from courses.reviews.views import rule as review_rule
from courses.reviews.views import texts as review_texts
from courses.reviews.views.blueprint import bp as reviews_bp
from courses.surveys import demo as survey_demo
from courses.surveys import models as survey_models
from courses.surveys import tasks as survey_tasks
from courses.surveys.queries.audited import AUDITED as AUDITED_SURVEYS
from courses.surveys.views import answering, papers, running, supervising
from courses.surveys.views import exports as survey_exports
from courses.surveys.views.blueprints import bp as surveys_bp
from lms.i18n import lazy as _l
from lms.manifest import Package
from lms.people.api import PERSON_PARTS
from lms.ports import MenuEntry

courses_commands.add_command(preview)
courses_commands.add_command(sources_command)
courses_commands.add_command(reviews)
courses_commands.add_command(impact)
courses_commands.add_command(appendices)
HERE = Path(__file__).parent
STATIC = ("learning", "cohorts", "surveys", "progress", "mistakes", "reviews")
PACKAGE = Package(
    name="courses",
    access=(ACCESS,),
    models=(
        catalogue_models,
        review_models,
        learning_models,
        cohort_models,
        participant_models,
        deadline_models,
        question_models,
        lapse_models,
        message_models,
        import_models,
        meeting_models,
        survey_models,
        programme_models,
        mistake_models,
        impact_models,
    ),
    blueprints=(
        learner.bp,
        openings.bp,
        cohort_blueprints.bp,
        surveys_bp,
        evaluation.bp,
        programme_bp,
        progress_bp,
        mistakes_bp,
        reviews_bp,
        impact_views.bp,
    ),
    views=(
        learner,
        check_answers,
        looking_up,
        classroom,
        exports,
        offline,
        sources,
        versions,
        openings,
        listing,
        cohort_exports,
        leading,
        participants,
        joining,
        board,
        deadlines,
        questions,
        writing,
        importing,
        accounts,
        cohort_classroom,
        forms_of,
        meetings,
        rolls,
        meeting_codes,
        phone_roll,
        attended_views,
        cohort_versions,
        answering,
        running,
        papers,
        survey_exports,
        supervising,
        evaluation,
        activities,
        one_activity,
        lists,
        programme_exports,
        set_up,
        cascade,
        progress,
        review_texts,
        review_rule,
        mistakes_reporting,
        mistakes_judging,
        impact_views,
    ),
    static_folders=tuple(HERE / area / "static" for area in STATIC),
    never_kept=("/f/", "/forms"),
    menu=(
        MenuEntry(_l("Learn"), "learning.learn", CoursePermission.COURSE_TAKE, 10),
        MenuEntry(_l("Cohorts"), "cohorts.index", CoursePermission.COHORT_SEE, 15),
        MenuEntry(_l("Progress"), "progress.index", CoursePermission.PROGRESS_SEE, 16),
        MenuEntry(_l("Programme"), "programme.activities", CoursePermission.PROGRAMME_SEE, 60),
        MenuEntry(
            _l("Course reviews"), "reviews.index", CoursePermission.COURSE_REVIEWS, 61, under="programme.activities"
        ),
        MenuEntry(
            _l("Reported mistakes"),
            "mistakes.all_of_them",
            CoursePermission.MISTAKE_JUDGE,
            62,
            under="programme.activities",
        ),
        MenuEntry(_l("Appendices"), "impact.appendices", CoursePermission.APPENDICES_LOAD, 62),
        MenuEntry(_l("Forms"), "surveys.running", CoursePermission.SURVEY_RUN, 40),
    ),
    notices=(notice,),
    listeners=((RunEnded, run_ended), (CourseVersionPublished, version_published)),
    offline_kinds=(READ_KIND, QUESTION_KIND, MISTAKE_KIND, *COHORT_KINDS),
    message_kinds=(
        TRAINER_MESSAGE,
        DEADLINE_EXTENDED,
        QUESTION_ANSWERED,
        TRAINER_LAPSED,
        MEETING_MESSAGE,
        VERSION_MESSAGE,
        PIECE_RETURNED,
        MISTAKE_JUDGED,
    ),
    calendar_sources=(calendar_events,),
    home=HOME,
    jobs=(survey_tasks.write_to_supervisor, cohort_tasks.apply_import, cohort_tasks.follow_correction),
    periodic=(
        tasks.render_old_pages,
        tasks.index_versions,
        tasks.keep_pieces,
        survey_tasks.send_due,
        cohort_tasks.forget_files,
        cohort_tasks.tell_coordinators,
        cohort_tasks.follow_later,
    ),
    application_kinds=(ACCOUNTS_KIND, COHORT_KIND, JOIN_KIND),
    commands=(courses_commands, programme_commands),
    stored_files=(stored_keys, appendices_keys),
    audited=(
        *AUDITED_REVIEWS,
        *AUDITED_OPENINGS,
        *AUDITED_COHORTS,
        *AUDITED_MEETINGS,
        *AUDITED_SURVEYS,
        *AUDITED_PROGRAMME,
        *AUDITED_MISTAKES,
        *AUDITED_APPENDICES,
    ),
    legacy_tables=(*catalogue_legacy.LEGACY, *learning_legacy.LEGACY),
    demo=(
        demo.load,
        history.load,
        current.load,
        survey_demo.load,
        programme_demo.load,
        review_demo.load,
        mistakes_demo.load,
    ),
    provides=(
        COURSE_PAGES.filled_by(CoursePage(_l("Your supervisor"), "surveys.mine", of_course=False)),
        RUN_DEADLINES.filled_by(run_deadlines),
        LESSON_FOOT.filled_by(LessonFoot(COHORT, "cohorts/_ask.html", ("question.js",))),
        SURVEY_GROUPS.filled_by(cohorts_with_forms),
        PERSON_PARTS.filled_by(COURSES_PART),
    ),
)
