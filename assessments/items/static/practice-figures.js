/* Practice without a connection: a number, places on a picture, an angle. */
(() => {
  const { rules, exact, isAll, strip, first, Bad, SLACK } = practice;
  const LONGEST = 40, LONGEST_FIELD = 4000;
  const within = (distance, allowed, scale) => distance <= allowed + SLACK * Math.abs(scale);
  const inBands = ({ value, bands }, given) => {
    const distance = Math.abs(given - exact(value)), scale = Math.max(Math.abs(exact(value)), Math.abs(given));
    return exact(bands.find(([far]) => within(distance, exact(far), scale))?.[1] ?? 0);
  };
  const onTarget = (key, given) => {
    if (key.rule === "bands") return inBands(key, given);
    if (key.rule === "range") {
      const low = exact(key.low), high = exact(key.high);
      return Number(within(Math.max(low - given, given - high, 0), 0, Math.max(Math.abs(low), Math.abs(high))));
    }
    const value = exact(key.value);
    const allowed = exact(key.tolerance) * (key.tolerance_type === "relative" ? Math.abs(value) : 1);
    return Number(within(Math.abs(given - value), allowed, Math.max(Math.abs(value), Math.abs(given))));
  };

  // A number as people write it: figures of any script, grouped thousands, decimal point or comma. NaN if it is none.
  const SIGNS = { "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "﹣": "-", "－": "-", "'": "'", "’": "'", "‘": "'", "ʼ": "'", "＇": "'", "٬": "'", "＋": "+", "．": ".", "，": ",", "٫": ";" };
  const figure = (sign) => {
    if (/[0-9]/.test(sign.normalize("NFKC"))) return sign.normalize("NFKC"); // some blocks of figures touch each other
    let zero = sign.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && (sign.codePointAt(0) - zero) < 9) zero -= 1;
    return String(sign.codePointAt(0) - zero);
  };
  const plain = (text) => [...text].map((sign) =>
    /\p{Nd}/u.test(sign) ? figure(sign) : /\p{Cf}/u.test(sign) ? "" : !strip(sign) ? " " : SIGNS[sign] || sign).join("").replace(/^ +| +$/g, "");
  const decimalAt = (body, decimal) => {
    if (body.includes(";")) return body.indexOf(";");
    const marks = [...body.matchAll(/[.,]/g)].map((one) => one.index), last = marks.at(-1);
    if (!marks.length) return -1;
    if (marks.length > 1) return body.split(body[last]).length === 2 ? last : -1;
    if (body[last] === decimal || /[ ']/.test(body)) return last;
    return /^[1-9][0-9]{0,2}[.,][0-9]{3}$/.test(body) ? -1 : last;
  };
  const grouped = (whole) => {
    const signs = new Set(whole.replace(/[0-9]/g, ""));
    if (!signs.size) return true;
    const groups = whole.split(/[^0-9]/), first = groups[0].length, inner = groups.slice(1, -1);
    return signs.size === 1 && first >= 1 && first <= 3 && groups.at(-1).length === 3 && inner.every(({ length }) => length === 2 || length === 3);
  };
  const number = (text, decimal) => {
    const found = /^([-+]?) ?([0-9.,;' ]*[0-9][0-9.,;' ]*?)(?:[eE]([-+]?[0-9]{1,2}))?$/.exec(plain(text));
    if (!found || Math.abs(found[3] || 0) > 30) return NaN;
    const [, sign, body, power] = found, at = decimalAt(body, decimal);
    const whole = at < 0 ? body : body.slice(0, at), broken = at < 0 ? "" : body.slice(at + 1);
    if (!grouped(whole) || !/^[0-9]*$/.test(broken)) return NaN;
    return Number(`${sign}${whole.replace(/[^0-9]/g, "") || 0}.${broken || 0}e${power || 0}`);
  };

  const numberOf = (text, { words, decimal }) => {
    if ([...text].length > LONGEST) throw new Bad(words.numberTooLong);
    const value = number(text, decimal);
    if (Number.isNaN(value)) throw new Bad(words.notNumber, { text: strip(text) });
    return value;
  };
  const withUnit = ({ key, body }, text, chosen, told) => {
    const { units } = body, names = body.unit_words || units, low = (one) => one.toLowerCase();
    const unitOf = (name) => units[names.indexOf(name)] ?? name, shown = (unit) => names[units.indexOf(unit)] || unit;
    const all = [...new Set([...names, ...units])].sort((a, b) => b.length - a.length);
    const typed = all.find((one) => text.endsWith(one)) || all.find((one) => low(text).endsWith(low(one))) || "";
    const one = unitOf(chosen), other = unitOf(typed);
    if (one && other && one !== other) throw new Bad(told.words.twoUnits, { typed: shown(other), chosen: shown(one) });
    const value = numberOf(strip(text.slice(0, text.length - typed.length)), told);
    const unit = one || other || (units.length === 1 ? key.unit : "");
    if (unit && !units.includes(unit)) throw new Bad(told.words.notUnit);
    if (!unit && units.length) throw new Bad(told.words.unit);
    return { value: value * (unit ? exact(key.units[unit]) : 1), own: text.endsWith(shown(unit)) ? text : `${text} ${shown(unit)}` };
  };

  const inside = ({ shape, coords }, [x, y]) => {
    const c = coords;
    if (shape === "rect") return c[0] <= x && x <= c[2] && c[1] <= y && y <= c[3];
    if (shape !== "poly") return ((x - c[0]) / c[2]) ** 2 + ((y - c[1]) / (shape === "ellipse" ? c[3] : c[2])) ** 2 <= 1;
    let odd = false;
    for (let at = 0; at < c.length; at += 2) {
      const [x1, y1, x2, y2] = [c[at], c[at + 1], c[(at + 2) % c.length], c[(at + 3) % c.length]];
      const cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
      if (!cross && Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2)) return true;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
    }
    return odd;
  };
  const places = (form, words, { width, height }, most) => {
    const text = strip(form.getAll("points").join("\n"));
    if ([...text].length > LONGEST_FIELD) throw new Bad(words.placesTooLong);
    const lines = text.split(/\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/).map((line, at) => [line, at + 1]).filter(([line]) => strip(line));
    const found = lines.map(([line, n]) => {
      const two = /^\s*([0-9]{1,5}(?:\.[0-9]{1,4})?)[\s,;]+([0-9]{1,5}(?:\.[0-9]{1,4})?)\s*$/.exec(line);
      if (!two) throw new Bad(words.places, { line: n });
      return [Number(two[1]), Number(two[2])];
    });
    if (found.length > most) throw new Bad(words.tooMany, { limit: most });
    if (found.some(([x, y]) => x > width || y > height)) throw new Bad(words.outside, { width, height });
    return found;
  };
  const measured = ([[x1, y1], [x0, y0], [x2, y2]], words) => {
    const [ax, ay, bx, by] = [x1 - x0, y1 - y0, x2 - x0, y2 - y0];
    if ((!ax && !ay) || (!bx && !by)) throw new Bad(words.arms);
    return Math.round((Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * 18000) / Math.PI) / 100;
  };

  rules.number = (check, form, told) => {
    const text = first(form, "answer");
    if (!text) return null;
    if ([...text].length > LONGEST) throw new Bad(told.words.numberTooLong);
    const { value, own } = withUnit(check, text, first(form, "unit"), told), fraction = onTarget(check.key, value);
    return { fraction, parts: [{ text: strip(own), chosen: true, right: isAll(fraction) }, ...check.parts] };
  };
  rules.spot = ({ body, zones, parts }, form, { words }) => {
    const marks = places(form, words, body.picture, body.limit), hits = marks.map((mark) => zones.some((zone) => inside(zone, mark)));
    const missed = zones.filter((zone) => !marks.some((mark) => inside(zone, mark))).length;
    const fraction = Math.max(0, (zones.length - missed - hits.filter((one) => !one).length) / zones.length);
    const own = hits.map((right, at) => ({ text: String(at + 1), chosen: true, right }));
    return marks.length ? { fraction, marks, parts: [...own, ...parts.slice(0, missed)] } : null;
  };
  rules.angle = ({ key, body, parts }, form, told) => {
    const points = places(form, told.words, body.picture, 3), typed = first(form, "typed");
    if (!points.length && !typed) return null;
    if (points.length && points.length !== 3) throw new Bad(told.words.threePoints);
    const angle = points.length ? measured(points, told.words) : numberOf(typed.replace(/°$/, ""), told);
    if (angle < 0 || angle > 180) throw new Bad(told.words.angle);
    const fraction = inBands(key, angle);
    return { fraction, points, parts: [{ text: `${angle}°`, chosen: true, right: isAll(fraction) }, ...parts] };
  };
  practice.number = number;
})();
