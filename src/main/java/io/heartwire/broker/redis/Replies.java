package io.heartwire.broker.redis;

import io.heartwire.broker.BrokerException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Arguments and replies of scripts, and failures in words. */
final class Replies {

  private Replies() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  static String text(Object reply) {
    return new String((byte[]) reply, StandardCharsets.UTF_8);
  }

  static long number(Object reply) {
    return reply instanceof Long number ? number : Long.parseLong(text(reply));
  }

  /**
   * Gives a command, and fails with a {@link BrokerException} whatever goes wrong.
   *
   * @param operation in words, as {@code adding presence to channel news}
   */
  static <T extends @Nullable Object> CompletionStage<T> named(
      String operation, Supplier<CompletionStage<T>> command) {
    CompletionStage<T> reply;
    try {
      reply = command.get();
    } catch (RuntimeException refused) {
      reply = CompletableFuture.failedFuture(refused);
    }
    return reply
        .toCompletableFuture()
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(inWords(operation, failure)));
  }

  /** The failure itself, without what stages wrap around it. */
  static Throwable causeOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static BrokerException inWords(String operation, Throwable failure) {
    Throwable cause = causeOf(failure);
    if (cause instanceof BrokerException known) {
      return known;
    }
    BrokerException named =
        new BrokerException(
            BrokerException.Kind.UNAVAILABLE,
            "Redis failed at %s: %s".formatted(operation, cause.getMessage()));
    named.initCause(cause);
    return named;
  }
}
