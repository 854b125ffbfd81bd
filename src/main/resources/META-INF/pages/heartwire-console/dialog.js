import { byId, h } from "./dom.js";

const TOAST_TIME = 8_000;

/**
 * Asks before something is done that cannot be undone.
 *
 * @param fields elements with names, whose values come back
 * @return the values of the fields, or null if the reader has thought better of it
 */
export function confirm({ title, text, action, fields = [], tone = "bad" }) {
  const dialog = byId("dialog");
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: "dialog-title" }, title),
    h("p", text, " The action is logged with your name."),
    fields,
    h(
      "div.actions",
      h("button.button", { value: "", formnovalidate: true, autofocus: true }, "Cancel"),
      h("button.button", { value: "do", "data-tone": tone }, action),
    ),
  );
  dialog.replaceChildren(form);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      resolve(dialog.returnValue === "do" ? Object.fromEntries(new FormData(form)) : null);
    };
  });
}

/** Says in a corner what became of an action. */
export function tell(text, tone = "good") {
  const toast = h("p.toast", { "data-tone": tone }, text);
  byId("toasts").append(toast);
  setTimeout(() => toast.remove(), TOAST_TIME);
}

/** Waits for an action and says what became of it; whether it was done everywhere. */
export async function act(doing, done) {
  try {
    const result = await doing;
    const failed = (result?.nodes ?? []).filter(({ outcome }) => outcome && outcome !== "done");
    if (failed.length > 0) {
      const where = failed.map(({ name, id, outcome }) => `${name ?? id}: ${outcome.replaceAll("_", " ")}`);
      tell(`Not on all nodes. ${where.join(", ")}`, "bad");
      return false;
    }
    tell(typeof done === "function" ? done(result) : done);
    return true;
  } catch (failure) {
    tell(failure.message, "bad");
    return false;
  }
}
