package io.heartwire.it.console;

import static org.awaitility.Awaitility.await;

import io.heartwire.it.browser.Browser;
import io.heartwire.it.browser.Tab;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.LongPatience;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.Keys;

/** The console in one tab, as an operator uses and sees it. */
final class ConsoleTab extends Tab {
  static final Duration SOON = LongPatience.LIMIT;

  private ConsoleTab(Tab tab) {
    super(tab);
  }

  /** Opens the console in a window of its own, which has a session of its own. */
  static ConsoleTab open(Browser browser, URI address) {
    return new ConsoleTab(browser.openWindow(address));
  }

  /** Opens the console at this view and signs in with a key or a token. */
  static ConsoleTab signedIn(Browser browser, GatewayServer server, String view, String secret) {
    ConsoleTab tab = open(browser, server.http("/console#/" + view));
    tab.signIn(secret);
    await().atMost(SOON).until(() -> tab.freshness().equals("Live"));
    return tab;
  }

  void signIn(String secret) {
    await().atMost(SOON).until(() -> shows("#secret"));
    find("#secret").clear();
    find("#secret").sendKeys(secret, Keys.ENTER);
  }

  /** Goes to the view with this address, which may say of what and how filtered. */
  void go(String view) {
    script("location.hash = '#/' + arguments[0]", view);
  }

  String address() {
    return String.valueOf(script("return location.href"));
  }

  String freshness() {
    return text("freshness");
  }

  /** The large figure under this title. */
  String figure(String title) {
    return String.valueOf(
        script(
            "return [...document.querySelectorAll('.tile')]"
                + ".find((tile) => tile.querySelector('h3').textContent === arguments[0])"
                + "?.querySelector('.figure').textContent",
            title));
  }

  /** Whether there is such an element, and it can be seen. */
  boolean shows(String selector) {
    return Boolean.TRUE.equals(
        script(
            "return document.querySelector(arguments[0])?.checkVisibility() ?? false", selector));
  }

  /** Whether a button with this text can be seen. */
  boolean hasButton(String text) {
    return Boolean.TRUE.equals(
        script(
            "return [...document.querySelectorAll('button')]"
                + ".some((each) => each.textContent === arguments[0] && each.checkVisibility())",
            text));
  }

  /** Presses the button with this text, once it is there. */
  void press(String text) {
    await().atMost(SOON).until(() -> hasButton(text));
    script(
        "[...document.querySelectorAll('button')]"
            + ".find((each) => each.textContent === arguments[0] && each.checkVisibility()).click()",
        text);
  }

  /** Writes into a field as a person does, once it is there. */
  void write(String selector, String text) {
    await().atMost(SOON).until(() -> shows(selector));
    find(selector).clear();
    find(selector).sendKeys(text);
  }

  /** The texts of the rows of the list. */
  List<String> rows() {
    return texts("main .rows tbody tr");
  }

  /** The addresses of the rows of the list. */
  List<String> names() {
    return texts("main .rows tbody tr td:first-child");
  }

  /** What a list says of its size, or all texts where it says nothing. */
  String total() {
    return String.join(" ", texts("main .total"));
  }

  String details() {
    return String.join(" ", texts("aside.details"));
  }

  String main() {
    return String.join(" ", texts("main"));
  }

  /** The status of what the gateway answers to a question of the page. */
  Object ask(String name, String body) {
    return promise(
        "{ const { token } = JSON.parse(sessionStorage.getItem('heartwire-console'));"
            + " const answer = await fetch('console/data/"
            + name
            + "', { method: 'POST',"
            + " headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },"
            + " body: '"
            + body
            + "' }); return answer.status; }");
  }

  List<String> toasts() {
    return texts(".toast");
  }
}
