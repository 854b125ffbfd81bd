package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.heartwire.broker.Recovery.Cause;
import io.heartwire.broker.Recovery.NotRecovered;
import io.heartwire.broker.Recovery.Recovered;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecoveryTest {

  static Stream<Arguments> recovered() {
    return Stream.of(
        arguments("missed some", at(3), page(10, 1, 10), offsets(4, 10)),
        arguments("missed the last", at(9), page(10, 1, 10), offsets(10, 10)),
        arguments("missed nothing", at(10), page(10, 1, 10), offsets(1, 0)),
        arguments("missed exactly what is kept", at(3), page(10, 4, 10), offsets(4, 10)),
        arguments("missed nothing, all expired", at(10), page(10, 1, 0), offsets(1, 0)),
        arguments("missed everything", at(0), page(3, 1, 3), offsets(1, 3)),
        arguments("empty stream", at(0), page(0, 1, 0), offsets(1, 0)),
        arguments("from the beginning", StreamPosition.NONE, page(3, 1, 3), offsets(1, 3)),
        arguments("no epoch", unnamed(3), page(10, 1, 10), offsets(4, 10)),
        arguments("no epoch, missed nothing", unnamed(10), page(10, 1, 10), offsets(1, 0)),
        arguments("no epoch, empty stream", StreamPosition.NONE, page(0, 1, 0), offsets(1, 0)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void recovered(String what, StreamPosition client, HistoryPage page, List<Publication> missed) {
    assertThat(Recovery.decide(client, page)).isEqualTo(new Recovered(missed, page.now()));
  }

  static Stream<Arguments> notRecovered() {
    return Stream.of(
        arguments("one beyond the size", at(2), page(10, 4, 10), Cause.INCOMPLETE),
        arguments("everything expired", at(9), page(10, 1, 0), Cause.INCOMPLETE),
        arguments("expired, from 0", at(0), page(10, 1, 0), Cause.INCOMPLETE),
        arguments("cut by a limit", at(3), page(10, 4, 9), Cause.INCOMPLETE),
        arguments("position only", at(3), page(10, 1, 0), Cause.INCOMPLETE),
        arguments("beginning gone", StreamPosition.NONE, page(10, 2, 10), Cause.INCOMPLETE),
        arguments("a hole", at(1), holed(), Cause.INCOMPLETE),
        arguments("in the future", at(11), page(10, 1, 10), Cause.FUTURE_OFFSET),
        arguments("in the future of nothing", at(1), page(0, 1, 0), Cause.FUTURE_OFFSET),
        arguments("far future", at(Long.MAX_VALUE), page(10, 1, 10), Cause.FUTURE_OFFSET),
        arguments("other epoch", other(10), page(10, 1, 10), Cause.OTHER_EPOCH),
        arguments("other epoch from 0", other(0), page(10, 1, 10), Cause.OTHER_EPOCH),
        arguments("other epoch, empty", other(0), page(0, 1, 0), Cause.OTHER_EPOCH),
        arguments("no epoch, gone", unnamed(2), page(10, 4, 10), Cause.INCOMPLETE),
        arguments("no epoch, in the future", unnamed(11), page(10, 1, 10), Cause.FUTURE_OFFSET));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void notRecovered(String what, StreamPosition client, HistoryPage page, Cause cause) {
    assertThat(Recovery.decide(client, page)).isEqualTo(new NotRecovered(cause, page.now()));
  }

  @Test
  void everySubscriberOfEveryWindowGetsAllOrNothing() {
    for (int top = 0; top <= 6; top++) {
      for (int from = 1; from <= top + 1; from++) {
        for (int to = from - 1; to <= top; to++) {
          for (int client = 0; client <= top + 1; client++) {
            boolean all = client <= top && (client == top || (from <= client + 1 && to == top));
            assertThat(Recovery.decide(at(client), page(top, from, to)))
                .as("client %d, stream at %d, page %d-%d", client, top, from, to)
                .isEqualTo(
                    all
                        ? new Recovered(offsets(client + 1, top), at(top))
                        : new NotRecovered(
                            client > top ? Cause.FUTURE_OFFSET : Cause.INCOMPLETE, at(top)));
          }
        }
      }
    }
  }

  private static StreamPosition at(long offset) {
    return new StreamPosition(offset, "e");
  }

  private static StreamPosition unnamed(long offset) {
    return new StreamPosition(offset, "");
  }

  private static StreamPosition other(long offset) {
    return new StreamPosition(offset, "f");
  }

  private static HistoryPage page(long now, long from, long to) {
    return new HistoryPage(offsets(from, to), at(now));
  }

  private static HistoryPage holed() {
    return new HistoryPage(
        Stream.concat(offsets(2, 4).stream(), offsets(6, 6).stream()).toList(), at(6));
  }

  private static List<Publication> offsets(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(offset -> new Publication(offset, Payload.EMPTY, null, Map.of(), 0))
        .toList();
  }
}
