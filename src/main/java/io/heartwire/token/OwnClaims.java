package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The claims that are Centrifugo's, not RFC 7519's. JSON goes on to clients as it is written.
 *
 * @param options of the subscription that the token is for; of a connection token, the info alone
 * @param channel of a subscription token, or empty
 * @param subscriptions channels to which the server subscribes the client: those of {@code subs},
 *     or where there are none, those of {@code channels}
 * @param meta what only the server knows, or {@link Payload#EMPTY}
 * @param expireAt when what is opened by the token ends, in seconds since 1970, 0 = never; null =
 *     with the token
 */
record OwnClaims(
    Options options,
    String channel,
    Map<ChannelName, SubscribeGrant> subscriptions,
    Payload meta,
    @Nullable Long expireAt) {

  /**
   * What a subscription gets.
   *
   * @param info what others see of the client, or {@link Payload#EMPTY}
   * @param data what the client is told, or {@link Payload#EMPTY}
   */
  record Options(Payload info, Payload data, SubscribeOverrides overrides) {
    private SubscribeGrant grant() {
      return new SubscribeGrant(info, data, null, overrides);
    }
  }

  /**
   * @throws IOException if a claim is not of its type
   * @throws IllegalArgumentException if a claim is not of its form
   */
  static OwnClaims parse(String json) throws IOException {
    byte[] bytes = json.strip().getBytes(UTF_8);
    try (JsonParser parser = JsonSyntax.parser(bytes, 0, bytes.length)) {
      parser.nextToken();
      return new Reader(new JsonFields(parser, bytes, 0)).claims();
    }
  }

  /** Passes over what it does not know: tokens may say more than concerns this gateway. */
  private record Reader(JsonFields in) {

    OwnClaims claims() throws IOException {
      OptionsReader options = new OptionsReader(in);
      String channel = "";
      Map<ChannelName, SubscribeGrant> channels = Map.of();
      Map<ChannelName, SubscribeGrant> subs = Map.of();
      Payload meta = Payload.EMPTY;
      Long expireAt = null;
      in.expect(JsonToken.START_OBJECT, "the token");
      for (String name = in.next(); name != null; name = in.next()) {
        switch (name) {
          case "channel" -> channel = in.text(name);
          case "channels" -> channels = channels(name);
          case "subs" -> subs = subs(name);
          case "meta" -> meta = in.isNull() ? Payload.EMPTY : in.raw();
          case "expire_at" ->
              expireAt = in.isNull() ? null : in.integer(name, Long.MIN_VALUE, Long.MAX_VALUE);
          case "client" -> requireNone(in.text(name));
          default -> options.member(name);
        }
      }
      return new OwnClaims(
          options.options(), channel, subs.isEmpty() ? channels : subs, meta, expireAt);
    }

    /** It would bind the token to one client, which is not checked here. */
    private static void requireNone(String client) {
      if (!client.isEmpty()) {
        throw new IllegalArgumentException("the claim 'client' is not supported");
      }
    }

    private Map<ChannelName, SubscribeGrant> channels(String what) throws IOException {
      Map<ChannelName, SubscribeGrant> channels = new LinkedHashMap<>();
      for (String channel : in.textList(what)) {
        channels.put(new ChannelName(channel), SubscribeGrant.PLAIN);
      }
      return channels;
    }

    private Map<ChannelName, SubscribeGrant> subs(String what) throws IOException {
      Map<ChannelName, SubscribeGrant> subs = new LinkedHashMap<>();
      if (!in.isNull()) {
        in.expect(JsonToken.START_OBJECT, what);
        for (String channel = in.next(); channel != null; channel = in.next()) {
          OptionsReader options = new OptionsReader(in);
          if (!in.isNull()) {
            in.expect(JsonToken.START_OBJECT, what);
            for (String name = in.next(); name != null; name = in.next()) {
              options.member(name);
            }
          }
          subs.put(new ChannelName(channel), options.options().grant());
        }
      }
      return subs;
    }
  }

  /** Reads options, wherever they are. */
  private static final class OptionsReader {
    private final JsonFields in;
    private Payload info = Payload.EMPTY;
    private Payload data = Payload.EMPTY;
    private String b64info = "";
    private String b64data = "";
    private SubscribeOverrides overrides = SubscribeOverrides.NONE;

    OptionsReader(JsonFields in) {
      this.in = in;
    }

    void member(String name) throws IOException {
      switch (name) {
        case "info" -> info = in.isNull() ? Payload.EMPTY : in.raw();
        case "data" -> data = in.isNull() ? Payload.EMPTY : in.raw();
        case "b64info" -> b64info = in.text(name);
        case "b64data" -> b64data = in.text(name);
        case "override" -> overrides = in.isNull() ? SubscribeOverrides.NONE : overrides();
        default -> in.skip();
      }
    }

    Options options() {
      return new Options(
          b64info.isEmpty() ? info : decoded(b64info),
          b64data.isEmpty() ? data : decoded(b64data),
          overrides);
    }

    private static Payload decoded(String base64) {
      return Payload.sharing(Base64.getDecoder().decode(base64));
    }

    private SubscribeOverrides overrides() throws IOException {
      Boolean presence = null;
      Boolean joinLeave = null;
      Boolean recovery = null;
      Boolean positioning = null;
      Boolean push = null;
      in.expect(JsonToken.START_OBJECT, "override");
      for (String name = in.next(); name != null; name = in.next()) {
        switch (name) {
          case "presence" -> presence = value();
          case "join_leave" -> joinLeave = value();
          case "force_recovery" -> recovery = value();
          case "force_positioning" -> positioning = value();
          case "force_push_join_leave" -> push = value();
          default -> in.skip();
        }
      }
      return new SubscribeOverrides(presence, joinLeave, recovery, positioning, push);
    }

    /** {@code {"value": true}}. */
    private @Nullable Boolean value() throws IOException {
      if (in.isNull()) {
        return null;
      }
      boolean value = false;
      in.expect(JsonToken.START_OBJECT, "override");
      for (String name = in.next(); name != null; name = in.next()) {
        if (name.equals("value")) {
          value = in.flag(name);
        } else {
          in.skip();
        }
      }
      return value;
    }
  }
}
