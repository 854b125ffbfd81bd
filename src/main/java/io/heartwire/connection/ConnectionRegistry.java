package io.heartwire.connection;

import io.heartwire.limit.InputBudget;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * <p>Safe for use by any thread. Nothing blocks, and observers are called outside of any lock.
 */
@Internal
@ApplicationScoped
public class ConnectionRegistry implements Connections {
  private static final Logger LOG = Logger.getLogger(ConnectionRegistry.class.getName());

  /**
   * The key under which unknown close codes are counted together, so that peers cannot fill the
   * map.
   */
  private static final int OTHER = 0;

  private final Map<ConnectionId, Connection> byId = new ConcurrentHashMap<>();
  private final Map<Integer, LongAdder> closedByCode = new ConcurrentHashMap<>();
  private final LongAdder opened = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failedObservers = new LongAdder();
  private final TrafficCounts traffic = new TrafficCounts();
  private final LongAdder[] exceeded = adders();
  private final StateCounts counts;
  private final Tenants tenants;
  private final UserIndex users;
  private final int maxPerUser;
  private final RegistryOwner owner;
  private final OutboxPool outboxes;
  private final InputBudget waiting;
  private final TimeSource time;

  /** For the client proxy only. */
  @SuppressWarnings("NullAway")
  protected ConnectionRegistry() {
    counts = null;
    tenants = null;
    users = null;
    maxPerUser = 0;
    owner = null;
    outboxes = null;
    waiting = null;
    time = null;
  }

  @Inject
  public ConnectionRegistry(
      PoolConfig config,
      Tenants tenants,
      OutboxPool outboxes,
      TimeSource time,
      TimingListener timings,
      ConnectionListener listener) {
    this(config, tenants, outboxes, time, timings, listener::opened, listener::closed);
  }

  /** A pool whose observers are given by hand. */
  public ConnectionRegistry(
      PoolConfig config,
      Tenants tenants,
      OutboxPool outboxes,
      TimeSource time,
      TimingListener timings,
      Consumer<ConnectionOpened> onOpened,
      Consumer<ConnectionClosed> onClosed) {
    this.counts = new StateCounts(config.maxConnections());
    this.tenants = tenants;
    this.users = new UserIndex(config.maxPerUser());
    this.maxPerUser = config.maxPerUser();
    this.outboxes = outboxes;
    this.waiting = new InputBudget(config.mostWaitingBytes(Runtime.getRuntime().maxMemory()));
    this.time = time;
    this.owner = new RegistryUpdates(timings, onOpened, onClosed);
  }

  /**
   * Returns this object without its CDI client proxy, which costs each call some lookups: for
   * callers that use it on every handshake. It is an {@code Optional}, and never empty, because a
   * proxy returns itself where a method returns {@code this} directly.
   */
  public Optional<ConnectionRegistry> itself() {
    return Optional.of(this);
  }

  /**
   * Returns whether the pool is full, so that {@link #admit} would refuse every client now. For
   * callers that can refuse a client before they have spent anything on it. A result of true is
   * counted as a refusal.
   */
  public boolean refusesNow() {
    boolean isFull = counts.isFull();
    if (isFull) {
      refused.increment();
    }
    return isFull;
  }

  /**
   * Returns whether the user has reached the limit of connections; anonymous users have no limit.
   */
  public boolean isFullFor(String user) {
    return users.isFull(user);
  }

  /** Returns whether the tenant has reached its limit of connections. */
  public boolean isFullForTenant(String tenant) {
    return tenants.of(tenant).isFull();
  }

  /**
   * Admits a client as {@code PENDING}, or refuses it when the pool is full or when the user or the
   * tenant has reached its limit of connections.
   *
   * <p>The caller must open the connection or {@linkplain Connection#ended end} it. The heartbeat
   * closes one that is neither after {@code heartwire.pool.pending-timeout}.
   *
   * @param atRelease run once when the connection is released, by the thread that ends it; not run
   *     for a client that is refused
   */
  public Optional<Connection> admit(Peer peer, Runnable atRelease) {
    if (!counts.enter()) {
      refused.increment();
      return Optional.empty();
    }
    Tenant tenant = tenants.of(peer.tenant());
    if (!tenant.enter()) {
      owner.exceeded(ConnectionLimit.TENANT_CONNECTIONS);
      counts.turnAway();
      return Optional.empty();
    }
    ConnectionQuota quota = new ConnectionQuota(owner, tenant, waiting, time);
    Connection connection = new Connection(peer, owner, quota, outboxes, time, atRelease);
    if (!users.add(connection)) {
      quota.leave();
      counts.turnAway();
      return Optional.empty();
    }
    byId.put(connection.id(), connection);
    return Optional.of(connection);
  }

  /** Visits all connections. Those that are admitted or released meanwhile may be seen or not. */
  public void forEach(Consumer<Connection> visitor) {
    byId.values().forEach(visitor);
  }

  /** Returns the connection itself if it is not yet released. */
  public Optional<Connection> connection(ConnectionId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Returns the present connections of one user. */
  public List<Connection> connectionsOf(String user) {
    return users.of(user);
  }

  /** Returns all users with a connection, without the anonymous. */
  public Set<String> userNames() {
    return users.names();
  }

  /** The most connections of one user; 0 = no limit. */
  public int maxPerUser() {
    return maxPerUser;
  }

  /** Tells from now on whose number of connections changes. */
  public void watch(UserWatch watch) {
    users.watch(watch);
  }

  /** The number of distinct users; all anonymous connections count as one user. */
  public int users() {
    int anonymous = counts.read().total() - users.connections();
    return users.users() + (anonymous > 0 ? 1 : 0);
  }

  /** How often a connection has exceeded this limit since the start. */
  public long exceeded(ConnectionLimit limit) {
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

  /** What all connections together have carried since the start; visits none. */
  public ConnectionTraffic traffic() {
    return traffic.read();
  }

  private static LongAdder[] adders() {
    return Arrays.stream(ConnectionLimit.values())
        .map(limit -> new LongAdder())
        .toArray(LongAdder[]::new);
  }

  /** Keeps the indexes and counts up to date, and tells observers. */
  private final class RegistryUpdates implements RegistryOwner {
    private final TimingListener timings;
    private final Consumer<ConnectionOpened> onOpened;
    private final Consumer<ConnectionClosed> onClosed;
    private final LogThrottle observerLog = new LogThrottle(time);

    RegistryUpdates(
        TimingListener timings,
        Consumer<ConnectionOpened> onOpened,
        Consumer<ConnectionClosed> onClosed) {
      this.timings = timings;
      this.onOpened = onOpened;
      this.onClosed = onClosed;
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
      // Either this sees the end, or the release, which comes after the end, sees the user.
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
      report("A callback of " + connection + " failed", failure);
    }

    @Override
    public void received(int bytes, boolean complete) {
      traffic.received(bytes, complete);
    }

    @Override
    public void sent(int messages, int bytes) {
      traffic.sent(messages, bytes);
    }

    @Override
    public void roundTrip(long nanos) {
      timings.roundTrip(nanos);
    }

    @Override
    public void written(long nanos) {
      timings.written(nanos);
    }

    @Override
    public void exceeded(ConnectionLimit limit) {
      exceeded[limit.ordinal()].increment();
    }

    @Override
    public Tenant tenant(String name) {
      return tenants.of(name);
    }

    private <E> void tell(Consumer<E> observers, E event) {
      try {
        observers.accept(event);
      } catch (RuntimeException failure) {
        report("An observer of " + event.getClass().getSimpleName() + " failed", failure);
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
