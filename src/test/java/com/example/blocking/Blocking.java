package com.example.blocking;

import io.heartwire.channel.SubscribeAttempt;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeHook;
import io.heartwire.connection.ConnectionOpened;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ClientMessage;
import io.heartwire.hub.RpcCall;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcMethod;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Beans as most people write them: they block, and count on the context of an application. */
public final class Blocking {
  /** Who subscribes to one of these waits for a second. */
  public static final String SLOW = "slow:";

  private Blocking() {}

  /** How long to take. */
  public static final class Pause {
    public int millis;
  }

  /** What a bean finds around it. */
  public static final class Around {
    public String thread = Thread.currentThread().getName();
    public boolean names;
    public boolean classes;
    public int callsInRequest;
    public int visitors;
  }

  /** An answer that can't change. */
  public record Fixed(String text) {}

  /** Takes as long as it is asked to. */
  @ApplicationScoped
  @RpcMethod("pause")
  public static class Pausing implements RpcHandler {
    @Override
    public Object call(RpcCall call) throws InterruptedException {
      Pause pause = call.data(Pause.class);
      TimeUnit.MILLISECONDS.sleep(pause.millis);
      return pause;
    }
  }

  /** One for each request. */
  @RequestScoped
  public static class Counter {
    private int count;

    public int next() {
      return ++count;
    }
  }

  /** Looks around. */
  @ApplicationScoped
  @RpcMethod("around")
  public static class LookingAround implements RpcHandler {
    @Inject Counter counter;
    @Inject Listener listener;

    @Override
    @SuppressWarnings("BanJNDI") // a fixed name
    public Around call(RpcCall call) throws NamingException {
      Object found = new InitialContext().lookup("java:comp/DefaultContextService");
      Around around = new Around();
      around.names = found instanceof ContextService;
      around.classes = findsClasses();
      around.callsInRequest = counter.next();
      around.visitors = listener.visitors();
      return around;
    }

    private static boolean findsClasses() {
      try {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader.loadClass(Blocking.class.getName()) == Blocking.class;
      } catch (ClassNotFoundException none) {
        return false;
      }
    }
  }

  /** Answers later, with a record. */
  @ApplicationScoped
  @RpcMethod("later")
  public static class Later implements RpcHandler {
    @Override
    public CompletionStage<Fixed> call(RpcCall call) {
      return CompletableFuture.supplyAsync(() -> new Fixed("later"));
    }
  }

  /** Says what observers have heard of the caller. */
  @ApplicationScoped
  @RpcMethod("heard")
  public static class Heard implements RpcHandler {
    @Inject Listener listener;

    @Override
    public List<String> call(RpcCall call) {
      String client = call.client().client() + ' ';
      return listener.lines().stream()
          .filter(line -> line.startsWith(client))
          .map(line -> line.substring(client.length()))
          .toList();
    }
  }

  /** Lets everybody in, those of slow channels after three seconds. */
  @ApplicationScoped
  public static class Door implements SubscribeHook {
    @Override
    public Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt)
        throws InterruptedException {
      if (attempt.channel().value().startsWith(SLOW)) {
        TimeUnit.SECONDS.sleep(3);
      }
      return Decision.accept(SubscribeGrant.PLAIN);
    }
  }

  /** Takes its time over what clients say. */
  @ApplicationScoped
  public static class Listener {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AtomicInteger visitors = new AtomicInteger();

    public List<String> lines() {
      return lines;
    }

    public int visitors() {
      return visitors.get();
    }

    void visited(@Observes ConnectionOpened event) {
      visitors.incrementAndGet();
    }

    void heard(@Observes ClientMessage event) throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(event.data(Pause.class).millis);
      lines.add(event.client().client() + " " + event.data().asText());
    }

    void heardLater(@ObservesAsync ClientMessage event) {
      lines.add(event.client().client() + " asynchronously " + event.data().asText());
    }
  }
}
