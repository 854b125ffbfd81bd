package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A listener that keeps what it is told, and notes when it is told two things of one channel at
 * once.
 */
final class RecordedDeliveries implements BrokerListener {

  /** One publication as it was delivered. */
  record Delivered(String channel, Publication publication, StreamPosition position) {}

  final List<Delivered> publications = new CopyOnWriteArrayList<>();

  /** Everything in its order, such as {@code "news 1 hello"} or {@code "news +ann"}. */
  final List<String> lines = new CopyOnWriteArrayList<>();

  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final List<String> overlaps = new CopyOnWriteArrayList<>();
  private final Map<String, Consumer<Publication>> reactions = new ConcurrentHashMap<>();

  /** What to do during the delivery of the publication with this text. */
  void during(String text, Consumer<Publication> reaction) {
    reactions.put(text, reaction);
  }

  @Override
  public void publication(String channel, Publication publication, StreamPosition position) {
    alone(
        channel,
        () -> {
          publications.add(new Delivered(channel, publication, position));
          String text = BrokerFixture.textOf(publication);
          lines.add(channel + " " + publication.offset() + " " + text);
          reactions.getOrDefault(text, same -> {}).accept(publication);
        });
  }

  @Override
  public void joined(String channel, ClientInfo client) {
    alone(channel, () -> lines.add(channel + " +" + client.client()));
  }

  @Override
  public void left(String channel, ClientInfo client) {
    alone(channel, () -> lines.add(channel + " -" + client.client()));
  }

  /** Fails if two deliveries of one channel ever overlapped. */
  void check() {
    assertThat(overlaps).as("channels told two things at once").isEmpty();
  }

  private void alone(String channel, Runnable delivery) {
    boolean first = busy.add(channel);
    if (!first) {
      overlaps.add(channel);
    }
    try {
      delivery.run();
    } finally {
      busy.remove(channel);
    }
  }
}
