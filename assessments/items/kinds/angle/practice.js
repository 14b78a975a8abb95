/* Practice of an angle without a connection. */
{
  const { rules, isAll, first, inBands, numberOf, places, Bad } = practice;
  const measured = ([[x1, y1], [x0, y0], [x2, y2]], words) => {
    const [ax, ay, bx, by] = [x1 - x0, y1 - y0, x2 - x0, y2 - y0];
    if ((!ax && !ay) || (!bx && !by)) throw new Bad(words.arms);
    return Math.round((Math.atan2(Math.abs(ax * by - ay * bx), ax * bx + ay * by) * 18000) / Math.PI) / 100;
  };
  rules.angle = ({ key, body, parts }, form, told) => {
    const points = places(form, told.words, body.picture, 3),
      typed = first(form, "typed");
    if (!points.length && !typed) return null;
    if (points.length && points.length !== 3) throw new Bad(told.words.threePoints);
    const angle = points.length ? measured(points, told.words) : numberOf(typed.replace(/°$/, ""), told);
    if (angle < 0 || angle > 180) throw new Bad(told.words.angle);
    const fraction = inBands(key, angle);
    return { fraction, points, parts: [{ text: `${angle}°`, chosen: true, right: isAll(fraction) }, ...parts] };
  };
}
