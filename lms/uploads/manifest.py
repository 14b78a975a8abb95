"""Manifest of uploads: files in pieces, what they are for is brought by the packages."""

from pathlib import Path

from lms.manifest import Package
from lms.people.events import PersonClosed
from lms.uploads import form_part, models, tasks, views
from lms.uploads.audited import AUDITED
from lms.uploads.health_checks import check_uploads
from lms.uploads.queries import stored_keys

PACKAGE = Package(
    name="uploads",
    models=(models,),
    blueprints=(views.bp,),
    views=(views,),
    static_folders=(Path(__file__).parent / "static",),
    never_kept=("/uploads", "/files/"),
    listeners=((PersonClosed, tasks.account_closed),),
    periodic=(tasks.clean_up, tasks.scan_unchecked),
    stored_files=(stored_keys,),
    health_checks=(check_uploads,),
    audited=AUDITED,
    set_up=(form_part.init,),
)
