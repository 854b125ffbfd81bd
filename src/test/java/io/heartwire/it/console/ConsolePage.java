package io.heartwire.it.console;

import java.util.List;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The page in one tab, as a person uses and sees it. Each call brings the driver to its tab. */
final class ConsolePage {
  private final ChromeDriver driver;
  private final String window;

  ConsolePage(ChromeDriver driver, String window) {
    this.driver = driver;
    this.window = window;
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

  void click(String id) {
    element(id).click();
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

  boolean isShown(String id) {
    return element(id).isDisplayed();
  }

  String text(String id) {
    return Objects.requireNonNullElse(element(id).getDomProperty("textContent"), "");
  }

  /** The result of a script: the body of a function. */
  Object script(String body, Object... arguments) {
    front();
    return driver.executeScript(body, arguments);
  }

  /** What the promise of a script resolves to. */
  Object promise(String expression) {
    front();
    return driver.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "(async () => "
            + expression
            + ")().then(done, (failure) => done(String(failure)));");
  }

  void closeTab() {
    front();
    driver.close();
    driver.switchTo().window(driver.getWindowHandles().iterator().next());
  }

  private List<String> texts(String selector) {
    front();
    // One script and not a call for each: elements may go while the list is read.
    List<?> found =
        (List<?>)
            driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)",
                selector);
    return found.stream().map(String::valueOf).toList();
  }

  private WebElement element(String id) {
    front();
    return driver.findElement(By.id(id));
  }

  private void front() {
    driver.switchTo().window(window);
  }
}
