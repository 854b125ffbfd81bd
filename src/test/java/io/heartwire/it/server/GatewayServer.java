package io.heartwire.it.server;

import io.heartwire.testkit.PrometheusText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A real gateway, started as a user would start it: the built server in a process of its own.
 *
 * <p>Several may run side by side; each has its own port and output directory and shares the
 * installation. One thread per instance: the test's.
 */
public final class GatewayServer implements AutoCloseable {
  /**
   * The variable with the port of a server that has it in its own configuration, and not from
   * {@code HTTP_PORT}.
   */
  public static final String OWN_PORT = "GATEWAY_PORT";

  private static final Duration START_LIMIT = Duration.ofSeconds(150);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  /** Most test servers live for seconds, in which optimising compilation does not pay. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /** Liberty's message that the application did not start; the server itself goes on. */
  private static final String APPLICATION_FAILED = "CWWKZ0012I";

  private final Map<String, String> env;
  private final int port;
  private final Path output;
  private Process process;

  private GatewayServer(Map<String, String> env, int port) {
    this.env = Map.copyOf(env);
    this.port = port;
    this.output = Installation.newOutputDirectory();
  }

  /**
   * Starts a gateway on a free port and returns when it is ready; {@code env} is added to the
   * test's defaults.
   */
  public static GatewayServer start(Map<String, String> env) {
    String own = env.get(OWN_PORT);
    GatewayServer server =
        new GatewayServer(env, own == null ? FreePort.next() : Integer.parseInt(own));
    ServerCache.copyTo(server.outputDirectory());
    server.launch();
    return server;
  }

  /** Starts a gateway on which every client may use all channels without a namespace. */
  public static GatewayServer startOpen(Map<String, String> env) {
    Map<String, String> open = new TreeMap<>(env);
    open.putIfAbsent("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_SUBSCRIBE", "true");
    open.putIfAbsent("HEARTWIRE_CHANNEL_DEFAULT_ALLOW_PUBLISH", "true");
    return start(open);
  }

  /** Starts a gateway without the cache of an earlier start, which takes twice as long. */
  static GatewayServer startCold(Map<String, String> env) {
    GatewayServer server = new GatewayServer(env, FreePort.next());
    server.launch();
    return server;
  }

  /** Starts a gateway and returns at once, for a test that watches it start. */
  public static GatewayServer begin(Map<String, String> env) {
    GatewayServer server = new GatewayServer(env, FreePort.next());
    ServerCache.copyTo(server.outputDirectory());
    server.run();
    return server;
  }

  /** Starts several at the same time, each with its environment, and returns when all are ready. */
  public static List<GatewayServer> startAll(List<Map<String, String>> environments) {
    List<GatewayServer> all = environments.stream().map(GatewayServer::begin).toList();
    try {
      all.forEach(GatewayServer::awaitReady);
    } catch (IllegalStateException failed) {
      all.forEach(GatewayServer::close);
      throw failed;
    }
    return all;
  }

  /** Starts a gateway on the port of another one, which is taken, and returns at once. */
  public static GatewayServer beginBeside(GatewayServer other) {
    GatewayServer server = new GatewayServer(Map.of(), other.port);
    ServerCache.copyTo(server.outputDirectory());
    server.run();
    return server;
  }

  /** The heartbeat of a data centre: a dead peer is found within seconds. */
  public static Map<String, String> lanProfile() {
    Map<String, String> profile = new TreeMap<>();
    profile.put("HEARTWIRE_HEARTBEAT_SWEEP_INTERVAL", "1s");
    profile.put("HEARTWIRE_HEARTBEAT_INTERVAL", "1s");
    profile.put("HEARTWIRE_HEARTBEAT_TIMEOUT", "3s");
    profile.put("HEARTWIRE_HEARTBEAT_MAX_MISSED", "2");
    return profile;
  }

  public int port() {
    return port;
  }

  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public URI ws(String path) {
    return URI.create("ws://127.0.0.1:" + port + path);
  }

  /** The Java process, not a shell around it. */
  public long pid() {
    return jvm().pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The body of a GET, whatever the status. */
  public String get(String path) {
    return HttpLook.at(http(path)).body();
  }

  /** The status of a GET. */
  public int status(String path) {
    return HttpLook.at(http(path)).statusCode();
  }

  /** The value of one line of {@code /metrics}, named as printed, labels included. */
  public double metric(String line) {
    return PrometheusText.parse(get("/metrics")).value(line);
  }

  /** What goes on in its Java process now. */
  public JvmLook inside() {
    return new JvmLook(pid());
  }

  /** Kills the process at once, like a crash: no shutdown hook runs, and no close frame is sent. */
  public void kill() {
    jvm().destroyForcibly();
    process.destroyForcibly();
    awaitEnd();
  }

  /** Sends SIGTERM, as Kubernetes and {@code docker stop} do, and waits for the end. */
  public void terminate() {
    jvm().destroy();
    awaitEnd();
  }

  /** Stops the server by {@code server stop}, and waits for the end. */
  public void stop() {
    Installation.stop(output);
    awaitEnd();
  }

  /** Terminates this server and starts it again on the same port with the same environment. */
  public GatewayServer restart() {
    terminate();
    return startAgain();
  }

  /** Starts a new process in place of one that has ended, same port, same environment. */
  public GatewayServer startAgain() {
    if (process.isAlive()) {
      throw new IllegalStateException("still running: " + this);
    }
    launch();
    return this;
  }

  /** The server's log since its last start, or its console output before there is a log. */
  public String log() {
    Path messages = output.resolve("heartwire/logs/messages.log");
    return read(Files.exists(messages) ? messages : console());
  }

  /** Where the server writes: logs, work area, health files. */
  public Path outputDirectory() {
    return output.resolve("heartwire");
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  @Override
  public String toString() {
    return "gateway on port " + port + ", output in " + output;
  }

  private void run() {
    process = Installation.run(output, console(), environment());
  }

  private void launch() {
    run();
    awaitReady();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (!isReady()) {
      if (!process.isAlive()) {
        throw failed("ended with exit code " + process.exitValue() + " before it was ready");
      }
      if (log().contains(APPLICATION_FAILED)) {
        kill();
        throw failed("could not start the application");
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw failed("was not ready within " + START_LIMIT.toSeconds() + " s");
      }
      pause();
    }
  }

  private Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(env);
    if (!env.containsKey(OWN_PORT)) {
      all.put("HTTP_PORT", Integer.toString(port));
    }
    all.putIfAbsent("HTTP_HOST", "127.0.0.1");
    all.putIfAbsent("JVM_ARGS", QUICK_START);
    all.putIfAbsent("HEARTWIRE_WARMUP_DURATION", "0s"); // tests that need it set it
    all.putIfAbsent("HEARTWIRE_DRAIN_ON_STOP", "false"); // tests that need it set it
    return all;
  }

  private boolean isReady() {
    try {
      return HttpLook.ask(http("/health/ready")).statusCode() == 200;
    } catch (IOException notListening) {
      return false;
    }
  }

  /**
   * The Java process. The start script is replaced by it on some systems, and stays its parent on
   * others.
   */
  public ProcessHandle jvm() {
    return process
        .descendants()
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseGet(process::toHandle);
  }

  /**
   * Waits until the process has ended by itself.
   *
   * @return its exit code
   */
  public int exitCode() {
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw failed("did not end within " + STOP_LIMIT.toSeconds() + " s and was killed");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private IllegalStateException failed(String what) {
    String log = log();
    String end = log.substring(Math.max(0, log.length() - 6000));
    return new IllegalStateException(this + " " + what + ". The end of its log:\n" + end);
  }

  private Path console() {
    return output.resolve("console.log");
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8); // maybe half a character
    } catch (NoSuchFileException notYet) { // or not any more: a server that starts renames its log
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while handling a test server", e);
  }
}
