/* The result of a practice check without a connection: the same rules as the server's, on a key that was kept with the
   lesson. `told` is what the server told: {checks, decimal, words}. Here is what all kinds share; each
   kind adds its own rule in its practice.js. Exact where it matters: edges count, with a slack.
   `rules` by kind: {fraction, parts, and what is drawn or told beside them}; null where no answer was given. `views` by
   kind: how a result is shown, where it is not shown like others. */
window.practice = (() => {
  const SLACK = 1e-9;
  const isAll = (fraction) => fraction >= 1 - SLACK,
    isSome = (fraction) => fraction > SLACK;
  const exact = (text) => {
    const [top, below] = String(text).split("/");
    return below ? top / below : Number(top);
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  class Bad extends Error {
    constructor(text, values = {}) {
      super(fill(text, values));
    }
  }

  // Spaces as the server knows them: a few more, and one less, than those of a script.
  const SPACES = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
  const strip = (text) => text.replace(new RegExp(`^${SPACES}|${SPACES}$`, "g"), "");
  const single = (text) => strip(text).replace(new RegExp(SPACES, "g"), " ");
  const first = (form, name) => strip(form.get(name) || "");
  const every = (form, name) => [...new Set(form.getAll(name).filter(Boolean))];
  // Fields that are named after a part, such as `gap-who`: what stands in each by the name of the part.
  const named = (form, prefix) => {
    const names = new Set([...form.keys()].filter((name) => name.startsWith(prefix)));
    return new Map([...names].map((name) => [name.slice(prefix.length), form.get(name)]).filter(([, value]) => value));
  };
  const known = (ids, chosen, { words }) => {
    if (chosen.some((one) => !ids.includes(one))) throw new Bad(words.notShown);
  };

  const ids = ({ parts }) => parts.map(({ option }) => option);
  const chosenOf = ({ parts }, chosen) => parts.map((part) => ({ ...part, chosen: chosen.includes(part.option) }));

  const rules = {};
  const views = {};

  // {error} or {outcome, fraction, parts, check, …}
  const judge = (told, id, form) => {
    const check = told.checks[id],
      rule = check && rules[check.kind];
    if (!rule) return { error: told.words.needsLine };
    try {
      const given = rule(check, form, told);
      if (!given) return { error: told.words.none };
      return {
        ...given,
        outcome: isAll(given.fraction) ? "right" : isSome(given.fraction) ? "partly" : "wrong",
        check,
      };
    } catch (fault) {
      if (!(fault instanceof Bad)) throw fault;
      return { error: fault.message };
    }
  };
  return {
    judge,
    rules,
    views,
    fill,
    exact,
    isAll,
    isSome,
    strip,
    single,
    first,
    every,
    named,
    known,
    ids,
    chosenOf,
    Bad,
    SLACK,
  };
})();
