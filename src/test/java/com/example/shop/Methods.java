package com.example.shop;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.channel.PublishExtras;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.Clients;
import io.heartwire.hub.RpcCall;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What clients of the application may call. */
public final class Methods {

  private Methods() {}

  /** Answers with its parameters. */
  @ApplicationScoped
  @RpcMethod("echo")
  public static class Echo implements RpcHandler {
    @Override
    public CompletionStage<Payload> call(RpcCall call) {
      return CompletableFuture.supplyAsync(call::data);
    }
  }

  /** Does not want to. */
  @ApplicationScoped
  @RpcMethod("refuse")
  public static class Refuse implements RpcHandler {
    @Override
    public CompletionStage<Payload> call(RpcCall call) {
      return CompletableFuture.failedStage(new RefusedException(1000, "closed on Sundays"));
    }
  }

  /** Has a bug. */
  @ApplicationScoped
  @RpcMethod("fail")
  public static class Fail implements RpcHandler {
    @Override
    public Payload call(RpcCall call) {
      throw new IllegalStateException("made to fail");
    }
  }

  /** Has the same bug, for tests that call it often. */
  @ApplicationScoped
  @RpcMethod("fail-often")
  public static class FailOften implements RpcHandler {
    @Override
    public CompletionStage<Payload> call(RpcCall call) {
      return CompletableFuture.failedStage(new IllegalStateException("made to fail"));
    }
  }

  /** Says which thread called it, and so whom it would hold up by blocking. */
  @ApplicationScoped
  @RpcMethod("thread")
  public static class CallingThread implements RpcHandler {
    @Override
    public Payload call(RpcCall call) {
      return Payload.json('"' + Thread.currentThread().getName() + '"');
    }
  }

  /** Never answers. */
  @ApplicationScoped
  @RpcMethod("never")
  public static class Never implements RpcHandler {
    @Override
    public CompletionStage<Payload> call(RpcCall call) {
      return new CompletableFuture<>();
    }
  }

  /** Closes the caller's connection: {@code {"code":3011,"reason":"why"}}. */
  @ApplicationScoped
  @RpcMethod("close-me")
  public static class CloseMe implements RpcHandler {
    @Inject Clients clients;

    @Override
    public Payload call(RpcCall call) {
      Fields data = new Fields(call.data());
      clients.disconnect(
          call.client().user(),
          call.client().client()::equals,
          new CloseReason(data.number("code"), data.text("reason")));
      return null;
    }
  }

  /** Publishes with a tag: {@code {"channel":"news:1","kind":"sports"}}. */
  @ApplicationScoped
  @RpcMethod("publish-tagged")
  public static class PublishTagged implements RpcHandler {
    @Inject Channels channels;

    @Override
    public CompletionStage<Payload> call(RpcCall call) {
      Fields data = new Fields(call.data());
      PublicationDraft draft =
          new PublicationDraft(call.data(), null, Map.of("kind", data.text("kind")));
      return channels
          .publish(new ChannelName(data.text("channel")), draft, PublishExtras.NONE)
          .thenApply(published -> Payload.EMPTY);
    }
  }
}
