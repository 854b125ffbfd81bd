/** Puts the console together: signs in, follows the address, and hands the figures to the view that is shown. */
import { ChannelsView } from "./channels-view.js";
import { ConfigurationView } from "./configuration-view.js";
import { ConnectionsView } from "./connections-view.js";
import { byId, h, setText } from "./dom.js";
import { Feed } from "./feed.js";
import { Figures } from "./figures.js";
import { plural } from "./format.js";
import { Freshness } from "./freshness.js";
import { HealthView } from "./health-view.js";
import { NodesView } from "./nodes-view.js";
import { OverviewView } from "./overview-view.js";
import { QueuesView } from "./queues-view.js";
import { parse } from "./router.js";
import { Session } from "./session.js";
import { SignInView } from "./sign-in-view.js";
import { startTheme } from "./theme.js";
import { TryView } from "./try-view.js";
import { UsersView } from "./users-view.js";

const VIEWS = [
  ["overview", "Overview", OverviewView],
  ["connections", "Connections", ConnectionsView],
  ["channels", "Channels", ChannelsView],
  ["queues", "Queues", QueuesView],
  ["users", "Users", UsersView],
  ["nodes", "Drain and rebalance", NodesView],
  ["health", "Health", HealthView],
  ["configuration", "Configuration", ConfigurationView],
  ["try", "Try it", TryView],
];

const main = byId("main");
const nav = byId("nav");
const session = new Session({ onEnd: (reason) => showSignIn(reason) });
const figures = new Figures();
const freshness = new Freshness({ onChange: (isOld) => shown?.outdated?.(isOld) });
const feed = new Feed({ session, onOverview: take });
const signIn = new SignInView({ session, onIn: showConsole });
const links = new Map();
/** The views of this session: they know whether their reader may act, so they are made anew for each. */
let views = new Map();
let shown = null;

function take(report) {
  if (report === null) {
    freshness.heard(null);
    return;
  }
  figures.add(report.overview);
  freshness.heard(report.how);
  const nodes = report.overview.nodes ?? [];
  setText(byId("cluster"), nodes.length === 1 ? (nodes[0].name ?? "") : plural(nodes.length, "node"));
  const bad = (report.overview.problems ?? []).length;
  links.get("overview").dataset.count = bad > 0 ? bad : "";
  shown?.figures?.(figures);
}

function follow() {
  if (!session.isOpen) {
    return;
  }
  const route = parse();
  const [name, title, View] = VIEWS.find(([each]) => each === route.view) ?? VIEWS[0];
  let view = views.get(name);
  if (!view) {
    view = new View({ session, figures });
    views.set(name, view);
  }
  if (view !== shown) {
    shown?.hide?.();
    main.replaceChildren(view.element);
    window.scrollTo(0, 0);
  }
  shown = view;
  links.forEach((each, key) => (key === name ? each.setAttribute("aria-current", "page") : each.removeAttribute("aria-current")));
  links.get(name).scrollIntoView({ block: "nearest", inline: "nearest" });
  document.title = `${title} · Heartwire console`;
  view.show(route);
  if (figures.latest) {
    view.figures?.(figures);
    freshness.isOld && view.outdated?.(true);
  }
}

function showConsole() {
  document.body.dataset.stage = "in";
  setText(byId("who"), `${session.name} · ${session.role}`);
  byId("sign-out").hidden = false;
  nav.hidden = false;
  freshness.start();
  feed.start();
  follow();
}

function leave() {
  feed.stop();
  freshness.stop();
  figures.clear();
  shown?.hide?.();
  shown = null;
  views = new Map();
  nav.hidden = true;
  byId("sign-out").hidden = true;
  setText(byId("who"), "");
  setText(byId("cluster"), "");
}

async function showSignIn(reason = "") {
  leave();
  document.body.dataset.stage = "out";
  document.title = "Sign in · Heartwire console";
  main.replaceChildren(signIn.element);
  await signIn.show(reason);
}

nav.append(
  h("ul",
    VIEWS.map(([name, title]) => {
      const each = h("a", { href: `#/${name}` }, title);
      links.set(name, each);
      return h("li", each);
    }),
    h("li", h("a", { href: "heartwire/manual/docs/console.html" }, "Docs")),
  ),
);
byId("skip").addEventListener("click", () => main.focus());
byId("sign-out").addEventListener("click", () => {
  session.signOut();
  showSignIn();
});
window.addEventListener("hashchange", follow);
document.addEventListener("keydown", (event) => {
  const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
  if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = main.querySelector("input[type=search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  } else if (event.key === "Escape" && !byId("dialog").open) {
    main.querySelector("[data-close]")?.click();
  }
});
startTheme(() => shown?.repaint?.());
if (session.isOpen) {
  showConsole();
  // Who comes back does not pass the sign-in, which says so, too.
  session.access().then(({ development }) => (byId("development").hidden = !development), () => {});
} else {
  showSignIn();
}
