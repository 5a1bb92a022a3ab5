// The company at a glance, and what a client needs to connect.

import { ask, recordPath } from "./control.js";
import { $, copyButton, count, fill, h } from "./dom.js";

let info = null;

export function start() {
  for (const [id, label] of [["url", "the base URL"], ["key", "the API key"], ["oauth", "the client id"], ["curl", "the curl command"]]) {
    $(id).parentElement.append(copyButton(label, () => $(id).textContent));
  }
  $("version").addEventListener("change", show);
  if (matchMedia("(max-width: 720px)").matches) $("connect").open = false;
}

/** refresh reads the server's description and resolves to it. */
export async function refresh() {
  info = await ask("GET", "");
  const known = info.api_versions?.length ? info.api_versions : [info.api_version];
  const chosen = $("version").value;
  fill($("version"), known.toSorted().reverse().map((version) => h("option", null, version)));
  $("version").value = known.includes(chosen) ? chosen : info.api_version;
  show();
  return info;
}

/** curl returns a command that sends a first request. */
export function curl() {
  if (!info) return "";
  return `curl -H ${quote("x-api-key: " + (info.api_key ?? "KEY"))} ${quote(`${info.url}/api/${$("version").value}/resources/employees/employees?limit=2`)}`;
}

/** quote quotes a word for a shell. */
const quote = (word) => "'" + word.replaceAll("'", `'\\''`) + "'";

function show() {
  $("url").textContent = info.url;
  $("key").textContent = info.api_key ?? "";
  $("key").closest(".field").hidden = !info.api_key;
  $("oauth").textContent = info.oauth?.client_id ?? "";
  $("oauth").closest(".field").hidden = !info.oauth?.client_id;
  $("curl").textContent = curl();
  document.title = `Fake Factorial, ${new URL(info.url).host}`;
}

/** summarise tells the size of the company in the head of the page. */
export async function summarise(resources) {
  const employees = resources.find((r) => r.path === "employees/employees");
  $("summary").textContent = [
    employees ? count(employees.records ?? await fillEmployees(), "employee") : null,
    count(resources.length, "resource"),
    info?.strict ? "unknown parameters fail the test" : null,
  ].filter(Boolean).join(" · ");
}

/** fillEmployees makes the server fill the table of employees, which it otherwise does on first use. */
const fillEmployees = async () => (await ask("GET", recordPath("employees/employees") + "?limit=1")).total;
