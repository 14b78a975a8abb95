/* Practice of gaps without a connection. */
{
  const { rules, views, exact, isAll, strip, named, fill, fold, worth, typed, own, Bad } = practice;
  rules.gaps = ({ key, body, parts }, form, { words }) => {
    const raw = new Map([...named(form, "gap-")].filter(([, text]) => strip(text))),
      seen = new Set();
    if (!raw.size) return null;
    if ([...raw.keys()].some((one) => !body.gaps.includes(one))) throw new Bad(words.notGap);
    const filled = body.gaps.map((id, at) => {
      const number = at + 1,
        given = typed(raw.get(id) || "", fill(words.gapTooLong, { number }), fill(words.gapUnreadable, { number }));
      const choice = body.options.find((one) => one.gap === id && one.id === given);
      if (given && !key.gaps[id].accepted && !choice) throw new Bad(words.notShown);
      return { given, shown: choice ? choice.text : given, gap: key.gaps[id] };
    });
    const earned = filled.map(({ given, gap }) => {
      // in a group the same words earn once
      const same = `${gap.group}\n${gap.accepted ? fold(given, gap) : given}`,
        again = gap.group && seen.has(same);
      seen.add(same);
      return !given || again ? 0 : gap.accepted ? worth(gap, given) : Number(given === gap.right);
    });
    const weights = filled.map(({ gap }) => exact(gap.weight)),
      sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
    const told = filled.flatMap(({ given, shown }, at) => [
      ...(given ? [own(shown, earned[at], String(at + 1))] : []),
      ...(isAll(earned[at]) ? [] : [parts[at]]),
    ]);
    return { fraction: sum(earned.map((one, at) => one * weights[at])) / sum(weights), parts: told };
  };
  views.gaps = { name: ({ text, about }, { words }) => [`${fill(words.gap, { n: about })}: ${text}`] };
}
