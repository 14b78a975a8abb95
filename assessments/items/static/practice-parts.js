/* Practice without a connection: matching, ordering, and the flags of a manifest or a permit. */
(() => {
  const { rules, exact, every, named, Bad } = practice;
  const NOTHING = "=nothing", PLACES = 1e9;
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
  const couples = (list) => list.slice(1).map((one, at) => [list[at], one]);

  rules.matching = ({ key, parts, html }, form, { words }) => {
    const right = key.pairs, chosen = named(form, "match-"), prompts = parts.map(({ about }) => about);
    if (!chosen.size) return null;
    if ([...chosen].some(([prompt, option]) => !(prompt in right) || !(option in html) || option in right)) throw new Bad(words.notShown);
    const hits = prompts.filter((one) => chosen.get(one) === right[one]).length;
    const told = (about) => {
      const own = chosen.get(about), isRight = own === right[about];
      const said = own ? [{ option: own, about, chosen: true, right: isRight }] : [];
      return isRight ? said : [...said, { option: right[about], about, right: true }];
    };
    const fraction = key.rule === "per_pair" ? hits / prompts.length : Number(hits === prompts.length);
    return { fraction, parts: prompts.flatMap(told) };
  };

  // Of the steps that were given a place: their right places, in the order given.
  const placesOf = (right, given) => given.filter(Boolean).map((one) => right.indexOf(one));
  const agreeing = (right, given) => {
    const found = placesOf(right, given), all = found.flatMap((one, at) => found.slice(at + 1).map((other) => one < other));
    return [all.filter(Boolean).length, all.length, (right.length * (right.length - 1)) / 2];
  };
  const longest = (found) => {
    const ends = found.map(() => 1);
    found.forEach((one, at) => found.slice(0, at).forEach((other, n) => { if (other < one) ends[at] = Math.max(ends[at], ends[n] + 1); }));
    return Math.max(0, ...ends);
  };
  const ORDERS = {
    kendall: (right, given) => { const [agree, all, pairs] = agreeing(right, given); return Math.max(0, (2 * agree - all) / pairs); },
    pairs: (right, given) => { const [agree, , pairs] = agreeing(right, given); return agree / pairs; },
    all_or_nothing: (right, given) => Number(right.length === given.length && right.every((one, at) => given[at] === one)),
    absolute: (right, given) => right.filter((one, at) => given[at] === one).length / right.length,
    adjacent: (right, given) => {
      const neighbours = couples(right).map(String);
      return couples(given).filter((pair) => pair[0] && neighbours.includes(String(pair))).length / (right.length - 1);
    },
    longest: (right, given) => Math.max(0, (longest(placesOf(right, given)) - 1) / (right.length - 1)),
  };
  rules.ordering = ({ key, parts }, form, { words }) => {
    const placed = key.order.map(() => null), last = placed.length, places = placed.map((_, at) => String(at + 1));
    for (const [step, place] of named(form, "place-")) {
      if (!places.includes(place)) throw new Bad(words.notPlace, { last });
      if (placed[place - 1] !== null) throw new Bad(words.twoSteps, { place });
      placed[place - 1] = step;
    }
    if (placed.some((one) => one !== null && !key.order.includes(one))) throw new Bad(words.notStep);
    while (placed.length && placed.at(-1) === null) placed.pop();
    const told = parts.map((part, at) => {
      const place = placed.indexOf(part.option) + 1;
      return { ...part, chosen: place > 0, right: place === at + 1, about: place ? String(place) : "" };
    });
    return placed.length ? { fraction: ORDERS[key.rule](key.order, placed), parts: told } : null;
  };

  // The flagged parts; null where nothing was ticked, [] for the box that says that nothing is wrong.
  const flagsOf = ({ parts, body }, form, { words }) => {
    const chosen = every(form, "answer"), found = parts.map(({ option }) => option).filter((one) => chosen.includes(one));
    const says = chosen.includes(NOTHING);
    if (found.length + says !== chosen.length) throw new Bad(words.notLine);
    if (says && chosen.length > 1) throw new Bad(words.noneAndMore);
    if (body.limit && found.length > body.limit) throw new Bad(words.ticked, { ticked: found.length, limit: body.limit });
    return chosen.length ? found : null;
  };
  const flagged = ({ parts }, flags) => parts.map((part) => ({ ...part, chosen: flags.includes(part.option) }));
  const correlation = (hits, misses, alarms, cleared) => {
    const product = (hits + alarms) * (hits + misses) * (cleared + alarms) * (cleared + misses);
    const covariance = hits * cleared - alarms * misses;
    return product && covariance > 0 ? Math.floor(Math.sqrt(covariance ** 2 / product) * PLACES) / PLACES : 0;
  };
  const percent = (part, of) => (of ? Math.floor((100 * part) / of) : null);
  rules.manifest = (check, form, told) => {
    const flags = flagsOf(check, form, told), weights = check.key.suspicious;
    if (!flags) return null;
    const suspicious = Object.keys(weights).length, hits = flags.filter((one) => one in weights).length;
    const misses = suspicious - hits, alarms = flags.length - hits, cleared = check.parts.length - suspicious - alarms;
    const weighed = () => {
      const all = sum(Object.values(weights).map(exact)), hit = sum(flags.filter((one) => one in weights).map((one) => exact(weights[one])));
      return Math.max(0, hit / all - alarms / (alarms + cleared));
    };
    const scored = () => (check.key.rule === "mcc" ? correlation(hits, misses, alarms, cleared) : weighed());
    const both = suspicious ? percent(2 * hits, 2 * hits + misses + alarms) : flags.length ? 0 : 100;
    return {
      fraction: suspicious ? scored() : Number(!flags.length), parts: flagged(check, flags),
      figures: { hits, flagged: flags.length, suspicious, precision: percent(hits, flags.length), recall: percent(hits, suspicious), f1: both },
    };
  };
  rules.permit = (check, form, told) => {
    const flags = flagsOf(check, form, told), { defects } = check.key;
    if (!flags) return null;
    const planted = defects.length, hits = flags.filter((one) => defects.includes(one)).length;
    const fraction = planted ? Math.max(0, (2 * hits - flags.length) / planted) : Number(!flags.length);
    return { fraction, parts: flagged(check, flags), figures: { hits, flagged: flags.length, planted } };
  };
})();
