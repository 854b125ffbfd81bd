package io.heartwire.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/** A scrape of the metrics: all samples by name and labels. */
public record PrometheusText(Map<String, Double> samples) {

  public static PrometheusText parse(String text) {
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int end = line.lastIndexOf(' ');
      if (end > 0 && !line.startsWith("#")) {
        samples.put(line.substring(0, end), number(line.substring(end + 1).strip()));
      }
    }
    return new PrometheusText(samples);
  }

  /** Returns the value of a sample. */
  public double value(String nameWithLabels) {
    Double value = samples.get(nameWithLabels);
    if (value == null) {
      throw new NoSuchElementException(
          "no metric " + nameWithLabels + " among " + like(nameWithLabels));
    }
    return value;
  }

  private Map<String, Double> like(String wanted) {
    String name = wanted.replaceFirst("\\{.*", "");
    Map<String, Double> similar = new LinkedHashMap<>(samples);
    similar.keySet().removeIf(key -> !key.startsWith(name.substring(0, name.length() / 2)));
    return similar;
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
