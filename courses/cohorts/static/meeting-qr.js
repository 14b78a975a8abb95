/* The picture to scan of the code that is on the screen. QR codes are linear: each bit of a digit turns the same modules,
   so the picture of every code comes from one picture and what turns with each bit (rules/meeting_qr.py). */
(() => {
  const box = document.querySelector("[data-meeting-secret]");
  const picture = document.querySelector("[data-qr-base]");
  if (!box || !picture) return;
  const size = Number(picture.dataset.qrSize);
  const bits = (hex) => Uint8Array.from([...hex].flatMap((sign) => [8, 4, 2, 1].map((bit) => (parseInt(sign, 16) & bit ? 1 : 0))));
  const base = bits(picture.dataset.qrBase);
  const turns = picture.dataset.qrTurns.split(" ").map(bits);
  box.addEventListener("meeting-code", ({ detail: code }) => {
    const modules = base.slice();
    [...code].forEach((digit, place) => {
      [1, 2, 4, 8].forEach((bit, number) => {
        if (Number(digit) & bit) turns[place * 4 + number].forEach((turn, at) => (modules[at] ^= turn));
      });
    });
    let drawn = "";
    for (let at = 0; at < size * size; at += 1) {
      if (modules[at]) drawn += `M${at % size} ${Math.floor(at / size)}h1v1h-1z`;
    }
    picture.querySelector("path").setAttribute("d", drawn);
  });
})();
