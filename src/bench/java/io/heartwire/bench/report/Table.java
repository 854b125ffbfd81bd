package io.heartwire.bench.report;

import io.heartwire.bench.dialect.Contender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The results as text: medians over the rounds, each with its ratio to the reference. */
public final class Table {

  private Table() {}

  /** One measurement on one line, as it comes in. */
  public static String line(Result result) {
    String values =
        result.outcome().values().entrySet().stream()
            .map(e -> number(e.getKey(), e.getValue()) + " " + e.getKey().label())
            .collect(Collectors.joining(", "));
    String remarks = result.outcome().remarks().isEmpty() ? "" : "  ! " + remarks(result);
    return String.format(
        Locale.ROOT,
        "round %d  %-10s %-19s %-20s %s%s",
        result.round(),
        result.scenario(),
        result.contender(),
        result.outcome().load(),
        values,
        remarks);
  }

  /** One block for each load, one line for each contender. */
  public static String of(List<Result> results) {
    Map<String, List<Result>> loads =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    r -> r.scenario() + ": " + r.outcome().load(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    StringBuilder out = new StringBuilder();
    loads.forEach((load, rows) -> block(out, load, rows));
    return out.toString();
  }

  private static void block(StringBuilder out, String load, List<Result> results) {
    Set<Measure> measures = new TreeSet<>();
    results.forEach(r -> measures.addAll(r.outcome().values().keySet()));
    Set<String> contenders = new LinkedHashSet<>();
    results.forEach(r -> contenders.add(r.contender()));
    out.append(String.format(Locale.ROOT, "%n%-24s", load));
    measures.forEach(m -> out.append(String.format(Locale.ROOT, "%20s", m.label())));
    out.append('\n');
    for (String contender : contenders) {
      out.append(String.format(Locale.ROOT, "  %-22s", contender));
      for (Measure measure : measures) {
        out.append(String.format(Locale.ROOT, "%20s", cell(results, contender, measure)));
      }
      String remarks =
          results.stream()
              .filter(r -> r.contender().equals(contender) && !r.outcome().remarks().isEmpty())
              .map(r -> "round " + r.round() + ": " + remarks(r))
              .collect(Collectors.joining("; "));
      out.append(remarks.isEmpty() ? "\n" : "  ! " + remarks + "\n");
    }
  }

  private static String cell(List<Result> results, String contender, Measure measure) {
    OptionalDouble value = Medians.median(results, contender, measure);
    if (value.isEmpty()) {
      return "-";
    }
    OptionalDouble reference = Medians.median(results, Contender.REFERENCE, measure);
    String text = number(measure, value.getAsDouble());
    if (!measure.isCompared() || reference.isEmpty() || reference.getAsDouble() == 0) {
      return text;
    }
    return text
        + String.format(Locale.ROOT, " (x%.2f)", value.getAsDouble() / reference.getAsDouble());
  }

  private static String remarks(Result result) {
    return String.join(", ", new ArrayList<>(result.outcome().remarks()));
  }

  private static String number(Measure measure, double value) {
    return String.format(Locale.ROOT, "%,." + measure.decimals() + "f", value);
  }
}
