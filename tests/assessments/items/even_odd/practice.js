/* Practice of even or odd without a connection. */
{
  const { rules, views, first, Bad } = practice;
  rules["even-odd"] = ({ key, parts }, form, { words }) => {
    const said = first(form, "answer");
    if (said && !["even", "odd"].includes(said)) throw new Bad(words.onlyOne);
    return said ? { fraction: Number(said === key.answer), parts: parts.map((part) => ({ ...part, chosen: part.text === said })) } : null;
  };
  views["even-odd"] = { all: true, name: ({ text }) => [`the word ${text}`] };
}
