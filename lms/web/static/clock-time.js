/* A moment as pages of the server say it: 24 hours, by the clock of the reader; by that of a device which knows no such
   zone. The zone is named where it is not this device's own. */
self.clockTime = (moment, exact = false) => {
  const { zone } = document.body.dataset,
    own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shape = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", numberingSystem: "latn" };
  if (exact) shape.second = "2-digit";
  const said = (more) => moment.toLocaleTimeString(document.documentElement.lang, { ...shape, ...more });
  try {
    return said({ timeZone: zone, ...(zone && zone !== own ? { timeZoneName: "short" } : {}) });
  } catch {
    return said();
  }
};
