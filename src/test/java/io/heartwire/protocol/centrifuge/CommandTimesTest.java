package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.testkit.RecordedCommands.Timed;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CommandTimesTest extends DialogueFixture {
  /** Kinds that a client has no name for. */
  private static final Set<Class<?>> NAMELESS =
      Set.of(
          Request.Pong.class,
          Request.OverLimit.class,
          Request.Unknown.class,
          Request.OtherPublish.class);

  @Test
  void everyCommandIsTimedByItsNameFailedOnesToo() {
    FakeClient client = client().connects().subscribes("plain:1");
    client.says("{'id':7,'publish':{'channel':'closed:1','data':1}}");
    client.says("{'id':8,'nonsense':{}}");

    assertThat(client.error(7)).isEqualTo(103);
    assertThat(timed.timed)
        .extracting(Timed::name)
        .containsExactly(
            "centrifuge connect", "centrifuge subscribe", "centrifuge publish", "centrifuge other");
  }

  @Test
  void timeRunsFromTheArrivalUntilTheAnswerWithTheWaitForThoseBefore() {
    CompletableFuture<Payload> answer = new CompletableFuture<>();
    methods.put("slow", call -> answer);
    FakeClient client = client().connects();
    client.says("{'id':2,'rpc':{'method':'slow'}}");
    client.says("{'id':3,'ping':{}}");
    pool.time.advance(Duration.ofMillis(20));
    answer.complete(Payload.EMPTY);

    assertThat(timed.timed)
        .contains(
            new Timed("centrifuge rpc", 20_000_000L), new Timed("centrifuge ping", 20_000_000L));
  }

  @Test
  void everyKindThatClientsCanNameHasAName() {
    for (Class<?> kind : Request.class.getPermittedSubclasses()) {
      boolean isNamed = CommandNames.isNamed(kind);
      assertThat(isNamed).as(kind.getSimpleName()).isEqualTo(!NAMELESS.contains(kind));
    }
  }
}
