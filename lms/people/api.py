"""What other packages may know and do of people and administrations."""

from lms.people.access.scope_kinds import ADMINISTRATION, COUNTRY
from lms.people.labels import countries, country_name, is_country
from lms.people.pages.person import person_parts, rights_over
from lms.people.policy import administrations_of, appointed, reaches_person
from lms.people.policy import in_scope as people_in_scope
from lms.people.ports import (
    PERSON_PARTS,
    SLIP_SHEETS,
    PersonAsked,
    PersonPart,
    PersonPartSource,
    PrintedSlip,
    SlipSheet,
)
from lms.people.queries.accounts import (
    AccountName,
    accounts_of_administrations,
    accounts_of_logins,
    units_of_administrations,
)
from lms.people.queries.appointments import appointed_by, appointers_of, bound_by_rights, circle_asked, circle_told
from lms.people.queries.contacts import ContactInfo, contacts_of
from lms.people.queries.facts import (
    Addressee,
    AdministrationInfo,
    CheckedName,
    PersonInfo,
    PersonOutside,
    addressees,
    all_administrations,
    checked_names_of,
    has_checked_name,
    names_by_username,
    names_changed_by,
    people_called,
    people_info,
    people_named,
    people_outside,
    person_by_login,
    person_by_uuid,
    person_ids,
    person_of,
    real_people_exist,
    time_zones_of,
)
from lms.people.queries.held_roles import HolderSearch, PeoplePiece, ever_held, ever_holders_page, named_among
from lms.people.queries.names_in_texts import texts_with_names
from lms.people.queries.officers import OfficerRow, newcomer_ids, newcomers_among
from lms.people.queries.pairs import SharedAdministration, appointments_between, shared_administrations
from lms.people.queries.people import holders_everywhere, holders_of, nearest_holders, nearest_ids
from lms.people.queries.places import (
    AdministrationReached,
    PersonThere,
    PlaceKind,
    PlaceReached,
    administrations_reached,
    people_at,
    people_there,
    place_reached,
    workplaces_of_people,
)
from lms.people.queries.role_holders import ever_held_for, held_for, holders_at, holders_for, holds_role
from lms.people.queries.sums import countries_of_people, country_then, people_in_role
from lms.people.rules import AdministrationKind, ContactKind, UnitKind, is_key, normal_login, shown_names
from lms.people.services.accounts import PersonDraft
from lms.people.services.contacts import ContactDraft
from lms.people.services.door_checks import DoorCheck, DoorCheckState, check_at_door, checkable_at_door
from lms.people.services.independence import demand_independent
from lms.people.services.many_accounts import draft_faults, make_people
from lms.people.services.many_slips import MOST as SLIPS_MOST
from lms.people.services.provisioning import (
    check_name,
    give_password,
    make_administration,
    make_person,
    make_unit,
    set_contacts,
    set_password,
)
from lms.people.services.rights import end_role_for, give_role_for
from lms.people.services.typed_people import person_typed
from lms.people.services.unused_accounts import close_unused
from lms.people.sex.queries import SexCounts, sex_counts, sex_counts_by_country
from lms.people.sex.rules import LEAST as SEX_LEAST
from lms.people.sex.rules import Sex
from lms.people.views.responses import slips_file

__all__ = [
    "ADMINISTRATION",
    "COUNTRY",
    "PERSON_PARTS",
    "SEX_LEAST",
    "SLIPS_MOST",
    "SLIP_SHEETS",
    "AccountName",
    "Addressee",
    "AdministrationInfo",
    "AdministrationKind",
    "AdministrationReached",
    "CheckedName",
    "ContactDraft",
    "ContactInfo",
    "ContactKind",
    "DoorCheck",
    "DoorCheckState",
    "HolderSearch",
    "OfficerRow",
    "PeoplePiece",
    "PersonAsked",
    "PersonDraft",
    "PersonInfo",
    "PersonOutside",
    "PersonPart",
    "PersonPartSource",
    "PersonThere",
    "PlaceKind",
    "PlaceReached",
    "PrintedSlip",
    "Sex",
    "SexCounts",
    "SharedAdministration",
    "SlipSheet",
    "UnitKind",
    "accounts_of_administrations",
    "accounts_of_logins",
    "addressees",
    "administrations_of",
    "administrations_reached",
    "all_administrations",
    "appointed",
    "appointed_by",
    "appointers_of",
    "appointments_between",
    "bound_by_rights",
    "check_at_door",
    "check_name",
    "checkable_at_door",
    "checked_names_of",
    "circle_asked",
    "circle_told",
    "close_unused",
    "contacts_of",
    "countries",
    "countries_of_people",
    "country_name",
    "country_then",
    "demand_independent",
    "draft_faults",
    "end_role_for",
    "ever_held",
    "ever_held_for",
    "ever_holders_page",
    "give_password",
    "give_role_for",
    "has_checked_name",
    "held_for",
    "holders_at",
    "holders_everywhere",
    "holders_for",
    "holders_of",
    "holds_role",
    "is_country",
    "is_key",
    "make_administration",
    "make_people",
    "make_person",
    "make_unit",
    "named_among",
    "names_by_username",
    "names_changed_by",
    "nearest_holders",
    "nearest_ids",
    "newcomer_ids",
    "newcomers_among",
    "normal_login",
    "people_at",
    "people_called",
    "people_in_role",
    "people_in_scope",
    "people_info",
    "people_named",
    "people_outside",
    "people_there",
    "person_by_login",
    "person_by_uuid",
    "person_ids",
    "person_of",
    "person_parts",
    "person_typed",
    "place_reached",
    "reaches_person",
    "real_people_exist",
    "rights_over",
    "set_contacts",
    "set_password",
    "sex_counts",
    "sex_counts_by_country",
    "shared_administrations",
    "shown_names",
    "slips_file",
    "texts_with_names",
    "time_zones_of",
    "units_of_administrations",
    "workplaces_of_people",
]
