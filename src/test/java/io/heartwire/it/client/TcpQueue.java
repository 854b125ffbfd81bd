package io.heartwire.it.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The receive queue of a socket of this machine, as Linux shows it.
 *
 * <p>Two writes to a socket may be one read of the server. A test that needs two reads waits in
 * between until the server has read the first.
 */
final class TcpQueue {
  private static final Path[] TABLES = {Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6")};

  private TcpQueue() {}

  /** Waits until the socket at {@code port} has read all bytes from the one at {@code peer}. */
  static void awaitEmpty(int port, int peer) {
    Awaitility.await("reading of port " + port + " from " + peer)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> isEmpty(port, peer));
  }

  private static boolean isEmpty(int port, int peer) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    String remote = String.format(Locale.ROOT, ":%04X", peer);
    return Stream.of(TABLES)
        .flatMap(TcpQueue::lines)
        .map(line -> line.strip().split("\\s+"))
        .filter(column -> column[1].endsWith(local) && column[2].endsWith(remote))
        .allMatch(column -> column[4].endsWith(":00000000"));
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table).stream() : Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
