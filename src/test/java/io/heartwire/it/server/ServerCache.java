package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cache that Liberty creates at its first start: resolved bundles and features.
 *
 * <p>Creating it takes most of a start. So one server per test run is started and stopped for it,
 * and all others start with a copy, as a container image does. It has no state of the gateway.
 */
final class ServerCache {
  private static final String KEPT = "workarea";

  private ServerCache() {}

  static void copyTo(Path output) {
    Path from = Prepared.OUTPUT.resolve(KEPT);
    Path to = output.resolve(KEPT);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Created at the first use. */
  private static final class Prepared {
    static final Path OUTPUT = prepare();

    private static Path prepare() {
      try (GatewayServer first = GatewayServer.startCold(Map.of())) {
        first.terminate();
        return first.outputDirectory();
      }
    }
  }
}
