package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.channel.ChannelCrowd;
import io.heartwire.channel.ChannelName;
import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.Stages;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A client is one in the presence of a channel, however many subscriptions to it it has. */
class TopicPresenceTest extends StompFixture {

  @Test
  void aClientIsPresentUntilTheLastOfItsSubscriptionsEnds() {
    set("heartwire.channel.open.presence", "true");
    set("heartwire.channel.open.join-leave", "true");
    Supplier<List<String>> listener = new ChannelCrowd(world().kit(), pool).listen("open:x");
    FakeStompClient ann = client("ann");
    for (String id : List.of("1", "2")) {
      ann.says("SUBSCRIBE", "id:" + id, "destination:/topic/open:x");
    }

    ann.says("UNSUBSCRIBE", "id:1");
    assertThat(present("open:x")).contains("ann");
    ann.says("UNSUBSCRIBE", "id:2");
    assertThat(present("open:x")).doesNotContain("ann");
    for (String id : List.of("3", "4")) {
      ann.says("SUBSCRIBE", "id:" + id, "destination:/topic/open:x");
    }
    assertThat(present("open:x")).contains("ann");
    ann.connection.ended(CloseReason.VANISHED);

    assertThat(present("open:x")).doesNotContain("ann");
    assertThat(listener.get()).containsExactly("+ann", "-ann", "+ann", "-ann");
  }

  private List<String> present(String channel) {
    return Stages.now(world().kit().channels.presence(new ChannelName(channel))).stream()
        .map(ClientInfo::user)
        .toList();
  }
}
