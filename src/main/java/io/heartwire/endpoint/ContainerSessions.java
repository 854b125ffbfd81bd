package io.heartwire.endpoint;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds, behind sessions of Open Liberty, what the specification has no words for.
 *
 * <p>Implementation notes. The container answers pings itself, by a write that blocks a thread of
 * its pool as long as the peer does not read, and keeps a buffer of 8 KiB for each piece that a
 * frame comes in, however small. Both can be done to a gateway from outside, and no setting and no
 * API prevents either. But every session asks for an executor before it takes what came in, and has
 * none unless somebody sets one. That is reached by reflection, once for all sessions. Where it
 * cannot be reached, as in another container, sessions are simply not watched; the log says so, and
 * an integration test fails. Written for the classes of 26.0.0.5 ({@code WsocConnLink}, {@code
 * ParametersOfInterest}, {@code WsocReadCallback}).
 *
 * <p>Safe for use by any thread.
 */
@ApplicationScoped
class ContainerSessions {
  private static final Logger LOG = Logger.getLogger(ContainerSessions.class.getName());

  private volatile @Nullable Optional<Internals> internals;

  /** The session's other side, or nothing if the container is another one. */
  Optional<ContainerSession> find(Session session) {
    Optional<Internals> known = internals;
    if (known == null) {
      known = Internals.of(session);
      internals = known;
    }
    return known.map(found -> new LibertySession(found, session));
  }

  /**
   * How to get from a session to what is behind it.
   *
   * @param link from the session to its link
   * @param parameters from the link to what it asks for an executor
   * @param setExecutor of the parameters
   * @param reading from the link to the request that waits for data
   * @param buffer from that request to its buffer
   * @param bytes from the buffer to the bytes in it
   * @param closeNow of the link
   * @param cut of the link
   */
  private record Internals(
      MethodHandle link,
      MethodHandle parameters,
      MethodHandle setExecutor,
      MethodHandle reading,
      MethodHandle buffer,
      MethodHandle bytes,
      MethodHandle closeNow,
      MethodHandle cut) {
    private static final Class<?> ANY = Object.class;

    static Optional<Internals> of(Session session) {
      try {
        return Optional.of(find(session.getClass()));
      } catch (ReflectiveOperationException | RuntimeException unknown) {
        LOG.log(
            Level.WARNING,
            "The sessions of this container cannot be watched:"
                + " floods of pings and frames in tiny pieces are not limited",
            unknown);
        return Optional.empty();
      }
    }

    private static Internals find(Class<?> session) throws ReflectiveOperationException {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle implementation = lookup.unreflect(session.getMethod("getSessionImpl"));
      MethodHandle link = field(lookup, implementation.type().returnType(), "connLink");
      Class<?> linkType = link.type().returnType();
      MethodHandle parameters = lookup.unreflect(linkType.getMethod("getParametersOfInterest"));
      MethodHandle setExecutor =
          lookup.unreflect(parameters.type().returnType().getMethod("setExecutor", Executor.class));
      MethodHandle reading = field(lookup, linkType, "tcpReadContext");
      MethodHandle buffer = lookup.unreflect(reading.type().returnType().getMethod("getBuffer"));
      MethodHandle bytes =
          lookup.unreflect(buffer.type().returnType().getMethod("getWrappedByteBuffer"));
      MethodHandle closeNow =
          lookup.unreflect(
              linkType.getMethod("callOnClose", String.class, CloseReason.CloseCode.class));
      MethodHandle cut =
          lookup.unreflect(
              linkType.getMethod(
                  "closeUsingSession", CloseReason.class, boolean.class, boolean.class));
      return new Internals(
          MethodHandles.filterReturnValue(implementation, link)
              .asType(MethodType.methodType(ANY, Session.class)),
          parameters.asType(MethodType.methodType(ANY, ANY)),
          setExecutor.asType(MethodType.methodType(void.class, ANY, Executor.class)),
          reading.asType(MethodType.methodType(ANY, ANY)),
          buffer.asType(MethodType.methodType(ANY, ANY)),
          bytes.asType(MethodType.methodType(ByteBuffer.class, ANY)),
          closeNow.asType(
              MethodType.methodType(void.class, ANY, String.class, CloseReason.CloseCode.class)),
          MethodHandles.insertArguments(cut, 1, null, false, true)
              .asType(MethodType.methodType(void.class, ANY)));
    }

    private static MethodHandle field(MethodHandles.Lookup lookup, Class<?> owner, String name)
        throws ReflectiveOperationException {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return lookup.unreflectGetter(field);
    }
  }

  private static final class LibertySession implements ContainerSession {
    /** Of the classes that wrap a callback for the executor. */
    private static final String READ_CALLBACK = "WsocReadCallback";

    private final Internals internals;
    private final Object link;
    private final Object reading;

    LibertySession(Internals internals, Session session) {
      try {
        this.internals = internals;
        this.link = internals.link.invokeExact(session);
        this.reading = internals.reading.invokeExact(link);
      } catch (Throwable thrown) {
        throw unexpected(thrown);
      }
    }

    @Override
    public void runBy(Executor executor) {
      try {
        Object parameters = internals.parameters.invokeExact(link);
        internals.setExecutor.invokeExact(parameters, executor);
      } catch (Throwable thrown) {
        throw unexpected(thrown);
      }
    }

    @Override
    public boolean isRead(Runnable callback) {
      return callback.getClass().getName().contains(READ_CALLBACK);
    }

    @Override
    public @Nullable ByteBuffer arrived() {
      try {
        Object buffer = internals.buffer.invokeExact(reading);
        if (buffer == null) {
          return null;
        }
        ByteBuffer bytes = ((ByteBuffer) internals.bytes.invokeExact(buffer)).duplicate();
        return bytes.position() == 0 ? null : bytes.flip();
      } catch (Throwable thrown) {
        throw unexpected(thrown);
      }
    }

    @Override
    public void closeNow(CloseReason reason) {
      try {
        internals.closeNow.invokeExact(link, reason.getReasonPhrase(), reason.getCloseCode());
      } catch (Throwable thrown) {
        throw unexpected(thrown);
      }
    }

    @Override
    public void cut() {
      try {
        internals.cut.invokeExact(link);
      } catch (Throwable thrown) {
        throw unexpected(thrown);
      }
    }

    private static RuntimeException unexpected(Throwable thrown) {
      if (thrown instanceof Error error) {
        throw error;
      }
      return thrown instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(thrown);
    }
  }
}
