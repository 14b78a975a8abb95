/* Practice of places on a picture without a connection. */
{
  const { rules, views, places, fill } = practice;
  const inside = ({ shape, coords }, [x, y]) => {
    const c = coords;
    if (shape === "rect") return c[0] <= x && x <= c[2] && c[1] <= y && y <= c[3];
    if (shape !== "poly")
      return ((x - c[0]) / c[2]) ** 2 + ((y - c[1]) / (shape === "ellipse" ? c[3] : c[2])) ** 2 <= 1;
    let odd = false;
    for (let at = 0; at < c.length; at += 2) {
      const [x1, y1, x2, y2] = [c[at], c[at + 1], c[(at + 2) % c.length], c[(at + 3) % c.length]];
      const cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
      if (!cross && Math.min(x1, x2) <= x && x <= Math.max(x1, x2) && Math.min(y1, y2) <= y && y <= Math.max(y1, y2))
        return true;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
    }
    return odd;
  };
  rules.spot = ({ body, zones, parts }, form, { words }) => {
    const dots = places(form, words, body.picture, body.limit),
      hits = dots.map((dot) => zones.some((zone) => inside(zone, dot)));
    const missed = zones.filter((zone) => !dots.some((dot) => inside(zone, dot))).length;
    const fraction = Math.max(0, (zones.length - missed - hits.filter((one) => !one).length) / zones.length);
    const own = hits.map((right, at) => ({ text: String(at + 1), chosen: true, right }));
    return dots.length ? { fraction, dots, parts: [...own, ...parts.slice(0, missed)] } : null;
  };
  views.spot = { missed: true, name: ({ text, chosen }, { words }) => [chosen ? fill(words.dot, { n: text }) : text] };
}
