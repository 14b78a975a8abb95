"""How a process of the product starts."""

import gc

import pytest

from lms.start import importing


def test_what_is_imported_is_not_looked_through_for_garbage_and_what_comes_later_is():
    with importing():
        assert not gc.isenabled()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000


def test_a_fault_while_importing_leaves_the_search_for_garbage_as_it_was():
    with pytest.raises(ImportError), importing():
        raise ImportError
    assert gc.isenabled()
