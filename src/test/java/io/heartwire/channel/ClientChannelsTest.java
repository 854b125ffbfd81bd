package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.hook.Decision;
import io.heartwire.hook.DisconnectException;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.limit.InputBudget;
import io.heartwire.protocol.CommandQueue;
import io.heartwire.testkit.HandMadeBeans;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Clients may do nothing in {@code kept}, and everything in {@code open}. */
class ClientChannelsTest extends ChannelFixture {
  private static final ChannelName OPEN = new ChannelName("open:a");
  private static final Payload DATA = Payload.text("data");
  private static final ChannelCaller ANN = new ChannelCaller(new ClientInfo("ann", "c1"));
  private static final ChannelCaller RAW = new ChannelCaller(new ClientInfo("", "c2"));

  private final ClientChannels clients = kit.clientChannels;

  ClientChannelsTest() {
    super(
        Map.ofEntries(
            Map.entry("heartwire.channel.namespaces", "kept, room, delta, open"),
            Map.entry("heartwire.channel.open.history-size", "10"),
            Map.entry("heartwire.channel.open.history-ttl", "60s"),
            Map.entry("heartwire.channel.open.presence", "true"),
            Map.entry("heartwire.channel.open.allow-subscribe", "true"),
            Map.entry("heartwire.channel.open.allow-publish", "true"),
            Map.entry("heartwire.channel.open.allow-history", "true"),
            Map.entry("heartwire.channel.open.allow-presence", "true")));
  }

  @Test
  void withoutHooksTheRulesDecideWhoMaySubscribe() {
    assertThat(Stages.now(clients.maySubscribe(OPEN, ANN, Payload.EMPTY)))
        .isEqualTo(SubscribeGrant.PLAIN);
    denied(clients.maySubscribe(KEPT, RAW, Payload.EMPTY));
    denied(clients.maySubscribe(KEPT, ANN, Payload.EMPTY));
  }

  @Test
  void aHookIsAskedBeforeTheRulesAndItsGrantOverridesThem() {
    SubscribeGrant grant = new SubscribeGrant(DATA, DATA, null);
    List<SubscribeAttempt> attempts = new ArrayList<>();
    kit.subscribeHooks.add(
        attempt -> {
          attempts.add(attempt);
          return Decision.accept(grant);
        });

    assertThat(Stages.now(clients.maySubscribe(KEPT, ANN, DATA))).isSameAs(grant);
    assertThat(attempts).containsExactly(new SubscribeAttempt(KEPT, ANN.info(), DATA));
  }

  @Test
  void aHookMayRefuseWhatTheRulesAllow() {
    kit.subscribeHooks.add(attempt -> Decision.refuse(403, "not you"));
    kit.publishHooks.add(attempt -> Decision.disconnect(4001, "go"));

    assertThat(Stages.failureOf(clients.maySubscribe(OPEN, ANN, Payload.EMPTY)))
        .isInstanceOf(RefusedException.class);
    assertThat(Stages.failureOf(clients.publish(OPEN, ANN, DATA)))
        .isInstanceOf(DisconnectException.class);
    assertThat(channels.published()).isZero();
  }

  @Test
  void noHookIsAskedAboutANamespaceThatIsNotConfigured() {
    kit.subscribeHooks.add(attempt -> Decision.accept(SubscribeGrant.PLAIN));
    kit.publishHooks.add(attempt -> Decision.accept(DATA));
    ChannelName unknown = new ChannelName("unknown:1");

    for (CompletionStage<?> refused :
        List.of(
            clients.maySubscribe(unknown, ANN, Payload.EMPTY),
            clients.publish(unknown, ANN, DATA),
            channels.publish(unknown, DATA),
            channels.history(unknown, HistoryQuery.POSITION))) {
      assertThat(Stages.failureOf(refused))
          .isInstanceOfSatisfying(
              ChannelException.class,
              problem -> assertThat(problem.problem()).isEqualTo(ChannelProblem.UNKNOWN_CHANNEL));
    }
    assertThat(channels.published()).isZero();
  }

  @Test
  void whoMayNotReadTheHistoryGetsNoPositionAndRecoversNothing() {
    SubscribeRequest wanted =
        new SubscribeRequest(
            new StreamPosition(0, ""), true, true, false, false, null, Payload.EMPTY);

    assertThat(clients.permitted(OPEN, ANN, wanted)).isEqualTo(wanted);
    SubscribeRequest less = clients.permitted(KEPT, ANN, wanted);
    assertThat(less.mayReadHistory()).isFalse();
    Stages.now(channels.publish(KEPT, DATA));
    TestClient reader = client();
    Subscription subscription =
        Stages.now(channels.subscribe(KEPT, reader, less, SubscribeGrant.PLAIN));
    SubscribeResult told = subscription.established();
    subscription.cancel(UnsubscribeCode.CLIENT);
    assertThat(told.recoverable()).isFalse();
    assertThat(told.positioned()).isFalse();
    assertThat(told.recovered()).isFalse();
    assertThat(told.missed()).isEmpty();
    assertThat(told.position()).isEqualTo(StreamPosition.NONE);
  }

  @Test
  void aHookThatDefersLeavesItToTheNextAndAtLastToTheRules() {
    kit.subscribeHooks.add(attempt -> Decision.defer());
    kit.publishHooks.add(attempt -> Decision.defer());

    denied(clients.maySubscribe(KEPT, ANN, Payload.EMPTY));
    denied(clients.publish(KEPT, ANN, DATA));
    assertThat(Stages.now(clients.publish(OPEN, ANN, DATA)).position().offset()).isEqualTo(1);
  }

  @Test
  void whatAClientPublishesBearsItsNameAndIsTold() {
    TestClient reader = client();
    join(reader, OPEN);

    StreamPosition position = Stages.now(clients.publish(OPEN, ANN, DATA)).position();

    assertThat(position.offset()).isEqualTo(1);
    assertThat(reader.heard()).containsExactly("data");
    assertThat(history()).singleElement().extracting(Publication::info).isEqualTo(ANN.info());
    assertThat(kit.told(ClientPublished.class))
        .containsExactly(new ClientPublished(OPEN, ANN.info(), DATA, position));
  }

  @Test
  void whatIsRefusedIsNeitherPublishedNorTold() {
    denied(clients.publish(KEPT, ANN, DATA));

    assertThat(channels.published()).isZero();
    assertThat(kit.told.fired()).isEmpty();
  }

  @Test
  void aPublishHookMayPutOtherDataInItsPlaceEvenWhereTheRulesForbid() {
    Payload other = Payload.text("other");
    List<PublishAttempt> attempts = new ArrayList<>();
    kit.publishHooks.add(
        attempt -> {
          attempts.add(attempt);
          return Decision.accept(other);
        });
    TestClient reader = client();
    join(reader, KEPT);

    assertThat(Stages.now(clients.publish(KEPT, ANN, DATA)).suppressed()).isFalse();

    assertThat(attempts).containsExactly(new PublishAttempt(KEPT, ANN.info(), DATA));
    assertThat(reader.heard()).containsExactly("other");
    assertThat(kit.told(ClientPublished.class))
        .extracting(ClientPublished::data)
        .containsExactly(other);
  }

  @Test
  void aHookThatGrantsNothingIsCountedAndHarmsOnlyThisPublication() {
    kit.publishHooks.add(attempt -> Decision.accept(null));
    try (LogCapture log = new LogCapture(Hooks.class)) {
      assertThat(Stages.failureOf(clients.publish(OPEN, ANN, DATA)))
          .isInstanceOf(NullPointerException.class);
      assertThat(log.lines()).hasSize(1);
    }
    assertThat(kit.hooks.failed()).isEqualTo(1);
    assertThat(channels.published()).isZero();
  }

  @Test
  void theOrderOfAClientsPublicationsIsKeptWhateverItsHooksTake() {
    List<CompletableFuture<Decision<Payload>>> answers = new ArrayList<>();
    kit.publishHooks.add(
        attempt -> {
          CompletableFuture<Decision<Payload>> answer = new CompletableFuture<>();
          answers.add(answer);
          return Decision.later(answer);
        });
    CommandQueue steps =
        new CommandQueue(10, 1000, new InputBudget(1 << 20), resume -> true, failure -> {});
    for (String text : List.of("a", "b", "c")) {
      steps.add(() -> clients.publish(OPEN, ANN, Payload.text(text)));
    }
    assertThat(answers).as("one is asked at a time").hasSize(1);

    for (int i = 0; i < 3; i++) {
      answers.get(i).complete(Decision.defer());
    }

    assertThat(texts(history())).containsExactly("a", "b", "c");
  }

  @Test
  void historyAndPresenceAreReadByTheRules() {
    assertThat(Stages.now(clients.publish(OPEN, ANN, DATA)).suppressed()).isFalse();
    join(client("ben"), OPEN);

    assertThat(Stages.now(clients.history(OPEN, ANN, HistoryQuery.ALL)).publications()).hasSize(1);
    assertThat(Stages.now(clients.presence(OPEN, ANN))).hasSize(1);
    assertThat(Stages.now(clients.presenceStats(OPEN, ANN)).users()).isEqualTo(1);

    denied(clients.history(KEPT, ANN, HistoryQuery.ALL));
    denied(clients.presence(ROOM, ANN));
    denied(clients.presenceStats(ROOM, ANN));
  }

  @Test
  void anApplicationsHooksAreFoundAmongItsBeans() {
    SubscribeHook bean = attempt -> Decision.accept(SubscribeGrant.PLAIN);
    ClientChannels found =
        new ClientChannels(
            channels,
            kit.rules,
            kit.hooks,
            kit.events,
            HandMadeBeans.of(bean),
            HandMadeBeans.<PublishHook>of());

    assertThat(Stages.now(found.maySubscribe(KEPT, ANN, DATA))).isEqualTo(SubscribeGrant.PLAIN);
    denied(found.publish(KEPT, ANN, DATA));
  }

  private List<Publication> history() {
    return Stages.now(channels.history(OPEN, HistoryQuery.ALL)).publications();
  }

  private static void denied(CompletionStage<?> stage) {
    assertThat(Stages.failureOf(stage))
        .isInstanceOfSatisfying(
            ChannelException.class,
            failure -> assertThat(failure.problem()).isEqualTo(ChannelProblem.PERMISSION_DENIED));
  }
}
