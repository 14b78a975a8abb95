"""The rate limiter: what fills a bucket, when it is free again, and what is taken back."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from lms import rate_limits
from lms.rate_limits import WINDOW, RateLimit, RateLimitTry, bucket, count_try, seconds_to_wait, take_back
from tests.conftest import NOW

TWO = RateLimit(bucket("test", "somebody"), 2)
MANY = RateLimit(bucket("test", "everybody"), 5)


def test_the_try_that_filled_the_limit_holds_the_next_one_back_for_one_window():
    assert rate_limits.wait_until(None, NOW) is None
    assert rate_limits.wait_until(NOW - WINDOW, NOW) is None
    assert rate_limits.wait_until(NOW - timedelta(minutes=5), NOW) == NOW + WINDOW - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", "unknown"),
        ("unix", "unknown"),
    ],
)
def test_one_household_counts_as_one_address(address, network):
    assert rate_limits.network_of(address) == network


def test_a_bucket_holds_so_many_tries_and_then_says_how_long_to_wait(session):
    for minute in range(2):
        assert seconds_to_wait(session, [TWO, MANY], now=NOW) is None
        count_try(session, [TWO.bucket, MANY.bucket], now=NOW + timedelta(minutes=minute))
    assert seconds_to_wait(session, [MANY], now=NOW + timedelta(minutes=2)) is None
    assert seconds_to_wait(session, [TWO], now=NOW + timedelta(minutes=2)) == 13 * 60 + 1
    assert seconds_to_wait(session, [TWO], now=NOW + WINDOW) is None


def test_a_try_that_was_right_is_taken_back_from_every_bucket(session):
    name = count_try(session, [TWO.bucket, MANY.bucket], now=NOW)
    kept = count_try(session, [TWO.bucket], now=NOW)
    take_back(session, name)
    assert session.scalars(select(RateLimitTry.uuid)).all() == [kept]


def test_what_limits_nobody_any_more_is_forgotten(session):
    count_try(session, [TWO.bucket], now=NOW - WINDOW)
    kept = count_try(session, [TWO.bucket], now=NOW - WINDOW + timedelta(seconds=1))
    rate_limits.forget(session, NOW)
    assert session.scalars(select(RateLimitTry.uuid)).all() == [kept]


@given(st.text(), st.text(), st.text())
def test_what_is_counted_apart_never_shares_a_bucket(kind, one, other):
    assert (bucket(kind, one) == bucket(kind, other)) == (one == other)
