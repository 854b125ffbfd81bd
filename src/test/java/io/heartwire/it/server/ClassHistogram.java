package io.heartwire.it.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A class histogram of another Java process after a garbage collection. */
record ClassHistogram(String text) {
  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");

  /** The bytes of all objects. */
  long bytes() {
    Matcher total = TOTAL.matcher(text);
    if (!total.find()) {
      throw new IllegalStateException("no histogram:\n" + text);
    }
    return Long.parseLong(total.group(1));
  }

  /**
   * The number of classes with this name that have objects; several belong to different class
   * loaders.
   */
  long classes(String name) {
    return text.lines().filter(line -> line.endsWith(" " + name)).count();
  }
}
