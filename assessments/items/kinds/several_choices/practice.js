/* Practice of several choices without a connection. */
{
  const { rules, views, every, known, ids, chosenOf, Bad } = practice;
  const SETS = {
    tpr_minus_fpr: (n, k, hits, alarms) => hits / k - alarms / (n - k),
    all_or_nothing: (n, k, hits, alarms) => Number(hits === k && alarms === 0),
    plus_minus: (n, k, hits, alarms) => (hits - alarms) / k,
    per_option: (n, k, hits, alarms) => (hits + n - k - alarms) / n,
    per_option_corrected: (n, k, hits, alarms) => (2 * (hits + n - k - alarms)) / n - 1,
    select_n: (n, k, hits, alarms) => (hits + alarms <= k ? hits / k : 0),
  };
  rules["several-choices"] = (check, form, told) => {
    const chosen = every(form, "answer"),
      rights = check.parts.filter(({ right }) => right).map(({ option }) => option);
    known(ids(check), chosen, told);
    if (check.body.limit && chosen.length > check.body.limit) throw new Bad(told.words.most, check.body);
    const hits = chosen.filter((one) => rights.includes(one)).length;
    const fraction = SETS[check.key.rule](check.parts.length, rights.length, hits, chosen.length - hits);
    return chosen.length ? { fraction: Math.max(0, fraction), parts: chosenOf(check, chosen) } : null;
  };
  views["several-choices"] = { all: true, missed: true };
}
