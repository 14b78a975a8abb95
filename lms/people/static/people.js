/* Proposes a user name while the name is typed, until somebody types one. The server makes one too. */
(() => {
  const name = document.querySelector("[data-names]");
  const key = name && document.getElementById(name.dataset.names);
  if (!key) return;
  let own = key.value !== "";
  key.addEventListener("input", () => {
    own = key.value !== "";
  });
  name.addEventListener("input", () => {
    if (own) return;
    const plain = name.value
      .normalize("NFKD")
      .replace(/[^\x00-\x7f]|'/g, "")
      .toLowerCase();
    const made = (plain.match(/[a-z0-9]+/g) || []).join(".").slice(0, 36).replace(/\.+$/, "");
    key.value = made.length > 2 ? made : "";
  });
})();
