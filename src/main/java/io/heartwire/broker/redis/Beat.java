package io.heartwire.broker.redis;

import static io.heartwire.broker.redis.Replies.bytes;
import static io.heartwire.broker.redis.Replies.text;

import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a node sends to itself through Redis, so that it knows whether deliveries arrive. It tries a
 * small write as well: a Redis that is full or a replica answers, and takes none.
 *
 * @param problem why Redis takes no writes, in its words; empty if it takes them
 * @param isMaster whether it is a master
 * @param generation a part of its generation, which is another one after a failover
 */
record Beat(String problem, boolean isMaster, String generation) {
  private static final Duration KEPT = Duration.ofSeconds(10);

  private static final Script SEND =
      Script.of(
          """
          local tried = redis.pcall('SET', KEYS[1], '1', 'PX', ARGV[2])
          redis.call(ARGV[1], KEYS[1], '')
          local info = redis.call('INFO', 'replication')
          return {tried.err or '', string.match(info, 'role:(%w+)') or '',
              string.match(info, 'master_replid:(%w+)') or ''}
          """,
          ScriptOutputType.MULTI);

  /** Sends one to this name. */
  static CompletionStage<Beat> send(RedisLink link, String name) {
    return SEND.<List<Object>>call(
            link, List.of(name), bytes(link.publishing()), bytes(KEPT.toMillis()))
        .thenApply(
            answer ->
                new Beat(
                    text(answer.get(0)),
                    text(answer.get(1)).equals("master"),
                    Replication.shortened(text(answer.get(2)))));
  }
}
