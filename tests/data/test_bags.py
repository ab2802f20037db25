"""Texts as bags of words: what is counted, what it is called, and that a network learns from it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnsim.data.bags import Bag
from nnsim.data.choices import Choices, Pasted
from nnsim.data.named import table_data
from nnsim.data.new_rows import rows_for
from nnsim.data.prepare import prepare
from nnsim.data.reading import read_table
from nnsim.errors import TableError

GOOD = ("I like this film very much", "what a lovely day with good friends", "the cake was good and so sweet")
BAD = ("I hate this film very much", "what a terrible day with bad weather", "the soup was bad and so cold")
SENTENCES = "review,mood\n" + "".join(
    f"{text} {ending},{mood}\n"
    for ending in ("indeed", "today", "again", "once more", "for sure")
    for texts, mood in ((GOOD, "glad"), (BAD, "sad"))
    for text in texts
)


def test_most_frequent_words_are_counted() -> None:
    bag = Bag(most=2).fitted(["The cat and the dog", "the bird", "a cat"])
    assert bag.terms == ("cat", "the")
    assert bag.counts(["The the CAT", "dog"]).tolist() == [[1.0, 2.0], [0.0, 0.0]]


def test_case_can_count() -> None:
    assert set(Bag(folds_case=False).fitted(["The the"]).terms) == {"The", "the"}


def test_letters_can_be_counted_instead() -> None:
    bag = Bag("letters", most=3).fitted(["aab, 7", "ac"])
    assert bag.terms == ("a", "b", "c")
    assert bag.counts(["Banana!"]).tolist() == [[3.0, 1.0, 0.0]]


@settings(max_examples=30)
@given(st.lists(st.text(max_size=30), max_size=8), st.integers(1, 20), st.booleans())
def test_counts_of_any_text_are_whole_and_no_more_than_its_letters(texts: list[str], most: int, folds: bool) -> None:
    bag = Bag(most=most, folds_case=folds).fitted(texts)
    counts = bag.counts(texts)
    assert len(bag.terms) <= most
    assert (counts == np.floor(counts)).all()
    for text, row in zip(texts, counts, strict=True):
        assert row.sum() <= len(text.lower())


def test_sentences_are_guessed_and_their_words_are_inputs() -> None:
    table = read_table(Pasted(SENTENCES))
    assert [column.kind for column in table.columns] == ["text", "category"]
    prepared = prepare(table_data(table))
    assert "review:film" in prepared.input_names
    assert prepared.dataset.classes == ("glad", "sad")
    column = prepared.dataset.inputs[:, prepared.dataset.input_names.index("review:like")]
    assert column.tolist() == [float("like" in line) for line in SENTENCES.splitlines()[1:]]


def test_names_are_no_sentences() -> None:
    text = "name,y\n" + "".join(f"Braund Mr. Owen Harris {'abcdefgh'[row]},{row}\n" for row in range(8))
    assert read_table(Pasted(text)).column("name").kind == "category"


def test_what_is_counted_can_be_chosen() -> None:
    table = read_table(Pasted(SENTENCES), Choices(kinds=(("review", "text"),), bag=Bag("letters", 5)))
    assert table.column("review").bag.unit == "letters"
    assert len(prepare(table_data(table)).input_names) == 5


def test_new_texts_are_counted_by_the_words_that_were_learnt() -> None:
    spec = table_data(read_table(Pasted(SENTENCES)))
    prepared = prepare(spec)
    rows = rows_for(spec, prepared, read_table(Pasted("review\ngood cake and unheard words\nbad\n")))
    place = prepared.dataset.input_names.index
    assert rows[:, place("review:good")].tolist() == [1.0, 0.0]
    assert rows[:, place("review:bad")].tolist() == [0.0, 1.0]
    assert rows[0].sum() == 3.0


def test_texts_without_a_word_are_refused() -> None:
    text = "number,y\n" + "".join(f"{row} + {row},{row % 2}\n" for row in range(6))
    table = read_table(Pasted(text), Choices(kinds=(("number", "text"),)))
    with pytest.raises(TableError) as caught:
        prepare(table_data(table))
    assert caught.value.code == "table.no_words"
