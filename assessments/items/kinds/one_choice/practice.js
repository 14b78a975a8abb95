/* Practice of one choice without a connection. */
{
  const { rules, views, exact, known, ids, chosenOf, Bad } = practice;
  rules["one-choice"] = (check, form, told) => {
    const chosen = form.getAll("answer").filter(Boolean),
      { weights, rule } = check.key;
    if (!chosen.length) return null;
    if (chosen.length > 1) throw new Bad(told.words.onlyOne);
    known(ids(check), chosen, told);
    const weight = exact(weights[chosen[0]]),
      costs = rule === "formula" && weight !== 1;
    return { fraction: costs ? -1 / (ids(check).length - 1) : weight, parts: chosenOf(check, chosen) };
  };
  views["one-choice"] = { all: true };
}
