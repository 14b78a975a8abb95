"""Where sentences end."""

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.claims.sentences import sentences


def test_sentences_end_at_their_signs_and_not_at_what_is_shortened():
    assert sentences("Hold it. See Art. III of Res. Conf. 12.3. Then ask “why?” Is it 10.5 kg? Yes…") == [
        "Hold it.", "See Art. III of Res. Conf. 12.3.", "Then ask “why?”", "Is it 10.5 kg?", "Yes…",
    ]  # fmt: skip
    assert sentences("") == []


def test_references_stay_with_the_sentence_before_them_and_a_place_ends_none():
    assert sentences("One.[^S1] [^S2] Two. Three[^S3].") == ["One.[^S1] [^S2]", "Two.", "Three[^S3]."]
    assert sentences("It is in Art. VII of it.[^S1:Conf. 10.10] **And** on. *So* on.") == [
        "It is in Art. VII of it.[^S1:Conf. 10.10]", "**And** on.", "*So* on.",
    ]  # fmt: skip
    assert sentences("It is listed.[^LS1:Art. II. 1] [^LS2] It is not free [^A]. Hold it.") == [
        "It is listed.[^LS1:Art. II. 1] [^LS2]", "It is not free [^A].", "Hold it.",
    ]  # fmt: skip
    assert sentences("no end") == ["no end"]


@given(st.text(alphabet="Ab .!?", max_size=60))
def test_no_word_is_lost_between_sentences(text):
    assert " ".join(sentences(text)).split() == text.split()
