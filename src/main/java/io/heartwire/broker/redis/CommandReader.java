package io.heartwire.broker.redis;

import io.heartwire.broker.redis.CommandLog.Entry;
import io.heartwire.broker.redis.CommandLog.Kept;
import io.heartwire.broker.redis.CommandLog.Page;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the commands of other nodes, each once and in order, from where they first saw the lease of
 * this node: since then they wait for its answers. It looks when it is told of news, and after each
 * renewal of the lease in case the news were lost.
 *
 * <p>Numbers without gaps tell when commands were missed, because the node was away for longer than
 * the stream reaches, or Redis went back to an older state. Then those that are kept are read.
 */
final class CommandReader {
  private static final Logger LOG = Logger.getLogger(CommandReader.class.getName());

  private final CommandLog commands;
  private final NodeLease lease;
  private final BiConsumer<StoredCommand, Boolean> doer;
  private final LogThrottle log;
  private final AsyncRounds rounds;
  private final LongAdder gaps = new LongAdder();
  private final FailureLog unreadable;

  // Used in rounds only, which come one after the other.
  private boolean hasJoined;
  private String place = "";
  private long last;
  private long replayed;
  private long replayUntil;

  /**
   * @param lease this node's, whose own commands are done already
   * @param doer does a command, and is told whether its sender waits for an answer
   */
  CommandReader(
      RedisLink link,
      CommandLog commands,
      NodeLease lease,
      BiConsumer<StoredCommand, Boolean> doer,
      TimeSource time) {
    this.commands = commands;
    this.lease = lease;
    this.doer = doer;
    this.log = new LogThrottle(time);
    this.unreadable = new FailureLog(link, time, "A command of another node was not done");
    FailureLog failures =
        new FailureLog(link, time, "Commands can't be read, and are after the next renewal");
    this.rounds = new AsyncRounds(link.threads(), this::round, failures::add);
  }

  /** Looks for commands. */
  void look() {
    rounds.request();
  }

  /** How often commands were missed. */
  long gaps() {
    return gaps.sum();
  }

  private CompletionStage<Boolean> round() {
    if (!hasJoined) {
      return join();
    }
    return replayed < replayUntil
        ? commands.kept(replayed, replayUntil).thenApply(this::doKept)
        : commands.after(place).thenApply(this::doNew);
  }

  /** Not at the end: what came since the node is known would be nobody's. */
  private CompletionStage<Boolean> join() {
    long since = lease.since();
    if (since == 0) {
      return CompletableFuture.completedStage(false); // it looks again when there is a lease
    }
    String before = (since - 1) + "-0"; // places are milliseconds of the same clock
    return commands
        .after(before)
        .thenApply(
            page -> {
              place = before;
              last = page.entries().isEmpty() ? page.last() : page.entries().get(0).number() - 1;
              replay(0, last);
              hasJoined = true;
              return true;
            });
  }

  private boolean doKept(List<Kept> page) {
    for (Kept kept : page) {
      replayed = kept.number();
      if (!kept.left().isZero()) {
        read(kept.command(), command -> doer.accept(command.keptFor(kept.left()), false));
      }
    }
    if (page.isEmpty()) {
      replayed = replayUntil;
    }
    return true;
  }

  private boolean doNew(Page page) {
    long next = page.entries().isEmpty() ? page.last() + 1 : page.entries().get(0).number();
    if (next != last + 1) {
      gaps.increment();
      if (log.permits()) {
        LOG.log(
            Level.WARNING,
            "This node has missed commands of others, {0} to {1}, since it was away for more than"
                + " {2} s or Redis lost data; it does those that are kept",
            new Object[] {last + 1, next - 1, CommandLog.WINDOW.toSeconds()});
      }
      replay(next <= last ? 0 : last, next - 1);
      last = next - 1;
      return true;
    }
    for (Entry entry : page.entries()) {
      place = entry.place();
      last = entry.number();
      read(entry.command(), command -> doer.accept(command, true));
    }
    return !page.entries().isEmpty();
  }

  private void replay(long above, long until) {
    replayed = above;
    replayUntil = until;
  }

  private void read(byte[] json, Consumer<StoredCommand> then) {
    try {
      StoredCommand command = StoredCommand.of(json);
      if (!command.from().equals(lease.me())) {
        then.accept(command);
      }
    } catch (IOException | RuntimeException failure) {
      unreadable.add(failure);
    }
  }
}
