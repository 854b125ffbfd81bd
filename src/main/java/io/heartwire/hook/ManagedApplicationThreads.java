package io.heartwire.hook;

import io.heartwire.time.LogLevels;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * The container's threads: a virtual one for each task where the JDK's may block wherever they
 * like, else a pool of the container's managed ones. Not the container's own pool, whose few
 * threads answer HTTP requests and read connections over TLS, and would be blocked as well.
 */
@Singleton
@SuppressWarnings("NullAway.Init") // the container injects its services, then calls prepare()
class ManagedApplicationThreads implements ApplicationThreads {
  private static final Logger LOG = Logger.getLogger(Hooks.class.getName());
  private static final String NAME = "heartwire-application-";
  private static final int IDLE_SECONDS = 60;

  @Resource private ManagedThreadFactory managed;
  @Resource private ContextService contexts;

  private ExecutorService threads;
  private Executor context;

  /** As soon as the application starts: the context is that of the thread that comes first. */
  void start(@Observes Startup event) {}

  @PostConstruct
  void prepare() {
    if (VirtualThreads.areUseful()) {
      LOG.log(LogLevels.NOTICE, "Hooks, handlers and observers run on virtual threads");
      context = contexts.currentContextExecutor();
      threads = VirtualThreads.executor(NAME);
    } else {
      LOG.log(LogLevels.NOTICE, "Hooks, handlers and observers run on threads of a pool");
      context = Runnable::run; // the factory's threads have it
      threads =
          new ThreadPoolExecutor(
              0,
              Integer.MAX_VALUE,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new SynchronousQueue<>(),
              named(managed));
    }
  }

  @Override
  public void execute(Runnable task) {
    threads.execute(() -> context.execute(task));
  }

  @Override
  @ActivateRequestContext
  public <T> T inRequest(Callable<T> call) throws Exception {
    return call.call();
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }

  private static ThreadFactory named(ThreadFactory factory) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = factory.newThread(task);
      thread.setName(NAME + number.incrementAndGet());
      return thread;
    };
  }
}
