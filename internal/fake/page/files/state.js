// Tokens, and the state as a whole.

import { ask, call } from "./control.js";
import { $, attempt, confirmed, copyButton, fill, h, say } from "./dom.js";

export function start() {
  $("tokens-expire").addEventListener("click", () => act("tokens-error", "POST", "tokens/expire", "The access tokens are expired"));
  $("tokens-revoke").addEventListener("click", async () => {
    if (await confirmed("Revoke all tokens?", "Clients must log in again: their refresh tokens end too.", "Revoke")) {
      await act("tokens-error", "POST", "tokens/revoke", "The tokens are revoked");
      fill($("tokens"));
    }
  });
  $("tokens-login").addEventListener("click", login);
  $("reset").addEventListener("click", async () => {
    if (await confirmed("Reset the server?", "Records, faults, clock, tokens, files and the log return to the state of the start.", "Reset")) {
      await act("state-error", "POST", "reset", "The server is as it was at the start");
    }
  });
  $("load").addEventListener("change", load);
}

async function act(place, method, path, done, body) {
  if (await attempt(place, () => call(method, path, body))) say(done);
}

async function login() {
  await attempt("tokens-error", async () => {
    const tokens = await ask("POST", "tokens/login");
    fill($("tokens"), ["access_token", "refresh_token"].filter((name) => tokens[name]).map((name) =>
      h("div", { class: "field" }, h("span", null, name),
        h("span", { class: "copyable" }, h("code", null, tokens[name]), copyButton(`the ${name}`, () => tokens[name])))));
  });
}

async function load() {
  const file = $("load").files[0];
  if (!file) return;
  await act("state-error", "POST", "load", `Loaded ${file.name}`, file);
  $("load").value = ""; // so that the same file can be chosen again
}
