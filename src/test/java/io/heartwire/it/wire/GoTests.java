package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The tests written in Go, of which the build has made a program. */
final class GoTests {
  private static final int LIMIT_MINUTES = 3;

  private GoTests() {}

  /** Runs the test of this name against the gateway at this address; it must pass. */
  static void run(String test, URI gateway) throws Exception {
    Path root = Path.of(System.getProperty("heartwire.go.dir", "target/go")).toAbsolutePath();
    Path output = Files.createTempFile(root, test, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                root.resolve("clients.test").toString(), "-test.v", "-test.run", "^" + test + "$")
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("HEARTWIRE_URL", gateway.toString());
    Process program = builder.start();
    boolean isInTime = program.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    program.destroyForcibly();
    String log = Files.readString(output);
    assertThat(isInTime).as("%s ended in time; it said:%n%s", test, log).isTrue();
    assertThat(program.exitValue()).as("%s:%n%s", test, log).isZero();
    assertThat(log).contains("--- PASS: " + test + " ").doesNotContain("--- SKIP");
  }
}
