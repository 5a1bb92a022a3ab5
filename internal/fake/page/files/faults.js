// Faults as buttons, and the faults in force.

import { ask, call } from "./control.js";
import { $, attempt, count, fill, h, later, say, showError } from "./dom.js";

const kinds = {
  "latency": "The response comes after the delay.",
  "rate-limit": "429 with Retry-After. The request has no effect.",
  "server-error": "The status with a page of HTML. The request has no effect, unless it acts first.",
  "reset-before": "The connection ends before the request has an effect.",
  "reset-after": "The request takes effect, then the connection ends.",
  "truncate": "The request takes effect, and half of the response arrives.",
  "malformed": "A property of the record has another type.",
};

const listKinds = {
  "repeat-cursor": "The next cursor points to the same page.",
  "missing-cursor": "There is a next page, but no cursor for it.",
  "empty-page": "A page without records comes before each page.",
  "short-page": "The page has half of the records; the cursor points to the rest.",
  "null-limit": "The limit of the page is null.",
  "moving-total": "The total differs on every page.",
  "ignore-page": "The parameter page has no effect.",
};

let active = [];

export function start() {
  fill($("fault-kinds"), Object.entries(kinds).map(button));
  fill($("fault-kinds-lists"), Object.entries(listKinds).map(button));
  $("faults").addEventListener("submit", (event) => event.preventDefault());
  explain();
}

function button([kind, meaning]) {
  return h("button", {
    type: "button", "data-kind": kind, "aria-description": meaning,
    onclick: () => inject(kind), onmouseenter: () => explain(meaning), onfocus: () => explain(meaning),
    onmouseleave: () => explain(), onblur: () => explain(),
  }, kind);
}

/** explain shows what a kind does while the pointer or the focus is on its button. */
function explain(meaning) {
  $("fault-meaning").textContent = meaning ?? "A button makes the next matching requests fail. Leave times empty for no limit.";
}

async function inject(kind) {
  if (!$("faults").reportValidity()) return;
  if (await attempt("faults-error", () => call("POST", "faults", fault(kind)))) {
    say(`Injected ${kind}`);
    await refresh();
  }
}

/** fault reads the form. A field that is empty, or has its default, is not sent. */
function fault(kind) {
  const number = (id) => Number($(id).value || 0);
  const text = (id) => $(id).value.trim();
  const f = { kind };
  if (text("fault-operation")) f.operation = text("fault-operation");
  if (text("fault-method")) f.method = text("fault-method");
  if (number("fault-skip")) f.skip = number("fault-skip");
  if (number("fault-times")) f.times = number("fault-times");
  if (number("fault-share") < 100) f.rate = number("fault-share") / 100;
  if (kind === "latency") f.delay = text("fault-delay");
  if (kind === "rate-limit" && text("fault-retry-after")) f.retry_after = text("fault-retry-after");
  if (kind === "server-error") {
    f.status = number("fault-status");
    if ($("fault-acts").checked) f.acts = true;
  }
  return f;
}

/** refresh reads the faults in force with their counts. */
export async function refresh() {
  try {
    active = await ask("GET", "faults") ?? [];
  } catch (error) {
    showError("faults-error", error);
    return;
  }
  fill($("active-faults"), active.map(item),
    active.length > 1 && h("li", null, h("button", { type: "button", onclick: () => clear() }, "Clear all")));
}

/** counted refreshes the counts soon, if there are any. */
export const counted = later(300, () => { if (active.length) refresh(); });

function item(f) {
  const spent = f.times > 0 && f.struck >= f.times;
  return h("li", { class: spent ? "spent" : null },
    h("span", null,
      h("b", null, f.kind), " ", where(f),
      h("span", { class: "counts" }, `${f.struck.toLocaleString("en")}${f.times ? ` of ${f.times.toLocaleString("en")}` : ""} struck, ${f.matched.toLocaleString("en")} matched${spent ? ", spent" : ""}`)),
    h("button", { type: "button", class: "cross", "aria-label": `Remove the fault ${f.kind} ${where(f)}`, title: "Remove", onclick: () => remove(f) }, "×"));
}

function where(f) {
  return [
    f.method, f.operation || (f.method ? null : "any request"),
    f.rate > 0 && f.rate < 1 ? `${+(f.rate * 100).toFixed(2)} %` : null,
    f.kind === "latency" ? f.delay : null,
    f.skip ? `after ${count(f.skip, "request")}` : null,
  ].filter(Boolean).join(", ");
}

async function clear() {
  if (await attempt("faults-error", () => call("DELETE", "faults"))) {
    say("No faults are in force");
    await refresh();
  }
}

async function remove(f) {
  if (await attempt("faults-error", () => call("DELETE", `faults/${f.id}`))) {
    say(`Removed ${f.kind}`);
    await refresh();
    $("fault-kinds").querySelector(`[data-kind="${CSS.escape(f.kind)}"]`)?.focus(); // the cross is gone
  }
}
