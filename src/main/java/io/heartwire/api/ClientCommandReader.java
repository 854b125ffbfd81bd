package io.heartwire.api;

import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the commands that do something to a user's clients. */
final class ClientCommandReader {
  private final Members members;

  ClientCommandReader(Members members) {
    this.members = members;
  }

  Request subscribe() throws IOException {
    TargetReader target = new TargetReader(members);
    String channel = "";
    Payload info = Payload.EMPTY;
    Payload data = Payload.EMPTY;
    Payload decodedInfo = Payload.EMPTY;
    Payload decodedData = Payload.EMPTY;
    long expireAt = 0;
    StreamPosition since = null;
    Request.Overrides overrides = Request.Overrides.NONE;
    members.in.expect(JsonToken.START_OBJECT, "subscribe");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "channel" -> channel = members.in.text(name);
        case "info" -> info = members.raw();
        case "b64info" -> decodedInfo = members.base64(name);
        case "data" -> data = members.raw();
        case "b64data" -> decodedData = members.base64(name);
        case "expire_at" -> expireAt = members.in.integer(name, 0, Long.MAX_VALUE);
        case "recover_since" -> since = members.position(name);
        case "override" -> overrides = overrides(name);
        default -> target.member(name);
      }
    }
    return new Request.Subscribe(
        target.target(),
        channel,
        decodedInfo.isEmpty() ? info : decodedInfo,
        decodedData.isEmpty() ? data : decodedData,
        expireAt,
        since,
        overrides);
  }

  private Request.Overrides overrides(String what) throws IOException {
    if (members.in.isNull()) {
      return Request.Overrides.NONE;
    }
    Boolean presence = null;
    Boolean joinLeave = null;
    Boolean recovery = null;
    Boolean positioning = null;
    Boolean push = null;
    members.in.expect(JsonToken.START_OBJECT, what);
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "presence" -> presence = flagInside(name);
        case "join_leave" -> joinLeave = flagInside(name);
        case "force_recovery" -> recovery = flagInside(name);
        case "force_positioning" -> positioning = flagInside(name);
        case "force_push_join_leave" -> push = flagInside(name);
        default -> members.unknown(name);
      }
    }
    return new Request.Overrides(presence, joinLeave, recovery, positioning, push);
  }

  /** {@code {"value": true}}. */
  private @Nullable Boolean flagInside(String what) throws IOException {
    if (members.in.isNull()) {
      return null;
    }
    boolean value = false;
    members.in.expect(JsonToken.START_OBJECT, what);
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      if (name.equals("value")) {
        value = members.in.flag(what + ".value");
      } else {
        members.unknown(name);
      }
    }
    return value;
  }

  Request unsubscribe() throws IOException {
    TargetReader target = new TargetReader(members);
    String channel = "";
    members.in.expect(JsonToken.START_OBJECT, "unsubscribe");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      if (name.equals("channel")) {
        channel = members.in.text(name);
      } else {
        target.member(name);
      }
    }
    return new Request.Unsubscribe(target.target(), channel);
  }

  Request disconnect() throws IOException {
    TargetReader target = new TargetReader(members);
    List<String> whitelist = List.of();
    Request.Reason reason = null;
    members.in.expect(JsonToken.START_OBJECT, "disconnect");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "whitelist" -> whitelist = members.in.textList(name);
        case "disconnect" -> reason = members.in.isNull() ? null : reason(name);
        default -> target.member(name);
      }
    }
    return new Request.Disconnect(target.target(), whitelist, reason);
  }

  private Request.Reason reason(String what) throws IOException {
    long code = 0;
    String text = "";
    members.in.expect(JsonToken.START_OBJECT, what);
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "code" -> code = members.in.integer(name, 0, Integer.MAX_VALUE);
        case "reason" -> text = members.in.text(name);
        default -> members.unknown(name);
      }
    }
    return new Request.Reason(code, text);
  }

  Request refresh() throws IOException {
    TargetReader target = new TargetReader(members);
    boolean expired = false;
    long expireAt = 0;
    members.in.expect(JsonToken.START_OBJECT, "refresh");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "expired" -> expired = members.in.flag(name);
        case "expire_at" -> expireAt = members.in.integer(name, 0, Long.MAX_VALUE);
        default -> target.member(name);
      }
    }
    return new Request.Refresh(target.target(), expired, expireAt);
  }

  Request revokeToken() throws IOException {
    String uid = "";
    long expireAt = 0;
    members.in.expect(JsonToken.START_OBJECT, "revoke_token");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "uid" -> uid = members.in.text(name);
        case "expire_at" -> expireAt = members.in.integer(name, 0, Long.MAX_VALUE);
        default -> members.unknown(name);
      }
    }
    return new Request.RevokeToken(uid, expireAt);
  }

  Request invalidateUserTokens() throws IOException {
    String user = "";
    long issuedBefore = 0;
    long expireAt = 0;
    members.in.expect(JsonToken.START_OBJECT, "invalidate_user_tokens");
    for (String name = members.in.next(); name != null; name = members.in.next()) {
      switch (name) {
        case "user" -> user = members.in.text(name);
        case "issued_before" -> issuedBefore = members.in.integer(name, 0, Long.MAX_VALUE);
        case "expire_at" -> expireAt = members.in.integer(name, 0, Long.MAX_VALUE);
        default -> members.unknown(name);
      }
    }
    return new Request.InvalidateUserTokens(user, issuedBefore, expireAt);
  }

  /** The members that name clients. */
  private static final class TargetReader {
    private final Members members;
    private String user = "";
    private String client = "";
    private String session = "";

    TargetReader(Members members) {
      this.members = members;
    }

    void member(String name) throws IOException {
      switch (name) {
        case "user" -> user = members.in.text(name);
        case "client" -> client = members.in.text(name);
        case "session" -> session = members.in.text(name);
        default -> members.unknown(name);
      }
    }

    Request.Target target() {
      return new Request.Target(user, client, session);
    }
  }
}
