package io.heartwire.hub;

import io.heartwire.broker.Control;
import io.heartwire.broker.Payload;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.hook.RefusedException;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Does operations to the clients of this node. That there are none now is a success: there is
 * nothing to do. Safe for use by any thread; nothing blocks.
 */
@Internal
@Singleton
public class OperationRunner {
  private static final int LIMIT_EXCEEDED = 106;
  private static final int NOT_AVAILABLE = 108;

  /** For how long what is over already is remembered: long enough to close what it has opened. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final Clients clients;
  private final Revocations revocations;
  private final TimeSource time;

  @Inject
  public OperationRunner(Clients clients, Revocations revocations, TimeSource time) {
    this.clients = clients;
    this.revocations = revocations;
    this.time = time;
  }

  /**
   * Does what a node of the cluster wants.
   *
   * @return fails if it can't be done
   * @throws RefusedException if this version cannot do it
   */
  public CompletionStage<@Nullable Void> run(Control command) {
    try {
      return run(
          OperationCodec.read(command)
              .orElseThrow(
                  () ->
                      new RefusedException(
                          NOT_AVAILABLE,
                          "not available: this node's version has no operation "
                              + command.operation())));
    } catch (IOException | IllegalArgumentException wrong) {
      throw new RefusedException(
          RefusedException.BAD_REQUEST, "bad request: " + wrong.getMessage());
    }
  }

  private CompletionStage<@Nullable Void> run(Operation operation) {
    if (operation instanceof Operation.Subscribe subscribe) {
      return subscribe(subscribe);
    } else if (operation instanceof Operation.Unsubscribe unsubscribe) {
      meant(unsubscribe.target()).forEach(client -> client.unsubscribe(unsubscribe.channel()));
    } else if (operation instanceof Operation.Disconnect disconnect) {
      ClientTarget target = disconnect.target();
      clients.disconnect(
          target.user(),
          id -> target.means(id) && !disconnect.whitelist().contains(id),
          disconnect.reason());
    } else if (operation instanceof Operation.Refresh refresh) {
      ClientTarget target = refresh.target();
      clients.refresh(target.user(), target::means, refresh.ttl(), refresh.info());
    } else if (operation instanceof Operation.RevokeToken revoke) {
      requireKept(revocations.revoke(revoke.id(), lasting(revoke.until())));
    } else if (operation instanceof Operation.InvalidateTokens invalidate) {
      requireKept(
          revocations.invalidate(
              invalidate.user(), invalidate.issuedBefore(), lasting(invalidate.until())));
    }
    return CompletableFuture.completedStage(null);
  }

  private CompletionStage<@Nullable Void> subscribe(Operation.Subscribe it) {
    SubscribeRequest wanted =
        new SubscribeRequest(it.since(), false, false, false, false, null, Payload.EMPTY);
    List<CompletableFuture<@Nullable Void>> each = new ArrayList<>();
    for (Client client : meant(it.target())) {
      each.add(client.subscribe(it.channel(), wanted, it.grant()).toCompletableFuture());
    }
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .<@Nullable Void>thenApply(done -> null);
  }

  private List<Client> meant(ClientTarget target) {
    return clients.of(target.user()).stream()
        .filter(client -> target.means(client.info().client()))
        .toList();
  }

  /** By this node's clock, as are the tokens that it verifies. */
  private @Nullable Duration lasting(@Nullable Instant until) {
    if (until == null) {
      return null;
    }
    Duration left = Duration.between(time.wallClock(), until);
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  private static void requireKept(boolean isKept) {
    if (!isKept) {
      throw new RefusedException(
          LIMIT_EXCEEDED,
          "limit exceeded: as many revocations as heartwire.token.max-revocations are kept already:"
              + " give them an expire_at, or raise it");
    }
  }
}
