package io.heartwire.it.page;

import io.heartwire.it.browser.Tab;
import java.util.List;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page in one tab, as a person uses and sees it. */
final class PageTab extends Tab {
  PageTab(Tab tab) {
    super(tab);
  }

  void say(String text) {
    element("text").sendKeys(text, Keys.ENTER);
  }

  void write(String text) {
    element("text").sendKeys(text);
  }

  String written() {
    return element("text").getDomProperty("value");
  }

  void join(String channel) {
    WebElement field = element("channel");
    field.clear();
    field.sendKeys(channel, Keys.ENTER);
  }

  /** Joins the channel that is joined already, with a token. */
  void joinWith(String token) {
    WebElement field = element("token");
    field.clear();
    field.sendKeys(token, Keys.ENTER);
  }

  /** The texts of the messages, in order; notes about the connection are not among them. */
  List<String> messages() {
    return texts("#messages .body");
  }

  List<String> notes() {
    return texts("#messages .note");
  }

  /** What the bar says of the connection: title, countdown, and how the last one ended. */
  String state() {
    return text("state-title") + text("state-countdown") + " | " + text("state-detail");
  }

  String phase() {
    return element("state").getDomAttribute("data-phase");
  }

  boolean canSend() {
    return element("send").isEnabled();
  }
}
