/* Files of a form are sent in pieces while the rest is filled in: hash first, then what is missing, then the check. A line
   that breaks is waited for; what is here is not sent again. Without Web Crypto (no HTTPS) the form sends them whole. */
(() => {
  if (!globalThis.crypto?.subtle) return;
  const FIRST_WAIT = 2000,
    LONGEST_WAIT = 30000;
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
  // Resolves after a while, or as soon as the browser says that there is a line.
  const pause = (time) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        resolve();
      };
      const timer = setTimeout(done, time);
      addEventListener("online", done);
    });

  for (const part of document.querySelectorAll(".add-files")) {
    const { dataset } = part;
    const form = part.closest("form");
    const list = part.querySelector(".uploads");
    const said = part.querySelector("[data-said]");
    const chosen = part.querySelector("input[name=files]");
    const camera = part.querySelector(".camera");
    const words = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
    let token = form.querySelector("input[name=csrf_token]").value;
    let busy = 0;
    let turn = Promise.resolve(); // one file after the other: a thin line is not shared

    const renewed = async () => {
      const answer = await fetch("/offline/token", { headers: { Accept: "application/json" } });
      if (answer.ok) token = (await answer.json()).token;
      return answer.ok;
    };
    // What the server says; null where there is no line or no server. Its refusals are thrown, with its words.
    const ask = async (url, body, type, again = true) => {
      let answer, told;
      try {
        answer = await fetch(url, {
          method: body === undefined ? "GET" : "POST",
          credentials: "same-origin",
          referrerPolicy: "origin",
          headers: { Accept: "application/json", "X-CSRFToken": token, ...(type && { "Content-Type": type }) },
          body,
        });
        told = await answer.json();
      } catch {
        return null;
      }
      if (answer.ok) return told;
      if (answer.status >= 500 || answer.status === 429) return null;
      if (told.error?.reason === "form-token" && again && (await renewed().catch(() => false)))
        return ask(url, body, type, false);
      const fault = new Error(told.error?.message || "");
      fault.status = answer.status;
      throw fault;
    };

    const line = (file) => {
      const item = document.createElement("li");
      const text = document.createElement("span");
      const bar = document.createElement("progress");
      const drop = document.createElement("button");
      bar.max = 100;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      drop.type = "button";
      drop.className = "btn quiet";
      drop.textContent = dataset.drop;
      drop.setAttribute("aria-label", words(dataset.remove, { name: file.name }));
      item.append(text, bar, drop);
      list.append(item);
      const shown = {
        item,
        gone: false,
        percent: 0,
        say(sentence, aloud = false) {
          text.textContent = sentence;
          if (aloud) said.textContent = sentence;
        },
        at(percent) {
          this.percent = percent;
          bar.value = percent;
          this.say(words(dataset.sending, { name: file.name, percent }));
        },
        end(sentence, tone) {
          bar.remove();
          this.say(sentence, true);
          text.className = tone;
        },
      };
      drop.addEventListener("click", () => {
        shown.gone = true;
        item.remove();
        chosen.focus();
      });
      return shown;
    };

    // Ask until there is an answer; the person sees what is waited for.
    const insist = async (shown, file, url, body, type) => {
      for (let wait = FIRST_WAIT; !shown.gone; wait = Math.min(wait * 2, LONGEST_WAIT)) {
        try {
          const told = await ask(url, body, type);
          if (told) return told;
          shown.say(words(dataset.away, { name: file.name, percent: shown.percent }), wait === FIRST_WAIT);
        } catch (fault) {
          if (fault.status !== 401) throw fault;
          shown.say(dataset.signedOut, wait === FIRST_WAIT);
        }
        await pause(wait);
      }
      return null;
    };

    const send = async (file, shown) => {
      shown.at(0);
      const whole = await file.arrayBuffer().catch(() => null);
      if (!whole) throw new Error(dataset.unread);
      const about = { purpose: dataset.purpose, name: file.name, size: file.size, type: file.type, sha256: "" };
      about.sha256 = await sha256(whole);
      const JSON_TYPE = "application/json";
      let told = await insist(shown, file, dataset.begin, JSON.stringify(about), JSON_TYPE);
      const base = told && `${dataset.begin}/${told.uuid}`;
      while (told && told.state === "open" && !shown.gone) {
        while (told?.missing.length && !shown.gone) {
          const [from, to] = told.missing[0];
          const piece = whole.slice(from, Math.min(from + told.piece, to));
          const url = `${base}/pieces?offset=${from}&sha256=${await sha256(piece)}`;
          told = await insist(shown, file, url, piece, "application/octet-stream");
          if (told) shown.at(Math.floor((told.received * 100) / told.size));
        }
        if (!told || shown.gone) return;
        shown.say(words(dataset.checking, { name: file.name }));
        try {
          told = await insist(shown, file, `${base}/finish`, "{}", JSON_TYPE);
        } catch (fault) {
          if (fault.status !== 409) throw fault;
          told = await insist(shown, file, base); // pieces were lost: they are sent again
        }
      }
      if (!told || shown.gone) return;
      const held = document.createElement("input");
      Object.assign(held, { type: "hidden", name: "upload", value: told.uuid });
      shown.item.append(held);
      shown.end(words(dataset.done, { name: file.name }), "ok");
    };

    const take = (files) => {
      for (const file of files) {
        const shown = line(file);
        busy += 1;
        turn = turn
          .then(() => send(file, shown))
          .catch((fault) => {
            shown.end(words(dataset.refused, { name: file.name }), "bad");
            const why = document.createElement("p");
            why.className = "error";
            why.textContent = fault.message;
            shown.item.append(why);
            said.textContent = `${words(dataset.refused, { name: file.name })}. ${fault.message}`;
          })
          .finally(() => {
            busy -= 1;
          });
      }
    };
    for (const input of part.querySelectorAll("input[type=file]"))
      input.addEventListener("change", () => {
        take([...input.files]);
        input.value = ""; // what is sent in pieces is not sent a second time with the form
      });
    if (camera) camera.hidden = false;
    form.addEventListener(
      "submit",
      (happening) => {
        if (!busy) return;
        happening.preventDefault();
        happening.stopImmediatePropagation();
        said.classList.remove("vh");
        said.textContent = words(dataset.wait, { n: busy });
      },
      true,
    );
  }
})();
