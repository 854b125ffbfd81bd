package io.heartwire.it.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged server as the image runs it, without Docker: unpacked, read-only, by a user that
 * owns nothing of it, and with the Dockerfile's own variables and command. Used by one thread.
 */
final class ShippedServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** {@code nobody}. Who does not run tests as root cannot become another user. */
  private static final String STRANGER = "65534";

  private final Dockerfile image;
  private final Path root; // what is / to the image
  private final int port = FreePort.next();
  private final Process process;

  ShippedServer(Dockerfile image, Path archive, Map<String, String> more)
      throws IOException, InterruptedException {
    this.image = image;
    this.root = Files.createTempDirectory("heartwire-image");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path opt = Files.createDirectories(root.resolve("opt"));
    run(List.of("tar", "-xzf", archive.toString(), "-C", opt.toString()));
    run(List.of("chmod", "-R", "ugo=rX", opt.toString()));
    for (String volume : image.volumes()) {
      Path directory = Files.createDirectory(inImage(volume));
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    process = start(more);
  }

  /** Where a path of the image is here. */
  Path inImage(String path) {
    return root.resolve(path.substring(1));
  }

  Process process() {
    return process;
  }

  /** All that it has logged. */
  String log() throws IOException {
    Path messages = inImage("/logs/messages.log");
    return Files.readString(Files.exists(messages) ? messages : console());
  }

  int status(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** What the Dockerfile's HEALTHCHECK ends with. */
  int healthCheck() throws IOException, InterruptedException {
    ProcessBuilder check = new ProcessBuilder(asUser(List.of("sh", "-c", image.healthCheck())));
    setUp(check, Map.of());
    check.redirectErrorStream(true).redirectOutput(console().resolveSibling("check.log").toFile());
    return exitCode(check.start());
  }

  /** Each file of the program, with the time of its last change. */
  Map<String, Long> program() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root.resolve("opt"))) {
      for (Path each : all.toList()) {
        files.put(each.toString(), Files.getLastModifiedTime(each).toMillis());
      }
    }
    return files;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    run(List.of("chmod", "-R", "u+w", root.toString()));
    run(List.of("rm", "-r", root.toString()));
  }

  private Process start(Map<String, String> more) throws IOException {
    List<String> command = new ArrayList<>(image.command());
    command.set(0, inImage(command.get(0)).toString());
    ProcessBuilder builder = new ProcessBuilder(asUser(command));
    setUp(builder, more);
    builder.redirectErrorStream(true).redirectOutput(console().toFile());
    return builder.start();
  }

  private void setUp(ProcessBuilder builder, Map<String, String> more) {
    Map<String, String> env = builder.environment();
    env.clear();
    env.put("PATH", System.getenv("PATH"));
    env.put("JAVA_HOME", System.getProperty("java.home"));
    env.put("HTTP_PORT", Integer.toString(port));
    env.put("HTTP_HOST", "127.0.0.1");
    env.put("TMPDIR", inImage("/tmp").toString());
    image.environment().forEach((name, value) -> env.put(name, here(value)));
    env.putAll(more);
    builder.directory(root.toFile());
  }

  private String here(String value) {
    return image.volumes().contains(value) ? inImage(value).toString() : value;
  }

  private static List<String> asUser(List<String> command) {
    if (!System.getProperty("user.name").equals("root")) {
      return command;
    }
    List<String> all =
        new ArrayList<>(
            List.of("setpriv", "--reuid", STRANGER, "--regid", STRANGER, "--clear-groups", "--"));
    all.addAll(command);
    return all;
  }

  private Path console() {
    return root.resolve("console.log");
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int exitCode = exitCode(new ProcessBuilder(command).inheritIO().start());
    if (exitCode != 0) {
      throw new IOException(command + " ended with " + exitCode);
    }
  }

  private static int exitCode(Process process) throws IOException, InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("takes more than a minute: " + process.info());
    }
    return process.exitValue();
  }
}
