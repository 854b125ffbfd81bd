package io.heartwire.connection;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The pool: admits connections up to the capacity, indexes them by id and user, counts them by
 * state, and releases each exactly once.
 *
 * <p>Safe for use by any thread; nothing blocks, and observers are called outside of any lock.
 */
@ApplicationScoped
public class ConnectionRegistry implements Connections {
  private static final Logger LOG = Logger.getLogger(ConnectionRegistry.class.getName());

  /** Counts the close codes that peers make up, so that they cannot fill the table. */
  private static final int OTHER = 0;

  private final Map<ConnectionId, Connection> byId = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> closedByCode = new ConcurrentHashMap<>();
  private final LongAdder opened = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failedObservers = new LongAdder();
  private final LongAdder[] exceeded = adders();
  private final StateCounts counts;
  private final Tenants tenants;
  private final UserIndex users;
  private final Owner books;
  private final OutboxPool outboxes;
  private final TimeSource time;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected ConnectionRegistry() {
    counts = null;
    tenants = null;
    users = null;
    books = null;
    outboxes = null;
    time = null;
  }

  @Inject
  public ConnectionRegistry(
      PoolConfig config,
      Tenants tenants,
      OutboxPool outboxes,
      TimeSource time,
      RoundTripListener roundTrips,
      Event<ConnectionOpened> onOpened,
      Event<ConnectionClosed> onClosed) {
    this(
        config,
        tenants,
        outboxes,
        time,
        roundTrips,
        List.of(onOpened::fire),
        List.of(onClosed::fire));
  }

  ConnectionRegistry(
      PoolConfig config,
      Tenants tenants,
      OutboxPool outboxes,
      TimeSource time,
      RoundTripListener roundTrips,
      List<Consumer<ConnectionOpened>> onOpened,
      List<Consumer<ConnectionClosed>> onClosed) {
    this.counts = new StateCounts(config.maxConnections());
    this.tenants = tenants;
    this.users = new UserIndex(config.maxPerUser());
    this.outboxes = outboxes;
    this.time = time;
    this.books = new Books(roundTrips, onOpened, onClosed);
  }

  /**
   * A pool of which nobody hears: neither observers nor the figures of round trips.
   *
   * <p>Nobody is three kinds of observers: of code that has always met one kind, or two, the JVM
   * compiles a version for these alone, and drops it when another comes.
   *
   * @param inTheirPlace what is done instead of telling observers
   */
  public static ConnectionRegistry unobserved(
      PoolConfig config,
      Tenants tenants,
      OutboxPool outboxes,
      TimeSource time,
      Runnable inTheirPlace) {
    return new ConnectionRegistry(
        config,
        tenants,
        outboxes,
        time,
        nanos -> {},
        List.of(opened -> inTheirPlace.run(), opened -> {}, opened -> {}),
        List.of(closed -> inTheirPlace.run(), closed -> {}, closed -> {}));
  }

  /**
   * The pool without the client proxy, which costs each call some lookups: for those who ask it
   * with every handshake. Never empty: a proxy gives away itself for what returns it bare.
   */
  public Optional<ConnectionRegistry> itself() {
    return Optional.of(this);
  }

  /**
   * Whether {@link #admit} would refuse anybody now: for callers that can turn a client away before
   * they have gone to any expense for it. A yes is counted as a refusal.
   */
  public boolean refusesNow() {
    boolean isFull = counts.isFull();
    if (isFull) {
      refused.increment();
    }
    return isFull;
  }

  /** Whether the user has as many connections as one may have; the anonymous never have. */
  public boolean isFullFor(String user) {
    return users.isFull(user);
  }

  /** Whether the tenant's class has as many connections as it may. */
  public boolean isFullForTenant(String tenant) {
    return tenants.of(tenant).isFull();
  }

  /**
   * Takes a client in as {@code PENDING}, or refuses when the pool is full, or when the user, or
   * the tenant's class, has as many connections as it may have.
   *
   * <p>Whoever admits sees to it that the connection is opened or {@linkplain Connection#ended
   * ended} ; one that is neither is closed by the heartbeat after {@code
   * heartwire.pool.pending-timeout}.
   *
   * @param atRelease run once when the connection gives its place back, by the thread that ends it;
   *     not for a client that is refused
   */
  public Optional<Connection> admit(Peer peer, Runnable atRelease) {
    if (!counts.enter()) {
      refused.increment();
      return Optional.empty();
    }
    Tenant tenant = tenants.of(peer.tenant());
    if (!tenant.enter()) {
      books.exceeded(Limit.TENANT_CONNECTIONS);
      counts.turnAway();
      return Optional.empty();
    }
    Quota quota = new Quota(books, tenant, time);
    Connection connection = new Connection(peer, books, quota, outboxes, time, atRelease);
    if (!users.add(connection)) {
      quota.leave();
      counts.turnAway();
      return Optional.empty();
    }
    byId.put(connection.id(), connection);
    return Optional.of(connection);
  }

  /** Walks all connections; those that come or go meanwhile may be seen or not. */
  public void forEach(Consumer<Connection> visitor) {
    byId.values().forEach(visitor);
  }

  /** The connection itself, to act upon, if it is still there. */
  public Optional<Connection> connection(ConnectionId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The connections of one user, to act upon; those of this moment. */
  public List<Connection> connectionsOf(String user) {
    return users.of(user);
  }

  /** How often since the start a connection had too much of something, or wanted to. */
  public long exceeded(Limit limit) {
    return exceeded[limit.ordinal()].sum();
  }

  @Override
  public ConnectionCounts counts() {
    return counts.read();
  }

  @Override
  public Optional<ConnectionSnapshot> find(ConnectionId id) {
    return connection(id).map(Connection::snapshot);
  }

  @Override
  public List<ConnectionSnapshot> ofUser(String user) {
    return connectionsOf(user).stream().map(Connection::snapshot).toList();
  }

  @Override
  public List<ConnectionSnapshot> snapshot() {
    return byId.values().stream().map(Connection::snapshot).toList();
  }

  @Override
  public ConnectionTotals totals() {
    Map<Integer, Long> closed = new TreeMap<>();
    closedByCode.forEach((code, count) -> closed.put(code, count.sum()));
    return new ConnectionTotals(
        opened.sum(), closed, refused.sum(), dropped.sum(), failedObservers.sum());
  }

  private static LongAdder[] adders() {
    return Arrays.stream(Limit.values()).map(limit -> new LongAdder()).toArray(LongAdder[]::new);
  }

  /** What every connection reports to. */
  private final class Books implements Owner {
    private final RoundTripListener roundTrips;
    private final List<Consumer<ConnectionOpened>> onOpened;
    private final List<Consumer<ConnectionClosed>> onClosed;
    private final LogThrottle observerLog = new LogThrottle(time);

    Books(
        RoundTripListener roundTrips,
        List<Consumer<ConnectionOpened>> onOpened,
        List<Consumer<ConnectionClosed>> onClosed) {
      this.roundTrips = roundTrips;
      this.onOpened = new ArrayList<>(onOpened); // short lists are of another class than long ones
      this.onClosed = new ArrayList<>(onClosed);
    }

    @Override
    public void opened(Connection connection) {
      opened.increment();
      tell(onOpened, new ConnectionOpened(connection.snapshot()));
    }

    @Override
    public void moved(ConnectionState from, ConnectionState to) {
      counts.moved(from, to);
    }

    @Override
    public boolean identified(Connection connection) {
      boolean isCounted = users.add(connection);
      // Either the end is seen here, or the release, which follows it, sees the user.
      if (connection.state() == ConnectionState.CLOSED) {
        users.remove(connection);
      }
      return isCounted;
    }

    @Override
    public void released(Connection connection) {
      byId.remove(connection.id());
      users.remove(connection);
      connection.quota().leave();
      counts.leave();
    }

    @Override
    public void closed(Connection connection, CloseReason reason) {
      ConnectionSnapshot last = connection.snapshot();
      dropped.add(last.dropped());
      closedByCode
          .computeIfAbsent(reason.isStandard() ? reason.code() : OTHER, code -> new LongAdder())
          .increment();
      tell(onClosed, new ConnectionClosed(last, reason));
    }

    @Override
    public void hookFailed(Connection connection, RuntimeException failure) {
      report("What was left to be run by " + connection + " failed", failure);
    }

    @Override
    public void roundTrip(long nanos) {
      roundTrips.roundTrip(nanos);
    }

    @Override
    public void exceeded(Limit limit) {
      exceeded[limit.ordinal()].increment();
    }

    @Override
    public Tenant tenant(String name) {
      return tenants.of(name);
    }

    private <E> void tell(List<Consumer<E>> observers, E event) {
      for (Consumer<E> each : observers) {
        try {
          each.accept(event);
        } catch (RuntimeException failure) {
          report("An observer of " + event.getClass().getSimpleName() + " failed", failure);
        }
      }
    }

    private void report(String what, RuntimeException failure) {
      failedObservers.increment();
      if (observerLog.permits()) {
        LOG.log(Level.WARNING, what, failure);
      }
    }
  }
}
