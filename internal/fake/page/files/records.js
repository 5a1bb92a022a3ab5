// The resources by domain, and the table of the records of one.

import { ask, recordPath } from "./control.js";
import { $, count, h, refill, showError } from "./dom.js";

const pageSize = 25;
const columns = 6;

/** first lists the properties that say the most about a record, the best first. */
const first = [
  "full_name", "name", "title", "description", "first_name", "last_name", "subject", "event", "type", "leave_type_name", "status", "email",
  "employee_full_name", "employee_id", "date", "reference_date", "start_on", "finish_on", "starts_on", "ends_on", "clock_in", "clock_out",
  "approved", "amount", "target_url",
];

let resources = [];

/** refresh reads the resources and their counts, and resolves to them. current returns the chosen one. */
export async function refresh(current) {
  const initial = resources.length === 0;
  try {
    resources = await ask("GET", "resources");
    showError("resources-error", null);
  } catch (error) {
    showError("resources-error", error);
  }
  list(current());
  if (initial) reveal();
  return resources;
}

/** reveal scrolls the list to the current resource, if it is out of sight. */
export function reveal() {
  const place = $("resource-list"), link = place.querySelector("[aria-current]");
  if (!link || place.scrollHeight === place.clientHeight) return;
  const top = link.offsetTop - place.offsetTop;
  if (top < place.scrollTop || top > place.scrollTop + place.clientHeight - 30) place.scrollTop = top - place.clientHeight / 2;
}

/** list shows the resources that pass the filter, by domain. It opens the domain of the current one. */
export function list(current) {
  const text = $("resource-filter").value.trim().toLowerCase();
  const domains = Map.groupBy(resources.filter((r) => r.path.includes(text)), (r) => r.path.split("/")[0]);
  const open = new Set([...$("resource-list").querySelectorAll("details[open]")].map((d) => d.dataset.domain));
  if (current) open.add(current.split("/")[0]);
  refill($("resource-list"), [
    domains.size === 0 && resources.length > 0 && h("p", { class: "muted" }, "No resource has this in its name."),
    [...domains].map(([domain, members]) => {
      const known = members.map((r) => r.records).filter((n) => typeof n === "number");
      return h("details", { "data-domain": domain, open: Boolean(text) || open.has(domain) },
        h("summary", null, domain, h("span", { class: "n" }, known.length ? known.reduce((a, b) => a + b, 0).toLocaleString("en") : "")),
        h("ul", null, members.map((r) => h("li", null, link(r, current)))));
    }),
  ]);
}

function link(r, current) {
  const used = typeof r.records === "number";
  return h("a", { href: address(r.path), "aria-current": r.path === current ? "page" : null, title: used ? null : "Nothing has used it yet: the server fills it on first use" },
    r.path.split("/").slice(1).join("/"),
    h("span", { class: "n" }, used ? r.records.toLocaleString("en") : "–"));
}

/** address returns the link to a resource, or to one of its records. */
export function address(resource, id, offset) {
  const path = "#/records/" + resource.split("/").map(encodeURIComponent).join("/");
  if (id !== undefined) return path + "/" + encodeURIComponent(id);
  return offset ? `${path}?offset=${offset}` : path;
}

/** table shows a page of the records of a resource. */
export async function table(resource, offset) {
  const { records, total } = await ask("GET", `${recordPath(resource)}?limit=${pageSize}&offset=${offset}`);
  const last = offset + records.length;
  return [
    h("div", { class: "head" },
      h("a", { href: "#/records", class: "back narrow-only" }, "All resources"),
      h("h2", null, resource),
      h("a", { class: "button", href: address(resource) + "/+" }, "Insert")),
    total === 0
      ? h("p", { class: "empty" }, "This resource has no records.")
      : h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `Records of ${resource}` }, rows(resource, records)),
    total > 0 && h("nav", { class: "pager", "aria-label": "Pages" },
      h("span", { class: "muted" }, records.length ? `${(offset + 1).toLocaleString("en")} to ${last.toLocaleString("en")} of ${count(total, "record")}` : `There is nothing after ${count(total, "record")}`),
      h("span", { class: "buttons" },
        step("Previous", resource, offset - pageSize, offset > 0),
        step("Next", resource, last, last < total))),
  ];
}

function step(text, resource, offset, possible) {
  return possible
    ? h("a", { class: "button", href: address(resource, undefined, Math.max(0, offset)) }, text)
    : h("a", { class: "button", role: "link", "aria-disabled": "true" }, text);
}

function rows(resource, records) {
  const names = chosen(records);
  return h("table", null,
    h("thead", null, h("tr", null, ["id", ...names].map((name) => h("th", { scope: "col" }, name)))),
    h("tbody", null, records.map((record) => h("tr", null,
      h("th", { scope: "row" }, h("a", { href: address(resource, String(record.id)) }, String(record.id))),
      names.map((name) => h("td", { class: record[name] === null ? "null" : null }, cell(record[name])))))));
}

/**
 * chosen selects the columns: single values that are not null everywhere, the telling ones first, and
 * last those that are the same in each record.
 */
function chosen(records) {
  const values = new Map(); // of each property
  for (const record of records) {
    for (const [name, value] of Object.entries(record)) {
      if (name === "id" || value === null || typeof value === "object") continue;
      if (!values.has(name)) values.set(name, new Set());
      values.get(name).add(value);
    }
  }
  if (values.has("full_name")) for (const part of ["first_name", "last_name"]) values.delete(part);
  const place = (name) => {
    if (first.includes(name)) return first.indexOf(name);
    return first.length + (name.endsWith("_at") ? 1 : 0) + (values.get(name).size > 1 ? 0 : 2);
  };
  return [...values.keys()].sort((a, b) => place(a) - place(b)).slice(0, columns);
}

function cell(value) {
  if (value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? text.slice(0, 79) + "…" : text;
}
