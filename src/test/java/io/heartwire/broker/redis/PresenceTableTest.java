package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.redis.PresenceTable.Change;
import io.heartwire.broker.redis.PresenceTable.Entry;
import io.heartwire.broker.redis.PresenceTable.Slot;
import org.junit.jupiter.api.Test;

class PresenceTableTest {
  private static final ClientInfo ANN = new ClientInfo("ann", "c1");
  private static final Slot SLOT = new Slot("news", "c1");
  private final PresenceTable table = new PresenceTable(1);

  @Test
  void tellsWhetherThereIsAnythingToWrite() {
    assertThat(table.put("news", new Entry(ANN, false, 10))).isEqualTo(Change.ADDED);
    assertThat(table.put("news", new Entry(ANN, false, 20))).isEqualTo(Change.RENEWED);
    assertThat(table.put("news", new Entry(ANN, true, 20))).isEqualTo(Change.REPLACED);
    ClientInfo other = new ClientInfo("ann", "c1", Payload.text("x"), Payload.EMPTY);
    assertThat(table.put("news", new Entry(other, true, 20))).isEqualTo(Change.REPLACED);
    assertThat(table.put("sport", new Entry(ANN, false, 10))).isEqualTo(Change.FULL);
    assertThat(table.has("sport")).isFalse();
  }

  @Test
  void aChannelIsNotedOnceUnderEachLease() {
    table.put("news", new Entry(ANN, false, 10));
    assertThat(table.mustNote("news", "a.1")).isTrue();
    assertThat(table.mustNote("news", "a.1")).isFalse();
    assertThat(table.mustNote("news", "a.2")).isTrue();
    table.noteAgain("news");
    assertThat(table.mustNote("news", "a.2")).isTrue();
    assertThat(table.mustNote("sport", "a.2")).isFalse();
  }

  @Test
  void whatHasEndedIsRemovedAndReturned() {
    table.put("news", new Entry(ANN, false, 10));
    assertThat(table.expire(9)).isEmpty();
    assertThat(table.isPresent(SLOT, 10)).isFalse();
    assertThat(table.expire(10)).containsExactly(SLOT);
    assertThat(table.size()).isZero();
    assertThat(table.has("news")).isFalse();
  }

  @Test
  void onlyTheSameAdditionIsUndone() {
    Entry first = new Entry(ANN, false, 10);
    table.put("news", first);
    table.put("news", new Entry(ANN, false, 10));
    table.undo(SLOT, first);
    assertThat(table.slots()).containsExactly(SLOT);
  }
}
