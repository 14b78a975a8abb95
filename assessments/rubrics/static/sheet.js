/* A marking sheet: saves after each change, and counts the minutes of the exercise. Without it the buttons do. */
const sheet = document.getElementById("sheet");
const kept = document.getElementById("kept");
const timer = document.getElementById("timer");
document.getElementById("sheet-tools").hidden = false;

const tell = (text, tone) => {
  kept.textContent = text;
  kept.className = `chip ${tone}`;
};
const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

let sending = Promise.resolve();
const send = async () => {
  const ratings = new FormData(sheet);
  ratings.set("key", newKey());
  tell(sheet.dataset.saving, "info");
  try {
    const answer = await fetch(sheet.dataset.ratings, { method: "POST", body: ratings, redirect: "error" });
    const found = await answer.json();
    if (!found.saved) return tell(found.said || sheet.dataset.failed, "bad");
    tell(sheet.dataset.saved, "ok");
    if (found.total && !sheet.querySelector('[value="seal"]')) sheet.requestSubmit();
  } catch {
    tell(sheet.dataset.failed, "bad");
  }
};
sheet.addEventListener("change", () => {
  sending = sending.then(send);
});

if (timer) {
  const name = `timer ${location.pathname}`;
  let end = Number(sessionStorage.getItem(name)) || 0;
  const show = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.textContent = left ? timer.dataset.left.replace("{time}", time) : timer.dataset.over;
    if (left) setTimeout(show, 500);
  };
  timer.addEventListener("click", () => {
    if (end > Date.now()) return;
    end = Date.now() + Number(timer.dataset.minutes) * 60000;
    sessionStorage.setItem(name, end);
    show();
  });
  if (end) show();
}
