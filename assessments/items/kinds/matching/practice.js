/* Practice of matching without a connection. */
{
  const { rules, views, named, Bad } = practice;
  rules.matching = ({ key, parts, html }, form, { words }) => {
    const right = key.pairs,
      chosen = named(form, "match-"),
      prompts = parts.map(({ about }) => about);
    if (!chosen.size) return null;
    if ([...chosen].some(([prompt, option]) => !(prompt in right) || !(option in html) || option in right))
      throw new Bad(words.notShown);
    const hits = prompts.filter((one) => chosen.get(one) === right[one]).length;
    const told = (about) => {
      const own = chosen.get(about),
        isRight = own === right[about];
      const said = own ? [{ option: own, about, chosen: true, right: isRight }] : [];
      return isRight ? said : [...said, { option: right[about], about, right: true }];
    };
    const fraction = key.rule === "per_pair" ? hits / prompts.length : Number(hits === prompts.length);
    return { fraction, parts: prompts.flatMap(told) };
  };
  views.matching = {
    name: ({ option, about }, { html, clean, arrow }) => [
      clean(html[about]),
      " ",
      ...arrow(),
      " ",
      clean(html[option]),
    ],
  };
}
