"""Sealing and wrapping, without a database."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waylight.privacy.encryption import MasterKeys, Unreadable, new_key, seal, unseal

KEY = new_key()


@given(st.binary(max_size=5000))
def test_what_is_sealed_opens_again(words):
    assert unseal(KEY, seal(KEY, words, "place"), "place") == words


@pytest.mark.hazard("H26")
def test_words_moved_to_another_row_do_not_open():
    with pytest.raises(Unreadable):
        unseal(KEY, seal(KEY, b"words", "note:parts:1"), "note:parts:2")


def test_another_persons_key_does_not_open():
    with pytest.raises(Unreadable):
        unseal(new_key(), seal(KEY, b"words", "place"), "place")


@given(st.integers(min_value=1, max_value=90))
def test_a_changed_byte_does_not_open(position):
    sealed = bytearray(seal(KEY, b"x" * 64, "place"))
    sealed[position] ^= 1
    with pytest.raises(Unreadable):
        unseal(KEY, bytes(sealed), "place")


def test_the_same_words_never_look_the_same():
    assert seal(KEY, b"words", "place") != seal(KEY, b"words", "place")


def test_short_answers_have_one_length():
    assert len({len(seal(KEY, b"x" * n, "place")) for n in range(1, 64)}) == 1


def test_a_replaced_master_key_still_unwraps():
    old, new = secrets.token_hex(32), secrets.token_hex(32)
    wrapped = MasterKeys(old).wrap(KEY, "ana")
    assert MasterKeys(f"{new},{old}").unwrap(wrapped, "ana") == KEY
    with pytest.raises(Unreadable):
        MasterKeys(new).unwrap(wrapped, "ana")


def test_a_key_given_to_another_person_does_not_unwrap():
    master = MasterKeys(secrets.token_hex(32))
    with pytest.raises(Unreadable):
        master.unwrap(master.wrap(KEY, "ana"), "ben")
