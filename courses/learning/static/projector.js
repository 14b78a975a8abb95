/* A lesson on a projector: one section a screen, on and back by keys and buttons. Without this it is one page. */
(() => {
  const slides = [...document.querySelectorAll("#slides .slide")];
  const [back, on, at, keys] = ["slide-back", "slide-on", "slide-at", "slide-keys"].map((id) =>
    document.getElementById(id),
  );
  const named = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const inside = target ? slides.findIndex((slide) => slide.contains(target)) : -1;
    return inside >= 0 ? inside : (Number(location.hash.replace("#screen-", "")) || 1) - 1;
  };
  let shown = 0;
  const show = (number, moves = true) => {
    shown = Math.max(0, Math.min(number, slides.length - 1));
    for (const [place, slide] of slides.entries()) slide.hidden = place !== shown;
    back.disabled = shown === 0;
    on.disabled = shown === slides.length - 1;
    at.textContent = at.dataset.words.replace("{n}", shown + 1).replace("{all}", slides.length);
    if (moves) history.replaceState(null, "", `#screen-${shown + 1}`);
    if (!moves) return;
    scrollTo(0, 0);
    slides[shown].tabIndex = -1;
    slides[shown].focus({ preventScroll: true });
  };
  const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
  // Keys that somebody types into a field of a question are theirs.
  const typing = ({ target }) => target.closest("input, select, textarea, [role=application]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event)) return;
    const mirrored = document.documentElement.dir === "rtl" && /Left|Right/.test(event.key);
    const ends = { Home: -slides.length, End: slides.length };
    const step = ends[event.key] || STEPS[event.key] * (mirrored ? -1 : 1);
    if (!step) return;
    event.preventDefault();
    show(shown + step);
  });
  back.addEventListener("click", () => show(shown - 1));
  on.addEventListener("click", () => show(shown + 1));
  addEventListener("hashchange", () => show(named()));
  document.documentElement.classList.add("one-screen");
  for (const one of [back, on, keys]) one.hidden = false;
  show(named(), false);
})();
