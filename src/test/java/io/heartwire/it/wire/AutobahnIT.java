package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.server.GatewayServer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All that Autobahn's test suite knows of RFC 6455, against a raw channel, where a lone subscriber
 * gets back what it sends.
 *
 * <p>Each case is a connection of its own, after the one before; all are over when the first is
 * judged. Takes minutes, and so is run by {@code mvn -Pautobahn verify} only.
 */
class AutobahnIT {
  private static final int CASES = 301;

  /** Compression, which the gateway does not offer. */
  private static final List<String> EXCLUDED = List.of("12.*", "13.*");

  /** What a strict server gets: the suite only tells of some cases, and judges nobody by them. */
  private static final List<String> STRICT = List.of("OK", "INFORMATIONAL");

  private static final String NO_LIMIT = Integer.toString(1_000_000_000);

  private static final FuzzingClient CLIENT = new FuzzingClient();
  private static Map<String, FuzzingClient.Result> results;

  @BeforeAll
  static void runAllCases() throws Exception {
    try (GatewayServer server = GatewayServer.start(openForEverything())) {
      results = CLIENT.run(server.ws("/ws/autobahn"), EXCLUDED);
    }
  }

  @Test
  void allCasesWereRun() {
    assertThat(results).hasSize(CASES);
  }

  static Stream<String> cases() {
    return results.keySet().stream().sorted(Comparator.comparing(AutobahnIT::place));
  }

  @ParameterizedTest(name = "case {0}")
  @MethodSource("cases")
  void theGatewayIsStrict(String id) {
    FuzzingClient.Result result = results.get(id);
    assertThat(result.behavior()).as("case %s; see %s", id, CLIENT.report(result)).isIn(STRICT);
    assertThat(result.behaviorClose())
        .as("close of case %s, with %s; see %s", id, result.closeCode(), CLIENT.report(result))
        .isIn(STRICT);
  }

  /** Puts case 2.10 behind case 2.9. */
  private static String place(String id) {
    return Stream.of(id.split("\\.", -1)).map("%3s"::formatted).collect(Collectors.joining());
  }

  /** The largest messages have 16 MiB, and the most fragments are 65,536. */
  private static Map<String, String> openForEverything() {
    return Map.of(
        "HEARTWIRE_CLIENT_INSECURE", "true",
        "HEARTWIRE_MESSAGE_MAX_BYTES", Integer.toString(16 << 20),
        "HEARTWIRE_OUTBOX_MAX_BYTES", Integer.toString(64 << 20),
        "HEARTWIRE_LIMIT_COMMANDS_PER_SECOND", NO_LIMIT,
        "HEARTWIRE_LIMIT_COMMANDS_BURST", NO_LIMIT,
        "HEARTWIRE_LIMIT_BYTES_PER_SECOND", NO_LIMIT,
        "HEARTWIRE_LIMIT_BYTES_BURST", NO_LIMIT,
        "HEARTWIRE_LIMIT_PINGS_PER_SECOND", NO_LIMIT,
        "HEARTWIRE_LIMIT_PINGS_BURST", NO_LIMIT);
  }
}
