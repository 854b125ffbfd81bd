package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.limit.RateLimit;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadLimiterTest {
  private static final int LEAST_PIECES = 64;

  private final ManualTimeSource time = new ManualTimeSource();
  private final ReadLimiter limiter = limiter(65_536, new RateLimit(10, 3));

  @Test
  void aFrameMayComeInAsManyPiecesAsItMayHaveTimes256Bytes() {
    assertThat(limiter.takePiece(false)).isTrue();
    for (int i = 1; i < 256; i++) {
      assertThat(limiter.takePiece(true)).isTrue();
    }
    assertThat(limiter.takePiece(true)).isFalse();
  }

  @Test
  void aShortFrameMayComeInSomePiecesToo() {
    ReadLimiter narrow = limiter(1, RateLimit.NONE);
    assertThat(narrow.takePiece(false)).isTrue();
    for (int i = 1; i < LEAST_PIECES; i++) {
      assertThat(narrow.takePiece(true)).isTrue();
    }
    assertThat(narrow.takePiece(true)).isFalse();
  }

  @Test
  void whatEndsFramesIsNotCounted() {
    for (int i = 0; i < 1000; i++) {
      assertThat(limiter.takePiece(false)).isTrue();
    }
  }

  @Test
  void eachFrameIsCountedByItselfAlthoughItBeginsInTheLastPieceOfTheOneBefore() {
    assertThat(limiter.takePiece(false)).isTrue();
    for (int frame = 0; frame < 100; frame++) {
      for (int piece = 0; piece < 100; piece++) {
        assertThat(limiter.takePiece(true)).isTrue();
      }
      limiter.frameEnded();
    }
    for (int i = 1; i < 256; i++) {
      assertThat(limiter.takePiece(true)).isTrue();
    }
    assertThat(limiter.takePiece(true)).isFalse();
  }

  @Test
  void pingsAreAnsweredUpToTheirRate() {
    for (int i = 0; i < 3; i++) {
      assertThat(limiter.takePing()).isTrue();
    }
    assertThat(limiter.takePing()).isFalse();

    time.advance(Duration.ofMillis(100));
    assertThat(limiter.takePing()).isTrue();
    assertThat(limiter.takePing()).isFalse();
  }

  @Test
  void pingsMayBeUnlimited() {
    ReadLimiter open = limiter(65_536, RateLimit.NONE);
    for (int i = 0; i < 10_000; i++) {
      assertThat(open.takePing()).isTrue();
    }
  }

  private ReadLimiter limiter(int maxBytes, RateLimit pings) {
    return new ReadLimiter(pings, maxBytes, time);
  }
}
