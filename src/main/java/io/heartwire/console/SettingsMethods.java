package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.EngineThreads;
import io.heartwire.config.EffectiveSettings;
import io.heartwire.hub.HealthChecks;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The settings and the health of the node that is asked. Safe for use by any thread. */
@Singleton
class SettingsMethods implements ConsoleMethods {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final byte[] NOT_YET = {};

  private final EffectiveSettings settings;
  private final HealthChecks health;
  private final EngineThreads threads;
  private final AtomicReference<@Nullable CompletableFuture<byte[]>> running =
      new AtomicReference<>();

  @Inject
  SettingsMethods(EffectiveSettings settings, HealthChecks health, EngineThreads threads) {
    this.settings = settings;
    this.health = health;
    this.threads = threads;
  }

  @Override
  public List<ConsoleMethod> methods() {
    return List.of(
        ConsoleMethod.read("configuration", JsonShape.of(), request -> configuration()),
        ConsoleMethod.read("health", JsonShape.of(), request -> health()));
  }

  private CompletionStage<byte[]> configuration() {
    return CompletableFuture.completedStage(
        JsonText.object(
            out -> {
              out.writeArrayFieldStart("rows");
              for (EffectiveSettings.Setting setting : settings.all()) {
                setting(out, setting);
              }
              out.writeEndArray();
            }));
  }

  private static void setting(JsonGenerator out, EffectiveSettings.Setting setting)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("key", setting.key());
    if (setting.hidden()) {
      out.writeBooleanField("hidden", true);
    } else {
      out.writeStringField("value", setting.value());
    }
    out.writeStringField("source", setting.source());
    out.writeBooleanField("live", setting.live());
    out.writeEndObject();
  }

  /**
   * On another thread: checks of an application may block. One run at a time, which all wait for
   * who ask meanwhile, so that a check that hangs takes one thread.
   */
  private CompletionStage<byte[]> health() {
    CompletableFuture<byte[]> mine = new CompletableFuture<>();
    CompletableFuture<byte[]> run =
        running.updateAndGet(known -> known == null || known.isDone() ? mine : known);
    if (run == mine) {
      try {
        threads.execute(() -> mine.completeAsync(() -> json(health.run()), Runnable::run));
      } catch (RejectedExecutionException busy) {
        mine.completeExceptionally(ConsoleErrors.temporary("the server is busy"));
      }
    }
    return run.copy()
        .completeOnTimeout(NOT_YET, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(
            answer -> {
              if (answer == NOT_YET) {
                throw ConsoleErrors.temporary("a health check has not answered yet");
              }
              return answer;
            });
  }

  private static byte[] json(List<HealthChecks.Checked> checks) {
    return JsonText.object(
        out -> {
          boolean isUp = checks.stream().allMatch(HealthChecks.Checked::isUp);
          out.writeStringField("status", isUp ? "UP" : "DOWN");
          out.writeArrayFieldStart("checks");
          for (HealthChecks.Checked check : checks) {
            out.writeStartObject();
            out.writeStringField("name", check.name());
            out.writeStringField("status", check.isUp() ? "UP" : "DOWN");
            out.writeStringField("kind", String.join(" ", check.kinds()));
            out.writeObjectFieldStart("data");
            for (Map.Entry<String, Object> each : check.data().entrySet()) {
              out.writeObjectField(each.getKey(), each.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
