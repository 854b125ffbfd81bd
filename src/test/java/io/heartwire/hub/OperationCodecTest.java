package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class OperationCodecTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant IN_A_HUNDRED_YEARS = NOW.plus(Duration.ofDays(36_500));

  @Test
  void momentsMustReachOtherNodesAsTheyAre() throws IOException {
    Operation.InvalidateTokens sent =
        new Operation.InvalidateTokens("7", NOW, NOW.plus(Duration.ofHours(1)));

    assertThat(passedOn(sent)).isEqualTo(sent);
  }

  @Test
  void tokensOfWheneverMustBeInvalidatedForEver() throws IOException {
    Operation.InvalidateTokens read =
        (Operation.InvalidateTokens)
            passedOn(new Operation.InvalidateTokens("7", Instant.MAX, Instant.MAX));

    assertThat(read.issuedBefore()).isAfter(IN_A_HUNDRED_YEARS);
    assertThat(read.until()).isAfter(IN_A_HUNDRED_YEARS);
  }

  @Test
  void momentsBeforeAllTimeMustBeTheFirstOf1970() throws IOException {
    Operation.InvalidateTokens read =
        (Operation.InvalidateTokens)
            passedOn(new Operation.InvalidateTokens("7", Instant.MIN, Instant.MIN));

    assertThat(read.issuedBefore()).isEqualTo(Instant.ofEpochMilli(1));
    assertThat(read.until()).isEqualTo(Instant.ofEpochMilli(1));
  }

  @Test
  void connectionsThatLastForEverMustLastAHundredYears() throws IOException {
    Operation.Refresh read =
        (Operation.Refresh)
            passedOn(
                new Operation.Refresh(
                    ClientTarget.of("7"), ChronoUnit.FOREVER.getDuration(), Payload.EMPTY));

    assertThat(read.ttl()).isEqualTo(Duration.ofDays(36_500));
  }

  private static Operation passedOn(Operation operation) throws IOException {
    return OperationCodec.read(OperationCodec.write(operation, NOW)).orElseThrow();
  }
}
