// The log of requests as it happens.

import { call } from "./control.js";
import { $, attempt, copyButton, count, fill, h, later, say } from "./dom.js";
import { curl } from "./company.js";
import { row } from "./request.js";

const kept = 500;

let entries = []; // the oldest first, kept at most
let dropped = false; // the server dropped requests that this page did not read in time
let held = []; // arrived during a pause
let paused = false;
const rows = new Map(); // of the entries on the page
const operations = new Set();

const show = later(60, draw);

export function start() {
  $("log-filter").addEventListener("input", show);
  $("log-hints").addEventListener("change", show);
  $("requests").querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  $("log-clear").addEventListener("click", clear);
  $("log-pause").addEventListener("click", () => {
    paused = !paused;
    $("log-pause").setAttribute("aria-pressed", String(paused));
    $("log-pause").textContent = paused ? "Go on" : "Pause";
    if (!paused) keep(held.splice(0));
    show();
  });
  fill($("log-empty"),
    h("p", null, "No request yet. It appears here as soon as it arrives. Send the first one:"),
    h("p", { class: "copyable" }, h("code", { id: "log-curl" }), copyButton("the curl command", curl)));
}

/** forget empties the list: the server sends its latest requests after each connection. */
export function forget() {
  entries = [];
  held = [];
  dropped = false;
  rows.clear();
  $("log").replaceChildren();
  show();
}

async function clear() {
  if (await attempt("log-error", () => call("DELETE", "requests"))) {
    forget();
    say("The log is empty");
  }
}

/** add takes a request from the stream. */
export function add(request) {
  if (request.operation && !operations.has(request.operation)) {
    operations.add(request.operation);
    $("operations").append(h("option", { value: request.operation }));
  }
  if (paused) {
    held.push(request);
    if (held.length > kept) held.shift();
  } else {
    keep([request]);
  }
  show();
}

/** gap notes that requests are missing, because the page was too slow. */
export function gap() {
  dropped = true;
  show();
}

function keep(more) {
  for (const request of more) {
    entries.push(request);
    if (entries.length > kept) rows.delete(entries.shift());
  }
}

/** matcher returns a function that tells whether a request passes the filter of the user. */
function matcher() {
  const text = $("log-filter").value.trim().toLowerCase();
  const onlyHints = $("log-hints").checked;
  const pattern = text.includes("*")
    ? new RegExp("^" + text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(".*") + "$")
    : null;
  return (r) => {
    if (onlyHints && !r.hint) return false;
    const names = [r.operation ?? "", r.path ?? ""].map((name) => name.toLowerCase());
    return !text || names.some((name) => (pattern ? pattern.test(name) : name.includes(text)));
  };
}

function draw() {
  const shown = entries.filter(matcher()).reverse();
  for (const entry of shown) if (!rows.has(entry)) rows.set(entry, row(entry));
  place($("log"), shown.map((entry) => rows.get(entry)));
  const hints = entries.filter((r) => r.hint).length;
  const any = entries.length + held.length > 0;
  $("log-empty").hidden = any;
  $("log-curl").textContent = curl();
  $("log-count").textContent = !any ? "" : [
    count(entries.length, "request"),
    entries[0]?.number > 1 ? `from number ${entries[0].number.toLocaleString("en")} on` : null,
    shown.length < entries.length ? `${shown.length.toLocaleString("en")} match the filter` : null,
    hints ? `${hints.toLocaleString("en")} with a hint` : null,
    dropped ? "some are missing: they arrived faster than the page reads" : null,
    paused ? `paused, ${held.length.toLocaleString("en")} waiting` : null,
  ].filter(Boolean).join(" · ");
}

/** place makes nodes the children of a list and leaves those that stay, so that focus stays too. */
function place(list, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, i) => {
    if (list.children[i] !== node) list.insertBefore(node, list.children[i] ?? null);
  });
}
