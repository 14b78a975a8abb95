/* Practice of true or false without a connection. */
{
  const { rules, views, first, Bad } = practice;
  rules["true-false"] = ({ key, parts }, form, { words }) => {
    const said = first(form, "answer"),
      wrong = key.rule === "formula" ? -1 : 0;
    if (said && !["true", "false"].includes(said)) throw new Bad(words.trueOrFalse);
    const isSaid = (part) => part.right === ((said === "true") === key.answer);
    return said
      ? {
          fraction: (said === "true") === key.answer ? 1 : wrong,
          parts: parts.map((part) => ({ ...part, chosen: isSaid(part) })),
        }
      : null;
  };
  views["true-false"] = { all: true };
}
