package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ClientPublished;
import org.junit.jupiter.api.Test;

/** Publications with a key of their client's, an addition to the protocol. */
class RepetitionDialogueTest extends DialogueFixture {
  private static final String ONCE =
      "{'id':%d,'publish':{'channel':'plain:1','data':1,'idempotency_key':'%s'}}";

  @Test
  void aRepetitionIsAnsweredAndNotPublished() {
    FakeClient reader = client().connects().subscribes("plain:1");
    FakeClient first = client("mia").connects().says(ONCE.formatted(2, "k"));
    FakeClient again = client("mia").connects().says(ONCE.formatted(2, "k"));
    again.says(ONCE.formatted(3, "other"));

    assertThat(first.reply(2).at("publish")).isNotNull();
    assertThat(again.reply(2).at("publish")).isNotNull();
    assertThat(reader.publications("plain:1")).containsExactly(1L, 1L);
    assertThat(kit().told(ClientPublished.class)).hasSize(2);
  }

  @Test
  void noAnonymousClientCanTakeTheKeyOfAnother() {
    FakeClient reader = client().connects().subscribes("plain:1");
    FakeClient stranger = client().connects().says(ONCE.formatted(2, "k"));
    FakeClient victim = client().says("{'id':1,'connect':{'idempotency':true}}");
    victim.says(ONCE.formatted(2, "k")).says(ONCE.formatted(3, "k"));

    assertThat(stranger.reply(2).at("publish")).isNotNull();
    assertThat(reader.publications("plain:1")).as("one of each").containsExactly(1L, 1L);
    assertThat(victim.reply(1).text("connect/idempotency/scope"))
        .as("for who comes back nothing is known")
        .contains(victim.connection.id().toString());
  }

  @Test
  void aKeyThatIsTooLongIsAnError() {
    FakeClient client = client().connects().says(ONCE.formatted(2, "k".repeat(257)));

    assertThat(client.error(2)).isEqualTo(107);
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void whoAsksIsToldWhereAndForHowLongKeysAreKnown() {
    FakeClient one = client("mia").says("{'id':1,'connect':{'idempotency':true}}");
    FakeClient other = client("mia").says("{'id':1,'connect':{'idempotency':true}}");

    assertThat(one.reply(1).number("connect/idempotency/window")).isEqualTo(300);
    assertThat(one.reply(1).text("connect/idempotency/scope"))
        .isNotEmpty()
        .isEqualTo(other.reply(1).text("connect/idempotency/scope"));
  }

  @Test
  void whoDoesNotAskGetsTheReplyOfTheProtocol() {
    FakeClient client = client().says("{'id':1,'connect':{}}");

    assertThat(client.reply(1).at("connect/idempotency")).isNull();
  }

  @Test
  void whoComesBackAsAnotherIsToldAnotherScope() {
    FakeClient mia = client("mia").says("{'id':1,'connect':{'idempotency':true}}");
    FakeClient tom = client("tom").says("{'id':1,'connect':{'idempotency':true}}");

    assertThat(mia.reply(1).text("connect/idempotency/scope"))
        .isNotEqualTo(tom.reply(1).text("connect/idempotency/scope"));
  }
}
