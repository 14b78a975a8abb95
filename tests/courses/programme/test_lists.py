"""Funds, partners and regions are added and changed by whoever runs the whole programme, and refused in words."""

from datetime import date

import pytest

from courses.programme.queries.lists import all_funds, all_regions, region_by_uuid
from courses.programme.rules.activities import PartnerKind
from courses.programme.services.lists import PartnerDraft, RegionDraft, save_fund, save_partner, save_region
from lms.access import Grant, Role
from lms.errors import BadInput, RuleBroken
from tests.builders import programme
from tests.builders.people import give_anywhere, person, viewer


def test_a_fund_is_kept_with_even_words_and_told_to_the_record(session, manager, now, told):
    draft = programme.fund_draft(code="  EU  2026/7 ", currency="eur")
    save_fund(session, None, draft, actor=manager, now=now)
    assert [(one.code, one.currency) for one in all_funds(session)] == [("EU 2026/7", "EUR")]
    assert told("programme.fund-saved")[0]["after"]["code"] == "EU 2026/7"


def test_saved_again_without_a_change_nothing_happens(session, manager, now, told):
    draft = programme.fund_draft()
    row = save_fund(session, None, draft, actor=manager, now=now)
    save_fund(session, row, draft, actor=manager, now=now)
    assert len(told("programme.fund-saved")) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": " "}, "code"),
        ({"code": "x" * 25}, "code"),
        ({"name": ""}, "name"),
        ({"donor": ""}, "donor"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": "1€"}, "currency"),
        ({"starts_on": date(2029, 1, 1)}, "ends_on"),
    ],
)
def test_a_fund_that_cannot_be_is_refused_beside_its_field(session, manager, now, changed, field):
    with pytest.raises(BadInput) as fault:
        save_fund(session, None, programme.fund_draft(**changed), actor=manager, now=now)
    assert fault.value.field == field
    assert all_funds(session) == []


def test_a_code_is_taken_once_in_whatever_case(session, manager, now):
    programme.fund(session, now, code="EU-1")
    with pytest.raises(BadInput, match="has this code already"):
        save_fund(session, None, programme.fund_draft(code="eu-1"), actor=manager, now=now)


def test_a_fund_keeps_the_days_of_what_it_pays_for(session, manager, now):
    row = programme.fund(session, now)
    programme.activity(session, now, fund_id=row.id, title="Port course")
    with pytest.raises(BadInput, match="Port course"):
        save_fund(session, row, programme.fund_draft(ends_on=date(2026, 11, 30)), actor=manager, now=now)


def test_a_partner_of_no_country_belongs_to_several(session, manager, now):
    row = save_partner(session, None, PartnerDraft("WCO", PartnerKind.INTERNATIONAL, ""), actor=manager, now=now)
    assert row.country is None


def test_a_partner_of_a_country_that_is_none_is_refused(session, manager, now):
    with pytest.raises(BadInput, match="Choose the country"):
        save_partner(session, None, PartnerDraft("WCO", PartnerKind.INTERNATIONAL, "XX"), actor=manager, now=now)


def test_a_region_is_changed_to_other_countries_and_the_record_has_both(session, manager, now, told):
    region = programme.region(session, now, "TH", "LA")
    save_region(session, region, RegionDraft(region.row.name, ["LA", "VN"]), actor=manager, now=now)
    assert region_by_uuid(session, region.row.uuid).countries == ("LA", "VN")
    assert told("programme.region-saved")[1] == {
        "before": {"countries": ["LA", "TH"]},
        "after": {"countries": ["LA", "VN"]},
    }


@pytest.mark.parametrize("countries", [[], ["LA", "Narnia"]])
def test_a_region_without_countries_or_with_what_is_none_is_refused(session, manager, now, countries):
    with pytest.raises(BadInput) as fault:
        save_region(session, None, RegionDraft("Mekong", countries), actor=manager, now=now)
    assert fault.value.field == "countries"
    assert all_regions(session) == []


def test_whoever_runs_one_country_changes_no_list_of_all(session, now):
    local = person(session)
    give_anywhere(session, local, Grant(Role.PROGRAMME_MANAGER, "country", "LA"))
    with pytest.raises(RuleBroken, match="in all countries"):
        save_fund(session, None, programme.fund_draft(), actor=viewer(session, local), now=now)
