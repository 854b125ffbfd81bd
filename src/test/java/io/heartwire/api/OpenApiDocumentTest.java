package io.heartwire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The document says what the API takes and answers, no less and no more. */
class OpenApiDocumentTest {
  private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();

  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);

  @BeforeEach
  void set() {
    api.handlers.put(
        "order-status", call -> CompletableFuture.completedStage(Payload.json("{\"a\":1}")));
  }

  static Collection<ApiMethod> methods() {
    return ApiMethod.ALL.values();
  }

  /** By the schema that the OpenAPI Initiative publishes (Apache License 2.0). */
  @Test
  void mustBeValidOpenApi() {
    Schema openApi =
        SchemaRegistry.withDialect(Dialects.getDraft4())
            .getSchema(getClass().getResourceAsStream("/openapi/oas-3.0-schema.json"));

    assertThat(openApi.validate(DOCUMENT.document())).isEmpty();
  }

  @Test
  void mustDescribeEveryMethodAndNoOther() {
    TreeSet<String> operations = new TreeSet<>();
    operations.add("GET /drain");
    operations.add("GET /" + ApiExchange.DESCRIPTION);
    operations.add("POST /batch");
    ApiMethod.ALL.keySet().forEach(method -> operations.add("POST /" + method));

    assertThat(DOCUMENT.operations().keySet()).containsExactlyInAnyOrderElementsOf(operations);
    for (String batched : new String[] {"Command", "Reply"}) {
      TreeSet<String> names = new TreeSet<>(ApiMethod.ALL.keySet());
      if (batched.equals("Reply")) {
        names.add("error");
      }
      assertThat(DOCUMENT.fieldsOf(schema(batched)).keySet())
          .as(batched)
          .containsExactlyInAnyOrderElementsOf(names);
    }
  }

  @Test
  void referencesMustLeadSomewhere() {
    assertThat(DOCUMENT.document().findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(DOCUMENT.document().at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void fieldsMustBeThoseThatAreRead(ApiMethod method) {
    compare(method.name(), method.shape(), DOCUMENT.requestOf(method.name()));
  }

  private static void compare(String where, JsonShape read, JsonNode described) {
    Map<String, JsonNode> fields = DOCUMENT.fieldsOf(described);
    assertThat(fields.keySet())
        .as(where)
        .containsExactlyInAnyOrderElementsOf(read.fields().stream().map(JsonField::name).toList());
    for (JsonField<?> field : read.fields()) {
      if (field.shape() != null) {
        compare(where + "." + field.name(), field.shape(), fields.get(field.name()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void everyFieldMustBeTakenAsItIsDescribed(ApiMethod method) {
    DOCUMENT
        .fieldsOf(DOCUMENT.requestOf(method.name()))
        .forEach(
            (name, schema) -> {
              ObjectNode request = DOCUMENT.exampleOf(method.name());
              request.set(name, sample(schema));

              ApiExchange.Outcome outcome = outcome(method.name(), request.toString());

              assertThat(outcome.status()).as("%s: %s", request, outcome).isEqualTo(200);
              assertThat(outcome.ignored().isEmpty()).as(request.toString()).isTrue();
              assertThat(ApiFixture.text(outcome))
                  .as(request.toString())
                  .doesNotContain("not supported", "not base64");
            });
  }

  @ParameterizedTest
  @MethodSource("methods")
  void valueOfAnotherTypeMustBeRefusedByTheNameOfItsField(ApiMethod method) {
    DOCUMENT
        .fieldsOf(DOCUMENT.requestOf(method.name()))
        .forEach(
            (name, schema) -> {
              JsonNode other = ofAnotherType(schema);
              if (!other.isMissingNode()) {
                ObjectNode request = DOCUMENT.exampleOf(method.name());
                request.set(name, other);

                assertThat(api.refused(400, method.name(), request.toString()))
                    .as(request.toString())
                    .contains("bad request: " + name + " is n");
              }
            });
  }

  @Test
  void examplesMustBeWhatIsDescribed() {
    List<String> checked = new ArrayList<>();
    DOCUMENT
        .operations()
        .forEach(
            (name, operation) -> {
              List<JsonNode> contents = new ArrayList<>();
              contents.add(operation.at("/responses/200/content/application~1json"));
              contents.add(operation.at("/requestBody/content/application~1json"));
              for (JsonNode content : contents) {
                if (content.has("example")) {
                  DOCUMENT.check(content.get("schema"), content.get("example").toString());
                  checked.add(name);
                }
              }
            });

    assertThat(checked).hasSize(2 * (ApiMethod.ALL.size() + 1) + 1);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void resultsAndErrorsMustBeAsDescribed(ApiMethod method) {
    ClientInfo client =
        new ClientInfo("7", "c1", Payload.json("{\"n\":1}"), Payload.sharing(new byte[] {-1}));
    api.channels
        .memory
        .addPresence("full:a", client, Duration.ofMinutes(1))
        .toCompletableFuture()
        .join();
    api.channels.memory.subscribe("full:a").toCompletableFuture().join();
    api.ok("publish", "{\"channel\":\"full:a\",\"data\":1,\"tags\":{\"a\":\"b\"}}");
    ObjectNode request = DOCUMENT.exampleOf(method.name());
    DOCUMENT
        .fieldsOf(DOCUMENT.requestOf(method.name()))
        .keySet()
        .forEach(
            name -> {
              switch (name) {
                case "channel" -> request.put(name, "full:a");
                case "channels" -> request.putArray(name).add("full:a").add("");
                case "pattern" -> request.put(name, "*");
                case "limit" -> request.put(name, method.name().equals("history") ? -1 : 1);
                default -> {}
              }
            });
    JsonNode schema =
        DOCUMENT.post(method.name()).at("/responses/200/content/application~1json/schema");

    String answer = ApiFixture.text(outcome(method.name(), request.toString()));
    String batch =
        ApiFixture.text(
            outcome("batch", "{\"commands\":[{\"%s\":%s}]}".formatted(method.name(), request)));

    assertThat(answer).startsWith("{\"result\":{");
    DOCUMENT.check(schema, answer);
    DOCUMENT.check(
        DOCUMENT.post("batch").at("/responses/200/content/application~1json/schema"), batch);
    List<String> takeNothing = List.of("info", "channels", "drain", "rebalance", "queue_stats");
    if (!takeNothing.contains(method.name())) {
      String error = api.ok(method.name(), "{}");
      assertThat(error).startsWith("{\"error\":{");
      DOCUMENT.check(schema, error);
    }
  }

  @Test
  void refusalsMustBeAsDescribed() {
    JsonNode error =
        DOCUMENT
            .document()
            .at("/components/responses/BadRequest")
            .at("/content/application~1json/schema");

    DOCUMENT.check(error, api.refused(400, "publish", "[]"));
    DOCUMENT.check(error, api.refused(413, "publish", "{" + " ".repeat(3000) + "}"));
    DOCUMENT.check(error, api.refused(404, "nothing", "{}"));
  }

  @Test
  void stateOfADrainMustBeAsDescribed() {
    DOCUMENT.check(
        DOCUMENT
            .operations()
            .get("GET /drain")
            .at("/responses/200/content/application~1json/schema"),
        ApiFixture.text(api.look("drain")));
  }

  /** Also of a command that waits for the end of a drain. */
  private ApiExchange.Outcome outcome(String method, String body) {
    CompletableFuture<ApiExchange.Outcome> outcome = api.start(method, body.getBytes(UTF_8));
    for (int i = 0; i < 10 && !outcome.isDone(); i++) {
      pool.time.advance(Duration.ofSeconds(1));
      api.departures.tick();
    }
    assertThat(outcome).isCompleted();
    return outcome.join();
  }

  private static JsonNode schema(String name) {
    return DOCUMENT.document().at("/components/schemas/" + name);
  }

  private static JsonNode sample(JsonNode described) {
    JsonNode schema = DOCUMENT.resolved(described);
    if (schema.has("oneOf")) {
      return OpenApiDocument.parse("\"5s\"");
    }
    if (!DOCUMENT.fieldsOf(schema).isEmpty()) {
      ObjectNode object = (ObjectNode) OpenApiDocument.parse("{}");
      DOCUMENT.fieldsOf(schema).forEach((name, field) -> object.set(name, sample(field)));
      return object;
    }
    return OpenApiDocument.parse(
        switch (schema.path("type").asText()) {
          case "string" -> schema.path("format").asText().equals("byte") ? "\"MQ==\"" : "\"1\"";
          case "integer" -> schema.path("minimum").asText().equals("3000") ? "3001" : "1";
          case "boolean" -> "true";
          case "array" -> "[\"a\"]";
          case "object" -> "{\"a\":\"b\"}";
          default -> "[null]";
        });
  }

  /** Missing where any value is right. */
  private static JsonNode ofAnotherType(JsonNode described) {
    JsonNode schema = DOCUMENT.resolved(described);
    boolean isObject = !DOCUMENT.fieldsOf(schema).isEmpty();
    return switch (isObject ? "object" : schema.path("type").asText()) {
      case "string", "boolean", "array", "object" -> OpenApiDocument.parse("7");
      case "integer" -> OpenApiDocument.parse("true");
      default -> OpenApiDocument.parse("{}").path("missing");
    };
  }
}
