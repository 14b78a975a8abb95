/* Home: how much of what was done on this device waits to be sent. */
(() => {
  const region = document.getElementById("unsent"),
    { person } = document.body.dataset;
  const show = async () => {
    const count = (await outbox.waiting(person)).length;
    region.hidden = !count;
    region.querySelector("p").textContent = region.dataset.line.replace("{n}", count);
  };
  addEventListener("outbox", show);
  show();
})();
