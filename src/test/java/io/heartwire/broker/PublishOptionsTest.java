package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartwire.broker.PublishOptions.Idempotency;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PublishOptionsTest {

  @Test
  void valuesOutOfRangeAreRefusedWhereTheyAreMade() {
    Duration tooLong = PublishOptions.LONGEST.plusNanos(1);
    refused(() -> PublishOptions.history(-1, Duration.ofSeconds(1)), "history size");
    refused(() -> PublishOptions.history(1, Duration.ofSeconds(-1)), "history TTL");
    refused(() -> PublishOptions.history(1, tooLong), "history TTL");
    refused(() -> new Idempotency(""), "1 to 256");
    refused(() -> new Idempotency("x".repeat(257)), "257");
    refused(() -> new Idempotency("x", Duration.ZERO), "window");
    refused(() -> new Idempotency("x", tooLong), "window");
    refused(() -> new StreamPosition(-1, "e"), "-1");
    refused(() -> new HistoryQuery(null, -2, false), "-2");
  }

  @Test
  void aDraftKeepsItsOwnCopyOfTheTags() {
    Map<String, String> tags = new HashMap<>(Map.of("k", "v"));
    PublicationDraft draft = new PublicationDraft(Payload.EMPTY, null, tags);
    tags.clear();

    assertThat(draft.tags()).containsExactly(Map.entry("k", "v"));
  }

  private static void refused(Runnable making, String reason) {
    assertThatIllegalArgumentException().isThrownBy(making::run).withMessageContaining(reason);
  }
}
