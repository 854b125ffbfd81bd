package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.hub.TokenMark;
import io.heartwire.testkit.TestPool;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** There is room for two revocations. */
class TokenCommandsTest {
  private static final String DONE = "{\"result\":{}}";

  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);
  private final FakeClient ann = api.connect("ann");
  private final long now = pool.time.wallClock().getEpochSecond();

  @AfterEach
  void forget() {
    api.channels.stays.forget(ann.connection);
  }

  @Test
  void revokeTokenMustCloseTheConnectionsThatCameWithIt() {
    holds(new TokenMark("id-1", "ann", null));

    assertThat(api.ok("revoke_token", "{\"uid\":\"id-2\"}")).isEqualTo(DONE);
    assertThat(ann.wire.closes()).isEmpty();
    assertThat(api.ok("revoke_token", "{\"uid\":\"id-1\",\"expire_at\":" + (now + 1) + "}"))
        .isEqualTo(DONE);
    assertThat(ann.wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
  }

  @Test
  void invalidateUserTokensMustCloseTheConnectionsOfOlderTokens() {
    holds(new TokenMark("", "ann", Instant.ofEpochSecond(now)));

    api.ok("invalidate_user_tokens", "{\"user\":\"ben\"}");
    api.ok("invalidate_user_tokens", "{\"user\":\"ann\",\"issued_before\":" + now + "}");
    assertThat(ann.wire.closes()).isEmpty();
    assertThat(api.ok("invalidate_user_tokens", "{\"user\":\"ann\"}"))
        .as("now means also those of this second")
        .isEqualTo(DONE);
    assertThat(ann.wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
  }

  @Test
  void whatMakesNoSenseMustBeRefused() {
    assertThat(api.ok("revoke_token", "{}"))
        .isEqualTo(error(107, "bad request: uid must have 1 to 255 characters"));
    assertThat(api.ok("revoke_token", "{\"uid\":\"" + "x".repeat(256) + "\"}"))
        .isEqualTo(error(107, "bad request: uid must have 1 to 255 characters"));
    assertThat(api.ok("revoke_token", "{\"uid\":\"x\",\"expire_at\":1}"))
        .isEqualTo(error(107, "bad request: expire_at is in the past"));
    assertThat(api.ok("revoke_token", "{\"uid\":\"x\",\"expire_at\":1893456000000}"))
        .contains("expire_at must be in seconds (not milliseconds)");
    assertThat(api.ok("invalidate_user_tokens", "{}"))
        .isEqualTo(error(107, "bad request: user must have 1 to 255 characters"));
    assertThat(api.ok("invalidate_user_tokens", "{\"user\":\"x\",\"issued_before\":1893456000000}"))
        .contains("issued_before must be in seconds");
    assertThat(api.channels.revoked.count()).isZero();
  }

  @Test
  void whereThereIsNoRoomTheNextMustBeRefused() {
    api.ok("revoke_token", "{\"uid\":\"a\"}");
    api.ok("revoke_token", "{\"uid\":\"b\"}");

    assertThat(api.ok("revoke_token", "{\"uid\":\"c\"}"))
        .contains("\"code\":106", "heartwire.token.max-revocations");
    assertThat(api.ok("invalidate_user_tokens", "{\"user\":\"c\"}")).contains("\"code\":106");
  }

  private void holds(TokenMark mark) {
    api.channels.stays.limit(ann.connection, null, mark);
  }
}
