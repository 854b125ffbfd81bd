package io.heartwire.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;

/** One SVG for each scenario and measure: a group of bars for each load. */
public final class Charts {
  private Charts() {}

  /** Replaces those of an earlier run that have the same name. */
  public static void write(Path directory, List<Result> results) throws IOException {
    Files.createDirectories(directory);
    for (String scenario : results.stream().map(Result::scenario).distinct().toList()) {
      List<Result> own = results.stream().filter(r -> r.scenario().equals(scenario)).toList();
      for (Measure measure : Measure.values()) {
        boolean measured = own.stream().anyMatch(r -> r.outcome().values().containsKey(measure));
        if (measured && measure.isCompared()) {
          String name = scenario + "-" + measure.name().toLowerCase(Locale.ROOT);
          VectorGraphicsEncoder.saveVectorGraphic(
              chart(scenario, measure, own),
              directory.resolve(name).toString(),
              VectorGraphicsFormat.SVG);
        }
      }
    }
  }

  private static CategoryChart chart(String scenario, Measure measure, List<Result> results) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(960)
            .height(480)
            .title(scenario + ": " + measure.label())
            .yAxisTitle(measure.label())
            .theme(ChartTheme.GGPlot2)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    List<String> loads = results.stream().map(r -> r.outcome().load()).distinct().toList();
    for (String contender : results.stream().map(Result::contender).distinct().toList()) {
      List<Double> medians = new ArrayList<>();
      for (String load : loads) {
        List<Result> one = results.stream().filter(r -> r.outcome().load().equals(load)).toList();
        medians.add(Medians.median(one, contender, measure).orElse(0));
      }
      chart.addSeries(contender, loads, medians);
    }
    return chart;
  }
}
