"""A visit's manifest: one spelling, read strictly, and what is still missing of it."""

import hashlib
from dataclasses import replace

import pytest

from sync.errors import NotAManifest
from sync.ids import ChangeId, PatientId, RecordId
from sync.manifest import Manifest, build, challenge, missing, parse
from tests.sync.making import uid

HASH = "ab" * 32
OTHER = "cd" * 32
WHOLE = Manifest(
    visit=RecordId(uid("visit")),
    patient=PatientId(uid("pat")),
    forms=(HASH,),
    changes=((ChangeId(uid("c2")), HASH), (ChangeId(uid("c1")), OTHER)),
    attachments=(OTHER,),
    shown=HASH,
)


def test_a_manifest_reads_back_as_it_was_built_with_its_changes_in_order() -> None:
    assert parse(build(WHOLE)) == WHOLE


def test_its_text_is_canonical_so_that_both_sides_sign_the_same_bytes() -> None:
    assert build(WHOLE).startswith('{"attachments":["cdcd')
    assert " " not in build(WHOLE)


def test_the_challenge_is_the_hash_of_purpose_and_text() -> None:
    text = build(WHOLE)
    assert challenge(text) == hashlib.sha256(b"doorstep/sign/1\x00" + text.encode()).digest()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        build(WHOLE).replace('"v":1', '"v":2'),
        build(WHOLE).replace('"v":1', '"v": 1'),
        build(WHOLE).replace(HASH, "AB" * 32),
        build(WHOLE).replace(uid("visit"), "visit"),
        build(WHOLE).replace(uid("c2"), uid("c1")),
        build(WHOLE).replace('"shown"', '"said"'),
        build(replace(WHOLE, shown="")),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotAManifest):
        parse(text)


def test_a_visit_is_received_when_every_change_and_attachment_is_here() -> None:
    here = dict(WHOLE.changes)
    assert missing(WHOLE, here.get, {OTHER}).nothing


def test_what_is_missing_is_named() -> None:
    here = {ChangeId(uid("c2")): HASH}
    found = missing(WHOLE, here.get, set())
    assert not found.nothing
    assert (found.changes, found.attachments, found.differing) == ((uid("c1"),), (OTHER,), ())


def test_other_bytes_under_a_signed_id_are_not_what_was_signed() -> None:
    here = {ChangeId(uid("c2")): HASH, ChangeId(uid("c1")): HASH}
    assert missing(WHOLE, here.get, {OTHER}).differing == (uid("c1"),)
