// The server's clock, in UTC.

import { ask } from "./control.js";
import { $, attempt, say, showError } from "./dom.js";

let ahead = 0; // of the browser's clock, in milliseconds
let stopped = null; // the moment, if the clock is stopped
let known = false;

const words = { hour: "1 hour", day: "1 day", week: "1 week", month: "1 month" };

export function start() {
  for (const button of document.querySelectorAll("[data-advance]")) {
    button.addEventListener("click", () => advance(button.dataset.advance));
  }
  $("stop").addEventListener("submit", (event) => {
    event.preventDefault();
    stop();
  });
  $("run").addEventListener("click", run);
  setInterval(show, 250);
}

/** now returns the time of the server. */
const now = () => new Date(stopped ?? Date.now() + ahead);

export async function refresh() {
  try {
    take(await ask("GET", "clock"));
  } catch (error) {
    showError("clock-error", error);
  }
}

function take(clock) {
  const moment = Date.parse(clock.now);
  ahead = moment - Date.now();
  stopped = clock.stopped ? moment : null;
  known = true;
  show();
}

async function advance(step) {
  await attempt("clock-error", async () => {
    take(await ask("POST", "clock", { advance: `${seconds(step)}s` }));
    say(`The clock is ${words[step]} later`);
  });
}

/** seconds returns the length of a step from now: a month ends on the same day of the next one. */
function seconds(step) {
  const lengths = { hour: 3600, day: 86400, week: 7 * 86400 };
  if (step in lengths) return lengths[step];
  const from = now(), to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(to.getUTCMonth() + 1);
  const days = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), days));
  return Math.round((to - from) / 1000);
}

async function run() {
  await attempt("clock-error", async () => {
    take(await ask("POST", "clock", { run: true }));
    say("The clock runs");
  });
}

async function stop() {
  await attempt("clock-error", async () => {
    const at = $("stop-at").value;
    take(await ask("POST", "clock", { stop_at: (at ? new Date(at + "Z") : now()).toISOString() }));
    say("The clock is stopped");
  });
}

const format = new Intl.DateTimeFormat("en-GB", {
  weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "UTC",
});

function show() {
  if (!known) return;
  const text = format.format(now()) + " UTC";
  if ($("now").textContent !== text) $("now").textContent = text;
  $("clock-state").textContent = stopped === null ? "runs" : "stopped";
  $("run").hidden = stopped === null;
}
