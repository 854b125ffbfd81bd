package io.heartwire.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Answers that come when the request has been waiting for a while. */
class JsonAnswerTest {
  private final List<String> calls = new ArrayList<>();
  private final CompletableFuture<JsonAnswer> later = new CompletableFuture<>();

  @Test
  void aRequestMustEndAlsoWhereItsCallerHasGone() throws IOException {
    JsonAnswer.respond(request(), responseToNobody(), later);
    assertThat(calls).containsExactly("setTimeout");

    later.complete(new JsonAnswer(200, "{}".getBytes(UTF_8)));

    assertThat(calls).containsExactly("setTimeout", "start", "complete");
  }

  private HttpServletRequest request() {
    return proxy(
        HttpServletRequest.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "isAsyncStarted" -> false;
              case "startAsync" -> context();
              default -> throw new UnsupportedOperationException(method.getName());
            });
  }

  /** Runs what is started at once. */
  private AsyncContext context() {
    return proxy(
        AsyncContext.class,
        (self, method, arguments) -> {
          calls.add(method.getName());
          if (arguments != null && arguments[0] instanceof Runnable started) {
            started.run();
          }
          return null;
        });
  }

  private static HttpServletResponse responseToNobody() {
    return proxy(
        HttpServletResponse.class,
        (self, method, arguments) -> {
          if (method.getName().equals("getOutputStream")) {
            throw new IOException("reset");
          }
          return null;
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
