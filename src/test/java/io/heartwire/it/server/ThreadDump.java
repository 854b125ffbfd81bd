package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The threads of another Java process, as its {@code jcmd} prints them. */
record ThreadDump(String text) {
  /** Those of the JVM itself have no number. */
  private static final Pattern JAVA_THREAD = Pattern.compile("\".*\" #\\d+ ");

  private static final Pattern IDLE = Pattern.compile("\\.getTask\\(|Queue\\.(take|poll)\\(");

  static ThreadDump of(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print")
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("no thread dump of process " + pid + ":\n" + text);
      }
      return new ThreadDump(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during a thread dump", e);
    }
  }

  /** How many Java threads there are. */
  long count() {
    return javaThreads().count();
  }

  /**
   * How many do something, or wait for something other than work, of each name, in which {@code #}
   * stands for every number. A pool that starts threads on demand keeps them when they are idle.
   */
  Map<String, Long> busy() {
    return javaThreads()
        .filter(IDLE.asPredicate().negate())
        .map(thread -> thread.substring(1, thread.indexOf('"', 1)).replaceAll("\\d+", "#"))
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  long countNamed(String prefix) {
    return text.lines().filter(line -> line.startsWith('"' + prefix)).count();
  }

  long countNamed(String prefix, String inside) {
    return Stream.of(text.split("\n\n"))
        .filter(thread -> thread.startsWith('"' + prefix) && thread.contains(inside))
        .count();
  }

  private Stream<String> javaThreads() {
    return Stream.of(text.split("\n\n"))
        .map(String::strip)
        .filter(thread -> JAVA_THREAD.matcher(thread).lookingAt());
  }
}
