package io.heartwire.console;

import static io.heartwire.console.ConsoleNode.KEY;
import static io.heartwire.console.ConsoleNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.hub.Identity;
import io.heartwire.hub.KeyedVerifier;
import io.heartwire.hub.Revocations;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenMark;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may use the console, for what and for how long; and what is logged of it. */
class AccessTest {
  @RegisterExtension final TestPool pool = new TestPool(Map.of("heartwire.api.key", KEY));
  private final LogCapture audit = new LogCapture(AuditLog.NAME, Level.INFO);

  @AfterEach
  void closeLog() {
    audit.close();
  }

  @Test
  void nothingMustBeToldWithoutAToken() {
    ConsoleNode node = new ConsoleNode(pool);

    assertThat(node.methods()).hasSizeGreaterThan(15);
    for (ConsoleMethod method : node.methods()) {
      for (String token : new String[] {null, "", "made up", KEY}) {
        assertThat(node.call(token, method.name(), "{}").status()).as(method.name()).isEqualTo(401);
      }
    }
    assertThat(node.call(null, "made-up", "{}").status()).isEqualTo(401);
    assertThat(node.commands).isEmpty();
  }

  @Test
  void theKeyOfTheServerApiMustSignAnOperatorIn() {
    ConsoleNode node = new ConsoleNode(pool);

    JsonNode signedIn = node.ok(null, "sign-in", "{'key':'" + KEY + "'}");

    assertThat(signedIn.get("role").asText()).isEqualTo("operator");
    assertThat(signedIn.get("expires_at").asLong())
        .isEqualTo(pool.time.wallClock().plus(Duration.ofHours(8)).getEpochSecond());
    String token = signedIn.get("token").asText();
    node.ok(token, "overview", "{}");
    node.ok(token, "history_remove", "{'channel':'a'}");
    assertThat(node.commands).containsExactly("history_remove {\"channel\":\"a\"}");
    assertThat(node.call(token, "made-up", "{}").status()).isEqualTo(404);
  }

  @Test
  void aWrongKeyMustBeRefusedAndLoggedWithoutTheKey() {
    ConsoleNode node = new ConsoleNode(pool);

    assertThat(node.call(null, "sign-in", "{'key':'wrong one'}").status()).isEqualTo(401);
    assertThat(node.call(null, "sign-in", "{}").status()).isEqualTo(401);

    assertThat(audit.lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"what\":\"sign-in\"", "unauthorized"))
        .noneSatisfy(line -> assertThat(line).contains("wrong one"));
  }

  @Test
  void signInsOfOneAddressMustBeLimited() {
    ConsoleNode node = new ConsoleNode(pool);
    for (int i = 0; i < 10; i++) {
      assertThat(node.call(null, "sign-in", "{'key':'x'}").status()).isEqualTo(401);
    }

    assertThat(node.call(null, "sign-in", "{'key':'" + KEY + "'}").status()).isEqualTo(429);
    assertThat(
            node.exchange
                .run(
                    "sign-in",
                    new ConsoleExchange.Caller(null, "192.0.2.99"),
                    ("{\"key\":\"" + KEY + "\"}").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toCompletableFuture()
                .join()
                .status())
        .as("another address")
        .isEqualTo(200);
    pool.time.advance(Duration.ofSeconds(1));
    node.signIn();
  }

  @Test
  void aViewerMustSeeEverythingAndActOnNothing() {
    ConsoleNode node = withTokens();
    String viewer = node.ok(null, "sign-in", "{'token':'viewer'}").get("token").asText();

    for (ConsoleMethod method : node.methods()) {
      int status = node.call(viewer, method.name(), "{}").status();
      if (method.acts()) {
        assertThat(status).as(method.name()).isEqualTo(403);
      } else {
        assertThat(status).as(method.name()).isIn(200, 400);
      }
    }
    assertThat(node.commands).allMatch(command -> command.startsWith("history "));
  }

  @Test
  void anActionThatFailsByAccidentMustBeLogged() {
    ConsoleNode node = withTokens();
    String operator = node.ok(null, "sign-in", "{'token':'operator'}").get("token").asText();
    node.commandResult = "no JSON: the command throws";

    assertThat(node.call(operator, "history_remove", "{'channel':'a'}").status()).isEqualTo(503);

    assertThat(audit.lines()).hasSize(2);
    assertThat(audit.lines().get(1)).contains("history_remove", "internal server error");
  }

  @Test
  void everyActionMustBeLoggedWithWhoAndWhatAndWhatBecameOfIt() {
    ConsoleNode node = withTokens();
    String operator = node.ok(null, "sign-in", "{'token':'operator'}").get("token").asText();
    String viewer = node.ok(null, "sign-in", "{'token':'viewer'}").get("token").asText();

    node.ok(operator, "publish", "{'channel':'news','data':{'secret':1}}");
    node.call(viewer, "user_disconnect", "{'user':'bob'}");
    node.call(operator, "disconnect", "{'node':'" + node.node.uid() + "','id':'none'}");

    assertThat(audit.lines()).hasSize(5);
    JsonNode published = ConsoleNode.json(audit.lines().get(2).getBytes());
    assertThat(published.get("who").asText()).isEqualTo("ann");
    assertThat(published.get("role").asText()).isEqualTo("operator");
    assertThat(published.get("what").asText()).isEqualTo("publish");
    assertThat(published.get("target").asText()).isEqualTo("channel=\"news\"");
    assertThat(published.get("result").asText()).isEqualTo("done");
    assertThat(published.get("address").asText()).isEqualTo(ConsoleNode.ADDRESS);
    assertThat(audit.lines().get(2)).doesNotContain("secret");
    assertThat(audit.lines().get(3)).contains("\"role\":\"viewer\"", "permission denied");
    assertThat(audit.lines().get(4)).contains("\"what\":\"disconnect\"", "bad request");
  }

  @Test
  void aTokenWithoutARoleOrOneThatIsNoGoodMustBeRefused() {
    ConsoleNode node = withTokens();

    assertThat(node.call(null, "sign-in", "{'token':'nobody'}").status()).isEqualTo(403);
    assertThat(node.call(null, "sign-in", "{'token':'bad'}").status()).isEqualTo(401);
    assertThat(new ConsoleNode(pool).call(null, "sign-in", "{'token':'operator'}").status())
        .as("without keys that verify tokens")
        .isEqualTo(401);
  }

  @Test
  void aSessionMustEndWithItsTime() {
    pool.overrides.put("heartwire.console.session-ttl", "1h");
    ConsoleNode node = new ConsoleNode(pool);
    String token = node.signIn();

    pool.time.jumpWallClock(Duration.ofMinutes(59));
    node.ok(token, "overview", "{}");
    pool.time.jumpWallClock(Duration.ofMinutes(1));
    assertThat(text(node.call(token, "overview", "{}"))).contains("sign in again");
    assertThat(node.call(token, "overview", "{}").status()).isEqualTo(401);
  }

  @Test
  void aSessionMustNotOutliveTheTokenThatOpenedIt() {
    ConsoleNode node = withTokens();
    String token = node.ok(null, "sign-in", "{'token':'short'}").get("token").asText();

    node.ok(token, "overview", "{}");
    pool.time.jumpWallClock(Duration.ofSeconds(60));
    assertThat(node.call(token, "overview", "{}").status()).isEqualTo(401);
  }

  @Test
  void aSessionMustEndWhenItsTokenIsRevoked() {
    ConsoleNode node = withTokens();
    String token = node.ok(null, "sign-in", "{'token':'operator'}").get("token").asText();
    node.ok(token, "overview", "{}");

    new Revocations(node.channels.revoked, node.channels.stays).revoke("operator-1", null);

    assertThat(node.call(token, "overview", "{}").status()).isEqualTo(401);
  }

  @Test
  void anyNodeWithTheSameKeyMustKnowASession() {
    TestCluster nodes = new TestCluster();
    ConsoleNode left = new ConsoleNode(pool, nodes, "left", Optional.empty());
    ConsoleNode right =
        new ConsoleNode(
            new TestPool(Map.of("heartwire.api.key", KEY), pool.time),
            nodes,
            "right",
            Optional.empty());
    ConsoleNode other =
        new ConsoleNode(
            new TestPool(Map.of("heartwire.api.key", "another"), pool.time),
            nodes,
            "other",
            Optional.empty());
    String token = left.signIn();

    right.ok(token, "overview", "{}");
    assertThat(other.call(token, "overview", "{}").status()).isEqualTo(401);
  }

  @Test
  void aChangeOfTheKeyMustEndSessions() {
    ConsoleNode node = new ConsoleNode(pool);
    String token = node.signIn();

    pool.overrides.put("heartwire.api.key", "a new one");

    assertThat(node.call(token, "overview", "{}").status()).isEqualTo(401);
  }

  @Test
  void withoutKeysTheConsoleMustBeClosed() {
    pool.overrides.remove("heartwire.api.key");
    ConsoleNode node = new ConsoleNode(pool);

    assertThat(node.ok(null, "access", "{}").toString())
        .isEqualTo("{\"mode\":\"closed\",\"development\":false,\"how\":[]}");
    assertThat(node.call(null, "sign-in", "{}").status()).isEqualTo(403);
    assertThat(node.call(null, "sign-in", "{'key':''}").status()).isEqualTo(403);
  }

  @Test
  void inDevelopmentItMustBeOpenAndSaySo() {
    pool.overrides.remove("heartwire.api.key");
    pool.overrides.put("heartwire.client.insecure", "true");
    ConsoleNode node = new ConsoleNode(pool);

    assertThat(node.ok(null, "access", "{}").get("mode").asText()).isEqualTo("open");
    JsonNode signedIn = node.ok(null, "sign-in", "{}");
    assertThat(signedIn.get("role").asText()).isEqualTo("operator");
    assertThat(node.ok(signedIn.get("token").asText(), "overview", "{}").get("problems").toString())
        .contains("development mode");
    assertThat(node.call(null, "overview", "{}").status()).as("even there").isEqualTo(401);
  }

  @Test
  void anActThatIsIllFormedMustBeLogged() {
    ConsoleNode node = new ConsoleNode(pool);
    String token = node.signIn();

    assertThat(node.call(token, "history_remove", "[]").status()).isEqualTo(400);
    assertThat(node.call(token, "disconnect", "{'id':{}}").status()).isEqualTo(400);

    assertThat(audit.lines()).hasSize(3);
    assertThat(audit.lines().get(1)).contains("\"what\":\"history_remove\"", "bad request");
    assertThat(audit.lines().get(2)).contains("\"what\":\"disconnect\"", "bad request");
  }

  @Test
  void anActThatWasNotDoneOnAllNodesMustBeLoggedAsThat() {
    ConsoleNode node = new ConsoleNode(pool);
    String token = node.signIn();
    node.commandResult =
        "{\"nodes\":[{\"name\":\"left\",\"outcome\":\"done\"},"
            + "{\"name\":\"right\",\"outcome\":\"not_reached\"}]}";

    node.ok(token, "user_disconnect", "{'user':'ann'}");

    assertThat(audit.lines().get(1)).contains("\"result\":\"done in part: right not_reached\"");
  }

  @Test
  void settingsMustHideSecrets() {
    ConsoleNode node = new ConsoleNode(pool);

    String settings = node.ok(node.signIn(), "configuration", "{}").toString();

    assertThat(settings)
        .contains(
            "{\"key\":\"heartwire.api.key\",\"hidden\":true,\"source\":\"a test\",\"live\":true}")
        .containsPattern("\"key\":\"heartwire.pool.max-connections\",[^}]*\"live\":false}")
        .contains("heartwire.pool.max-connections")
        .doesNotContain(KEY);
  }

  private ConsoleNode withTokens() {
    return new ConsoleNode(pool, new TestCluster(), "left", Optional.of(new Roles()));
  }

  /** Tokens that are called by the role that they give. */
  private static final class Roles implements KeyedVerifier {
    @Override
    public boolean isConfigured() {
      return true;
    }

    @Override
    public Identity connection(String token) {
      if (token.equals("bad")) {
        throw new TokenException(TokenException.Flaw.INVALID, "bad");
      }
      return new Identity(
          "ann",
          Payload.EMPTY,
          token.equals("short") ? Duration.ofSeconds(60) : null,
          Map.of(),
          Payload.EMPTY,
          Payload.EMPTY,
          new TokenMark(token + "-1", "ann", null),
          "");
    }

    @Override
    public Set<String> roles(String token) {
      return switch (token) {
        case "viewer" -> Set.of("heartwire-viewer", "other");
        case "operator", "short" -> Set.of("heartwire-viewer", "heartwire-operator");
        default -> Set.of("other");
      };
    }

    @Override
    public Granted subscription(String token, String user, ChannelName channel) {
      throw new TokenException(TokenException.Flaw.INVALID, "none");
    }
  }
}
