/* The result of a practice check without a connection: the same rules as the server's, on a key that was kept with the
   lesson. `told` is what the server told: {checks, decimal, words}. Exact where it matters: edges count, with a slack. */
window.practice = (() => {
  const SLACK = 1e-9;
  const within = (distance, allowed, scale) => distance <= allowed + SLACK * Math.abs(scale);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  class Bad extends Error {}
  const exact = (text) => { const [top, below] = String(text).split("/"); return below ? top / below : Number(top); };

  const byOption = (weights, rule, chosen) => {
    const weight = exact(weights[chosen]);
    return rule === "formula" && weight !== 1 ? -1 / (Object.keys(weights).length - 1) : weight;
  };
  const SETS = {
    tpr_minus_fpr: (n, k, hits, alarms) => hits / k - alarms / (n - k),
    all_or_nothing: (n, k, hits, alarms) => Number(hits === k && alarms === 0),
    plus_minus: (n, k, hits, alarms) => (hits - alarms) / k,
    per_option: (n, k, hits, alarms) => (hits + n - k - alarms) / n,
    per_option_corrected: (n, k, hits, alarms) => (2 * (hits + n - k - alarms)) / n - 1,
    select_n: (n, k, hits, alarms) => (hits + alarms <= k ? hits / k : 0),
  };
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
    let zero = sign.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && (sign.codePointAt(0) - zero) < 9) zero -= 1;
    return String(sign.codePointAt(0) - zero);
  };
  const plain = (text) => [...text].map((sign) =>
    /\p{Nd}/u.test(sign) ? (/[0-9]/.test(sign) ? sign : figure(sign)) : /\p{Cf}/u.test(sign) ? "" : /\s/.test(sign) ? " " : SIGNS[sign] || sign).join("").trim();
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
  const places = (text, words, { width, height }, most) => {
    const lines = text.split("\n").map((line, at) => [line, at + 1]).filter(([line]) => line.trim());
    const found = lines.map(([line, n]) => {
      const two = /^\s*([0-9]{1,5}(?:\.[0-9]{1,4})?)[\s,;]+([0-9]{1,5}(?:\.[0-9]{1,4})?)\s*$/.exec(line);
      if (!two) throw new Bad(fill(words.places, { line: n }));
      const at = [Number(two[1]), Number(two[2])];
      if (at[0] > width || at[1] > height) throw new Bad(fill(words.outside, { width, height }));
      return at;
    });
    if (found.length > most) throw new Bad(fill(words.tooMany, { limit: most }));
    return found;
  };
  const measured = ([[x1, y1], [x0, y0], [x2, y2]], words) => {
    const [ax, ay, bx, by] = [x1 - x0, y1 - y0, x2 - x0, y2 - y0];
    if ((!ax && !ay) || (!bx && !by)) throw new Bad(words.arms);
    return Math.round((Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * 18000) / Math.PI) / 100;
  };
  const numberOf = (text, { words, decimal }) => {
    const value = text.length > 40 ? NaN : number(text, decimal);
    if (Number.isNaN(value)) throw new Bad(fill(words.notNumber, { text: text.slice(0, 40) }));
    return value;
  };
  const withUnit = ({ key, body }, text, chosen, told) => {
    const names = body.unit_words || body.units, unitOf = (name) => body.units[names.indexOf(name)] ?? name;
    const known = [...new Set([...names, ...body.units])].sort((a, b) => b.length - a.length);
    const low = (one) => one.toLowerCase();
    const typed = known.find((one) => text.endsWith(one)) || known.find((one) => low(text).endsWith(low(one))) || "";
    const one = unitOf(chosen), other = unitOf(typed);
    if (one && other && one !== other) throw new Bad(fill(told.words.twoUnits, { typed, chosen }));
    const value = numberOf(text.slice(0, text.length - typed.length).trim(), told);
    const unit = one || other || (body.units.length === 1 ? key.unit : "");
    if (!unit && body.units.length) throw new Bad(told.words.unit);
    const shown = names[body.units.indexOf(unit)] || "";
    return { value: value * (unit ? exact(key.units[unit]) : 1), text: text.endsWith(shown) ? text : `${text} ${shown}`.trim() };
  };

  // By kind: {fraction, chosen: ids, own: what is shown of one's own answer, marks, points}; null where none was given.
  const option = ({ key }, form) => {
    const [chosen] = form.getAll("answer");
    return chosen ? { fraction: byOption(key.weights, key.rule, chosen), chosen: [chosen] } : null;
  };
  const RULES = {
    "one-choice": option,
    "several-choices": ({ key, parts, body }, form, { words }) => {
      const chosen = form.getAll("answer"), rights = parts.filter(({ right }) => right).map(({ option: id }) => id);
      if (body.limit && chosen.length > body.limit) throw new Bad(fill(words.most, { limit: body.limit }));
      const hits = chosen.filter((one) => rights.includes(one)).length;
      return chosen.length ? { fraction: Math.max(0, SETS[key.rule](parts.length, rights.length, hits, chosen.length - hits)), chosen } : null;
    },
    "true-false": ({ key }, form) => {
      const said = form.get("answer"), wrong = key.rule === "formula" ? -1 : 0;
      return said ? { fraction: (said === "true") === key.answer ? 1 : wrong, said: said === "true" } : null;
    },
    "number": (check, form, told) => {
      const text = (form.get("answer") || "").trim();
      if (!text) return null;
      const { value, text: own } = withUnit(check, text, form.get("unit") || "", told);
      return { fraction: onTarget(check.key, value), own };
    },
    "spot": ({ body, zones }, form, { words }) => {
      const marks = places(form.get("points") || "", words, body.picture, body.limit);
      const hit = marks.map((mark) => zones.some((zone) => inside(zone, mark)));
      const found = zones.map((zone) => marks.some((mark) => inside(zone, mark)));
      const fraction = Math.max(0, (found.filter(Boolean).length - hit.filter((one) => !one).length) / zones.length);
      return marks.length ? { fraction, marks, hit, missed: found.filter((one) => !one).length } : null;
    },
    "angle": ({ key, body }, form, told) => {
      const points = places(form.get("points") || "", told.words, body.picture, 3);
      const typed = (form.get("typed") || "").trim().replace(/°$/, "");
      if (!points.length && !typed) return null;
      const angle = points.length === 3 ? measured(points, told.words) : numberOf(typed, told);
      if (angle < 0 || angle > 180) throw new Bad(told.words.angle);
      return { fraction: inBands(key, angle), own: `${angle}°`, points };
    },
  };
  // {error} or {outcome, explain, parts: [{text, html, chosen, right}], …}
  const judge = (told, id, form) => {
    const check = told.checks[id];
    if (!check || !RULES[check.kind]) return { error: told.words.needsLine };
    try {
      const given = RULES[check.kind](check, form, told);
      if (!given) return { error: told.words.none };
      const outcome = given.fraction >= 1 - SLACK ? "right" : given.fraction > SLACK ? "partly" : "wrong";
      return { ...given, outcome, check };
    } catch (fault) {
      if (!(fault instanceof Bad)) throw fault;
      return { error: fault.message };
    }
  };
  return { judge, fill, number };
})();
