/* The squares of a practice quiz follow its score: a number for each check, with a sign and a word for how it went. */
const tally = document.getElementById("tally"),
  bar = document.getElementById("tally-bar");
const SIGNS = { r: "✓", p: "½", w: "✕" },
  CLASSES = { r: "done", p: "flag" };
const paint = () => {
  [...tally.dataset.signs].forEach((sign, at) => {
    if (!SIGNS[sign]) return;
    const link = bar.children[at].querySelector("a");
    link.className = CLASSES[sign] || "";
    link.querySelector("b").textContent = SIGNS[sign];
    link.querySelector(".vh").textContent = bar.dataset[sign];
  });
};
if (tally) new MutationObserver(paint).observe(tally, { attributeFilter: ["data-signs"] });
