package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.SharedCounts;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Counts in one hash per node, which lasts {@link #KEPT} after the last exchange. An exchange is
 * one script, so that of two nodes one comes first.
 */
final class LeasedCounts implements SharedCounts, LeaseListener {
  /** Shorter than a lease: a node that hangs rather counts too little than too much. */
  static final Duration KEPT = Duration.ofSeconds(3);

  /**
   * Keys: this node's hash, those of the others. Arguments: milliseconds, 1 to begin anew, then
   * name, number and limit of each. The field without a name keeps an empty hash.
   */
  private static final Script EXCHANGE =
      Script.of(
          """
          if ARGV[2] == '1' then redis.call('DEL', KEYS[1]) end
          local answer = {1 - redis.call('EXISTS', KEYS[1])}
          for i = 3, #ARGV, 3 do
            local here, most, elsewhere = tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), 0
            for k = 2, #KEYS do
              elsewhere = elsewhere + tonumber(redis.call('HGET', KEYS[k], ARGV[i]) or '0')
            end
            if most > 0 then here = math.max(0, math.min(here, most - elsewhere)) end
            if here > 0 then
              redis.call('HSET', KEYS[1], ARGV[i], string.format('%.0f', here))
            else
              redis.call('HDEL', KEYS[1], ARGV[i])
            end
            answer[#answer + 1] = elsewhere
          end
          redis.call('HSET', KEYS[1], '', '1')
          redis.call('PEXPIRE', KEYS[1], ARGV[1])
          return answer
          """,
          ScriptOutputType.MULTI);

  private final RedisLink link;
  private final ClusterKeys keys;
  private final String uid;
  private volatile List<String> others = List.of();

  /**
   * Of two nodes that have told their counts before they knew of each other, neither would see the
   * other's.
   */
  private final AtomicBoolean hasNewOther = new AtomicBoolean();

  /** Before the lease is started. */
  LeasedCounts(RedisLink link, ClusterKeys keys, NodeLease lease) {
    this.link = link;
    this.keys = keys;
    this.uid = lease.me().uid();
    lease.add(this);
  }

  @Override
  public void renewed(Leases leases) {
    List<String> known = others;
    others = leases.others(uid).stream().map(node -> keys.counts(node.id().uid())).toList();
    if (!known.containsAll(others)) {
      hasNewOther.set(true);
    }
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public CompletionStage<Others> exchange(boolean anew, List<Count> counts) {
    if (counts.size() > MOST_AT_ONCE) {
      return CompletableFuture.failedStage(
          new BrokerException("more than " + MOST_AT_ONCE + " counts at once: " + counts.size()));
    }
    boolean isNewToSome = hasNewOther.getAndSet(false); // before the others are read
    List<String> names = new ArrayList<>();
    names.add(keys.counts(uid));
    names.addAll(others);
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(Replies.bytes(KEPT.toMillis()));
    arguments.add(Replies.bytes(anew ? 1 : 0));
    for (Count count : counts) {
      arguments.add(Replies.bytes(count.name()));
      arguments.add(Replies.bytes(count.here()));
      arguments.add(Replies.bytes(count.most()));
    }
    return Replies.named(
        "counting for limits of all nodes",
        () ->
            EXCHANGE
                .<List<Object>>call(link, names, arguments.toArray(byte[][]::new))
                .thenApply(answer -> read(answer, isNewToSome)));
  }

  private static Others read(List<Object> answer, boolean isNewToSome) {
    return new Others(
        isNewToSome || Replies.number(answer.get(0)) == 1,
        answer.stream().skip(1).map(sum -> (int) Replies.number(sum)).toList());
  }
}
