package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.EngineState;
import io.heartwire.time.TimeSource;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis, whatever its shape, with the connection for commands. It connects in the
 * background, and again after every loss, for as long as it is open; commands fail at once while
 * there is no connection, or one to a Redis that takes no writes.
 *
 * <p>Safe for use by any thread. Only {@link #close} blocks.
 */
final class RedisLink implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(RedisLink.class.getName());
  private static final Duration SOONEST = Duration.ofMillis(50);
  private static final Duration LATEST = Duration.ofSeconds(1);

  /** Told when commands can be given, and when they can't any more; by threads of the client. */
  interface Listener {
    void connected();

    void disconnected();
  }

  private final RedisConfig config;
  private final TimeSource time;
  private final ClientResources resources;
  private final RedisShape shape;
  private final ReplicaAcks acks;
  private final News news;
  private final Listener listener;
  private final Map<String, String> troubles = new ConcurrentSkipListMap<>();
  private volatile RedisShape.@Nullable Commands connection;
  private volatile boolean ready;
  private volatile String generation = "-";
  private volatile EngineState state;
  private volatile boolean closed;
  private boolean isOpening; // guarded by this

  /** Loads the client's classes, which takes seconds: not on the thread of a start. */
  RedisLink(RedisConfig config, TimeSource time, Listener listener) {
    this(config, time, listener, resources -> RedisShape.of(config, resources));
  }

  RedisLink(
      RedisConfig config,
      TimeSource time,
      Listener listener,
      Function<ClientResources, RedisShape> shape) {
    this.config = config;
    this.time = time;
    this.listener = listener;
    this.state = new EngineState("redis", EngineState.Status.STARTING, time.nanos(), "");
    this.resources =
        ClientResources.builder()
            .reconnectDelay(
                () -> Delay.fullJitter(SOONEST, LATEST, SOONEST.toMillis(), TimeUnit.MILLISECONDS))
            .build();
    config.address().setTimeout(config.timeout());
    this.shape = shape.apply(resources);
    this.news = new News(this, new RedisKeys(config.prefix()).beat(":news"));
    this.acks = new ReplicaAcks(this.shape::serverOf, this.shape::apart, config.timeout());
  }

  /** Begins to connect, unless it does so already, or there is a connection. */
  void open() {
    if (!begins()) {
      return;
    }
    try {
      shape
          .connect()
          .whenComplete(
              (made, failure) -> {
                if (!take(made)) {
                  made.close();
                } else if (failure == null) {
                  made.whenChanged(() -> prepare(made), () -> lost(made));
                  prepare(made);
                } else {
                  state(state.status(), reasonOf(failure));
                  openLater();
                }
              });
    } catch (RuntimeException failed) { // the client is being shut down
      take(null);
      openLater();
    }
  }

  private synchronized boolean begins() {
    if (closed || isOpening || connection != null) {
      return false;
    }
    isOpening = true;
    return true;
  }

  /** Returns false if the link was closed meanwhile, so that nobody uses what was made. */
  private synchronized boolean take(RedisShape.@Nullable Commands made) {
    isOpening = false;
    connection = closed ? null : made;
    return made == null || !closed;
  }

  /**
   * The commands.
   *
   * @throws BrokerException if there is no connection
   */
  RedisClusterAsyncCommands<String, byte[]> commands() {
    return connection().redis();
  }

  private RedisShape.Commands connection() {
    RedisShape.Commands made = connection;
    if (made == null || !ready) {
      throw new BrokerException(
          BrokerException.Kind.UNAVAILABLE,
          "Redis can't be used; see heartwire.broker.redis.address: " + state.detail());
    }
    return made;
  }

  /** Whether commands can be given. */
  boolean isReady() {
    return ready;
  }

  /**
   * Tells one run of one Redis from another: what one has forgotten the other may not know. Empty
   * where scripts find it out themselves.
   */
  String generation() {
    return generation;
  }

  /** Drops the connection, which is of no use, and makes another. */
  void renew(String why) {
    drop(why);
    open();
  }

  private void drop(String why) {
    RedisShape.Commands old;
    synchronized (this) {
      old = connection;
      connection = null;
    }
    lost(why);
    if (old != null) {
      old.close();
    }
  }

  /** A new connection for news, which connects again by itself after a loss. */
  CompletionStage<? extends StatefulRedisPubSubConnection<String, byte[]>> subscriber() {
    return shape.subscriber();
  }

  /** What delivers the publications of channels, not open yet. */
  Subscriptions subscriptions(RedisKeys keys, Subscriptions.Receiver receiver) {
    return shape.subscriptions(this, keys, receiver);
  }

  /** Whether all that is said of time comes from one clock. */
  boolean hasOneClock() {
    return shape.hasOneClock();
  }

  /** The command by which a publication is sent. */
  String publishing() {
    return shape.publishing();
  }

  /** Sends to whoever is subscribed to the name. */
  CompletionStage<Long> publish(String name, byte[] message) {
    return connection().publish(name, message);
  }

  /** How many nodes are subscribed to each name of the pattern. */
  CompletionStage<Map<String, Long>> subscribers(String pattern) {
    return connection().subscribers(pattern);
  }

  /** What nodes tell each other. */
  News news() {
    return news;
  }

  /** What tells whether replicas have what was written. */
  ReplicaAcks acks() {
    return acks;
  }

  /** Its timers. */
  ScheduledExecutorService threads() {
    return resources.eventExecutorGroup();
  }

  /** Does it after so many milliseconds, unless the client is shut down meanwhile. */
  void later(Runnable task, long millis) {
    try {
      Future<?> unused = threads().schedule(task, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closing) {
      LOG.log(Level.FINE, "The link to Redis is closed", closing);
    }
  }

  TimeSource time() {
    return time;
  }

  Duration timeout() {
    return config.timeout();
  }

  EngineState state() {
    return state;
  }

  /**
   * Redis, or a part of it, answers and does not do all that it is asked.
   *
   * @param where it is, which has one trouble at a time
   * @param what Redis says; empty if all is well again
   */
  synchronized void trouble(String where, String what) {
    boolean isNews =
        what.isEmpty() ? troubles.remove(where) != null : !what.equals(troubles.put(where, what));
    if (isNews && ready) {
      state(EngineState.Status.UP, troubles());
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    shape.close();
    resources
        .shutdown(0, LettuceOptions.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly();
  }

  private void openLater() {
    if (!closed) {
      long delay = ThreadLocalRandom.current().nextLong(SOONEST.toMillis(), LATEST.toMillis());
      later(this::open, delay);
    }
  }

  /** Before any command is given, Redis knows the scripts, and this node which Redis it is. */
  private void prepare(RedisShape.Commands made) {
    if (made != connection) {
      return;
    }
    var unused =
        Replies.named("preparing the connection", made::prepare)
            .whenComplete(
                (found, failure) -> {
                  if (failure == null && isReadyWith(made, found)) {
                    listener.connected();
                    news.open();
                  } else if (failure != null && made == connection) {
                    drop(reasonOf(failure));
                    openLater();
                  }
                });
  }

  /** Returns false if it is not the connection any more. */
  private synchronized boolean isReadyWith(RedisShape.Commands made, String found) {
    if (made != connection) {
      return false;
    }
    generation = found;
    troubles.clear();
    ready = true;
    state(EngineState.Status.UP, "");
    return true;
  }

  /** What Redis or the network said. */
  static String reasonOf(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private void lost(RedisShape.Commands which) {
    if (which == connection) {
      lost("the connection was lost");
    }
  }

  private void lost(String why) {
    boolean was = ready;
    ready = false;
    boolean wasUp = state.status() == EngineState.Status.UP;
    if (wasUp || !closed) {
      state(wasUp ? EngineState.Status.LOST : state.status(), why);
    }
    if (was) {
      listener.disconnected();
    }
  }

  private String troubles() {
    return String.join("; ", troubles.values().stream().distinct().toList());
  }

  private synchronized void state(EngineState.Status status, String detail) {
    if (state.status() != status || !state.detail().equals(detail)) {
      long since = state.status() == status ? state.since() : time.nanos();
      state = new EngineState("redis", status, since, detail);
      LOG.log(Level.INFO, "Redis is {0}. {1}", new Object[] {status, detail});
    }
  }
}
