package io.heartwire.api;

import io.heartwire.json.JsonField;
import java.util.List;

/** Methods that revoke tokens, with effect on open connections. */
final class TokenMethods {
  private static final JsonField<String> UID = JsonField.text("uid");
  private static final JsonField<String> USER = JsonField.text("user");
  private static final JsonField<Long> ISSUED_BEFORE = seconds("issued_before");
  private static final JsonField<Long> EXPIRE_AT = seconds("expire_at");

  static final List<ApiMethod> ALL =
      List.of(
          ApiMethod.of(
              "revoke_token",
              in -> new ApiRequest.RevokeToken(in.get(UID), in.get(EXPIRE_AT)),
              UID,
              EXPIRE_AT),
          ApiMethod.of(
              "invalidate_user_tokens",
              in ->
                  new ApiRequest.InvalidateUserTokens(
                      in.get(USER), in.get(ISSUED_BEFORE), in.get(EXPIRE_AT)),
              USER,
              ISSUED_BEFORE,
              EXPIRE_AT));

  private TokenMethods() {}

  private static JsonField<Long> seconds(String name) {
    return JsonField.integer(name, 0, Long.MAX_VALUE);
  }
}
