// Events to emit, and the deliveries of webhooks with their results.

import { ask, call } from "./control.js";
import { $, attempt, fill, h, later, say, showError } from "./dom.js";
import { statusClass } from "./request.js";

const kept = 200;

let deliveries = []; // the oldest first

export function start() {
  $("emit").addEventListener("submit", async (event) => {
    event.preventDefault();
    const name = $("event").value.trim(), record = $("event-record").value.trim();
    let sent;
    if (!await attempt("emit-error", async () => { sent = JSON.parse(await call("POST", "events", body(name, record))); })) return;
    say(sent.subscriptions ? `Emitted ${name}` : `Nothing subscribes to ${name}`);
  });
}

/** body returns the request's body. The record enters it as it is typed, so numbers keep their digits. */
function body(name, record) {
  if (!record) return { event: name };
  JSON.parse(record);
  return `{"event":${JSON.stringify(name)},"record":${record}}`;
}

export async function refresh() {
  try {
    deliveries = (await ask("GET", "deliveries") ?? []).slice(-kept);
    showError("deliveries-error", null);
  } catch (error) {
    showError("deliveries-error", error);
  }
  draw();
}

/** suggest offers the names of events in the form. */
export async function suggest() {
  try {
    fill($("events"), (await ask("GET", "events")).map((name) => h("option", { value: name })));
  } catch {
    // The form works without suggestions, and the server refuses an unknown name.
  }
}

/** changed reads the deliveries soon. */
export const changed = later(100, refresh);

function draw() {
  if (!deliveries.length) {
    fill($("deliveries"), h("p", { class: "empty" },
      "Nothing has been delivered. A client subscribes with a POST to api_public/webhook_subscriptions; then each operation with an event delivers a webhook."));
    return;
  }
  fill($("deliveries"), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Deliveries, the newest first" }, h("table", null,
    h("thead", null, h("tr", null, ["Time", "Event", "Result", "Attempt", "URL", "Next attempt"].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, deliveries.toReversed().map(line)))));
}

function line(d) {
  return h("tr", null,
    h("td", null, time(d.time)),
    h("td", null, d.event),
    h("td", null,
      h("span", { class: `status ${d.delivered ? "ok" : statusClass(d.status)}` }, d.status || "no response"),
      d.hint && h("span", { class: "hint" }, d.hint)),
    h("td", null, d.attempt),
    h("td", null, d.url),
    h("td", null, time(d.retry)));
}

/** time writes the moment of the server's clock. The zero time means that there is none. */
const time = (moment) => (!moment || moment.startsWith("0001-") ? "" : moment.slice(0, 19).replace("T", " "));
