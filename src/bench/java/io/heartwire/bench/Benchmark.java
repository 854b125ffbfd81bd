package io.heartwire.bench;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.load.Loop;
import io.heartwire.bench.report.Charts;
import io.heartwire.bench.report.Outcome;
import io.heartwire.bench.report.Result;
import io.heartwire.bench.report.ResultFile;
import io.heartwire.bench.report.Surroundings;
import io.heartwire.bench.report.Table;
import io.heartwire.bench.scenario.Scenario;
import io.heartwire.bench.scenario.Stage;
import io.heartwire.bench.server.Nodes;
import io.heartwire.bench.server.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The same load on the gateway and its peers in turn, several rounds, and one table of ratios. */
public final class Benchmark {
  private static final Path TARGET = Path.of("target/bench");

  private final Options options;
  private final Servers servers;
  private final List<Result> results = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private Benchmark(Options options) {
    this.options = options;
    servers = new Servers(options.attach());
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Benchmark benchmark = new Benchmark(options);
    benchmark.run();
    System.exit(benchmark.results.isEmpty() ? 1 : 0);
  }

  private void run() throws IOException, InterruptedException {
    Map<String, String> surroundings = Surroundings.describe(servers.settings());
    surroundings.put("load", options.size().toString());
    surroundings.forEach((label, value) -> System.out.println(label + ": " + value));
    List<Contender> contenders = new ArrayList<>();
    for (Contender contender : options.contenders()) {
      Optional<String> obstacle = servers.obstacle(contender);
      if (obstacle.isPresent()) {
        note("left out: " + contender.name() + ": " + obstacle.get());
      } else {
        contenders.add(contender);
      }
    }
    for (int round = 1; round <= options.rounds(); round++) {
      for (Scenario scenario : options.scenarios()) {
        for (Contender contender : contenders) {
          if (scenario.fits(contender)) {
            measure(round, scenario, contender);
          }
        }
      }
    }
    System.out.println(Table.of(results));
    notes.forEach(System.out::println);
    Files.createDirectories(TARGET);
    ResultFile.write(TARGET.resolve("result.json"), surroundings, results, notes);
    Charts.write(TARGET.resolve("charts"), results);
    System.out.println("written: " + TARGET + "/result.json, " + TARGET + "/charts/*.svg");
  }

  /** A failure costs this measurement only. */
  private void measure(int round, Scenario scenario, Contender contender)
      throws InterruptedException {
    try (Nodes nodes = servers.start(contender, scenario.nodes());
        Loop loop = new Loop()) {
      for (Outcome outcome : scenario.run(Stage.of(contender, nodes, loop, options.size()))) {
        Result result = new Result(round, scenario.name(), contender.name(), outcome);
        results.add(result);
        System.out.println(Table.line(result));
      }
    } catch (IOException | RuntimeException e) {
      note(
          "failed: round " + round + ", " + scenario.name() + " on " + contender.name() + ": " + e);
    }
  }

  private void note(String line) {
    notes.add(line);
    System.out.println(line);
  }
}
