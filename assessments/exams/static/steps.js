/* A paper one question at a time. The address holds which, so that Back works; flags are kept for this visit. */
const { attempt } = document.getElementById("paper").dataset;
const sections = [...document.querySelectorAll(".question-box")];
const links = [...document.querySelectorAll(".numbers a")];
const part = (name) => document.getElementById(name);
const key = `flags:${attempt}`;
const flags = new Set((sessionStorage.getItem(key) || "").split(",").filter(Boolean));
let current = 0;

const paint = () => {
  links.forEach((link, at) => link.classList.toggle("flag", flags.has(String(at))));
  part("flag").setAttribute("aria-pressed", String(flags.has(String(current))));
};
const show = (index, focus) => {
  current = Math.min(Math.max(index, 0), sections.length - 1);
  sections.forEach((section, at) => {
    section.hidden = at !== current;
  });
  links.forEach((link, at) =>
    at === current ? link.setAttribute("aria-current", "step") : link.removeAttribute("aria-current"),
  );
  part("back").disabled = current === 0;
  part("on").disabled = current === sections.length - 1;
  paint();
  dispatchEvent(new Event("resize")); // pictures measure themselves when they come to be seen
  if (focus) {
    sections[current].tabIndex = -1;
    sections[current].focus({ preventScroll: true });
    scrollTo(0, 0);
  }
};
const fromAddress = () =>
  Math.max(
    0,
    sections.findIndex(({ id }) => `#${id}` === location.hash),
  );
const go = (step) => {
  location.hash = sections[Math.min(Math.max(current + step, 0), sections.length - 1)].id;
};
addEventListener("hashchange", () => show(fromAddress(), true));
part("back").onclick = () => go(-1);
part("on").onclick = () => go(1);
part("flag").onclick = () => {
  const name = String(current);
  if (!flags.delete(name)) flags.add(name);
  sessionStorage.setItem(key, [...flags].join(","));
  paint();
};

document.documentElement.classList.add("paper-live");
for (const hidden of document.querySelectorAll(".with-script")) hidden.hidden = false;
for (const button of document.querySelectorAll(".by-hand")) button.hidden = true;
const wrong = sections.findIndex((section) => "error" in section.dataset);
show(wrong >= 0 ? wrong : fromAddress(), false);
