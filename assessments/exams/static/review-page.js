/* The review as the server made it: with scripts the paper shows its own, which knows what this device has not sent yet. */
const heading = document.getElementById("asked");
if (heading.dataset.paper) location.replace(heading.dataset.paper);
else heading.focus();

const clock = document.getElementById("clock");
if (clock) {
  const endsAt = performance.now() + Number(clock.dataset.remaining) * 1000;
  setInterval(() => {
    const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
    const { minutes, seconds, over } = clock.dataset;
    const text = left === 0 ? over : left > 90 ? minutes : seconds;
    clock.textContent = text.replace("{n}", left > 90 ? Math.ceil(left / 60) : left);
    clock.className = `chip ${left > 300 ? "info" : "warn"}`;
  }, 1000);
}
