package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real gateway, started as a user would start it: the built server in a process of its own.
 *
 * <p>Several may run side by side; each has its own port and output directory and shares the
 * installation. One thread per instance: the test's.
 */
public final class GatewayServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(150);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  /** Most servers of tests live for seconds: code that is compiled well would come too late. */
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /** Liberty says that the application was not started; the server itself goes on. */
  private static final String APPLICATION_FAILED = "CWWKZ0012I";

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Map<String, String> env;
  private final int port;
  private final Path output;
  private Process process;

  private GatewayServer(Map<String, String> env, int port) {
    this.env = Map.copyOf(env);
    this.port = port;
    this.output = Installation.newOutputDirectory();
  }

  /** Starts a gateway on a free port and returns when it is ready; {@code env} is added to ours. */
  public static GatewayServer start(Map<String, String> env) {
    GatewayServer server = new GatewayServer(env, FreePort.next());
    ServerCache.copyTo(server.outputDirectory());
    server.launch();
    return server;
  }

  /** The same without anything from an earlier start: takes twice as long. */
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
    return exchange(path).body();
  }

  /** The status of a GET. */
  public int status(String path) {
    return exchange(path).statusCode();
  }

  /** The value of one line of {@code /metrics}, named as printed, labels included. */
  public double metric(String line) {
    return PrometheusText.parse(get("/metrics")).value(line);
  }

  /** How many sockets, pipes and the like the server has open; not files. */
  public long descriptors() {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid()), "fd"))) {
      return all.filter(each -> !GatewayServer.isFile(each)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many Java threads the server has. */
  public long threads() {
    return ThreadDump.of(pid()).count();
  }

  /** How many of them are not idle, by name, in which {@code #} stands for every number. */
  public Map<String, Long> busyThreads() {
    return ThreadDump.of(pid()).busy();
  }

  /** How many threads of the server have a name that starts so. */
  public long threadsNamed(String prefix) {
    return ThreadDump.of(pid()).countNamed(prefix);
  }

  /** How many of them are in a method now, called {@code Class.method}. */
  public long threadsNamed(String prefix, String inside) {
    return ThreadDump.of(pid()).countNamed(prefix, inside);
  }

  /** Ends the process at once, as a crash would: no hook runs, no socket says goodbye. */
  public void kill() {
    jvm().destroyForcibly();
    process.destroyForcibly();
    awaitEnd();
  }

  /** Asks the process to end, as Kubernetes and {@code docker stop} do, and waits until it has. */
  public void terminate() {
    jvm().destroy();
    awaitEnd();
  }

  /** Ends the server by {@code server stop}, and waits until it has. */
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

  /** All that the server has logged since its last start, or what it printed before it could. */
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
    all.put("HTTP_PORT", Integer.toString(port));
    all.putIfAbsent("HTTP_HOST", "127.0.0.1");
    all.putIfAbsent("JVM_ARGS", QUICK_START);
    all.putIfAbsent("HEARTWIRE_WARMUP_DURATION", "0s"); // tests that want it say so
    all.putIfAbsent("HEARTWIRE_DRAIN_ON_STOP", "false"); // the same
    return all;
  }

  private boolean isReady() {
    try {
      return send("/health/ready").statusCode() == 200;
    } catch (IOException notListening) {
      return false;
    }
  }

  private HttpResponse<String> exchange(String path) {
    try {
      return send(path);
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + path + " of " + this, e);
    }
  }

  private HttpResponse<String> send(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(http(path)).timeout(ANSWER_LIMIT).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * The Java process: the script replaces itself by it on some systems and stays its parent on
   * others.
   */
  public ProcessHandle jvm() {
    return process
        .descendants()
        .filter(p -> p.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseGet(process::toHandle);
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

  private static boolean isFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith("/");
    } catch (IOException closedMeanwhile) {
      return true;
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
      return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
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
