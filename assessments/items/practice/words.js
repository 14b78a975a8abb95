/* Practice without a connection: typed words, compared as the server compares them. `folded`: case folded sign by sign, as
   Unicode has it: down, up and down again, but for the dotless i; Cherokee folds up. `distance`: letters to add, drop,
   change or swap with their neighbour, no part edited twice. */
(() => {
  const { exact, isAll, isSome, single, Bad } = practice;
  const LONGEST = 200;
  const each = (signs, to) => [...signs].map((one) => [one, to]);
  const SAME = new Map([
    ...each("‘’‚‛ʼ´`′", "'"),
    ...each("“”„‟«»″", '"'),
    ...each("‐‑‒–—―−", "-"),
    ["œ", "oe"],
    ["Œ", "OE"],
    ["æ", "ae"],
    ["Æ", "AE"],
  ]);
  const BARE = new Map([
    ["ø", "o"],
    ["Ø", "O"],
    ["ł", "l"],
    ["Ł", "L"],
    ["đ", "d"],
    ["Đ", "D"],
  ]);
  const swap = (text, signs) => [...text].map((sign) => signs.get(sign) ?? sign).join("");
  const folded = (sign) => {
    if (sign === "ı") return sign;
    return /\p{Script=Cherokee}/u.test(sign) ? sign.toUpperCase() : sign.toLowerCase().toUpperCase().toLowerCase();
  };
  const OUTER = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

  const fold = (text, { case: counts = false, accents = false } = {}) => {
    let found = swap(text.normalize("NFKC"), SAME).replace(/\p{Cf}/gu, "");
    if (!counts) found = [...found].map(folded).join("").normalize("NFKC");
    if (!accents)
      found = swap(swap(found.normalize("NFD").replace(/[\u0300-\u036f]/g, ""), BARE), SAME).normalize("NFC");
    return single(found).replace(OUTER, "");
  };
  const distance = (one, other) => {
    let before = [],
      last = [...Array(other.length + 1).keys()];
    one.forEach((a, row) => {
      const now = [row + 1];
      other.forEach((b, column) => {
        let cost = Math.min(last[column + 1] + 1, now[column] + 1, last[column] + (a !== b));
        if (row && column && a === other[column - 1] && one[row - 1] === b)
          cost = Math.min(cost, before[column - 1] + 1);
        now.push(cost);
      });
      [before, last] = [last, now];
    });
    return last.at(-1);
  };
  const figures = (text) => (text.match(/\p{Nd}/gu) || []).join("");
  const isSlip = (given, word) => {
    const [one, other] = [[...given], [...word]],
      allowed = other.length < 5 ? 0 : other.length < 10 ? 1 : 2;
    return (
      Math.abs(one.length - other.length) <= allowed &&
      figures(given) === figures(word) &&
      distance(one, other) <= allowed
    );
  };
  const worth = (key, text) => {
    const given = fold(text, key),
      known = [...key.accepted, ...key.also].map(([word, weight]) => [fold(word, key), exact(weight)]);
    let found = known.filter(([word]) => word === given);
    if (!found.length && key.typos) found = known.filter(([word]) => isSlip(given, word));
    return Math.max(0, ...found.map(([, weight]) => weight));
  };
  const typed = (raw, tooLong, unreadable) => {
    const text = single(raw);
    if ([...text].length > LONGEST) throw new Bad(tooLong);
    if (/[\p{Cc}\p{Cs}]/u.test(text)) throw new Bad(unreadable);
    return text;
  };
  const own = (text, fraction, about) => ({
    text,
    about,
    chosen: true,
    right: isAll(fraction),
    partly: isSome(fraction) && !isAll(fraction),
  });
  Object.assign(practice, { fold, isSlip, worth, typed, own });
})();
