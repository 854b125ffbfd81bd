package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** There is room for three. */
class RevokedTokensTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualTimeSource time = new ManualTimeSource();
  private final RevokedTokens revoked = new RevokedTokens(new RevocationConfig(3), time);
  private final Instant noon = Instant.parse("2024-02-29T12:00:00Z");

  @Test
  void aTokenIsRevokedByItsId() {
    assertThat(revoked.add("a", HOUR)).isTrue();

    assertThat(revoked.contain(new TokenMark("a", "ann", noon))).isTrue();
    assertThat(revoked.contain(new TokenMark("b", "ann", noon))).isFalse();
    assertThat(revoked.contain(new TokenMark("", "a", null))).isFalse();
  }

  @Test
  void aUsersTokensAreRevokedByTheirAge() {
    assertThat(revoked.addUser("ann", noon, HOUR)).isTrue();

    assertThat(revoked.contain(new TokenMark("", "ann", noon.minusSeconds(1)))).isTrue();
    assertThat(revoked.contain(new TokenMark("", "ann", null))).as("of unknown age").isTrue();
    assertThat(revoked.contain(new TokenMark("", "ann", noon))).isFalse();
    assertThat(revoked.contain(new TokenMark("ann", "ben", null))).isFalse();
    assertThat(revoked.contain(new TokenMark("", "", null))).isFalse();
  }

  @Test
  void ofTwoRevocationsOfAUserTheWiderCounts() {
    revoked.addUser("ann", noon, HOUR);
    revoked.addUser("ann", noon.minusSeconds(60), HOUR.multipliedBy(2));

    assertThat(revoked.contain(new TokenMark("", "ann", noon.minusSeconds(1)))).isTrue();
    time.advance(HOUR.plusSeconds(1));
    assertThat(revoked.contain(new TokenMark("", "ann", noon.minusSeconds(1)))).isTrue();
    assertThat(revoked.count()).isEqualTo(1);
  }

  @Test
  void aRevocationIsForgottenWhenItsTimeIsOver() {
    revoked.add("a", HOUR);
    revoked.add("b", null);

    time.advance(HOUR.minusMillis(1));
    assertThat(revoked.contain(new TokenMark("a", "", null))).isTrue();
    time.advance(Duration.ofMillis(1));
    assertThat(revoked.contain(new TokenMark("a", "", null))).isFalse();
    time.advance(Duration.ofDays(3650));
    revoked.tick(time.nanos());
    assertThat(revoked.contain(new TokenMark("b", "", null))).as("for ever").isTrue();
    assertThat(revoked.count()).isEqualTo(1);
  }

  @Test
  void whereThereIsNoRoomTheNextOneIsRefusedAndNoneForgotten() {
    revoked.add("a", HOUR);
    revoked.add("b", HOUR);
    revoked.addUser("ann", noon, null);

    assertThat(revoked.add("c", HOUR)).isFalse();
    assertThat(revoked.addUser("ben", noon, HOUR)).isFalse();
    assertThat(revoked.refused()).isEqualTo(2);
    assertThat(revoked.contain(new TokenMark("a", "", null))).isTrue();
    assertThat(revoked.contain(new TokenMark("c", "", null))).isFalse();

    assertThat(revoked.add("b", HOUR)).as("one that is kept already").isTrue();
    time.advance(HOUR);
    assertThat(revoked.add("c", HOUR)).as("once there is room again").isTrue();
  }
}
