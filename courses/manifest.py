"""Manifest of courses: what is taught, who takes it, how far they are."""

from pathlib import Path

from courses import demo
from courses.catalogue import legacy as catalogue_legacy
from courses.catalogue import models as catalogue_models
from courses.catalogue import tasks
from courses.catalogue.commands import courses_commands
from courses.catalogue.queries import stored_keys
from courses.learning import legacy as learning_legacy
from courses.learning import models as learning_models
from courses.learning.offline_reads import READ_KIND
from courses.learning.pages import overview
from courses.learning.views import learner, offline
from courses.openings import views as openings
from courses.openings.queries import AUDITED
from courses.permissions import ACCESS, CoursePermission
from courses.preview.commands import preview
from courses.preview.views import notice
from lms.i18n import lazy as _l
from lms.manifest import Package
from lms.ports import MenuEntry

courses_commands.add_command(preview)

PACKAGE = Package(
    name="courses",
    access=(ACCESS,),
    models=(catalogue_models, learning_models),
    blueprints=(learner.bp, openings.bp),
    views=(learner, offline, openings),
    static_folders=(Path(__file__).parent / "learning" / "static",),
    menu=(MenuEntry(_l("Learn"), "learning.learn", CoursePermission.COURSE_TAKE, 10),),
    notices=(notice,),
    offline_kinds=(READ_KIND,),
    what_next=(overview.what_next,),
    periodic=(tasks.render_old_pages, tasks.index_versions),
    commands=(courses_commands,),
    stored_files=(stored_keys,),
    audited=AUDITED,
    legacy_tables=(*catalogue_legacy.LEGACY, *learning_legacy.LEGACY),
    demo=(demo.load,),
)
