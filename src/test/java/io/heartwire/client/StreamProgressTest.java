package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.client.Subscribed.Recovery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamProgressTest {
  private final StreamProgress progress = new StreamProgress(null);

  @Test
  void theFirstSubscriptionRecoversNothingAndBeginsAtTheEnd() {
    assertThat(progress.restart(result(false, 5)).subscribed())
        .isEqualTo(new Subscribed(Recovery.NONE, new StreamPosition(5, "e"), null));
    assertThat(progress.advance(publication(5))).isFalse();
    assertThat(progress.advance(publication(6))).isTrue();
    assertThat(progress.position()).isEqualTo(new StreamPosition(6, "e"));
  }

  @Test
  void whatWasMissedFollowsOnceAndInOrder() {
    progress.restart(result(false, 5));

    StreamProgress.Restart restart = progress.restart(result(true, 8, 5, 6, 7, 8));

    assertThat(restart.subscribed().recovery()).isEqualTo(Recovery.COMPLETE);
    assertThat(restart.missed()).extracting(Publication::offset).containsExactly(6L, 7L, 8L);
    assertThat(progress.advance(publication(8))).isFalse();
    assertThat(progress.advance(publication(9))).isTrue();
  }

  @Test
  void aStreamThatBeganAnewIsNotRecovered() {
    progress.restart(result(false, 5));
    ServerReply.SubscribeResult anew =
        new ServerReply.SubscribeResult(
            false, 0, true, "f", 2, List.of(), false, true, false, null);

    assertThat(progress.restart(anew).subscribed())
        .isEqualTo(new Subscribed(Recovery.INCOMPLETE, new StreamPosition(2, "f"), null));
    assertThat(progress.advance(publication(3))).isTrue();
    assertThat(progress.position()).isEqualTo(new StreamPosition(3, "f"));
  }

  @Test
  void aPositionThatWasGivenUpIsALossThatIsToldOnce() {
    progress.restart(result(false, 5));
    progress.giveUp();

    assertThat(progress.position()).isNull();
    assertThat(progress.restart(result(false, 9)).subscribed().recovery())
        .isEqualTo(Recovery.INCOMPLETE);
    assertThat(progress.restart(result(true, 9)).subscribed().recovery())
        .isEqualTo(Recovery.COMPLETE);
  }

  @Test
  void aChannelWithoutPositionsTakesEverything() {
    ServerReply.SubscribeResult plain =
        new ServerReply.SubscribeResult(
            false, 0, false, "", 0, List.of(), false, false, false, null);

    assertThat(progress.restart(plain).subscribed())
        .isEqualTo(new Subscribed(Recovery.NONE, null, null));
    assertThat(progress.advance(publication(0))).isTrue();
    assertThat(progress.advance(publication(0))).isTrue();
  }

  private static ServerReply.SubscribeResult result(boolean recovered, long top, long... offsets) {
    List<Publication> publications =
        Arrays.stream(offsets).mapToObj(StreamProgressTest::publication).toList();
    return new ServerReply.SubscribeResult(
        false, 0, true, "e", top, publications, recovered, recovered, false, null);
  }

  private static Publication publication(long offset) {
    return new Publication("{}", offset, null, Map.of());
  }
}
