import { form, h, setText } from "./dom.js";

/**
 * A form for one JSON value, which is checked while it is written.
 *
 * @param submit takes the value
 */
export function jsonForm({ id, label, action, example, submit }) {
  const data = h("textarea.field.mono", { id: `${id}-data`, rows: 3, spellcheck: "false", placeholder: example, "aria-describedby": `${id}-problem` });
  const problem = h("p.field-problem", { id: `${id}-problem`, role: "status" });
  const button = h("button.button.primary.small", { disabled: true }, action);
  data.addEventListener("input", () => {
    const text = data.value.trim();
    const wrong = text && problemOf(text);
    setText(problem, wrong && `Not JSON: ${wrong}`);
    data.setAttribute("aria-invalid", String(wrong !== ""));
    button.disabled = text === "" || wrong !== "";
  });
  return form(".publish", () => submit(JSON.parse(data.value)), h("label", { for: data.id }, label), data, h("div.section-head", problem, button));
}

/** What is wrong with a text that should be JSON; empty when nothing is. */
function problemOf(text) {
  try {
    JSON.parse(text);
    return "";
  } catch (failure) {
    return failure.message;
  }
}
