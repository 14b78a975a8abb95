/* Practice of a number and its unit without a connection. */
{
  const { rules, exact, isAll, strip, first, within, inBands, numberOf, Bad } = practice;
  const onTarget = (key, given) => {
    if (key.rule === "bands") return inBands(key, given);
    if (key.rule === "range") {
      const low = exact(key.low),
        high = exact(key.high);
      return Number(within(Math.max(low - given, given - high, 0), 0, Math.max(Math.abs(low), Math.abs(high))));
    }
    const value = exact(key.value);
    const allowed = exact(key.tolerance) * (key.tolerance_type === "relative" ? Math.abs(value) : 1);
    return Number(within(Math.abs(given - value), allowed, Math.max(Math.abs(value), Math.abs(given))));
  };
  const withUnit = ({ key, body }, text, chosen, told) => {
    const { units } = body,
      names = body.unit_words || units,
      low = (one) => one.toLowerCase();
    const unitOf = (name) => units[names.indexOf(name)] ?? name,
      shown = (unit) => names[units.indexOf(unit)] || unit;
    const all = [...new Set([...names, ...units])].sort((a, b) => b.length - a.length);
    const typed = all.find((one) => text.endsWith(one)) || all.find((one) => low(text).endsWith(low(one))) || "";
    const one = unitOf(chosen),
      other = unitOf(typed);
    if (one && other && one !== other) throw new Bad(told.words.twoUnits, { typed: shown(other), chosen: shown(one) });
    const value = numberOf(strip(text.slice(0, text.length - typed.length)), told);
    const unit = one || other || (units.length === 1 ? key.unit : "");
    if (unit && !units.includes(unit)) throw new Bad(told.words.notUnit);
    if (!unit && units.length) throw new Bad(told.words.unit);
    return {
      value: value * (unit ? exact(key.units[unit]) : 1),
      own: text.endsWith(shown(unit)) ? text : `${text} ${shown(unit)}`,
    };
  };
  rules.number = (check, form, told) => {
    const text = first(form, "answer");
    if (!text) return null;
    if ([...text].length > 40) throw new Bad(told.words.numberTooLong);
    const { value, own } = withUnit(check, text, first(form, "unit"), told),
      fraction = onTarget(check.key, value);
    return { fraction, parts: [{ text: strip(own), chosen: true, right: isAll(fraction) }, ...check.parts] };
  };
}
