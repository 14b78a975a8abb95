"""The scripts of a tablet in a real browser: what they seal is opened here, and what they keep needs its PIN."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest
from joserfc.jwk import ECKey
from playwright.sync_api import Browser, Page

from assessments.sheets.sealing.jwe import key_id_of, open_sealed
from lms.errors import RuleBroken

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[4]
SCRIPTS = (ROOT / "lms/web/static/vault.js", ROOT / "assessments/sheets/static/sheet-sealing.js")
PIN, OTHER = "740915", "382016"
RAW = """(async () => {
  const result = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value) : String(value);
  const db = await result(indexedDB.open("spoor-vault")), found = [];
  for (const name of db.objectStoreNames)
    for (const row of await result(db.transaction(name).objectStore(name).getAll()))
      for (const [part, value] of Object.entries(row)) found.push([part, text(value)]);
  db.close();
  return found;
})()"""
CHANGE = """([store, key, change]) => new Promise((done) => {
  indexedDB.open("spoor-vault").onsuccess = ({ target: { result: db } }) => {
    const work = db.transaction(store, "readwrite"), rows = work.objectStore(store);
    rows.get(key).onsuccess = ({ target }) => rows.put({ ...target.result, ...change });
    work.oncomplete = () => { db.close(); done(); };
  };
})"""
MOVE = """new Promise((done) => {
  indexedDB.open("spoor-vault").onsuccess = ({ target: { result: db } }) => {
    const work = db.transaction("records", "readwrite"), rows = work.objectStore("records");
    rows.get(["ann", "one"]).onsuccess = ({ target }) => rows.put({ ...target.result, name: "two" });
    work.oncomplete = () => { db.close(); done(); };
  };
})"""
# RFC 7518, appendix C: the keys of Alice and Bob, and what both derive for A128GCM.
ALICE = {
    "kty": "EC", "crv": "P-256", "x": "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
    "y": "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps", "d": "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo",
}  # fmt: skip
BOB = {
    "kty": "EC", "crv": "P-256", "x": "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
    "y": "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
}  # fmt: skip
DERIVE = """async ([alice, bob]) => {
  const of = (jwk, uses) => crypto.subtle.importKey("jwk", jwk, { name: "ECDH", namedCurve: "P-256" }, false, uses);
  const shared = await sealing.sharedSecret(await of(alice, ["deriveBits"]), await of(bob, []));
  const text = (words) => new TextEncoder().encode(words);
  return [...await sealing.concatKdf(shared, "A128GCM", text("Alice"), text("Bob"), 128)];
}"""


@pytest.fixture
def tablet(browser: Browser) -> Iterator[Page]:
    """A page of a safe address with the scripts and nothing else."""
    page = browser.new_page()
    page.route("http://localhost/", lambda route: route.fulfill(body="<!doctype html><title>Tablet</title>"))
    page.goto("http://localhost/")
    for script in SCRIPTS:
        page.add_script_tag(path=str(script))
    yield page
    page.close()


def locked(page: Page) -> None:
    page.evaluate("vault.close()")


def raw(page: Page) -> str:
    return "\n".join(f"{part}={value}" for part, value in page.evaluate(RAW))


def test_the_derived_key_is_that_of_rfc_7518(tablet):
    assert bytes(tablet.evaluate(DERIVE, [ALICE, BOB])) == urlsafe_b64decode("VqqN6vgjbSBcIijNcacQGg==")


def test_what_a_browser_seals_is_opened_here_and_by_nobody_else(tablet):
    key = ECKey.generate_key("P-256")
    public = key.as_dict(private=False) | {"kid": key.thumbprint()}
    content = {"v": 1, "words": "é – ñ 你", "acts": [[1, 0, "rate", "evidence", 3, None]]}
    sealed = tablet.evaluate("([key, content]) => sealing.seal(key, content)", [public, content])
    assert key_id_of(sealed) == key.thumbprint()
    assert open_sealed(sealed, key) == content
    again = tablet.evaluate("([key, content]) => sealing.seal(key, content)", [public, content])
    assert sealed.split(".")[0] != again.split(".")[0]
    with pytest.raises(RuleBroken, match="another key"):
        open_sealed(sealed, ECKey.generate_key("P-256"))
    for part in (0, 2, 3, 4):
        pieces = sealed.split(".")
        pieces[part] = pieces[part][:5] + ("B" if pieces[part][5] == "A" else "A") + pieces[part][6:]
        with pytest.raises(RuleBroken):
            open_sealed(".".join(pieces), key)


def test_without_its_pin_nothing_that_was_kept_can_be_read(tablet):
    tablet.evaluate("(pin) => vault.create('ann', pin)", PIN)
    tablet.evaluate("vault.put('draft:x', { level: 'pangolin-rating' }, 'draft')")
    assert "pangolin" not in raw(tablet)
    assert tablet.evaluate("vault.get('draft:x')") == {"level": "pangolin-rating"}
    locked(tablet)
    assert tablet.evaluate("vault.get('draft:x').then(() => 'read', (fault) => fault.name)") == "Locked"
    assert tablet.evaluate("(pin) => vault.unlock('ann', pin)", OTHER) == 9
    assert tablet.evaluate("vault.get('draft:x').then(() => 'read', (fault) => fault.name)") == "Locked"
    assert tablet.evaluate("(pin) => vault.unlock('ann', pin)", PIN) is None
    assert tablet.evaluate("vault.get('draft:x')") == {"level": "pangolin-rating"}


def test_a_record_that_is_moved_to_another_name_opens_no_more(tablet):
    tablet.evaluate("(pin) => vault.create('ann', pin)", PIN)
    tablet.evaluate("vault.put('one', 1).then(() => vault.put('two', 2))")
    tablet.evaluate(MOVE)
    assert tablet.evaluate("vault.get('two').then(() => 'read', () => 'refused')") == "refused"


def test_ten_wrong_pins_drop_what_was_to_be_read_and_nothing_that_is_unsent(tablet):
    tablet.evaluate("(pin) => vault.create('ann', pin)", PIN)
    tablet.evaluate("vault.put('day', 1).then(() => vault.put('draft:x', 2, 'draft'))")
    locked(tablet)
    tablet.evaluate(CHANGE, ["locks", "ann", {"tries": 8}])
    assert tablet.evaluate("(pin) => vault.unlock('ann', pin)", OTHER) == 1
    assert tablet.evaluate("vault.names('ann', 'read')") == ["day"]
    assert tablet.evaluate("(pin) => vault.unlock('ann', pin)", OTHER) == 0
    assert tablet.evaluate("vault.names('ann', 'read')") == []
    assert tablet.evaluate("(pin) => vault.unlock('ann', pin)", PIN) is None
    assert tablet.evaluate("vault.get('draft:x')") == 2


def test_copies_to_be_read_go_after_three_days_also_with_a_clock_that_was_set_back(tablet):
    tablet.evaluate("(pin) => vault.create('ann', pin)", PIN)
    tablet.evaluate("vault.put('old', 1).then(() => vault.put('ahead', 2)).then(() => vault.put('new', 3))")
    tablet.evaluate("vault.put('draft:x', 4, 'draft')")
    hours = 73 * 3600 * 1000
    now = tablet.evaluate("Date.now()")
    for name, at in (("old", now - hours), ("ahead", now + hours), ("draft:x", now - hours)):
        tablet.evaluate(CHANGE, ["records", ["ann", name], {"at": at}])
    tablet.evaluate("vault.expire()")
    assert tablet.evaluate("vault.names('ann', 'read')") == ["new"]
    assert tablet.evaluate("vault.names('ann', 'draft')") == ["draft:x"]


def test_another_pin_opens_what_the_first_one_closed(tablet):
    tablet.evaluate("(pin) => vault.create('ann', pin)", PIN)
    tablet.evaluate("vault.put('day', 'plan')")
    assert tablet.evaluate("([old, pin]) => vault.change('ann', old, pin)", [PIN, OTHER]) is None
    locked(tablet)
    assert tablet.evaluate("(pin) => vault.unlock('ann', pin)", PIN) == 9
    assert tablet.evaluate("(pin) => vault.unlock('ann', pin)", OTHER) is None
    assert tablet.evaluate("vault.get('day')") == "plan"


def test_a_pin_that_everybody_tries_first_is_none(tablet):
    judged = tablet.evaluate("(pins) => pins.map(vault.fault)", ["12345", "123456", "987654", "000000", "12a456", PIN])
    assert judged == ["short", "easy", "easy", "easy", "signs", ""]
