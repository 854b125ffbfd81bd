package io.heartwire.api;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelOptions;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.hub.Client;
import io.heartwire.hub.Clients;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Does something to the clients of a user. That there are none now is a success: there is nothing
 * to do. Safe for use by any thread.
 */
@Singleton
class ClientCommands {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final int LEAST_CODE = 3000;
  private static final int MOST_CODE = 4999;

  private final Clients clients;
  private final ChannelRules rules;
  private final TimeSource time;

  @Inject
  ClientCommands(Clients clients, ChannelRules rules, TimeSource time) {
    this.clients = clients;
    this.rules = rules;
    this.time = time;
  }

  CompletionStage<Answer> subscribe(Request.Subscribe request) {
    Names.requireUser(request.target());
    ChannelName channel = Names.channel(request.channel());
    checkOverrides(channel, request);
    Duration ttl = request.expireAt() == 0 ? null : until(request.expireAt());
    if (ttl != null && ttl.isNegative()) {
      throw ApiException.badRequest("expire_at is in the past");
    }
    SubscribeGrant grant = new SubscribeGrant(request.info(), request.data(), ttl);
    SubscribeRequest wanted = wanted(request);
    List<CompletableFuture<@Nullable Void>> each = new ArrayList<>();
    for (Client client : meant(request.target())) {
      each.add(client.subscribe(channel, wanted, grant).toCompletableFuture());
    }
    return Stages.all(each).thenApply(all -> new Answer.Done());
  }

  CompletionStage<Answer> unsubscribe(Request.Unsubscribe request) {
    Names.requireUser(request.target());
    ChannelName channel = Names.channel(request.channel());
    meant(request.target()).forEach(client -> client.unsubscribe(channel));
    return done();
  }

  CompletionStage<Answer> disconnect(Request.Disconnect request) {
    Request.Target target = request.target();
    Names.requireUser(target);
    CloseReason reason = reason(request.reason());
    clients.disconnect(
        target.user(), id -> target.means(id) && !request.whitelist().contains(id), reason);
    return done();
  }

  CompletionStage<Answer> refresh(Request.Refresh request) {
    Names.requireUser(request.target());
    Request.Target target = request.target();
    Duration ttl = request.expireAt() == 0 ? null : until(request.expireAt());
    if (request.expired() || (ttl != null && ttl.isNegative())) {
      clients.disconnect(target.user(), target::means, CloseReason.EXPIRED);
    } else {
      clients.refresh(target.user(), target::means, ttl);
    }
    return done();
  }

  private List<Client> meant(Request.Target target) {
    return clients.of(target.user()).stream()
        .filter(client -> target.means(client.info().client()))
        .toList();
  }

  private static SubscribeRequest wanted(Request.Subscribe request) {
    Request.Overrides overrides = request.overrides();
    return new SubscribeRequest(
        request.since(),
        isSet(overrides.forceRecovery()),
        isSet(overrides.forcePositioning()),
        isSet(overrides.forcePushJoinLeave()),
        false,
        null,
        Payload.EMPTY);
  }

  /** An override that would have no effect is refused, not ignored. */
  private void checkOverrides(ChannelName channel, Request.Subscribe request) {
    Request.Overrides overrides = request.overrides();
    ChannelOptions options = rules.of(channel);
    requireSame("presence", overrides.presence(), options.presence());
    requireSame("join_leave", overrides.joinLeave(), options.joinLeave());
    requireNotLess("force_recovery", overrides.forceRecovery(), options.forceRecovery());
    requireNotLess("force_positioning", overrides.forcePositioning(), options.forcePositioning());
    boolean needsHistory =
        request.since() != null
            || isSet(overrides.forceRecovery())
            || isSet(overrides.forcePositioning());
    if (needsHistory) {
      rules.requireHistory(channel);
    }
    if (isSet(overrides.forcePushJoinLeave()) && !options.joinLeave()) {
      throw new ApiException(
          ApiError.notAvailable(
              "channel " + channel + " does not tell who comes and goes: set join-leave"));
    }
  }

  private static void requireSame(String option, @Nullable Boolean wanted, boolean present) {
    if (wanted != null && wanted != present) {
      throw ApiException.badRequest(
          "override.%s is not supported: it is %b for the whole namespace"
              .formatted(option, present));
    }
  }

  private static void requireNotLess(String option, @Nullable Boolean wanted, boolean forced) {
    if (wanted != null && !wanted && forced) {
      throw ApiException.badRequest(
          "override.%s cannot be false: the namespace forces it".formatted(option));
    }
  }

  private static boolean isSet(@Nullable Boolean flag) {
    return flag != null && flag;
  }

  private static CloseReason reason(Request.@Nullable Reason given) {
    if (given == null) {
      return CloseReason.FORCE_NO_RECONNECT;
    }
    if (given.code() < LEAST_CODE || given.code() > MOST_CODE) {
      throw ApiException.badRequest(
          "disconnect.code must be from %d to %d".formatted(LEAST_CODE, MOST_CODE));
    }
    return new CloseReason((int) given.code(), given.text());
  }

  /** From now until then; negative if that is over. */
  private Duration until(long expireAt) {
    long seconds = expireAt - time.wallClock().getEpochSecond();
    if (seconds > LONGEST.toSeconds()) {
      throw ApiException.badRequest(
          "expire_at must be within 100 years, in seconds (not milliseconds) since 1970");
    }
    return Duration.ofSeconds(seconds > 0 ? seconds : -1);
  }

  private static CompletionStage<Answer> done() {
    return CompletableFuture.completedStage(new Answer.Done());
  }
}
