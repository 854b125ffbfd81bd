package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Subscribers as the channel package has them, in small: they buffer what arrives while they read
 * the history, merge by offset, and fail on any gap, duplicate or disorder.
 */
public final class Followers implements BrokerListener {
  private final Map<String, List<Follower>> attached = new ConcurrentHashMap<>();
  private final Map<String, Long> newest = new ConcurrentHashMap<>();
  private final List<String> faults = new CopyOnWriteArrayList<>();
  private final Broker broker;

  public Followers(Broker broker) {
    this.broker = broker;
  }

  /** One subscriber, used by one thread besides the deliveries. */
  public final class Follower {
    private final String channel;

    // Guarded by this.
    private final List<Long> buffer = new ArrayList<>();
    private StreamPosition position;
    private boolean buffering;

    public Follower(String channel) {
      this.channel = channel;
      this.position = BrokerFixture.await(broker.history(channel, HistoryQuery.POSITION)).now();
    }

    /** Subscribes and recovers what was missed since it left. */
    public void comeBack() {
      synchronized (this) {
        buffering = true;
        buffer.clear();
      }
      attach(this);
      StreamPosition before = position();
      HistoryPage page = BrokerFixture.await(broker.history(channel, HistoryQuery.since(before)));
      if (!(Recovery.decide(before, page) instanceof Recovery.Recovered recovered)) {
        throw new AssertionError(channel + " not recovered from " + before + " at " + page.now());
      }
      synchronized (this) {
        recovered.missed().forEach(publication -> advance(publication.offset()));
        buffer.stream().filter(offset -> offset > page.now().offset()).forEach(this::advance);
        buffering = false;
      }
    }

    public void leave() {
      detach(this);
    }

    public synchronized StreamPosition position() {
      return position;
    }

    /** What was under way when the history was read comes late and is known already. */
    private synchronized void hear(long offset) {
      if (buffering) {
        buffer.add(offset);
      } else if (offset > position.offset()) {
        advance(offset);
      }
    }

    private synchronized void advance(long offset) {
      if (offset != position.offset() + 1) {
        faults.add(channel + ": " + offset + " after " + position.offset());
      }
      position = new StreamPosition(offset, position.epoch());
    }
  }

  @Override
  public void publication(String channel, Publication publication, StreamPosition position) {
    Long before = newest.put(channel, publication.offset());
    if (before != null && before >= publication.offset()) {
      faults.add(channel + ": delivered " + publication.offset() + " after " + before);
    }
    for (Follower follower : attached.getOrDefault(channel, List.of())) {
      follower.hear(publication.offset());
    }
  }

  @Override
  public void joined(String channel, ClientInfo client) {}

  @Override
  public void left(String channel, ClientInfo client) {}

  @Override
  public void interrupted(Set<String> channels) {
    faults.add("interrupted: " + channels);
  }

  public void check() {
    assertThat(faults).as("gaps, duplicates and disorder").isEmpty();
  }

  private void attach(Follower follower) {
    attached.compute(
        follower.channel,
        (channel, present) -> {
          List<Follower> followers = present == null ? new CopyOnWriteArrayList<>() : present;
          followers.add(follower);
          if (followers.size() == 1) {
            BrokerFixture.await(broker.subscribe(channel));
          }
          return followers;
        });
  }

  private void detach(Follower follower) {
    attached.computeIfPresent(
        follower.channel,
        (channel, followers) -> {
          followers.remove(follower);
          if (followers.isEmpty()) {
            BrokerFixture.await(broker.unsubscribe(channel));
            return null;
          }
          return followers;
        });
  }
}
