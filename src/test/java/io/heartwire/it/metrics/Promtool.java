package io.heartwire.it.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Prometheus' own check of what a server exposes; Debian has it in {@code prometheus}. */
public final class Promtool {
  private static final long PATIENCE_SECONDS = 30;

  private Promtool() {}

  /** What it finds wrong with the text, a line for each; empty if nothing. */
  public static String check(String metrics) throws IOException, InterruptedException {
    return run(Path.of(""), metrics, "check", "metrics");
  }

  /**
   * What it says to this command, with its exit code where that is not 0.
   *
   * @param directory where it runs
   * @param input what it reads
   */
  public static String run(Path directory, String input, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("promtool"));
    all.addAll(List.of(command));
    Path found = Files.createTempFile("promtool", ".txt");
    try {
      Process process =
          new ProcessBuilder(all)
              .directory(directory.toAbsolutePath().toFile())
              .redirectErrorStream(true)
              .redirectOutput(found.toFile())
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("promtool did not end");
      }
      String problems = Files.readString(found);
      return process.exitValue() == 0
          ? problems
          : problems + "exit code " + process.exitValue() + "\n";
    } finally {
      Files.delete(found);
    }
  }
}
