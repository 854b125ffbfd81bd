package io.heartwire.bench.server;

import io.heartwire.it.server.FreePort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server that does the same job, as its {@code install} and {@code start} scripts bring it up.
 */
final class Peer implements Server {
  private static final long INSTALL_MINUTES = 10;
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int MISSING = 3;

  private final String name;
  private final int port;
  private final Process process;

  private Peer(String name, int port, Process process) {
    this.name = name;
    this.port = port;
    this.process = process;
  }

  /** Why this peer can't take part; empty if it is installed now. */
  static Optional<String> install(String name) throws IOException, InterruptedException {
    Path script = directory(name).resolve("install").toAbsolutePath();
    if (!Files.isExecutable(script)) {
      return Optional.of(script + " is not there");
    }
    Files.createDirectories(target(name));
    Path errors = target(name).resolve("install.log");
    Process process =
        new ProcessBuilder(script.toString())
            .directory(directory(name).toFile())
            .redirectOutput(target(name).resolve("install.out").toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
      kill(process);
      return Optional.of("its install script took more than " + INSTALL_MINUTES + " minutes");
    }
    return switch (process.exitValue()) {
      case 0 -> Optional.empty();
      case MISSING -> Optional.of(Files.readString(errors).strip());
      default ->
          Optional.of("its install script failed with " + process.exitValue() + ", see " + errors);
    };
  }

  /**
   * @param redis what it has in common with its other nodes
   */
  static Peer start(String name, Optional<String> redis) throws IOException, InterruptedException {
    int port = FreePort.next();
    ProcessBuilder builder =
        new ProcessBuilder(directory(name).resolve("start").toAbsolutePath().toString())
            .directory(directory(name).toFile())
            .redirectErrorStream(true)
            .redirectOutput(target(name).resolve("server.log").toFile());
    builder.environment().put("PORT", Integer.toString(port));
    redis.ifPresent(address -> builder.environment().put("REDIS", address));
    Peer peer = new Peer(name, port, builder.start());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> kill(peer.process)));
    peer.awaitPort();
    return peer;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        kill(process);
      }
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
    }
  }

  private void awaitPort() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_NANOS;
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        kill(process);
        String log = Files.readString(target(name).resolve("server.log"), StandardCharsets.UTF_8);
        throw new IOException(name + " did not start. It said:\n" + log.strip());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static Path directory(String name) {
    return Path.of("src/bench/peers", name);
  }

  private static Path target(String name) {
    return Path.of("target/bench", name).toAbsolutePath();
  }
}
