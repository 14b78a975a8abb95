/* Practice of a manifest without a connection. */
{
  const { rules, views, exact, fill, flagsOf, flagged } = practice;
  const PLACES = 1e9;
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 0);
  const correlation = (hits, misses, alarms, cleared) => {
    const product = (hits + alarms) * (hits + misses) * (cleared + alarms) * (cleared + misses);
    const covariance = hits * cleared - alarms * misses;
    return product && covariance > 0 ? Math.floor(Math.sqrt(covariance ** 2 / product) * PLACES) / PLACES : 0;
  };
  const percent = (part, of) => (of ? Math.floor((100 * part) / of) : null);
  rules.manifest = (check, form, told) => {
    const flags = flagsOf(check, form, told),
      weights = check.key.suspicious;
    if (!flags) return null;
    const suspicious = Object.keys(weights).length,
      hits = flags.filter((one) => one in weights).length;
    const misses = suspicious - hits,
      alarms = flags.length - hits,
      cleared = check.parts.length - suspicious - alarms;
    const weighed = () => {
      const all = sum(Object.values(weights).map(exact)),
        hit = sum(flags.filter((one) => one in weights).map((one) => exact(weights[one])));
      return Math.max(0, hit / all - alarms / (alarms + cleared));
    };
    const scored = () => (check.key.rule === "mcc" ? correlation(hits, misses, alarms, cleared) : weighed());
    const both = suspicious ? percent(2 * hits, 2 * hits + misses + alarms) : flags.length ? 0 : 100;
    return {
      fraction: suspicious ? scored() : Number(!flags.length),
      parts: flagged(check, flags),
      figures: {
        hits,
        flagged: flags.length,
        suspicious,
        precision: percent(hits, flags.length),
        recall: percent(hits, suspicious),
        f1: both,
      },
    };
  };
  views.manifest = {
    missed: true,
    figures: (of, { words, made }) => {
      const lines = [
        of.precision === null ? words.inspectedNothing : words.precision,
        of.recall === null ? words.noneSuspicious : words.recall,
        words.both,
      ];
      return made("ul", { class: "figures" }, ...lines.map((text) => made("li", {}, fill(text, of))));
    },
    // The table of the question once more, each line with what is said of it.
    list: (parts, { field, made, verdict }) => {
      const shown = field.querySelector(".compare").cloneNode(true);
      for (const [at, row] of [...shown.querySelectorAll("tbody tr")].entries()) {
        const part = parts[at],
          name = row.querySelector("th");
        row.className = part.right ? "right" : part.chosen ? "wrong" : "";
        name.replaceChildren(made("span", {}, ...name.querySelector("label > span").childNodes), " ", verdict(part));
      }
      return shown;
    },
  };
}
