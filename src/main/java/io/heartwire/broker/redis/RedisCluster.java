package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.time.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The nodes that share a Redis, by their leases, and commands for all of them. */
final class RedisCluster implements Cluster, LeaseListener {
  private final NodeLease lease;
  private final String uid;
  private final CommandLog commands;
  private final CommandReader reader;
  private final CommandAnswers answers;
  private final FailureLog unanswered;
  private final InOrder sending = new InOrder();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicReference<@Nullable ControlListener> listener = new AtomicReference<>();

  /** Before the lease is started. */
  RedisCluster(RedisLink link, ClusterKeys keys, NodeLease lease, TimeSource time) {
    this(link, keys, lease, time, CommandLog.MOST_KEPT);
  }

  RedisCluster(RedisLink link, ClusterKeys keys, NodeLease lease, TimeSource time, int mostKept) {
    this.lease = lease;
    this.uid = lease.me().uid();
    this.commands = new CommandLog(link, keys, mostKept);
    this.reader = new CommandReader(link, commands, lease, this::doHere, time);
    this.answers = new CommandAnswers(link, keys);
    this.unanswered =
        new FailureLog(link, time, "The sender of a command does not get the answer of this node");
    link.news().add(keys.commandNews(), number -> look(), this::look);
    link.news().add(keys.answerNews(uid), id -> answers.collect(Replies.text(id)), () -> {});
    lease.add(this);
  }

  @Override
  public void start(ControlListener first) {
    if (!listener.compareAndSet(null, first)) {
      throw new IllegalStateException("the cluster has been started already");
    }
    lease.figures(first::figures);
    if (!lease.id().isEmpty()) {
      lease.renewOrSay(); // otherwise it will be, as soon as Redis is reached
    }
  }

  @Override
  public List<NodeInfo> nodes() {
    return lease.nodes();
  }

  @Override
  public int size() {
    return lease.size();
  }

  @Override
  public CompletionStage<List<NodeAnswer>> send(Control command) {
    ControlListener here = listener.get();
    if (here == null) {
      return CompletableFuture.completedStage(List.of());
    }
    CompletableFuture<List<NodeAnswer>> all = new CompletableFuture<>();
    if (underWay.incrementAndGet() > CommandAnswers.MOST_UNDER_WAY) {
      underWay.decrementAndGet();
      all.completeExceptionally(tooMany(command));
      return all;
    }
    CompletableFuture<?> unused = all.whenComplete((done, failure) -> underWay.decrementAndGet());
    StoredCommand envelope =
        new StoredCommand(uid + ':' + sent.incrementAndGet(), lease.me(), command);
    sending.run(() -> handOver(here, envelope, all));
    return all;
  }

  /** Here at once, and to the others through Redis. */
  private void handOver(
      ControlListener here, StoredCommand command, CompletableFuture<List<NodeAnswer>> all) {
    NodeInfo self = lease.here();
    CompletableFuture<NodeAnswer> own =
        NodeAnswer.of(self, () -> here.control(command.from(), command.control()))
            .toCompletableFuture()
            .copy()
            .completeOnTimeout(
                CommandAnswers.notReached(self),
                CommandAnswers.LIMIT.toMillis(),
                TimeUnit.MILLISECONDS);
    commands
        .add(command)
        .thenCompose(leases -> answers.await(command.id(), new Leases(leases, 0).others(uid)))
        .thenCombine(own, RedisCluster::together)
        .whenComplete(
            (list, failure) -> {
              if (failure == null) {
                all.complete(list);
              } else {
                all.completeExceptionally(
                    failure.getCause() instanceof BrokerException cause ? cause : failure);
              }
            });
  }

  @Override
  public void renewed(Leases leases) {
    look();
  }

  private void look() {
    if (listener.get() != null) {
      reader.look();
    }
  }

  /** How often this node has missed commands of others. */
  long gaps() {
    return reader.gaps();
  }

  private void doHere(StoredCommand command, boolean isAwaited) {
    ControlListener here = listener.get();
    if (here == null) {
      return;
    }
    NodeInfo self = new NodeInfo(lease.me(), "", "", Payload.EMPTY);
    CompletionStage<NodeAnswer> done =
        NodeAnswer.of(self, () -> here.control(command.from(), command.control()));
    if (isAwaited) {
      done.thenCompose(answer -> answers.send(command, answer))
          .whenComplete((sent, failure) -> unanswered.add(failure));
    }
  }

  private static List<NodeAnswer> together(List<NodeAnswer> others, NodeAnswer own) {
    List<NodeAnswer> all = new ArrayList<>();
    all.add(own);
    all.addAll(others);
    return List.copyOf(all);
  }

  private static BrokerException tooMany(Control command) {
    return new BrokerException(
        "the command %s was not sent: %d commands wait for the answers of other nodes, which is the limit"
            .formatted(command.operation(), CommandAnswers.MOST_UNDER_WAY));
  }
}
