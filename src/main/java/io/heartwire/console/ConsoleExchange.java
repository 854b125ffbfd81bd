package io.heartwire.console;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heartwire.broker.BrokerException;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.http.JsonAnswer;
import io.heartwire.hub.TokenException;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonSyntax;
import io.heartwire.limit.AddressBuckets;
import io.heartwire.limit.AddressPrefix;
import io.heartwire.limit.RateLimit;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import io.heartwire.token.SessionTokens;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request of the console's page: nobody who has not signed in learns more than how to. Safe for
 * use by any thread.
 */
@Singleton
class ConsoleExchange {
  /** Of an answer; what would be longer is to be asked for in smaller pages. */
  static final int MOST_BYTES = 4 << 20;

  private static final Logger LOG = Logger.getLogger(ConsoleExchange.class.getName());
  private static final RateLimit QUESTIONS = new RateLimit(20, 60);
  private static final int MOST_ADDRESSES = 10_000;
  private static final int IPV6_PREFIX = 64;
  private static final int LONGEST_QUESTION = 8 << 10;
  private static final String ACCESS = "access";
  private static final String SIGN_IN = "sign-in";
  private static final byte[] BEFORE = "{\"result\":".getBytes(US_ASCII);

  private final Map<String, ConsoleMethod> methods = new HashMap<>();
  private final SignIn signIn;
  private final Sessions sessions;
  private final AuditLog audit;
  private final AddressBuckets questions;
  private final LogThrottle log;

  /**
   * Who asks.
   *
   * @param token of a session, or null
   * @param address the client's
   */
  record Caller(@Nullable String token, String address) {
    @Override
    public String toString() {
      return address;
    }
  }

  @Inject
  ConsoleExchange(
      @Any Instance<ConsoleMethods> groups,
      SignIn signIn,
      Sessions sessions,
      AuditLog audit,
      TimeSource time) {
    this(groups.stream().toList(), signIn, sessions, audit, time);
  }

  /** For programs without a container. */
  ConsoleExchange(
      List<ConsoleMethods> groups,
      SignIn signIn,
      Sessions sessions,
      AuditLog audit,
      TimeSource time) {
    for (ConsoleMethods group : groups) {
      for (ConsoleMethod method : group.methods()) {
        if (methods.put(method.name(), method) != null) {
          throw new IllegalStateException("two methods " + method.name());
        }
      }
    }
    this.signIn = signIn;
    this.sessions = sessions;
    this.audit = audit;
    this.questions = new AddressBuckets(QUESTIONS, MOST_ADDRESSES, time);
    this.log = new LogThrottle(time);
  }

  /** Whether somebody may ask for it who has not signed in. */
  static boolean isForAnybody(String name) {
    return name.equals(ACCESS) || name.equals(SIGN_IN);
  }

  /** Never fails. */
  CompletionStage<JsonAnswer> run(String name, Caller caller, byte[] body) {
    CompletionStage<byte[]> result;
    try {
      result = result(name, caller, body);
    } catch (RuntimeException refused) {
      result = CompletableFuture.failedStage(refused);
    }
    return result
        .thenApply(ConsoleExchange::answer)
        .exceptionally(failure -> ConsoleErrors.answer(explain(name, failure)));
  }

  private CompletionStage<byte[]> result(String name, Caller caller, byte[] body) {
    if (name.equals(ACCESS)) {
      return CompletableFuture.completedStage(signIn.access());
    }
    if (name.equals(SIGN_IN)) {
      return CompletableFuture.completedStage(
          signIn.signIn(read(SignIn.SHAPE, body), caller.address()));
    }
    SessionTokens.Session session = session(caller);
    ConsoleMethod method = methods.get(name);
    if (method == null) {
      throw ConsoleErrors.notFound("no such method");
    }
    bound(method, session, caller, body);
    if (!method.acts()) {
      return method.handler().run(new ConsoleMethod.Request(read(method.shape(), body), body));
    }
    return act(method, session, caller, body);
  }

  /** Who only looks may not keep the nodes busy, nor what they have in common. */
  private void bound(
      ConsoleMethod method, SessionTokens.Session session, Caller caller, byte[] body) {
    boolean isAct = method.acts() && Role.parse(session.role()) == Role.OPERATOR;
    if (!isAct && !questions.take(AddressPrefix.of(caller.address(), IPV6_PREFIX))) {
      throw ConsoleErrors.limitExceeded(
          "more than " + QUESTIONS.perSecond() + " questions a second from this address");
    }
    if (!method.acts() && body.length > LONGEST_QUESTION) {
      throw ConsoleErrors.badRequest("a question is longer than " + LONGEST_QUESTION + " bytes");
    }
  }

  /** Whether the caller has a session; then its body is worth reading. */
  boolean isSignedIn(Caller caller) {
    try {
      return session(caller).role() != null;
    } catch (RefusedException refused) {
      return false;
    }
  }

  private SessionTokens.Session session(Caller caller) {
    if (caller.token() == null) {
      throw ConsoleErrors.unauthorized("sign in first");
    }
    try {
      return sessions.of(caller.token());
    } catch (TokenException over) {
      throw ConsoleErrors.unauthorized("sign in again: " + over.getMessage());
    }
  }

  /** What is done, or was tried, is logged when it is known what became of it. */
  private CompletionStage<byte[]> act(
      ConsoleMethod method, SessionTokens.Session session, Caller caller, byte[] body) {
    AuditLog.Actor actor = new AuditLog.Actor(session.name(), session.role(), caller.address());
    FieldValues in;
    try {
      in = read(method.shape(), body);
    } catch (RefusedException illFormed) {
      audit.write(actor, method.name(), "", illFormed.message());
      throw illFormed;
    }
    CompletionStage<byte[]> done;
    try {
      if (Role.parse(session.role()) != Role.OPERATOR) {
        throw ConsoleErrors.permissionDenied("viewers see, and operators act");
      }
      done = method.handler().run(new ConsoleMethod.Request(in, body));
    } catch (RuntimeException failure) {
      done = CompletableFuture.failedStage(failure);
    }
    return done.whenComplete(
        (result, failure) ->
            audit.write(
                actor,
                method.name(),
                method.targetOf(in),
                failure == null
                    ? NodeOutcomes.inWords(result)
                    : explain(method.name(), failure).message()));
  }

  private static FieldValues read(JsonShape shape, byte[] body) {
    if (!JsonSyntax.isValue(body)) {
      throw ConsoleErrors.badRequest("the body is not one JSON object");
    }
    try {
      return shape.read(body, "the body");
    } catch (IOException wrong) {
      throw ConsoleErrors.badRequest(String.valueOf(wrong.getMessage()));
    }
  }

  private static JsonAnswer answer(byte[] result) {
    if (result.length > MOST_BYTES) {
      throw new CompletionException(
          ConsoleErrors.limitExceeded("the answer is longer than 4 MiB: ask for fewer with limit"));
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream(result.length + BEFORE.length + 1);
    whole.writeBytes(BEFORE);
    whole.writeBytes(result);
    whole.write('}');
    return new JsonAnswer(200, whole.toByteArray());
  }

  private RefusedException explain(String name, Throwable failure) {
    Throwable cause = Hooks.causeOf(failure);
    if (cause instanceof RefusedException refused) {
      return refused;
    }
    if (BrokerException.isUnavailable(cause)) {
      return ConsoleErrors.temporary(String.valueOf(cause.getMessage()));
    }
    if (log.permits()) {
      LOG.log(Level.WARNING, cause, () -> "The console could not do " + name);
    }
    return ConsoleErrors.internal();
  }
}
