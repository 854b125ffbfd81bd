package io.heartwire.it.browser;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** One tab of a browser, as a person uses and sees it. Each call brings the driver to its tab. */
public class Tab {
  private final ChromeDriver driver;
  private final String window;

  Tab(ChromeDriver driver, String window) {
    this.driver = driver;
    this.window = window;
  }

  /** Another view of the same tab. */
  protected Tab(Tab same) {
    this(same.driver, same.window);
  }

  public void click(String id) {
    element(id).click();
  }

  public boolean isShown(String id) {
    return element(id).isDisplayed();
  }

  public String text(String id) {
    // One script: the page may be loaded anew between finding the element and reading it.
    return String.valueOf(
        script("return document.getElementById(arguments[0])?.textContent ?? ''", id));
  }

  /** The result of a script: the body of a function. */
  public Object script(String body, Object... arguments) {
    front();
    return driver.executeScript(body, arguments);
  }

  /** What the promise of a script resolves to. */
  public Object promise(String expression) {
    front();
    return driver.executeAsyncScript(
        "const done = arguments[arguments.length - 1];"
            + "(async () => "
            + expression
            + ")().then(done, (failure) => done(String(failure)));");
  }

  public void closeTab() {
    front();
    driver.close();
    driver.switchTo().window(driver.getWindowHandles().iterator().next());
  }

  /** The texts of all elements that a selector of CSS finds, in order. */
  public List<String> texts(String selector) {
    front();
    // One script and not a call for each: elements may go while the list is read.
    List<?> found =
        (List<?>)
            driver.executeScript(
                "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)",
                selector);
    return found.stream().map(String::valueOf).toList();
  }

  /** The first element that a selector of CSS finds. */
  public WebElement find(String selector) {
    front();
    return driver.findElement(By.cssSelector(selector));
  }

  public WebElement element(String id) {
    front();
    return driver.findElement(By.id(id));
  }

  private void front() {
    driver.switchTo().window(window);
  }
}
