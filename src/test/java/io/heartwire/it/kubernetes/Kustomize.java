package io.heartwire.it.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real tool, as {@code kustomize} or within {@code kubectl}; it needs no cluster. */
final class Kustomize {
  private static final List<List<String>> TOOLS =
      List.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"));

  private Kustomize() {}

  /** What would be applied, as YAML documents. */
  static String build(Path directory) {
    List<String> missing = new ArrayList<>();
    for (List<String> tool : TOOLS) {
      List<String> command = new ArrayList<>(tool);
      command.add(directory.toString());
      try {
        return run(command);
      } catch (IOException notInstalled) {
        missing.add(tool.get(0));
      }
    }
    throw new IllegalStateException("install one of " + missing + ": see .ci/run");
  }

  private static String run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new UncheckedIOException(new IOException("failed: " + command));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
    return output;
  }
}
