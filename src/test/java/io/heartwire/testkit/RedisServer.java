package io.heartwire.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real Redis on a port of its own, with a directory of its own; {@code redis-server} must be
 * installed. It can be stopped, killed, frozen and started again. Used by one thread.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final OwnPort port;
  private final List<String> options;
  private Process process;

  private RedisServer(List<String> options) throws IOException {
    this.options = options;
    this.port = new OwnPort();
    this.directory = Files.createTempDirectory("heartwire-redis");
  }

  /**
   * Starts one that keeps nothing on disk.
   *
   * @param options more, such as {@code "--appendonly", "yes"}; the last of a name counts
   */
  public static RedisServer start(String... options) {
    try {
      RedisServer server = new RedisServer(List.of(options));
      server.startAgain();
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException("redis-server does not start: is it installed?", failed);
    }
  }

  public int port() {
    return port.number();
  }

  /** Of the process that runs now, or ran last. */
  public long pid() {
    return process.pid();
  }

  public String address() {
    return "redis://127.0.0.1:" + port();
  }

  /** Starts it again. */
  public void startAgain() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-server",
                "--port",
                Integer.toString(port()),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                "",
                "--appendonly",
                "no"));
    command.addAll(options);
    start(command);
  }

  /**
   * Starts a Sentinel.
   *
   * @param lines of its configuration, without its port and directory
   */
  public static RedisServer sentinel(String... lines) {
    try {
      RedisServer server = new RedisServer(List.of());
      List<String> all = new ArrayList<>(List.of(lines));
      all.add("port " + server.port());
      all.add("bind 127.0.0.1");
      all.add("dir " + server.directory);
      Path file = Files.write(server.directory.resolve("sentinel.conf"), all);
      server.start(List.of("redis-server", file.toString(), "--sentinel"));
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException("a Sentinel does not start: is Redis installed?", failed);
    }
  }

  private void start(List<String> command) throws IOException {
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
            .start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        kill();
        throw new IOException(Files.readString(directory.resolve("log")));
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  /** Stops it in order: it writes what its options say. */
  public void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** As {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** It keeps its connections and answers nothing until {@link #thaw}. */
  public void freeze() {
    signal("-STOP");
  }

  public void thaw() {
    signal("-CONT");
  }

  @Override
  public void close() {
    kill();
    try (port;
        Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Gives a command, and returns its answer as text, the parts of an array on a line each.
   *
   * @throws UncheckedIOException if Redis does not answer
   */
  public String command(String... words) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port()), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        request.append("$" + word.getBytes(UTF_8).length + "\r\n" + word + "\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      return answer(new DataInputStream(socket.getInputStream()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String answer(DataInputStream in) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      throw new IOException("no answer");
    }
    String rest = line.substring(1);
    switch (line.charAt(0)) {
      case '$' -> {
        byte[] bytes = new byte[Math.max(0, Integer.parseInt(rest))];
        in.readFully(bytes);
        line(in);
        return new String(bytes, UTF_8);
      }
      case '*' -> {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(rest); i++) {
          parts.add(answer(in));
        }
        return String.join("\n", parts);
      }
      default -> {
        return rest;
      }
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  private boolean answers() {
    try {
      return command("PING").equals("PONG");
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
