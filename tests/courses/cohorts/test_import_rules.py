"""What an import makes of a row: pure judgements, with their edges and laws."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.cohorts.rules.addresses import known_domains, one_letter_apart, suggested
from courses.cohorts.rules.alike import alike, name_key
from courses.cohorts.rules.import_undo import KeptBecause, UseFacts, kept_account, kept_place
from courses.cohorts.rules.imports import (
    AS_WRITTEN,
    CORRECTED,
    SOMEBODY_ELSE,
    ImportFacts,
    ImportRow,
    KnownAccount,
    Remark,
    RowState,
    judged,
    match_rows,
    row_key,
)
from courses.cohorts.rules.joining import Fit

HOME, AWAY = 1, 2
ANA = KnownAccount(7, "ana.silva", "ana@customs.go.ke", "Ana Silva", "", HOME, "Port")
TWIN = KnownAccount(8, "joao", "joao@customs.go.ke", "João Pereira", "", HOME)
KNOWN = ImportFacts(
    by_login=(),
    by_place=(ANA, TWIN),
    administrations={"customs kenya": HOME, "customs togo": AWAY},
    units={(HOME, "port"): 3},
    languages={"fr": "fr", "français": "fr"},
    home=HOME,
    shown_of=frozenset({HOME}),
)


def states(*rows, known=KNOWN, answers=None, fits=None):
    matched = match_rows(rows, known, answers or {})
    return [judged(one, fits or {7: Fit.NEW, 8: Fit.NEW}) for one in matched]


def with_logins(*accounts):
    return ImportFacts(**{**KNOWN.__dict__, "by_login": accounts})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gmai.com", "a@gmail.com"),
        ("a@gmaill.com", "a@gmail.com"),
        ("a@customs.go.kee", "a@customs.go.ke"),
        ("a@customs.go.ke", None),
        ("a@mail.com", None),
        ("a@douane.tg", None),
    ],
)
def test_an_address_next_to_a_known_domain_is_suggested(typed, meant):
    domains = known_domains(["x@customs.go.ke", "y@customs.go.ke"])
    assert suggested(typed, domains) == meant


@given(st.text(string.ascii_lowercase + ".", max_size=12), st.text(string.ascii_lowercase + ".", max_size=12))
def test_one_letter_apart_is_the_same_both_ways_and_never_of_itself(first, second):
    assert one_letter_apart(first, second) == one_letter_apart(second, first)
    assert not one_letter_apart(first, first)


@given(st.lists(st.text(string.ascii_letters + "éàç", min_size=1, max_size=8), min_size=1, max_size=4), st.randoms())
def test_the_order_of_the_words_of_a_name_does_not_matter(words, chance):
    shuffled = list(words)
    chance.shuffle(shuffled)
    assert name_key(" ".join(words)) == name_key(" ".join(shuffled))


def test_names_one_letter_apart_are_alike_within_one_place_only():
    wanted = {"row": (HOME, ["Anna Silva"])}
    known = [("here", HOME, ["Silva, Ana"]), ("there", AWAY, ["Ana Silva"]), ("other", HOME, ["Bea Silva"])]
    assert alike(wanted, known) == {"row": ["here"]}


def test_a_short_name_has_to_be_the_same():
    assert alike({"row": (HOME, ["Li Wu"])}, [("other", HOME, ["Li Wo"])]) == {}


def test_a_name_that_nobody_has_is_new():
    assert states(ImportRow(2, "Bintou Traoré")) == [RowState.NEW]


def test_an_account_is_found_by_its_address_and_by_its_user_name():
    rows = ImportRow(2, "Ana Silva", email="ana@customs.go.ke"), ImportRow(3, "João", username="joao")
    assert states(*rows, known=with_logins(ANA, TWIN)) == [RowState.JOINS, RowState.JOINS]


def test_a_name_alone_is_shown_and_never_merged():
    (one,) = match_rows([ImportRow(2, "Silva Ana")], KNOWN, {})
    assert (one.state, one.person_id, one.similar) == (RowState.SIMILAR, None, (ANA,))


@pytest.mark.parametrize(
    ("answer", "person", "state"), [("same:7", 7, RowState.JOINS), (SOMEBODY_ELSE, None, RowState.NEW)]
)
def test_the_trainer_says_whether_a_similar_name_is_the_same_person(answer, person, state):
    (one,) = match_rows([ImportRow(2, "Ana Silva")], KNOWN, {2: answer})
    assert (one.person_id, judged(one, {7: Fit.NEW})) == (person, state)


def test_nobody_is_the_same_person_who_was_not_shown():
    (one,) = match_rows([ImportRow(2, "Ana Silva")], KNOWN, {2: "same:8"})
    assert one.person_id is None


@pytest.mark.parametrize(
    ("answer", "email", "state"),
    [
        ("", "b@gmial.com", RowState.MISTYPED),
        (CORRECTED, "b@gmail.com", RowState.NEW),
        (AS_WRITTEN, "b@gmial.com", RowState.NEW),
    ],
)
def test_a_mistyped_address_waits_for_an_answer(answer, email, state):
    (one,) = match_rows([ImportRow(2, "Bintou Traoré", email="b@gmial.com")], KNOWN, {2: answer})
    assert (one.row.email, one.state) == (email, state)


def test_a_corrected_address_may_lead_to_an_account():
    known = with_logins(KnownAccount(9, "b", "b@gmail.com", "Bintou Traoré", "", HOME))
    rows = [ImportRow(2, "Bintou Traoré", email="b@gmial.com")]
    assert [one.person_id for one in match_rows(rows, known, {2: CORRECTED})] == [9]


def test_the_same_address_twice_is_said_of_the_later_row():
    rows = [ImportRow(2, "Bintou Traoré", email="b@x.org"), ImportRow(5, "B. Traoré", email="b@x.org")]
    first, second = match_rows(rows, KNOWN, {})
    assert (first.state, second.state, second.said[0].values) == (RowState.NEW, RowState.TWICE, {"row": 2})


def test_two_logins_of_two_accounts_are_refused():
    row = ImportRow(2, "Ana Silva", email="ana@customs.go.ke", username="joao")
    assert states(row, known=with_logins(ANA, TWIN)) == [RowState.MISTYPED]


def test_an_account_with_quite_another_name_is_pointed_out():
    (one,) = match_rows([ImportRow(2, "Bintou Traoré", username="joao")], with_logins(TWIN), {})
    assert one.person_id == 8
    assert "another name" in one.said[0].text


@pytest.mark.parametrize(
    ("administration", "state"),
    [("Customs Togo", RowState.NEW), ("Kenya Customs", RowState.NEW), ("Customs Benin", RowState.NO_PLACE)],
)
def test_the_administration_is_found_by_its_name(administration, state):
    assert states(ImportRow(2, "Bintou Traoré", administration=administration)) == [state]


def test_a_cohort_of_a_country_asks_for_the_administration():
    known = ImportFacts(**{**KNOWN.__dict__, "home": None})
    assert states(ImportRow(2, "Bintou Traoré"), known=known) == [RowState.NO_PLACE]


def test_unknown_units_and_languages_are_notes_and_keep_nobody_out():
    (one,) = match_rows([ImportRow(2, "Bintou Traoré", unit="Airport", language="Klingon")], KNOWN, {})
    assert (one.state, len(one.said)) == (RowState.NEW, 2)


@pytest.mark.parametrize(
    ("column", "state"), [("name", RowState.UNREADABLE), ("email", RowState.MISTYPED), ("", RowState.UNREADABLE)]
)
def test_a_cell_that_cannot_be_read_keeps_the_row_out(column, state):
    row = ImportRow(2, "Bintou Traoré", problems=((column, Remark("This cell is empty.")),))
    assert states(row) == [state]


@pytest.mark.parametrize(("fit", "state"), [(Fit.CLOSED, RowState.CLOSED), (Fit.ELSEWHERE, RowState.ELSEWHERE)])
def test_what_becomes_of_an_account_is_how_it_fits_the_cohort(fit, state):
    row = ImportRow(2, "Ana Silva", username="ana.silva")
    assert states(row, known=with_logins(ANA), fits={7: fit}) == [state]


def test_the_row_of_an_earlier_import_is_known_again():
    row = ImportRow(2, "Bintou Traoré")
    known = ImportFacts(**{**KNOWN.__dict__, "earlier": {row_key(row, HOME): 7}})
    assert [one.person_id for one in match_rows([row], known, {})] == [7]


def test_a_row_whose_account_is_proposed_is_not_proposed_again():
    row = ImportRow(2, "Bintou Traoré")
    known = ImportFacts(**{**KNOWN.__dict__, "proposed": frozenset({row_key(row, HOME)})})
    assert states(row, known=known) == [RowState.PROPOSED]


@pytest.mark.parametrize(
    ("facts", "place", "account"),
    [
        (UseFacts(), None, None),
        (UseFacts(unchanged=False), KeptBecause.CHANGED, None),
        (UseFacts(run_used=True, signed_in=True), KeptBecause.USED, KeptBecause.SIGNED_IN),
        (UseFacts(elsewhere=True), None, KeptBecause.ELSEWHERE),
    ],
)
def test_what_somebody_has_used_since_is_kept(facts, place, account):
    assert (kept_place(facts), kept_account(facts)) == (place, account)
