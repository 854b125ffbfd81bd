package io.heartwire.api;

import io.heartwire.broker.BrokerFields;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.OverrideFields;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.hub.ClientTarget;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import java.util.List;

/** Methods that do something to a user's clients, and those of the application. */
final class ClientMethods {
  private static final JsonField<String> USER = JsonField.text("user");
  private static final JsonField<String> CLIENT = JsonField.text("client");
  private static final JsonField<String> SESSION = JsonField.text("session");
  private static final JsonShape TARGET = JsonShape.of(USER, CLIENT, SESSION);

  private static final JsonField<Payload> INFO = BrokerFields.info("info");
  private static final JsonField<String> B64INFO = JsonField.text("b64info");
  private static final JsonField<Payload> DATA = BrokerFields.info("data");
  private static final JsonField<String> B64DATA = JsonField.text("b64data");
  private static final JsonField<Long> EXPIRE_AT =
      JsonField.integer("expire_at", 0, Long.MAX_VALUE);
  private static final JsonField<StreamPosition> RECOVER_SINCE =
      BrokerFields.position("recover_since");
  private static final JsonField<SubscribeOverrides> OVERRIDE = OverrideFields.of("override");

  private static final JsonField<Long> CODE = JsonField.integer("code", 0, Integer.MAX_VALUE);
  private static final JsonField<String> REASON = JsonField.text("reason");
  private static final JsonField<List<String>> WHITELIST = JsonField.textList("whitelist");
  private static final JsonField<ApiRequest.Reason> DISCONNECT =
      JsonField.object(
          "disconnect",
          JsonShape.of(CODE, REASON),
          in -> new ApiRequest.Reason(in.get(CODE), in.get(REASON)));

  private static final JsonField<Boolean> EXPIRED = JsonField.flag("expired");
  private static final JsonField<String> METHOD = JsonField.text("method");
  private static final JsonField<Payload> PARAMS = BrokerFields.info("params");

  static final List<ApiMethod> ALL =
      List.of(
          new ApiMethod(
              "subscribe",
              TARGET.and(
                  ChannelMethods.CHANNEL,
                  INFO,
                  B64INFO,
                  DATA,
                  B64DATA,
                  EXPIRE_AT,
                  RECOVER_SINCE,
                  OVERRIDE),
              false,
              ClientMethods::subscribe),
          new ApiMethod(
              "unsubscribe",
              TARGET.and(ChannelMethods.CHANNEL),
              false,
              in -> new ApiRequest.Unsubscribe(target(in), in.get(ChannelMethods.CHANNEL))),
          new ApiMethod(
              "disconnect",
              TARGET.and(WHITELIST, DISCONNECT),
              false,
              in -> new ApiRequest.Disconnect(target(in), in.get(WHITELIST), in.find(DISCONNECT))),
          new ApiMethod(
              "refresh",
              TARGET.and(EXPIRED, EXPIRE_AT, INFO),
              false,
              in ->
                  new ApiRequest.Refresh(
                      target(in), in.get(EXPIRED), in.get(EXPIRE_AT), in.get(INFO))),
          ApiMethod.of(
              "rpc", in -> new ApiRequest.Rpc(in.get(METHOD), in.get(PARAMS)), METHOD, PARAMS));

  private ClientMethods() {}

  private static ClientTarget target(FieldValues in) {
    return new ClientTarget(in.get(USER), in.get(CLIENT), in.get(SESSION));
  }

  private static ApiRequest subscribe(FieldValues in) {
    Payload info = NameCheck.decoded(in, B64INFO);
    Payload data = NameCheck.decoded(in, B64DATA);
    return new ApiRequest.Subscribe(
        target(in),
        in.get(ChannelMethods.CHANNEL),
        info.isEmpty() ? in.get(INFO) : info,
        data.isEmpty() ? in.get(DATA) : data,
        in.get(EXPIRE_AT),
        in.find(RECOVER_SINCE),
        in.get(OVERRIDE));
  }
}
