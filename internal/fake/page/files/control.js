// The control surface of the server that served this page.

const base = "/_fake/";

/** Refused is a response of the control surface other than 2xx. */
export class Refused extends Error {
  constructor(status, text) {
    super(`${status}: ${text}`);
    this.status = status;
  }
}

/** Gone means that no response arrived. */
export class Gone extends Error {
  constructor() {
    super("The server does not respond.");
  }
}

/** call sends a request and resolves to the text of its response. A body that is a string is sent as it is. */
export async function call(method, path, body) {
  const init = { method, cache: "no-store", headers: { Accept: "application/json" } };
  if (body !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = typeof body === "string" || body instanceof Blob ? body : JSON.stringify(body);
  }
  let response, text;
  try {
    response = await fetch(base + path, init);
    text = await response.text();
  } catch {
    throw new Gone();
  }
  if (!response.ok) throw new Refused(response.status, reason(text) || response.statusText);
  return text;
}

/** reason returns the error in the body of a refusal. */
function reason(text) {
  try {
    return String(JSON.parse(text).error ?? text);
  } catch {
    return text.trim().slice(0, 300);
  }
}

/** ask is call for a response in JSON. A number that JavaScript cannot hold exactly becomes its text. */
export async function ask(method, path, body) {
  const text = await call(method, path, body);
  return text ? parse(text) : null;
}

export function parse(text) {
  return JSON.parse(text, (_, value, context) =>
    typeof value === "number" && context && String(value) !== context.source && !Number.isSafeInteger(value) ? context.source : value);
}

/** recordPath returns the path of the records of a resource, or of one of them. */
export function recordPath(resource, id) {
  const path = "records/" + resource.split("/").map(encodeURIComponent).join("/");
  return id === undefined ? path : path + "/" + encodeURIComponent(id);
}

/**
 * follow reads the log as it happens, and connects again after an error. on.open runs after each
 * connection, before the server repeats the latest requests; on.lost runs when a connection ends;
 * every other function takes the data of the event of its name.
 */
export function follow(on) {
  const source = new EventSource(base + "log");
  source.addEventListener("open", on.open);
  for (const name of ["request", "delivery", "state", "gap"]) {
    source.addEventListener(name, (event) => on[name](parse(event.data)));
  }
  source.addEventListener("error", () => {
    // The browser would ask for the requests since the last one that it saw. A new source gets the
    // latest ones, also from a server that has started again.
    source.close();
    on.lost();
    setTimeout(() => follow(on), 1000);
  });
}
