package io.heartwire.it.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The installed server of the build, and its processes. */
final class Installation {
  private static final String PID_FILE = "pid";
  private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

  static {
    endLeftovers();
    Runtime.getRuntime().addShutdownHook(new Thread(Installation::killAll, "end-test-servers"));
  }

  private Installation() {}

  static Process run(Path output, Path console, Map<String, String> environment) {
    ProcessBuilder builder = script("run", output, console, environment);
    try {
      Process process = builder.start();
      Files.writeString(output.resolve(PID_FILE), Long.toString(process.pid()));
      STARTED.removeIf(earlier -> !earlier.isAlive());
      STARTED.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the server of " + wlpHome(), e);
    }
  }

  /** Tells the server with this output directory to stop, and does not wait for it. */
  static void stop(Path output) {
    try {
      script("stop", output, output.resolve("stop.log"), Map.of()).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot stop the server of " + wlpHome(), e);
    }
  }

  private static ProcessBuilder script(
      String action, Path output, Path console, Map<String, String> environment) {
    Path script = wlpHome().resolve("bin/server").toAbsolutePath();
    if (!Files.exists(script)) {
      throw new IllegalStateException(
          "No server at " + script + ": run the tests through 'mvn verify', which builds it");
    }
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), action, "heartwire")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()));
    Map<String, String> env = builder.environment();
    env.keySet().removeIf(Installation::configuresGateway);
    env.put("JAVA_HOME", System.getProperty("java.home"));
    env.put("WLP_OUTPUT_DIR", output.toString());
    env.putAll(environment);
    return builder;
  }

  static Path newOutputDirectory() {
    try {
      Files.createDirectories(outputs());
      for (int n = 1; ; n++) {
        Path directory = outputs().resolve(Integer.toString(n));
        if (directory.toFile().mkdir()) {
          return directory;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path outputs() {
    return Path.of(System.getProperty("heartwire.it.dir", "target/it")).toAbsolutePath();
  }

  static Path wlpHome() {
    return Path.of(System.getProperty("heartwire.wlp.home", "target/liberty/wlp"));
  }

  /**
   * Returns whether a variable of the tests' environment would configure the gateway under test.
   */
  private static boolean configuresGateway(String variable) {
    return variable.startsWith("HEARTWIRE_")
        || variable.startsWith("MP_HEALTH_")
        || variable.startsWith("WLP_")
        || variable.startsWith("HTTP_PORT")
        || variable.startsWith("HTTP_HOST")
        || variable.equals("JVM_ARGS")
        || variable.equals("LOG_DIR");
  }

  private static void killAll() {
    STARTED.forEach(process -> kill(process.toHandle()));
  }

  /** Kills servers of earlier test runs that were killed themselves. */
  private static void endLeftovers() {
    File[] runs = outputs().toFile().listFiles();
    for (File run : runs == null ? new File[0] : runs) {
      try {
        long pid = Long.parseLong(Files.readString(run.toPath().resolve(PID_FILE)));
        ProcessHandle.of(pid).filter(Installation::isOurs).ifPresent(Installation::kill);
      } catch (IOException | NumberFormatException noServerWasStarted) {
        // No process id was written, so no server was started.
      }
    }
  }

  /** Process ids are reused, so the command line must show a server of this build. */
  private static boolean isOurs(ProcessHandle process) {
    String command = process.info().commandLine().orElse("");
    return command.contains(wlpHome().toAbsolutePath().toString());
  }

  private static void kill(ProcessHandle process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
