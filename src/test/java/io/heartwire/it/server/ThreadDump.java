package io.heartwire.it.server;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A thread dump of another Java process. */
record ThreadDump(String text) {
  /** Threads of the JVM itself have no number. */
  private static final Pattern JAVA_THREAD = Pattern.compile("\".*\" #\\d+ ");

  private static final Pattern IDLE = Pattern.compile("\\.getTask\\(|Queue\\.(take|poll)\\(");

  /** The number of Java threads. */
  long count() {
    return javaThreads().count();
  }

  /**
   * The numbers of threads that do not wait for work, by name, in which {@code #} stands for every
   * number. Threads that wait for work are left out, since pools keep idle threads.
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
