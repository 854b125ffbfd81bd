package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The threads of another Java process, as its {@code jcmd} prints them. */
record ThreadDump(String text) {

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

  long countNamed(String prefix) {
    return text.lines().filter(line -> line.startsWith('"' + prefix)).count();
  }

  long countNamed(String prefix, String inside) {
    return Stream.of(text.split("\n\n"))
        .filter(thread -> thread.startsWith('"' + prefix) && thread.contains(inside))
        .count();
  }
}
