// One record: read, edited, removed, inserted.

import { ask, call, recordPath } from "./control.js";
import { attempt, confirmed, copyButton, h, say } from "./dom.js";
import { changes, members, pretty, view } from "./json.js";
import { address } from "./records.js";

/** page returns a record as JSON. Its buttons show another content in the same place. */
export async function page(resource, id, show) {
  const text = await call("GET", recordPath(resource, id));
  const contents = () => [
    head(resource, id,
      copyButton("the record", () => pretty(text)),
      h("button", { type: "button", onclick: () => show(edit(resource, id, text, show, () => show(contents()))) }, "Edit"),
      h("button", { type: "button", class: "danger", onclick: () => remove(resource, id) }, "Remove")),
    h("p", { id: "record-error", class: "error", role: "alert", hidden: true }),
    view(text, `Record ${id} of ${resource}`),
  ];
  return contents();
}

function head(resource, id, ...buttons) {
  return h("div", { class: "head" },
    h("h2", null, h("a", { href: address(resource) }, resource), ` ${id}`),
    h("span", { class: "buttons" }, buttons));
}

function edit(resource, id, before, show, back) {
  const save = async (after) => {
    const difference = changes(before, after);
    if (difference.missing.length) {
      throw new Error(`A property cannot be removed, only set to null: ${difference.missing.join(", ")}`);
    }
    if (difference.count === 0) throw new Error("Nothing has changed.");
    await call("PATCH", recordPath(resource, id), difference.text);
    show(await page(resource, id, show));
    say(`Saved ${resource} ${id}`);
  };
  return editor(resource, `Edit ${id}`, "Record as JSON. Save sends the properties that differ.", pretty(before), "Save", save, back);
}

async function remove(resource, id) {
  if (!await confirmed(`Remove ${resource} ${id}?`, "The record disappears from the server. No webhook is sent.", "Remove")) return;
  if (await attempt("record-error", () => call("DELETE", recordPath(resource, id)))) {
    say(`Removed ${resource} ${id}`);
    location.hash = address(resource);
  }
}

/** inserter shows the form for a new record. */
export function inserter(resource) {
  const insert = async (text) => {
    members(text); // an object, or the error says so
    const { id } = await ask("POST", recordPath(resource), text);
    say(`Inserted ${resource} ${id}`);
    location.hash = address(resource, String(id));
  };
  return editor(resource, "Insert a record", "Record as JSON. The server makes up missing properties.", "{\n  \n}", "Insert", insert, () => { location.hash = address(resource); });
}

function editor(resource, title, label, text, verb, save, cancel) {
  const area = h("textarea", { id: "record-text", class: "json", spellcheck: "false", autocomplete: "off", rows: 22 });
  area.value = text;
  return [
    h("form", {
      class: "editor",
      onsubmit: (event) => {
        event.preventDefault();
        attempt("record-error", () => save(area.value));
      },
    },
    h("div", { class: "head" },
      h("h2", null, h("a", { href: address(resource) }, resource), ` ${title}`),
      h("span", { class: "buttons" },
        h("button", { type: "button", onclick: cancel }, "Cancel"),
        h("button", { class: "primary" }, verb))),
    h("label", { for: "record-text" }, label),
    h("p", { id: "record-error", class: "error", role: "alert", hidden: true }),
    area),
  ];
}
