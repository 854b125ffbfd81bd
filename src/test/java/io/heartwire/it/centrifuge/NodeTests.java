package io.heartwire.it.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The tests written in JavaScript, which the build has put beside the libraries that they need. */
public final class NodeTests {
  private static final int LIMIT_MINUTES = 3;

  private NodeTests() {}

  /** The files of a folder that hold tests, by their path. */
  public static List<String> in(String folder) throws IOException {
    try (Stream<Path> files = Files.list(root().resolve(folder))) {
      return files
          .map(file -> folder + '/' + file.getFileName())
          .filter(file -> file.endsWith(".test.js"))
          .sorted()
          .toList();
    }
  }

  /** Runs the tests of a file against the gateway at this address; each of them must pass. */
  public static void run(String file, URI gateway) throws Exception {
    Path output = Files.createTempFile(root(), file.replace('/', '-'), ".tap");
    ProcessBuilder builder =
        new ProcessBuilder("node", "--test", "--test-reporter=tap", file)
            .directory(root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("NODE_"));
    builder.environment().put("HEARTWIRE_URL", gateway.toString());
    Process node = builder.start();
    boolean isInTime = node.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    node.descendants().forEach(ProcessHandle::destroyForcibly);
    node.destroyForcibly();
    String tap = Files.readString(output);
    assertThat(isInTime).as("%s ended in time; it said:%n%s", file, tap).isTrue();
    assertThat(node.exitValue()).as("tests of %s:%n%s", file, tap).isZero();
    assertThat(tap).contains("\n# skipped 0\n").doesNotContain("\n# pass 0\n");
  }

  private static Path root() {
    return Path.of(System.getProperty("heartwire.js.dir", "target/js")).toAbsolutePath();
  }
}
