// JSON as text. Numbers keep their digits, because no step parses them.

import { h } from "./dom.js";

const token = /"(?:[^"\\]|\\.)*"|-?\d[-+.0-9eE]*|true|false|null|[{}[\],:]/g;

/** tokens returns the tokens of a JSON text. It throws a SyntaxError for any other text. */
function tokens(text) {
  JSON.parse(text);
  return text.match(token) ?? [];
}

/** pieces returns the tokens of a text with the white space of a legible layout, each with its class. */
function pieces(text) {
  const list = tokens(text);
  const out = [];
  let depth = 0;
  const line = () => out.push(["", "\n" + "  ".repeat(depth)]);
  list.forEach((t, i) => {
    if (t === "{" || t === "[") {
      out.push(["", t]);
      depth++;
      if (list[i + 1] !== "}" && list[i + 1] !== "]") line();
    } else if (t === "}" || t === "]") {
      depth--;
      if (list[i - 1] !== "{" && list[i - 1] !== "[") line();
      out.push(["", t]);
    } else if (t === ",") {
      out.push(["", t]);
      line();
    } else if (t === ":") {
      out.push(["", ": "]);
    } else {
      out.push([classOf(t, list[i + 1] === ":"), t]);
    }
  });
  return out;
}

function classOf(t, isName) {
  if (isName) return "name";
  if (t[0] === '"') return "string";
  return t === "null" ? "null" : "number";
}

/** pretty returns a JSON text with a property a line. */
export const pretty = (text) => pieces(text).map(([, t]) => t).join("");

/** view returns an element that shows a text: coloured if it is JSON, as it is otherwise. */
export function view(text, label) {
  const block = h("pre", { class: "json", tabindex: 0, role: "region", "aria-label": label });
  try {
    block.append(...pieces(text).map(([kind, t]) => (kind ? h("span", { class: kind }, t) : t)));
  } catch {
    block.append(text);
  }
  return block;
}

/** members returns the members of a JSON object: the compact text of each value by its name. */
export function members(text) {
  const list = tokens(text);
  if (list[0] !== "{") throw new SyntaxError("A record is a JSON object: {…}");
  const all = new Map();
  let depth = 0, name = null, value = "";
  for (const t of list.slice(1)) {
    const ends = depth === 0 && (t === "," || t === "}");
    if (ends) {
      if (name !== null) all.set(name, value);
      name = null;
      value = "";
    } else if (depth === 0 && name === null) {
      name = JSON.parse(t);
    } else if (!(depth === 0 && t === ":" && value === "")) {
      value += t;
    }
    if (t === "{" || t === "[") depth++;
    if ((t === "}" || t === "]") && depth > 0) depth--;
  }
  return all;
}

/**
 * changes returns a JSON object with the members of after that differ from before, and the names
 * that after lacks.
 */
export function changes(before, after) {
  const old = members(before), now = members(after);
  const differing = [...now].filter(([name, value]) => old.get(name) !== value);
  return {
    count: differing.length,
    text: "{" + differing.map(([name, value]) => JSON.stringify(name) + ":" + value).join(",") + "}",
    missing: [...old.keys()].filter((name) => !now.has(name)),
  };
}
