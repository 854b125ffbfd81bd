package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The commands in Redis, numbered without gaps: a short stream of the latest, and apart from it
 * those that are kept. Safe for use by any thread; nothing blocks.
 */
final class CommandLog {
  /** The most kept commands. */
  static final int MOST_KEPT = 100_000;

  /** How long a command waits for nodes that are away, unless it is kept. */
  static final Duration WINDOW = Duration.ofSeconds(60);

  private static final int MOST_IN_STREAM = 10_000;
  private static final int PAGE = 100;

  private static final String NOW =
      """
      local t = redis.call('TIME')
      local now = t[1] * 1000 + math.floor(t[2] / 1000)
      local function text(number) return string.format('%.0f', number) end
      """;

  /** Answers with the leases that have not ended. */
  static final Script ADD =
      Script.of(
          NOW
              + """
              local keep = tonumber(ARGV[2])
              if keep > 0 then
                local over = redis.call('ZRANGEBYSCORE', KEYS[4], '-inf', text(now), 'LIMIT', 0, 1000)
                for _, each in ipairs(over) do
                  redis.call('ZREM', KEYS[3], each)
                  redis.call('ZREM', KEYS[4], each)
                  redis.call('HDEL', KEYS[5], each)
                end
                if redis.call('ZCARD', KEYS[3]) >= tonumber(ARGV[3]) then return {'full'} end
              end
              local number = text(redis.call('HINCRBY', KEYS[2], 'command', 1))
              redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[4], '*', 'n', number, 'c', ARGV[1])
              redis.call('XTRIM', KEYS[1], 'MINID', '~', text(now - ARGV[5]) .. '-0')
              if keep > 0 then
                redis.call('ZADD', KEYS[3], number, number)
                redis.call('ZADD', KEYS[4], text(now + keep), number)
                redis.call('HSET', KEYS[5], number, ARGV[1])
              end
              redis.call('PUBLISH', ARGV[6], number)
              local answer = {'added'}
              local all = redis.call('ZRANGEBYSCORE', KEYS[6], '(' .. text(now), '+inf')
              for _, each in ipairs(all) do
                answer[#answer + 1] = each
                answer[#answer + 1] = redis.call('HGET', KEYS[7], each) or '{}'
              end
              return answer
              """,
          ScriptOutputType.MULTI);

  /** Answers with the last number, and places, numbers and commands after a place. */
  private static final Script READ =
      Script.of(
          NOW
              + """
              local from = '(' .. ARGV[1]
              local oldest = now - ARGV[3]
              if tonumber(string.match(ARGV[1], '^%d+')) < oldest then
                from = text(oldest) .. '-0'
              end
              local answer = {redis.call('HGET', KEYS[2], 'command') or '0'}
              for _, e in ipairs(redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', ARGV[2])) do
                answer[#answer + 1] = e[1]
                answer[#answer + 1] = e[2][2]
                answer[#answer + 1] = e[2][4]
              end
              return answer
              """,
          ScriptOutputType.MULTI);

  /** Answers with numbers, milliseconds left (0 = over) and kept commands between two numbers. */
  private static final Script KEPT =
      Script.of(
          NOW
              + """
              local answer = {}
              local page = redis.call(
                'ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
              for _, each in ipairs(page) do
                local left = (redis.call('ZSCORE', KEYS[2], each) or now) - now
                answer[#answer + 1] = each
                answer[#answer + 1] = text(math.max(left, 0))
                answer[#answer + 1] = redis.call('HGET', KEYS[3], each) or ''
              end
              return answer
              """,
          ScriptOutputType.MULTI);

  /**
   * A command in the stream.
   *
   * @param place in the stream
   * @param number the next one's is one more
   */
  record Entry(String place, long number, byte[] command) {}

  /**
   * Commands of the stream.
   *
   * @param last the number of the last one of all
   */
  record Page(long last, List<Entry> entries) {}

  /**
   * A command that is kept.
   *
   * @param left what is left of its time; zero = it is over
   */
  record Kept(long number, Duration left, byte[] command) {}

  private final RedisLink link;
  private final ClusterKeys keys;
  private final int mostKept;

  CommandLog(RedisLink link, ClusterKeys keys, int mostKept) {
    this.link = link;
    this.keys = keys;
    this.mostKept = mostKept;
  }

  /** Adds a command, and returns the leases of the nodes that are there. */
  CompletionStage<List<Lease>> add(StoredCommand command) {
    String operation = command.control().operation();
    return Replies.named(
        "handing over the command " + operation,
        () ->
            ADD.<List<Object>>call(
                    link,
                    List.of(
                        keys.commands(),
                        keys.state(),
                        keys.kept(),
                        keys.keptUntil(),
                        keys.keptBodies(),
                        keys.leases(),
                        keys.nodes()),
                    command.json(),
                    Replies.bytes(command.control().keepFor().toMillis()),
                    Replies.bytes(mostKept),
                    Replies.bytes(MOST_IN_STREAM),
                    Replies.bytes(WINDOW.toMillis()),
                    Replies.bytes(keys.commandNews()))
                .thenApply(answer -> leases(operation, answer)));
  }

  /** The next commands after this place, those of the last {@link #WINDOW}. */
  CompletionStage<Page> after(String place) {
    return Replies.named(
        "reading commands",
        () ->
            READ.<List<Object>>call(
                    link,
                    List.of(keys.commands(), keys.state()),
                    Replies.bytes(place),
                    Replies.bytes(PAGE),
                    Replies.bytes(WINDOW.toMillis()))
                .thenApply(CommandLog::page));
  }

  /** The next kept commands with numbers above the first and not above the last. */
  CompletionStage<List<Kept>> kept(long above, long last) {
    return Replies.named(
        "reading kept commands",
        () ->
            KEPT.<List<Object>>call(
                    link,
                    List.of(keys.kept(), keys.keptUntil(), keys.keptBodies()),
                    Replies.bytes(above),
                    Replies.bytes(last),
                    Replies.bytes(PAGE))
                .thenApply(CommandLog::keptOnes));
  }

  private List<Lease> leases(String operation, List<Object> answer) {
    if (Replies.text(answer.get(0)).equals("full")) {
      throw new BrokerException(
          "the command %s was done on this node only: %d kept commands are the limit; those that have ended make room"
              .formatted(operation, mostKept));
    }
    List<Lease> leases = new ArrayList<>();
    for (int i = 1; i + 1 < answer.size(); i += 2) {
      leases.add(Lease.of(Replies.text(answer.get(i)), (byte[]) answer.get(i + 1), 1));
    }
    return leases;
  }

  private static Page page(List<Object> answer) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 1; i + 2 < answer.size(); i += 3) {
      entries.add(
          new Entry(
              Replies.text(answer.get(i)),
              Replies.number(answer.get(i + 1)),
              (byte[]) answer.get(i + 2)));
    }
    return new Page(Replies.number(answer.get(0)), entries);
  }

  private static List<Kept> keptOnes(List<Object> answer) {
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i + 2 < answer.size(); i += 3) {
      kept.add(
          new Kept(
              Replies.number(answer.get(i)),
              Duration.ofMillis(Replies.number(answer.get(i + 1))),
              (byte[]) answer.get(i + 2)));
    }
    return kept;
  }
}
