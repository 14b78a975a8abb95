/* Practice of a permit without a connection. */
{
  const { rules, views, fill, flagsOf, flagged } = practice;
  rules.permit = (check, form, told) => {
    const flags = flagsOf(check, form, told),
      { defects } = check.key;
    if (!flags) return null;
    const planted = defects.length,
      hits = flags.filter((one) => defects.includes(one)).length;
    const fraction = planted ? Math.max(0, (2 * hits - flags.length) / planted) : Number(!flags.length);
    return { fraction, parts: flagged(check, flags), figures: { hits, flagged: flags.length, planted } };
  };
  views.permit = {
    missed: true,
    figures: (of, { words, made }) =>
      made("p", {}, fill(of.planted ? words.found : words.clean, { ...of, false: of.flagged - of.hits })),
  };
}
