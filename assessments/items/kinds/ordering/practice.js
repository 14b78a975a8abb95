/* Practice of ordering without a connection. `placesOf`: of the steps that were given a place, their right places, in the
   order given. */
{
  const { rules, views, named, fill, Bad } = practice;
  const couples = (list) => list.slice(1).map((one, at) => [list[at], one]);
  const placesOf = (right, given) => given.filter(Boolean).map((one) => right.indexOf(one));
  const agreeing = (right, given) => {
    const found = placesOf(right, given),
      all = found.flatMap((one, at) => found.slice(at + 1).map((other) => one < other));
    return [all.filter(Boolean).length, all.length, (right.length * (right.length - 1)) / 2];
  };
  const longest = (found) => {
    const ends = found.map(() => 1);
    found.forEach((one, at) =>
      found.slice(0, at).forEach((other, n) => {
        if (other < one) ends[at] = Math.max(ends[at], ends[n] + 1);
      }),
    );
    return Math.max(0, ...ends);
  };
  const ORDERS = {
    kendall: (right, given) => {
      const [agree, all, pairs] = agreeing(right, given);
      return Math.max(0, (2 * agree - all) / pairs);
    },
    pairs: (right, given) => {
      const [agree, , pairs] = agreeing(right, given);
      return agree / pairs;
    },
    all_or_nothing: (right, given) =>
      Number(right.length === given.length && right.every((one, at) => given[at] === one)),
    absolute: (right, given) => right.filter((one, at) => given[at] === one).length / right.length,
    adjacent: (right, given) => {
      const neighbours = couples(right).map(String);
      return couples(given).filter((pair) => pair[0] && neighbours.includes(String(pair))).length / (right.length - 1);
    },
    longest: (right, given) => Math.max(0, (longest(placesOf(right, given)) - 1) / (right.length - 1)),
  };
  rules.ordering = ({ key, parts }, form, { words }) => {
    const placed = key.order.map(() => null),
      last = placed.length,
      places = placed.map((_, at) => String(at + 1));
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
  views.ordering = {
    all: true,
    ordered: true,
    verdict: ({ chosen, right, about }, { words }) =>
      chosen ? [fill(words.place, { n: about }), right ? "ok" : "bad"] : [words.noPlace, "warn"],
  };
}
