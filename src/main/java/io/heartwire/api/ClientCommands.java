package io.heartwire.api;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.connection.CloseReason;
import io.heartwire.hub.ClientTarget;
import io.heartwire.hub.Operation;
import io.heartwire.hub.Operations;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Does something to the clients of a user, on all nodes. Requests are checked here, before any node
 * does anything. Safe for use by any thread.
 */
@Singleton
class ClientCommands {
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final int LEAST_CODE = 3000;
  private static final int MOST_CODE = 4999;

  private final Operations operations;
  private final ChannelRules rules;
  private final TimeSource time;

  @Inject
  ClientCommands(Operations operations, ChannelRules rules, TimeSource time) {
    this.operations = operations;
    this.rules = rules;
    this.time = time;
  }

  CompletionStage<ApiAnswer> subscribe(ApiRequest.Subscribe request) {
    NameCheck.requireUser(request.target());
    ChannelName channel = known(request.channel());
    checkOverrides(channel, request);
    Duration ttl = request.expireAt() == 0 ? null : until(request.expireAt());
    if (ttl != null && ttl.isNegative()) {
      throw ApiException.badRequest("expire_at is in the past");
    }
    SubscribeGrant grant =
        new SubscribeGrant(request.info(), request.data(), ttl, request.overrides());
    return done(new Operation.Subscribe(request.target(), channel, request.since(), grant));
  }

  CompletionStage<ApiAnswer> unsubscribe(ApiRequest.Unsubscribe request) {
    NameCheck.requireUser(request.target());
    return done(new Operation.Unsubscribe(request.target(), known(request.channel())));
  }

  CompletionStage<ApiAnswer> disconnect(ApiRequest.Disconnect request) {
    NameCheck.requireUser(request.target());
    return done(
        new Operation.Disconnect(request.target(), request.whitelist(), reason(request.reason())));
  }

  CompletionStage<ApiAnswer> refresh(ApiRequest.Refresh request) {
    NameCheck.requireUser(request.target());
    ClientTarget target = request.target();
    Duration ttl = request.expireAt() == 0 ? null : until(request.expireAt());
    boolean isOver = request.expired() || (ttl != null && ttl.isNegative());
    return done(
        isOver
            ? new Operation.Disconnect(target, List.of(), CloseReason.EXPIRED)
            : new Operation.Refresh(target, ttl, request.info()));
  }

  /** A misspelt namespace is found even if no client of the user is there. */
  private ChannelName known(String text) {
    ChannelName channel = NameCheck.channel(text);
    rules.require(channel);
    return channel;
  }

  /** An override that would have no effect is refused, not ignored. */
  private void checkOverrides(ChannelName channel, ApiRequest.Subscribe request) {
    SubscribeOverrides overrides = request.overrides();
    boolean needsHistory =
        request.since() != null
            || isSet(overrides.forceRecovery())
            || isSet(overrides.forcePositioning());
    if (needsHistory) {
      rules.requireHistory(channel);
    }
    boolean tellsNobody = !isSet(overrides.joinLeave()) && !rules.of(channel).joinLeave();
    if (isSet(overrides.forcePushJoinLeave()) && tellsNobody) {
      throw new ApiException(
          ApiError.notAvailable(
              "channel " + channel + " does not tell who comes and goes: set join-leave"));
    }
  }

  private static boolean isSet(@Nullable Boolean flag) {
    return flag != null && flag;
  }

  private static CloseReason reason(ApiRequest.@Nullable Reason given) {
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

  private CompletionStage<ApiAnswer> done(Operation operation) {
    return NodeAnswers.done(operations.send(operation));
  }
}
