package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A look into another Java process, each time anew. */
public record JvmLook(long pid) {

  /** The number of its open descriptors that are not files, such as sockets and pipes. */
  public long descriptors() {
    return OpenDescriptors.of(pid);
  }

  /** The bytes in its heap after a garbage collection. */
  public long heapBytes() {
    return histogram().bytes();
  }

  /**
   * The number of classes with this name that have objects in its heap: one for each class loader.
   */
  public long liveClasses(String name) {
    return histogram().classes(name);
  }

  /** The number of its Java threads. */
  public long threads() {
    return dump().count();
  }

  /**
   * The numbers of threads that are not idle, by name, in which {@code #} stands for every number.
   */
  public Map<String, Long> busyThreads() {
    return dump().busy();
  }

  /** The number of its threads whose name has this prefix. */
  public long threadsNamed(String prefix) {
    return dump().countNamed(prefix);
  }

  /** The number of those threads that are in this method now, written {@code Class.method}. */
  public long threadsNamed(String prefix, String inside) {
    return dump().countNamed(prefix, inside);
  }

  private ThreadDump dump() {
    return new ThreadDump(jcmd("Thread.print"));
  }

  private ClassHistogram histogram() {
    return new ClassHistogram(jcmd("GC.class_histogram"));
  }

  /** The output of a command of {@code jcmd}. */
  private String jcmd(String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process process =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IllegalStateException("no " + command + " of process " + pid + ":\n" + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + command, e);
    }
  }
}
