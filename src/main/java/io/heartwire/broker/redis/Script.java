package io.heartwire.broker.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.Base16;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script, called by its digest. Where Redis does not know it, after a restart or a failover,
 * it is sent whole. Safe for use by any thread.
 *
 * @param body the source
 * @param digest SHA-1 of the source, in hex
 * @param output how its answer is read
 */
record Script(byte[] body, String digest, ScriptOutputType output) {
  private static final long FIRST_PAUSE_MILLIS = 25;
  private static final long LONGEST_PAUSE_MILLIS = 200;

  static Script of(String source, ScriptOutputType output) {
    byte[] body = source.getBytes(StandardCharsets.UTF_8);
    return new Script(body, Base16.digest(body), output);
  }

  /**
   * Calls it; the arguments must fit the source. A Redis Cluster that moves the slot refuses it as
   * long as some of the keys are here and some there, or there are none yet: it is tried again
   * until the link's time-out has passed.
   */
  <T> CompletionStage<T> call(RedisLink link, List<String> keys, byte[]... arguments) {
    return tried(link, keys, arguments, FIRST_PAUSE_MILLIS, link.timeout().toMillis());
  }

  private <T> CompletableFuture<T> tried(
      RedisLink link, List<String> keys, byte[][] arguments, long pause, long left) {
    return this.<T>call(link.commands(), keys, arguments)
        .toCompletableFuture()
        .exceptionallyCompose(
            failure ->
                left > 0 && isMoving(Replies.causeOf(failure))
                    ? new CompletableFuture<@Nullable Void>()
                        .completeOnTimeout(null, pause, TimeUnit.MILLISECONDS)
                        .thenCompose(
                            done ->
                                this.<T>tried(
                                    link,
                                    keys,
                                    arguments,
                                    Math.min(2 * pause, LONGEST_PAUSE_MILLIS),
                                    left - pause))
                    : CompletableFuture.failedFuture(failure));
  }

  private static boolean isMoving(Throwable cause) {
    return cause instanceof RedisCommandExecutionException
        && String.valueOf(cause.getMessage()).startsWith("TRYAGAIN");
  }

  /** The same on this connection, once. */
  <T> CompletionStage<T> call(
      RedisClusterAsyncCommands<String, byte[]> redis, List<String> keys, byte[]... arguments) {
    String[] names = keys.toArray(String[]::new);
    return redis
        .<T>evalsha(digest, output, names, arguments)
        .toCompletableFuture()
        .exceptionallyCompose(
            failure ->
                Replies.causeOf(failure) instanceof RedisNoScriptException
                    ? redis.<T>eval(body, output, names, arguments).toCompletableFuture()
                    : CompletableFuture.failedFuture(failure));
  }
}
