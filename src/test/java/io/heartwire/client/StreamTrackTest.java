package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.client.Subscribed.Recovery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamTrackTest {
  private final StreamTrack track = new StreamTrack(null);

  @Test
  void theFirstSubscriptionRecoversNothingAndBeginsAtTheEnd() {
    assertThat(track.restart(result(false, 5)).subscribed())
        .isEqualTo(new Subscribed(Recovery.NONE, new StreamPosition(5, "e"), null));
    assertThat(track.takes(publication(5))).isFalse();
    assertThat(track.takes(publication(6))).isTrue();
    assertThat(track.position()).isEqualTo(new StreamPosition(6, "e"));
  }

  @Test
  void whatWasMissedFollowsOnceAndInOrder() {
    track.restart(result(false, 5));

    StreamTrack.Restart restart = track.restart(result(true, 8, 5, 6, 7, 8));

    assertThat(restart.subscribed().recovery()).isEqualTo(Recovery.COMPLETE);
    assertThat(restart.missed()).extracting(Publication::offset).containsExactly(6L, 7L, 8L);
    assertThat(track.takes(publication(8))).isFalse();
    assertThat(track.takes(publication(9))).isTrue();
  }

  @Test
  void aStreamThatBeganAnewIsNotRecovered() {
    track.restart(result(false, 5));
    Reply.SubscribeResult anew =
        new Reply.SubscribeResult(false, 0, true, "f", 2, List.of(), false, true, false, null);

    assertThat(track.restart(anew).subscribed())
        .isEqualTo(new Subscribed(Recovery.INCOMPLETE, new StreamPosition(2, "f"), null));
    assertThat(track.takes(publication(3))).isTrue();
    assertThat(track.position()).isEqualTo(new StreamPosition(3, "f"));
  }

  @Test
  void aPositionThatWasGivenUpIsALossThatIsToldOnce() {
    track.restart(result(false, 5));
    track.giveUp();

    assertThat(track.position()).isNull();
    assertThat(track.restart(result(false, 9)).subscribed().recovery())
        .isEqualTo(Recovery.INCOMPLETE);
    assertThat(track.restart(result(true, 9)).subscribed().recovery()).isEqualTo(Recovery.COMPLETE);
  }

  @Test
  void aChannelWithoutPositionsTakesEverything() {
    Reply.SubscribeResult plain =
        new Reply.SubscribeResult(false, 0, false, "", 0, List.of(), false, false, false, null);

    assertThat(track.restart(plain).subscribed())
        .isEqualTo(new Subscribed(Recovery.NONE, null, null));
    assertThat(track.takes(publication(0))).isTrue();
    assertThat(track.takes(publication(0))).isTrue();
  }

  private static Reply.SubscribeResult result(boolean recovered, long top, long... offsets) {
    List<Publication> publications =
        Arrays.stream(offsets).mapToObj(StreamTrackTest::publication).toList();
    return new Reply.SubscribeResult(
        false, 0, true, "e", top, publications, recovered, recovered, false, null);
  }

  private static Publication publication(long offset) {
    return new Publication("{}", offset, null, Map.of());
  }
}
