package io.heartwire.client;

import java.lang.reflect.InvocationTargetException;
import java.net.http.HttpClient;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A share in what all clients and pools of a JVM use together: an HTTP client, a clock with its
 * thread, and threads for listeners. All are daemon threads. They end within seconds after the last
 * share was closed; before Java 21 the HTTP client's own thread ends with the next garbage
 * collection. Safe for use by any thread.
 */
public final class SharedRuntime implements AutoCloseable {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static int shares; // guarded by LOCK
  private static @Nullable Shared current; // guarded by LOCK; there while there are shares

  private final Shared shared;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private SharedRuntime(Shared shared) {
    this.shared = shared;
  }

  /** Takes a share, which the caller has to close. */
  public static SharedRuntime take() {
    LOCK.lock();
    try {
      Shared some = current == null ? new Shared() : current;
      current = some;
      shares++;
      return new SharedRuntime(some);
    } finally {
      LOCK.unlock();
    }
  }

  public HttpClient httpClient() {
    return shared.httpClient();
  }

  /** Runs each task on a thread of its own, which may block. */
  public Executor executor() {
    return shared.executor;
  }

  public ClientTime time() {
    return shared.time;
  }

  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      LOCK.lock();
      try {
        shares--;
        if (shares > 0) {
          return;
        }
        current = null;
      } finally {
        LOCK.unlock();
      }
      shared.end();
    }
  }

  static ThreadFactory daemons(String name) {
    AtomicInteger number = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static final class Shared {
    private static final int MOST_THREADS =
        Integer.MAX_VALUE; // each client has one for its listeners and 16 for token suppliers

    private final SystemClientTime time = new SystemClientTime();
    // Never shut down, since an HTTP client that ends still uses it.
    private final Executor executor =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            2,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            daemons("heartwire-client"));
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HttpClient httpClient; // guarded by lock

    HttpClient httpClient() {
      lock.lock();
      try {
        HttpClient client = httpClient;
        if (client == null) {
          client =
              HttpClient.newBuilder()
                  .version(HttpClient.Version.HTTP_1_1)
                  .executor(executor)
                  .build();
          httpClient = client;
        }
        return client;
      } finally {
        lock.unlock();
      }
    }

    void end() {
      time.close();
      lock.lock();
      try {
        if (httpClient != null) {
          shutDown(httpClient);
          httpClient = null;
        }
      } finally {
        lock.unlock();
      }
    }

    private static void shutDown(HttpClient client) {
      try {
        HttpClient.class.getMethod("shutdownNow").invoke(client);
      } catch (NoSuchMethodException beforeJava21) {
        // Ends by itself once nobody refers to it.
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("HttpClient.shutdownNow() is public and throws nothing", e);
      }
    }
  }
}
