/* Sealing a sheet to a key of the server: JWE compact serialisation (RFC 7516) by ECDH-ES on P-256 and A256GCM, with the
   Concat KDF of RFC 7518, section 4.6. Only the server opens it; nothing here keeps the key that could. */
window.sealing = (() => {
  const ALG = "ECDH-ES",
    ENC = "A256GCM",
    CURVE = { name: "ECDH", namedCurve: "P-256" },
    BITS = 256;
  const text = (words) => new TextEncoder().encode(words);
  const base64url = (data) =>
    btoa(String.fromCharCode(...new Uint8Array(data)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  // 32 bits, the highest first.
  const number = (value) => {
    const made = new DataView(new ArrayBuffer(4));
    made.setUint32(0, value);
    return new Uint8Array(made.buffer);
  };
  const sized = (data) => [...number(data.length), ...data];
  // One round of Concat KDF with SHA-256: `bits` of at most 256, for the algorithm `enc`.
  const concatKdf = async (shared, enc, apu, apv, bits) => {
    const info = [...number(1), ...shared, ...sized(text(enc)), ...sized(apu), ...sized(apv), ...number(bits)];
    return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(info))).slice(0, bits / 8);
  };
  const sharedSecret = async (privateKey, publicKey) =>
    new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, privateKey, BITS));
  const publicKey = ({ kty, crv, x, y }) => crypto.subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, []);
  // The object as five parts; a fresh pair of keys for every sheet, gone with this call.
  const seal = async (jwk, content) => {
    const none = new Uint8Array(),
      pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
    const head = base64url(text(JSON.stringify({ alg: ALG, enc: ENC, kid: jwk.kid, epk: { kty, crv, x, y } })));
    const shared = await sharedSecret(pair.privateKey, await publicKey(jwk));
    const raw = await concatKdf(shared, ENC, none, none, BITS);
    const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const closed = new Uint8Array(
      await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: text(head) },
        key,
        text(JSON.stringify(content)),
      ),
    );
    return [head, "", base64url(iv), base64url(closed.slice(0, -16)), base64url(closed.slice(-16))].join(".");
  };
  return { seal, concatKdf, sharedSecret };
})();
