package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.connection.Message;
import io.heartwire.testkit.LogCapture;
import org.junit.jupiter.api.Test;

/** What becomes of a message that the wire format of some clients cannot express. */
class EncodingFailureTest extends ChannelFixture {
  private final TestClient picky = new TestClient(pool, "", new PickyFormat());
  private final TestClient other = client();

  @Test
  void itIsLeftOutForThemAndNobodyElseMissesIt() {
    try (LogCapture log = new LogCapture(EncodingFailures.class)) {
      join(picky, NEWS);
      join(other, NEWS);

      publish(NEWS, "odd");
      publish(NEWS, "odd");
      publish(NEWS, "good");

      assertThat(picky.heard()).containsExactly("good");
      assertThat(other.heard()).containsExactly("odd", "odd", "good");
      assertThat(channels.failedEncodings()).isEqualTo(2);
      assertThat(log.lines()).as("one a second").hasSize(1);
    }
  }

  @Test
  void itIsNoGapForThoseWhoMissNothing() {
    try (LogCapture log = new LogCapture(EncodingFailures.class)) {
      join(picky, KEPT, positioned());

      publish(KEPT, "odd");
      publish(KEPT, "good");

      assertThat(picky.heard()).containsExactly("good");
      assertThat(picky.ended).isEmpty();
      assertThat(picky.wire.closes()).isEmpty();
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void whoComesAndGoesIsLeftOutAlike() {
    try (LogCapture log = new LogCapture(EncodingFailures.class)) {
      join(picky, ROOM, hearingJoins());
      join(other, ROOM, hearingJoins());

      assertThat(picky.heard()).isEmpty();
      assertThat(other.heard()).containsExactly("+");
      assertThat(channels.failedEncodings()).isPositive();
      assertThat(log.lines()).hasSize(1);
    }
  }

  /** Cannot express what is odd, nor who comes. */
  private static final class PickyFormat implements WireFormat {
    private final ScriptedFormat able = new ScriptedFormat("");

    @Override
    public Message publication(String channel, Publication publication, Publication previous) {
      if (ScriptedFormat.text(publication).equals("odd")) {
        throw new IllegalStateException("cannot be expressed");
      }
      return able.publication(channel, publication, previous);
    }

    @Override
    public Message joined(String channel, ClientInfo client) {
      throw new IllegalStateException("cannot be expressed");
    }

    @Override
    public Message left(String channel, ClientInfo client) {
      return able.left(channel, client);
    }

    @Override
    public WireFormat withDeltas() {
      return null;
    }
  }
}
