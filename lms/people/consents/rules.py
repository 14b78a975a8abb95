"""Rules of consent: which notice is shown, and what may be answered."""

from enum import StrEnum

NOTICE_VERSION = 1  # of the words on the page; others are another version


class ConsentAnswer(StrEnum):
    """What somebody says to what is kept about them."""

    YES = "yes"
    NO = "no"  # the account stays shut; they may still say yes
