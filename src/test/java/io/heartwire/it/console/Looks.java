package io.heartwire.it.console;

import static io.heartwire.it.console.ConsoleTab.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.browser.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How the console looks: whether it fits and everybody can use it; keeps pictures. */
final class Looks {
  private final Browser browser;
  private final ConsoleTab tab;
  private final String axe;

  Looks(Browser browser, ConsoleTab tab) throws IOException {
    this.browser = browser;
    this.tab = tab;
    this.axe = Files.readString(axe());
  }

  /** Looks at the view that is shown, in these colours and at this width, and keeps a picture. */
  void at(String view, String scheme, int width) {
    browser.colours(scheme);
    browser.size(width, width < 600 ? 844 : 900, width < 600);
    await().atMost(SOON).until(() -> tab.script("return innerWidth").equals((long) width));
    String name = "console-" + view + "-" + scheme + "-" + width;
    await().atMost(SOON).untilAsserted(() -> assertThat(seriousFaults()).as(name).isEmpty());
    assertThat(tab.script("return document.documentElement.scrollWidth <= innerWidth"))
        .as("no sideways scrolling of " + name)
        .isEqualTo(true);
    browser.screenshot(name);
  }

  /** The colour of the page. */
  String background() {
    return String.valueOf(
        tab.script("return getComputedStyle(document.documentElement).backgroundColor"));
  }

  /** What axe-core finds serious or critical, with the elements. */
  private List<?> seriousFaults() {
    tab.script("if (!window.axe) { " + axe + " }");
    return (List<?>)
        tab.promise(
            "(await axe.run(document, { resultTypes: ['violations'] })).violations"
                + ".filter(({ impact }) => impact === 'serious' || impact === 'critical')"
                + ".map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html).join(' '))");
  }

  private static Path axe() {
    return Path.of(
        System.getProperty("heartwire.js.dir", "target/js"), "node_modules/axe-core/axe.min.js");
  }
}
