/* Practice without a connection: what a number, places on a picture and an angle share. `number`: a number as people
   write it, with figures of any script, grouped thousands, decimal point or comma; NaN if it is none. */
(() => {
  const { exact, strip, Bad, SLACK } = practice;
  const LONGEST = 40,
    LONGEST_FIELD = 4000;
  const within = (distance, allowed, scale) => distance <= allowed + SLACK * Math.abs(scale);
  const inBands = ({ value, bands }, given) => {
    const distance = Math.abs(given - exact(value)),
      scale = Math.max(Math.abs(exact(value)), Math.abs(given));
    return exact(bands.find(([far]) => within(distance, exact(far), scale))?.[1] ?? 0);
  };

  const SIGNS = {
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "﹣": "-",
    "－": "-",
    "'": "'",
    "’": "'",
    "‘": "'",
    ʼ: "'",
    "＇": "'",
    "٬": "'",
    "＋": "+",
    "．": ".",
    "，": ",",
    "٫": ";",
  };
  const figure = (sign) => {
    if (/[0-9]/.test(sign.normalize("NFKC"))) return sign.normalize("NFKC"); // some blocks of figures touch each other
    let zero = sign.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && sign.codePointAt(0) - zero < 9) zero -= 1;
    return String(sign.codePointAt(0) - zero);
  };
  const plain = (text) =>
    [...text]
      .map((sign) =>
        /\p{Nd}/u.test(sign) ? figure(sign) : /\p{Cf}/u.test(sign) ? "" : !strip(sign) ? " " : SIGNS[sign] || sign,
      )
      .join("")
      .replace(/^ +| +$/g, "");
  const decimalAt = (body, decimal) => {
    if (body.includes(";")) return body.indexOf(";");
    const signs = [...body.matchAll(/[.,]/g)].map((one) => one.index),
      last = signs.at(-1);
    if (!signs.length) return -1;
    if (signs.length > 1) return body.split(body[last]).length === 2 ? last : -1;
    if (body[last] === decimal || /[ ']/.test(body)) return last;
    return /^[1-9][0-9]{0,2}[.,][0-9]{3}$/.test(body) ? -1 : last;
  };
  const grouped = (whole) => {
    const signs = new Set(whole.replace(/[0-9]/g, ""));
    if (!signs.size) return true;
    const groups = whole.split(/[^0-9]/),
      first = groups[0].length,
      inner = groups.slice(1, -1);
    return (
      signs.size === 1 &&
      first >= 1 &&
      first <= 3 &&
      groups.at(-1).length === 3 &&
      inner.every(({ length }) => length === 2 || length === 3)
    );
  };
  const number = (text, decimal) => {
    const found = /^([-+]?) ?([0-9.,;' ]*[0-9][0-9.,;' ]*?)(?:[eE]([-+]?[0-9]{1,2}))?$/.exec(plain(text));
    if (!found || Math.abs(found[3] || 0) > 30) return NaN;
    const [, sign, body, power] = found,
      at = decimalAt(body, decimal);
    const whole = at < 0 ? body : body.slice(0, at),
      broken = at < 0 ? "" : body.slice(at + 1);
    if (!grouped(whole) || !/^[0-9]*$/.test(broken)) return NaN;
    return Number(`${sign}${whole.replace(/[^0-9]/g, "") || 0}.${broken || 0}e${power || 0}`);
  };

  const numberOf = (text, { words, decimal }) => {
    if ([...text].length > LONGEST) throw new Bad(words.numberTooLong);
    const value = number(text, decimal);
    if (Number.isNaN(value)) throw new Bad(words.notNumber, { text: strip(text) });
    return value;
  };

  const places = (form, words, { width, height }, most) => {
    const text = strip(form.getAll("points").join("\n"));
    if ([...text].length > LONGEST_FIELD) throw new Bad(words.placesTooLong);
    const lines = text
      .split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/)
      .map((line, at) => [line, at + 1])
      .filter(([line]) => strip(line));
    const found = lines.map(([line, n]) => {
      const two = /^\s*([0-9]{1,5}(?:\.[0-9]{1,4})?)[\s,;]+([0-9]{1,5}(?:\.[0-9]{1,4})?)\s*$/.exec(line);
      if (!two) throw new Bad(words.places, { line: n });
      return [Number(two[1]), Number(two[2])];
    });
    if (found.length > most) throw new Bad(words.tooMany, { limit: most });
    if (found.some(([x, y]) => x > width || y > height)) throw new Bad(words.outside, { width, height });
    return found;
  };
  Object.assign(practice, { within, inBands, number, numberOf, places });
})();
