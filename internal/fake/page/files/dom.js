// Elements without HTML: every text enters the page as a text node.

/** $ returns the element with an id. */
export const $ = (id) => document.getElementById(id);

/**
 * h makes an element. Attributes that start with "on" are listeners, null and false are left out.
 * Children are nodes, or values that become text.
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** fill replaces the children of an element. The focus stays where it was if its link or button returns. */
export function fill(element, ...children) {
  const focused = document.activeElement;
  const name = element.contains(focused) && element !== focused ? focusName(focused) : null;
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  if (name === null) return;
  for (const candidate of element.querySelectorAll("a, button, summary, [tabindex]")) {
    if (focusName(candidate) === name) return candidate.focus({ preventScroll: true });
  }
}

/** refill is fill for links: it leaves children that are equal alone, so that a click is not lost. */
export function refill(element, children) {
  const wanted = children.flat().filter(Boolean);
  if (wanted.length === element.childNodes.length && wanted.every((node, i) => node.isEqualNode(element.childNodes[i]))) return;
  fill(element, wanted);
}

const focusName = (element) => element.getAttribute("href") ?? element.getAttribute("aria-label") ?? element.textContent;

/** showError shows an error as text in an alert of the page. Without an error it hides the alert. */
export function showError(id, error) {
  const place = $(id);
  if (!place) return; // the user has gone on to another view
  const text = error ? error.message || String(error) : "";
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

/** attempt runs an action of the user and shows its error at id. It resolves to true if it worked. */
export async function attempt(id, action) {
  try {
    await action();
    showError(id, null);
    return true;
  } catch (error) {
    showError(id, error);
    return false;
  }
}

let silence = 0;

/** say tells the user that something worked, for five seconds. */
export function say(text) {
  clearTimeout(silence);
  $("said").textContent = text;
  silence = setTimeout(() => { $("said").textContent = ""; }, 5000);
}

/** confirmed asks the user before an action that destroys something. */
export function confirmed(title, text, verb) {
  const dialog = $("confirm");
  $("confirm-title").textContent = title;
  $("confirm-text").textContent = text;
  $("confirm-yes").textContent = verb;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** copyButton makes a button that copies the text that read returns. */
export function copyButton(label, read) {
  return h("button", {
    type: "button", class: "copy", "aria-label": `Copy ${label}`, title: `Copy ${label}`,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(read());
        say(`Copied ${label}`);
      } catch {
        say("The browser refused to copy: select the text instead");
      }
    },
  }, "Copy");
}

/** later returns a function that calls f once, ms after the first of a burst of calls. */
export function later(ms, f) {
  let timer = 0;
  return () => {
    timer ||= setTimeout(() => {
      timer = 0;
      f();
    }, ms);
  };
}

/** count writes a number with its noun: 1 request, 2,000 requests. */
export const count = (n, noun) => `${n.toLocaleString("en")} ${noun}${n === 1 ? "" : "s"}`;
