package io.heartwire.hub;

import io.heartwire.broker.BrokerFields;
import io.heartwire.broker.Control;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.OverrideFields;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.connection.CloseReason;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Operations as commands of the cluster and back. Nodes of different versions understand each
 * other: fields that are not known are passed over, and their names never change their meaning.
 */
final class OperationCodec {
  /** How long nodes that start later are told of a revocation that does not say for how long. */
  static final Duration KEPT_WITHOUT_END = Duration.ofDays(365);

  /**
   * Another node, whose clock is behind this one's, takes a token for good after its end here: so
   * long it must still learn that the token was revoked.
   */
  static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

  private static final Duration KEPT_LONGEST = Duration.ofDays(3650);

  /** Whatever lasts longer lasts as long as this: not every duration fits into milliseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** The last moment that fits into milliseconds. */
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private static final String DISCONNECT = "disconnect";
  private static final String SUBSCRIBE = "subscribe";
  private static final String UNSUBSCRIBE = "unsubscribe";
  private static final String REFRESH = "refresh";
  private static final String REVOKE_TOKEN = "revoke_token";
  private static final String INVALIDATE_TOKENS = "invalidate_user_tokens";

  private static final JsonField<String> USER = JsonField.text("user");
  private static final JsonField<String> CLIENT = JsonField.text("client");
  private static final JsonField<String> SESSION = JsonField.text("session");
  private static final JsonField<String> CHANNEL = JsonField.text("channel");
  private static final JsonField<List<String>> WHITELIST = JsonField.textList("whitelist");
  private static final JsonField<Long> CODE = JsonField.integer("code", 1000, 4999);
  private static final JsonField<String> REASON = JsonField.text("reason");
  private static final JsonField<Payload> INFO = BrokerFields.info("info");
  private static final JsonField<String> B64INFO = JsonField.text("b64info");
  private static final JsonField<Payload> DATA = BrokerFields.info("data");
  private static final JsonField<String> B64DATA = JsonField.text("b64data");
  private static final JsonField<Long> TTL = millis("ttl_ms");
  private static final JsonField<StreamPosition> SINCE = BrokerFields.position("recover_since");
  private static final JsonField<SubscribeOverrides> OVERRIDE = OverrideFields.of("override");
  private static final JsonField<String> UID = JsonField.text("uid");
  private static final JsonField<Long> ISSUED_BEFORE = millis("issued_before_ms");
  private static final JsonField<Long> UNTIL = millis("until_ms");
  private static final JsonShape SHAPE =
      JsonShape.of(USER, CLIENT, SESSION, CHANNEL, WHITELIST, CODE, REASON, INFO, B64INFO, DATA)
          .and(B64DATA, TTL, SINCE, OVERRIDE, UID, ISSUED_BEFORE, UNTIL);

  private OperationCodec() {}

  /**
   * @param now the time of day, from which revocations are kept
   */
  static Control write(Operation operation, Instant now) {
    if (operation instanceof Operation.Disconnect it) {
      return control(
          DISCONNECT,
          out ->
              target(out, it.target())
                  .textList(WHITELIST.name(), it.whitelist())
                  .integer(CODE.name(), (long) it.reason().code())
                  .text(REASON.name(), it.reason().text()));
    } else if (operation instanceof Operation.Subscribe it) {
      return control(SUBSCRIBE, out -> subscribe(out, it));
    } else if (operation instanceof Operation.Unsubscribe it) {
      return control(
          UNSUBSCRIBE,
          out -> target(out, it.target()).text(CHANNEL.name(), it.channel().toString()));
    } else if (operation instanceof Operation.Refresh it) {
      return control(
          REFRESH,
          out -> {
            target(out, it.target()).integer(TTL.name(), millis(it.ttl()));
            payload(out, INFO, B64INFO, it.info());
          });
    } else if (operation instanceof Operation.RevokeToken it) {
      return kept(REVOKE_TOKEN, it.until(), now, out -> out.text(UID.name(), it.id()));
    } else {
      Operation.InvalidateTokens it = (Operation.InvalidateTokens) operation;
      return kept(
          INVALIDATE_TOKENS,
          it.until(),
          now,
          out ->
              out.text(USER.name(), it.user())
                  .integer(ISSUED_BEFORE.name(), millis(it.issuedBefore())));
    }
  }

  /**
   * @return empty if this version knows no such operation
   * @throws IOException if it is not as it should be; the message says why
   * @throws IllegalArgumentException the same
   */
  static Optional<Operation> read(Control command) throws IOException {
    String name = command.operation();
    FieldValues in = SHAPE.read(command.body().shared(), name);
    ClientTarget target = new ClientTarget(in.get(USER), in.get(CLIENT), in.get(SESSION));
    return Optional.ofNullable(
        switch (name) {
          case DISCONNECT -> new Operation.Disconnect(target, in.get(WHITELIST), reason(in));
          case SUBSCRIBE ->
              new Operation.Subscribe(
                  target,
                  new ChannelName(in.get(CHANNEL)),
                  in.find(SINCE),
                  new SubscribeGrant(
                      payload(in, INFO, B64INFO),
                      payload(in, DATA, B64DATA),
                      duration(in.find(TTL)),
                      in.get(OVERRIDE)));
          case UNSUBSCRIBE -> new Operation.Unsubscribe(target, new ChannelName(in.get(CHANNEL)));
          case REFRESH ->
              new Operation.Refresh(target, duration(in.find(TTL)), payload(in, INFO, B64INFO));
          case REVOKE_TOKEN -> new Operation.RevokeToken(in.get(UID), moment(in.find(UNTIL)));
          case INVALIDATE_TOKENS ->
              new Operation.InvalidateTokens(
                  in.get(USER),
                  Instant.ofEpochMilli(in.get(ISSUED_BEFORE)),
                  moment(in.find(UNTIL)));
          default -> null;
        });
  }

  private static CloseReason reason(FieldValues in) {
    Long code = in.find(CODE);
    return code == null
        ? CloseReason.FORCE_NO_RECONNECT
        : new CloseReason(code.intValue(), in.get(REASON));
  }

  private static void subscribe(JsonObject out, Operation.Subscribe it) {
    target(out, it.target())
        .text(CHANNEL.name(), it.channel().toString())
        .integer(TTL.name(), millis(it.grant().ttl()));
    payload(out, INFO, B64INFO, it.grant().channelInfo());
    payload(out, DATA, B64DATA, it.grant().data());
    StreamPosition since = it.since();
    if (since != null) {
      BrokerFields.write(out, SINCE.name(), since);
    }
    OverrideFields.write(out, OVERRIDE.name(), it.grant().overrides());
  }

  private static Control control(String operation, Consumer<JsonObject> fields) {
    return new Control(operation, Payload.uncheckedJson(JsonObject.of(fields)));
  }

  private static Control kept(
      String operation, @Nullable Instant until, Instant now, Consumer<JsonObject> fields) {
    Duration keptFor = KEPT_WITHOUT_END;
    if (until != null) {
      Duration left = Duration.between(now, until).plus(CLOCKS_DIFFER);
      keptFor = left.isNegative() ? Duration.ZERO : left;
    }
    return new Control(
        operation,
        Payload.uncheckedJson(
            JsonObject.of(
                out -> {
                  fields.accept(out);
                  out.integer(UNTIL.name(), until == null ? null : millis(until));
                })),
        keptFor.compareTo(KEPT_LONGEST) > 0 ? KEPT_LONGEST : keptFor);
  }

  private static JsonObject target(JsonObject out, ClientTarget target) {
    return out.text(USER.name(), target.user())
        .text(CLIENT.name(), target.client())
        .text(SESSION.name(), target.session());
  }

  private static void payload(
      JsonObject out, JsonField<Payload> json, JsonField<String> base64, Payload value) {
    if (value.kind() == Payload.Kind.JSON) {
      out.raw(json.name(), value.shared());
    } else {
      out.text(base64.name(), Base64.getEncoder().encodeToString(value.shared()));
    }
  }

  private static Payload payload(
      FieldValues in, JsonField<Payload> json, JsonField<String> base64) {
    Payload bytes = Payload.sharing(Base64.getDecoder().decode(in.get(base64)));
    return bytes.isEmpty() ? in.get(json) : bytes;
  }

  /** At least one: 0 stands for none. */
  private static @Nullable Long millis(@Nullable Duration duration) {
    if (duration == null) {
      return null;
    }
    if (duration.isNegative()) {
      return 1L;
    }
    return duration.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : Math.max(1, duration.toMillis());
  }

  /** The same of a moment, and those before 1970 are as good as the first one after it. */
  private static long millis(Instant moment) {
    if (moment.isAfter(LATEST)) {
      return Long.MAX_VALUE;
    }
    return moment.isAfter(Instant.EPOCH) ? Math.max(1, moment.toEpochMilli()) : 1;
  }

  private static @Nullable Duration duration(@Nullable Long millis) {
    return millis == null ? null : Duration.ofMillis(millis);
  }

  private static @Nullable Instant moment(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private static JsonField<Long> millis(String name) {
    return JsonField.integer(name, 0, Long.MAX_VALUE);
  }
}
