package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A listener that keeps what it is told, and notes when it is told two things of one channel at
 * once.
 */
public final class RecordedDeliveries implements BrokerListener {

  /** One publication as it was delivered. */
  public record Delivered(String channel, Publication publication, StreamPosition position) {}

  public final List<Delivered> publications = new GrowingList<>();

  /** Everything in its order, such as {@code "news 1 hello"} or {@code "news +ann"}. */
  public final List<String> lines = new GrowingList<>();

  /** The channels of which deliveries were missed, each time they were named. */
  public final List<String> interrupted = new CopyOnWriteArrayList<>();

  private final Map<String, Long> firstInterruptions = new ConcurrentHashMap<>();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final List<String> overlaps = new CopyOnWriteArrayList<>();
  private final Map<String, Consumer<Publication>> reactions = new ConcurrentHashMap<>();

  /** What to do during the delivery of the publication with this text. */
  public void during(String text, Consumer<Publication> reaction) {
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

  @Override
  public void interrupted(Set<String> channels) {
    long now = System.nanoTime();
    channels.forEach(channel -> firstInterruptions.putIfAbsent(channel, now));
    interrupted.addAll(channels);
  }

  /** The nanosecond in which it was told first that deliveries of the channel were missed. */
  public long interruptedAt(String channel) {
    return Objects.requireNonNull(firstInterruptions.get(channel), channel);
  }

  /** Fails if two deliveries of one channel ever overlapped. */
  public void check() {
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
