package io.heartwire.broker.redis;

import io.heartwire.time.TimeSource;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which one server delivers. It is made again after every loss, and when the node
 * does not hear its own beat on it: a connection may look sound and be deaf. Safe for use by any
 * thread; nothing blocks.
 */
final class RedisSubscriptions implements Subscriptions {
  private static final Logger LOG = Logger.getLogger(RedisSubscriptions.class.getName());
  private static final Duration BEAT = Duration.ofMillis(500);
  private static final long SOONEST_MILLIS = 20;
  private static final int MOST_DOUBLINGS = 4;

  private final RedisLink link;
  private final TimeSource time;
  private final Receiver receiver;
  private final DeliveryRoute route;
  private final String deliveries; // where a trouble of this connection is
  private final SignsOfLife signs;
  private final long timeoutMillis;
  private final LongAdder renewals = new LongAdder();
  private final AtomicInteger failures = new AtomicInteger(); // to connect, since the last success
  private final Confirmations confirmations = new Confirmations();
  private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;
  private volatile @Nullable Future<?> beats;
  private final RefusedNames refused;
  private volatile String generation = ""; // of the commands when the connection was made
  private volatile boolean isKnownGeneration;
  private volatile boolean closed;

  RedisSubscriptions(RedisLink link, Receiver receiver, DeliveryRoute route) {
    this.link = link;
    this.time = link.time();
    this.signs = new SignsOfLife(time);
    this.refused = new RefusedNames(time);
    this.receiver = receiver;
    this.route = route;
    this.deliveries = "deliveries " + route.beat();
    this.timeoutMillis = link.timeout().toMillis();
  }

  @Override
  public void open() {
    connect();
    beats =
        link.threads()
            .scheduleWithFixedDelay(
                this::beat, BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void commandsAreReady() {
    signs.begin();
    StatefulRedisPubSubConnection<String, byte[]> made = connection;
    String now = link.generation();
    boolean leadsElsewhere = isKnownGeneration && !generation.equals(now);
    generation = now;
    isKnownGeneration = true;
    if (made != null && leadsElsewhere) {
      lost(made);
    }
  }

  @Override
  public long renewals() {
    return renewals.sum();
  }

  @Override
  public CompletionStage<@Nullable Void> subscribe(String name) {
    StatefulRedisPubSubConnection<String, byte[]> made = connection;
    if (made != null && made.isOpen()) {
      return subscribeAtOnce(made, List.of(name));
    }
    if (!link.isReady()) {
      return CompletableFuture.completedStage(null);
    }
    return confirmations.await(name, timeoutMillis); // this connection alone is away, for a moment
  }

  @Override
  public void makeGood(String name) {
    StatefulRedisPubSubConnection<String, byte[]> made = connection;
    if (made != null) {
      subscribeAtOnce(made, List.of(name));
    }
  }

  @Override
  public boolean isOpen(String name) {
    StatefulRedisPubSubConnection<String, byte[]> made = connection;
    return made != null && made.isOpen();
  }

  @Override
  public CompletionStage<@Nullable Void> unsubscribe(String name) {
    StatefulRedisPubSubConnection<String, byte[]> made = connection;
    if (made == null || !made.isOpen()) {
      return CompletableFuture.completedStage(null);
    }
    return ignoringFailure(route.unsubscribe(made, name));
  }

  /** These names belong here now. */
  void subscribe(Collection<String> names) {
    StatefulRedisPubSubConnection<String, byte[]> made = connection;
    if (made != null) { // else they are among all, when there is a connection
      subscribe(made, names);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    Future<?> beating = beats;
    if (beating != null) {
      beating.cancel(false);
    }
  }

  /** Ends it, and its connection: its server is no longer asked. */
  void end() {
    close();
    drop(connection);
    link.trouble(route.beat(), "");
    link.trouble(deliveries, "");
  }

  private CompletionStage<@Nullable Void> subscribeAtOnce(
      StatefulRedisPubSubConnection<String, byte[]> made, List<String> names) {
    return ignoringFailure(
        route
            .subscribe(made, names)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null && made == connection && !closed) {
                    refused(names, failure);
                  }
                }));
  }

  /** A connection that is lost or deaf meanwhile is replaced, and all are subscribed to then. */
  private CompletionStage<@Nullable Void> ignoringFailure(CompletionStage<Void> confirmed) {
    return confirmed
        .toCompletableFuture()
        .<@Nullable Void>handle((done, failure) -> null)
        .completeOnTimeout(null, timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private void refused(List<String> names, Throwable failure) {
    Throwable cause = Replies.causeOf(failure);
    refused.add(names); // where the connection is lost, all are subscribed to on the next one
    if (cause instanceof RedisCommandExecutionException) {
      link.trouble(deliveries, "subscription: " + cause.getMessage());
      route.changed();
    }
  }

  private void connect() {
    if (closed) {
      return;
    }
    try {
      route
          .connect()
          .whenComplete(
              (made, failure) -> {
                if (failure == null) {
                  use(made);
                } else {
                  connectLater(failure);
                }
              });
    } catch (RuntimeException failed) { // the client is being shut down
      connectLater(failed);
    }
  }

  private void use(StatefulRedisPubSubConnection<String, byte[]> made) {
    synchronized (this) { // one that is closed meanwhile does not see it
      if (closed) {
        drop(made);
        return;
      }
      connection = made;
    }
    failures.set(0);
    signs.heard();
    isKnownGeneration = link.isReady(); // else it leads where the commands will
    generation = link.generation();
    made.addListener(new DeliveryListener(this::heard, this::confirmed, this::ended));
    made.addListener(new ConnectionChanges(() -> {}, () -> lost(made)));
    subscribeAll(made);
    if (!made.isOpen()) { // lost before it had the listener
      lost(made);
    }
  }

  private void connectLater(@Nullable Throwable failure) {
    if (!closed) {
      int doublings = Math.min(MOST_DOUBLINGS, failures.getAndIncrement());
      if (failure != null && doublings == MOST_DOUBLINGS) { // it is no short loss
        link.trouble(deliveries, "no connection for deliveries: " + RedisLink.reasonOf(failure));
      }
      long delay = ThreadLocalRandom.current().nextLong(SOONEST_MILLIS << doublings);
      link.later(this::connect, SOONEST_MILLIS + delay);
    }
  }

  private synchronized void lost(StatefulRedisPubSubConnection<String, byte[]> which) {
    if (which == connection && !closed) {
      connection = null;
      renewals.increment();
      drop(which);
      connectLater(null);
      route.changed();
    }
  }

  private static void drop(@Nullable StatefulRedisPubSubConnection<String, byte[]> made) {
    if (made instanceof RedisChannelHandler<?, ?> handler && !handler.isClosed()) {
      var unused = made.closeAsync();
    }
  }

  private void subscribeAll(StatefulRedisPubSubConnection<String, byte[]> made) {
    refused.clear();
    subscribe(made, names());
  }

  private List<String> names() {
    List<String> all = new ArrayList<>();
    all.add(route.beat());
    all.addAll(receiver.names());
    return all;
  }

  private void subscribe(
      StatefulRedisPubSubConnection<String, byte[]> made, Collection<String> names) {
    List<String> batch = new ArrayList<>();
    for (String name : names) {
      batch.add(name);
      if (batch.size() == route.batch()) {
        subscribeAtOnce(made, batch);
        batch = new ArrayList<>();
      }
    }
    if (!batch.isEmpty()) {
      subscribeAtOnce(made, batch);
    }
  }

  private void beat() {
    try {
      signs.beat();
      if (!link.isReady()) {
        return;
      }
      if (signs.isSilent()) {
        signs.begin();
        route.silent();
        return;
      }
      Beat.send(link, route.beat()).whenComplete(this::sent);
      StatefulRedisPubSubConnection<String, byte[]> made = connection;
      if (made != null && signs.isDeaf()) {
        signs.heard();
        LOG.log(
            Level.WARNING,
            "The connection on which Redis delivers was deaf and is replaced, after {0} loss(es)"
                + " before: what was missed is read from the histories",
            renewals.sum());
        lost(made);
      }
    } catch (RuntimeException lostMeanwhile) {
      LOG.log(Level.FINE, "no beat", lostMeanwhile);
    }
  }

  private void sent(@Nullable Beat answer, @Nullable Throwable failure) {
    if (closed) {
      return;
    }
    if (answer != null) {
      signs.answered();
      StatefulRedisPubSubConnection<String, byte[]> made = connection;
      boolean isTheSame = route.answered(answer);
      if (made == null) {
        return; // it is on its way
      }
      if (!isTheSame) {
        lost(made);
      } else if (answer.problem().isEmpty()) {
        subscribe(made, refused.takeDue(this::names));
      }
    } else if (failure != null
        && Replies.causeOf(failure) instanceof RedisCommandExecutionException refusal) {
      signs.answered();
      link.trouble(route.beat(), String.valueOf(refusal.getMessage()));
      route.changed();
    }
  }

  private void confirmed(String name) {
    if (name.equals(route.beat())) {
      link.trouble(deliveries, "");
      return;
    }
    confirmations.came(name);
    receiver.subscribed(name);
  }

  /** By Redis, unless this node has asked for it. */
  private void ended(String name) {
    if (receiver.wants(name)) {
      route.changed();
      makeGood(name); // refused, and so tried again, until it is known who has it now
    }
  }

  private void heard(String name, byte[] message) {
    signs.heard();
    if (!name.equals(route.beat())) {
      receiver.message(name, message);
    }
  }
}
