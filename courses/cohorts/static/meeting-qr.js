/* The picture to scan of the code that is on the screen. QR codes are linear: each bit of a digit turns the same modules,
   so the picture of every code comes from one picture and what turns with each bit (rules/meeting_qr.py). */
(() => {
  const box = document.querySelector("[data-meeting-secret]");
  const picture = document.querySelector("[data-qr-base]");
  if (!box || !picture) return;
  const size = Number(picture.dataset.qrSize);
  const BITS = [1, 2, 4, 8]; // of a digit, in the order of the patterns
  const modules = (hex) =>
    Uint8Array.from([...hex].flatMap((sign) => [3, 2, 1, 0].map((at) => (Number.parseInt(sign, 16) >> at) & 1)));
  const base = modules(picture.dataset.qrBase);
  const turns = picture.dataset.qrTurns.split(" ").map(modules);

  const draw = (code) => {
    const found = base.slice();
    [...code].forEach((digit, place) => {
      BITS.forEach((bit, number) => {
        if (!(Number(digit) & bit)) return;
        turns[place * BITS.length + number].forEach((turn, at) => {
          found[at] ^= turn;
        });
      });
    });
    let drawn = "";
    for (let at = 0; at < size * size; at += 1) {
      if (found[at]) drawn += `M${at % size} ${Math.floor(at / size)}h1v1h-1z`;
    }
    picture.querySelector("path").setAttribute("d", drawn);
  };
  box.addEventListener("meeting-code", ({ detail: code }) => draw(code));
})();
