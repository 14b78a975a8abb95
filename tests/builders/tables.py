"""Files with tables as people send them, and the columns of a class of officers."""

from __future__ import annotations

import io

import xlsxwriter

from lms.tables.reading.columns import InputColumn, InputKind

NAME = InputColumn("name", "Name", ("name", "full name", "nom et prénom", "nome"), InputKind.NAME, True, True)
EMAIL = InputColumn("email", "E-mail", ("e-mail", "courriel", "adresse électronique"), InputKind.EMAIL, True)
BORN = InputColumn("born", "Born", ("date of birth", "né(e) le"), InputKind.DATE)
BADGE = InputColumn("badge", "Badge", ("matricule",))
OFFICERS = (NAME, EMAIL, BORN, BADGE)


def workbook(*sheets, **options):
    """The bytes of a workbook: each sheet is a function that fills it, given the book."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options) as book:
        for fill in sheets:
            fill(book.add_worksheet(), book)
    return content.getvalue()


def rows_of(*rows, hidden=False):
    """What fills a sheet with these rows from its first cell on."""

    def fill(sheet, _book):
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if hidden:
            sheet.hide()

    return fill
