"""Passwords of the demonstration: easy to type, made at random, for one computer alone."""

import secrets

EASY_WORDS = (
    "amber anchor apron arrow basin beacon birch bottle branch bridge canvas cedar clover copper corner cotton "
    "crate delta ember fabric falcon fennel flint garden ginger harbor hazel island jacket kettle ladder lantern "
    "lemon linen maple market meadow mirror morning mountain needle nutmeg orchard paddle paper pebble pepper "
    "planet pocket quarry ribbon river saddle salmon shelter signal silver spring stone summer tablet timber "
    "tunnel valley velvet violin walnut window winter"
)


def new_password() -> str:
    """Three words and two digits, at random."""
    words = [secrets.choice(EASY_WORDS.split()) for _ in range(3)]
    return "-".join([*words, f"{secrets.randbelow(90) + 10}"])
