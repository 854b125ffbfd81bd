package io.heartwire.console;

import io.heartwire.broker.Payload;
import io.heartwire.hub.ServerCommands;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** What the server API does as well: with the fields that the console may use of it. */
@Singleton
class ApiMethods {
  /** Where the server API answers with everything, the console asks for a page. */
  private static final int USUAL_LIMIT = 50;

  private final ServerCommands commands;

  @Inject
  ApiMethods(ServerCommands commands) {
    this.commands = commands;
  }

  ConsoleMethod read(String name, String method, List<String> fields) {
    Passed passed = new Passed(fields);
    return ConsoleMethod.read(name, passed.shape(), request -> run(method, passed, request));
  }

  ConsoleMethod act(String name, String method, List<String> fields, String target) {
    Passed passed = new Passed(fields);
    return ConsoleMethod.act(
        name, passed.shape(), request -> run(method, passed, request), passed.field(target));
  }

  private CompletionStage<byte[]> run(String method, Passed passed, ConsoleMethod.Request request) {
    return commands.run(method, passed.write(request.in())).thenApply(Payload::shared);
  }

  /** Fields that are passed on as they are, and no others. */
  private static final class Passed {
    private static final JsonField<Long> LIMIT = JsonField.integer("limit", 0, ListQuery.MOST);
    private final Map<String, JsonField<Payload>> fields = new LinkedHashMap<>();
    private final boolean isLimited;

    Passed(List<String> names) {
      isLimited = names.contains(LIMIT.name());
      for (String name : names) {
        if (!name.equals(LIMIT.name())) {
          fields.put(name, JsonField.any(name, Payload::uncheckedJson));
        }
      }
    }

    JsonField<Payload> field(String name) {
      return Objects.requireNonNull(fields.get(name));
    }

    JsonShape shape() {
      List<JsonField<?>> all = new ArrayList<>(fields.values());
      if (isLimited) {
        all.add(LIMIT);
      }
      return JsonShape.of(all.toArray(JsonField<?>[]::new));
    }

    byte[] write(FieldValues in) {
      return JsonObject.of(
          out -> {
            fields.forEach(
                (name, field) -> {
                  Payload value = in.find(field);
                  if (value != null) {
                    out.raw(name, value.shared());
                  }
                });
            if (isLimited) {
              long limit = in.get(LIMIT);
              out.raw(
                  LIMIT.name(),
                  Long.toString(limit == 0 ? USUAL_LIMIT : limit).getBytes(StandardCharsets.UTF_8));
            }
          });
    }
  }
}
