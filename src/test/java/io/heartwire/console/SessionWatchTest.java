package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When the feed of a console ends although its time is not over. */
class SessionWatchTest {
  @RegisterExtension
  final TestPool pool = new TestPool(Map.of("heartwire.api.key", "the first key"));

  private final ConnectionExpiry stays = new TestChannels(pool).stays;
  private final SessionWatch watch =
      new SessionWatch(() -> new ConsoleConfig(pool.settings), stays);
  private final Connection feed = pool.live(new ScriptedTransport());
  private final Connection client = pool.live(new ScriptedTransport());

  @BeforeEach
  void begin() {
    stays.limitOperator(feed, Duration.ofHours(8), null);
    stays.limit(client, Duration.ofHours(8), null);
    watch.tick(0);
    watch.tick(1);
    assertThat(feed.endedBy()).isEmpty();
  }

  @Test
  void anotherKeyMustEndIt() {
    pool.overrides.put("heartwire.api.key", "the second key");
    watch.tick(2);

    assertThat(feed.endedBy()).contains(CloseReason.EXPIRED);
    assertThat(client.endedBy()).isEmpty();
  }

  @Test
  void noConsoleMustEndIt() {
    pool.overrides.put("heartwire.console.enabled", "false");
    watch.tick(2);

    assertThat(feed.endedBy()).contains(CloseReason.EXPIRED);
  }
}
