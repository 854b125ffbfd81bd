package io.heartwire.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What Linux counts for processes and all their descendants.
 *
 * @param roots their pids
 */
public record ProcessTree(List<Long> roots) {
  /** USER_HZ, which is 100 on every Linux that runs Java. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11; // fields behind the command's name, from 0
  private static final int SYSTEM_TIME = 12;

  /** User and system time so far, in nanoseconds. */
  public long cpuNanos() {
    return sum(ProcessTree::cpuTicks) * (TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND);
  }

  /** Resident memory in bytes; what the processes share counts for each. */
  public long residentBytes() {
    return sum(ProcessTree::residentKilobytes) * 1024;
  }

  /** Those that run now, each root before its descendants. */
  Stream<ProcessHandle> processes() {
    return roots.stream()
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
  }

  private long sum(ToLongFunction<Long> figure) {
    return processes().map(ProcessHandle::pid).mapToLong(figure).sum();
  }

  private static long cpuTicks(long pid) {
    String stat = read(pid, "stat");
    if (stat.isEmpty()) {
      return 0;
    }
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
  }

  private static long residentKilobytes(long pid) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** Empty if the process has ended meanwhile. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (NoSuchFileException ended) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
