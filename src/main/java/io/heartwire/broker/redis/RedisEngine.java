package io.heartwire.broker.redis;

import io.heartwire.broker.Broker;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineFigures;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.LagListener;
import io.heartwire.broker.Node;
import io.heartwire.broker.Presence;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.SharedCounts;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The engine of many nodes. It connects in the background, for as long as it takes: a start does
 * not wait for Redis.
 */
@Singleton
@Typed(RedisEngine.class)
public final class RedisEngine implements Engine {
  private static final Logger LOG = Logger.getLogger(RedisEngine.class.getName());

  private final RedisConfig config;
  private final NodeLimits limits;
  private final TimeSource time;
  private final DeliveryLag lag;
  private final StoreId store;
  private final RedisBroker broker;
  private final EngineState starting;
  private final Node node;
  private final LateMembership membership;
  private final RedisQueueStore queues;
  private @Nullable NodeLease lease; // guarded by this
  private @Nullable RedisLink opened; // guarded by this
  private boolean closed; // guarded by this
  private volatile @Nullable RedisLink link;

  /** One whose delivery lags nobody asks for. */
  RedisEngine(
      RedisConfig config, NodeLimits limits, Node node, EngineThreads threads, TimeSource time) {
    this(config, limits, node, threads, time, nanos -> {});
  }

  @Inject
  public RedisEngine(
      RedisConfig config,
      NodeLimits limits,
      Node node,
      EngineThreads threads,
      TimeSource time,
      LagListener lags) {
    this.config = config;
    this.limits = limits;
    this.time = time;
    this.node = node;
    this.membership = new LateMembership(node);
    this.lag = new DeliveryLag(time, lags);
    this.store = new StoreId(new ClusterKeys(config.prefix()));
    this.broker = new RedisBroker(config, limits, time, threads, lag, store);
    this.queues = new RedisQueueStore(config.prefix(), node.uid(), config.timeout(), time);
    this.starting = new EngineState("redis", EngineState.Status.STARTING, time.nanos(), "");
    if (config.isSet()) { // else the start fails by the configuration's problem
      threads.execute(this::openOrSay);
    }
  }

  @Override
  public Broker broker() {
    return broker;
  }

  RedisBroker redis() {
    return broker;
  }

  @Override
  public Presence presence() {
    return membership;
  }

  @Override
  public Cluster cluster() {
    return membership;
  }

  @Override
  public SharedCounts counts() {
    return membership;
  }

  @Override
  public QueueStore queues() {
    return queues;
  }

  @Override
  public EngineState state() {
    RedisLink made = link;
    return made == null ? starting : made.state();
  }

  @Override
  public EngineFigures figures() {
    return broker.figures();
  }

  @Override
  public void tick(long now) {
    RedisLink made = link;
    if (made != null) {
      lag.ask(made);
      store.readIfMissing(made);
    }
  }

  @Override
  public void close() {
    RedisLink made;
    NodeLease ours;
    synchronized (this) {
      closed = true;
      made = opened;
      ours = lease;
    }
    if (ours != null) {
      ours.close();
    }
    broker.close();
    if (made != null) {
      made.close();
    }
  }

  /** A pool may keep to itself what a task throws, and nobody would know why there is no Redis. */
  private void openOrSay() {
    try {
      open();
    } catch (RuntimeException | Error failure) {
      LOG.log(
          Level.SEVERE,
          "The client of Redis cannot be used, which is not tried again: see"
              + " heartwire.broker.redis.*, and restart this node",
          failure);
      throw failure;
    }
  }

  private void open() {
    Changes changes = new Changes();
    RedisLink made = new RedisLink(config, time, changes);
    ClusterKeys keys = new ClusterKeys(config.prefix());
    NodeLease ours = new NodeLease(made, keys, node, time);
    synchronized (this) {
      if (!closed) {
        opened = made;
        lease = ours;
      }
    }
    if (opened == null) {
      made.close();
      return;
    }
    changes.lease = ours;
    link = made;
    try {
      begin(made, keys, ours);
    } catch (RejectedExecutionException ended) { // by the timers of a client that is shut down
      synchronized (this) {
        if (!closed) {
          throw ended;
        }
      }
    }
  }

  private void begin(RedisLink made, ClusterKeys keys, NodeLease ours) {
    broker.use(made);
    queues.use(made);
    membership.use(
        new RedisPresence(made, keys, ours, time, broker::publishLeave, limits.maxPresence()),
        new RedisCluster(made, keys, ours, time),
        new LeasedCounts(made, keys, ours));
    ours.add(new LostData(made));
    ours.start();
    made.open();
  }

  /** A Redis that has lost the lease may have lost everything, though the connection lasts. */
  private final class LostData implements LeaseListener {
    private final RedisLink redis;

    LostData(RedisLink redis) {
      this.redis = redis;
    }

    @Override
    public void registered() {
      store.read(redis);
      queues.connected();
    }

    @Override
    public void renewed(Leases leases) {
      // It has not lost it.
    }
  }

  private final class Changes implements RedisLink.Listener {
    private volatile @Nullable NodeLease lease;

    @Override
    public void connected() {
      broker.connected();
      RedisLink made = link;
      if (made != null) {
        lag.reconnected(made);
        store.read(made);
      }
      queues.connected();
      NodeLease ours = lease;
      if (ours != null) {
        ours.renewOrSay();
      }
    }

    @Override
    public void disconnected() {
      store.forget();
    }
  }
}
