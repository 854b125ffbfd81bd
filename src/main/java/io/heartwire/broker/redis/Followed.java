package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The channels that this node is subscribed to. Safe for use by any thread; nothing blocks. */
final class Followed implements ChannelSource, Subscriptions.Receiver {
  private static final Logger LOG = Logger.getLogger(Followed.class.getName());
  private static final int QUEUES = 4;
  private static final int MOST_WAITING = 16_384;
  private static final int MOST_READS = 8;
  private static final Duration REMINDER = Duration.ofMinutes(1);

  private record Entry(FollowedChannel channel, CompletionStage<@Nullable Void> confirmed) {}

  private final RedisBroker broker;
  private final RedisKeys keys;
  private final DeliveryLag lag;
  private final DeliveryPath[] paths = new DeliveryPath[QUEUES];
  private final Map<String, Entry> channels = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable BrokerListener> listener = new AtomicReference<>();
  private final WaitingBytes room;
  private final LogThrottle log;
  private final LogThrottle unreadableLog;
  private final LongAdder catchUps = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final LongAdder unreadable = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private volatile @Nullable RedisLink link;
  private volatile @Nullable Subscriptions subscriptions;
  private volatile @Nullable PositionComparison comparison;
  private volatile boolean isClosed;

  Followed(
      RedisBroker broker,
      RedisKeys keys,
      int maxWaitingBytes,
      TimeSource time,
      Executor threads,
      DeliveryLag lag) {
    this.broker = broker;
    this.keys = keys;
    this.lag = lag;
    this.log = new LogThrottle(time);
    this.unreadableLog = new LogThrottle(time, REMINDER);
    this.room = new WaitingBytes(maxWaitingBytes);
    for (int i = 0; i < QUEUES; i++) {
      paths[i] =
          new DeliveryPath(
              new DeliveryQueue(threads, this::later, MOST_WAITING),
              new ReadTurns(MOST_READS),
              room);
    }
  }

  void to(BrokerListener first) {
    if (!listener.compareAndSet(null, first)) {
      throw new IllegalStateException("the broker has been started already");
    }
  }

  void open(RedisLink opened) {
    link = opened;
    comparison = new PositionComparison(opened, keys);
    Subscriptions made = opened.subscriptions(keys, this);
    subscriptions = made;
    made.open();
  }

  void connected() {
    Subscriptions made = subscriptions;
    if (made != null) {
      made.commandsAreReady(); // channels are compared when the deliveries are confirmed again
    }
  }

  void close() {
    isClosed = true;
    Subscriptions made = subscriptions;
    if (made != null) {
      made.close();
    }
  }

  CompletionStage<@Nullable Void> add(String channel) {
    if (listener.get() == null) {
      return CompletableFuture.failedStage(
          new BrokerException(
              "channel " + channel + " was subscribed to before the broker was started"));
    }
    AtomicBoolean untold = new AtomicBoolean();
    Entry entry =
        channels.computeIfAbsent(
            channel, // within the map's lock, so that calls reach Redis in their order
            name -> {
              Subscriptions made = subscriptions;
              untold.set(made == null || !made.isOpen(keys.deliveries(name)));
              return new Entry(
                  new FollowedChannel(name, pathOf(name), this),
                  made == null
                      ? CompletableFuture.<@Nullable Void>completedStage(null)
                      : made.subscribe(keys.deliveries(name)));
            });
    Subscriptions now = subscriptions;
    if (untold.get() && now != null) {
      now.makeGood(keys.deliveries(channel));
    }
    return entry.confirmed;
  }

  CompletionStage<@Nullable Void> remove(String channel) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    channels.compute(
        channel,
        (name, entry) -> {
          Subscriptions made = subscriptions;
          if (entry != null) {
            entry.channel.close();
          }
          if (entry != null && made != null) {
            var unused =
                made.unsubscribe(keys.deliveries(name)).thenAccept(none -> done.complete(null));
          } else {
            done.complete(null);
          }
          return null;
        });
    return done;
  }

  /** The channel, if its messages come already. */
  @Nullable FollowedChannel confirmed(String channel) {
    Entry entry = channels.get(channel);
    return entry != null && entry.confirmed.toCompletableFuture().isDone() ? entry.channel : null;
  }

  /** Delivers to this node alone. */
  void deliverHere(String channel, byte[] message) {
    Entry entry = channels.get(channel);
    if (entry != null) {
      entry.channel.receive(message);
    }
  }

  /** The page's publications; what can't be read leaves a gap, which tells whoever recovers. */
  List<Publication> publications(String channel, StreamPage page) {
    List<Publication> publications = new ArrayList<>(page.messages().size());
    for (Envelope message : page.messages()) {
      Publication publication = message.publication();
      if (publication == null) {
        unknown(channel);
      } else {
        publications.add(publication);
      }
    }
    return publications;
  }

  long catchUps() {
    return catchUps.sum();
  }

  long lostMessages() {
    return lost.sum();
  }

  /** The bytes of messages that wait for their delivery. */
  long waitingBytes() {
    return room.waiting();
  }

  long unreadable() {
    return unreadable.sum();
  }

  long failed() {
    return failed.sum();
  }

  long renewals() {
    Subscriptions made = subscriptions;
    return made == null ? 0 : made.renewals();
  }

  // What Redis delivers

  @Override
  public void message(String name, byte[] message) {
    deliverHere(keys.channelOf(name), message);
  }

  @Override
  public void subscribed(String name) {
    Entry entry = channels.get(keys.channelOf(name));
    Subscriptions made = subscriptions;
    if (entry != null) {
      entry.channel.confirmed();
      compare(entry.channel);
    } else if (made != null) { // left while the connection was away
      channels.compute(
          keys.channelOf(name),
          (channel, now) -> {
            if (now == null) {
              made.unsubscribe(name);
            }
            return now;
          });
    }
  }

  @Override
  public Collection<String> names() {
    return channels.keySet().stream().map(keys::deliveries).toList();
  }

  @Override
  public boolean wants(String name) {
    return channels.containsKey(keys.channelOf(name));
  }

  // What channels need

  @Override
  public CompletionStage<StreamPage> read(String channel, StreamPosition since, int limit) {
    return broker.read(channel, new HistoryQuery(since, limit, false));
  }

  @Override
  public CompletionStage<?> restart(String channel, StreamPosition known) {
    return broker.restart(channel, known);
  }

  @Override
  public void later(Runnable task) {
    long millis = ThreadLocalRandom.current().nextLong(20, 200);
    RedisLink opened = link;
    if (opened != null) {
      opened.later(task, millis);
    } else if (!isClosed) { // a queue whose task is dropped would wait for it for ever
      CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(task);
    }
  }

  @Override
  public void tell(String channel, Consumer<BrokerListener> call) {
    BrokerListener to = listener.get();
    try {
      if (to != null) {
        call.accept(to);
      }
    } catch (RuntimeException | Error failure) { // it would end the queue's deliveries for good
      failed.increment();
      if (log.permits()) {
        LOG.log(Level.WARNING, failure, () -> "A delivery of channel " + channel + " failed");
      }
    }
  }

  @Override
  public void delivered(Envelope publication) {
    lag.delivered(publication.acceptedMicros());
  }

  @Override
  public void caughtUp() {
    catchUps.increment();
  }

  @Override
  public void lost(long messages) {
    lost.add(messages);
  }

  @Override
  public void unreadable(String channel, RuntimeException failure) {
    unreadable.increment();
    if (unreadableLog.permits()) {
      LOG.log(Level.WARNING, failure, () -> "A message of channel " + channel + " is unreadable");
    }
  }

  @Override
  public void unknown(String channel) {
    unreadable.increment();
    if (unreadableLog.permits()) {
      LOG.log(
          Level.WARNING,
          "A message of channel {0} says what this version does not know, and is passed over:"
              + " another node is newer, update this one",
          channel);
    }
  }

  private void compare(FollowedChannel channel) {
    PositionComparison with = comparison;
    if (with != null) {
      with.add(channel);
    }
  }

  private DeliveryPath pathOf(String channel) {
    int hash = channel.hashCode();
    return paths[Math.floorMod(hash ^ (hash >>> 16), QUEUES)];
  }
}
