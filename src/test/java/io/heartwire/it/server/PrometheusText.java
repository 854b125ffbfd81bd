package io.heartwire.it.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** A scrape: every sample by its name and labels. */
record PrometheusText(Map<String, Double> samples) {

  static PrometheusText parse(String text) {
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int end = line.lastIndexOf(' ');
      if (end > 0 && !line.startsWith("#")) {
        samples.put(plain(line.substring(0, end)), number(line.substring(end + 1).strip()));
      }
    }
    return new PrometheusText(samples);
  }

  /**
   * The value of a sample. The server labels every sample with its scope; a name given without
   * {@code mp_scope} matches if just one sample has that name and those labels.
   */
  double value(String nameWithLabels) {
    String wanted = plain(nameWithLabels);
    Double exact = samples.get(wanted);
    if (exact != null) {
      return exact;
    }
    Map<String, Double> found = new LinkedHashMap<>(samples);
    found.keySet().removeIf(key -> !withoutScope(key).equals(wanted));
    if (found.size() != 1) {
      throw new NoSuchElementException(
          "metric " + nameWithLabels + ": " + found.size() + " samples match, of " + like(wanted));
    }
    return found.values().iterator().next();
  }

  private Map<String, Double> like(String wanted) {
    String name = wanted.replaceFirst("\\{.*", "");
    Map<String, Double> similar = new LinkedHashMap<>(samples);
    similar.keySet().removeIf(key -> !key.startsWith(name.substring(0, name.length() / 2)));
    return similar;
  }

  /** Some writers end the labels with a comma. */
  private static String plain(String key) {
    return key.strip().replace(",}", "}");
  }

  private static String withoutScope(String key) {
    return key.replaceFirst("mp_scope=\"[^\"]*\",?", "").replace(",}", "}").replace("{}", "");
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
