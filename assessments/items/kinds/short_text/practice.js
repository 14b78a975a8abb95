/* Practice of a short text without a connection. */
{
  const { rules, first, worth, typed, own } = practice;
  rules["short-text"] = ({ key, parts }, form, { words }) => {
    const text = typed(first(form, "answer"), words.tooLong, words.unreadable),
      fraction = text ? worth(key, text) : 0;
    return text ? { fraction, parts: [own(text, fraction, ""), ...parts] } : null;
  };
}
