package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Autobahn's fuzzing client: a program in Python, which the profile {@code autobahn} puts beside a
 * Python for the JVM. It writes a report of each case, as HTML and as JSON.
 */
final class FuzzingClient {
  private static final String AGENT = "heartwire";
  private static final String PROGRAM = "from autobahntestsuite import wstest; wstest.run()";
  private static final int LIMIT_MINUTES = 25;

  /**
   * How a case ended.
   *
   * @param closeCode the code that the gateway has closed with, or null if it has not
   * @param report the file with all that is known of the case
   */
  record Result(
      String behavior,
      String behaviorClose,
      @SerializedName("remoteCloseCode") Integer closeCode,
      @SerializedName("reportfile") String report) {}

  private final Path directory =
      Path.of(System.getProperty("heartwire.autobahn.dir", "target/autobahn")).toAbsolutePath();

  private final Path reports = directory.resolve("reports");

  /** What to read of a case: its frames, and what was expected. */
  Path report(Result result) {
    return reports.resolve(result.report().replace(".json", ".html"));
  }

  /** Runs all cases but the excluded ones, one after the other, and returns the results by case. */
  Map<String, Result> run(URI address, List<String> excludedCases) throws Exception {
    Path libraries = directory.resolve("lib");
    assertThat(libraries).as("the test suite: run 'mvn -Pautobahn verify'").isDirectory();
    Path specification = directory.resolve("specification.json");
    Files.writeString(specification, specification(address, excludedCases));
    Files.deleteIfExists(index());
    Path output = directory.resolve("output.log");
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                libraries + "/*",
                "org.python.util.jython",
                "-c",
                PROGRAM,
                "--mode",
                "fuzzingclient",
                "--spec",
                specification.toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(client.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(client.exitValue()).as("end of the client; see %s", output).isZero();
    } finally {
      client.destroyForcibly();
    }
    return results();
  }

  private String specification(URI address, List<String> excludedCases) {
    return new Gson()
        .toJson(
            Map.of(
                "outdir", reports.toString(),
                // Closes a connection that failed with a code, and does not just hang up.
                "options", Map.of("version", 18, "failByDrop", false),
                "servers", List.of(Map.of("agent", AGENT, "url", address.toString())),
                "cases", List.of("*"),
                "exclude-cases", excludedCases,
                "exclude-agent-cases", Map.of()));
  }

  private Map<String, Result> results() throws IOException {
    Map<String, Map<String, Result>> byAgent =
        new Gson()
            .fromJson(
                Files.readString(index()),
                new TypeToken<Map<String, Map<String, Result>>>() {}.getType());
    return byAgent.getOrDefault(AGENT, Map.of());
  }

  private Path index() {
    return reports.resolve("index.json");
  }
}
