// The page: its views, and what keeps them fresh.

import * as clock from "./clock.js";
import * as company from "./company.js";
import { follow } from "./control.js";
import { $, h, later, refill } from "./dom.js";
import * as faults from "./faults.js";
import * as log from "./log.js";
import * as record from "./record.js";
import * as records from "./records.js";
import * as state from "./state.js";
import * as webhooks from "./webhooks.js";

const views = ["requests", "records", "webhooks", "controls"];

/** route reads the address: the view, and in the records the resource, the record and the offset. */
function route() {
  const [path, query] = location.hash.replace(/^#\//, "").split("?");
  const [view, domain, name, id] = path.split("/");
  return {
    view: views.includes(view) ? view : "requests",
    resource: name ? `${unescaped(domain)}/${unescaped(name)}` : null,
    id: id === undefined || id === "+" ? undefined : unescaped(id),
    inserts: id === "+",
    offset: Math.max(0, Math.trunc(Number(new URLSearchParams(query).get("offset"))) || 0),
  };
}

function unescaped(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** navigate shows the view of the address. */
function navigate() {
  const at = route();
  document.body.dataset.view = at.view;
  for (const view of views) if (view !== "controls") $(view).hidden = view !== at.view;
  for (const link of document.querySelectorAll(".views a")) {
    if (link.hash === `#/${at.view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (at.view === "records") {
    $("records").dataset.chosen = at.resource ?? "";
    records.list(at.resource);
    records.reveal();
    showResource(at);
  }
}

let visit = 0; // counts the addresses, so that a late response does not enter another one
let reading = 0; // counts the reads of one address, so that a late response does not replace a newer one

const editing = () => $("resource").querySelector(".editor") !== null;

/** showResource shows the resource or the record of an address. */
function showResource(at) {
  visit++;
  $("resource").setAttribute("aria-busy", "true");
  read(at, false);
}

/** read reads what an address shows. A refresh does not replace a form that the user has opened. */
async function read(at, refresh) {
  const here = visit, mine = ++reading;
  const show = (content) => { if (here === visit) refill($("resource"), content); };
  const content = await contents(at, show);
  if (mine !== reading || (refresh && editing())) return;
  show(content);
  $("resource").setAttribute("aria-busy", "false");
}

async function contents(at, show) {
  try {
    if (!at.resource) return [h("p", { class: "empty" }, "Choose a resource to see its records.")];
    if (at.inserts) return record.inserter(at.resource);
    if (at.id !== undefined) return await record.page(at.resource, at.id, show);
    return await records.table(at.resource, at.offset);
  } catch (error) {
    return [
      h("div", { class: "head" }, h("a", { href: "#/records", class: "back narrow-only" }, "All resources"), h("h2", null, at.resource)),
      h("p", { class: "error", role: "alert" }, error.message),
    ];
  }
}

/** refreshRecords reads the counts again, and the table unless the user edits a record. */
async function refreshRecords() {
  const resources = await records.refresh(() => route().resource);
  if (resources.length) await company.summarise(resources).catch(() => {}); // a size that is unknown is not shown
  const at = route(); // now, because the user may have gone on
  if (at.view === "records" && !editing()) read(at, true);
}

const recordsChanged = later(400, refreshRecords);

async function refreshAll() {
  try {
    await company.refresh();
  } catch (error) {
    lost(error.message);
    return;
  }
  await Promise.all([refreshRecords(), faults.refresh(), clock.refresh(), webhooks.refresh()]);
}

const stateChanged = later(100, refreshAll);

function connected() {
  changes++;
  $("connection").dataset.state = "live";
  $("connection").textContent = "Live";
  $("gone").hidden = true;
  log.forget();
  refreshAll();
  webhooks.suggest();
}

let changes = 0; // of the connection, so that a late reason does not hide a new connection

/** missing tells why the log ended. */
async function missing() {
  const mine = ++changes;
  let reason = "The server responds, but the log does not open. Too many pages may read it.";
  try {
    await company.refresh();
  } catch (error) {
    reason = error.message;
  }
  if (mine === changes) lost(reason);
}

function lost(reason) {
  $("connection").dataset.state = "lost";
  $("connection").textContent = "Not connected";
  $("gone").textContent = `${reason} This page shows the last known state, and connects by itself when the server is there.`;
  $("gone").hidden = false;
}

for (const part of [company, log, faults, clock, state, webhooks]) part.start();
$("resource-filter").addEventListener("input", () => records.list(route().resource));
addEventListener("hashchange", navigate);
navigate();

follow({
  open: connected,
  lost: missing,
  request: (request) => {
    log.add(request);
    faults.counted();
    if (request.changes?.length) recordsChanged();
  },
  delivery: webhooks.changed,
  state: (change) => {
    if (["reset", "forget_requests"].includes(change.action)) log.forget();
    stateChanged();
  },
  gap: log.gap,
});
