/* Tries what a workshop needs of a browser, at this address: HTTPS, worker, Web Crypto, storage, camera, sound. */
(() => {
  const table = document.querySelector("[data-room-check]");
  if (!table) return;
  const NEEDED = 2 * 1024 * 1024; // bytes of a day with its photographs
  const say = (name, works) => {
    const chip = table.querySelector(`[data-check="${name}"] .chip`);
    chip.textContent = works ? table.dataset.yes : table.dataset.no;
    chip.className = `chip ${works ? "ok" : "bad"}`;
  };
  const crypto = async () => {
    const subtle = globalThis.crypto?.subtle;
    if (!subtle) return false;
    const pair = await subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    return Boolean(pair.publicKey);
  };
  const storage = async () => {
    const found = await navigator.storage?.estimate?.();
    return Boolean(globalThis.indexedDB) && (!found || found.quota - found.usage > NEEDED);
  };
  const CHECKS = {
    secure: async () => globalThis.isSecureContext,
    worker: async () => "serviceWorker" in navigator,
    crypto,
    storage,
    camera: async () => Boolean(navigator.mediaDevices?.getUserMedia),
    sound: async () => Boolean(globalThis.AudioContext || globalThis.webkitAudioContext),
  };
  for (const [name, check] of Object.entries(CHECKS)) {
    check().then(
      (works) => say(name, works),
      () => say(name, false),
    );
  }
})();
