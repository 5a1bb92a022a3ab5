// One request in the log.

import { count, h } from "./dom.js";
import { view } from "./json.js";

let rowsMade = 0;

/** row returns the list item of a request. A click opens its details. */
export function row(r) {
  const id = `request-${++rowsMade}`;
  const details = h("div", { id, class: "details", hidden: true });
  const line = h("button", {
    type: "button", class: "line", "aria-expanded": "false", "aria-controls": id,
    onclick: () => {
      const open = details.hidden;
      if (open && !details.hasChildNodes()) details.append(...contents(r));
      details.hidden = !open;
      line.setAttribute("aria-expanded", String(open));
    },
  },
  h("span", { class: "time" }, clockTime(r.time)),
  h("span", { class: "method" }, r.method),
  h("span", { class: `status ${statusClass(r.status)}` }, r.status || "cut"),
  h("span", { class: "operation" }, r.operation || "no such operation"),
  h("span", { class: "path" }, r.path + queryText(r.query)),
  h("span", { class: "duration" }, duration(r)),
  r.fault && h("span", { class: "fault" }, r.fault),
  r.hint && h("span", { class: "hint" }, h("b", null, "Hint "), r.hint));
  return h("li", { class: r.hint ? "hinted" : null }, line, details);
}

function contents(r) {
  const facts = [
    ["Time", new Date(r.time).toISOString()],
    ["Path", r.path],
    ...Object.entries(r.query ?? {}).flatMap(([name, values]) => values.map((value) => [name, value, "query"])),
    ["Changes", list(r.changes, (c) => `${c.kind} ${c.resource} ${c.id}`)],
    ["Unknown", list(r.unknown)],
    ["Ignored", list(r.unhandled)],
    ["Fault", r.fault],
  ].filter(([, value]) => value);
  const out = [h("dl", null, facts.map(([name, value, kind]) => [h("dt", { class: kind }, name), h("dd", null, value)]).flat())];
  if (r.body) out.push(h("h3", null, "Body ", h("small", null, count(new Blob([r.body]).size, "byte"))), view(r.body, "Body of the request"));
  else out.push(h("p", { class: "muted" }, r.method === "GET" ? "A GET has no body." : "The log has no body of this request: it is empty, a form, or too long."));
  return out;
}

const list = (values, text = String) => (values ?? []).map(text).join(", ");

function queryText(query) {
  const pairs = Object.entries(query ?? {}).flatMap(([name, values]) => values.map((value) => `${name}=${value}`));
  return pairs.length ? "?" + pairs.join("&") : "";
}

export function statusClass(status) {
  if (!status || status >= 500) return "bad";
  return status >= 400 ? "warn" : "ok";
}

const clockTime = (time) => (time ?? "").slice(11, 19);

/** duration returns the time that a request took, if the server tells it. */
function duration(r) {
  return r.duration ?? "";
}
