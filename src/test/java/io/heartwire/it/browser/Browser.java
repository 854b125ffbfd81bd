package io.heartwire.it.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with a profile of its own, and the pages opened in it. */
public final class Browser implements AutoCloseable {
  private final ChromeDriver driver;
  private final Path profile;
  private boolean firstWindowUsed;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  public static Browser start() {
    File chromium = find("chromium", "chromium");
    File chromedriver = find("chromedriver", "chromium-driver");
    Path profile = newProfile();
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en",
        "--window-size=1280,800",
        "--user-data-dir=" + profile);
    // A named driver: Selenium would look for one on the network otherwise.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(chromedriver)
            .usingAnyFreePort()
            .build();
    return new Browser(new ChromeDriver(service, options), profile);
  }

  /** Opens the page in a window of its own, where it is visible whatever the others do. */
  public Tab openWindow(URI address) {
    return open(WindowType.WINDOW, address);
  }

  /** Opens the page in a new tab, in front of the tab that was used last. */
  public Tab openTab(URI address) {
    return open(WindowType.TAB, address);
  }

  private Tab open(WindowType type, URI address) {
    if (firstWindowUsed) {
      driver.switchTo().newWindow(type);
    }
    firstWindowUsed = true;
    Tab page = new Tab(driver, driver.getWindowHandle());
    driver.get(address.toString());
    return page;
  }

  /**
   * Opens this address in the current tab and waits for what a promise there has as its value, or
   * its failure as text. The promise is an expression, which finds the arguments in {@code given}.
   */
  public Object evaluate(URI address, String promise, Object... arguments) {
    firstWindowUsed = true;
    driver.get(address.toString());
    return driver.executeAsyncScript(
        "const given = [...arguments], done = given.pop();"
            + "("
            + promise
            + ").then(done, (failure) => done(String(failure)));",
        arguments);
  }

  /** Runs this script in every new document, before the scripts of the document. */
  public void beforeEveryPage(String script) {
    driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument", Map.<String, Object>of("source", script));
  }

  public void colours(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.<String, Object>of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  public void size(int width, int height, boolean phone) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.<String, Object>of(
            "width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
  }

  /** Saves what the current window shows as {@code screenshots/<name>.png} in the build folder. */
  public void screenshot(String name) {
    Path folder =
        Path.of(System.getProperty("heartwire.it.dir", "target/it")).resolveSibling("screenshots");
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What pages and browser have complained about since the last call: warnings and worse. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException stillClosing) {
      // The browser may remove its own files meanwhile; the rest goes with the temporary folder.
    }
  }

  private static Path newProfile() {
    try {
      return Files.createTempDirectory("heartwire-browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The program named by {@code -Dheartwire.it.<name>}, or found on the PATH or in /usr/bin. */
  private static File find(String name, String debianPackage) {
    String property = "heartwire.it." + name;
    String given = System.getProperty(property);
    Stream<Path> candidates =
        given != null
            ? Stream.of(Path.of(given))
            : Stream.concat(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .filter(folder -> !folder.isEmpty())
                    .map(folder -> Path.of(folder, name)),
                Stream.of(Path.of("/usr/bin", name)));
    return candidates
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toFile)
        .orElseThrow(
            () ->
                new AssertionError(
                    "These tests drive a real browser and found no "
                        + (given != null ? given : name + " on the PATH")
                        + ": install it (Debian and Ubuntu: apt-get install "
                        + debianPackage
                        + ") or say where it is with -D"
                        + property
                        + "=<path>"));
  }
}
