"""Manifest of people: accounts, administrations, rights and the ways in."""

from pathlib import Path

from lms import rate_limits
from lms.access import Permission
from lms.audit.ports import AUDIT_SUBJECTS
from lms.i18n import lazy
from lms.manifest import Package
from lms.people import demo, letters, models, role_messages, tasks
from lms.people.access.definitions import ACCESS
from lms.people.applications import letters as application_letters
from lms.people.applications import models as application_models
from lms.people.applications import pages as application_pages
from lms.people.applications.audited import AUDITED
from lms.people.applications.kinds import ACCOUNT_KIND, applications_first
from lms.people.applications.views import applying, deciding
from lms.people.applications.views import exports as application_exports
from lms.people.applications.views.blueprint import bp as applications
from lms.people.commands import people, roles
from lms.people.consents import models as consent_models
from lms.people.consents import views as consents
from lms.people.consents.audited import AUDITED as CONSENTS_AUDITED
from lms.people.events import RoleEnded, RoleGranted
from lms.people.legacy import LEGACY, place_everybody
from lms.people.pages.record_links import PeopleLinks
from lms.people.sex import models as sex_models
from lms.people.sex import views as sex
from lms.people.transfers import models as transfer_models
from lms.people.transfers import views as transfers
from lms.people.transfers.audited import AUDITED as TRANSFERS_AUDITED
from lms.people.transfers.kinds import TRANSFER_KIND
from lms.people.views import (
    account,
    administrations,
    auth,
    blueprints,
    contacts,
    exports,
    many_slips,
    names,
    rights,
    slips,
)
from lms.people.views import people as people_views
from lms.ports import HomeSource, MenuEntry

PACKAGE = Package(
    name="people",
    access=(ACCESS,),
    models=(models, application_models, consent_models, sex_models, transfer_models, rate_limits),
    blueprints=(blueprints.people, blueprints.account, blueprints.administrations, applications),
    views=(
        account,
        administrations,
        application_exports,
        applying,
        auth,
        consents,
        contacts,
        deciding,
        exports,
        many_slips,
        names,
        people_views,
        rights,
        sex,
        slips,
        transfers,
    ),
    static_folders=(Path(__file__).parent / "static",),
    menu=(
        MenuEntry(lazy("Applications"), "applications.all_of_them", Permission.APPLICATION_DECIDE, order=78),
        MenuEntry(lazy("People"), "people.all_of_them", Permission.PEOPLE_MANAGE, order=80),
        MenuEntry(lazy("Administrations"), "administrations.all_of_them", Permission.ADMINISTRATION_MANAGE, order=90),
    ),
    message_kinds=(role_messages.ROLE_GIVEN, role_messages.ROLE_ENDED),
    listeners=((RoleGranted, role_messages.tell_given), (RoleEnded, role_messages.tell_ended)),
    jobs=(letters.write_letter, application_letters.send_application_letter),
    periodic=(tasks.clean_up,),
    commands=(people, roles),
    legacy_tables=LEGACY,
    legacy_follow_ups=(place_everybody,),
    demo=(demo.load,),
    provides=(AUDIT_SUBJECTS.filled_by(PeopleLinks()),),
    home=(HomeSource(applications_first, follows=application_pages.what_next),),
    health_checks=(application_pages.check_applications,),
    application_kinds=(ACCOUNT_KIND, TRANSFER_KIND),
    audited=(*AUDITED, *TRANSFERS_AUDITED, *CONSENTS_AUDITED),
)
