package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderDialogueTest extends DialogueFixture {
  private final CompletableFuture<Payload> late = new CompletableFuture<>();

  @AfterEach
  void nothingStaysLate() {
    late.complete(Payload.EMPTY);
  }

  @Test
  void commandsAreAnsweredInOrderThoughOneIsLate() {
    FakeClient client = slow().connects();
    client
        .says("{'id':2,'rpc':{'method':'slow'}}", "{'id':3,'ping':{}}")
        .says("{'id':4,'ping':{}}");
    assertThat(client.hears()).isEmpty();

    late.complete(Payload.json("1"));

    assertThat(client.hears())
        .containsExactly("{'id':2,'rpc':{'data':1}}", "{'id':3,'ping':{}}", "{'id':4,'ping':{}}");
  }

  @Test
  void aCommandThatFailsLateHoldsNobodyUpForEver() {
    FakeClient client = slow().connects();
    client.says("{'id':2,'rpc':{'method':'slow'}}", "{'id':3,'ping':{}}");
    late.completeExceptionally(new IllegalStateException("late"));

    assertThat(client.error(2)).isEqualTo(100);
    assertThat(client.reply(3).at("ping")).isNotNull();
  }

  @Test
  void othersGoOnMeanwhile() {
    FakeClient waiting = slow().connects();
    waiting.says("{'id':2,'rpc':{'method':'slow'}}");
    FakeClient other = client().connects().says("{'id':2,'ping':{}}");

    assertThat(other.hasReply(2)).isTrue();
  }

  @Test
  void aPongIsTakenAtOnceThoughACommandIsUnderWay() {
    FakeClient client = slow().connects();
    client.says("{'id':2,'rpc':{'method':'slow'}}");
    client.connection.ping();
    client.says("{}");

    assertThat(pool.roundTrips).hasSize(1);
  }

  @Test
  void tooManyWaitingCommandsEndTheConnection() {
    set("heartwire.client.max-waiting-commands", "3");
    FakeClient client = slow().connects();
    client.says("{'id':2,'rpc':{'method':'slow'}}");
    client.says("{'id':3,'ping':{}}", "{'id':4,'ping':{}}", "{'id':5,'ping':{}}");
    assertThat(client.closeCodes()).isEmpty();

    client.says("{'id':6,'ping':{}}");

    assertThat(client.closeCodes()).containsExactly(3013);
  }

  @Test
  void aClientThatAsksFasterThanItReadsLosesNothing() {
    ofTenant("small");
    FakeClient client = client().connects();
    client.wire.hold();
    List<String> commands = new ArrayList<>();
    for (int id = 2; id <= 1001; id++) {
      commands.add("{'id':" + id + ",'ping':{}}");
    }
    client.says(commands.toArray(String[]::new));
    assertThat(client.connection.snapshot().queued())
        .as("replies wait up to half of the outbox, commands beyond")
        .isBetween(32, 65);
    while (client.wire.isHolding()) {
      client.wire.complete();
    }

    assertThat(client.heard().stream().map(told -> told.number("id")))
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 1001).boxed().toList());
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void commandsBehindTheEndOfTheConnectionAreNotCarriedOut() {
    List<String> called = new ArrayList<>();
    methods.put(
        "note",
        call -> {
          called.add("called");
          return CompletableFuture.completedStage(Payload.EMPTY);
        });
    client()
        .connects()
        .says("{'id':2,'connect':{}}", "{'id':3,'rpc':{'method':'note'}}")
        .says("{'id':4,'rpc':{'method':'note'}}");

    assertThat(called).isEmpty();
  }

  /** A client of a server with the method {@code slow}. */
  private FakeClient slow() {
    methods.put("slow", call -> late);
    return client();
  }
}
