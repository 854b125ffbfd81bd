package io.heartwire.channel;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChannelsTest extends ChannelFixture {
  private static final ChannelName SPORT = new ChannelName("sport");

  @Test
  void aPublicationToAnUnknownNamespaceFailsAndIsLoggedForThoseWhoDoNotLook() {
    try (LogCapture log = new LogCapture(BackgroundFailures.class)) {
      CompletionStage<?> refused =
          channels.publish(new ChannelName("unheard-of:1"), Payload.text("never"));

      assertThat(refused.toCompletableFuture()).isCompletedExceptionally();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("unheard-of", "heartwire.channel.namespaces");
    }
    assertThat(channels.failedSteps()).isEqualTo(1);
  }

  @Test
  void aPublicationReachesTheSubscribersOfItsChannelOnly() {
    TestClient reader = client();
    TestClient other = client();
    join(reader, NEWS);
    join(other, SPORT);

    publish(NEWS, "hello");

    assertThat(reader.heard()).containsExactly("hello");
    assertThat(other.heard()).isEmpty();
  }

  @Test
  void aPublicationWithoutSubscribersReachesNobodyAndLeavesNothing() {
    assertThat(publish(NEWS, "hello").position()).isEqualTo(StreamPosition.NONE);

    assertThat(channels.count()).isZero();
    assertThat(channels.published()).isEqualTo(1);
    assertThat(channels.delivered()).isZero();
  }

  @Test
  void theFiguresCountPublicationsAndThoseWhoTookThem() {
    join(client(), NEWS);
    join(client(), NEWS);
    join(client(), NEWS, tagged("for", "others"));
    join(client(), SPORT);
    publish(NEWS, "a");
    publish(SPORT, "b");

    assertThat(channels.count()).isEqualTo(2);
    assertThat(channels.subscriptions()).isEqualTo(4);
    assertThat(channels.published()).isEqualTo(2);
    assertThat(channels.delivered()).as("one did not want it").isEqualTo(3);
  }

  @Test
  void publicationsAreEncodedOnceAndSharedByAllOfOneFormat() {
    ScriptedFormat shouted = new ScriptedFormat("!");
    List<TestClient> plain = List.of(client(), client());
    List<TestClient> loud =
        List.of(new TestClient(pool, "", shouted), new TestClient(pool, "", shouted));
    for (int i = 0; i < 2; i++) {
      join(plain.get(i), NEWS);
      join(loud.get(i), NEWS);
    }

    publish(NEWS, "once");

    assertThat(plain.get(0).heard()).containsExactly("once");
    assertThat(loud.get(0).heard()).containsExactly("!once");
    assertThat(plain.get(0).wire.messages().get(0)).isSameAs(plain.get(1).wire.messages().get(0));
    assertThat(loud.get(0).wire.messages().get(0)).isSameAs(loud.get(1).wire.messages().get(0));
    assertThat(format.encoded).hasValue(1);
    assertThat(shouted.encoded).hasValue(1);
  }

  @Test
  void anyNumberOfFormatsIsEncodedOnceEach() {
    List<ScriptedFormat> formats = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      formats.add(new ScriptedFormat(i + ":"));
    }
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clients.add(new TestClient(pool, "", formats.get(i % 5)));
      join(clients.get(i), NEWS);
    }
    publish(NEWS, "x");

    assertThat(formats).allSatisfy(one -> assertThat(one.encoded).hasValue(1));
    assertThat(clients.get(9).heard()).containsExactly("4:x");
  }

  @Test
  void whatNobodyWantsIsNotEncoded() {
    join(client(), NEWS, tagged("for", "others"));
    publish(NEWS, "x");

    assertThat(format.encoded).hasValue(0);
  }

  @Test
  void aFilterLetsThroughWhatItsTagsSay() {
    TestClient reader = client();
    join(reader, NEWS, tagged("lang", "de"));

    for (String lang : List.of("de", "en")) {
      PublicationDraft draft = new PublicationDraft(Payload.text(lang), null, Map.of("lang", lang));
      assertThat(Stages.now(channels.publish(NEWS, draft, PublishExtras.NONE))).isNotNull();
    }
    publish(NEWS, "untagged");

    assertThat(reader.heard()).containsExactly("de");
  }

  @Test
  void aPublicationIsKeptAsItsNamespaceSaysUnlessItsPublisherSaysNot() {
    PublicationDraft draft = new PublicationDraft(Payload.text("x"));
    publish(KEPT, "kept");
    assertThat(Stages.now(channels.publish(KEPT, draft, new PublishExtras(true, null))).position())
        .isEqualTo(StreamPosition.NONE);

    assertThat(texts(Stages.now(channels.history(KEPT, HistoryQuery.ALL)).publications()))
        .containsExactly("kept");
    assertThat(Stages.now(channels.removeHistory(KEPT))).isNull();
    assertThat(Stages.now(channels.history(KEPT, HistoryQuery.ALL)).publications()).isEmpty();
    assertThat(position(KEPT).offset()).as("positions go on").isEqualTo(1);
  }

  @Test
  void aRepetitionIsRecognisedByItsKey() {
    TestClient reader = client();
    join(reader, NEWS);
    PublishExtras once = new PublishExtras(false, new PublishOptions.Idempotency("key"));
    PublicationDraft draft = new PublicationDraft(Payload.text("x"));

    assertThat(Stages.now(channels.publish(NEWS, draft, once)).suppressed()).isFalse();
    assertThat(Stages.now(channels.publish(NEWS, draft, once)).suppressed()).isTrue();
    assertThat(reader.heard()).containsExactly("x");
  }

  @Test
  void whatANamespaceHasNotSwitchedOnIsNotAvailableToTheServerEither() {
    List.of(
            channels.history(NEWS, HistoryQuery.ALL),
            channels.removeHistory(NEWS),
            channels.presence(NEWS),
            channels.presenceStats(NEWS))
        .forEach(
            stage ->
                assertThat(Stages.failureOf(stage))
                    .isInstanceOfSatisfying(
                        ChannelException.class,
                        failure ->
                            assertThat(failure.problem()).isEqualTo(ChannelProblem.NOT_AVAILABLE)));
    assertThat(Stages.now(channels.presenceStats(ROOM))).isEqualTo(new PresenceStats(0, 0));
  }

  @Test
  void aSubscriptionThatHasEndedReceivesNothingMore() {
    TestClient reader = client();
    Subscription subscription = join(reader, NEWS);

    assertThat(subscription.cancel(UnsubscribeCode.CLIENT)).isTrue();
    publish(NEWS, "late");

    assertThat(reader.heard()).isEmpty();
    assertThat(channels.count()).isZero();
  }

  @Test
  void endingTwiceTakesOneSubscriptionAway() {
    TestClient reader = client();
    Subscription first = join(reader, NEWS);
    join(reader, NEWS);

    assertThat(first.cancel(UnsubscribeCode.CLIENT)).isTrue();
    assertThat(first.cancel(UnsubscribeCode.CLIENT)).isFalse();
    assertThat(first.end(UnsubscribeCode.SERVER)).isFalse();
    publish(NEWS, "still here");

    assertThat(reader.heard()).containsExactly("still here");
    assertThat(reader.ended).as("the client ended it itself").isEmpty();
  }

  @Test
  void theBrokerIsAskedOnceForAChannelAndToldWhenTheLastSubscriberHasGone() {
    Subscription one = join(client(), NEWS);
    Subscription two = join(client(), NEWS);
    assertThat(broker.calls()).containsExactly("SUBSCRIBE news");

    one.cancel(UnsubscribeCode.CLIENT);
    assertThat(broker.calls()).hasSize(1);
    two.cancel(UnsubscribeCode.CLIENT);
    assertThat(broker.calls()).containsExactly("SUBSCRIBE news", "UNSUBSCRIBE news");
  }

  @Test
  void allSubscribersSeeOneOrderAndEachPublisherInItsOwn() {
    int publishers = 4;
    int each = 300;
    List<TestClient> readers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      readers.add(client());
      join(readers.get(i), KEPT, i % 2 == 0 ? positioned() : SubscribeRequest.PLAIN);
    }

    Race.among(
        publishers,
        publisher -> {
          for (int i = 0; i < each; i++) {
            Stages.awaitEnd(channels.publish(KEPT, Payload.text(publisher + "/" + i)));
          }
        });

    List<String> order = readers.get(0).heard();
    assertThat(order).hasSize(publishers * each);
    assertThat(readers).allSatisfy(reader -> assertThat(reader.heard()).isEqualTo(order));
    order.stream()
        .collect(groupingBy(text -> text.charAt(0)))
        .forEach(
            (publisher, texts) -> {
              for (int i = 0; i < each; i++) {
                assertThat(texts.get(i)).isEqualTo(publisher + "/" + i);
              }
            });
  }

  @Test
  void whoeverHasSubscribedMissesNothingWhileOthersComeAndGo() {
    AtomicBoolean done = new AtomicBoolean();
    TestClient visitor = client();
    TestClient reader = client();
    int rounds = 2000;

    Race.between(
        () -> {
          // Now and then the last subscriber leaves, and the channel with it.
          while (!done.get()) {
            join(visitor, NEWS).cancel(UnsubscribeCode.CLIENT);
          }
        },
        () -> {
          try {
            for (int i = 0; i < rounds; i++) {
              Subscription subscription = join(reader, NEWS);
              Stages.awaitEnd(channels.publish(NEWS, Payload.text(String.valueOf(i))));
              subscription.cancel(UnsubscribeCode.CLIENT);
            }
          } finally {
            done.set(true);
          }
        });

    assertThat(reader.heard()).hasSize(rounds);
    assertThat(channels.count()).isZero();
  }

  @Test
  void subscribingEndingAndPublishingAtOnceLeavesNothing() {
    TestClient faithful = client();
    join(faithful, NEWS);
    Race.among(
        4,
        number -> {
          TestClient visitor = client();
          for (int i = 0; i < 500; i++) {
            Subscription news = join(visitor, NEWS);
            Subscription sport = join(visitor, SPORT);
            if (i % 25 == 0) {
              Stages.awaitEnd(channels.publish(NEWS, Payload.text(number + "/" + i)));
            }
            news.cancel(UnsubscribeCode.CLIENT);
            sport.cancel(UnsubscribeCode.CLIENT);
          }
        });

    assertThat(faithful.heard()).hasSize(4 * 20);
    assertThat(channels.count()).as("only the faithful one's").isEqualTo(1);
    publish(NEWS, "end");
    assertThat(faithful.heard()).last().isEqualTo("end");
  }
}
