package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What Liberty works out at its first start and keeps: resolved bundles and features, and a key.
 *
 * <p>That is most of a start. So one server per test run is started for it and stopped again, and
 * all others begin with a copy, as a container image is prepared. No state of the gateway is in it.
 */
final class ServerCache {
  private static final List<String> KEPT = List.of("workarea", "resources/security");

  private ServerCache() {}

  static void copyTo(Path output) {
    for (String part : KEPT) {
      Path from = Prepared.OUTPUT.resolve(part);
      Path to = output.resolve(part);
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
  }

  /** Made by the first who asks. */
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
