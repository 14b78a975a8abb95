/* The code of a meeting (TOTP, RFC 6238, HMAC-SHA-256), computed on the trainer's device, so that it needs no line.
   Where the browser has no Web Crypto (no HTTPS), the code that the server wrote stays, and a word says how to renew it. */
(() => {
  const box = document.querySelector("[data-meeting-secret]");
  if (!box) return;
  const { meetingSecret: secret, clockAddress } = box.dataset;
  const STEP = Number(box.dataset.step),
    DIGITS = Number(box.dataset.digits);
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const show = (name) => {
    part(name).hidden = false;
  };
  if (!globalThis.crypto?.subtle) {
    show("no-crypto");
    return;
  }

  // base32 without padding: 5 bits a sign
  const bytes = (text) => {
    let bits = 0,
      value = 0;
    const made = [];
    for (const sign of text) {
      value = (value << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign);
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        made.push((value >> bits) & 255);
        value &= (1 << bits) - 1;
      }
    }
    return new Uint8Array(made);
  };
  const key = crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const codeOf = async (step) => {
    const counter = new DataView(new ArrayBuffer(8));
    counter.setBigUint64(0, BigInt(step));
    const mac = new DataView(await crypto.subtle.sign("HMAC", await key, counter.buffer));
    const at = mac.getUint8(mac.byteLength - 1) & 15; // dynamic truncation, RFC 4226 section 5.3
    return String((mac.getUint32(at) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, "0");
  };

  // How far this device's clock is behind the server's: asked while there is a line, remembered for when there is none.
  const NAME = "clock-offset",
    PATIENCE = 5000,
    AGAIN = 300000;
  const stored = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // a browser that keeps nothing
    }
  };
  const known = stored((store) => store.getItem(NAME));
  let offset = Number(known);
  const compare = async () => {
    try {
      const asked = Date.now();
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(clockAddress, { method: "HEAD", cache: "no-store", signal });
      const said = Date.parse(answer.headers.get("Date"));
      if (!Number.isFinite(said)) throw new Error("no clock");
      const measured = said + 500 - (asked + Date.now()) / 2; // the header is cut to whole seconds
      offset = Math.abs(measured) < 2000 ? 0 : Math.round(measured);
      part("clock").hidden = true;
      stored((store) => store.setItem(NAME, String(offset)));
    } catch {
      part("clock").hidden = known !== null;
    }
  };

  let shown = -1;
  const tick = async () => {
    const now = (Date.now() + offset) / 1000,
      step = Math.floor(now / STEP);
    part("left").textContent = String(Math.ceil((step + 1) * STEP - now));
    if (step !== shown) {
      shown = step;
      const code = await codeOf(step);
      if (step === shown) {
        part("code").textContent = `${code.slice(0, DIGITS / 2)} ${code.slice(DIGITS / 2)}`;
        box.dispatchEvent(new CustomEvent("meeting-code", { detail: code }));
      }
    }
    setTimeout(tick, 1000 - ((Date.now() + offset) % 1000));
  };
  show("runs");
  part("from-server").hidden = true;
  tick();
  compare();
  addEventListener("online", compare);
  setInterval(compare, AGAIN);
})();
