"""Manifest of people: accounts, administrations, rights and the ways in."""

from pathlib import Path

from lms import rate_limits
from lms.access import Permission
from lms.audit.ports import AUDIT_SUBJECTS
from lms.i18n import lazy
from lms.manifest import Package
from lms.people import demo, letters, models, role_messages, tasks
from lms.people.access.definitions import ACCESS
from lms.people.commands import people, roles
from lms.people.events import RoleEnded, RoleGranted
from lms.people.legacy import LEGACY
from lms.people.pages.record_links import PeopleLinks
from lms.people.views import account, administrations, auth, blueprints, contacts, exports, names, rights, slips
from lms.people.views import people as people_views
from lms.ports import MenuEntry

PACKAGE = Package(
    name="people",
    access=(ACCESS,),
    models=(models, rate_limits),
    blueprints=(blueprints.people, blueprints.account, blueprints.administrations),
    views=(account, administrations, auth, contacts, exports, names, people_views, rights, slips),
    static_folders=(Path(__file__).parent / "static",),
    menu=(
        MenuEntry(lazy("People"), "people.all_of_them", Permission.PEOPLE_MANAGE, order=80),
        MenuEntry(lazy("Administrations"), "administrations.all_of_them", Permission.ADMINISTRATION_MANAGE, order=90),
    ),
    message_kinds=(role_messages.ROLE_GIVEN, role_messages.ROLE_ENDED),
    listeners=((RoleGranted, role_messages.tell_given), (RoleEnded, role_messages.tell_ended)),
    jobs=(letters.write_letter,),
    periodic=(tasks.clean_up,),
    commands=(people, roles),
    legacy_tables=LEGACY,
    demo=(demo.load,),
    provides=(AUDIT_SUBJECTS.filled_by(PeopleLinks()),),
)
