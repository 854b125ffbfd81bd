import { byId, setText } from "./dom.js";

const KEPT = "heartwire-theme";
const NAMES = { system: "Theme: system", light: "Theme: light", dark: "Theme: dark" };

/** Light, dark, or as the system has it; `onChange` paints anew what knows no style sheet. */
export function startTheme(onChange) {
  const button = byId("theme");
  const root = document.documentElement;
  const apply = (theme) => {
    theme === "system" ? delete root.dataset.theme : (root.dataset.theme = theme);
    setText(button, NAMES[theme]);
  };
  const current = () => root.dataset.theme ?? "system";
  const kept = stored(() => localStorage.getItem(KEPT));
  apply(kept === "light" || kept === "dark" ? kept : "system");
  button.addEventListener("click", () => {
    const names = Object.keys(NAMES);
    const next = names[(names.indexOf(current()) + 1) % names.length];
    apply(next);
    stored(() => (next === "system" ? localStorage.removeItem(KEPT) : localStorage.setItem(KEPT, next)));
    onChange();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
}

/** A browser that keeps nothing of pages throws: then there is nothing. */
function stored(step) {
  try {
    return step();
  } catch {
    return null;
  }
}
