package io.heartwire.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The orders that the page's lists offer, which the gateway must know. */
class OfferedOrdersTest {
  /** A column with an order, as {@code ["Users", ({ users }) => count(users), "users"],}. */
  private static final Pattern COLUMN =
      Pattern.compile("^\\s*\\[\"[^\"]+\", \\(.*=>.*, \"(\\w+)\"(?:, true)?],$", Pattern.MULTILINE);

  @Test
  void connectionsMustBeSortedByNothingThatTheGatewayRefuses() throws IOException {
    assertThat(offered("connections-view.js"))
        .isNotEmpty()
        .isSubsetOf(labels(ConnectionSort.values()));
  }

  @Test
  void channelsMustBeSortedByNothingThatTheGatewayRefuses() throws IOException {
    assertThat(offered("channels-view.js")).isNotEmpty().isSubsetOf(labels(ChannelSort.values()));
  }

  @Test
  void queuesMustBeSortedByNothingThatTheGatewayRefuses() throws IOException {
    assertThat(offered("queues-view.js")).isNotEmpty().isSubsetOf(labels(QueueSort.values()));
  }

  private static List<String> offered(String view) throws IOException {
    String path = "/META-INF/pages/heartwire-console/" + view;
    try (InputStream file = OfferedOrdersTest.class.getResourceAsStream(path)) {
      String text = new String(Objects.requireNonNull(file, path).readAllBytes(), UTF_8);
      return COLUMN.matcher(text).results().map(column -> column.group(1)).toList();
    }
  }

  private static List<String> labels(Enum<?>[] sorts) {
    return Arrays.stream(sorts).map(sort -> sort.name().toLowerCase(Locale.ROOT)).toList();
  }
}
