package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What another process has open. */
final class OpenDescriptors {
  private OpenDescriptors() {}

  /** The number of those that are not files, such as sockets and pipes. */
  static long of(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return all.filter(each -> !isFile(each)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith("/");
    } catch (IOException closedMeanwhile) {
      return true;
    }
  }
}
