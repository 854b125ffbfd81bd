package io.heartwire.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many files this process may open; each connection is one. */
public final class FileLimit {
  private static final int OWN = 500;

  private FileLimit() {}

  /** Says what to do if so many connections do not fit. */
  static void check(int connections) {
    long limit = openFiles();
    if (connections > limit - OWN) {
      throw new IllegalArgumentException(
          connections
              + " connections do not fit into the limit of "
              + limit
              + " open files: raise it with ulimit -n, or ask for at most "
              + (limit - OWN));
    }
  }

  /** The soft limit, which Java raises to the hard one when it starts. */
  public static long openFiles() {
    try {
      List<String> limits = Files.readAllLines(Path.of("/proc/self/limits"));
      return limits.stream()
          .filter(line -> line.startsWith("Max open files"))
          .map(line -> line.split("\\s{2,}")[1])
          .mapToLong(text -> text.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(text))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new IllegalStateException("/proc/self/limits: the benchmark needs Linux", e);
    }
  }
}
