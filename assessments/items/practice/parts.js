/* Practice without a connection: the flags of a manifest or a permit. `flagsOf`: the flagged parts; null where nothing was
   ticked, [] for the box that says that nothing is wrong. */
(() => {
  const { every, Bad } = practice;
  const NOTHING = "=nothing";

  const flagsOf = ({ parts, body }, form, { words }) => {
    const chosen = every(form, "answer"),
      found = parts.map(({ option }) => option).filter((one) => chosen.includes(one));
    const says = chosen.includes(NOTHING);
    if (found.length + says !== chosen.length) throw new Bad(words.notLine);
    if (says && chosen.length > 1) throw new Bad(words.noneAndMore);
    if (body.limit && found.length > body.limit)
      throw new Bad(words.ticked, { ticked: found.length, limit: body.limit });
    return chosen.length ? found : null;
  };
  const flagged = ({ parts }, flags) => parts.map((part) => ({ ...part, chosen: flags.includes(part.option) }));
  Object.assign(practice, { flagsOf, flagged });
})();
