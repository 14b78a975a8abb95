import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from certificates.credentials.issuing.document import build, hashed_email
from certificates.credentials.rules.award import Watched, percent, percent_required
from certificates.credentials.verification import validation
from certificates.credentials.verification.summary import summarised, watched_said
from lms.errors import RuleBroken
from tests.certificates.awards import NOW, TAUGHT_IN, award, exam, signed

SCHEMA = Path(__file__).parents[4] / "shared" / "ob3-schemas" / "achievementcredential.json"

Change = Callable[[dict[str, Any]], object]


def test_what_is_built_passes_our_own_check() -> None:
    assert validation.problems(build(award(local_name="ສົມໄຊ ພົມມະຈັນ"))) == []
    assert validation.problems(build(award(local_name="", email="", valid_until=None))) == []


@pytest.mark.reference
@pytest.mark.parametrize(
    "changes", [{}, {"taught_in": TAUGHT_IN}, {"local_name": "ສົມໄຊ", "valid_until": None}, {"email": ""}]
)
def test_what_is_signed_passes_the_published_schema(changes: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    record = signed(award(**changes))
    checked = record | {"proof": [record["proof"]]}  # the schema is the formal one: sets are arrays
    assert list(jsonschema.Draft201909Validator(schema).iter_errors(checked)) == []


@pytest.mark.reference
def test_the_published_schema_is_not_blind() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    record = signed(award())
    del record["credentialSubject"]["achievement"]["criteria"]
    assert list(jsonschema.Draft201909Validator(schema).iter_errors(record | {"proof": [record["proof"]]}))


def test_every_address_begins_with_the_issuers_host() -> None:
    document = build(award())
    addresses = [
        document["id"],
        document["issuer"]["url"],
        document["credentialSubject"]["achievement"]["id"],
        document["credentialStatus"]["id"],
        document["credentialStatus"]["statusListCredential"],
    ]
    assert all(address.startswith("https://academy.example") for address in addresses)


def test_a_decomposed_name_is_written_composed() -> None:
    document = build(award(name="Ame\u0301lie"))
    assert document["credentialSubject"]["name"] == "Amélie"
    assert validation.problems(document) == []


def test_the_address_of_the_holder_is_only_there_as_a_salted_hash() -> None:
    assert "ngozi@example.org" not in json.dumps(build(award()))
    assert hashed_email("a@example.com", "Kosher") == (  # the example of the Open Badges specification
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )
    assert hashed_email(" A@Example.com", "x") == hashed_email("a@example.com", "x")


@pytest.mark.parametrize("watched", Watched)
def test_supervised_or_not_is_read_back_from_the_record(watched: Watched) -> None:
    made = build(award(evidence=(exam(watched=watched),)))
    assert summarised(made).supervised is (watched is Watched.SUPERVISED)
    assert [watched_said(one) for one in made["evidence"]] == [watched]


def test_the_facts_are_read_back_from_the_record() -> None:
    summary = summarised(build(award(local_name="ສົມໄຊ")))
    assert (summary.name, summary.local_name, summary.number) == ("Ngozi Okafor", "ສົມໄຊ", "7K3-M9Q-XT0")
    assert (summary.result, summary.required) == ("85", "70")


@pytest.mark.parametrize(
    "strange", [{}, {"credentialSubject": 3}, {"issuer": ["x"], "evidence": [None, 1]}, {"evidence": [{"genre": {}}]}]
)
def test_a_strange_record_is_summarised_without_complaint(strange: dict[str, Any]) -> None:
    assert summarised(strange).name == ""
    assert summarised(strange).supervised is None


@pytest.mark.parametrize(
    ("share", "shown", "required"),
    [
        (Fraction(7, 10), "70", "70"),
        (Fraction(2, 3), "66.6", "66.7"),
        (Fraction(6999, 10000), "69.9", "70"),
        (Fraction(0), "0", "0"),
        (Fraction(1), "100", "100"),
    ],
)
def test_a_result_is_rounded_down_and_a_cut_score_up(share: Fraction, shown: str, required: str) -> None:
    assert percent(share) == shown
    assert percent_required(share) == required


def _set(*path: str | int, to: object) -> Change:
    def change(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d.pop("name"), "credential.name is missing"),
        (_set("nickname", to="x"), "credential.nickname is not a member"),
        (_set("description", to=None), "credential.description is null"),
        (_set("description", to=" "), "credential.description is not a text"),
        (_set("evidence", to=[]), "credential.evidence is not a list with something in it"),
        (_set("validFrom", to="2026-01-01"), "credential.validFrom is not a moment"),
        (_set("validFrom", to="2026-01-01T00:00:00"), "credential.validFrom is not a moment"),
        (_set("@context", 0, to="https://www.w3.org/2018/credentials/v1"), "credential.@context is not"),
        (_set("issuer", "id", to="did:web:academy.example%3A8443"), "credential.issuer.id is not a did:web"),
        (_set("id", to="https://elsewhere.example/1"), "credential.id does not begin with https://academy.example/"),
        (_set("credentialStatus", "statusListIndex", to=4711), "statusListIndex is not a place"),
        (_set("credentialStatus", "statusPurpose", to="suspension"), "statusPurpose is not 'revocation'"),
        (_set("credentialSubject", "identifier", 0, "hashed", to=0), "hashed is not True or False"),
        (_set("credentialSubject", "name", to="Ame\u0301lie"), "not in composed characters"),
        (_set("credentialSubject", "result", 0, "value", to="101"), "value is not a percentage"),
        (_set("credentialSubject", "result", 0, "resultDescription", to="https://academy.example/x"), "points at no"),
    ],
)
def test_a_document_that_is_not_whole_is_refused_with_the_place(change: Change, told: str) -> None:
    document = build(award())
    change(document)
    with pytest.raises(RuleBroken) as caught:
        validation.check(document)
    assert told in caught.value.message


def test_an_end_before_the_beginning_is_refused() -> None:
    assert validation.problems(build(award(valid_from=NOW, valid_until=NOW + timedelta(seconds=1)))) == []
    assert any(
        "validUntil is not after" in one for one in validation.problems(build(award(valid_from=NOW, valid_until=NOW)))
    )


def test_the_cohort_stands_beside_what_was_shown_and_proves_nothing_itself() -> None:
    document = build(award(taught_in=TAUGHT_IN))
    assert validation.problems(document) == []
    assert document["evidence"][1] == {
        "type": ["Evidence"],
        "name": "Cohort 2026-2",
        "genre": "Training cohort",
        "narrative": "From 2026-09-07 to 2026-10-30 at Training school, Mombasa, "
        "taught by Amina Odhiambo and Juma Otieno.",
    }
    read = summarised(document)
    assert (read.cohort, read.supervised) == ("Cohort 2026-2", False)
    assert read.taught == document["evidence"][1]["narrative"]


def test_a_cohort_without_venue_and_named_trainers_says_its_days() -> None:
    document = build(award(taught_in=replace(TAUGHT_IN, venue="", trainers=())))
    assert document["evidence"][1]["narrative"] == "From 2026-09-07 to 2026-10-30."


def test_a_certificate_of_no_cohort_names_none() -> None:
    assert [one["genre"] for one in build(award())["evidence"]] == ["Unsupervised examination"]
    assert summarised(build(award())).cohort == ""
