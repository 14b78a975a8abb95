/* The result of a practice check without a connection: the same rules as the server's, on a key that was kept with the
   lesson. `told` is what the server told: {checks, decimal, words}. Here is what all kinds share, and the kinds with
   options; the files beside this one add the rules of others. Exact where it matters: edges count, with a slack. */
window.practice = (() => {
  const SLACK = 1e-9;
  const isAll = (fraction) => fraction >= 1 - SLACK, isSome = (fraction) => fraction > SLACK;
  const exact = (text) => { const [top, below] = String(text).split("/"); return below ? top / below : Number(top); };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  class Bad extends Error { constructor(text, values = {}) { super(fill(text, values)); } }

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

  const SETS = {
    tpr_minus_fpr: (n, k, hits, alarms) => hits / k - alarms / (n - k),
    all_or_nothing: (n, k, hits, alarms) => Number(hits === k && alarms === 0),
    plus_minus: (n, k, hits, alarms) => (hits - alarms) / k,
    per_option: (n, k, hits, alarms) => (hits + n - k - alarms) / n,
    per_option_corrected: (n, k, hits, alarms) => (2 * (hits + n - k - alarms)) / n - 1,
    select_n: (n, k, hits, alarms) => (hits + alarms <= k ? hits / k : 0),
  };
  const ids = ({ parts }) => parts.map(({ option }) => option);
  const chosenOf = ({ parts }, chosen) => parts.map((part) => ({ ...part, chosen: chosen.includes(part.option) }));

  // By kind: {fraction, parts, and what is drawn or told beside them}; null where no answer was given.
  const rules = {
    "one-choice": (check, form, told) => {
      const chosen = form.getAll("answer").filter(Boolean), { weights, rule } = check.key;
      if (!chosen.length) return null;
      if (chosen.length > 1) throw new Bad(told.words.onlyOne);
      known(ids(check), chosen, told);
      const weight = exact(weights[chosen[0]]), costs = rule === "formula" && weight !== 1;
      return { fraction: costs ? -1 / (ids(check).length - 1) : weight, parts: chosenOf(check, chosen) };
    },
    "several-choices": (check, form, told) => {
      const chosen = every(form, "answer"), rights = check.parts.filter(({ right }) => right).map(({ option }) => option);
      known(ids(check), chosen, told);
      if (check.body.limit && chosen.length > check.body.limit) throw new Bad(told.words.most, check.body);
      const hits = chosen.filter((one) => rights.includes(one)).length;
      const fraction = SETS[check.key.rule](check.parts.length, rights.length, hits, chosen.length - hits);
      return chosen.length ? { fraction: Math.max(0, fraction), parts: chosenOf(check, chosen) } : null;
    },
    "true-false": ({ key, parts }, form, { words }) => {
      const said = first(form, "answer"), wrong = key.rule === "formula" ? -1 : 0;
      if (said && !["true", "false"].includes(said)) throw new Bad(words.trueOrFalse);
      const isSaid = (part) => part.right === ((said === "true") === key.answer);
      return said ? { fraction: (said === "true") === key.answer ? 1 : wrong, parts: parts.map((part) => ({ ...part, chosen: isSaid(part) })) } : null;
    },
  };

  // {error} or {outcome, fraction, parts, check, …}
  const judge = (told, id, form) => {
    const check = told.checks[id], rule = check && rules[check.kind];
    if (!rule) return { error: told.words.needsLine };
    try {
      const given = rule(check, form, told);
      if (!given) return { error: told.words.none };
      return { ...given, outcome: isAll(given.fraction) ? "right" : isSome(given.fraction) ? "partly" : "wrong", check };
    } catch (fault) {
      if (!(fault instanceof Bad)) throw fault;
      return { error: fault.message };
    }
  };
  return { judge, rules, fill, exact, isAll, isSome, strip, single, first, every, named, Bad, SLACK };
})();
