package io.heartwire.it.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What the image is made of runs as the Dockerfile has it, from its start to its stop. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Path ARCHIVE =
      Path.of(System.getProperty("heartwire.server.archive", "target/heartwire-server.tar.gz"));

  private static final Dockerfile IMAGE = Dockerfile.read();

  private static ShippedServer server;
  private static Map<String, Long> program;

  @BeforeAll
  static void start() throws Exception {
    server =
        new ShippedServer(
            IMAGE,
            ARCHIVE.toAbsolutePath(),
            Map.of("HEARTWIRE_WARMUP_DURATION", "0s", "JVM_ARGS", "-XX:TieredStopAtLevel=1"));
    program = server.program();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  @Order(1)
  void aUserThatOwnsNothingOfItStartsItFromReadOnlyFiles() throws Exception {
    await()
        .atMost(PATIENCE)
        .failFast(() -> assertThat(server.process().isAlive()).as(server.log()).isTrue())
        .ignoreException(ConnectException.class)
        .until(() -> server.status("/health/ready") == 200);

    assertThat(server.status("/health/started")).isEqualTo(200);
    assertThat(server.status("/health/live")).isEqualTo(200);
    assertThat(server.status("/connection/websocket")).as("speaks WebSocket").isEqualTo(426);
    assertThat(server.process().info().user()).isNotEqualTo(Optional.of("root"));
  }

  @Test
  @Order(2)
  void itHasTheFeaturesOfTheConfigurationInThePackage() throws Exception {
    String installed =
        first("CWWKF0012I: The server installed the following features: \\[(.*)]", server.log());

    assertThat(installed.split(", ")).contains(configuredFeatures().toArray(String[]::new));
    assertThat(server.log()).doesNotContain("CWWKF0001E"); // a feature is missing
    assertThat(Files.size(ARCHIVE)).as("minified").isLessThan(120L << 20);
  }

  @Test
  @Order(3)
  void theHealthCheckTellsALivingServerFromOneThatHangs() throws Exception {
    Path live = server.inImage("/output/heartwire/health/live");
    await().atMost(PATIENCE).until(() -> server.healthCheck() == 0);

    signal("STOP");
    Files.setLastModifiedTime(live, FileTime.from(Instant.now().minusSeconds(60)));
    assertThat(server.healthCheck()).isEqualTo(1);
    Files.move(live, live.resolveSibling("moved"));
    assertThat(server.healthCheck()).as("no file at all").isEqualTo(1);

    signal("CONT");
    await().atMost(PATIENCE).until(() -> server.healthCheck() == 0);
  }

  @Test
  @Order(4)
  void aSignalStopsItInOrder() throws Exception {
    server.process().destroy();

    assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.log()).contains("CWWKE0036I"); // "The server heartwire stopped after …"
    assertThat(server.program()).as("the program is as it was").isEqualTo(program);
  }

  @Test
  void theJvmOptionsAreThoseOfTheTests() throws Exception {
    assertThat(server.inImage("/opt/wlp/usr/servers/heartwire/jvm.options"))
        .hasSameTextualContentAs(Path.of("liberty/jvm.options"));
    assertThat(server.inImage("/opt/wlp/usr/servers/heartwire/server.xml"))
        .hasSameTextualContentAs(Path.of("liberty/server.xml"));
  }

  @Test
  void theImageIsBuiltOfWhatThePomSays() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));

    assertThat(IMAGE.argument("LIBERTY_VERSION"))
        .isEqualTo(first("<liberty.image.version>(.*)</liberty.image.version>", pom));
    assertThat(IMAGE.base())
        .as("HotSpot of the release that the code is compiled for")
        .contains(
            "eclipse-temurin:"
                + first("<maven.compiler.release>(.*)</maven.compiler.release>", pom)
                + ".");
    assertThat(IMAGE.user()).as("not root").isPositive();
    assertThat(IMAGE.volumes()).contains(IMAGE.environment().get("WLP_OUTPUT_DIR"));
  }

  private static void signal(String name) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(server.process().pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static List<String> configuredFeatures() throws IOException {
    return Pattern.compile("<feature>(.*)</feature>")
        .matcher(Files.readString(Path.of("liberty/server.xml")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String first(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is " + pattern + " in " + text))
        .group(1);
  }
}
