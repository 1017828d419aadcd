"""Seals words (AES-256-GCM, NIST SP 800-38D) and wraps the keys that seal them. Pure: bytes in, bytes out."""

import hashlib
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE_BYTES = 12
PADDED_TO = 64  # bytes; so that a thief of the database does not learn how long a short answer is


class Unreadable(Exception):
    """These words cannot be read: the key is another one, or they were moved to another row."""


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, words: bytes, bound_to: str) -> bytes:
    """The sealed words. `bound_to` names their place (table, column, row): they open nowhere else."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, _padded(words), bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """The words again. Raises Unreadable for another key, another place, or a changed byte."""
    if sealed[:1] != VERSION:
        raise Unreadable(Unreadable.__doc__)
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return _unpadded(AESGCM(key).decrypt(nonce, body, bound_to.encode()))
    except InvalidTag as error:
        raise Unreadable(Unreadable.__doc__) from error


def derived(master: bytes, purpose: str) -> bytes:
    """A key for one purpose out of the master key (HKDF, RFC 5869)."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"waylight {purpose}".encode()).derive(master)


class MasterKeys:
    """The practice's master keys: the first one wraps, all of them unwrap, so that a key can be replaced.

    Takes hex keys separated by commas.
    """

    def __init__(self, text: str):
        self.keys = [bytes.fromhex(part.strip()[:64]) for part in text.split(",")]

    def wrap(self, key: bytes, bound_to: str) -> bytes:
        return _id(self.keys[0]) + seal(self.keys[0], key, bound_to)

    def unwrap(self, wrapped: bytes, bound_to: str) -> bytes:
        """Raises Unreadable when no master key fits."""
        for master in self.keys:
            if wrapped[:4] == _id(master):
                return unseal(master, wrapped[4:], bound_to)
        raise Unreadable("The master key that wrapped this key is not here.")


def _id(master: bytes) -> bytes:
    return hashlib.sha256(b"id" + master).digest()[:4]


def _padded(words: bytes) -> bytes:
    return words + b"\x80" + b"\x00" * (-(len(words) + 1) % PADDED_TO)


def _unpadded(padded: bytes) -> bytes:
    return padded.rstrip(b"\x00")[:-1]
