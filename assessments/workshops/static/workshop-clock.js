/* The clock of a workshop: rings on each device by the plan that lies in the page, so it needs no line while it stays
   open. A device whose clock is wrong is put right by what the server said when the page was loaded. */
(() => {
  const box = document.querySelector("[data-bell]");
  if (!box) return;
  const { now, zone, rings, slots } = JSON.parse(box.dataset.bell);
  const offset = Math.abs(now - Date.now() / 1000) < 3 ? 0 : now - Date.now() / 1000;
  const part = (name) => box.querySelector(`[data-part="${name}"]`);
  const words = { begin: box.dataset.begin, "near-end": box.dataset.nearEnd, end: box.dataset.end };
  const TONES = { begin: [660, 880], "near-end": [880], end: [880, 660, 440] };
  const NEAR = 120; // seconds before the end
  const LATE = 5; // seconds after which a ring that a sleeping device missed is no longer made
  const format = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  let sound = null;
  const seconds = () => Date.now() / 1000 + offset;

  const play = (sign) => {
    navigator.vibrate?.(TONES[sign].flatMap(() => [250, 120]));
    if (!sound) return;
    TONES[sign].forEach((pitch, place) => {
      const tone = sound.createOscillator(),
        loudness = sound.createGain(),
        at = sound.currentTime + place * 0.35;
      tone.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.4, at);
      loudness.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
      tone.connect(loudness).connect(sound.destination);
      tone.start(at);
      tone.stop(at + 0.32);
    });
  };

  part("sound").addEventListener("click", async () => {
    const Sound = globalThis.AudioContext || globalThis.webkitAudioContext;
    sound = sound || (Sound ? new Sound() : null);
    await sound?.resume?.();
    part("on").hidden = false;
    play("begin");
    try {
      await navigator.wakeLock?.request("screen");
    } catch {
      // the screen may go dark; the bell rings all the same while the page is open
    }
  });

  const day = new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const DAY = 86400;

  const left = (until, at) => {
    if (until - at > DAY) return day.format(new Date(until * 1000));
    const rest = Math.max(0, Math.ceil(until - at));
    const hours = Math.floor(rest / 3600),
      minutes = Math.floor((rest % 3600) / 60);
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(rest % 60)}` : `${minutes}:${two(rest % 60)}`;
  };

  const show = (at) => {
    part("time").textContent = format.format(new Date(at * 1000));
    const running = slots.find(([begins, ends]) => begins <= at && at < ends);
    const next = slots.find(([begins]) => begins > at);
    let state = "over";
    if (running) state = running[1] - at <= NEAR ? "near-end" : "running";
    else if (next) state = "before";
    box.dataset.state = state;
    part("label").textContent = running
      ? box.dataset.running
      : next
        ? box.dataset[next[0] - at > DAY ? "nextDay" : "before"]
        : box.dataset.over;
    part("left").textContent = running ? left(running[1], at) : next ? left(next[0], at) : "–";
  };

  let heard = seconds();
  const tick = () => {
    const at = seconds();
    for (const [moment, sign] of rings) {
      if (moment > heard && moment <= at && at - moment < LATE) {
        play(sign);
        const voice = document.getElementById("said");
        if (voice) voice.textContent = words[sign];
      }
    }
    heard = at;
    show(at);
    setTimeout(tick, 1000 - ((at * 1000) % 1000));
  };
  box.hidden = false;
  tick();
})();
