package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import io.heartwire.broker.BrokerFields;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.OverrideFields;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The claims that Centrifugo defines beyond RFC 7519, except {@code expire_at}, which is in {@link
 * TokenTimes}. JSON values are passed to clients unchanged.
 *
 * @param options the options of the token's subscription; of a connection token, the info only
 * @param channel the channel of a subscription token, or empty
 * @param subscriptions channels to which the server subscribes the client: those of {@code subs},
 *     or where there are none, those of {@code channels}
 * @param meta data for the server only, or {@link Payload#EMPTY}
 */
record CentrifugoClaims(
    Options options, String channel, Map<ChannelName, SubscribeGrant> subscriptions, Payload meta) {

  /**
   * The options of a subscription.
   *
   * @param info the client info that others see, or {@link Payload#EMPTY}
   * @param data data for the client, or {@link Payload#EMPTY}
   */
  record Options(Payload info, Payload data, SubscribeOverrides overrides) {
    private SubscribeGrant grant() {
      return new SubscribeGrant(info, data, null, overrides);
    }
  }

  private static final JsonField<Payload> INFO = BrokerFields.info("info");
  private static final JsonField<Payload> DATA = BrokerFields.info("data");
  private static final JsonField<String> B64INFO = JsonField.text("b64info");
  private static final JsonField<String> B64DATA = JsonField.text("b64data");
  private static final JsonField<SubscribeOverrides> OVERRIDE = OverrideFields.of("override");
  private static final JsonShape OPTIONS = JsonShape.of(INFO, DATA, B64INFO, B64DATA, OVERRIDE);

  private static final JsonField<String> CHANNEL = JsonField.text("channel");
  private static final JsonField<List<String>> CHANNELS = JsonField.textList("channels");
  private static final JsonField<Map<String, SubscribeGrant>> SUBS =
      JsonField.<Map<String, SubscribeGrant>>of(
              "subs", (in, path) -> in.map(path, CentrifugoClaims::grant))
          .orElse(Map.of());
  private static final JsonField<Payload> META = BrokerFields.info("meta");
  private static final JsonField<String> CLIENT = JsonField.text("client");
  private static final JsonShape CLAIMS = OPTIONS.and(CHANNEL, CHANNELS, SUBS, META, CLIENT);

  /**
   * Reads the claims. Unknown claims are skipped, since tokens may have others that are not for
   * this gateway.
   *
   * @throws IOException if a claim has the wrong type
   * @throws IllegalArgumentException if a claim has an invalid value
   */
  static CentrifugoClaims parse(String json) throws IOException {
    byte[] bytes = json.strip().getBytes(UTF_8);
    try (JsonParser parser = JsonSyntax.parserOfAnyNumbers(bytes)) {
      parser.nextToken();
      FieldValues claims = CLAIMS.read(new JsonFields(parser, bytes, 0), "the token");
      // It would bind the token to one client, which is not checked here.
      if (!claims.get(CLIENT).isEmpty()) {
        throw new IllegalArgumentException("the claim 'client' is not supported");
      }
      return new CentrifugoClaims(
          options(claims), claims.get(CHANNEL), subscriptions(claims), claims.get(META));
    }
  }

  private static Map<ChannelName, SubscribeGrant> subscriptions(FieldValues claims) {
    Map<ChannelName, SubscribeGrant> subscriptions = new LinkedHashMap<>();
    claims
        .get(SUBS)
        .forEach((channel, grant) -> subscriptions.put(new ChannelName(channel), grant));
    if (subscriptions.isEmpty()) {
      for (String channel : claims.get(CHANNELS)) {
        subscriptions.put(new ChannelName(channel), SubscribeGrant.PLAIN);
      }
    }
    return subscriptions;
  }

  private static SubscribeGrant grant(JsonFields in, String path) throws IOException {
    return in.isNull() ? SubscribeGrant.PLAIN : options(OPTIONS.read(in, path)).grant();
  }

  private static Options options(FieldValues in) {
    return new Options(
        either(in.get(B64INFO), in.get(INFO)),
        either(in.get(B64DATA), in.get(DATA)),
        in.get(OVERRIDE));
  }

  private static Payload either(String base64, Payload json) {
    return base64.isEmpty() ? json : Payload.sharing(Base64.getDecoder().decode(base64));
  }
}
