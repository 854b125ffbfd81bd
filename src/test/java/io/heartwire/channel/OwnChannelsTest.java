package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.hook.Decision;
import io.heartwire.testkit.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The gateway's own channels, even where everybody else may do everything. */
class OwnChannelsTest extends ChannelFixture {
  private static final ChannelName OVERVIEW = new ChannelName("$console:overview");
  private static final ChannelCaller ANN = new ChannelCaller(new ClientInfo("ann", "c1"));
  private static final ChannelCaller OPERATOR =
      new ChannelCaller(new ClientInfo("", "c2"), channel -> false, true);

  private final ChannelInspection inspection = new ChannelInspection(channels);

  OwnChannelsTest() {
    super(
        Map.of(
            "heartwire.client.insecure", "true",
            "heartwire.channel.namespaces", "console, kept, room, delta"));
  }

  @Test
  void noClientMayDoAnythingInOneWhateverAHookSays() {
    kit.subscribeHooks.add(attempt -> Decision.accept(SubscribeGrant.PLAIN));
    kit.publishHooks.add(attempt -> Decision.accept(attempt.data()));
    ClientChannels clients = kit.clientChannels;

    denied(clients.maySubscribe(OVERVIEW, ANN, Payload.EMPTY));
    denied(clients.publish(OVERVIEW, ANN, Payload.text("x")));
    denied(clients.history(OVERVIEW, ANN, HistoryQuery.ALL));
    denied(clients.presence(OVERVIEW, ANN));
    denied(clients.presenceStats(OVERVIEW, ANN));
    assertThat(kit.rules.isKnown(OVERVIEW)).isFalse();
  }

  @Test
  void nobodyMayPublishToOneOrReadIt() {
    denied(channels.publish(OVERVIEW, Payload.text("x")));
    denied(channels.history(OVERVIEW, HistoryQuery.ALL));
    denied(channels.removeHistory(OVERVIEW));
    denied(channels.presence(OVERVIEW));
  }

  @Test
  void aGrantOfATokenOrOfTheServerMustNotOpenOne() {
    denied(
        channels.subscribe(OVERVIEW, client("ann"), SubscribeRequest.PLAIN, SubscribeGrant.PLAIN));
    assertThat(inspection.isHeard()).isFalse();
  }

  @Test
  void operatorsMustHearItOnThisNodeAlone() {
    TestClient operator = client();
    operator.operator = true;
    assertThat(Stages.now(kit.clientChannels.maySubscribe(OVERVIEW, OPERATOR, Payload.EMPTY)))
        .isEqualTo(SubscribeGrant.PLAIN);

    join(operator, OVERVIEW);
    inspection.tell(Payload.text("figures"));

    assertThat(operator.heard()).containsExactly("figures");
    assertThat(inspection.isHeard()).isTrue();
    assertThat(Stages.now(channels.active())).as("what the broker hears of").isEmpty();
    List<String> listed = new ArrayList<>();
    inspection.forEach((name, count) -> listed.add(name));
    assertThat(listed).isEmpty();
  }

  @Test
  void operatorsMayDoNothingElse() {
    TestClient operator = client();
    operator.operator = true;

    denied(channels.subscribe(NEWS, operator, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN));
    denied(kit.clientChannels.maySubscribe(NEWS, OPERATOR, Payload.EMPTY));
  }

  private static void denied(CompletionStage<?> stage) {
    assertThat(Stages.failureOf(stage))
        .isInstanceOfSatisfying(
            ChannelException.class,
            refused -> assertThat(refused.problem()).isEqualTo(ChannelProblem.PERMISSION_DENIED));
  }
}
