"""What a person may say of their sex, and from how many people on it is counted."""

from enum import StrEnum

LEAST = 20  # people of a programme or a country; fewer are not counted by sex at all


class Sex(StrEnum):
    """What somebody said; who said nothing has no row."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
