package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeAnswer.Outcome;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.Payload;
import io.heartwire.testkit.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Commands for all nodes, as nodes come, go, and lose Redis. */
class RedisCommandsIT extends NodesFixture {
  private static final Duration QUICK = Duration.ofSeconds(1);

  @Test
  void everyNodeDoesACommandAndAnswersForItself() {
    TestNode c = node("c");
    knowEachOther(a, b, c);
    b.controls.answer(command -> CompletableFuture.completedStage(Payload.json("{\"closed\":2}")));
    c.controls.answer(command -> CompletableFuture.failedStage(new BrokerException("not mine")));

    long start = System.nanoTime();
    Map<String, NodeAnswer> answers = send(a, "disconnect", "ann");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(CommandAnswers.LIMIT);
    assertThat(answers).containsOnlyKeys("a", "b", "c");
    assertThat(answers.get("a").outcome()).isEqualTo(Outcome.DONE);
    assertThat(answers.get("b").outcome()).isEqualTo(Outcome.DONE);
    assertThat(answers.get("b").body()).isEqualTo(Payload.json("{\"closed\":2}"));
    assertThat(answers.get("c").outcome()).isEqualTo(Outcome.FAILED);
    assertThat(answers.get("c").body().asText()).isEqualTo("not mine");
    for (TestNode each : List.of(a, b, c)) {
      assertThat(each.controls.bodies()).containsExactly("ann");
      assertThat(each.controls.done.get(0).from()).isEqualTo(new NodeId(a.uid()));
    }
  }

  @Test
  void commandsOfEachSenderComeInTheirOrderOnceToEveryNode() {
    TestNode c = node("c");
    knowEachOther(a, b, c);
    List<CompletionStage<?>> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      for (TestNode sender : List.of(a, b)) {
        sent.add(sender.cluster.send(new Control(sender.node.name(), Payload.text("" + i))));
      }
    }
    sent.forEach(each -> await(each));

    List<String> expected = IntStream.range(0, 300).mapToObj(Integer::toString).toList();
    for (TestNode receiver : List.of(a, b, c)) {
      for (String sender : List.of("a", "b")) {
        within(SOON, () -> assertThat(bodies(receiver, sender)).isEqualTo(expected));
      }
    }
  }

  /** As the first publications do, and the first messages of queues. */
  @Test
  void theFirstCommandsOfANodeFindTheirScriptInRedis() throws Exception {
    List<Boolean> known =
        a.link
            .commands()
            .scriptExists(
                CommandLog.ADD.digest(),
                StreamScripts.PUBLISH.digest(),
                StreamScripts.PUBLISH_ONCE.digest(),
                QueueScripts.SEND.digest())
            .get();

    assertThat(known).containsExactly(true, true, true, true);
  }

  @Test
  void aNodeThatDoesNotAnswerIsNamed() {
    b.controls.answer(never -> new CompletableFuture<>());

    Map<String, NodeAnswer> answers = send(a, "disconnect", "ann");

    assertThat(answers.get("a").outcome()).isEqualTo(Outcome.DONE);
    assertThat(answers.get("b").outcome()).isEqualTo(Outcome.NOT_REACHED);
    assertThat(answers.get("b").node().id().uid()).isEqualTo(b.uid());
  }

  @Test
  void aNodeThatWasAwayForTenSecondsDoesWhatWasSentMeanwhileOnceAndInOrder() {
    FaultProxy proxy = proxy();
    TestNode c = nodeBehind(proxy, "c");
    knowEachOther(a, b, c);
    send(a, "count", "before");
    within(SOON, () -> assertThat(c.controls.bodies()).containsExactly("before"));

    proxy.cut();
    List<String> sent = new ArrayList<>(List.of("before"));
    List<CompletionStage<List<NodeAnswer>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      sent.add("" + i);
      answers.add(a.cluster.send(new Control("count", Payload.text("" + i))));
      pass(Duration.ofMillis(500));
    }
    assertThat(await(answers.get(0)))
        .filteredOn(answer -> answer.outcome() == Outcome.NOT_REACHED)
        .extracting(answer -> answer.node().id().uid())
        .containsExactly(c.uid());
    assertThat(c.controls.bodies()).containsExactly("before");
    proxy.heal();

    within(SOON, () -> assertThat(c.controls.bodies()).isEqualTo(sent));
    send(a, "count", "after");
    sent.add("after");
    within(SOON, () -> assertThat(c.controls.bodies()).isEqualTo(sent));
    assertThat(c.cluster.gaps()).isZero();
  }

  @Test
  void aKeptCommandReachesANodeThatStartsLaterWithWhatIsLeftOfItsTimeAndOthersDoNot() {
    send(a, "disconnect", "gone");
    for (int i = 0; i < 250; i++) {
      await(b.cluster.send(kept("revoke", "" + i, Duration.ofMinutes(1))));
    }
    await(b.cluster.send(kept("revoke", "over", Duration.ofMillis(1))));

    TestNode c = node("c");
    List<String> expected = IntStream.range(0, 250).mapToObj(Integer::toString).toList();
    within(SOON, () -> assertThat(c.controls.bodies()).isEqualTo(expected));
    assertThat(c.controls.done.get(0).command().keepFor())
        .isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60).minusMillis(1));
    assertThat(c.controls.done.get(0).from()).isEqualTo(new NodeId(b.uid()));
    send(a, "disconnect", "ann");
    assertThat(c.controls.bodies()).hasSize(251).endsWith("ann");
  }

  @Test
  void aNodeDoesWhatWasSentSinceOthersKnowItThoughItBeginsToListenLater() {
    TestNode c = nodeWithRoomFor(1); // whose cluster is not started
    within(SOON, () -> assertThat(uids(a)).contains(c.uid()));
    CompletionStage<List<NodeAnswer>> sent =
        a.cluster.send(new Control("disconnect", Payload.text("ann")));
    within(SOON, () -> assertThat(b.controls.bodies()).containsExactly("ann"));

    c.cluster.start(c.controls);

    within(SOON, () -> assertThat(c.controls.bodies()).containsExactly("ann"));
    assertThat(await(sent)).hasSize(3);
    assertThat(c.cluster.gaps()).isZero();
  }

  @Test
  void aNodeThatMissedMoreThanTheStreamHasDoesThoseThatAreKept() throws Exception {
    FaultProxy proxy = proxy();
    TestNode c = nodeBehind(proxy, "c");
    knowEachOther(a, b, c);
    send(a, "count", "before");
    within(SOON, () -> assertThat(c.controls.bodies()).containsExactly("before"));
    proxy.cut();
    a.cluster.send(kept("revoke", "kept", Duration.ofMinutes(1)));
    a.cluster.send(new Control("count", Payload.text("lost")));
    within(SOON, () -> assertThat(b.controls.bodies()).endsWith("kept", "lost"));
    a.link.commands().del(a.keys.commands()).get(); // as if they were older than the window
    proxy.heal();

    within(SOON, () -> assertThat(c.controls.bodies()).containsExactly("before", "kept"));
    within(SOON, () -> assertThat(c.cluster.gaps()).isEqualTo(1));
    send(a, "count", "after");
    within(SOON, () -> assertThat(c.controls.bodies()).containsExactly("before", "kept", "after"));
  }

  @Test
  void commandsGoOnAfterRedisHasLostEverything() throws Exception {
    send(a, "count", "1");
    send(b, "count", "2");
    redis.kill();
    redis.startAgain();
    within(SOON, () -> assertThat(send(a, "count", "3")).containsOnlyKeys("a", "b"));

    within(SOON, () -> assertThat(b.controls.bodies()).startsWith("1", "2").endsWith("3"));
  }

  @Test
  void onlySoManyCommandsAreKeptAndThoseThatEndMakeRoom() {
    for (int i = 0; i < 999; i++) {
      await(a.cluster.send(kept("revoke", "" + i, Duration.ofHours(1))));
    }
    await(a.cluster.send(kept("revoke", "short", Duration.ofSeconds(5))));
    CompletionStage<?> refused = a.cluster.send(kept("revoke", "more", Duration.ofHours(1)));
    assertThatThrownBy(() -> await(refused))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("revoke")
        .hasMessageContaining("1000");
    assertThat(a.controls.bodies()).as("done here").endsWith("more");

    within(SOON, () -> await(a.cluster.send(kept("revoke", "room", Duration.ofHours(1)))));
  }

  @Test
  void aNodeWhoseFiguresFailIsThereAndSendsCommandsAllTheSame() {
    TestNode c = nodeWithRoomFor(1);
    c.cluster.start(
        new ControlListener() {
          @Override
          public CompletionStage<Payload> control(NodeId from, Control command) {
            return CompletableFuture.completedStage(command.body());
          }

          @Override
          public Payload figures() {
            throw new IllegalStateException("of a test");
          }
        });
    within(SOON, () -> assertThat(uids(a)).contains(c.uid()));

    for (String each : List.of("one", "other")) {
      await(c.cluster.send(new Control("say", Payload.text(each))));
    }

    within(SOON, () -> assertThat(b.controls.bodies()).containsExactly("one", "other"));
  }

  @Test
  void withoutRedisACommandIsDoneHereAndFails() {
    redis.kill();
    CompletionStage<?> sent = a.cluster.send(new Control("disconnect", Payload.text("ann")));

    assertThatThrownBy(() -> await(sent)).isInstanceOf(BrokerException.class);
    assertThat(a.controls.bodies()).containsExactly("ann");
  }

  @Test
  void withoutNewsCommandsComeAllTheSame() throws Exception {
    a.link.commands().del(a.keys.commands()).get();
    byte[] silent =
        new StoredCommand("x:1", new NodeId("x"), new Control("say", Payload.text("hi"))).json();
    a.link.commands().hincrby(a.keys.state(), "command", 1).get();
    a.link.commands().xadd(a.keys.commands(), "n", Replies.bytes(1), "c", silent).get();

    within(SOON, () -> assertThat(b.controls.bodies()).containsExactly("hi"));
    within(SOON, () -> assertThat(a.controls.bodies()).containsExactly("hi"));
  }

  @Test
  void aNodeWhoseConnectionForNewsIsDeafMakesAnother() {
    FaultProxy proxy = proxy();
    TestNode c = nodeBehind(proxy, "c");
    knowEachOther(a, b, c);
    b.controls.answer( // so late that its sender has to be told
        command ->
            CompletableFuture.supplyAsync(
                command::body, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)));
    within(SOON, () -> assertThat(durationOf(() -> send(c, "hello", ""))).isLessThan(QUICK));
    proxy.halfOpen("SUBSCRIBE");
    assertThat(durationOf(() -> send(c, "count", "1"))).isGreaterThan(QUICK);

    within(SOON, () -> assertThat(durationOf(() -> send(c, "count", "2"))).isLessThan(QUICK));
  }

  private static Duration durationOf(Runnable step) {
    long start = System.nanoTime();
    step.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void nodesOfOtherVersionsWorkTogether() throws Exception {
    a.link.commands().hincrby(a.keys.state(), "command", 3).get();
    String known =
        "{\"v\":1,\"id\":\"x:2\",\"from\":\"x\",\"operation\":\"say\",\"body\":{\"text\":\"%s\"}%s}";
    add(1, known.formatted("known", ",\"later\":{\"deep\":[1,{\"x\":2}]}"));
    add(2, known.formatted("of a form that nobody here knows", "").replace("\"v\":1", "\"v\":2"));
    add(3, known.formatted("next", ""));

    within(SOON, () -> assertThat(b.controls.bodies()).containsExactly("known", "next"));
    send(a, "say", "last");
    within(SOON, () -> assertThat(b.controls.bodies()).containsExactly("known", "next", "last"));
  }

  private void add(int number, String command) throws Exception {
    a.link
        .commands()
        .xadd(a.keys.commands(), "n", Replies.bytes(number), "c", Replies.bytes(command))
        .get();
  }

  private static Control kept(String operation, String body, Duration keepFor) {
    return new Control(operation, Payload.text(body), keepFor);
  }

  private static Map<String, NodeAnswer> send(TestNode sender, String operation, String body) {
    return BrokerFixture.await(sender.cluster.send(new Control(operation, Payload.text(body))))
        .stream()
        .collect(Collectors.toMap(answer -> answer.node().name(), Function.identity()));
  }

  private static List<String> bodies(TestNode node, String operation) {
    return node.controls.done.stream()
        .filter(done -> done.command().operation().equals(operation))
        .map(done -> done.command().body().asText())
        .toList();
  }
}
