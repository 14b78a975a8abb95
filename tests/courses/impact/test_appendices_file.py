"""The download of the Checklist is read whatever its order, delimiter and letters; another file gets a clear answer."""

from __future__ import annotations

import time
from datetime import date

import pytest

from courses.impact.official_lists import appendices_file
from courses.impact.official_lists.appendices_file import day_in_name, read_appendices
from lms.errors import BadInput
from tests.builders.appendices import COLUMNS, as_csv, row

TIGER = row("Panthera tigris", "I", Family="Felidae")


def names(content: bytes) -> list[str]:
    return [one.name for one in read_appendices(content).listed.entries]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_and_encoding_is_read(delimiter, encoding):
    text = as_csv(TIGER, row("Gyps rüppelli", "II"), delimiter=delimiter)
    assert names(text.encode(encoding)) == ["Panthera tigris", "Gyps rüppelli"]


def test_columns_in_another_order_and_more_of_them_are_read():
    columns = (*reversed(COLUMNS), "Colour", "NativeDistributionFullNames")
    (one,) = read_appendices(as_csv({**TIGER, "Colour": "striped, mostly"}, columns=columns).encode()).listed.entries
    assert (one.name, one.rank, one.higher["family"]) == ("Panthera tigris", "species", "Felidae")


def test_columns_of_the_other_download_are_read_too():
    text = 'Scientific Name,Rank,Listing,Party,"Full note","# Full note"\nOdobenus rosmarus,SPECIES,III,CA,,\n'
    (one,) = read_appendices(text.encode()).listed.entries
    assert (one.said, one.parties) == ("III (CA)", ("CA",))


def test_titles_above_the_names_of_the_columns_are_passed_over():
    assert names(f"CITES Species\r\n\r\n{as_csv(TIGER)}".encode()) == ["Panthera tigris"]


def test_html_in_a_note_is_taken_out_and_a_long_note_is_cut():
    note = "<p>Populations of <i>Namibia</i> &amp; South&nbsp;Africa</p>" + "x" * 400
    (one,) = read_appendices(as_csv({**TIGER, "FullAnnotationEnglish": note}).encode()).listed.entries
    assert one.note.startswith("Populations of Namibia & South Africa x")
    assert len(one.note) == appendices_file.LONGEST_NOTE


def test_split_listings_reservations_and_annotations_are_read():
    text = as_csv(row("Panthera leo", "I/II (r)"), row("Dalbergia spp.", "II", **{"#AnnotationSymbol": "# 15"}))
    lion, rosewood = read_appendices(text.encode()).listed.entries
    assert (lion.appendices, lion.reserved, rosewood.symbols) == ({"I", "II"}, True, {"#15"})


HISTORY = ("FullName", "RankName", "Appendix", "Party", "ChangeType", "EffectiveAt")


def change(name: str, appendix: str, kind: str, day: str) -> dict[str, str]:
    return {"FullName": name, "RankName": "SPECIES", "Appendix": appendix, "ChangeType": kind, "EffectiveAt": day}


def test_of_a_history_the_newest_addition_or_deletion_counts():
    text = as_csv(
        change("Aaa moved", "II", "ADDITION", "04/02/1977"),
        change("Aaa moved", "II", "DELETION", "05/03/2026"),
        change("Aaa moved", "I", "ADDITION", "05/03/2026"),
        change("Aaa gone", "I", "ADDITION", "1975-07-01"),
        change("Aaa gone", "I", "DELETION", "2026-03-05"),
        change("Aaa kept", "II", "ADDITION", "1975-07-01"),
        change("Aaa kept", "II", "RESERVATION", "2026-03-05"),
        columns=HISTORY,
    )
    listed = read_appendices(text.encode()).listed
    found = {one.name: (set(one.appendices), one.left) for one in listed.entries}
    assert found == {"Aaa moved": ({"I"}, False), "Aaa gone": (set(), True), "Aaa kept": ({"II"}, False)}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "workbook"),
        (b"<!doctype html><table>", "web page"),
        (b'{"a": 1}', "not a list of the Appendices"),
        (b"Unit,Officer\nPort,A\n", "The file has: Unit, Officer."),
        (b"FullName,RankName\nPanthera tigris,SPECIES\n", "CurrentListing"),
        (as_csv().encode(), "lists no taxon"),
        (as_csv(row("Panthera tigris", "endangered")).encode(), "“endangered”"),
        (as_csv(TIGER).encode() + b'"never closed', None),
    ],
)
def test_a_file_of_another_kind_gets_a_clear_answer(content, words):
    if words is None:
        assert names(content)[0] == "Panthera tigris"
        return
    with pytest.raises(BadInput) as fault:
        read_appendices(content)
    assert (fault.value.field, words in fault.value.message) == ("file", True), fault.value.message


def test_a_file_that_is_too_large_or_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(appendices_file, "MOST_BYTES", 10)
    with pytest.raises(BadInput, match="MB"):
        read_appendices(as_csv(TIGER).encode())
    monkeypatch.undo()
    monkeypatch.setattr(appendices_file, "MOST_ROWS", 1)
    with pytest.raises(BadInput, match="more than 1 rows"):
        read_appendices(as_csv(TIGER, TIGER).encode())


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Index_of_CITES_Species_2026-11-27 09_30.csv", date(2026, 11, 27)),
        ("index_20260305.csv", date(2026, 3, 5)),
        ("cites_listings_2026-13-40.csv", None),
        ("list.csv", None),
    ],
)
def test_the_day_is_read_from_the_name_of_a_download(name, day):
    assert day_in_name(name) == day


def test_a_cell_full_of_opening_brackets_is_read_at_once():
    before = time.process_time()
    assert appendices_file.plain("<" * 100_000 + "b>") == "<" * 99_999
    assert time.process_time() - before < 2


def test_rows_without_a_name_count_too_and_few_names_of_columns_are_kept(monkeypatch):
    monkeypatch.setattr(appendices_file, "MOST_ROWS", 3)
    with pytest.raises(BadInput, match="more than 3 rows"):
        read_appendices((as_csv(TIGER) + "\n" * 5).encode())
    head = "FullName,CurrentListing," + ",".join("x" * 200 for _ in range(200))
    columns = read_appendices(f"{head}\nManis,I\n".encode()).columns
    assert (len(columns), max(map(len, columns))) == (appendices_file.MOST_COLUMNS, appendices_file.LONGEST_COLUMN)
